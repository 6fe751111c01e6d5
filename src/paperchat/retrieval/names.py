"""Which papers a text means: by id, by title or part of it, or by a name the paper introduces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.library.library import Library
from paperchat.text.acronyms import acronym_definitions
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.identity import arxiv_id, title_key
from paperchat.text.names import capitalised_names, distinctive_names, normalise_name
from paperchat.text.terms import terms
from paperchat.types import Paper

_LOOKED_AT = 60
"""Papers that hold a name's words and are read to see whether they introduce it."""

_OWNS = 2.0
_HEADS = 4.0
_WIDESPREAD = 3
"""A name that more papers use than this names none of them, unless it heads a title."""

_CUE = re.compile(
    r"\b(?:propos|introduc|present|develop|call|nam|term|dub|identif|formali[sz]|creat|"
    r"design|build|built|releas|defin)\w*",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters before a name in which a word like "introduce" speaks of it."""


_KIND = r"(?:paper|survey|review|report|study|work|article|abstract)"
_DESCRIPTION = re.compile(
    rf"\b(?:the|that)\s+(?P<before>(?:[\w-]+\s+){{1,6}}?){_KIND}\b(?!\s+(?:on|about)\b)|"
    rf"\b(?:the|that|a)\s+(?:[\w-]+\s+)?(?:{_KIND}|one)\s+(?:on|about|for|of|that|which)\s+"
    r"(?P<after>[^,;:?.!]{3,80}?)(?=\s+(?:with|and|to|do|does|say|report|compare)\b|[,;:?.!]|$)",
    re.IGNORECASE,
)
_SURVEY = re.compile(r"\b(?:surveys?|reviews?|overview)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A paper that a text names, and the words that name it.

    ``outright`` is false where the words are not the paper's name, but stand in no other paper.
    """

    paper: Paper
    surface: str
    start: int
    outright: bool = True


class NameResolver:
    """Finds the papers of a library that go by a name."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def resolve(self, name: str) -> list[Paper]:
        """Return the papers that ``name`` means: one if it is clear, several if it is not.

        Tried in this order, and the first that finds anything decides: id or arXiv id, whole
        title, a name that one paper introduces, part of a title.
        """
        name = " ".join(name.split())
        if not name:
            return []
        by_id = self._library.catalogue.papers_by_id({name, arxiv_id(name) or name})
        if by_id:
            return list(by_id.values())
        near = self._holding(name)
        key = title_key(name)
        titled = [paper for paper in near if title_key(paper.title) == key]
        headed = [paper for paper in near if title_key(paper.title.split(":")[0]) == key]
        if titled or len(headed) == 1:
            return titled[:1] or headed
        pattern = _phrase(name)
        users = [p for p in near if pattern.search(f"{p.title}\n{p.text}")]
        return _owners(name, users) or [
            paper for paper in near if f" {key} " in f" {title_key(paper.title)} "
        ]

    def mentioned(self, text: str) -> list[Mention]:
        """Return the papers that a question names, in the order it names them.

        A paper is named by its title, by what stands before the colon of its title, or by a name
        that it alone introduces. A name that many papers use names none of them.
        """
        found = self._by_title(text)
        weak: dict[str, Mention] = {}
        titles = " ".join(mention.surface for mention in found.values())
        for mention in self._described(text):
            found.setdefault(mention.paper.id, mention)
        for start, name in _candidate_names(text):
            if _phrase(name).search(titles):
                continue  # A word of a title that is named names nothing else.
            users = self._users(name)
            owners = [p for p in _owners(name, users) if _is_called(name, p)]
            if len(owners) == 1:
                found.setdefault(owners[0].id, Mention(owners[0], name, start))
            elif len(users) == 1 and _is_called(name, users[0]):
                weak.setdefault(users[0].id, Mention(users[0], name, start, outright=False))
        # What only one paper mentions points to it, unless the question names papers outright.
        return sorted((found or weak).values(), key=lambda mention: mention.start)

    def _described(self, text: str) -> list[Mention]:
        """Find what "the DPO survey" or "the paper on image retrieval" describe, if one paper is.

        The words of a description have to stand in one paper's title, or in one paper alone.
        """
        found = []
        for match in _DESCRIPTION.finditer(text):
            words = match["before"] or match["after"] or ""
            survey = bool(_SURVEY.search(match[0]))
            paper = self._meant(words, survey=survey)
            if paper is not None:
                found.append(Mention(paper, match[0], match.start()))
        return found

    def _meant(self, words: str, *, survey: bool) -> Paper | None:
        content = " ".join(term.surface for term in terms(words) if not term.is_stop)
        tokens = set(self._library.lexical.tokens(content))
        if not tokens:
            return None
        papers = [p for p in self._holding(content) if not survey or _SURVEY.search(p.title)]
        titled = [p for p in papers if tokens <= self._tokens(p.title, p.text)]
        if len(titled) == 1:
            return titled[0]
        whole = [
            p for p in papers if tokens <= set(self._library.lexical.tokens(f"{p.title} {p.text}"))
        ]
        return whole[0] if len(whole) == 1 else None

    def _tokens(self, title: str, text: str) -> set[str]:
        """Return the index terms of a title, with the short forms its text gives for its words."""
        key = title_key(title)
        short = [d.short for d in acronym_definitions(text) if title_key(d.long) in key]
        return set(self._library.lexical.tokens(" ".join([title, *short])))

    def _by_title(self, text: str) -> dict[str, Mention]:
        found: dict[str, Mention] = {}
        key = f" {title_key(text)} "
        for paper in self._holding(text):
            for title in (paper.title, paper.title.split(":")[0]):
                words = title_key(title)
                if len(words.split()) > 1 and f" {words} " in key:
                    start = key.index(f" {words} ")
                    found.setdefault(paper.id, Mention(paper, title, start))
        return found

    def unknown(self, text: str, named: Sequence[Paper] = ()) -> list[str]:
        """Return what looks like a name in ``text`` and stands in no paper of the library.

        Where the text names papers, what stands in none of these is unknown.
        """
        found = []
        for name in distinctive_names(text):
            pattern = _phrase(name.text)
            known = any(pattern.search(f"{paper.title}\n{paper.text}") for paper in named)
            if known or (named and sum(map(str.isupper, name.text)) < 2):
                continue
            if named or not self._users(name.text):
                found.append(name.text)
        return found

    def _users(self, name: str) -> list[Paper]:
        """Return the papers that mention ``name``, of those that retrieval finds for it."""
        pattern = _phrase(name)
        return [p for p in self._holding(name) if pattern.search(f"{p.title}\n{p.text}")]

    def _holding(self, words: str) -> list[Paper]:
        tokens = self._library.lexical.tokens(words)
        ids = self._library.lexical.search(tokens, _LOOKED_AT)
        papers = self._library.catalogue.papers_by_id(ids)
        return [papers[key] for key in ids if key in papers]


def _owners(name: str, users: Sequence[Paper]) -> list[Paper]:
    """Return the papers that introduce ``name``, of all that mention it."""
    wanted = normalise_name(name)
    if len(users) > _WIDESPREAD:
        return [p for p in users if normalise_name(p.title.split(":")[0]) == wanted]
    if len(users) == 1 and len(_phrase(name).findall(users[0].text)) > 1:
        return list(users)
    scored = [(ownership(name, paper), paper) for paper in users]
    best = max((score for score, _ in scored), default=0.0)
    return [paper for score, paper in scored if score == best] if best >= _OWNS else []


def ownership(name: str, paper: Paper) -> float:
    """Return how clearly ``paper`` is the one that introduces ``name``; 2 and more is clear.

    A paper owns a name that heads its title, or that it defines next to a word like "introduce".
    """
    wanted = normalise_name(name)
    if not wanted:
        return 0.0
    score = 0.0
    if normalise_name(paper.title.split(":")[0]) == wanted:
        score += _HEADS
    elif wanted in _names_in(paper.title):
        score += _OWNS
    places = [match.start() for match in _phrase(name).finditer(paper.text)]
    # "introduce Long Form (LF)": what counts is what stands before the long form.
    places += [
        d.span.start
        for d in acronym_definitions(paper.text)
        if wanted in (normalise_name(d.short), normalise_name(d.long))
    ]
    if any(_CUE.search(paper.text[max(0, at - _NEAR) : at]) for at in places):
        score += _OWNS
    return score


def _candidate_names(text: str) -> list[tuple[int, str]]:
    """Return where and what in a question may be a name: by its form, or a capital inside."""
    names = (*distinctive_names(text), *capitalised_names(text))
    found = {name.start: name.text for name in names}
    for term in terms(text):
        # Names are often typed without their capitals; whether one is meant, the papers tell.
        plain = term.is_stop or term.is_part or term.surface.lower() in FRAME_WORDS
        if not plain and len(term.surface) > 3:
            found.setdefault(term.start, term.surface)
    return sorted(found.items())


def _is_called(name: str, paper: Paper) -> bool:
    """Tell whether a word typed without capitals is a name where ``paper`` uses it."""
    if name != name.lower():
        return True
    wanted = normalise_name(name)
    heading = normalise_name(paper.title.split(":")[0])
    return wanted == heading or wanted in _names_in(f"{paper.title}. {paper.text}")


def _names_in(text: str) -> set[str]:
    return {normalise_name(mention.text) for mention in distinctive_names(text)}


def _phrase(name: str) -> re.Pattern[str]:
    words = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", name) if word)
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
