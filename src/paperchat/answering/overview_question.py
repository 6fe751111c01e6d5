"""Questions for a summary over several papers: of a topic, of a year, of the surveys, of all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paperchat.answering.catalogue_themes import themes_asked
from paperchat.answering.conditions import read_conditions
from paperchat.library.filters import Condition
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.terms import terms

_PAPERS = (
    r"papers|surveys|reviews|studies|articles|abstracts|works|publications|literature|library|"
    r"collection|corpus|research"
)
_OWN = r"authors|findings|results"
"""What several papers have, and one as well."""
_MANY = rf"(?:{_PAPERS}|{_OWN})"
_EACH = re.compile(r"\b(?:each|every)(?: of the)? (survey|review|paper|article)s?\b", re.IGNORECASE)
_OF_SEVERAL = re.compile(rf"\b(?:{_PAPERS})\b", re.IGNORECASE)
_OF_ONE = re.compile(rf"\b(?:{_OWN})\b", re.IGNORECASE)
_SUMMARY = r"(?:summari[sz](?:e|ing)|summary|sum up|overview|gist|tl;?dr|main points|key findings)"
_SAY = (
    r"(?:say|said|tell|report(?:ed)?|conclude[ds]?|find|found|show|shown|state|argue|claim|think|"
    r"agree|teach|suggest|learn(?:ed|t)?|discover(?:ed)?|have to say)"
)
_OVER_MANY = re.compile(
    rf"\bwhat (?:do|does|did|has|have|can) (?:\w+ ){{0,3}}?(?:[\w-]+ )?{_MANY}\b.*\b{_SAY}\b|"
    rf"\bwhat (?:is|'s) (?:known|said|written|reported|found)\b|"
    r"\bwhat do (?:we|you) (?:know|learn)\b|"
    rf"\b{_SUMMARY}\b.*\b(?:{_MANY}|what (?:is|'s) known|what we know|state of the art)\b|"
    rf"\b{_MANY}\b.*\b(?:summary|overview)\b",
    re.IGNORECASE,
)
_SEVERAL_SAY = re.compile(rf"\bwhat (?:do|did)\b.*\b{_SAY}\b", re.IGNORECASE)
_ON_A_TOPIC = re.compile(
    r"^\W*(?:please |can you |could you |now )*(?:give (?:me |us )?|write |make |provide )?"
    r"(?:an? |the )?(?:\w+ )?(?:summari[sz]e|sum up|summary (?:of|on|about)|"
    r"overview (?:of|on|about)|gist of)\b",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"^\W*(?:which|who|when|where|how|list|show|find|name|count|are there|is there)\b",
    re.IGNORECASE,
)
_ONE_PAPER = re.compile(
    r"\b(?:the|this|that|an?) (?:[\w-]+ ){0,4}?(?:paper|survey|review|study|article|abstract)\b"
    r"|\b(?:it|this|that|them|these|those)\W*$",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\W*(?:please |can you |could you |give (?:me |us )?)*(?:an? |the )?(?:\w+ )?"
    r"(?:summari[sz]e|summary|sum up|overview|tl;?dr)(?: of)?"
    r"(?: (?:it|this|that|them|these|those|(?:the|this|that) (?:paper|article|abstract|one)))?"
    r"(?:,? please| for me)?\W*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|on|regarding|concerning|around|that (?:are |deal |discuss )?(?:about|with)|"
    r"(?:that|which) (?:discuss|mention|address|study|cover|use|treat|propose|deal with))\s+"
    r"(?P<topic>.+)$",
    re.IGNORECASE,
)
_SURVEYS = re.compile(r"\b(?:surveys|reviews)\b", re.IGNORECASE)
_TAIL = re.compile(
    r"\b(?:in (?:one|an?|two|three|four|five|a few|\d+) (?:single |short )?(?:sentences?|lines?|"
    r"words?|paragraphs?)|in (?:more |full |great )?(?:detail|depth|short|brief|full)|briefly|"
    r"please|(?:in|of|from) (?:the|this|my|your) (?:library|collection|corpus|papers)|for me|"
    r"so far)\b",
    re.IGNORECASE,
)
_SAID = re.compile(rf"\b{_SAY}\b\W*$", re.IGNORECASE)
_SCOPE = frozenset(
    """
    summarize summarise summarizing summarising summary sum overview gist tldr main points key
    papers surveys reviews studies articles abstracts works publications literature library
    collection corpus research authors findings results known know say said report reported find
    found show written give provide make write brief short concise quick general overall recent all
    these those different various state art now topic subject field area
    """.split()  # noqa: SIM905  # a list that is read and kept in order by hand
)


@dataclass(frozen=True, slots=True)
class OverviewQuestion:
    """Which papers are to be summarized together; without a topic or condition all of them.

    ``over_many`` is told where the words ask of several papers, so that a short name in them is a
    topic ("what do the papers say about DPO").
    """

    topic: str
    conditions: tuple[Condition, ...]
    surveys: bool
    over_many: bool
    each: bool = False
    """Whether one of each is asked for: how long it should be is then said of each."""


def read_overview(
    text: str, today: date, titles: Sequence[str] = (), *, named: bool = False
) -> OverviewQuestion | None:
    """Read a question for an overview, or return None if it asks for something else.

    ``titles`` are those of papers that the text names outright; they are no topic. ``named`` tells
    whether it names any, if only by a short name: then "the authors" are its own.
    """
    text, each = _EACH.subn(r"the \1s", themes_asked(text))
    if named and _OF_ONE.search(text) and not _OF_SEVERAL.search(text):
        return None
    several = len(titles) > 1 and _SEVERAL_SAY.search(text)
    over_many = bool(several or _OVER_MANY.search(text))
    if _NOT_ONE.match(text) or not (over_many or _ON_A_TOPIC.match(text)):
        return None
    if not over_many and _ONE_PAPER.search(text):
        return None
    read = read_conditions(text, today)
    rest = read.rest
    for title in titles:
        rest = re.sub(rf"[“\"']?{re.escape(title)}[”\"']?(?: and|,)?", " ", rest, flags=re.I)
    rest = _TAIL.sub(" ", rest)
    about = _ABOUT.search(rest)
    topic = _topic(_SAID.sub(" ", about["topic"]), strict=False) if about else _topic(rest)
    if not (over_many or topic):
        return None
    return OverviewQuestion(
        topic, read.conditions, bool(_SURVEYS.search(rest)), over_many, bool(each)
    )


def asks_for_nothing(text: str) -> bool:
    """Tell whether a question asks for a summary and does not say of what."""
    return bool(_NOTHING.fullmatch(text))


def _topic(text: str, *, strict: bool = True) -> str:
    """Return the words of ``text`` that say what it is about; ``strict`` drops words of asking."""
    words = [term for term in terms(text) if not term.is_part]
    while words and (words[0].is_stop or words[0].surface.lower() in _SCOPE):
        words.pop(0)
    while words and words[-1].is_stop:
        words.pop()
    if not strict:
        return text[words[0].start : words[-1].end] if words else ""
    return " ".join(
        term.surface
        for term in words
        if not (term.is_stop or term.surface.lower() in _SCOPE | FRAME_WORDS)
    )
