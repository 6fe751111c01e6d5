"""Numbers in words: "two", "ninety-nine", "three hundred and five", "a million", "twofold"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


def _words(listed: str) -> list[str]:
    return listed.split()


SMALL = {
    word: float(value)
    for value, word in enumerate(
        _words(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen"
        )
    )
}
TENS = {
    word: 10.0 * value
    for value, word in enumerate(
        _words("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
DOZEN = {"dozen": 12.0}

_WORD = "|".join(sorted([*SMALL, *TENS, *SCALES, *DOZEN], key=len, reverse=True))
_RUN = re.compile(
    rf"\b(?<!several\s)(?<!few\s)(?<!many\s)(?:an?\s(?=(?:hundred|thousand|million|billion|trillion|dozen)\b))?(?:{_WORD})\b"
    rf"(?:(?:[\s-]|\sand\s)(?:{_WORD})\b){{0,12}}(?!-shot)",
    re.IGNORECASE,
)
_ITEM = re.compile(_WORD, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words: ``text[start:end]`` is worth ``value``."""

    value: float
    start: int
    end: int


def word_numbers(text: str) -> Iterator[WordNumber]:
    """Yield the numbers that ``text`` has in words, in order.

    "One" and "zero" alone are left out: "one of them" and "zero-shot" count nothing.
    """
    for run in _RUN.finditer(text):
        start, total, group, last = run.start(), 0.0, 0.0, ""
        end = run.start()
        for item in _ITEM.finditer(run[0]):
            word = item[0].lower()
            if last and not _goes_on(last, word):
                yield from _told(total + group, start, end, last)
                start, total, group = run.start() + item.start(), 0.0, 0.0
            total, group = _added(total, group, word)
            last, end = word, run.start() + item.end()
        yield from _told(total + group, start, end, last)


def _told(value: float, start: int, end: int, last: str) -> Iterator[WordNumber]:
    if value > 1 or last in SCALES:
        yield WordNumber(value, start, end)


def _goes_on(last: str, word: str) -> bool:
    """Tell whether ``word`` belongs to the number that ``last`` is part of."""
    if word in SCALES or word in DOZEN:
        return True
    if last in TENS:
        return word in SMALL and 1 <= SMALL[word] <= 9
    return last in SCALES


def _added(total: float, group: float, word: str) -> tuple[float, float]:
    if word in SMALL or word in TENS:
        return total, group + SMALL.get(word, 0.0) + TENS.get(word, 0.0)
    if word == "hundred" or word in DOZEN:
        return total, (group or 1.0) * (SCALES | DOZEN)[word]
    return total + (group or 1.0) * SCALES[word], 0.0
