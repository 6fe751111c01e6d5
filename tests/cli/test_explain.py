"""--explain: the answer as ever, then how it came about, for people and for programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from paperchat.answering.gate import BEARS, TELLS
from paperchat.answering.signal_meanings import SIGNAL_MEANINGS

QUESTION = "What is direct preference optimization?"
REFUSED = "Why is the sky blue?"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "explain.md"
KEYS = {
    "outcome",
    "question",
    "ranked",
    "candidates",
    "gate",
    "catalogue",
    "papers",
    "writing",
}


def without(answer: dict[str, object], *keys: str) -> dict[str, object]:
    return {key: value for key, value in answer.items() if key not in ("timings_ms", *keys)}


@pytest.mark.parametrize("question", [QUESTION, REFUSED, "Compare RPS and DeAL", "hello"])
def test_json_gains_one_key_and_nothing_else(cli, starter_home, check_answer, question) -> None:
    plain = cli("ask", question, "--json", home=starter_home)
    done = cli("ask", question, "--json", "--explain", home=starter_home)
    assert (done.code, done.err) == (0, "")
    answer = check_answer(done.json)
    assert "explanation" not in plain.json
    assert without(answer, "explanation") == without(plain.json)
    assert set(answer["explanation"]) == KEYS


def test_json_tells_ranks_and_reasons(cli, starter_home) -> None:
    answer = cli("ask", QUESTION, "--json", "--explain", home=starter_home).json
    explanation = answer["explanation"]
    found = {
        row["paper_id"]: row
        for row in cli("search", QUESTION, "-k", "48", "--json", home=starter_home).json
    }
    assert explanation["ranked"] == len(found)
    for paper in explanation["candidates"]:
        row = found[paper["paper_id"]]
        assert paper["dense_rank"] == row["dense_rank"]
        assert paper["lexical_rank"] == row["lexical_rank"]
        assert paper["why"].startswith("taken: " if paper["taken"] else "dropped: ")
    taken = {paper["paper_id"] for paper in explanation["candidates"] if paper["taken"]}
    assert taken == {citation["paper_id"] for citation in answer["citations"]} != set()
    gate = explanation["gate"]
    added = sum(share["contribution"] for share in gate["signals"])
    assert gate["log_odds"] == pytest.approx(gate["bias"] + added)
    assert gate["opened"] is True


@pytest.mark.parametrize(
    "question",
    [
        QUESTION, REFUSED, "Compare RPS and DeAL", "Which papers mention DPO since 2024?", "hello",
        "Summarize what the papers say about safety", "What does Zorblax-7 do?", "Was ist DPO?",
        "How many surveys are there?", "which is the newest paper?",
    ],
)  # fmt: skip
def test_the_text_follows_the_answer_and_is_narrow(cli, starter_home, question) -> None:
    plain = cli("ask", question, home=starter_home).out
    done = cli("ask", question, "--explain", home=starter_home)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{plain}\nExplanation\n")
    told = done.out.removeprefix(plain)
    assert max(map(len, told.splitlines())) < 96
    assert "How the question was understood" in told
    assert "None" not in told
    assert "-0.000" not in told


def test_columns_are_aligned_and_hold_the_numbers(cli, starter_home) -> None:
    explanation = cli("ask", QUESTION, "--json", "--explain", home=starter_home).json["explanation"]
    lines = cli("ask", QUESTION, "--explain", home=starter_home).out.splitlines()
    head = next(n for n, line in enumerate(lines) if line.split()[:2] == ["dense", "cosine"])
    ends = [match.end() for match in re.finditer(r"\S+", lines[head])][:7]
    for at, paper in enumerate(explanation["candidates"]):
        row = lines[head + 1 + 2 * at]
        assert all(row[end - 1] != " " and row[end] == " " for end in ends)
        cells = row.split()
        assert cells[4] == str(paper["fused_rank"])
        assert float(cells[6]) == pytest.approx(paper["best_score"], abs=0.006)
        assert lines[head + 2 + 2 * at].strip() == paper["why"]
    for share in explanation["gate"]["signals"]:
        row = next(line for line in lines if line.split()[:1] == [share["name"]])
        assert float(row.split()[3]) == pytest.approx(share["contribution"], abs=0.0006)


def test_a_sixth_paper_is_left_out_of_a_comparison(cli, starter_home) -> None:
    names = "RPS, DeAL, CycleAlign, M3Ret, DanceGRPO and ProgressGym"
    answer = cli("ask", f"Compare {names}", "--json", "--explain", home=starter_home).json
    papers = answer["explanation"]["papers"]
    assert len(papers) == 6
    assert [paper["paper_id"] for paper in papers if paper["taken"]] == (
        answer["comparison"]["papers"]
    )
    assert papers[5]["why"] == "dropped: at most 5 papers are compared at once"


def test_chat_explains_each_answer(cli, starter_home) -> None:
    lines = f"{QUESTION}\n\nWhat is its drawback?\n".encode()
    done = cli("chat", "--json", "--explain", "--no-keep", home=starter_home, stdin=lines)
    first, empty, second = done.objects
    assert set(first["explanation"]) == set(second["explanation"]) == KEYS
    assert empty["status"] == "error"
    assert "explanation" not in empty
    assert second["explanation"]["question"]["rewritten_question"] == second["rewritten_question"]
    plain = cli("chat", "--json", "--no-keep", home=starter_home, stdin=lines).objects
    assert [without(answer, "explanation") for answer in done.objects] == [
        without(answer) for answer in plain
    ]


def test_chat_explains_as_text(cli, starter_home) -> None:
    done = cli("chat", "--explain", "--no-keep", home=starter_home, stdin=f"{QUESTION}\n".encode())
    assert done.code == 0
    assert done.out.index("Sources") < done.out.index("Explanation") < done.out.index("Gate")


def test_what_is_kept_of_a_chat_is_the_answer_alone(cli, own_home) -> None:
    cli("chat", "--json", "--explain", home=own_home, stdin=f"{QUESTION}\n".encode())
    shown = cli("conversations", "show", "last", "--json", home=own_home)
    assert shown.code == 0
    assert QUESTION in shown.out
    assert "explanation" not in shown.out


def test_every_signal_has_its_meaning_here_and_in_the_documentation() -> None:
    names = {name for model in (BEARS, TELLS) for name, _ in model.weights}
    assert sorted(SIGNAL_MEANINGS) == sorted(names)
    rows = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(rows) == sorted(names)
