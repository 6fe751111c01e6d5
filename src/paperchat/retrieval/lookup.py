"""Looking papers up by the words of a name, in whichever way it is spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.retrieval.english_words import english_words
from paperchat.types import Paper

LOOKED_AT = 60
"""Papers that hold a name's words and are read to see whether it stands in them."""

_REMEMBERED = 256
_SHORTEST_PART = 2
_LONGEST_SPLIT = 24


class Lookup:
    """Finds papers by words, and names by their spelling."""

    def __init__(self, library: Library) -> None:
        self._library = library
        # One question asks for the same words several times; its papers are kept for that long.
        self._read = lru_cache(maxsize=_REMEMBERED)(self._search)
        self._mentioning = lru_cache(maxsize=_REMEMBERED)(self._search_users)

    def holding(self, words: str, limit: int = LOOKED_AT) -> list[Paper]:
        """Return the papers that hold any of ``words``, those that hold most first."""
        return list(self._read(self._library.catalogue.generation(), words, limit))

    def _search(self, _generation: int, words: str, limit: int) -> tuple[Paper, ...]:
        ids = self._library.lexical.search(self.tokens(words), limit)
        papers = self._library.catalogue.papers_by_id(ids)
        return tuple(papers[key] for key in ids if key in papers)

    def users(self, name: str, limit: int = LOOKED_AT) -> tuple[str, list[Paper]]:
        """Return the papers that mention ``name``, and how they spell it.

        Case does not count, a hyphen counts as a space. If no paper has it so, it is looked for
        in the plural or singular, in one word ("Moss-Net") and in two ("PPOmax").
        """
        spelling, found = self._mentioning(self._library.catalogue.generation(), name, limit)
        return spelling, list(found)

    def _search_users(
        self, generation: int, name: str, limit: int
    ) -> tuple[str, tuple[Paper, ...]]:
        for spelling in self._spellings(name):
            pattern = phrase(spelling)
            found = tuple(
                paper
                for paper in self._read(generation, spelling, limit)
                if pattern.search(f"{paper.title}\n{paper.text}")
            )
            if found:
                return spelling, found
        return name, ()

    def papers_by(self, people: Sequence[str], most: int) -> tuple[Paper, ...]:
        """Return the papers whose record names all ``people``; none if over ``most`` do."""
        asked = [Condition("author", "=", name) for name in people]
        found = self._library.catalogue.papers(asked, limit=most + 1)
        return tuple(found) if len(found) <= most else ()

    def tokens(self, text: str) -> list[str]:
        """Return the index terms of ``text``."""
        return self._library.lexical.tokens(text)

    def is_widespread(self, word: str) -> bool:
        """Tell whether more papers hold ``word`` than are read for a name."""
        return self._library.lexical.holders(word) > LOOKED_AT

    def may_be_joined(self, words: str) -> bool:
        """Tell whether two words may be one name: the papers join them, or one is no English."""
        parts = words.split()
        counts = english_words().counts
        return self.has("".join(parts)) or any(
            len(part) < 3
            or not part.isalpha()
            or not part[1:].islower()
            or part.lower() not in counts
            for part in parts
        )

    def has(self, word: str) -> bool:
        """Tell whether a word, in any of its forms, stands in a paper."""
        return self._library.lexical.holders(word) > 0

    def written_by(self, author: str) -> bool:
        """Tell whether a name stands among the authors or in the text of a paper."""
        condition = Condition("author", "=", author)
        return bool(self._library.catalogue.paper_ids([condition]) or self.users(author)[1])

    def _spellings(self, name: str) -> Iterator[str]:
        yield name
        if len(name) > 3 and name[-1] == "s" and name != name.lower():
            yield name[:-1]
        joined = re.sub(r"[\s-]+", "", name)
        if joined != name:
            if self.has(joined):
                yield joined
            return
        if not name.isalnum() or len(name) > _LONGEST_SPLIT:
            return
        for at in range(1, len(name)):
            left, right = name[:at], name[at:]
            whole = len(right) >= _SHORTEST_PART or right.isdigit()
            if whole and self.has(left) and self.has(right):
                yield f"{left}-{right}"


@lru_cache(maxsize=1024)
def phrase(name: str) -> re.Pattern[str]:
    """Return a pattern for ``name`` as whole words, in any case, with hyphens or spaces."""
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
