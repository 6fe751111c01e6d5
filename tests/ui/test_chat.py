from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from paperchat.assistant import Event, Finished, SentenceReady
from paperchat.errors import LibraryError
from paperchat.types import Answer, AnswerSentence, Citation, Conversation, Timings
from paperchat.ui.chat import STOPPED, Chat, Pending

CITATIONS = tuple(Citation(n, "p", "T", f"q{n}", 0, 2, None, "abstract") for n in (1, 2))
SENTENCES = tuple(AnswerSentence(f"q{n}", (n,), "verbatim") for n in (1, 2))
ANSWER = Answer(
    "Why?", None, "ask", "answered", "q1 [1] q2 [2]", SENTENCES, CITATIONS, None, (), (),
    "extractive", Timings(1, 1, 0),
)  # fmt: skip


class Speaker:
    """Stands where the assistant does; counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Conversation]] = []

    def stream(self, question: str, conversation: Conversation) -> Iterator[Event]:
        self.asked.append((question, conversation))
        for sentence, citation in zip(SENTENCES, CITATIONS, strict=True):
            yield SentenceReady(sentence, (citation,))
        yield Finished(ANSWER)


class SlowSpeaker(Speaker):
    """Says one sentence, and waits to be let on with the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = threading.Event()
        self.closed = threading.Event()

    def stream(self, question: str, conversation: Conversation) -> Iterator[Event]:
        try:
            for event in super().stream(question, conversation):
                yield event
                assert self.go_on.wait(10)
        finally:
            self.closed.set()


class FailingSpeaker(Speaker):
    """Says one sentence, and fails."""

    def stream(self, question: str, conversation: Conversation) -> Iterator[Event]:
        yield next(super().stream(question, conversation))
        raise LibraryError("The disk is full.")


def test_what_came_is_kept_before_it_is_handed_out() -> None:
    pending, speaker = Pending("Why?"), Speaker()
    for event in pending.events(speaker, Conversation()):
        if isinstance(event, SentenceReady):
            assert event.sentence in pending.collected.sentences
            assert set(event.sentence.labels) <= set(pending.collected.citations)
    assert tuple(pending.collected.sentences) == SENTENCES


def test_an_abandoned_stream_goes_on_without_asking_again() -> None:
    pending, speaker = Pending("Why?"), Speaker()
    first = pending.events(speaker, Conversation())
    next(first)
    first.close()
    rest = list(pending.events(speaker, Conversation()))
    assert [type(event) for event in rest] == [SentenceReady, Finished]
    assert tuple(pending.collected.sentences) == SENTENCES
    assert len(speaker.asked) == 1


def test_a_page_that_waits_can_look_at_its_visitor() -> None:
    pending, speaker = Pending("Why?"), SlowSpeaker()
    events = pending.events(speaker, Conversation())
    assert isinstance(next(events), SentenceReady)
    assert next(events) is None
    speaker.go_on.set()
    assert isinstance([event for event in events if event is not None][-1], Finished)


def test_what_fails_in_the_background_fails_on_the_page() -> None:
    pending = Pending("Why?")
    with pytest.raises(LibraryError, match="disk"):
        list(pending.events(FailingSpeaker(), Conversation()))
    assert tuple(pending.collected.sentences) == SENTENCES[:1]


def test_a_stopped_answer_keeps_what_came_and_frees_the_line() -> None:
    chat, speaker = Chat(), SlowSpeaker()
    chat.ask("Why?", "ollama:some-model")
    next(chat.waiting[0].events(speaker, chat.conversation))
    chat.stop()
    answer = chat.turns[0].answer
    assert (answer.status, answer.complete, answer.notes) == ("answered", False, (STOPPED,))
    assert answer.sentences == SENTENCES[:1]
    assert answer.citations == CITATIONS[:1]
    assert answer.model == "ollama:some-model"
    assert not chat.waiting
    speaker.go_on.set()
    assert speaker.closed.wait(10)
    chat.stop()
    assert len(chat.turns) == 1


def test_a_settled_question_becomes_a_turn() -> None:
    chat = Chat()
    chat.ask("  Why? ")
    chat.ask("And then?")
    chat.settle(chat.waiting[0], ANSWER)
    assert [turn.question for turn in chat.turns] == ["Why?"]
    assert [pending.question for pending in chat.waiting] == ["And then?"]
    assert chat.newly_settled


def test_the_conversation_so_far_goes_with_the_question() -> None:
    chat, speaker = Chat(), Speaker()
    chat.ask("Why?")
    chat.settle(chat.waiting[0], ANSWER)
    chat.ask("And then?")
    list(chat.waiting[0].events(speaker, chat.conversation))
    assert speaker.asked == [("And then?", chat.conversation)]
    assert len(speaker.asked[0][1].turns) == 1


def test_a_failure_keeps_what_came_and_frees_the_line() -> None:
    chat, speaker = Chat(), Speaker()
    chat.ask("Why?")
    pending = chat.waiting[0]
    next(pending.events(speaker, chat.conversation))
    chat.fail(pending, "The disk is full.")
    answer = chat.turns[0].answer
    assert answer.status == "error"
    assert [sentence.text for sentence in answer.sentences] == ["q1", "The disk is full."]
    assert answer.citations == CITATIONS[:1]
    assert not chat.waiting


def test_blank_questions_do_not_wait() -> None:
    chat = Chat()
    for blank in ("", "  ", "\n\t"):
        chat.ask(blank)
    assert not chat.waiting


def test_no_password_of_a_server_is_kept() -> None:
    chat = Chat()
    chat.ask("Why?", "openai-like:m@http://me:hidden@127.0.0.1:9/v1")
    chat.stop()
    answer = chat.turns[0].answer
    assert answer.model == "openai-like:m@http://127.0.0.1:9/v1"
    assert "hidden" not in repr(answer)
