"""Between the rows of conversations and what they are outside of the database."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import shorten

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, or_, select, update

from paperchat.library.answer_json import from_json, storable, to_json
from paperchat.library.kept import ConversationHead, KeptTurn
from paperchat.library.rating import Rating
from paperchat.library.ratings import add_rating
from paperchat.library.tables import conversations, turns
from paperchat.text.folding import fold
from paperchat.types import Turn

_ID_BYTES = 4
_TITLE_CHARS = 80

_Head = tuple[str, str, datetime, datetime, int]

# Counted row by row: a list asks for the newest few of many.
_TURN_COUNT = (
    select(func.count(turns.c.ordinal))
    .where(turns.c.conversation_id == conversations.c.id)
    .scalar_subquery()
)

HEADS: Select[_Head] = select(
    conversations.c.id,
    conversations.c.title,
    conversations.c.created_at,
    conversations.c.updated_at,
    _TURN_COUNT.label("turn_count"),
)
"""What :func:`to_head` reads."""


def to_head(row: Row[_Head]) -> ConversationHead:
    """Return the head of a row of ``HEADS``."""
    return ConversationHead(**row._mapping)


def to_turn(row: Row[tuple[object, ...]], rated: Mapping[int, Rating]) -> KeptTurn:
    """Return the turn of a row of ``turns``; ``rated`` are ratings by its ordinal."""
    turn = Turn(row.question, from_json(row.answer, row.question))
    return KeptTurn(turn, row.answered_at, rated.get(row.ordinal))


def add_turns(connection: Connection, conversation_id: str, new: Sequence[KeptTurn]) -> int:
    """Add turns after those that the conversation has; returns the ordinal of the first, from 1."""
    mine = turns.c.conversation_id == conversation_id
    last = connection.scalar(select(func.max(turns.c.ordinal)).where(mine)) or 0
    for ordinal, kept in enumerate(new, last + 1):
        place = {"conversation_id": conversation_id, "ordinal": ordinal}
        connection.execute(insert(turns).values(**place, **_values(kept)))
        if kept.rating is not None:
            add_rating(connection, conversation_id, ordinal, kept.rating)
    return last + 1


def write_turn(
    connection: Connection, conversation_id: str, ordinal: int, kept: KeptTurn, before: Turn
) -> bool:
    """Write a turn in place of ``before`` at ``ordinal``; returns whether that stands there.

    Another program may have put another turn there, which is not to be lost.
    """
    this = (
        turns.c.conversation_id == conversation_id,
        turns.c.ordinal == ordinal,
        turns.c.question == storable(before.question),
        turns.c.answer == to_json(before.answer),
    )
    return connection.execute(update(turns).where(*this).values(**_values(kept))).rowcount > 0


def _values(kept: KeptTurn) -> dict[str, object]:
    turn = kept.turn
    return {
        "question": storable(turn.question),
        "answer": to_json(turn.answer),
        "searched": fold(storable(_words(turn))),
        "answered_at": kept.answered_at,
    }


def exists(connection: Connection, conversation_id: str) -> bool:
    """Tell whether there is a conversation with this id."""
    query = select(conversations.c.number).where(conversations.c.id == conversation_id)
    return connection.scalar(query) is not None


def new_id(connection: Connection) -> str:
    """Return an id that no conversation has: 8 hex digits."""
    while True:
        drawn = secrets.token_hex(_ID_BYTES)
        if not exists(connection, drawn):
            return drawn


def title_from(question: str) -> str:
    """Return the title of a conversation that begins with ``question``: one short line."""
    line = " ".join(storable(question).split())
    # Cut between words, except where the first word alone is too long.
    cut = shorten(line, _TITLE_CHARS, placeholder=" …")
    return cut if cut != "…" else f"{line[: _TITLE_CHARS - 1]}…"


def holds_word(word: str) -> ColumnElement[bool]:
    """Return the condition that a conversation holds ``word``, which is folded."""
    turns_with = select(turns.c.conversation_id).where(func.instr(turns.c.searched, word) > 0)
    in_title = func.instr(conversations.c.folded_title, word) > 0
    return or_(in_title, conversations.c.id.in_(turns_with))


def _words(turn: Turn) -> str:
    answer = turn.answer
    said = [sentence.text for sentence in answer.sentences] or [answer.text]
    titles = dict.fromkeys(item.title for item in answer.citations)
    return "\n".join([turn.question, answer.rewritten_question or "", *said, *titles])
