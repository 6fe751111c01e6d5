"""Descriptions: which papers "the DPO survey" and "the paper on image retrieval" fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.retrieval.lookup import Lookup
from paperchat.retrieval.plain_forms import definitions_in, title_form
from paperchat.text.names import distinctive_names
from paperchat.text.terms import terms
from paperchat.types import Paper

_KIND = r"(?:paper|survey|review|report|study|work|article|abstract)"
_DESCRIPTION = re.compile(
    rf"\b(?P<which>the|that)\s+(?P<before>(?:(?!(?:the|that)\b)[\w-]+\s+){{1,6}}?){_KIND}\b"
    r"(?!\s+(?:on|about)\s+\w)|"
    rf"\b(?P<whose>the|that|a)\s+(?:[\w-]+\s+)?(?:{_KIND}|one)\s+"
    r"(?:on|about|for|of|that|which)\s+"
    r"(?P<after>[^,;:?.!]{3,80}?)(?=\s+(?:with|and|to|do|does|say|report|compare)\b|[,;:?.!]|$)",
    re.IGNORECASE,
)
_PERSON = r"[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2}"
_BY = re.compile(
    rf"\b(?i:the|that|this)\s+(?:[\w-]+\s+)?(?i:{_KIND})\s+(?i:by|of|from)\s+"
    rf"(?P<people>{_PERSON}(?:(?:,\s*|\s+and\s+|\s*&\s*){_PERSON}){{0,5}})(?:\s+et\s+al\b\.?)?|"
    rf"\b(?P<first>[A-Z][\w'’-]+)(?:\s+and\s+[A-Z][\w'’-]+)?\s+et\s+al\b\.?"
)
"""The paper by somebody, as its record tells."""
_AND = re.compile(r",\s*|\s+and\s+|\s*&\s*")
_BARE_SURVEY = re.compile(
    r"\bthe\s+(?:survey|review)\b(?!\s+(?:on|about|for|of|that|which|paper)\b)", re.IGNORECASE
)
_SURVEY = re.compile(r"\b(?:surveys?|reviews?|overview)\b", re.IGNORECASE)
_REFERRING = re.compile(
    r"\b(?:same|other|first|second|third|last|latest|newest|previous|above|whole|new|old)\b", re.I
)
_MOST = 12
"""What fits more papers than this is no description of one, but a topic."""


@dataclass(frozen=True, slots=True)
class Description:
    """Words that describe a paper, ``text[start:end] == surface``, and the papers they fit."""

    surface: str
    start: int
    papers: tuple[Paper, ...]
    definite: bool


def descriptions(text: str, lookup: Lookup) -> list[Description]:
    """Find descriptions of papers in ``text``.

    The words of a description have to stand in the title, with the short forms that the text
    gives for it; where no title has them, in the whole of one paper alone. "The paper by Low and
    Ray" is the one whose record has both names.
    """
    found = []
    for match in _DESCRIPTION.finditer(text):
        words = match["before"] or match["after"] or ""
        if _REFERRING.search(match[0].removesuffix(match["after"] or "")):
            continue
        definite = (match["which"] or match["whose"] or "").lower() != "a"
        papers = _fitting(words, lookup, survey=bool(_SURVEY.search(match[0])))
        if papers:
            found.append(Description(match[0].strip(), match.start(), papers, definite))
    for match in _BY.finditer(text):
        people = _AND.split(match["people"] or match["first"])
        papers = lookup.papers_by(people, _MOST)
        if papers:
            found.append(Description(match[0].strip(), match.start(), papers, definite=True))
    if not found and (bare := _BARE_SURVEY.search(text)):
        papers = tuple(p for p in lookup.holding("survey review") if _SURVEY.search(p.title))
        found.append(Description(bare[0], bare.start(), papers[:_MOST], definite=True))
    return found


def undescribed(text: str, lookup: Lookup) -> list[str]:
    """Return "the ABC survey" and the like of ``text`` where no survey is about an ABC."""
    found = []
    for match in _DESCRIPTION.finditer(text):
        names = distinctive_names(match["before"] or "")
        if names and _SURVEY.search(match[0]):
            words = " ".join(name.text for name in names)
            if not _fitting(words, lookup, survey=True):
                found.append(match[0].strip())
    return found


def _fitting(words: str, lookup: Lookup, *, survey: bool) -> tuple[Paper, ...]:
    content = " ".join(term.surface for term in terms(words) if not term.is_stop)
    tokens = set(lookup.tokens(_SURVEY.sub(" ", content)) if survey else lookup.tokens(content))
    if not tokens:
        return ()
    near = lookup.holding(f"{content} survey review" if survey else content)
    papers = [paper for paper in near if not survey or _SURVEY.search(paper.title)]
    titled = [paper for paper in papers if tokens <= _title_tokens(paper, lookup)]
    if titled:
        return tuple(titled) if len(titled) <= _MOST else ()
    whole = [p for p in papers if tokens <= set(lookup.tokens(f"{p.title} {p.text}"))]
    return tuple(whole) if len(whole) == 1 else ()


def _title_tokens(paper: Paper, lookup: Lookup) -> set[str]:
    """Return the index terms of a title, with the short forms its text gives for its words."""
    key = title_form(paper.title)
    short = [d.short for d in definitions_in(paper.text) if title_form(d.long) in key]
    return set(lookup.tokens(" ".join([paper.title, *short])))
