"""Which sentence of a paper says outright that the paper does without a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from paperchat.answering.earlier_work import speaks_of_earlier_work
from paperchat.answering.negation import USE, Stems, naming
from paperchat.answering.roles import roles
from paperchat.types import Sentence

DENIES = (
    "no", "without", "free", "avoid", "eliminate", "bypass", "lack", "need", "require", "instead",
)  # fmt: skip
"""Words of which most sentences that deny a thing hold one."""

_OTHER_THING = (
    r"(?:but|while|whereas|although|yet|until|unless|which|that|when|because|during|at|in|after|"
    r"before|by|through|via|than|from|between|as|since|if|where|only|just|merely|more|less|fewer)"
)
"""Where one of these follows, what comes next is not what is denied."""

_GAP = rf"(?:[\s-]+(?!{_OTHER_THING}\b)[\w-]+){{0,4}}?[\s-]+"
_OF_IT = (
    r"(?!\w*\s+(?:data\w*|sets?|examples?|samples?|corpus|corpora|labels?|pairs?|signals?|time|"
    r"objectives?|loss(?:es)?)\b)"
)
"""Without training data one may train all the same."""
_ENDS = (
    r"\w*(?=\W*$|[^\w\s]|\s+(?:an?|the|any|and|or|nor|of|for|to|on|in|with|at|by|from|during|"
    r"when|while|but|is|are|was|were|that|which|as|its?|their|this|these|after|before|beyond|"
    r"whatsoever|altogether|entirely|at all)\b)"
)
"""What "no" denies is the last of its words: who has no training costs may train."""
_NONE = (
    r"(?:\b(?:no(?! (?:matter|doubt))|neither|nor|free (?:of|from)|lack(?:s|ing)|avoid\w*|"
    r"eliminat\w+|bypass\w*|skip\w*|dispens\w+|obviat\w+|forgo\w*|sidestep\w*|circumvent\w*|non)\b)"
)
_NOT_DONE = r"\b(?:without|instead of|rather than)\b"
_NOT = r"(?:\b(?:not|cannot)|n[’']t)"
_NEEDED = re.compile(
    r"(?:\b(?:cannot|can not|not|never|impossible|unable|hard|difficult|fails?|degrad\w*|drops?|"
    r"worse|whether|unclear|collapses?)\b|n[’']t\b)[^,;]*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]")
_DOES = r"(?:us|requir|need|perform|appl|employ|collect|involv|demand)(?:e|es|s|ed|ing|ies|ied)?"


class Grade(IntEnum):
    """How well a paper answers that does without a thing, the better ones first."""

    OUTRIGHT = 0
    DOES_ELSEWHERE = 1
    OF_OTHERS = 2


@dataclass(frozen=True, slots=True)
class Denial:
    """The place of the sentence of a paper that says best that a thing is absent, and how well."""

    place: int
    grade: Grade


class Absence:
    """Judges sentences by whether they say that one of some things, told by stems, is absent."""

    def __init__(self, denied: Sequence[Stems]) -> None:
        thing = naming(denied)
        self._says = re.compile(
            rf"{_NONE}{_GAP}(?:{thing}){_OF_IT}{_ENDS}|{_NOT_DONE}{_GAP}(?:{thing}){_OF_IT}|"
            rf"{_NOT}\s+(?:\w+ly\s+)?{USE}(?:d|s|ed)?{_GAP}(?:{thing}){_OF_IT}{_ENDS}|"
            rf"{_NOT}\s+(?:\w+ly\s+)?(?:{thing}){_OF_IT}|"
            rf"(?:{thing})\w*[-‐‑ ]free\b(?! (?:of|from)\b)|\b(?:un|non-?)(?:{thing})",
            re.IGNORECASE,
        )
        self._does = re.compile(
            rf"(?<![-‐‑\w])(?:{thing})\w*?(?:s|es|ed)\b(?! by (?:prior|previous))|"
            rf"\b{_DOES}(?:\s+[\w-]+){{0,2}}?\s+(?:{thing})",
            re.IGNORECASE,
        )

    def grade(self, text: str) -> Grade | None:
        """Return how well a sentence alone answers; None if it does not say that."""
        grades = [self._grade_at(text, found.start()) for found in self._says.finditer(text)]
        return min((grade for grade in grades if grade is not None), default=None)

    def best(self, sentences: Sequence[Sentence]) -> Denial | None:
        """Return which of a paper's sentences, in order, says it best; None if none does."""
        grades = {
            at: grade
            for at, one in enumerate(sentences)
            if (grade := self.grade(one.text)) is not None
        }
        if not grades:
            return None
        for at, role in enumerate(roles(sentences)):
            if at in grades and role == "problem":  # It tells how things stood before the paper.
                grades[at] = Grade.OF_OTHERS
        place = min(grades, key=lambda at: (grades[at], at))
        rest = [one.text for at, one in enumerate(sentences) if at not in grades]
        if grades[place] is Grade.OUTRIGHT and any(map(self._is_done_in, rest)):
            return Denial(place, Grade.DOES_ELSEWHERE)
        return Denial(place, grades[place])

    def _grade_at(self, text: str, start: int) -> Grade | None:
        clause = _CLAUSE.split(text[:start])[-1]
        if _NEEDED.search(clause):
            return None  # "It cannot work without training."
        return Grade.OF_OTHERS if speaks_of_earlier_work(clause) else Grade.OUTRIGHT

    def _is_done_in(self, text: str) -> bool:
        return bool(self._does.search(text)) and not speaks_of_earlier_work(text)
