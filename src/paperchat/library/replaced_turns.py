"""Turns set aside for an answer asked for again, and put back."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, func, insert, select

from paperchat.library.tables import replaced_turns, turns

_COPIED = ("conversation_id", "ordinal", "question", "answer", "searched", "answered_at")


def set_aside(connection: Connection, conversation_id: str, ordinal: int) -> bool:
    """Take the turns from ``ordinal`` (1 is the first) on out of a conversation, and keep them.

    Returns whether there were any.
    """
    rows = _rows(connection, turns, conversation_id, ordinal)
    if not rows:
        return False
    change = (newest_change(connection, conversation_id) or 0) + 1
    connection.execute(insert(replaced_turns), [{**row, "change": change} for row in rows])
    mine = turns.c.conversation_id == conversation_id
    connection.execute(delete(turns).where(mine, turns.c.ordinal >= ordinal))
    return True


def put_back(connection: Connection, conversation_id: str) -> bool:
    """Put the turns back that were set aside last, and set those aside that stand there now.

    So doing it twice leaves everything as it was. Returns whether there were any.
    """
    change = newest_change(connection, conversation_id)
    if change is None:
        return False
    gone = replaced_turns.c.conversation_id == conversation_id
    these = gone, replaced_turns.c.change == change
    rows = [
        {name: getattr(row, name) for name in _COPIED}
        for row in connection.execute(select(replaced_turns).where(*these))
    ]
    connection.execute(delete(replaced_turns).where(*these))
    set_aside(connection, conversation_id, min(row["ordinal"] for row in rows))
    connection.execute(insert(turns), rows)
    return True


def first_replaced(connection: Connection, conversation_id: str) -> int | None:
    """Return the ordinal from which on turns were set aside last; None if none were."""
    change = newest_change(connection, conversation_id)
    mine = replaced_turns.c.conversation_id == conversation_id
    these = mine, replaced_turns.c.change == change
    found: int | None = connection.scalar(select(func.min(replaced_turns.c.ordinal)).where(*these))
    return found


def newest_change(connection: Connection, conversation_id: str) -> int | None:
    """Return the number of the last change of a conversation that set turns aside."""
    mine = replaced_turns.c.conversation_id == conversation_id
    found: int | None = connection.scalar(select(func.max(replaced_turns.c.change)).where(mine))
    return found


def _rows(
    connection: Connection, table: Table, conversation_id: str, ordinal: int
) -> list[dict[str, object]]:
    these = table.c.conversation_id == conversation_id, table.c.ordinal >= ordinal
    found = connection.execute(select(table).where(*these))
    return [{name: getattr(row, name) for name in _COPIED} for row in found]
