"""Conversations: kept exactly, beside a writer, in old libraries, and where nothing can be kept."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_answers import ANSWERS, ASK, COMPARISON, REFUSAL, TURNS

from ingest.chunking import cut
from paperchat.embedding.port import Embedder
from paperchat.errors import InputError, LibraryError
from paperchat.library.answer_json import UNREADABLE, from_json, to_json
from paperchat.library.conversations import ConversationStore
from paperchat.library.keeping import ConversationKeeper
from paperchat.library.library import FILE, Library
from paperchat.types import Answer, Conversation, Record, Turn

Essay = Callable[..., Record]
Put = Callable[..., object]

BEFORE = Path(__file__).with_name("before_conversations.sql")
FIRST = Turn("Why does *kelp* grow?", ASK)


@pytest.fixture
def store(library: Library) -> ConversationStore:
    return library.conversations


# --- answers as JSON -----------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FLOATS = st.floats(allow_nan=False)


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_comes_back_exactly(kind: str) -> None:
    assert from_json(to_json(ANSWERS[kind]), "") == ANSWERS[kind]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_answer_comes_back_exactly(data: st.DataObject) -> None:
    st.register_type_strategy(str, TEXTS)
    st.register_type_strategy(float, FLOATS)
    answer = data.draw(st.from_type(Answer))
    assert from_json(to_json(answer), "") == answer


def test_what_a_later_version_adds_is_passed_over() -> None:
    value = json.loads(to_json(COMPARISON))
    value["confidence"] = 0.5
    value["citations"][0]["column"] = 3
    value["comparison"]["rows"][0]["cells"][0]["note"] = {"deep": []}
    assert from_json(json.dumps(value), "") == COMPARISON


def test_what_an_earlier_version_did_not_know_is_filled_in() -> None:
    value = json.loads(to_json(COMPARISON))
    for name in ("rewritten_question", "nearest", "missing_terms", "timings_ms"):
        del value[name]
    for citation in value["citations"]:
        del citation["url"], citation["text_kind"]
    del value["sentences"][0]["verdict"]
    del value["comparison"]["rows"][0]["cells"][0]["labels"]
    read = from_json(json.dumps(value), "")
    assert (read.rewritten_question, read.nearest, read.missing_terms) == (None, (), ())
    assert read.timings_ms.total == 0
    # What is not known claims as little as possible.
    assert {(c.url, c.text_kind) for c in read.citations} == {(None, "digest")}
    assert read.sentences[0].verdict == "none"
    assert [c.quote for c in read.citations] == [c.quote for c in COMPARISON.citations]
    assert read.comparison is not None
    assert read.comparison.rows[1] == COMPARISON.comparison.rows[1]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"kind": "telepathy"}', '{"sentences": 3}']
)
def test_an_answer_that_cannot_be_read_says_so(text: str) -> None:
    answer = from_json(text, "Why?")
    assert (answer.status, answer.text, answer.question) == ("error", UNREADABLE, "Why?")


# --- the store -----------------------------------------------------------------------------------


def test_a_conversation_is_kept_turn_by_turn(store: ConversationStore, home: Path) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    head = store.create(TURNS[:1])
    for turn in TURNS[1:]:
        assert store.add(head.id, [turn])
    assert len(head.id) == 8
    assert int(head.id, 16) >= 0
    other = Library(home)  # as another process would see it
    kept = other.conversations.load(head.id)
    other.close()
    assert kept.conversation == Conversation(TURNS)
    assert kept.head.title == TURNS[0].question
    assert kept.head.turn_count == len(TURNS)
    times = [item.answered_at for item in kept.turns]
    assert before <= kept.head.created_at == times[0]
    assert times == sorted(times)
    assert kept.head.updated_at == times[-1]


def test_newest_first_with_counts(store: ConversationStore) -> None:
    ids = [store.create([FIRST]).id for _ in range(4)]
    assert len(set(ids)) == 4
    store.add(ids[1], [FIRST, FIRST])
    assert [(h.id, h.turn_count) for h in store.heads()] == [
        (ids[1], 3), (ids[3], 1), (ids[2], 1), (ids[0], 1)
    ]  # fmt: skip
    assert [head.id for head in store.heads(limit=2)] == [ids[1], ids[3]]
    assert store.count() == 4
    assert store.find("last") == ids[1]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("  Why,\n kelp?\t", "Why, kelp?"),
        ("word " * 40, ("word " * 15) + "…"),
        ("x" * 300, "x" * 79 + "…"),
        ("a\udc80b", "a?b"),
    ],
)
def test_the_title_is_the_first_question_on_one_short_line(
    store: ConversationStore, question: str, title: str
) -> None:
    head = store.create([Turn(question, ASK)])
    assert store.load(head.id).head.title == title
    assert len(title) <= 80


def test_a_new_title_stays_and_is_no_update(store: ConversationStore) -> None:
    first, second = store.create([FIRST]), store.create([FIRST])
    renamed = store.rename(first.id[:7], "  Kelp,\n for  chapter 2 ")
    assert renamed.title == "Kelp, for chapter 2"
    assert renamed.updated_at == first.updated_at
    assert [head.id for head in store.heads()] == [second.id, first.id]
    store.add(first.id, [FIRST])
    assert store.load(first.id).head.title == "Kelp, for chapter 2"
    for blank in ("", " \n "):
        with pytest.raises(InputError, match="title is empty"):
            store.rename(first.id, blank)
    assert len(store.rename(first.id, "long " * 999).title) <= 200


def test_what_is_deleted_is_gone_until_it_is_put_back(store: ConversationStore, home: Path) -> None:
    head, other = store.create(TURNS), store.create([FIRST])
    store.rename(head.id, "Mine")
    deleted = store.delete(head.id)
    assert [item.id for item in store.heads()] == [other.id]
    with pytest.raises(InputError, match="no conversation"):
        store.load(head.id)
    assert not store.add(head.id, [FIRST])
    with closing(sqlite3.connect(home / FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM turns").fetchone() == (1,)
    store.restore(deleted)
    store.restore(deleted)
    assert store.load(head.id) == deleted
    assert deleted.head.title == "Mine"
    assert deleted.conversation == Conversation(TURNS)


def test_an_id_may_be_given_by_its_beginning(store: ConversationStore, monkeypatch) -> None:
    drawn = iter(["abcd0001", "abcd0001", "abcd0002", "ef000000"])
    monkeypatch.setattr("secrets.token_hex", lambda _: next(drawn))
    ids = [store.create([FIRST]).id for _ in range(3)]
    assert ids == ["abcd0001", "abcd0002", "ef000000"]  # an id that is taken is drawn again
    assert store.find("e") == store.find(" EF00 ") == "ef000000"
    assert store.find("abcd0001") == "abcd0001"
    with pytest.raises(
        InputError, match=r"2 conversations begin with 'abcd' \(abcd0001, abcd0002\)"
    ):
        store.find("abcd")
    for unknown in ("f", "", "  ", "%", "_", "abcd00012", "a\udc80"):
        with pytest.raises(InputError, match=r"^There is no conversation .*lists them\.$"):
            store.find(unknown)


def test_an_empty_library_has_no_last_conversation(store: ConversationStore) -> None:
    assert store.heads() == []
    with pytest.raises(InputError, match="No conversation has been kept yet"):
        store.find("last")


def test_words_are_found_in_questions_answers_and_titles(store: ConversationStore) -> None:
    kelp = store.create([FIRST, Turn("And Ångström ß?", REFUSAL)]).id
    moss = store.create([Turn("Who?", ANSWERS["summary"])]).id
    assert [h.id for h in store.heads("KELP grow")] == [kelp]
    assert [h.id for h in store.heads("dry BURNS who")] == [moss]  # of the answer
    assert [h.id for h in store.heads("moss, slowly")] == [moss, kelp]  # a cited paper's title
    assert [h.id for h in store.heads("angstrom SS kelp")] == [kelp]  # over several turns
    assert store.heads("kelp zebra") == []
    assert store.heads("verbatim") == []  # a word of the format, not of the answer
    assert store.heads("100%_\\") == []
    assert [h.id for h in store.heads(" ")] == [moss, kelp]
    store.rename(moss, "Zebra")
    assert [h.id for h in store.heads("zebra")] == [moss]
    assert store.heads("\udc80zebra kelp") == []
    assert [h.id for h in store.heads(" ".join(["zebra", *map(chr, range(97, 100))] * 999))] == [
        moss
    ]
    many = " ".join(f"word{number}" for number in range(5000))
    assert store.heads(many) == []


def test_papers_may_go_and_the_conversation_stays(library: Library, put: Put, essay: Essay) -> None:
    put(library, [essay(1)])
    (paper,) = library.catalogue.papers()
    citation = replace(ASK.citations[0], paper_id=paper.id, quote=paper.text[:9], start=0, end=9)
    answer = replace(ASK, citations=(citation,))
    head = library.conversations.create([Turn("What?", answer)])
    put(library, [essay(1, variant=1)])
    library.catalogue.remove([paper.id])
    assert library.conversations.load(head.id).turns[0].turn.answer == answer


def test_a_turn_of_another_version_leaves_the_others_readable(
    store: ConversationStore, home: Path
) -> None:
    head = store.create([FIRST, FIRST])
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.execute("""UPDATE turns SET answer = '{"kind": "odd"}' WHERE ordinal = 1""")
        connection.commit()
    first, second = store.load(head.id).conversation.turns
    assert (first.question, first.answer.text) == (FIRST.question, UNREADABLE)
    assert second == FIRST


# --- beside others -------------------------------------------------------------------------------


def test_talking_goes_on_while_papers_come_in(
    library: Library, store: ConversationStore, essay: Essay
) -> None:
    stop, talked, seen = threading.Event(), threading.Event(), []

    def talk() -> None:
        head = store.create([FIRST])
        while not stop.is_set():
            store.add(head.id, [FIRST])
            seen.append(store.load(head.id).head.turn_count)
            talked.set()

    thread = threading.Thread(target=talk)
    with library.writing():  # the writer's lock is held throughout
        thread.start()
        try:
            for batch in range(10):
                library.catalogue.store([essay(batch * 50 + n) for n in range(50)], cut)
                if batch == 4:  # on a busy machine ten may be over before anyone has talked
                    assert talked.wait(60)
            count = len(seen)
            assert count > 0
        finally:
            stop.set()
            thread.join(30)
    assert seen == list(range(2, len(seen) + 2))
    assert library.catalogue.count() == 500


def test_an_ingest_in_another_process_and_many_talkers(
    library: Library, put: Put, essay: Essay, home: Path
) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from paperchat.library.library import Library\n"
        "from sample_answers import TURNS\n"
        "store = Library(Path(sys.argv[1])).conversations; sys.stdin.readline()\n"
        "head = store.create(TURNS[:1])\n"
        "for turn in TURNS[1:]: assert store.add(head.id, [turn])\n"
        "print(head.id)"
    )
    talkers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(home)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    for talker in talkers:
        assert talker.stdin is not None
        talker.stdin.write("go\n")
        talker.stdin.flush()
    put(library, [essay(number) for number in range(300)])
    ids = [talker.communicate(timeout=60)[0].strip() for talker in talkers]
    assert [talker.returncode for talker in talkers] == [0] * 3
    assert {head.id for head in library.conversations.heads()} == set(ids)
    for given_id in ids:
        assert library.conversations.load(given_id).conversation == Conversation(TURNS)


# --- a library of before -------------------------------------------------------------------------


@pytest.fixture
def old(home: Path, words: Embedder, put: Put, essay: Essay) -> Path:
    """A home whose library was made before conversations were kept, with three papers in it."""
    home.mkdir()
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.executescript(BEFORE.read_text(encoding="utf-8"))
    library = Library(home)
    library.require(words)
    put(library, [essay(number) for number in range(3)])
    library.close()
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.executescript("DROP TABLE turns; DROP TABLE conversations; VACUUM;")
    return home


def _tables(home: Path) -> set[str]:
    with closing(sqlite3.connect(home / FILE)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def _rows(home: Path) -> dict[str, list[object]]:
    names = ("facts", "papers", "paper_keys", "sentences", "chunks", "vectors")
    with closing(sqlite3.connect(home / FILE)) as connection:
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def test_an_old_library_gains_the_tables_and_loses_nothing(old: Path) -> None:
    before = _rows(old)
    assert "turns" not in _tables(old)
    library = Library(old)
    assert {"conversations", "turns"} <= _tables(old)
    head = library.conversations.create(TURNS)
    assert library.conversations.load(head.id).conversation == Conversation(TURNS)
    library.close()
    assert _rows(old) == before
    library = Library(old)
    assert library.conversations.count() == 1
    assert library.health().sound
    library.close()


def test_an_old_library_opens_beside_its_writer_and_gains_them_later(old: Path) -> None:
    writer = sqlite3.connect(old / FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    library = Library(old)
    assert library.catalogue.count() == 3
    assert library.conversations.heads("any") == []
    assert library.conversations.count() == 0
    with pytest.raises(InputError, match="There is no conversation"):
        library.conversations.load("abcd")
    writer.execute("ROLLBACK")
    writer.close()
    head = library.conversations.create([FIRST])
    assert library.conversations.heads()[0].id == head.id
    library.close()


# --- where nothing can be kept -------------------------------------------------------------------


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A folder that other users can reach, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


_KEEP = """
import os, resource, sys
from pathlib import Path
sys.path[:0] = {path!r}
from paperchat.library.keeping import ConversationKeeper
from paperchat.library.library import Library
from sample_answers import TURNS
{before}
library = Library(Path({home!r}))
print(library.catalogue.count(), library.conversations.count())
{then}
keeper = ConversationKeeper(library.conversations)
for turn in TURNS[:3]:
    print(keeper.keep(turn))
