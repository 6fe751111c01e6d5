"""Ratings: kept beside their turn, taken back, gone with it, and put back with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest
from sample_answers import TURNS

from paperchat.errors import InputError
from paperchat.library.library import FILE, Library
from paperchat.library.rating import LONGEST_COMMENT, rating_of


@pytest.fixture
def kept(library: Library) -> str:
    """The id of a conversation with a few turns."""
    return library.conversations.create(TURNS).id


def test_a_rating_stands_with_its_turn_and_no_other(library: Library, kept: str) -> None:
    bad = rating_of("bad", ["wrong-paper", "wrong-paper"], "It  is\nabout kelp.")
    assert (bad.reasons, bad.comment) == (("wrong-paper",), "It is about kelp.")
    library.ratings.rate(kept, 2, bad)
    assert library.ratings.of(kept) == {2: bad}
    turns = library.conversations.load(kept).turns
    assert [turn.rating for turn in turns] == [None, bad] + [None] * (len(TURNS) - 2)


def test_one_may_change_ones_mind_and_take_it_back(library: Library, kept: str) -> None:
    library.ratings.rate(kept, 1, rating_of("bad", ["incomplete"]))
    good = rating_of("good", comment="after all")
    library.ratings.rate(kept, 1, good)
    assert library.ratings.of(kept) == {1: good}
    library.ratings.rate(kept, 1, None)
    library.ratings.rate(kept, 1, None)
    assert library.ratings.of(kept) == {}


def test_what_is_deleted_takes_its_ratings_along_and_brings_them_back(
    library: Library, kept: str
) -> None:
    library.ratings.rate(kept, 2, rating_of("bad", ["no-answer"]))
    before = library.conversations.load(kept)
    deleted = library.conversations.delete(kept)
    with closing(sqlite3.connect(library.home / FILE)) as connection:
        assert connection.execute("SELECT count(*) FROM ratings").fetchone() == (0,)
    library.conversations.restore(deleted)
    assert library.conversations.load(kept) == before == deleted


@pytest.mark.parametrize(
    ("mark", "reasons", "said"),
    [
        ("great", [], "'great' is no rating: choose one of good, bad."),
        ("bad", ["boring"], "'boring' is no reason: choose from wrong-paper"),
        ("good", ["unclear"], "Reasons are for an answer that is not good"),
    ],
)
def test_what_is_no_rating_is_refused(mark: str, reasons: Sequence[str], said: str) -> None:
    with pytest.raises(InputError, match=f"^{said}"):
        rating_of(mark, reasons)


def test_a_comment_has_an_end_and_no_lone_surrogates(library: Library, kept: str) -> None:
    library.ratings.rate(kept, 1, rating_of("good", comment="odd \udc80"))
    assert library.ratings.of(kept)[1].comment == "odd ?"
    assert len(rating_of("bad", comment="a" * 5_000).comment) == LONGEST_COMMENT


def test_only_an_answer_that_is_kept_is_rated(library: Library, kept: str) -> None:
    good = rating_of("good")
    for conversation, ordinal in ((kept, 0), (kept, len(TURNS) + 1), ("00000000", 1)):
        with pytest.raises(InputError, match="There is no answer"):
            library.ratings.rate(conversation, ordinal, good)
    with pytest.raises(InputError, match="This answer is not kept"):
        library.ratings.rate(kept, 1, good, "Another question?")
    library.ratings.rate(kept, 1, good, TURNS[0].question)
    assert library.ratings.of(kept) == {1: good}


def test_a_library_of_an_older_version_gains_the_table(library: Library, kept: str) -> None:
    library.close()
    with closing(sqlite3.connect(library.home / FILE)) as connection:
        connection.execute("DROP TABLE ratings")
    file = library.home / FILE
    file.chmod(0o444)
    try:
        older = Library(library.home)
        assert older.ratings.of(kept) == {}
        assert [turn.rating for turn in older.conversations.load(kept).turns] == [None] * len(TURNS)
        older.close()
    finally:
        file.chmod(0o644)
    opened = Library(library.home)
    opened.ratings.rate(kept, 1, rating_of("good"))
    assert opened.ratings.of(kept)[1].mark == "good"
    opened.close()
