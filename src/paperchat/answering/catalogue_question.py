"""Questions that the catalogue answers, not the texts: how many, which, when, by how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from paperchat.answering.catalogue_forms import (
    ABOUT_ONE,
    ABOUT_SEVERAL,
    MANY,
    ONE,
    Wanted,
    limit_of,
    wanted_of,
)
from paperchat.answering.catalogue_loose import read_loosely
from paperchat.answering.catalogue_spelling import corrected
from paperchat.answering.catalogue_themes import themes_asked
from paperchat.answering.catalogue_topic import Mode, read_topic
from paperchat.answering.catalogue_wording import plainly_asked
from paperchat.answering.conditions import read_conditions
from paperchat.library.filters import Condition
from paperchat.types import QuestionKind

Order = Literal["newest", "oldest", "most_authors", "title"]

_OPINION = re.compile(
    r"\bwhat (?:do|does|did) (?:the|these|those|all)? ?\w* ?(?:papers?|surveys?)\b.*"
    r"\b(?:say|tell|report|find|conclude|think|claim)\b|"
    r"\bwhat (?:do|does|did|have|has) (?:[\w-]+ ){0,3}authors?\b",
    re.IGNORECASE,
)
_SURVEY = re.compile(
    r"\b(?:surveys?|reviews|overviews?|review (?:papers?|articles?))\b(?! of\b(?! the library))|"
    r"\b(?:a|the|any|an?other) (?:\w+ )?review\b",
    re.IGNORECASE,
)
_NO_SURVEYS = re.compile(
    r",?(?: (?:but|and))?(?: (?:that|which))?(?: (?:are|is|were|was)(?: (?:not|no)|n['’]t)| not|"
    r" other than| except(?: for)?| excluding| leaving out)(?: (?:the|an?|any))? "
    r"(?:(?:survey|review) (?:papers?|articles?)|surveys?|reviews?|overviews?)\b(?! of\b)"
    r"(?P<goes_on>,? (?:but|and)(?= (?:that|which|have|has|with|from|are|do|mention|deal)\b))?|"
    r"\bnon-(?:survey|review)\b",
    re.IGNORECASE,
)
_BARE_WHICH = re.compile(
    r"^\W*(?:which|what|how many)(?: ones?)?(?: of (?:them|these|those))?", re.IGNORECASE
)
_NOUN = re.compile(rf"\b(?:{MANY}|{ONE})\b", re.IGNORECASE)
_FREE = re.compile(r"\w[-‐‑ ]free\b", re.IGNORECASE)
_TITLE = "\x00"
_SURVEY_NOUN = re.compile(r"\b(?:surveys|overviews|reviews|survey|review)\b", re.IGNORECASE)
_ORDERS: tuple[tuple[Order, re.Pattern[str]], ...] = (
    ("oldest", re.compile(r"\boldest first\b|\bchronological|\bfrom old(?:est)? to new", re.I)),
    ("newest", re.compile(r"\b(?:newest|latest) first\b|\b(?:sort|order|list)\w* by "
                          r"(?:publication )?(?:date|year)\b|\bby date\b", re.I)),
    ("most_authors", re.compile(r"\bby (?:the )?(?:number of authors|author count)\b", re.I)),
    ("title", re.compile(r"\balphabetical|\bby title\b", re.I)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueQuestion:
    """What is wanted of the catalogue, of which papers.

    ``topics`` say what the papers are about (or mention, see ``mode``), any of them; empty for all
    papers. ``surveys`` limits them to surveys and reviews, ``limit`` to so many.
    """

    wanted: Wanted
    conditions: tuple[Condition, ...]
    topics: tuple[str, ...]
    surveys: bool
    mode: Mode = "about"
    negated: bool = False
    limit: int | None = None
    order: Order | None = None
    no_surveys: bool = False
    """Whether surveys and reviews are left out."""
    whether: bool = False
    """Whether it asks if there is such a paper."""
    plural: bool = True
    loosely: bool = False
    """Whether it is worded so that it may as well ask what the texts say."""
    rest: str = ""
    """The question without its conditions and titles."""

    @property
    def topic(self) -> str:
        """The topics in words."""
        return " or ".join(self.topics)

    @property
    def about_one(self) -> bool:
        """Whether the record of one paper is asked for, not a set of papers."""
        return self.wanted in ABOUT_ONE

    @property
    def kind(self) -> QuestionKind:
        """The kind of the answer: a list, or facts."""
        return "list" if self.wanted == "list" and not self.whether else "facts"

    def fits(self, names: Sequence[str], *, by_reference: bool = False) -> bool:
        """Tell whether a question that names papers by ``names`` is for the catalogue.

        A question about one paper is for its text, unless it asks for what its record holds, or
        which papers mention what bears its name. ``by_reference`` tells that the papers named are
        those of the conversation: "which of them have code?".
        """
        if self.wanted in ABOUT_SEVERAL:
            # "Which of them was first?" may be asked where only one was spoken of.
            return len(names) > 1 or (by_reference and bool(names))
        if self.about_one:
            return bool(names)
        # A month, or what else stated a condition, may also be a word of a paper's name.
        named = [name for name in names if name.casefold() in self.rest.casefold()]
        by_name = bool(self.topics) and (self.mode != "about" or self.plural)
        return not named or by_name or (by_reference and not self.topics)

    def in_other_words(self) -> CatalogueQuestion | None:
        """Return the question to put where no paper is found for this one; None if there is none.

        What no paper is about may be mentioned; what none mentions or makes, some may come near.
        """
        if not self.topics or self.negated or self.mode not in ("about", "mention", "make"):
            return None
        return replace(self, mode="mention" if self.mode == "about" else "do")

    def narrowed(self, conditions: Sequence[Condition]) -> CatalogueQuestion:
        """Return the question with further conditions."""
        return replace(self, conditions=(*self.conditions, *conditions))


def read_catalogue_question(
    text: str, today: date, titles: Sequence[str] = ()
) -> CatalogueQuestion | None:
    """Read a question for the catalogue, or return None if it asks for what the texts say.

    ``titles`` are those of papers it names, whose words say nothing about what is wanted.
    """
    if _OPINION.search(text):
        return None
    text = _without_titles(text, titles)
    text, no_surveys = _without_surveys(themes_asked(plainly_asked(corrected(text))))
    read = read_conditions(text, today)
    wanted = wanted_of(text, read.rest, narrowed=bool(read.conditions))
    loose = read_loosely(read.rest) if wanted is None else None
    if loose is not None:
        wanted = "list"
    if wanted is None:
        return None
    topic = loose or read_topic(read.rest)
    named = titles and wanted in ABOUT_SEVERAL | ABOUT_ONE
    if topic.unread or (loose and not loose.phrases):
        return None
    surveys = bool(_SURVEY.search(read.rest)) and not named
    topic_words = " ".join(topic.phrases)
    phrases = tuple(filter(None, map(_without_survey, topic.phrases))) if surveys else topic.phrases
    return CatalogueQuestion(
        wanted=wanted,
        conditions=read.conditions,
        topics=() if wanted in ABOUT_SEVERAL else phrases,
        surveys=surveys,
        # What is free of a thing is not about that thing: only the words themselves tell.
        mode="word" if topic.mode == "about" and _FREE.search(topic_words) else topic.mode,
        negated=topic.negated,
        limit=limit_of(read.rest),
        no_surveys=no_surveys,
        order=next((order for order, pattern in _ORDERS if pattern.search(text)), None),
        loosely=loose is not None,
        whether=bool(re.search(r"\bis there an?\b", text, re.IGNORECASE)),
        rest=read.rest,
        plural=loose is not None or bool(re.search(rf"\b(?:{MANY}|ones)\b", text, re.I)),
    )


def _without_titles(text: str, titles: Sequence[str]) -> str:
    """Put "it" for a title in a question, and "them" for several that are joined by "and"."""
    for title in titles:
        text = re.sub(rf"“?{re.escape(title)}”?", _TITLE, text, flags=re.IGNORECASE)
    text = re.sub(rf"{_TITLE}(?:(?:,| and|, and) {_TITLE})+", "them", text)
    return text.replace(_TITLE, "it")


def _without_surveys(text: str) -> tuple[str, bool]:
    """Take "that are not surveys" out of a question, and tell whether it was there."""
    rest, found = _NO_SURVEYS.subn(lambda match: " that" if match["goes_on"] else " ", text)
    if found and not _NOUN.search(rest):
        rest = _BARE_WHICH.sub(r"\g<0> papers", rest)
    return " ".join(rest.replace("that that", "that").split()), bool(found)


def _without_survey(phrase: str) -> str:
    return " ".join(_SURVEY_NOUN.sub(" ", phrase).split())
