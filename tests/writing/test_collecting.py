from __future__ import annotations

from paperchat.assistant import Assistant
from paperchat.writing.collecting import UNCHECKED, Collected
from paperchat.writing.events import Drafting, Finished, SentenceReady, Understood


def test_what_came_of_an_answer_is_an_answer(assistant: Assistant) -> None:
    collected = Collected("What hit rate does TidePool reach?")
    for event in assistant.stream(collected.question):
        collected.add(event)
        if isinstance(event, SentenceReady) and event.sentence.labels:
            break
    broken = collected.broken_off("Stopped.", "some:model")
    assert (broken.status, broken.complete, broken.notes) == ("answered", False, ("Stopped.",))
    assert broken.sentences[-1].verdict == "verbatim"
    assert [item.label for item in broken.citations] == [1]
    assert "[1]" in broken.text
    assert broken.model == "some:model"


def test_a_sentence_in_the_making_is_kept_and_marked() -> None:
    collected = Collected("Why?")
    collected.add(Understood("Why does it fail?"))
    collected.add(Drafting("Because the"))
    broken = collected.broken_off("Stopped.", "m")
    (sentence,) = broken.sentences
    assert (sentence.text, sentence.verdict, sentence.problems) == (
        "Because the", "unsupported", (UNCHECKED,),
    )  # fmt: skip
    assert broken.rewritten_question == "Why does it fail?"


def test_a_settled_sentence_ends_the_one_in_the_making(assistant: Assistant) -> None:
    collected = Collected("Why?")
    collected.add(Drafting("Riveted"))
    events = list(assistant.stream("Why do riveted joints crack?"))
    collected.add(next(event for event in events if isinstance(event, SentenceReady)))
    assert collected.drafting == ""
    finished = events[-1]
    assert isinstance(finished, Finished)
    collected.add(finished)
    assert collected.answer == finished.answer


def test_an_error_says_itself_last() -> None:
    broken = Collected("Why?").broken_off("The disk is full.", "m", "error")
    assert broken.text == "The disk is full."
    assert [sentence.text for sentence in broken.sentences] == ["The disk is full."]
    assert broken.notes == ()
