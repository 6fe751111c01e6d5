"""Follow-ups: what "it", "the second one" and "shorter" mean after what was said before.

A question that leans on the conversation is rewritten so that it stands alone, or is read as an
order about the last answer. Everything else stands as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.answering.order_words import Order, read_order
from paperchat.answering.ordinals import AGAINST, NOUN, NUMBERED, ORDINAL, ORDINALS, place_of
from paperchat.answering.pronouns import has_antecedent
from paperchat.answering.question import read_question
from paperchat.types import Answer, Conversation

_MANY = re.compile(
    rf"\b(?:they|them|their|both|these(?:\s+(?:two|three|four))?(?:\s+{NOUN})?|"
    rf"those(?:\s+(?:two|three))?(?:\s+{NOUN})?|the\s+two(?:\s+{NOUN})?"
    # "The two papers about X" are described, not pointed at.
    r"(?!\s+(?:(?:papers|surveys|studies|methods|works|models|ones)\s+)?(?:about|on|that|which|from|by|"
    r"of|for|with|where)\b))\b|"
    r"\bwhich\s+one\b(?!\s+of\b)",
    re.IGNORECASE,
)
_ONE = re.compile(
    rf"\b(?P<owner>its)\b|\b(?:this|that|the\s+same)\s+{NOUN}\b|"
    r"\bthe\s+(?:paper|authors|survey|review)\b"
    r"(?!\s+(?:on|about|by|of|for|that|which|called|titled|named|from|in|[“\"‘']))|"
    r"\bit\b(?!\s+(?:is|was|seems|appears)\s+(?:that|possible|true|clear|important|known))"
    r"(?!\s+(?:that|possible|true|known|the\s+case|safe|legal)\b)|"
    r"\b(?:this|that)\b(?=\s*[?.!]*$)",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\s+([\w-]+(?:\s+[\w-]+){0,3}?(?=\s*(?:[?.!,;]|$))|[\w-]+)")
"""What belongs to "its": up to four words if the clause ends there, otherwise one."""

_OTHER = re.compile(
    rf"\bthe\s+other(?:\s+one)?(?:\s+of\s+(?:the|these|those)\s+two)?(?:\s+{NOUN})?(?=\W|$)"
    r"(?!\s+(?!see|say|do|use|have|report|was|is|does|need|find|test|claim|show|and|propose)[a-z])",
    re.IGNORECASE,
)
_THEY = re.compile(r"they|them|their", re.IGNORECASE)
_CHOICE = re.compile(
    rf"\bwhich(?:\s+one)?\s+of\s+the\s+two(?:\s+{NOUN})?\b|\bwhich\s+one\b(?!\s+of\b)",
    re.IGNORECASE,
)
_ON_RECORD = re.compile(
    r"\b(?:newer|newest|older|oldest|latest|earlier|earliest|recent|authors?|published|code|years?|"
    r"dates?|links?)\b",
    re.IGNORECASE,
)
_SURVEY = re.compile(r"\b(?:survey|review)s?\b", re.IGNORECASE)
_LEANING = re.compile(
    r"^\W*(?:ok(?:ay)?\W+)?(?:and|but|also|what about|how about)\b", re.IGNORECASE
)
_REFUSED_SINCE = 2
"""Refusals after which "shorter" and the like still mean the answer before them."""

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
    leaning: bool = False
    """Nothing but "and" or "what about" says that it goes on."""


@dataclass(frozen=True, slots=True)
class _Focus:
    """Ids of the papers spoken of: in the last useful answer, shown last, and lately two or more.

    ``listed`` has the papers shown in each turn, newest first, also those beside a refusal: an
    ordinal counts the newest that are so many.
    """

    cited: tuple[str, ...]
    listed: tuple[tuple[str, ...], ...]
    both: tuple[str, ...]
    titles: dict[str, str]


def resolve(question: str, conversation: Conversation, *, names_papers: bool) -> FollowUp:
    """Resolve references of ``question`` to earlier turns.

    ``names_papers`` tells whether the question itself names papers: then only ordinals and
    pronouns beside those names are resolved, never a question as a whole.
    """
    last = _last_useful(conversation)
    if last is None:
        return FollowUp(question)
    order = read_order(question)
    quoted = _last_quoted(conversation)
    if order is not None and quoted is not None:
        return FollowUp(question, focus=_cited(quoted), order=order, last=quoted)
    titles = {
        paper_id: title for turn in conversation.turns for paper_id, title in _shown(turn.answer)
    }
    cited = _cited(last) or tuple(item.paper_id for item in last.nearest)
    listed = [tuple(dict(_shown(turn.answer))) for turn in reversed(conversation.turns)]
    both = cited if len(cited) > 1 else _lately(conversation)
    focus = _Focus(cited, tuple(listed), both, titles)
    rivals = _rivals(question, focus)
    if rivals:
        names = " and ".join(f"“{titles[key]}”" for key in rivals)
        return FollowUp(f"Compare {names}", rewritten=True, focus=rivals)
    return _replaced(question, focus, names_papers=names_papers)


def _replaced(question: str, focus: _Focus, *, names_papers: bool) -> FollowUp:
    cited, titles = focus.cited, focus.titles
    if not cited:
        return FollowUp(question)
    placed = _by_place(question, focus)
    if placed is not None:
        return _about(question, *placed, titles)
    match = _MANY.search(question)
    several = len(cited) > 1 or (match and not _THEY.fullmatch(match[0]))
    if match and several and len(focus.both) > 1 and not _stands_inside(question, match):
        return _about(question, match, _many(match, focus), titles)
    match = _ONE.search(question)
    if match and names_papers and match[0].lower().startswith("the "):
        match = None  # "the paper" is the one that the question names
    if match and not _stands_inside(question, match):
        return _about(question, match, [_one(match, focus)], titles)
    leaning = _LEANING.search(question) and len(question.split()) <= _LEAN_WORDS
    if leaning and not names_papers:
        text = f"{question.rstrip(' ?.!')} of “{titles[cited[0]]}”?"
        return FollowUp(text, rewritten=True, focus=(cited[0],), leaning=True)
    return FollowUp(question)


def _rivals(question: str, focus: _Focus) -> tuple[str, ...]:
    """Return the papers of "how does that compare with the first?"; empty for other questions.

    The first is then the first that was spoken of, as in the last answer there is only one.
    """
    match = AGAINST.search(question)
    if match is None or len(focus.cited) != 1:
        return ()
    known = list(focus.titles)
    place = ORDINALS[match["which"].lower()]
    place = place if place >= 0 else len(known) + place
    if place >= len(known) or known[place] == focus.cited[0]:
        return ()
    return focus.cited[0], known[place]


def _by_place(question: str, focus: _Focus) -> tuple[re.Match[str], list[str]] | None:
    """Find "the second one", "paper 3" and "the other one"."""
    for pattern in (ORDINAL, NUMBERED):
        match = pattern.search(question)
        if match:
            place = place_of(match)
            shown = next((s for s in focus.listed if -len(s) <= place < len(s)), None)
            if shown is not None:
                return match, [shown[place]]
    match = _OTHER.search(question)
    others = [key for key in focus.both if key != focus.cited[0]]
    return (match, others) if match and len(others) == 1 else None


def _many(match: re.Match[str], focus: _Focus) -> list[str]:
    two = bool(re.search(r"\b(?:both|two|one)\b", match[0], re.IGNORECASE))
    return list(focus.both[:2] if two else focus.both)


def _one(match: re.Match[str], focus: _Focus) -> str:
    """Return the paper that is meant: of several, "that survey" is the one that is a survey."""
    if _SURVEY.search(match[0]):
        surveys = [key for key in focus.cited if _SURVEY.search(focus.titles[key])]
        if surveys:
            return surveys[0]
    return focus.cited[0]


def _stands_inside(question: str, match: re.Match[str]) -> bool:
    """Tell whether a pronoun stands for something in the question itself ("LLMs and their risks").

    In a comparison it does not: "compare RPS with it" has one side in the conversation.
    """
    if len(match[0].split()) > 1:
        return False
    inside = has_antecedent(question, match.start())
    return inside and read_question(question).kind != "comparison"


def _about(
    question: str, match: re.Match[str], papers: list[str], titles: dict[str, str]
) -> FollowUp:
    names = " and ".join(f"“{titles[paper_id]}”" for paper_id in papers)
    before, after = question[: match.start()], question[match.end() :]
    if len(papers) > 1 and (chosen := _CHOICE.search(question)):
        if _ON_RECORD.search(question):  # the catalogue reads "which of"
            text = f"{question[: chosen.start()]}which of {names}{question[chosen.end() :]}"
        else:
            head = question[: chosen.start()]
            text = f"{head}between {names}, which{question[chosen.end() :]}"
        return FollowUp(text, rewritten=True, focus=tuple(papers))
    owned = _OWNED.match(after) if match[0].lower() in ("its", "their") else None
    if owned:
        text = f"{before}the {owned[1]} of {names}{after[owned.end() :]}"
    else:
        text = f"{before}{names}{after}"
    return FollowUp(text, rewritten=True, focus=tuple(papers))


def _cited(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.paper_id for item in answer.citations))


def _shown(answer: Answer) -> list[tuple[str, str]]:
    """Return ids and titles of the papers of an answer, in the order they are shown."""
    cited = [(citation.paper_id, citation.title) for citation in answer.citations]
    return cited or [(paper.paper_id, paper.title) for paper in answer.nearest]


def _lately(conversation: Conversation) -> tuple[str, ...]:
    """Return the two papers that answers cited last, the older first."""
    found: list[str] = []
    for turn in reversed(conversation.turns):
        found += [key for key in _cited(turn.answer)[:1] if key not in found]
    return tuple(reversed(found[:2])) if len(found) > 1 else ()


def _last_quoted(conversation: Conversation) -> Answer | None:
    """Return the newest answer with quotes, unless too much was refused since."""
    lately = reversed(conversation.turns[-_REFUSED_SINCE - 1 :])
    return next((turn.answer for turn in lately if turn.answer.citations), None)


def _last_useful(conversation: Conversation) -> Answer | None:
    """Return the newest answer that speaks of papers; small talk and bare refusals do not."""
    for turn in reversed(conversation.turns):
        about_papers = turn.answer.status == "not_in_abstract" and turn.answer.nearest
        if turn.answer.citations or about_papers:
            return turn.answer
    for turn in reversed(conversation.turns):
        if turn.answer.nearest:
            return turn.answer
    return None
