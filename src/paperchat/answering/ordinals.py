"""Places in a list of papers, as questions word them: "the second one", "paper 3"."""

from __future__ import annotations

import re

NOUN = (
    r"(?:papers?|methods?|approach(?:es)?|models?|surveys?|reviews?|works?|stud(?:y|ies)|"
    r"systems?|frameworks?|ones?|techniques?|algorithms?|reports?|articles?|abstracts?)"
)
ORDINALS = {
    "first": 0, "1st": 0, "former": 0, "second": 1, "2nd": 1, "latter": -1, "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "last": -1,
}  # fmt: skip
_ON = (
    r"(?:and|or|but|of|in|on|to|with|for|from|than|as|at|by|about|is|was|are|were|do|does|did|has|"
    r"have|had|can|could|will|would|also|not|use|used|say|said|see|report|need|find|test|claim|"
    r"show|propose|train|achieve|work|differ|compare|better|worse|here|there|please)"
)
ORDINAL = re.compile(
    rf"\b(?:the\s+)(?P<which>{'|'.join(ORDINALS)})(?:\s+(?:mentioned\s+)?{NOUN}\b|\b"
    # "The first version" is no paper.
    rf"(?!\s+(?!{_ON}(?:s|es)?\b)[a-z]))(?!\s+\w+ly\b)",
    re.IGNORECASE,
)
AGAINST = re.compile(
    rf"\b(?:it|this|that)(?:\s+(?:one|{NOUN}))?\s+(?:\w+\s+){{0,2}}?"
    r"(?:compares?d?\s+(?:with|to)|differs?\s+from|relates?d?\s+to|against|versus|vs\.?)\s+"
    rf"the\s+(?P<which>{'|'.join(ORDINALS)})(?:\s+{NOUN})?\W*$",
    re.IGNORECASE,
)
NUMBERED = re.compile(rf"\b{NOUN}\s+(?:no\.?\s*|number\s+|#)?(?P<number>[1-9])\b", re.IGNORECASE)


def place_of(match: re.Match[str]) -> int:
    """Return the place that a match of these patterns tells; counted from the end if below 0."""
    groups = match.groupdict()
    if groups.get("number"):
        return int(groups["number"]) - 1
    return ORDINALS[groups["which"].lower()]
