from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from paperchat.assistant import Event, Finished, SentenceReady
from paperchat.errors import ConfigurationError, LibraryError
from paperchat.library.conversations import ConversationStore
from paperchat.library.library import Library
from paperchat.recording import BROKE_OFF
from paperchat.types import Answer, AnswerSentence, Citation, Conversation, Timings
from paperchat.ui.chat import STOPPED, UNEXPECTED, Chat
from paperchat.ui.chats import Chats
from paperchat.writing.closing_words import INSTEAD

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


@pytest.fixture
def store(tmp_path) -> Iterator[ConversationStore]:
    library = Library(tmp_path / "library")
    yield library.conversations
    library.close()


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def chat_with(speaker: Speaker, store: ConversationStore | None = None) -> Chat:
    return Chat(lambda _model: speaker, store)


def settled(chat: Chat) -> None:
    until(lambda: not chat.waiting)


def test_a_question_becomes_a_turn() -> None:
    speaker = Speaker()
    chat = chat_with(speaker)
    chat.ask("  Why? ")
    chat.ask("And then?")
    settled(chat)
    assert [turn.question for turn in chat.turns] == ["Why?", "And then?"]
    assert [turn.answer for turn in chat.turns] == [ANSWER, ANSWER]
    assert [len(conversation.turns) for _, conversation in speaker.asked] == [0, 1]


def test_what_has_come_is_there_while_the_rest_is_awaited() -> None:
    speaker = SlowSpeaker()
    chat = chat_with(speaker)
    chat.ask("Why?")
    chat.ask("And then?")
    pending = chat.waiting[0]
    until(lambda: pending.recording.come().sentences)
    assert tuple(pending.recording.come().sentences) == SENTENCES[:1]
    assert [other.question for other in chat.waiting] == ["Why?", "And then?"]
    assert len(speaker.asked) == 1
    speaker.go_on.set()
    settled(chat)
    assert [turn.answer for turn in chat.turns] == [ANSWER, ANSWER]


def test_what_has_come_is_kept_as_not_complete_until_the_rest_is_there(store) -> None:
    speaker = SlowSpeaker()
    chat = chat_with(speaker, store)
    chat.ask("Why?")
    assert chat.id is not None
    kept = store.load(chat.id).turns[0].turn
    assert (kept.question, kept.answer.complete, kept.answer.status) == ("Why?", False, "error")
    assert kept.answer.text == BROKE_OFF
    until(lambda: chat.waiting[0].recording.come().sentences)
    time.sleep(0.25)  # The first sentence came sooner than anything is written again.
    speaker.go_on.set()
    settled(chat)
    assert store.load(chat.id).conversation == Conversation(chat.turns)
    assert store.load(chat.id).turns[0].turn.answer == ANSWER


def test_a_stopped_answer_keeps_what_came_and_frees_the_line(store) -> None:
    speaker = SlowSpeaker()
    chat = chat_with(speaker, store)
    chat.ask("Why?", "ollama:some-model")
    until(lambda: chat.waiting[0].recording.come().sentences)
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
    assert store.load(str(chat.id)).conversation == Conversation(chat.turns)


def test_a_failure_keeps_what_came_and_frees_the_line() -> None:
    chat = chat_with(FailingSpeaker())
    chat.ask("Why?")
    settled(chat)
    answer = chat.turns[0].answer
    assert (answer.status, answer.complete) == ("error", False)
    assert [sentence.text for sentence in answer.sentences] == ["q1", "The disk is full."]
    assert answer.citations == CITATIONS[:1]


def test_where_there_is_no_such_model_quotes_stand_in_with_the_reason() -> None:
    why = "There is no such model: choose another."

    def only_quotes(model: str) -> Speaker:
        if model != "extractive":
            raise ConfigurationError(why)
        return Speaker()

    chat = Chat(only_quotes)
    chat.ask("Why?", "telepathy")
    settled(chat)
    answer = chat.turns[0].answer
    assert answer.status == "answered"
    assert answer.citations == CITATIONS
    assert answer.notes == (why, INSTEAD)


def test_a_surprise_is_one_sentence(caplog) -> None:
    class Broken(Speaker):
        def stream(self, question: str, conversation: Conversation) -> Iterator[Event]:
            raise ZeroDivisionError("secret detail")

    chat = chat_with(Broken())
    chat.ask("Why?")
    settled(chat)
    assert chat.turns[0].answer.text == UNEXPECTED
    assert "secret detail" in caplog.text


def test_blank_questions_do_not_wait() -> None:
    chat = chat_with(Speaker())
    for blank in ("", "  ", "\n\t"):
        chat.ask(blank)
        chat.ask_again(0, blank)
    assert not chat.waiting
    assert not chat.turns


