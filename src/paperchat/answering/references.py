"""What words of a question point at papers spoken of before: "it", "the second", "which of them".

Each is exchanged for the titles that it stands for, so that the question stands alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.answering.ordinals import AGAINST, NOUN, NUMBERED, ORDINAL, ORDINALS, place_of
from paperchat.answering.pronouns import has_antecedent
from paperchat.answering.question import read_question
from paperchat.answering.several_places import Reference, several_placed

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
_ANY_OF = re.compile(
    r"^(?P<joins>\W*(?:(?:and|but|so)\W+)?)(?:do|does|did|are|is|have|has|can)\s+(?:any|some|either)"
    r"(?=\s+of\s+(?:them|these|those)\b)",
    re.IGNORECASE,
)
"""Asks whether one does, where which of them does is what somebody wants to know."""
_OF_GROUP = re.compile(
    r"(?<=\bof )(?:them|these|those)\b(?:\s+(?:two|three|four|papers|surveys|ones)\b)?",
    re.IGNORECASE,
)
"""Some of a group, so that more than one paper is meant."""
_CHOSEN_OF = re.compile(
    r"^\W*(?:(?:and|but|so)\W+)?(?:which|what|who|how many|any|all|some|none|most)"
    r"(?:\s+(?:one|ones|papers?|surveys?|is|are|was|were|has|have|the|most|least|recent|first|last|"
    r"[a-z]+est))*\s+of\s+$",
    re.IGNORECASE,
)
"""Before "them": names nothing that the pronoun could stand for ("which is the oldest of")."""
_BARE_WHICH = re.compile(
    r"^(?P<joins>\W*(?:(?:and|so|but)\W+)?)which(?=\s+(?:is|was|has|had|does|did|can|could|will|would|"
    r"needs?|uses?|works?|performs?|gives?|gets?|requires?|costs?|takes?|runs?|reports?|makes?|"
    r"reaches|came|comes?|appeared|achieves?|wins?)\b)",
    re.IGNORECASE,
)
"""Asks for one of the two papers that were spoken of together."""
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
_COMPARED_WITH = re.compile(
    r"\b(?:compar\w+ (?:with|to|against)|differs? from|versus|vs\.?|than) $", re.IGNORECASE
)
_LEAN_WORDS = 6
"""A question this short that begins with "and" or "what about" goes on about the same paper."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A question that stands alone, and the ids of the papers that it is about by reference."""

    text: str
    papers: tuple[str, ...]
    leaning: bool = False
    """Nothing but "and" or "what about" says that it goes on."""


@dataclass(frozen=True, slots=True)
class Focus:
    """Ids of the papers spoken of: in the last useful answer, shown last, and lately two or more.

    ``group`` are those of the last answer with more than one. ``listed`` has the papers shown in
    each turn, newest first, also those beside a refusal: an ordinal counts the newest that are so
    many.
    """

    cited: tuple[str, ...]
    listed: tuple[tuple[str, ...], ...]
    both: tuple[str, ...]
    group: tuple[str, ...]
    titles: dict[str, str]
    compared: tuple[str, ...] = ()
    """The papers of the last useful answer, if that set them side by side: then "it" is each."""


def exchanged(question: str, focus: Focus, *, names_papers: bool) -> Exchanged | None:
    """Exchange the words that point at papers for their titles; None if there are none.

    ``names_papers`` tells that the question names papers itself: then nothing is about the last
    paper as a whole.
    """
    rivals = _rivals(question, focus)
    if rivals:
        names = " and ".join(f"“{focus.titles[key]}”" for key in rivals)
        return Exchanged(f"Compare {names}", rivals)
    if not focus.cited:
        return None
    question = _ANY_OF.sub(r"\g<joins>which", question)
    if len(focus.both) == 2:  # one of two
        question = _BARE_WHICH.sub(r"\g<joins>which one", question)
    pointed = several_placed(question, focus.listed)
    if pointed:
        return _about_each(question, pointed, focus.titles)
    found = _by_place(question, focus) or _group_in(question, focus)
    found = found or _single_in(question, focus, names_papers=names_papers)
    if found is not None:
        return _about(question, *found, focus.titles)
    leaning = _LEANING.search(question) and len(question.split()) <= _LEAN_WORDS
    if leaning and not names_papers:
        first = focus.cited[0]
        text = f"{question.rstrip(' ?.!')} of “{focus.titles[first]}”?"
        return Exchanged(text, (first,), leaning=True)
    return None


