"""Labels in a written sentence: "[1]", "[1, 3]", "[2-4]", "【1】".

What stands in brackets is read as labels where it names one that was issued. Numbers that name
none are labels never issued, unless they are plainly something else: a year, the bounds of an
interval, an index of a formula. A bracket behind a backslash is the paper's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_OPEN, _CLOSE = r"[\[［【〔]", r"[\]］】〕]"
_JOIN = r"\s{0,3}(?:[,;،、，；&+]|[-–—‑−]|\band\b|\bto\b)\s{0,3}"
_ITEM = r"(?:\^|#|(?:source|passage|evidence|ref|label|quote)s?\.?\s{0,2}#?)?\d{1,6}"
_BRACKET = re.compile(
    rf"(?<!\\){_OPEN}\s{{0,3}}(?P<items>{_ITEM}(?:{_JOIN}{_ITEM}){{0,60}})\s{{0,3}}"
    rf"(?:†[^\[\]【】\n]{{0,80}})?{_CLOSE}(?P<address>\([^()\s]{{0,300}}\))?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?P<low>\d+)\s*(?:[-–—‑−]|\bto\b)\s*\D{0,10}(?P<high>\d+)|(?P<one>\d+)")
_OWN = re.compile(r"\\([\[\]])")
_FORMULA_BEFORE = re.compile(
    r"(?:(?:[=∈<>≤≥±×*/^_{$\\]|\b(?:intervals?|ranges?|between|within)(?:\s(?:of|from))?|\bin)\s?"
    r"|(?<!\w)[A-Za-z])$",
    re.IGNORECASE,
)
_FORMULA_AFTER = re.compile(r"^\s?[\^_=∈<>≤≥×*/$}]|^\[")
_EMPTY_ASIDE = re.compile(r"\s?\(\s*(?:see|cf\.?|from|source:?)?\s*\)", re.IGNORECASE)
_SPACE_BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?…。，；：！？)\]](?:\s|$|[)\]\"'”’]))")
_SPACES = re.compile(r"[ \t]{2,}")
_CONTEXT = 40
_WIDEST = 40
"""Labels of one range; a wider one is taken for its two ends."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text without the labels written in it.

    ``labels`` were issued, ``unknown`` never were; both in the order of writing, each once.
    """

    text: str
    labels: tuple[int, ...]
    unknown: tuple[int, ...]

    @property
    def written(self) -> tuple[int, ...]:
        """All labels, those never issued last."""
        return self.labels + self.unknown


def read_labels(text: str, issued: Collection[int]) -> LabelledText:
    """Take the labels out of ``text``; brackets of the paper's own keep their backslashes."""
    numbers: list[int] = []
    kept: list[str] = []
    place = 0
    for match in _BRACKET.finditer(text):
        found = _numbers(match["items"])
        if not _are_labels(found, issued, text, match):
            continue
        numbers += found
        end = match.end()
        kept.append(text[place : match.start()])
        place = end
    kept.append(text[place:])
    known = tuple(dict.fromkeys(number for number in numbers if number in issued))
    unknown = tuple(dict.fromkeys(number for number in numbers if number not in issued))
    return LabelledText(_closed_up(kept) if numbers else text.strip(), known, unknown)


def without_escapes(text: str) -> str:
    """Return ``text`` with the paper's own brackets as the paper has them."""
    return _OWN.sub(r"\1", text)


def _numbers(items: str) -> list[int]:
    found: list[int] = []
    for match in _RANGE.finditer(items):
        if match["one"]:
            found.append(int(match["one"]))
            continue
        low, high = int(match["low"]), int(match["high"])
        wide = not low < high <= low + _WIDEST
        found += [low, high] if wide else range(low, high + 1)
    return found


def _are_labels(
    numbers: list[int], issued: Collection[int], text: str, match: re.Match[str]
) -> bool:
    """Tell labels from intervals, years and indices."""
    known = [number in issued for number in numbers]
    if all(known):
        return True
    before = text[max(0, match.start() - _CONTEXT) : match.start()]
    after = text[match.end() : match.end() + 2]
    if _FORMULA_BEFORE.search(before) or _FORMULA_AFTER.search(after):
        return False
    if any(known):
        return 0 not in numbers
    if numbers[0] == 0 and len(numbers) > 1:
        return False  # an interval
    return not all(1900 <= number <= 2099 for number in numbers)


def _closed_up(pieces: list[str]) -> str:
    """Join what stood around labels, without the gaps they leave."""
    joined = pieces[0]
    for piece in pieces[1:]:
        gap = " " if joined[-1:].strip() and piece[:1].isalnum() else ""
        joined = (
            joined.rstrip(" \t") + gap + piece
            if not piece[:1].isspace()
            else (joined.rstrip(" \t") + piece)
        )
    joined = _EMPTY_ASIDE.sub("", joined)
    return _SPACES.sub(" ", _SPACE_BEFORE_STOP.sub("", joined)).strip()
