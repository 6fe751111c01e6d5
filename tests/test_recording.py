"""An answer kept as it comes: what is on the disk at each moment, whoever else writes there."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sample_answers import ASK

from paperchat.errors import LibraryError
from paperchat.library.conversations import ConversationStore
from paperchat.library.keeping import ConversationKeeper
from paperchat.library.library import FILE, Library
from paperchat.recording import BROKE_OFF, Recording
from paperchat.types import Answer, AnswerSentence, Citation, Turn
from paperchat.writing.events import Drafting, Event, Finished, SentenceReady

QUESTION = "Why does kelp grow?"
CITATION = Citation(1, "p", "T", "Kelp grows.", 0, 11, None, "abstract")
SAID = tuple(AnswerSentence(f"Kelp grows, {n}.", (1,), "supported") for n in range(8))
EARLIER = Turn("What is kelp?", ASK)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = Library(tmp_path / "library")
    yield found
    found.close()


@pytest.fixture
def store(library: Library) -> ConversationStore:
    return library.conversations


def begin(store: ConversationStore, instead_of: int | None = None) -> tuple[Recording, str]:
    """Begin an answer in a conversation that has one turn."""
    identity = store.create([EARLIER]).id
    keeper = ConversationKeeper(store, identity)
    return Recording(keeper, QUESTION, "ollama:m", instead_of), identity


def said(number: int) -> Event:
    return SentenceReady(SAID[number], (CITATION,))


def last(store: ConversationStore, identity: str) -> Answer:
    return store.load(identity).turns[-1].turn.answer


def test_a_question_is_kept_at_once_as_one_that_broke_off(store: ConversationStore) -> None:
    _, identity = begin(store)
    answer = last(store, identity)
    assert (answer.status, answer.complete, answer.text) == ("error", False, BROKE_OFF)


def test_a_sentence_is_kept_also_when_nothing_comes_after_it(store: ConversationStore) -> None:
    recording, identity = begin(store)
    recording.add(said(0))
    recording.add(said(1))
    end = time.monotonic() + 5
    while last(store, identity).sentences != SAID[:2]:
        assert time.monotonic() < end, last(store, identity)
        time.sleep(0.02)
    answer = last(store, identity)
    assert (answer.complete, answer.notes) == (False, (BROKE_OFF,))
    assert answer.citations == (CITATION,)


def test_a_quick_answer_is_written_twice_and_words_alone_never(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording, identity = begin(store)
    written: list[Turn] = []
    settle = ConversationStore.settle

    def watched(*given: object) -> bool:
        written.append(given[3])  # type: ignore[arg-type]
        return settle(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(ConversationStore, "settle", watched)
    for number in range(8):
        recording.add(said(number))
    recording.add(Finished(ASK))
    recording.settle(ASK)
    time.sleep(0.4)
    assert [turn.answer for turn in written] == [ASK]
    assert last(store, identity) == ASK
    other, _ = begin(store)
    written.clear()
    for _ in range(4):
        time.sleep(0.1)
        other.add(Drafting("Kelp gr"))
    assert written == []


def test_what_comes_after_the_end_changes_nothing(store: ConversationStore) -> None:
    recording, identity = begin(store)
    recording.add(said(0))
    stopped = recording.broken_off("You stopped it.")
    recording.settle(stopped)
    time.sleep(0.25)
    recording.add(said(1))
    time.sleep(0.3)
    assert last(store, identity) == stopped


def test_an_answer_being_made_does_not_write_over_what_was_put_back_elsewhere(
    store: ConversationStore, library: Library
) -> None:
    recording, identity = begin(store, instead_of=1)
    recording.add(said(0))
    other = Library(library.home)
    assert other.conversations.undo(identity)
    other.close()
    recording.settle(replace(ASK, text="the new one"))
    # What was put back stands, whatever is still being made in its place.
    assert [kept.turn for kept in store.load(identity).turns] == [EARLIER]


def test_two_programs_that_ask_again_do_not_write_over_each_other(
    store: ConversationStore, library: Library
) -> None:
    recording, identity = begin(store, instead_of=1)
    other = Library(library.home)
    theirs = Recording(ConversationKeeper(other.conversations, identity), "Theirs?", "ollama:m", 1)
    theirs.settle(replace(ASK, text="theirs"))
    recording.settle(ASK)
    other.close()
    turns = store.load(identity).turns
    assert [(kept.turn.question, kept.turn.answer.text) for kept in turns] == [
        ("Theirs?", "theirs")
    ]


def test_an_error_settles_what_had_come(store: ConversationStore) -> None:
    recording, identity = begin(store)

    def events() -> Iterator[Event]:
        yield said(0)
        raise LibraryError("The disk is full.")

    with pytest.raises(LibraryError), recording.settling_errors():
        recording.follow(events())
    answer = last(store, identity)
    assert (answer.status, answer.complete) == ("error", False)
    assert [sentence.text for sentence in answer.sentences] == [SAID[0].text, "The disk is full."]


def test_a_library_made_before_turns_gave_way_gains_the_table(tmp_path: Path) -> None:
    home = tmp_path / "old"
    library = Library(home)
    identity = library.conversations.create([EARLIER]).id
    library.close()
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.execute("DROP TABLE replaced_turns")
        connection.commit()
    library = Library(home)
    store = library.conversations
    assert store.undoable(identity) is None
    keeper = ConversationKeeper(store, identity)
    Recording(keeper, QUESTION, "extractive", instead_of=1).settle(ASK)
    assert store.load(identity).turns[0].turn == Turn(QUESTION, ASK)
    assert store.undo(identity)
    assert store.load(identity).turns[0].turn == EARLIER
    assert store.undo(identity)
    assert store.load(identity).turns[0].turn == Turn(QUESTION, ASK)
    library.close()


def test_many_sentences_from_a_thread_while_it_is_stopped(store: ConversationStore) -> None:
    recording, identity = begin(store)
    halted = threading.Event()

    def talk() -> None:
        while not halted.is_set():
            recording.add(said(0))
            time.sleep(0.001)

    talker = threading.Thread(target=talk)
    talker.start()
    time.sleep(0.5)
    stopped = recording.broken_off("You stopped it.")
    recording.settle(stopped)
    time.sleep(0.3)
    halted.set()
    talker.join(10)
    assert last(store, identity).notes == ("You stopped it.",)
