"""evaluate on small question sets about the starter library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RPS = "Robust Preference Alignment via Directional Neighborhood Consensus"
DANCE = "DanceGRPO: Unleashing GRPO on Visual Generation"
MEASURES = {
    "as_expected", "right_paper", "citation_precision", "facts_found", "kind_right",
    "false_answers", "false_refusals", "comparison_balance", "quote_exactness",
}  # fmt: skip
YAML = f"""\
- id: summary
  kind: summary
  question: "Summarize {DANCE}"
  papers: ["{DANCE}"]
  facts: [GRPO]
- id: both
  kind: comparison
  question: Compare RPS and DanceGRPO
  papers: ["{RPS}", "{DANCE}"]
  all: true
- id: weather
  question: Will it rain in Lisbon tomorrow?
  refusal: off_topic
- id: talk
  dialogue:
    - {{kind: chat, question: hello}}
    - {{kind: summary, question: "Summarize {RPS}", papers: ["{RPS}"], facts: [no such words]}}
"""


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """Five questions, of which one is not answered as its set says."""
    path = tmp_path / "questions.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


@pytest.fixture
def evaluate(cli, starter_home):
    """Run the command on the starter library."""
    return lambda *arguments: cli("evaluate", *map(str, arguments), home=starter_home)


def test_as_json_it_is_one_object(evaluate, questions) -> None:
    done = evaluate(questions, "--json")
    assert (done.code, done.err) == (0, "")
    report = done.json
    assert set(report) == MEASURES | {"questions", "set", "model", "skipped", "latency_ms"}
    assert (report["questions"], report["set"]) == (5, str(questions))
    assert report["model"] == "extractive"
    assert report["skipped"] == {"questions": 0, "papers": []}
    assert report["facts_found"] == {
        "share": 0.5, "count": 1, "total": 2, "low": 0.0945, "high": 0.9055,
    }  # fmt: skip
    assert report["as_expected"]["count"] == 4
    assert report["right_paper"]["count"] == report["right_paper"]["total"] == 3
    assert set(report["citation_precision"]) == {"mean", "total", "low", "high"}
    assert set(report["false_answers"]) == {"all", "off_topic", "near_topic", "detail"}
    assert report["false_answers"]["off_topic"]["total"] == 1
    assert report["false_answers"]["detail"]["share"] is None
    assert set(report["false_refusals"]) == {
        "all", "ask", "summary", "comparison", "list", "facts", "chat",
    }  # fmt: skip
    assert report["false_refusals"]["all"]["total"] == 4
    assert 0 < report["comparison_balance"]["mean"] <= 1
    assert report["quote_exactness"]["share"] == 1.0
    assert report["quote_exactness"]["total"] > 5
    assert 0 < report["latency_ms"]["p50"] <= report["latency_ms"]["p95"]


def test_as_text_it_is_a_table(evaluate, questions) -> None:
    done = evaluate(questions)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == f"5 questions of {questions}, answered by extractive"
    cells = {line[:28].strip(): line[28:].split() for line in lines[3:]}
    assert cells["facts found"] == ["50.0%", "1/2", "9.5%", "-", "90.5%"]
    assert cells["wholly as expected"][:2] == ["80.0%", "4/5"]
    assert cells["off_topic"][:2] == ["0.0%", "0/1"]
    assert "detail" not in cells  # nothing to measure
    assert cells["time of an answer"][0] == "p50"
    assert "no such words" not in done.out


def test_failures_say_what_was_expected_and_what_came(evaluate, questions) -> None:
    done = evaluate(questions, "--failures")
    assert "Not as expected: 1 of 5" in done.out
    assert f"  talk/2  Summarize {RPS}\n    missing fact: expected no such words; came " in done.out
    (failure,) = evaluate(questions, "--failures", "--json").json["failures"]
    assert (failure["id"], failure["kind"], failure["status"]) == ("talk/2", "summary", "answered")
    (problem,) = failure["problems"]
    assert (problem["fault"], problem["expected"]) == ("missing fact", "no such words")
    assert problem["came"].startswith("Robust Preference Alignment")


def test_only_chooses_kinds_and_reasons(evaluate, questions) -> None:
    report = evaluate(questions, "--json", "--only", "summary", "--only", "off_topic").json
    assert report["questions"] == 3
    assert report["false_refusals"]["summary"]["total"] == 2
    assert report["false_answers"]["off_topic"]["total"] == 1
    assert report["comparison_balance"]["mean"] is None


def test_a_baseline_tells_better_from_worse(evaluate, questions, tmp_path) -> None:
    kept = tmp_path / "kept.json"
    done = evaluate(questions, "--json", "--save", kept)
    assert done.code == 0
    assert str(kept) in done.err
    saved = json.loads(kept.read_text(encoding="utf-8"))
    assert [outcome["id"] for outcome in saved["outcomes"]] == [
        "summary", "both", "weather", "talk/1", "talk/2",
    ]  # fmt: skip

    same = evaluate(questions, "--json", "--baseline", kept).json["baseline"]
    assert (same["common"], same["only_then"], same["only_now"]) == (5, 0, 0)
    assert same["better"] == same["worse"] == []
    assert set(same["changes"]) == MEASURES

    # As if the summary had lacked its paper then, and the last question had been right.
    saved["outcomes"][0] |= {"right_paper": False, "score": 0.5}
    saved["outcomes"][4] |= {"facts": [True], "score": 1.0, "problems": []}
    kept.write_text(json.dumps(saved), encoding="utf-8")
    found = evaluate(questions, "--json", "--baseline", kept).json["baseline"]
    assert [item["id"] for item in found["better"]] == ["summary"]
    assert [item["id"] for item in found["worse"]] == ["talk/2"]
    assert found["worse"][0]["now"]["problems"][0]["expected"] == "no such words"
    assert found["changes"]["right_paper"] == {
        "then": 0.6667, "now": 1.0, "difference": 0.3333, "better": 1, "worse": 0, "p_value": 1.0,
    }  # fmt: skip
    assert found["changes"]["facts_found"]["difference"] == -0.5
    assert found["changes"]["quote_exactness"]["p_value"] is None

    text = evaluate(questions, "--baseline", kept, "--only", "summary").out
    assert "on 2 questions (3 that only one of the runs has are left out)" in text
    assert "Better: 1\n  summary  Summarize DanceGRPO" in text
    assert "Worse: 1\n  talk/2" in text


def test_papers_that_the_library_lacks_are_skipped_and_told(evaluate, questions) -> None:
    with questions.open("a", encoding="utf-8") as file:
        file.write('- {id: gone, question: "What is Zephyr?", papers: [A Paper Nobody Has]}\n')
    done = evaluate(questions, "--json")
    assert done.code == 0
    assert "Questions skipped: 1" in done.err
    assert "'A Paper Nobody Has'" in done.err
    assert done.json["questions"] == 5
    assert done.json["skipped"] == {"questions": 1, "papers": ["A Paper Nobody Has"]}
    assert "5 questions of" in (text := evaluate(questions).out)
    assert "1 skipped" in text


def test_the_shipped_set_is_asked_when_none_is_given(evaluate) -> None:
    done = evaluate("--only", "chat", "--json")
    assert done.code == 0
    assert "starter library" in done.err
    assert done.json["set"] == "starter.jsonl"
    assert done.json["skipped"] == {"questions": 0, "papers": []}
    assert done.json["questions"] == done.json["false_refusals"]["chat"]["total"] > 3


def test_the_shipped_set_names_only_papers_of_the_starter_library(starter_home) -> None:
    from paperchat.evaluation.question_file import shipped_question_set
    from paperchat.evaluation.question_set import select
    from paperchat.library.library import Library

    library = Library(starter_home)
    try:
        found = select(shipped_question_set(), library.catalogue)
    finally:
        library.close()
    assert (found.lacking, found.skipped) == ((), 0)
    assert len(found.papers) == 48


def test_a_set_about_another_library_is_one_sentence(evaluate, tmp_path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "a", "question": "x", "papers": ["Nobody Has It"]}', encoding="utf-8")
    said = evaluate(path).failed(2)
    assert "No question of" in said
    assert "'Nobody Has It'" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.jsonl"], "none.jsonl cannot be read"),
        (["bad.jsonl"], "Line 2 of bad.jsonl"),
        (["good.jsonl", "--only", "poem"], "'poem'"),
        (["good.jsonl", "--only", "summary"], "--only"),
        (["good.jsonl", "--baseline", "none.json"], "none.json cannot be read"),
        (["good.jsonl", "--baseline", "good.jsonl"], "good.jsonl is no baseline"),
        (["good.jsonl", "--save", "none/run.json"], "none/run.json"),
        (["good.jsonl", "--save", "."], "cannot be saved"),
        (["good.jsonl", "--save", "good.jsonl"], "overwrite"),
    ],
)
def test_bad_input_is_one_sentence(evaluate, tmp_path, arguments, said) -> None:
    good = '{"id": "a", "question": "What is RPS?"}\n'
    (tmp_path / "good.jsonl").write_text(good, encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text(f"{good}{{}}\n", encoding="utf-8")
    assert said in evaluate(*arguments).failed(2)
    assert (tmp_path / "good.jsonl").read_text(encoding="utf-8") == good


def test_a_baseline_of_other_questions_is_one_sentence(evaluate, questions, tmp_path) -> None:
    kept = tmp_path / "kept.json"
    assert evaluate(questions, "--only", "chat", "--save", kept).code == 0
    said = evaluate(questions, "--only", "off_topic", "--baseline", kept).failed(2)
    assert "no question in common" in said
