"""Questions that the catalogue answers, not the texts: how many, which, when, by how many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from paperchat.answering.conditions import read_conditions
from paperchat.library.filters import Condition
from paperchat.text.terms import terms

Wanted = Literal[
    "count", "list", "newest", "oldest", "most_authors", "fewest_authors",
    "date_of", "authors_of", "author_count_of", "link_of", "code_of", "years",
]  # fmt: skip

_THINGS = r"(?:papers?|abstracts?|articles?|works?|publications?|studies|surveys?|reviews?|ones?)"
_QUESTIONS: tuple[tuple[Wanted, str], ...] = (
    ("years", r"\b(?:which|what) years?\b.*\b(?:cover|span|papers?|from)|\b(?:date|time) range\b"),
    ("author_count_of", r"\bhow many (?:authors|people wrote)\b"),
    ("most_authors", r"\b(?:most|largest number of|highest number of) (?:co-?)?authors\b"),
    ("fewest_authors", r"\b(?:fewest|least|smallest number of) (?:co-?)?authors\b"),
    ("authors_of", r"\bwho (?:wrote|authored|published|are the (?:co-?)?authors|is the author)\b|"
                   r"\b(?:list|name|show|give)(?: me)? the authors\b|\bauthors? of\b"),
    ("newest", rf"^(?=.*\b{_THINGS}\b)(?!.*\bsay\b).*\b(?:newest|latest|most recent)\b|"
               r"\bwhich (?:one )?is (?:the )?(?:newest|latest|most recent)\b"),
    ("oldest", rf"^(?=.*\b{_THINGS}\b)(?!.*\bsay\b).*\b(?:oldest|earliest)\b|"
               r"\bwhich (?:one )?is (?:the )?(?:oldest|earliest)\b"),
    ("date_of", r"\bwhen (?:was|were|did)\b.*\b(?:published|released|appear|come out|written)\b|"
                r"\b(?:publication|release) date of\b|\bhow (?:old|recent|new) is\b"),
    ("code_of", r"\b(?:link|url|address) (?:of|to|for) (?:\w+ ){0,2}(?:code|repo\w*)\b|"
                r"\bwhere (?:is|can i (?:find|get|download))\b.*"
                r"\b(?:code|repo\w*|implementation)\b"),
    ("link_of", r"\b(?:link|url|address) (?:of|to|for)\b|"
                r"\bwhere (?:is|can i (?:find|get|download))\b.*\b(?:paper|pdf|article)\b"),
    ("count", rf"\bhow many (?:[\w-]+ ){{0,4}}?{_THINGS}\b|\b(?:number|count) of {_THINGS}\b|"
              r"\bhow (?:big|large) is (?:the|this|your) (?:library|corpus|collection)\b"),
    ("list", rf"^\W*(?:please )?(?:(?:can|could) you )?(?:list|show|name|enumerate|find|give)\b"
             rf"(?: me)?(?: \w+){{0,5}}? {_THINGS}\b|"
             rf"\b(?:which|what)(?: of the| of these)? (?:[\w-]+ ){{0,3}}?"
             r"(?:papers?|abstracts?|articles?|works|publications?|studies|surveys?|reviews?)\b|"
             rf"\bare there (?:any |other )?(?:[\w-]+ ){{0,3}}?{_THINGS}\b|"
             r"\b(?:is|are) there (?:anything|something)\b|"
             r"^\W*(?:everything|anything|all) (?:that|from|since|before|published)\b|"
             r"\bis there an? (?:[\w-]+ ){0,2}(?:paper|survey|review)\b|"
             r"^\W*(?:all |any |other )?(?:[\w-]+ )?(?:papers|surveys|reviews)"
             r" (?:about|on|that|which|with|from|since|before|after|in|using)\b"),
)  # fmt: skip
_ABOUT_ONE = ("date_of", "authors_of", "author_count_of", "link_of", "code_of")
_PATTERNS = tuple((wanted, re.compile(text, re.IGNORECASE)) for wanted, text in _QUESTIONS)

_OPINION = re.compile(
    r"\bwhat (?:do|does|did) (?:the|these|those|all)? ?\w* ?(?:papers?|surveys?)\b.*"
    r"\b(?:say|tell|report|find|conclude|think|claim)\b",
    re.IGNORECASE,
)
_SURVEY = re.compile(r"\b(?:surveys?|reviews?|overviews?)\b(?! of\b)", re.IGNORECASE)


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_FRAME = _words("""
    anything came everything something about abstract abstracts address all any are
    article articles author authors by
    collection come concern concerning concerns consider contain corpus count cover date
    deal discuss do earliest exist fewest find give handle have how in include involve is
    latest least library link list many me mention most name newest number of oldest on one
    ones order out overview overviews paper papers please present presents publication
    publications published read recent regarding related review reviews show sorted studies
    study survey surveys talk tell that the there topic treat url use uses using what when
    which who with work works written wrote year years you your
""")


@dataclass(frozen=True, slots=True)
class CatalogueQuestion:
    """What is wanted of the catalogue, of which papers.

    ``topics`` say what the papers are about, any of them; empty for all papers. ``surveys`` limits
    them to surveys and reviews.
    """

    wanted: Wanted
    conditions: tuple[Condition, ...]
    topics: tuple[str, ...]
    surveys: bool

    @property
    def topic(self) -> str:
        """The topics in words."""
        return " or ".join(self.topics)

    @property
    def about_one(self) -> bool:
        """Whether the record of one paper is asked for, not a set of papers."""
        return self.wanted in _ABOUT_ONE

    def narrowed(self, conditions: Sequence[Condition]) -> CatalogueQuestion:
        """Return the question with further conditions."""
        return replace(self, conditions=(*self.conditions, *conditions))


def read_catalogue_question(text: str, today: date) -> CatalogueQuestion | None:
    """Read a question for the catalogue, or return None if it asks for what the texts say."""
    if _OPINION.search(text):
        return None
    wanted = next((name for name, pattern in _PATTERNS if pattern.search(text)), None)
    if wanted is None:
        return None
    read = read_conditions(text, today)
    topics = [_topic(part) for part in re.split(r"\bor\b|/|,", read.rest)]
    return CatalogueQuestion(
        wanted=wanted,
        conditions=read.conditions,
        topics=tuple(topic for topic in topics if topic),
        surveys=bool(_SURVEY.search(text)),
    )


def _topic(text: str) -> str:
    return " ".join(
        term.surface
        for term in terms(text)
        if not term.is_stop and not term.is_part and term.surface.lower() not in _FRAME
    )
