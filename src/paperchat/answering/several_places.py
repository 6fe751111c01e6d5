"""Several papers of a list at once: "compare the first two", "the first and the third"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from paperchat.answering.ordinals import NOUN, ORDINAL, ORDINALS, place_of

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5}
_JOINED = r"\s+(?:and|or|with|to|versus|vs\.?|against)\s+"
_RUN = re.compile(
    rf"\b(?:the\s+)?(?P<edge>first|top|last)\s+(?P<number>{'|'.join(_NUMBERS)})"
    rf"(?:\s+{NOUN})?(?=\W*$|[,;]|\s+(?:and|on|in|by|with|for|do|does|did|is|are|say|have|agree)\b)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    rf"\b(?:the\s+)?(?P<one>{'|'.join(ORDINALS)})(?:\s+{NOUN})?{_JOINED}(?:the\s+)?"
    rf"(?P<two>{'|'.join(ORDINALS)})(?:\s+{NOUN}|(?=\W*$|\W*\b(?:in|on|by|with|for|do|are)\b))",
    re.IGNORECASE,
)
_NUMBERED_PAIR = re.compile(
    rf"\b(?:{NOUN}|numbers?|nos?\.?|#)\s*(?P<one>[1-9]){_JOINED}(?:{NOUN}\s+|#)?(?P<two>[1-9])\b",
    re.IGNORECASE,
)


class Reference(NamedTuple):
    """``question[start:end]`` stands for ``papers``, by their ids."""

    start: int
    end: int
    papers: tuple[str, ...]


def several_placed(question: str, lists: Sequence[Sequence[str]]) -> list[Reference]:
    """Return what in ``question`` points at two or more papers of one list; none if less does.

    ``lists`` are the papers shown, newest first: the newest that is long enough is meant.
    """
    spans = _places_in(question)
    places = [place for _, _, own in spans for place in own]
    if len(places) < 2:
        return []
    shown = next((own for own in lists if _tells_apart(own, places)), None)
    if shown is None:
        return []
    return [
        Reference(start, end, tuple(shown[place] for place in own)) for start, end, own in spans
    ]


def _tells_apart(shown: Sequence[str], places: Sequence[int]) -> bool:
    inside = all(-len(shown) <= place < len(shown) for place in places)
    return inside and len({shown[place] for place in places}) > 1


def _places_in(question: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return the spans that point at places of a list, and the places."""
    if match := _RUN.search(question):
        number = _NUMBERS[match["number"].lower()]
        first = -number if match["edge"].lower() == "last" else 0
        return [(match.start(), match.end(), tuple(range(first, first + number)))]
    if match := _PAIR.search(question):
        pair = ORDINALS[match["one"].lower()], ORDINALS[match["two"].lower()]
        return [(match.start(), match.end(), pair)]
    if match := _NUMBERED_PAIR.search(question):
        return [(match.start(), match.end(), (int(match["one"]) - 1, int(match["two"]) - 1))]
    found = ORDINAL.finditer(question)
    return [(match.start(), match.end(), (place_of(match),)) for match in found]
