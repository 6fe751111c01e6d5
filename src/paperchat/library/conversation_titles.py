"""Titles that follow the first question of their conversation, until a person gives another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select, update

from paperchat.library.conversation_rows import title_from
from paperchat.library.tables import conversations, turns
from paperchat.text.folding import fold


@contextmanager
def title_follows(connection: Connection, conversation_id: str) -> Iterator[None]:
    """Give a conversation the title of its new first question, if it had that of the old one."""
    before = _first_question(connection, conversation_id)
    yield
    after = _first_question(connection, conversation_id)
    if before is None or after is None or before == after:
        return
    title = title_from(after)
    own = conversations.c.id == conversation_id, conversations.c.title == title_from(before)
    connection.execute(
        update(conversations).where(*own).values(title=title, folded_title=fold(title))
    )


def _first_question(connection: Connection, conversation_id: str) -> str | None:
    first = turns.c.conversation_id == conversation_id, turns.c.ordinal == 1
    found: str | None = connection.scalar(select(turns.c.question).where(*first))
    return found