print(keeper.id)
"""


def _keep(home: Path, *, before: str = "", then: str = "") -> list[str]:
    code = _KEEP.format(path=sys.path, home=str(home), before=before, then=then)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True, text=True, timeout=60, check=False, cwd="/",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="needs a user who may not write")
@pytest.mark.parametrize("made", ["now", "before"])
def test_a_read_only_library_says_once_that_it_keeps_nothing(
    open_to_all: Path, old: Path, made: str
) -> None:
    home = open_to_all / "home"
    if made == "now":
        library = Library(old)
        library.conversations.create([FIRST])
        library.close()
    shutil.copytree(old, home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    said = _keep(home, before="if os.getuid() == 0: os.setuid(65534)")
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    counts, first, *rest = said
    assert counts == ("3 1" if made == "now" else "3 0")
    assert first == (
        f"This conversation could not be kept, since the library at {home} is read-only: "
        "make its folder writable or choose another with --home."
    )
    assert rest == ["", "", "None"]


@pytest.mark.skipif(os.name != "posix", reason="needs limits of POSIX")
@pytest.mark.parametrize("made", ["now", "before"])
def test_a_full_disk_says_once_that_it_keeps_nothing(old: Path, made: str) -> None:
    if made == "now":
        Library(old).close()
    # At opening, enough for the shared memory that readers need, and too little for new tables.
    size = 4096 if made == "now" else 32768
    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
    when = {"then": limit} if made == "now" else {"before": limit}
    counts, first, *rest = _keep(old, **when)
    assert counts == "3 0"
    assert first.startswith("This conversation could not be kept, since the library at ")
    assert "the disk has room" in first
    assert rest == ["", "", "None"]
    library = Library(old)  # nothing is broken by it
    assert library.health().sound
    assert library.conversations.create([FIRST]).id
    library.close()


def test_what_could_not_be_kept_is_kept_with_the_next_turn(
    store: ConversationStore, monkeypatch
) -> None:
    keeper = ConversationKeeper(store)
    create = ConversationStore.create

    def refusing(self: ConversationStore, turns: object) -> None:
        raise LibraryError("Not now.")

    monkeypatch.setattr(ConversationStore, "create", refusing)
    assert keeper.keep(TURNS[0]) == "Not now."
    assert keeper.keep(TURNS[1]) == ""
    monkeypatch.setattr(ConversationStore, "create", create)
    assert keeper.keep(TURNS[2]) == ""
    assert keeper.keep(TURNS[3]) == ""
    assert keeper.id is not None
    assert store.load(keeper.id).conversation == Conversation(TURNS[:4])


def test_a_conversation_deleted_elsewhere_goes_on_as_a_new_one(store: ConversationStore) -> None:
    keeper = ConversationKeeper(store)
    keeper.keep(TURNS[0])
    deleted = keeper.id
    store.delete(str(deleted))
    assert keeper.keep(TURNS[1]) == ""
    assert keeper.id != deleted
    assert store.load("last").conversation == Conversation(TURNS[1:2])


def test_the_title_follows_the_first_question_until_it_is_renamed(store: ConversationStore) -> None:
    key = store.create([FIRST, Turn("And algae?", ASK)]).id
    title = lambda: store.load(key).head.title  # noqa: E731
    store.add(key, [Turn("Why does moss grow?", ASK)], instead_of=1)
    assert title() == "Why does moss grow?"
    store.add(key, [Turn("Where?", ASK)])
    store.add(key, [Turn("When?", ASK)], instead_of=2)
    assert title() == "Why does moss grow?"
    store.add(key, [FIRST], instead_of=1)
    store.undo(key)
    assert title() == "Why does moss grow?"
    assert [head.id for head in store.heads("moss")] == [key]
    store.rename(key, "Plants")
    store.add(key, [FIRST], instead_of=1)
    assert title() == "Plants"
