"""What a question names and no paper of the library holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paperchat.retrieval.described import undescribed
from paperchat.retrieval.lookup import Lookup, phrase
from paperchat.retrieval.plain_forms import text_form
from paperchat.retrieval.titles import other_parts
from paperchat.text.context_names import CONTEXT_NAMES
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.identity import arxiv_id, title_key
from paperchat.text.names import distinctive_names
from paperchat.text.stopwords import STOP_WORDS
from paperchat.types import Paper

_KIND = (
    r"(?:paper|survey|review|report|study|article|abstract|method|model|algorithm|framework|"
    r"approach|technique|system|benchmark|dataset|data set|protocol|architecture|optimi[sz]er)"
)
_CAPITALISED = r"[A-Z][\w'’]+(?:[ -][A-Z][\w'’]+){0,3}"
_OF_A_KIND = re.compile(rf"\b(?:the|The) (?P<name>{_CAPITALISED}) {_KIND}\b")
_CALLED = re.compile(
    rf"\b{_KIND} (?:called|named|titled|entitled|known as) "
    r"(?P<name>[A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|a|an|and|are|as|at|by|for|from|in|is|of|on|or|the|"
    r"to|with)(?= |$|[?.!,]))*)"
)
_WRITTEN_BY = re.compile(
    rf"\b(?:{_KIND}|work|one|written|published) by "
    r"(?P<name>(?:[A-Z]\. ?)*[A-Z][\w'’-]+(?: (?:and|&) [A-Z][\w'’-]+| et al\.?)?)(?=[\s?.,!;:]|$)|"
    r"\b(?P<others>[A-Z][\w'’-]+ et al\b\.?)"
)
_QUOTED = re.compile(
    r"[\"“„«](?P<double>[^\"“”„«»]{8,200})[\"”“»]|"
    r"(?<!\w)[‘'](?P<single>[^‘’']{8,200})[’'](?!\w)"
)
_TITLE_CUE = re.compile(
    r"\b(?:paper|article|survey|titled|entitled|called|summari[sz]e|summary of|read|compare|"
    r"in|about|does|by|with|versus|vs\.?|of)\W*$",
    re.IGNORECASE,
)
_IN_PASSING = re.compile(r"(?:\blike|\bsuch as|\be\.?g\.?,?|\bincluding|\bi\.e\.,?)\s+$", re.I)
_LOOK_BACK = 16
_ARXIV = re.compile(r"\b(?:arxiv:\s*)?\d{4}\.\d{4,5}(?:v\d+)?\b", re.IGNORECASE)


def unknown_names(text: str, named: Sequence[Paper], lookup: Lookup) -> list[str]:
    """Return what looks like a name in ``text`` and is in no paper, in order of kind and place.

    Where ``named`` papers are given, a name by its form that stands in none of these is unknown.
    Short forms that only say a field ("NLP"), and what is named as an example ("such as X"), are
    not told.
    """
    found = list(_by_form(text, named, lookup))
    if not named:
        found += _ids(text)
        found += unknown_titles(text, lookup)
        found += _of_a_kind(text, lookup)
    # A name that is part of a title is told with the title.
    return [
        name
        for name in dict.fromkeys(found)
        if not any(name != other and phrase(name).search(other) for other in found)
    ]


def unknown_titles(text: str, lookup: Lookup) -> list[str]:
    """Return what is quoted, called or described as a paper in ``text``, and is none."""
    found = [*_quoted_titles(text, lookup), *undescribed(text, lookup)]
    found += other_parts(title_key(text), lookup.holding(text))
    for match in _CALLED.finditer(text):
        name = re.sub(r"(?: [a-z]+)+$", "", match["name"])
        if not _holds(name, lookup):
            found.append(name)
    return found


def _by_form(text: str, named: Sequence[Paper], lookup: Lookup) -> Iterator[str]:
    for name in distinctive_names(text):
        if name.text.lower().rstrip("s") in CONTEXT_NAMES or name.text.lower() in CONTEXT_NAMES:
            continue
        if _IN_PASSING.search(text[max(0, name.start - _LOOK_BACK) : name.start]):
            continue
        if named:
            patterns = [phrase(name.text), phrase(name.text.removesuffix("s"))]
            texts = [f"{paper.title}\n{paper.text}" for paper in named]
            known = any(pattern.search(own) for pattern in patterns for own in texts)
            if not known and sum(map(str.isupper, name.text)) > 1:
                yield name.text
        elif not _holds(name.text, lookup):
            yield name.text


def _ids(text: str) -> Iterator[str]:
    for match in _ARXIV.finditer(text):
        if arxiv_id(match[0]):
            yield match[0]


def _quoted_titles(text: str, lookup: Lookup) -> Iterator[str]:
    """Find titles in quotes; a quoted phrase that some paper holds is known."""
    for match in _QUOTED.finditer(text):
        quoted = (match["double"] or match["single"]).strip(" ,.?!")
        words = title_key(quoted).split()
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        alone = len(match[0]) + 2 >= len(text.strip())
        asks = match[0][-2] == "?"
        if len(words) < 3 or asks or not (alone or _TITLE_CUE.search(before)):
            continue
        wanted = f" {' '.join(words)} "
        near = lookup.holding(quoted)
        if not any(wanted in f" {text_form(f'{p.title} {p.text}')} " for p in near):
            yield quoted


def _of_a_kind(text: str, lookup: Lookup) -> Iterator[str]:
    """Find "the Zebra method" and "the paper by Zebra" where no paper knows a Zebra."""
    for match in _OF_A_KIND.finditer(text):
        name = match["name"]
        if not _ordinary(name) and not _holds(name, lookup) and not _holds_words(name, lookup):
            yield name
    for match in _WRITTEN_BY.finditer(text):
        name = match["name"] or match["others"]
        if not _ordinary(name) and not lookup.written_by(re.split(r" (?:and|&|et) ", name)[0]):
            yield name


def _ordinary(name: str) -> bool:
    return all(word.lower() in STOP_WORDS | FRAME_WORDS for word in name.split())


def _holds(name: str, lookup: Lookup) -> bool:
    return bool(lookup.users(name)[1])


def _holds_words(name: str, lookup: Lookup) -> bool:
    """Tell whether every word of a capitalised run is one that papers use."""
    return all(lookup.has(word) for word in name.split())
