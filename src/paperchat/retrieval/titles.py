"""Titles inside a question: whole, before the colon, in part, or with a letter or two wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from paperchat.retrieval.owners import owners
from paperchat.retrieval.plain_forms import definitions_in, text_form, title_form
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.stopwords import STOP_WORDS
from paperchat.types import Paper

_SHORTEST_PART = 4
_CONTENT_OF_PART = 3
"""A part of a title names its paper if it has this many words, with this many of content."""

_SHORTEST_MISSPELT = 4
_WRONG_WORDS = 2
_LONG_WORD = 8
"""Words of a title that may be wrong: one letter of a word, two of a long one."""

_NUMBER = re.compile(r"[ivx]+|v?\d+(?:[a-z]|st|nd|rd|th)?")
_DEFINITIONS_READ = 20


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A paper whose title, or the long form of whose name, stands at word ``at`` of a text."""

    paper: Paper
    surface: str
    at: int


def whole_titles(key: str, papers: Sequence[Paper]) -> list[TitleMatch]:
    """Return the papers whose title, or what stands before its colon, is part of ``key``.

    ``key`` is the title key of the text. A title inside a longer one that is named as well, is
    part of that, and names nothing itself.
    """
    text = f" {key} "
    found: list[TitleMatch] = []
    for paper in papers:
        for title in (paper.title, paper.title.split(":")[0]):
            words = title_form(title)
            if len(words.split()) > 1 and f" {words} " in text:
                at = text[: text.index(f" {words} ")].count(" ")
                found.append(TitleMatch(paper, title, at))
                break
    keys = [f" {title_form(match.surface)} " for match in found]
    return [
        match
        for match, own in zip(found, keys, strict=True)
        if not any(own != other and own in other for other in keys)
    ]


def misspelt_titles(key: str, papers: Sequence[Paper]) -> list[TitleMatch]:
    """Return the papers whose title is part of ``key`` but for one or two misspelt words.

    Numbers and short words have to agree: they tell parts and versions apart.
    """
    text = key.split()
    known = set(text)
    found = []
    for paper in papers:
        for title in (paper.title, paper.title.split(":")[0]):
            words = title_form(title).split()
            if sum(word not in known for word in words) > _WRONG_WORDS:
                continue
            starts = range(len(text) - len(words) + 1) if len(words) >= _SHORTEST_MISSPELT else ()
            at = next((at for at in starts if _nearly(words, text[at : at + len(words)])), None)
            if at is not None:
                found.append(TitleMatch(paper, title, at))
                break
    return found


def partial_titles(key: str, papers: Sequence[Paper]) -> list[TitleMatch]:
    """Return the papers of whose title ``key`` holds four words in a row that no other paper has.

    ``papers`` are those that share most words with the text: a run of words that stands in one of
    their titles and in nothing else of them is taken for that paper's own.
    """
    text = key.split()
    found = []
    for paper, title in _sharing_a_part(text, papers):
        run, at = _longest_run(text, title)
        content = sum(word not in STOP_WORDS and word not in FRAME_WORDS for word in run)
        if len(run) < _SHORTEST_PART or content < _CONTENT_OF_PART:
            continue
        if _other_part(text, at + len(run), title, run):
            continue
        words = f" {' '.join(run)} "
        others = (text_form(f"{p.title} {p.text}") for p in papers if p.id != paper.id)
        if not any(words in f" {other} " for other in others):
            found.append(TitleMatch(paper, " ".join(run), at))
    return found


def short_heads(key: str, papers: Sequence[Paper]) -> list[TitleMatch]:
    """Return the papers whose title begins with words of ``key`` that no other paper has.

    Such a beginning has a small word inside and ends before another: "Secrets of RLHF" (in ...).
    """
    text = f" {key} "
    found = []
    for paper in papers:
        head = _head(title_form(paper.title).split())
        words = f" {' '.join(head)} "
        if not head or words not in text:
            continue
        others = (text_form(f"{p.title} {p.text}") for p in papers if p.id != paper.id)
        if not any(words in f" {other} " for other in others):
            at = text[: text.index(words)].count(" ")
            found.append(TitleMatch(paper, " ".join(head), at))
    return found


