"""Which sentence says that its paper makes a thing: "we release ClothSet, a corpus of pictures"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.answering.earlier_work import speaks_of_earlier_work
from paperchat.retrieval.topics import TopicFinder
from paperchat.retrieval.wording import Wording

DATA_NOUNS = ("dataset", "data set", "benchmark", "corpus", "corpora", "collection", "test suite")
"""What a collection of data is called; who asks for one of them means the others as well."""

DATA = r"(?:data[ -]?sets?|benchmarks?|corpus|corpora|collections? of|test (?:suites?|beds?))"
_ASKED = re.compile(
    r"^(?P<before>.*?)\b(?:data[ -]?sets?|benchmarks?|corpus|corpora|collections?|data)"
    r"(?P<after>\s+(?:for|of|on|in|about|from|with|to)\b.+)?$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"^\s*(?:for|of|on|in|about|from|with|to)\s+", re.IGNORECASE)
_NOT_ITS = (
    r"(?:on|for|from|using|with|in|over|against|to|that|which|by|than|across|via|through|trained|"
    r"evaluated|tested|where|when|existing|public|popular|standard|"
    r"(?<!suite )(?<!set )(?<!series )(?<!pair )(?<!family )(?<!number )of)"
)
"""Where one of these comes between, the data are not what is made."""

_WORD = rf"(?!{_NOT_ITS}\b)[\w'’+.:/()-]+,?"
_STEM = (
    r"(?:propos|introduc|present|releas|contribut|construct|creat|compil|curat|assembl|publish|"
    r"develop|annotat|open-?sourc|collect|gather|build|provid|design)"
)
_ACTIVE = (
    r"(?<!previously )(?<!publicly )(?<!recently )(?<!commonly )(?<!on )(?<!from )(?<!using )"
    rf"(?<!with )(?<!in )(?<!of )(?<!for )(?<!when )\b(?:{_STEM}\w*|built)"
)
_PASSIVE = rf"(?:{_STEM}ed|{_STEM}d|built|made (?:\w+ )?available)"
_IS = r"(?:is|are|was|were|has been|have been|will be)(?: also| then| further| \w+ly){0,2}"
_DATA_MADE = re.compile(
    rf"{_ACTIVE}(?:\s+{_WORD}){{0,12}}?\s+(?:[\w-]+-)?{DATA}(?![\w-])|"
    rf"(?:^|[,;:(]\s*|\b(?:and|that|while)\s+)(?:{_WORD}\s+){{0,6}}?{DATA}\b"
    rf"(?:\s+(?:of|for|with|on|in|from|to|covering|spanning|called|named)\s[^.;]{{0,80}}?)?\s+"
    rf"{_IS}\s+{_PASSIVE}\b|"
    rf"\bis (?:an?|the) (?:new|novel|first)\b(?:\s+{_WORD}){{0,4}}?\s+{DATA}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A thing that is made: one that ``forms`` find, or data of any name.

    Papers that make it use one of the ``names``; ``rest`` says what it is to be for, or about.
    """

    names: Sequence[str]
    forms: Sequence[Wording]
    is_data: bool
    rest: str

    def is_made_in(self, sentence: str) -> bool:
        """Tell whether a sentence says that its paper makes the thing."""
        if not self.is_data:
            return any(form.is_made_in(sentence) for form in self.forms)
        found = _DATA_MADE.search(sentence)
        return found is not None and not speaks_of_earlier_work(sentence[: found.start()])


def made(topics: TopicFinder, phrase: str) -> Made:
    """Return what finds that which ``phrase`` names as made."""
    rest = data_asked(phrase)
    if rest is not None:
        return Made(DATA_NOUNS, topics.forms(phrase), is_data=True, rest=rest)
    thing, _, purpose = phrase.partition(" for ")
    return Made((thing,), topics.forms(thing), is_data=False, rest=purpose)


def data_asked(phrase: str) -> str | None:
    """Return what data are to be about, empty for any; None if ``phrase`` is no name for data."""
    found = _ASKED.match(phrase)
    if found is None:
        return None
    after = _PREPOSITION.sub("", found["after"] or "")
    return " ".join(f"{found['before']} {after}".split())
