"""What the two lexical indexes hold: papers by title and abstract, and passages of bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from paperchat.library.bodies import BodyStore
from paperchat.library.catalogue import Catalogue
from paperchat.library.rows import paper_of
from paperchat.types import Paper


@dataclass(frozen=True, slots=True)
class IndexedText:
    """One document of an index, found under ``name``."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class IndexChange:
    """The names of documents to forget, among them those of ``added`` ones."""

    stale: frozenset[str]
    added: tuple[IndexedText, ...]


class IndexedTexts(Protocol):
    """Where an index gets its documents from; ``kind`` names it among the library's facts."""

    @property
    def kind(self) -> str:
        """Return the name of the index."""

    def changed(self, since: int) -> IndexChange:
        """Return what came and went after generation ``since``."""

    def all(self) -> Iterator[Iterable[IndexedText]]:
        """Yield every document, in batches."""


@dataclass(frozen=True, slots=True)
class PaperTexts:
    """Papers by title and abstract."""

    catalogue: Catalogue
    kind: str = "lexical"

    def changed(self, since: int) -> IndexChange:
        """Return the papers that came, changed or went."""
        changes = self.catalogue.changes(since)
        stale = {paper_of(name) for name in changes.dropped}
        stale |= {chunk.paper_id for chunk in changes.added}
        added = self.catalogue.papers_by_id(stale).values() if stale else ()
        return IndexChange(frozenset(stale), tuple(map(_of_paper, added)))

    def all(self) -> Iterator[Iterable[IndexedText]]:
        """Yield every paper."""
        for batch in self.catalogue.all_papers():
            yield map(_of_paper, batch)


@dataclass(frozen=True, slots=True)
class PassageTexts:
    """Passages of bodies, each with the title of its paper."""

    bodies: BodyStore
    kind: str = "bodies"

    def changed(self, since: int) -> IndexChange:
        """Return the passages that came and went."""
        changes = self.bodies.changes(since)
        stale = {*changes.dropped, *(passage.id for passage in changes.added)}
        added = (IndexedText(item.id, item.title, item.text) for item in changes.added)
        return IndexChange(frozenset(stale), tuple(added))

    def all(self) -> Iterator[Iterable[IndexedText]]:
        """Yield every passage."""
        for batch in self.bodies.all_passages():
            yield [IndexedText(item.id, item.title, item.text) for item in batch]


def _of_paper(paper: Paper) -> IndexedText:
    return IndexedText(paper.id, paper.title, paper.text)
