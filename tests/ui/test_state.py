from __future__ import annotations

from collections.abc import Iterator

from paperchat.assistant import Event, Finished, SentenceReady
from paperchat.types import Answer, AnswerSentence, Citation, Conversation, Timings
from paperchat.ui.state import Chat, Pending

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


def test_what_came_is_kept_before_it_is_handed_out() -> None:
    pending, speaker = Pending("Why?"), Speaker()
    for event in pending.events(speaker, Conversation()):
        if isinstance(event, SentenceReady):
            assert event.sentence in pending.sentences
            assert set(event.sentence.labels) <= set(pending.citations)
    assert tuple(pending.sentences) == SENTENCES


def test_an_abandoned_stream_goes_on_without_asking_again() -> None:
    pending, speaker = Pending("Why?"), Speaker()
    first = pending.events(speaker, Conversation())
    next(first)
    first.close()
    rest = list(pending.events(speaker, Conversation()))
    assert [type(event) for event in rest] == [SentenceReady, Finished]
    assert tuple(pending.sentences) == SENTENCES
    assert len(speaker.asked) == 1


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
    chat.fail(pending, "The disk is full.", "extractive")
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
