"""Conversations, kept turn by turn in the catalogue's database.

Keeping one needs SQLite's own lock for a moment and never the library's writer lock, so that one
may talk while papers come in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from paperchat.errors import InputError, LibraryError
from paperchat.library.answer_json import storable
from paperchat.library.conversation_rows import (
    HEADS,
    add_turns,
    exists,
    holds_word,
    new_id,
    title_from,
    to_head,
    to_turn,
    write_turn,
)
from paperchat.library.conversation_titles import title_follows
from paperchat.library.database import Database
from paperchat.library.kept import ConversationHead, KeptConversation, KeptTurn
from paperchat.library.moment import now
from paperchat.library.ratings import ratings_in
from paperchat.library.replaced_turns import first_replaced, put_back, set_aside
from paperchat.library.tables import conversations, ratings, replaced_turns, turns
from paperchat.text.folding import fold
from paperchat.types import Turn

LAST = "last"
"""Stands for the id of the conversation that was talked in last."""

_LONGEST_TITLE = 200
_MOST_WORDS = 50
"""Of a search; SQLite has a limit to the depth of a condition."""
_AMBIGUOUS_NAMED = 3


class ConversationStore:
    """Reads and writes of conversations; every method is one transaction, safe across processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # --- reading ---------------------------------------------------------------------------------

    def heads(self, words: str = "", limit: int | None = None) -> list[ConversationHead]:
        """Return conversations, newest first, at most ``limit`` of them.

        With ``words``, those in which each of them stands somewhere: in the title, a question, an
        answer or the title of a paper. Case and accents do not matter.
        """
        if not self._database.holds(conversations, turns):
            return []
        query = HEADS.order_by(conversations.c.updated_at.desc(), conversations.c.number.desc())
        for word in list(dict.fromkeys(fold(storable(words)).split()))[:_MOST_WORDS]:
            query = query.where(holds_word(word))
        with self._database.read() as connection:
            return [to_head(row) for row in connection.execute(query.limit(limit))]

    def count(self) -> int:
        """Return the number of conversations."""
        if not self._database.holds(conversations):
            return 0
        with self._database.read() as connection:
            return connection.scalar(select(func.count()).select_from(conversations)) or 0

    def find(self, given: str) -> str:
        """Return the id that ``given`` means: an id, the unique beginning of one, or ``last``.

        Raises:
            InputError: it means none, or more than one.
        """
        wanted = storable(given.strip().lower())
        if wanted == LAST:
            newest = self.heads(limit=1)
            if not newest:
                raise InputError("No conversation has been kept yet: 'paperchat chat' begins one.")
            return newest[0].id
        found = self._beginning_with(wanted) if wanted else []
        if len(found) == 1 or wanted in found:
            return wanted if wanted in found else found[0]
        if found:
            named = ", ".join(found[:_AMBIGUOUS_NAMED]) + (" ..." if found[3:] else "")
            raise InputError(
                f"{len(found)} conversations begin with {wanted!r} ({named}): give more of the id."
            )
        raise InputError(
            f"There is no conversation {given.strip()!r}: 'paperchat conversations' lists them."
        )

    def load(self, given: str) -> KeptConversation:
        """Return the conversation that ``given`` means, see :meth:`find`.

        Raises:
            InputError: it means none, or more than one.
        """
        return self._load(self.find(given))

    def undoable(self, conversation_id: str) -> int | None:
        """Return the ordinal from which on :meth:`undo` would change turns; None if nowhere."""
        if not self._database.holds(replaced_turns):
            return None
        with self._database.read() as connection:
            return first_replaced(connection, conversation_id)

    def version(self) -> tuple[int, int]:
        """Return a value that changes whenever the library's file does; see :class:`Database`."""
        return self._database.version()

    # --- writing ---------------------------------------------------------------------------------

    def create(self, first: Sequence[Turn]) -> ConversationHead:
        """Keep a new conversation with its first turns; the first question becomes its title.

        Raises:
            LibraryError: it could not be kept; the message is one sentence that says why.
        """
        with self._keeping() as connection:
            at = now()
            conversation_id = new_id(connection)
            title = title_from(first[0].question)
            connection.execute(
                insert(conversations).values(
                    id=conversation_id, title=title, folded_title=fold(title),
                    created_at=at, updated_at=at,
                )
            )  # fmt: skip
            add_turns(connection, conversation_id, [KeptTurn(turn, at) for turn in first])
        return ConversationHead(conversation_id, title, at, at, len(first))

    def add(
        self, conversation_id: str, new: Sequence[Turn], instead_of: int | None = None
    ) -> int | None:
        """Keep further turns, and return the ordinal of the first (1 is the conversation's first).

        Those from the ordinal ``instead_of`` on are set aside for them; :meth:`undo` puts them
        back. Returns None where the conversation has been deleted.

        Raises:
            LibraryError: they could not be kept; the message is one sentence that says why.
        """
        with self._keeping() as connection:
            at = now()
            if not _touch(connection, conversation_id, at):
                return None
            with title_follows(connection, conversation_id):
                if instead_of is not None:
                    set_aside(connection, conversation_id, instead_of)
                return add_turns(connection, conversation_id, [KeptTurn(turn, at) for turn in new])

    def settle(self, conversation_id: str, ordinal: int, turn: Turn, before: Turn) -> bool:
        """Write ``turn`` in place of ``before``; returns False if that stands there no more.

        Raises:
            LibraryError: it could not be kept; the message is one sentence that says why.
        """
        with self._keeping() as connection:
            at = now()
            new = KeptTurn(turn, at)
            written = write_turn(connection, conversation_id, ordinal, new, before)
            return written and _touch(connection, conversation_id, at)

    def undo(self, conversation_id: str) -> bool:
        """Put back the turns that were set aside last, in exchange for those that stand there.

        Returns False where there are none.

        Raises:
            LibraryError: the library cannot be written.
        """
        with self._keeping() as connection, title_follows(connection, conversation_id):
            return put_back(connection, conversation_id)

    def rename(self, given: str, title: str) -> ConversationHead:
        """Give a conversation another title, on one line.

        Raises:
            InputError: there is no such conversation, or the title is blank.
            LibraryError: the library cannot be written.
        """
        new = " ".join(storable(title).split())[:_LONGEST_TITLE]
        if not new:
            raise InputError("The new title is empty: give it some words.")
        conversation_id = self.find(given)
        with self._database.write() as connection:
            this = update(conversations).where(conversations.c.id == conversation_id)
            connection.execute(this.values(title=new, folded_title=fold(new)))
        return self._load(conversation_id).head

    def delete(self, given: str) -> KeptConversation:
        """Delete a conversation for good, and return it, so that it can be :meth:`restored`.

        Raises:
            InputError: there is no such conversation.
            LibraryError: the library cannot be written.
        """
        kept = self.load(given)
        with self._database.write() as connection:
            connection.execute(delete(conversations).where(conversations.c.id == kept.head.id))
        return kept

    def restore(self, kept: KeptConversation) -> None:
        """Put a deleted conversation back as it was; one that is there is left alone.

        Raises:
            LibraryError: it could not be kept; the message is one sentence that says why.
        """
        head = kept.head
        with self._keeping() as connection:
            if exists(connection, head.id):
                return
            connection.execute(
                insert(conversations).values(
                    id=head.id, title=head.title, folded_title=fold(head.title),
                    created_at=head.created_at, updated_at=head.updated_at,
                )
            )  # fmt: skip
            add_turns(connection, head.id, kept.turns)

    # --- parts -----------------------------------------------------------------------------------

    def _beginning_with(self, wanted: str) -> list[str]:
        if not self._database.holds(conversations):
            return []
        begins = conversations.c.id.startswith(wanted, autoescape=True)
        with self._database.read() as connection:
            return sorted(connection.scalars(select(conversations.c.id).where(begins)))

    def _load(self, conversation_id: str) -> KeptConversation:
        mine = turns.c.conversation_id == conversation_id
        rateable = self._database.holds(ratings)
        with self._database.read() as connection:
            head = connection.execute(HEADS.where(conversations.c.id == conversation_id)).first()
            rows = connection.execute(select(turns).where(mine).order_by(turns.c.ordinal)).all()
            rated = ratings_in(connection, conversation_id) if rateable else {}
        if head is None:
            raise InputError(f"The conversation {conversation_id} has just been deleted.")
        return KeptConversation(to_head(head), tuple(to_turn(row, rated) for row in rows))

    @contextmanager
    def _keeping(self) -> Iterator[Connection]:
        try:
            if not self._database.holds(conversations, turns, ratings, replaced_turns):
                self._database.add_missing_tables()
            with self._database.write() as connection:
                yield connection
        except LibraryError as error:
            why = str(error)
            raise type(error)(
                f"This conversation could not be kept, since {why[:1].lower()}{why[1:]}"
            ) from error


def _touch(connection: Connection, conversation_id: str, at: datetime) -> bool:
    """Note when a conversation was talked in last; returns whether there is such a one."""
    found = update(conversations).where(conversations.c.id == conversation_id)
    return connection.execute(found.values(updated_at=at)).rowcount > 0
