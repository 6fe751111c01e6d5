"""Which papers a text means: by id, by title or part of it, or by a name the paper introduces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperchat.library.library import Library
from paperchat.retrieval.candidates import Candidate, candidate_names, without_formulas
from paperchat.retrieval.described import descriptions
from paperchat.retrieval.lookup import Lookup, phrase
from paperchat.retrieval.owners import introduces, is_called, is_name_in, owners, ownership
from paperchat.retrieval.pasted import pasted_paper
from paperchat.retrieval.plain_forms import title_form
from paperchat.retrieval.titles import (
    TitleMatch,
    long_forms,
    misspelt_titles,
    partial_titles,
    short_heads,
    whole_titles,
)
from paperchat.retrieval.unknown import unknown_names, unknown_titles
from paperchat.text.identity import arxiv_id, title_key
from paperchat.types import Paper

__all__ = ["Ambiguity", "Mention", "NameResolver", "ownership"]

_REMEMBERED = 64
_LONGEST = 600
"""In longer texts names are not looked for word by word."""

_ARXIV = re.compile(r"\S*\d{4}\.\d{4,5}\S*|\S+/\d{7}\S*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A paper that a text names, and the words that name it.

    ``outright`` is false where the words are not the paper's name, but stand in no other paper.
    """

    paper: Paper
    surface: str
    start: int
    outright: bool = True


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Words of a text that name or describe several papers alike."""

    surface: str
    papers: tuple[Paper, ...]


class NameResolver:
    """Finds the papers of a library that go by a name."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lookup = Lookup(library)
        # A question is read for names before and after it is rewritten, and again in follow-ups.
        self._read = lru_cache(maxsize=_REMEMBERED)(self._mentioned)

    def resolve(self, name: str) -> list[Paper]:
        """Return the papers that ``name`` means: one if it is clear, several if it is not.

        Tried in this order, and the first that finds anything decides: id or arXiv id, whole
        title, a name that one paper introduces, part of a title, a title with a letter or two
        wrong, a description.
        """
        name = without_formulas(" ".join(name.split()))
        if not name:
            return []
        by_id = self._library.catalogue.papers_by_id({name, arxiv_id(name) or name})
        if by_id:
            return list(by_id.values())
        near = self._lookup.holding(name)
        key = title_key(name)
        titled = [paper for paper in near if title_form(paper.title) == key]
        headed = [paper for paper in near if title_form(paper.title.split(":")[0]) == key]
        if titled or len(headed) == 1:
            return titled[:1] or headed
        spelling, users = self._lookup.users(name)
        return (
            owners(spelling, users)
            or [paper for paper in near if f" {key} " in f" {title_form(paper.title)} "]
            or _papers(long_forms(key, near) or misspelt_titles(key, near))
            or [paper for found in descriptions(name, self._lookup) for paper in found.papers]
        )

    def users(self, name: str) -> list[Paper]:
        """Return the papers that use ``name``, in any spelling of it; some dozens at most."""
        return self._lookup.users(name)[1]

    def mentioned(self, text: str) -> list[Mention]:
        """Return the papers that a question names, in the order it names them.

        A paper is named by its id, by its title (whole, before the colon, misspelt, or four words
        in a row that no other paper has), by a description that fits it alone, or by a name that
        it alone introduces. A name that many papers use names none of them.
        """
        return list(self._read(self._library.catalogue.generation(), text))

    def _mentioned(self, _generation: int, text: str) -> tuple[Mention, ...]:
        text = without_formulas(text)
        if len(text) > _LONGEST:
            return self._in_long(text)
        found = self._by_title(text)
        titles = " ".join(mention.surface for mention in found.values())
        for described in descriptions(text, self._lookup):
            if len(described.papers) == 1:
                paper = described.papers[0]
                found.setdefault(paper.id, Mention(paper, described.surface, described.start))
        weak: dict[str, Mention] = {}
        taken = -1
        for name in candidate_names(text):
            if name.start < taken or phrase(name.text).search(titles):
                continue  # A word of a title that is named names nothing else.
            owning, users = self._owning(name)
            if len(owning) == 1:
                found.setdefault(owning[0].id, Mention(owning[0], name.text, name.start))
                taken = name.end
            elif len(users) == 1 and not name.joined and is_called(name.text, users[0]):
                mention = Mention(users[0], name.text, name.start, outright=False)
                weak.setdefault(users[0].id, mention)
        # What only one paper mentions points to it, unless the question names papers outright.
        return tuple(sorted((found or weak).values(), key=lambda mention: mention.start))

    def ambiguous(self, text: str) -> list[Ambiguity]:
        """Return the names and descriptions in a question that fit several papers alike."""
        text = without_formulas(text)
        if len(text) > _LONGEST:
            return []
        found = [
            Ambiguity(described.surface, described.papers)
            for described in descriptions(text, self._lookup)
            if described.definite and len(described.papers) > 1
        ]
        for name in candidate_names(text):
            owning, _ = self._owning(name)
            # What papers find something out about is a topic, not a name.
            if len(owning) > 1 and all(introduces(name.text, paper) for paper in owning):
                found.append(Ambiguity(name.text, tuple(owning)))
        return found

    def unknown(self, text: str, named: Sequence[Paper] = ()) -> list[str]:
        """Return what looks like a name in ``text`` and stands in no paper of the library.

        Where the text names papers, what stands in none of these is unknown.
        """
        text = without_formulas(text)
        return [] if len(text) > _LONGEST else unknown_names(text, named, self._lookup)

    def unknown_titles(self, text: str) -> list[str]:
        """Return what ``text`` quotes, calls or describes as one paper, and no paper is."""
        text = without_formulas(text)
        return [] if len(text) > _LONGEST else unknown_titles(text, self._lookup)

    def is_pasted(self, text: str) -> Paper | None:
        """Return the paper whose own text ``text`` holds, if it is one."""
        return pasted_paper(text, self._lookup)

    def _owning(self, name: Candidate) -> tuple[list[Paper], list[Paper]]:
        """Return the papers that introduce a name, and those that mention it."""
        if name.joined and not self._lookup.may_be_joined(name.text):
            return [], []
        if name.text.islower() and not name.joined and self._lookup.is_widespread(name.text):
            return [], []  # A plain word that many papers use is no name.
        spelling, users = self._lookup.users(name.text)
        called = is_name_in if name.joined else is_called
        return [p for p in owners(spelling, users) if called(name.text, p)], users

    def _by_title(self, text: str) -> dict[str, Mention]:
        key, near = title_key(text), self._lookup.holding(text)
        matches = whole_titles(key, near) or misspelt_titles(key, near)
        matches += long_forms(key, near)
        matches = matches or partial_titles(key, near) or short_heads(key, near)
        # Words of the key and of the text differ; the place only has to give the order.
        scale = len(text) / max(len(key.split()), 1)
        found = {paper.id: Mention(paper, paper.id, at) for at, paper in self._by_id(text)}
        for match in matches:
            mention = Mention(match.paper, match.surface, int(match.at * scale))
            found.setdefault(match.paper.id, mention)
        return found

    def _by_id(self, text: str) -> list[tuple[int, Paper]]:
        found = []
        for match in _ARXIV.finditer(text):
            key = arxiv_id(match[0].strip("()[]{}<>\"'“”‘’,;:.?!"))
            papers = self._library.catalogue.papers_by_id({key}) if key else {}
            found += [(match.start(), paper) for paper in papers.values()]
        return found

    def _in_long(self, text: str) -> tuple[Mention, ...]:
        paper = self.is_pasted(text)
        if paper is not None:
            return (Mention(paper, paper.title, 0),)
        matches = whole_titles(title_key(text), self._lookup.holding(text))
        return tuple(Mention(match.paper, match.surface, match.at) for match in matches)


def _papers(matches: Sequence[TitleMatch]) -> list[Paper]:
    return list({match.paper.id: match.paper for match in matches}.values())
