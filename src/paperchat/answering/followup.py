"""Follow-ups: what "it", "the second one" and "shorter" mean after what was said before.

A question that leans on the conversation is rewritten so that it stands alone, or is read as an
order about the last answer. Everything else stands as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from paperchat.answering.question import read_question
from paperchat.types import Answer, Conversation

Order = Literal["shorter", "longer", "results", "quote", "why"]

_ORDER_WORDS: tuple[tuple[Order, str], ...] = (
    ("shorter", r"(?:make (?:it|that) |a bit |much |say (?:it|that) )?"
                r"(?:shorter|briefer|more briefly|in brief|in short|in one sentence)"
                r"(?: please)?|shorten (?:it|that)|tl;?dr|"
                r"(?:summari[sz]e|say) (?:it|that) in one sentence"),
    ("longer", r"(?:give me |tell me |in |some |a bit )*"
               r"more (?:detail(?:s|ed)?|about (?:it|that|this))(?: please)?|"
               r"more|longer|elaborate|go on|(?:explain|say) more|in (?:more )?detail"),
    ("results", r"(?:show |give |tell )?(?:me )?(?:only|just) (?:the )?results?(?: please)?|"
                r"(?:what (?:are|were) )?the results"),
    ("quote", r"(?:show|give) (?:me )?(?:the |its |that |exact )*"
              r"(?:quotes?|sources?|passages?|evidence)|(?:quote|cite) (?:it|that)|"
              r"where does (?:it|that|the paper) say (?:that|so|this)"),
    ("why", r"why (?:this|that|these|those) (?:papers?|ones?|answer)|"
            r"why did you (?:pick|choose|cite|take|show) (?:this|that|these|it|them).*|"
            r"why (?:it|them|this|that)"),
)  # fmt: skip
_POLITE = r"\W*(?:please |and |now |ok,? |can you |could you )*"
_ORDERS = tuple(
    (order, re.compile(rf"{_POLITE}(?:{words})\W*", re.IGNORECASE)) for order, words in _ORDER_WORDS
)

_NOUN = (
    r"(?:papers?|methods?|approach(?:es)?|models?|surveys?|reviews?|works?|stud(?:y|ies)|"
    r"systems?|frameworks?|ones?|techniques?|algorithms?|reports?|articles?|abstracts?)"
)
_ORDINALS = {
    "first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "latter": -1, "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "last": -1,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"\b(?:the\s+)(?P<which>{'|'.join(_ORDINALS)})(?:\s+(?:mentioned\s+)?{_NOUN})?\b(?!\s+\w+ly\b)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"\b{_NOUN}\s+(?:no\.?\s*|number\s+|#)?(?P<number>[1-9])\b", re.IGNORECASE)
_MANY = re.compile(
    rf"\b(?:they|them|their|both|these(?:\s+(?:two|three|four))?(?:\s+{_NOUN})?|"
    rf"those(?:\s+(?:two|three))?(?:\s+{_NOUN})?|the\s+two(?:\s+{_NOUN})?)\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"\b(?P<owner>its)\b|\b(?:this|that|the\s+same)\s+{_NOUN}\b|\bthe\s+(?:paper|authors)\b|"
    r"\bit\b(?!\s+(?:is|was|seems|appears)\s+(?:that|possible|true|clear|important|known))|"
    r"\b(?:this|that)\b(?=\s*[?.!]*$)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\s+([\w-]+(?:\s+[\w-]+){0,3}?(?=\s*(?:[?.!,;]|$))|[\w-]+)")
"""What belongs to "its": up to four words if the clause ends there, otherwise one."""

_LEANING = re.compile(
    r"^\W*(?:ok(?:ay)?\W+)?(?:and|but|also|what about|how about)\b", re.IGNORECASE
)
_LEAN_WORDS = 6
"""A question this short that begins with "and" or "what about" goes on about the same paper."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question in its place in the conversation.

    ``text`` stands alone; ``rewritten`` says whether it differs from what was asked. ``focus`` are
    the ids of the papers it is about by reference, ``order`` what to do with the ``last`` answer.
    """

    text: str
    rewritten: bool = False
    focus: tuple[str, ...] = ()
    order: Order | None = None
    last: Answer | None = None


def resolve(question: str, conversation: Conversation, *, names_papers: bool) -> FollowUp:
    """Resolve references of ``question`` to earlier turns.

    ``names_papers`` tells whether the question itself names papers: then only ordinals and
    pronouns beside those names are resolved, never a question as a whole.
    """
    last = _last_useful(conversation)
    if last is None:
        return FollowUp(question)
    for order, pattern in _ORDERS:
        if pattern.fullmatch(question) and last.citations:
            return FollowUp(question, focus=_cited(last), order=order, last=last)
    cited = _cited(last) or tuple(item.paper_id for item in last.nearest)
    titles = {citation.paper_id: citation.title for citation in last.citations}
    titles |= {paper.paper_id: paper.title for paper in last.nearest}
    return _replaced(question, cited, titles, names_papers=names_papers)


def _replaced(
    question: str, cited: Sequence[str], titles: dict[str, str], *, names_papers: bool
) -> FollowUp:
    if not cited:
        return FollowUp(question)
    for pattern in (_ORDINAL, _NUMBERED):
        match = pattern.search(question)
        if match:
            place = _place(match)
            if -len(cited) <= place < len(cited):
                return _about(question, match, [cited[place]], titles)
    match = _MANY.search(question)
    if match and len(cited) > 1 and not _stands_inside(question, match):
        return _about(question, match, list(cited), titles)
    match = _ONE.search(question)
    if match and not _stands_inside(question, match):
        return _about(question, match, [cited[0]], titles)
    leaning = _LEANING.search(question) and len(question.split()) <= _LEAN_WORDS
    if leaning and not names_papers:
        text = f"{question.rstrip(' ?.!')} of “{titles[cited[0]]}”?"
        return FollowUp(text, rewritten=True, focus=(cited[0],))
    return FollowUp(question)


def _stands_inside(question: str, match: re.Match[str]) -> bool:
    """Tell whether a pronoun stands for something in the question itself ("LLMs and their risks").

    In a comparison it does not: "compare RPS with it" has one side in the conversation.
    """
    if len(match[0].split()) > 1:
        return False
    read = read_question(question[: match.start()])
    return bool(read.subject) and read_question(question).kind != "comparison"


def _about(
    question: str, match: re.Match[str], papers: list[str], titles: dict[str, str]
) -> FollowUp:
    names = " and ".join(f"“{titles[paper_id]}”" for paper_id in papers)
    before, after = question[: match.start()], question[match.end() :]
    owned = _OWNED.match(after) if match[0].lower() in ("its", "their") else None
    if owned:
        text = f"{before}the {owned[1]} of {names}{after[owned.end() :]}"
    else:
        text = f"{before}{names}{after}"
    return FollowUp(text, rewritten=True, focus=tuple(papers))


def _place(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("number"):
        return int(groups["number"]) - 1
    return _ORDINALS[groups["which"].lower()]


def _cited(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.paper_id for item in answer.citations))


def _last_useful(conversation: Conversation) -> Answer | None:
    """Return the newest answer that speaks of papers; small talk and bare refusals do not."""
    for turn in reversed(conversation.turns):
        if turn.answer.citations:
            return turn.answer
    for turn in reversed(conversation.turns):
        if turn.answer.nearest:
            return turn.answer
    return None
