"""The bodies among one batch of records on its way into the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection

from paperchat.library.body_rows import FACT, StoredBody, read_bodies, write_bodies
from paperchat.library.database import fact
from paperchat.library.spans import Cutter
from paperchat.types import Record


class BodyIntake:
    """Keeps of each paper the fullest body; the source of the one we have may correct it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, StoredBody] = {}
        self._new: dict[str, StoredBody] = {}

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return bool(self._new)

    def load(self, paper_ids: Iterable[str]) -> None:
        """Read the bodies of papers that records of this batch are of."""
        self._known |= read_bodies(self._connection, paper_ids)

    def take(self, paper_id: str, record: Record) -> bool:
        """Take the body of a record of a paper; returns whether it is a new or a better one."""
        if record.body is None:
            return False
        known = self._known.get(paper_id)
        if known is not None:
            if known.body == record.body:
                return False
            if known.source != record.source and len(record.body.text) <= len(known.body.text):
                return False
        self._known[paper_id] = self._new[paper_id] = StoredBody(record.body, record.source)
        return True

    def write(
        self, retitled: Sequence[str], titles: Mapping[str, str], cut: Cutter, generation: int
    ) -> None:
        """Write what came, and cut again the bodies of ``retitled`` papers.

        Passages are embedded together with the title.
        """
        again: dict[str, StoredBody] = {}
        if retitled and fact(self._connection, FACT):
            again = read_bodies(self._connection, retitled)
        write_bodies(self._connection, {**again, **self._new}, titles, cut, generation)
