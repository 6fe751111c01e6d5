"""Ratings of kept answers, in the catalogue's database."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, Row, delete, insert, select

from paperchat.errors import InputError
from paperchat.library.answer_json import storable
from paperchat.library.database import Database
from paperchat.library.rating import Mark, Rating
from paperchat.library.tables import ratings, turns


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
            comment=storable(rating.comment),
            rated_at=rating.rated_at,
        )
    )


def _to_rating(row: Row[tuple[object, ...]]) -> Rating:
    # A later version may know more reasons: they are kept, and shown as they are written.
    mark: Mark = "good" if row.mark == "good" else "bad"
    return Rating(mark, tuple(map(str, json.loads(row.reasons))), row.comment, row.rated_at)
