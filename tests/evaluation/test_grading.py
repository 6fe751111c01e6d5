"""Grading answers that are built by hand."""

from __future__ import annotations

import pytest

from paperchat.evaluation.grading import Asked, Outcome, contains_fact, grade
from paperchat.evaluation.question_set import Item
from paperchat.types import Answer, AnswerSentence, Citation, Comparison, Timings

TEXTS = {
    "kites": "A kite stays up in 14\\% of winds. It needs  a\nlong string.",
    "tides": "The moon pulls the sea. A bay narrows it.",
    "bread": "Sourdough is slow. Its yeast is wild.",
}
PAPERS = {
    "Kites": frozenset({"kites"}),
    "Tides": frozenset({"tides"}),
    "Bread or Tides": frozenset({"bread", "tides"}),
}


def _answer(
    *cited: tuple[str, int, int],
    status="answered",
    kind="ask",
    text="We found: [1]",
    grid: tuple[str, ...] | None = None,
) -> Answer:
    citations = tuple(
        Citation(label, paper, paper.title(), TEXTS[paper][start:end], start, end, None, "abstract")
        for label, (paper, start, end) in enumerate(cited, 1)
    )
    return Answer(
        "?", None, kind, status, text, (AnswerSentence(text, (), "none"),), citations,
        Comparison(grid, ()) if grid else None, (), (), "extractive", Timings(1, 1, 0),
    )  # fmt: skip


def _grade(item: Item, answer: Answer, texts=TEXTS) -> Outcome:
    return grade(item, Asked(answer, PAPERS, texts, "mark", 12.3456))


def _faults(outcome: Outcome) -> list[str]:
    return [problem.fault for problem in outcome.problems]


KITE = ("kites", 0, 33)
STRING = ("kites", 34, 59)
MOON = ("tides", 0, 23)
YEAST = ("bread", 19, 37)


def test_a_right_answer_has_no_problem() -> None:
    item = Item("a", "Why?", papers=("Kites",), facts=(("14%",), ("rope", "LONG string")))
    found = _grade(item, _answer(KITE, STRING))
    assert found == Outcome(
        "a", "mark", "Why?", "ask", None, "answered", "ask", right_paper=True, precision=1.0,
        facts=(True, True), balance=None, exact_quotes=2, quotes=2, ms=12.346, score=1.0,
        problems=(),
    )  # fmt: skip


def test_any_paper_is_right_unless_all_are_needed() -> None:
    answer = _answer(KITE, YEAST, STRING)
    either = _grade(Item("a", "?", papers=("Tides", "Kites")), answer)
    assert (either.right_paper, either.precision) == (True, pytest.approx(2 / 3))
    both = _grade(Item("a", "?", papers=("Tides", "Kites"), needs_all=True), answer)
    assert (both.right_paper, _faults(both)) == (False, ["wrong paper"])
    assert both.problems[0].expected == "Tides and Kites"
    assert both.problems[0].came == "Kites; Bread"
    # One name may be that of two papers: either of them will do.
    shared = Item("a", "?", papers=("Bread or Tides", "Kites"), needs_all=True)
    assert _grade(shared, answer).right_paper is True


def test_an_answer_without_citations_has_the_wrong_paper_and_no_precision() -> None:
    found = _grade(Item("a", "?", papers=("Kites",)), _answer())
    assert (found.right_paper, found.precision) == (False, 0.0)
    assert found.problems[0].came == "no citation"


def test_without_papers_nothing_is_said_about_them() -> None:
    found = _grade(Item("a", "?"), _answer(KITE))
    assert (found.right_paper, found.precision, found.score) == (None, None, 1.0)


@pytest.mark.parametrize(
    ("fact", "held"),
    [
        ("14%", True),
        ("14\\%", True),
        ("needs a LONG   string", True),
        ("we found:", True),
        ("15%", False),
        ("winds. The moon", False),  # never across two quotes
    ],
)
def test_facts_are_looked_for_in_text_and_quotes(fact: str, held: bool) -> None:
    answer = _answer(KITE, STRING, MOON)
    assert contains_fact([fact], answer) is held
    assert contains_fact(["nowhere", fact], answer) is held


