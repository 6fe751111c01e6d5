"""Keeping a run in a file, and comparing two runs question by question."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from paperchat.errors import InputError
from paperchat.evaluation.baseline import FORMAT, Run, read_run, save_run
from paperchat.evaluation.comparing import compare_runs
from paperchat.evaluation.grading import Outcome, Problem


def _outcome(name: str, **fields) -> Outcome:
    right = Outcome(
        name, f"mark-{name}", "?", "ask", None, "answered", "ask", right_paper=True, precision=1.0,
        facts=(True, True), balance=None, exact_quotes=2, quotes=2, ms=10.0, score=1.0, problems=(),
    )  # fmt: skip
    return replace(right, **fields)


LOST = Problem("missing fact", "12 m", "Tides")
RUN = Run(
    FORMAT, "1.0", "set.yaml", "extractive",
    (
        _outcome("a", facts=(True, False), score=0.8, problems=(LOST,)),
        _outcome("b", refusal="detail", status="not_in_abstract", right_paper=None, facts=()),
    ),
)  # fmt: skip


def test_a_run_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    save_run(RUN, path)
    assert read_run(path) == RUN
    save_run(replace(RUN, version="2.0"), path)
    assert read_run(path).version == "2.0"
    assert [item.name for item in tmp_path.iterdir()] == ["run.json"]


def test_what_is_no_baseline_is_named(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    with pytest.raises(InputError, match=r"run\.json cannot be read"):
        read_run(path)
    for text in ("", "{}", "[1]", '{"format": 1'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"run\.json is no baseline.*--save"):
            read_run(path)
    save_run(replace(RUN, format=FORMAT + 1), path)
    with pytest.raises(InputError, match="save the baseline anew"):
        read_run(path)
    saved = json.loads(path.read_text(encoding="utf-8"))
    saved["outcomes"][0]["status"] = "guessed"
    path.write_text(json.dumps(saved), encoding="utf-8")
    with pytest.raises(InputError, match="is no baseline"):
        read_run(path)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be saved to .*run\.json"):
        save_run(RUN, tmp_path / "none" / "run.json")


def _changes(then, now):
    return {item.now.definition.name: item for item in compare_runs(then, now).changes}


def test_a_run_compared_with_itself_has_not_changed() -> None:
    found = compare_runs(RUN.outcomes, RUN.outcomes)
    assert (found.common, found.only_then, found.only_now) == (2, 0, 0)
    assert found.better == found.worse == ()
    for change in found.changes:
        assert change.difference in (0, None)
        assert change.p_value in (1.0, None)
        assert not change.better
        assert not change.worse


def test_only_the_same_questions_are_compared() -> None:
    then = [_outcome("a"), _outcome("b", right_paper=False), _outcome("gone", right_paper=False)]
    now = [_outcome("new"), _outcome("b", digest="changed"), _outcome("a", right_paper=False)]
    found = compare_runs(then, now)
    assert (found.common, found.only_then, found.only_now) == (1, 2, 2)
    change = next(item for item in found.changes if item.now.definition.name == "right_paper")
    assert (change.then.count, change.now.count, change.now.total) == (1, 0, 1)


def test_pairs_that_moved_are_counted_and_tested() -> None:
    then = [_outcome(str(n), right_paper=n < 2) for n in range(10)]
    now = [_outcome(str(n), right_paper=n != 0) for n in range(10)]
    change = _changes(then, now)["right_paper"]
    # Eight got better, one worse, and one stayed.
    assert (change.better, change.worse) == (8, 1)
    assert change.p_value == pytest.approx(2 * (1 + 9) / 2**9)
    assert change.difference == pytest.approx(0.7)


def test_fewer_false_answers_are_better() -> None:
    then = [_outcome("a", refusal="detail"), _outcome("b", refusal="detail")]
    now = [_outcome("a", refusal="detail", status="no_evidence"), then[1]]
    change = _changes(then, now)["false_answers.detail"]
    assert (change.difference, change.better, change.worse) == (-0.5, 1, 0)


def test_each_fact_is_a_pair_unless_one_run_did_not_look() -> None:
    then = [_outcome("a", facts=(True, False, False)), _outcome("b")]
    now = [_outcome("a", facts=(False, True, True)), _outcome("b", facts=(), status="no_evidence")]
    change = _changes(then, now)["facts_found"]
    assert (change.better, change.worse) == (2, 1)
    assert (change.then.total, change.now.total) == (5, 3)
    refused = _changes(then, now)["false_refusals.ask"]
    assert (refused.better, refused.worse) == (0, 1)


def test_quotes_are_not_paired_and_means_are() -> None:
    then = [_outcome("a", precision=0.5, exact_quotes=1)]
    now = [_outcome("a", precision=0.75)]
    changes = _changes(then, now)
    quotes, precision = changes["quote_exactness"], changes["citation_precision"]
    assert (quotes.difference, quotes.better, quotes.p_value) == (0.5, None, None)
    assert (precision.difference, precision.better, precision.worse) == (0.25, 1, 0)


def test_questions_move_with_the_share_of_checks_they_pass() -> None:
    then = [_outcome("a", score=0.5), _outcome("b", score=1.0, ms=4.0), _outcome("c", score=0.4)]
    now = [_outcome("a", score=0.8), _outcome("b", score=0.0, ms=5.0), _outcome("c", score=0.4)]
    found = compare_runs(then, now)
    assert [(old.score, new.id) for old, new in found.better] == [(0.5, "a")]
    assert [(old.score, new.id) for old, new in found.worse] == [(1.0, "b")]
    assert (found.latency_then.p95, found.latency_now.p50) == (10.0, 10.0)
