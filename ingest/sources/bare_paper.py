"""One paper without any heading: a title, and below an empty line its abstract.

So people paste a paper, and so they write one down. Only this very form counts, since most texts
are no papers: a title that is no sentence, then at most a line of names, then one paragraph of
several sentences, and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TITLE_CHARS = range(8, 301)
_ABSTRACT_CHARS = range(100, 5001)
_SENTENCES = 2
_GAP = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_END = re.compile(r"[.!?][)\"”']?(?=\s|$)")
_NO_TITLE = re.compile(r"[.,;:!]$|^(?:dear|hello|hi|hallo)\b|^[-*+>|]", re.IGNORECASE)
_NAMES = re.compile(r"(?:authors?:|by\b)?\s*[^.!?]*(?:\b[A-Z]\.[^.!?]*)*", re.IGNORECASE)
_AUTHORS = re.compile(r"(?:authors?:|by\b)\s*", re.IGNORECASE)
_MAX_NAMES_CHARS = 500


@dataclass(frozen=True, slots=True)
class BarePaper:
    """The parts of such a text, each on one line; ``authors`` is empty where none are named."""

    title: str
    authors: str
    abstract: str


def bare_paper(text: str) -> BarePaper | None:
    """Return the paper that ``text`` is, or null when it has another form."""
    if len(text) > 2 * _ABSTRACT_CHARS.stop:
        return None
    parts = [" ".join(part.split()) for part in _GAP.split(text.strip())]
    if len(parts) not in {2, 3}:
        return None
    title, abstract = parts[0].lstrip("# "), parts[-1]
    names = parts[1] if len(parts) == 3 else ""
    if len(title) not in _TITLE_CHARS or _NO_TITLE.search(title):
        return None
    if len(abstract) not in _ABSTRACT_CHARS or len(_SENTENCE_END.findall(abstract)) < _SENTENCES:
        return None
    if len(names) > _MAX_NAMES_CHARS or not _NAMES.fullmatch(names):
        return None
    return BarePaper(title, _AUTHORS.sub("", names, count=1), abstract)