def test_each_missing_fact_is_a_problem_of_its_own() -> None:
    item = Item("a", "?", facts=(("rope", "chain"), ("14%",), ("glue",)))
    found = _grade(item, _answer(KITE))
    assert found.facts == (False, True, False)
    assert [problem.expected for problem in found.problems] == ["rope or chain", "glue"]
    # Answered, kind, quotes and one of three facts.
    assert found.score == pytest.approx(4 / 6)


def test_another_kind_is_a_problem() -> None:
    found = _grade(Item("a", "?", kind="list"), _answer(KITE))
    assert (_faults(found), found.problems[0].came) == (["wrong kind"], "ask")


@pytest.mark.parametrize("status", ["no_evidence", "not_in_abstract", "unknown_paper", "error"])
def test_a_refused_question_fails_once_and_is_not_measured_further(status) -> None:
    item = Item("a", "?", kind="summary", papers=("Kites",), facts=(("14%",), ("x",)))
    found = _grade(item, _answer(status=status, text="No paper says so."))
    assert (found.answered, found.scored, found.score) == (False, False, 0.0)
    assert (found.right_paper, found.precision, found.facts, found.balance) == (
        None,
        None,
        (),
        None,
    )
    assert _faults(found) == ["false refusal"]
    assert found.problems[0].came == f"{status}: No paper says so."


def test_a_question_to_be_refused() -> None:
    item = Item("a", "?", kind="list", papers=("Kites",), facts=(("x",),), refusal="detail")
    refused = _grade(item, _answer(KITE, status="not_in_abstract"))
    assert (refused.problems, refused.score, refused.scored) == ((), 1.0, False)
    answered = _grade(item, _answer(KITE))
    assert (_faults(answered), answered.score) == (["false answer"], 0.0)
    assert answered.problems[0].came.startswith("A kite stays up")
    assert (answered.right_paper, answered.facts, answered.scored) == (None, (), False)


@pytest.mark.parametrize(
    ("papers", "grid", "cited", "balance"),
    [
        (("Kites", "Tides"), None, [KITE, MOON], 1.0),
        (("Kites", "Tides"), None, [KITE, STRING, MOON, YEAST], 0.5),
        (("Kites", "Tides"), ("kites", "bread"), [KITE, YEAST], 0.0),
        (("Kites", "Tides"), None, [], 0.0),
        (("Kites",), ("kites", "tides"), [KITE, STRING, MOON], 0.5),
        ((), ("kites", "tides", "bread"), [KITE, MOON, YEAST], 1.0),
        ((), None, [KITE, MOON], None),
    ],
)
def test_balance_of_a_comparison(papers, grid, cited, balance) -> None:
    item = Item("a", "?", kind="comparison", papers=papers)
    found = _grade(item, _answer(*cited, kind="comparison", grid=grid))
    assert found.balance == balance


def test_only_comparisons_have_a_balance() -> None:
    item = Item("a", "?", papers=("Kites", "Tides"))
    assert _grade(item, _answer(KITE, MOON)).balance is None


def test_quotes_are_held_against_the_catalogue() -> None:
    answer = _answer(KITE, MOON, YEAST)
    texts = {"kites": TEXTS["kites"], "tides": f" {TEXTS['tides']}"}  # one shifted, one gone
    found = _grade(Item("a", "?"), answer, texts)
    assert (found.exact_quotes, found.quotes) == (1, 3)
    assert _faults(found) == ["inexact quote", "inexact quote"]
    assert found.score < 1.0
    assert _grade(Item("a", "?"), _answer(("kites", 5, 5))).exact_quotes == 0  # an empty quote


def test_an_inexact_quote_of_a_refusal_counts_too() -> None:
    found = _grade(Item("a", "?", refusal="detail"), _answer(KITE, status="not_in_abstract"), {})
    assert (_faults(found), found.score) == (["inexact quote"], 0.0)