def _head(title: Sequence[str]) -> list[str]:
    ends = [at for at, word in enumerate(title) if word in STOP_WORDS]
    inside, end = [*ends, 0, 0][:2]
    return list(title[:end]) if 0 < inside < end - 1 else []


def other_parts(key: str, papers: Sequence[Paper]) -> list[str]:
    """Return what in ``key``, to its end, begins as a title but for a number: "Part II", "V3"."""
    text = key.split()
    found = []
    for _, title in _sharing_a_part(text, papers):
        run, at = _longest_run(text, title)
        if len(run) >= _SHORTEST_PART and _other_part(text, at + len(run), title, run):
            found.append(" ".join(text[at:]))
    return found


def _other_part(text: Sequence[str], after: int, title: Sequence[str], run: Sequence[str]) -> bool:
    """Tell whether after a ``run`` of words that both have, text and title differ in a number."""
    places = range(len(title) - len(run) + 1)
    place = next(at for at in places if list(title[at : at + len(run)]) == list(run))
    here = text[after] if after < len(text) else ""
    there = title[place + len(run)] if place + len(run) < len(title) else ""
    return bool(here and there and _NUMBER.fullmatch(here) and _NUMBER.fullmatch(there))


def long_forms(key: str, papers: Sequence[Paper]) -> list[TitleMatch]:
    """Return the papers that introduce a name whose long form stands in ``key``."""
    text = f" {key} "
    found = []
    for paper in papers[:_DEFINITIONS_READ]:
        for definition in definitions_in(paper.text):
            words = title_form(definition.long)
            if len(words.split()) > 2 and f" {words} " in text:
                users = [p for p in papers if f" {words} " in f" {text_form(p.text)} "]
                if [owner.id for owner in owners(definition.long, users)] == [paper.id]:
                    at = text[: text.index(f" {words} ")].count(" ")
                    found.append(TitleMatch(paper, definition.long, at))
    return found


def _nearly(words: Sequence[str], typed: Sequence[str]) -> bool:
    wrong = 0
    for word, other in zip(words, typed, strict=True):
        if word == other:
            continue
        wrong += 1
        limit = 2 if len(word) >= _LONG_WORD else 1
        spelled = min(len(word), len(other)) >= _SHORTEST_MISSPELT and other.isalpha()
        if wrong > _WRONG_WORDS or not spelled or OSA.distance(word, other) > limit:
            return False
    return True


def _sharing_a_part(
    text: Sequence[str], papers: Sequence[Paper]
) -> Iterable[tuple[Paper, list[str]]]:
    """Yield the papers whose title has a run of words that ``text`` has too, with its words."""
    parts = _parts(text)
    for paper in papers:
        title = title_form(paper.title).split()
        if not parts.isdisjoint(_parts(title)):
            yield paper, title


def _parts(words: Sequence[str]) -> set[tuple[str, ...]]:
    starts = range(len(words) - _SHORTEST_PART + 1)
    return {tuple(words[at : at + _SHORTEST_PART]) for at in starts}


def _longest_run(text: Sequence[str], title: Sequence[str]) -> tuple[list[str], int]:
    """Return the longest run of words that both have, and where it begins in ``text``."""
    best, best_at = 0, 0
    lengths = [0] * (len(title) + 1)
    for row, word in enumerate(text):
        previous = 0
        for column, other in enumerate(title, 1):
            kept = lengths[column]
            lengths[column] = previous + 1 if word == other else 0
            if lengths[column] > best:
                best, best_at = lengths[column], row - lengths[column] + 1
            previous = kept
    return list(text[best_at : best_at + best]), best_at
