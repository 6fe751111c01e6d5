"""Which lines of a page are titles and which are abstracts.

A page gives no marks: a title line is followed by an abstract line, mostly by a line of facts
("4 authors"), and sometimes directly by the next title. Neither length nor punctuation alone
decides (titles end in "?", hold colons and quotes; an abstract may be one short sentence, or lack
its full stop), so each line gets a probability of being prose, each neighbourhood of two lines
a cost, and the labelling of least total cost is taken (Viterbi's algorithm). The costs are natural
logarithms of odds, set by hand from how such pages are built, not from any one page.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Label = Literal["title", "abstract", "other"]
Facts = Literal["none", "some", "authors"]
"""What stands between a line and the next: nothing, facts, or facts with a number of authors."""

_LABELS: tuple[Label, ...] = ("title", "abstract", "other")
_FACTS: tuple[Facts, ...] = ("none", "some", "authors")

# Cost of one label following another: with nothing between them, some facts, an author line.
_AFTER: dict[tuple[Label, Label], tuple[float, float, float]] = {
    ("title", "abstract"): (0.0, 1.5, 2.0),
    ("title", "title"): (4.0, 3.0, 1.5),  # a title without an abstract
    ("title", "other"): (3.5, 3.0, 1.5),
    ("abstract", "abstract"): (3.0, 5.0, 5.0),  # a second paragraph
    ("abstract", "title"): (1.5, 0.0, 0.0),
    ("abstract", "other"): (0.5, 0.0, 0.0),
    ("other", "title"): (0.0, 0.0, 0.0),
    ("other", "abstract"): (4.0, 4.0, 4.0),  # an abstract without a title
    ("other", "other"): (0.0, 0.0, 0.0),
}
_FIRST = {"title": 0.0, "abstract": 4.0, "other": 0.0}
# Cost of a label on the last line, by what follows it.
_LAST = {"title": (3.0, 3.0, 1.5), "abstract": (0.0, 0.0, 0.0), "other": (0.0, 0.0, 0.0)}
_OTHER_COST = 1.5
_OTHER_LENGTH = 50  # furniture is short
# The most that the form of a line can say. A line too long for any title says more, else the
# neighbourhood can overrule it.
_LONG_LINE_ODDS = 6.0
_FORM_ODDS = 4.0

_SURE_LENGTH = 400
_FULL_STOP = re.compile(r"[.。](?:[\"”’')\]]|\s)*$")
_BREAK = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“(\[]?[A-Z0-9\\$])|。")
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:[A-Za-z]|vs|al|cf|e\.g|i\.e|Fig|No|Dr|Mr|St|Vol|Eq)$")
_TELLING = re.compile(
    r"\b(?:[Ww]e|our|[Tt]his (?:paper|work|study|article|report|survey)|is|are|was|were|has|have"
    r"|been|it|they|these|which|can|show|shows)\b"
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class LayoutLine:
    """A line of text on the page and what follows it before the next line of text."""

    text: str
    facts_after: Facts


def labels(lines: list[LayoutLine]) -> list[Label]:
    """Return the label of each line, all together of least cost."""
    if not lines:
        return []
    costs = {label: _FIRST[label] + _own_cost(lines[0].text, label) for label in _LABELS}
    steps: list[dict[Label, Label]] = []
    for previous, line in pairwise(lines):
        between = _FACTS.index(previous.facts_after)
        step: dict[Label, Label] = {}
        reached: dict[Label, float] = {}
        for label in _LABELS:
            ways = {before: costs[before] + _AFTER[before, label][between] for before in _LABELS}
            step[label] = min(_LABELS, key=ways.__getitem__)
            reached[label] = ways[step[label]] + _own_cost(line.text, label)
        costs = reached
        steps.append(step)
    end = _FACTS.index(lines[-1].facts_after)
    last = min(_LABELS, key=lambda label: costs[label] + _LAST[label][end])
    path = [last]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return path[::-1]


def prose_odds(text: str) -> float:
    """Return the log-odds that a line is the prose of an abstract rather than a title."""
    if len(text) >= _SURE_LENGTH:
        return _LONG_LINE_ODDS
    words = _LONG_WORD.findall(text)
    capitalised = sum(word[0].isupper() for word in words) / len(words) if words else 0.5
    breaks = sum(not _ABBREVIATION.search(text[: match.start()]) for match in _BREAK.finditer(text))
    odds = -1.5 + len(text) / 150 - 2.0 * capitalised + 1.5 * min(breaks, 2)
    odds += 2.0 * bool(_FULL_STOP.search(text)) + 1.5 * bool(_TELLING.search(text))
    odds -= 1.0 * (text.endswith("?") and not breaks)
    return max(-_FORM_ODDS, min(_FORM_ODDS, 1.5 * odds))


def _own_cost(text: str, label: Label) -> float:
    odds = prose_odds(text)
    if label == "abstract":
        return math.log1p(math.exp(-odds))
    furniture = _OTHER_COST + len(text) / _OTHER_LENGTH if label == "other" else 0.0
    return math.log1p(math.exp(odds)) + furniture
