"""A whole run over the five invented papers, and runs that fail."""

from __future__ import annotations

import pytest
from sample_papers import LANTERN, MOSSNET, TIDEPOOL

from paperchat.assistant import Assistant
from paperchat.errors import InputError, PaperchatError
from paperchat.evaluation.answering_run import ask_all
from paperchat.evaluation.question_set import Exchange, Item, QuestionSet, digest, select
from paperchat.types import Conversation

QUESTIONS = QuestionSet(
    "five papers",
    (
        Exchange(
            (Item("hits", "How far does TidePool raise the hit rate?", papers=(TIDEPOOL.title,),
                  facts=(("74.2%",), ("61.5%",))),)
        ),
        Exchange(
            (Item("pair", "Compare TidePool and MossNet", "comparison",
                  (TIDEPOOL.title, MOSSNET.title), needs_all=True),)
        ),
        Exchange(
            (
                Item("talk/1", "Summarize MossNet", "summary", (MOSSNET.title,)),
                Item("talk/2", "Where does it fail?", papers=(MOSSNET.title,),
                     facts=(("frozen ground",),)),
            )
        ),
        Exchange((Item("pie", "Who won the cup final last night?", refusal="off_topic"),)),
        Exchange((Item("wrong", "How many studies does the survey of light meters review?",
                       papers=(TIDEPOOL.title,), facts=(("59",),)),)),
        Exchange((Item("gone", "What is Zephyr?", papers=("A Paper Nobody Has",)),)),
    ),
)  # fmt: skip


def test_a_run_from_question_to_outcome(library, assistant) -> None:
    selection = select(QUESTIONS, library.catalogue)
    steps: list[tuple[int, int]] = []
    outcomes = ask_all(
        assistant, library.catalogue, selection,
        on_progress=lambda done, total: steps.append((done, total)),
    )  # fmt: skip
    found = {outcome.id: outcome for outcome in outcomes}
    assert list(found) == ["hits", "pair", "talk/1", "talk/2", "pie", "wrong"]
    assert steps == [(number, 6) for number in range(1, 7)]
    for name in ("hits", "pair", "talk/1", "talk/2", "pie"):
        assert found[name].problems == (), found[name]
        assert found[name].score == 1.0
    assert found["hits"].facts == (True, True)
    assert 0 < found["pair"].balance <= 1
    assert found["pie"].status != "answered"
    wrong = found["wrong"]
    assert [problem.fault for problem in wrong.problems] == ["wrong paper", "missing fact"]
    assert wrong.problems[0].came == LANTERN.title
    for outcome in outcomes:
        assert outcome.exact_quotes == outcome.quotes
        assert outcome.ms > 0
    assert sum(outcome.quotes for outcome in outcomes) > 5
    assert found["talk/2"].digest == digest(QUESTIONS.exchanges[2], 1)


def test_a_follow_up_is_asked_in_its_dialogue_though_it_alone_is_graded(library, assistant) -> None:
    follow = Item("talk/2", "Where does it fail?", "list", (MOSSNET.title,), facts=(("frozen",),))
    questions = QuestionSet(
        "one", (Exchange((QUESTIONS.exchanges[2].turns[0], follow)), QUESTIONS.exchanges[0])
    )
    selection = select(questions, library.catalogue, {"list"})
    (found,) = ask_all(assistant, library.catalogue, selection, {"list"})
    assert (found.id, found.right_paper, found.facts) == ("talk/2", True, (True,))
    assert [problem.fault for problem in found.problems] == ["wrong kind"]


class _Failing(Assistant):
    """Answers, until it is asked about moss."""

    def ask(self, question: str, conversation: Conversation | None = None, conditions=()):
        if "MossNet" in question:
            raise InputError("the disk is full.")
        return super().ask(question, conversation, conditions)


def test_a_question_that_fails_is_named_and_is_not_the_users_fault(library, embedder) -> None:
    selection = select(QUESTIONS, library.catalogue)
    with pytest.raises(PaperchatError, match=r"Question pair .* the disk is full") as caught:
        ask_all(_Failing(library, embedder, embedder), library.catalogue, selection)
    assert caught.value.exit_code == 1


def test_nothing_selected_asks_nothing(library, assistant) -> None:
    selection = select(QuestionSet("none", ()), library.catalogue)
    assert ask_all(assistant, library.catalogue, selection) == ()