def points_at_papers(text: str) -> bool:
    """Tell whether a word of ``text`` points at papers spoken of: "that survey", "the second"."""
    return any(pattern.search(text) for pattern in (_ONE, _MANY, ORDINAL, NUMBERED, _OTHER))


def points_beyond(question: str, focus: Focus) -> bool:
    """Tell whether a short question points at a place that no list shown so far has."""
    match = ORDINAL.search(question)
    if match is None or len(question.split()) > _LEAN_WORDS or not focus.cited:
        return False
    place = place_of(match)
    return not any(-len(shown) <= place < len(shown) for shown in focus.listed)


def _rivals(question: str, focus: Focus) -> tuple[str, ...]:
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


def _by_place(question: str, focus: Focus) -> tuple[re.Match[str], list[str]] | None:
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


def _group_in(question: str, focus: Focus) -> tuple[re.Match[str], list[str]] | None:
    """Find "which of them", "they" and "the two"."""
    match = _OF_GROUP.search(question)
    chosen = match and (len(focus.cited) == 1 or _CHOSEN_OF.match(question[: match.start()]))
    if match and chosen and len(focus.group) > 1:
        return match, list(focus.group)
    match = _MANY.search(question)
    if match is None or len(focus.both) < 2 or _stands_inside(question, match):
        return None
    if len(focus.cited) == 1 and _THEY.fullmatch(match[0]):
        return None
    two = bool(re.search(r"\b(?:both|two|one)\b", match[0], re.IGNORECASE))
    return match, list(focus.both[:2] if two else focus.both)


def _single_in(
    question: str, focus: Focus, *, names_papers: bool
) -> tuple[re.Match[str], list[str]] | None:
    """Find "it", "this paper" and "the survey"; not where the question names "the paper" itself."""
    match = _ONE.search(question)
    if match is None or (names_papers and match[0].lower().startswith("the ")):
        return None
    if _stands_inside(question, match):
        return None
    if len(focus.compared) > 1 and match[0].lower() in ("it", "its"):
        return match, list(focus.compared)
    return match, [_one(match, focus)]


def _one(match: re.Match[str], focus: Focus) -> str:
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
    compared = bool(_COMPARED_WITH.search(question[: match.start()]))
    return inside and not compared and read_question(question).kind != "comparison"


def _about(
    question: str, match: re.Match[str], papers: list[str], titles: dict[str, str]
) -> Exchanged:
    names = " and ".join(f"“{titles[paper_id]}”" for paper_id in papers)
    before, after = question[: match.start()], question[match.end() :]
    if len(papers) > 1 and (chosen := _CHOICE.search(question)):
        if _ON_RECORD.search(question):  # the catalogue reads "which of"
            text = f"{question[: chosen.start()]}which of {names}{question[chosen.end() :]}"
        else:
            head = question[: chosen.start()]
            text = f"{head}between {names}, which{question[chosen.end() :]}"
        return Exchanged(text, tuple(papers))
    owned = _OWNED.match(after) if match[0].lower() in ("its", "their") else None
    if owned:
        text = f"{before}the {owned[1]} of {names}{after[owned.end() :]}"
    else:
        text = f"{before}{names}{after}"
    return Exchanged(text, tuple(papers))


def _about_each(question: str, pointed: list[Reference], titles: dict[str, str]) -> Exchanged:
    text, papers = question, [paper for reference in pointed for paper in reference.papers]
    for start, end, own in reversed(pointed):
        names = " and ".join(f"“{titles[paper_id]}”" for paper_id in own)
        text = f"{text[:start]}{names}{text[end:]}"
    return Exchanged(text, tuple(dict.fromkeys(papers)))
