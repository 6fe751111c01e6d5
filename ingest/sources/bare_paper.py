"""One paper without any heading: a title, and below an empty line its abstract.

So people paste a paper, and so they write one down. Only this very form counts, since most texts
are no papers: a title that is no sentence, then at most a line of names, then one paragraph of
whole sentences, and nothing else. How short an abstract may be is the same for all formats, and is
not decided here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TITLE_CHARS = range(8, 301)
_LONGEST = 5000
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
    paper = _in_paragraphs(text)
    return paper if paper is not None and _is_abstract(paper.abstract) else None


def why_no_abstract(text: str) -> str:
    """Return why the paragraph below a title is not taken for an abstract; "" for other forms."""
    paper = _in_paragraphs(text)
    if paper is None or _is_abstract(paper.abstract):
        return ""
    return (
        "what stands below its title is not taken for an abstract, since that is of whole "
        f"sentences and of {_LONGEST:,} characters at most: if it is one, write “Abstract” in a "
        "line above it"
    )


def _is_abstract(text: str) -> bool:
    return len(text) <= _LONGEST and _SENTENCE_END.search(text) is not None


def _in_paragraphs(text: str) -> BarePaper | None:
    """Return the paragraphs of ``text`` as parts of a paper, whatever the last one is like."""
    parts = [" ".join(part.split()) for part in _GAP.split(text.strip())]
    if len(parts) not in {2, 3}:
        return None
    title, abstract = parts[0].lstrip("# "), parts[-1]
    names = parts[1] if len(parts) == 3 else ""
    if len(title) not in _TITLE_CHARS or _NO_TITLE.search(title):
        return None
    if len(names) > _MAX_NAMES_CHARS or not _NAMES.fullmatch(names):
        return None
    return BarePaper(title, _AUTHORS.sub("", names, count=1), abstract)