def test_no_password_of_a_server_is_kept() -> None:
    chat = chat_with(SlowSpeaker())
    chat.ask("Why?", "openai-like:m@http://me:hidden@127.0.0.1:9/v1")
    chat.stop()
    answer = chat.turns[0].answer
    assert answer.model == "openai-like:m@http://127.0.0.1:9/v1"
    assert "hidden" not in repr(answer)


# --- asking again --------------------------------------------------------------------------------


def questions(conversation: Conversation) -> list[str]:
    return [turn.question for turn in conversation.turns]


def test_asking_again_takes_the_place_of_a_turn_and_is_undone(store) -> None:
    speaker = Speaker()
    chat = chat_with(speaker, store)
    for question in ("One?", "Two?", "Three?"):
        chat.ask(question)
    settled(chat)
    assert chat.replaced is None
    chat.ask_again(1, "Two and a half?")
    settled(chat)
    assert questions(Conversation(chat.turns)) == ["One?", "Two and a half?"]
    assert len(speaker.asked[-1][1].turns) == 1
    assert store.load(str(chat.id)).conversation == Conversation(chat.turns)
    assert chat.replaced == 1
    again = Chats(store, lambda _model: speaker).open(str(chat.id))  # as after a restart
    assert again.replaced == 1
    again.undo()
    assert questions(Conversation(again.turns)) == ["One?", "Two?", "Three?"]
    chat.refresh()
    assert chat.turns == again.turns
    again.undo()
    assert questions(Conversation(again.turns)) == ["One?", "Two and a half?"]


def test_what_gave_way_twice_comes_back_step_by_step(store) -> None:
    chat = chat_with(Speaker(), store)
    chat.ask("One?")
    settled(chat)
    for question in ("Two?", "Three?"):
        chat.ask_again(0, question)
        settled(chat)
    chat.undo()
    assert questions(Conversation(chat.turns)) == ["Two?"]


def test_nothing_is_asked_again_while_an_answer_is_made(store) -> None:
    speaker = SlowSpeaker()
    chat = chat_with(speaker, store)
    chat.ask("One?")
    chat.ask_again(0, "Two?")
    chat.undo()
    assert [pending.question for pending in chat.waiting] == ["One?"]
    speaker.go_on.set()
    settled(chat)
    chat.ask_again(7, "Two?")
    assert questions(Conversation(chat.turns)) == ["One?"]


# --- several windows and programs ----------------------------------------------------------------


def test_windows_on_one_conversation_see_the_same(store) -> None:
    speaker = SlowSpeaker()
    chats = Chats(store, lambda _model: speaker)
    one = chats.begin()
    one.ask("Why?")
    other = chats.open(str(one.id))
    assert other is one
    assert other.waiting[0].question == "Why?"
    assert chats.begin() is not one
    speaker.go_on.set()
    settled(one)


def test_what_another_program_says_is_noticed(store) -> None:
    chat = chat_with(Speaker(), store)
    chat.ask("Why?")
    settled(chat)
    other = Chats(store, lambda _model: Speaker()).open(str(chat.id))
    other.ask("And then?")
    settled(other)
    assert len(chat.turns) == 1
    chat.refresh()
    assert questions(Conversation(chat.turns)) == ["Why?", "And then?"]


def test_a_conversation_deleted_elsewhere_stays_on_screen_and_can_be_kept(store) -> None:
    chat = chat_with(Speaker(), store)
    chat.ask("Why?")
    settled(chat)
    gone = str(chat.id)
    store.delete(gone)
    chat.refresh()
    assert chat.deleted
    assert questions(Conversation(chat.turns)) == ["Why?"]
    assert store.count() == 0
    chat.keep_anyway()
    assert not chat.deleted
    assert chat.id != gone
    assert store.load(str(chat.id)).conversation == Conversation(chat.turns)


def test_talking_on_keeps_what_was_deleted_elsewhere(store) -> None:
    chat = chat_with(Speaker(), store)
    chat.ask("Why?")
    settled(chat)
    store.delete(str(chat.id))
    chat.ask("And then?")
    settled(chat)
    assert questions(store.load(str(chat.id)).conversation) == ["Why?", "And then?"]


def test_an_answer_to_a_conversation_deleted_meanwhile_stays_on_screen(store) -> None:
    speaker = SlowSpeaker()
    chat = chat_with(speaker, store)
    chat.ask("Why?")
    store.delete(str(chat.id))
    speaker.go_on.set()
    settled(chat)
    chat.refresh()
    assert chat.deleted
    assert chat.turns[0].answer == ANSWER
    assert store.count() == 0
