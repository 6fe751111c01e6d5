"""Questions of a few words that go on with one for the catalogue: "and 2023?", "the fewest?"."""

from __future__ import annotations

import re
from itertools import takewhile

from paperchat.answering.elliptic import standing
from paperchat.answering.periods import PERIOD
from paperchat.types import Answer, Conversation

_LOOKED_BACK = 3
"""Answers after which a list is no longer what is spoken of."""

_ON = r"\W*(?:(?:and|or|but|ok|okay|so|now|what about|how about|those|the ones|papers)\W+)*"
_WHEN = r"(?:from|in|of|since|after|before|until|during|by)"
_OF_ANOTHER = re.compile(rf"{_ON}(?P<period>(?:(?:{_WHEN})\s+)?{PERIOD})\W*", re.IGNORECASE)
_EARLIER = re.compile(rf"(?:\b{_WHEN}\s+)?(?P<when>{PERIOD})", re.IGNORECASE)
_AUTHORS = re.compile(r"\bauthors?\b", re.IGNORECASE)
_MOST = re.compile(
    rf"{_ON}(?:(?:which|what|who)\s+(?:(?:other\s+)?(?:one|paper|of (?:them|these|those))\s+)?"
    r"(?:has|have|had)\s+)?(?:the\s+)?(?P<most>most|fewest|least)"
    r"(?:\s+(?:of (?:them|all|these|those)|overall|in (?:the|this|my) library))?\W*",
    re.IGNORECASE,
)

_BARE_EXTREME = re.compile(
    rf"{_ON}(?:(?:which|what)(?:\s+one)?(?:\s+(?:is|was|are|were))?\s+)?(?:the\s+)?"
    r"(?P<extreme>newest|oldest|latest|earliest|most recent)(?:\s+one)?\W*",
    re.IGNORECASE,
)
_LIST_THEM = re.compile(
    rf"{_ON}which(?:\s+(?:ones?|papers|surveys))?\W*|"
    rf"{_ON}(?:please\s+|(?:can|could) you\s+)*(?:(?:list|show|name|give|enumerate|see|display)"
    r"(?:\s+(?:me|us))?|which(?:\s+(?:ones|papers|surveys))?\s+are|what\s+are)"
    r"(?:\s+all(?:\s+of)?)?\s+(?:them|these|those|they)(?:\s+all)?"
    r"(?:,?\s+(?:with|and|including)\s+(?:all\s+)?(?:their|the)\s+"
    r"(?:(?:publication\s+)?(?:years?|dates?)|titles?|names|numbers?\s+of\s+authors)"
    r"(?:\s+(?:of\s+publication|too|as well))?)*"
    r"(?:,?\s+(?P<order>by\s+(?:date|title)|(?:newest|oldest|latest)\s+first))?(?:,?\s+please)?\W*",
    re.IGNORECASE,
)
"""Asks for what was counted, or once more for what was listed: a list tells titles and dates."""
_COUNTED = re.compile(r"\bhow many(?: of the)?\b", re.IGNORECASE)
_ON_RECORDS = ("list", "facts")


def of_the_list(question: str, conversation: Conversation) -> str:
    """Let "which is the newest?" and "list them" after a list mean it; any other question stays."""
    again, asked = _LIST_THEM.fullmatch(question), _BARE_EXTREME.fullmatch(question)
    if again is None and asked is None:
        return question
    answers = [turn.answer for turn in reversed(conversation.turns[-_LOOKED_BACK:])]
    on_records = takewhile(lambda answer: answer.kind in _ON_RECORDS, answers)
    if again is not None:
        earlier = (standing(one) for one in on_records)
        named = next((text for text in earlier if "“" not in text), None)  # Of a set, not of some.
        listed = _COUNTED.sub("which", named or "").rstrip(" ?.!")
        order = f" sorted {again['order']}" if again["order"] else ""
        return f"{listed}{order}?" if named else question
    several = any(len({cited.paper_id for cited in one.citations}) > 1 for one in on_records)
    if asked is None or not several:
        return question
    return f"Which of them is the {asked['extreme'].lower()}?"


def of_another_period(question: str, last: Answer) -> str | None:
    """Ask the last question of another time; None if it named none, or ``question`` is more."""
    earlier = standing(last)
    asked, named = _OF_ANOTHER.fullmatch(question), list(_EARLIER.finditer(earlier))
    if asked is None or len(named) != 1 or last.kind not in _ON_RECORDS:
        return None
    period = asked["period"]
    own_word = re.match(rf"{_WHEN}\s", period, re.IGNORECASE)
    start, end = named[0].span() if own_word else named[0].span("when")
    return f"{earlier[:start]}{period}{earlier[end:]}"


def with_most_authors(question: str, last: Answer) -> str | None:
    """Spell out "which has the most?" after a question on authors; None if it is no such."""
    asked = _MOST.fullmatch(question)
    if asked is None or last.kind != "facts" or not _AUTHORS.search(standing(last)):
        return None
    return f"Which paper has the {'most' if asked['most'].lower() == 'most' else 'fewest'} authors?"
