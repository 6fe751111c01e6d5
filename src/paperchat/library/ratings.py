"""What readers thought of kept answers: good or not, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal, get_args

from sqlalchemy import Connection, Row, delete, insert, select

from paperchat.errors import InputError
from paperchat.library.answer_json import storable
from paperchat.library.database import Database
from paperchat.library.moment import now
from paperchat.library.tables import ratings, turns

Mark = Literal["good", "bad"]

MARKS: tuple[Mark, ...] = get_args(Mark)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "wrong-paper": "Wrong paper",
        "no-answer": "Does not answer",
        "not-said": "Not what the paper says",
        "incomplete": "Something is missing",
        "unclear": "Hard to follow",
    }
)
"""What may be wrong with an answer, and how it is said."""

LONGEST_COMMENT = 2_000
"""Characters of a reader's own words."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader thought of one answer; ``reasons`` are keys of ``REASONS``.

    ``rated_at`` is UTC and, as stored, without its zone.
    """

    mark: Mark
    reasons: tuple[str, ...]
    comment: str
    rated_at: datetime


def rating_of(mark: str, reasons: Sequence[str] = (), comment: str = "") -> Rating:
    """Return the rating of this moment.

    Raises:
        InputError: the mark or a reason is not known, or there are reasons beside "good".
    """
    if mark not in MARKS:
        raise InputError(f"{mark!r} is no rating: choose one of {', '.join(MARKS)}.")
    unknown = [reason for reason in reasons if reason not in REASONS]
    if unknown:
        raise InputError(f"{unknown[0]!r} is no reason: choose from {', '.join(REASONS)}.")
    if reasons and mark == "good":
        raise InputError("Reasons are for an answer that is not good: leave --reason out.")
    told = storable(" ".join(comment.split()))[:LONGEST_COMMENT]
    return Rating("good" if mark == "good" else "bad", tuple(dict.fromkeys(reasons)), told, now())


class RatingStore:
    """Reads and writes of ratings; every method is one transaction, safe across processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, conversation_id: str) -> Mapping[int, Rating]:
        """Return the ratings of a conversation, by the number of the turn, from 1."""
        if not self._database.holds(ratings):
            return {}
        with self._database.read() as connection:
            return ratings_in(connection, conversation_id)

    def rate(
        self, conversation_id: str, ordinal: int, rating: Rating | None, question: str | None = None
    ) -> None:
        """Keep what a reader thinks of a turn in place of what was thought before.

        None takes it back. Where a ``question`` is given, the turn has to be the one that asks it.

        Raises:
            InputError: there is no such turn.
            LibraryError: the library cannot be written.
        """
        if not self._database.holds(ratings):
            self._database.add_missing_tables()
        with self._database.write() as connection:
            asked = connection.scalar(
                select(turns.c.question).where(
                    turns.c.conversation_id == conversation_id, turns.c.ordinal == ordinal
                )
            )
            if asked is None:
                raise InputError(f"There is no answer {ordinal} in this conversation.")
            if question is not None and asked != storable(question):
                raise InputError("This answer is not kept, so that it cannot be rated.")
            connection.execute(
                delete(ratings).where(
                    ratings.c.conversation_id == conversation_id, ratings.c.ordinal == ordinal
                )
            )
            if rating is not None:
                add_rating(connection, conversation_id, ordinal, rating)


def ratings_in(connection: Connection, conversation_id: str) -> dict[int, Rating]:
    """Return the ratings of a conversation, by the number of the turn; the table is there."""
    mine = select(ratings).where(ratings.c.conversation_id == conversation_id)
    return {row.ordinal: _to_rating(row) for row in connection.execute(mine)}


def add_rating(connection: Connection, conversation_id: str, ordinal: int, rating: Rating) -> None:
    """Keep the rating of a turn that has none."""
    connection.execute(
        insert(ratings).values(
            conversation_id=conversation_id,
            ordinal=ordinal,
            mark=rating.mark,
            reasons=json.dumps(rating.reasons),
            comment=rating.comment,
            rated_at=rating.rated_at,
        )
    )


def _to_rating(row: Row[tuple[object, ...]]) -> Rating:
    # A later version may know more reasons: they are kept, and shown as they are written.
    mark: Mark = "good" if row.mark == "good" else "bad"
    return Rating(mark, tuple(map(str, json.loads(row.reasons))), row.comment, row.rated_at)
