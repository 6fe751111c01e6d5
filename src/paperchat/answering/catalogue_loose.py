"""Papers asked for in loose words: by what they do ("that restore photos"), by who works on it.

Such a question may as well be one for the texts; where no paper is found for it, it is put to them.
"""

from __future__ import annotations

import re

from paperchat.answering.catalogue_forms import ADJECTIVES, MANY, ONE
from paperchat.answering.catalogue_topic import Topic, read_topic
from paperchat.answering.catalogue_wording import OF_A_TEXT, PLACE
from paperchat.answering.negation import denied_in

_WORK = r"(?:work|works|research|literature|efforts?|progress|anything|something|everything)"
_TO = r"(?:on|about|regarding|concerning|around|for|against|towards?|with|in)"
_ASKING = (
    r"(?:please |kindly |(?:can|could|would|will) you (?:please )?)?"
    r"(?:(?:list|show|give|find|get|name|tell)(?: me| us)? )?"
)
_THERE = r"(?:is there|are there|do (?:we|you) have|have (?:we|you)(?: got)?|there is|exists)"

_WORK_ON = re.compile(
    rf"^\W*{_ASKING}(?:(?:what|which|any|all|some|the|much|other|more|existing|{_THERE}) )*{_WORK}"
    rf"(?: (?:{_THERE}|was done|has been done|done|out there|{PLACE}))* {_TO} (?P<topic>.+?)"
    rf"(?: {PLACE})?\W*$|"
    rf"^\W*what(?:'s| is| was| has been)(?: (?:out )?there| done| written| tried| {PLACE})+"
    rf" {_TO} (?P<done>.+?)\W*$|"
    r"^\W*who (?:is |are |has |have )?(?:also )?(?:work(?:s|ed|ing)? (?:on|with)|look(?:s|ed|ing)? "
    r"(?:at|into)|stud(?:y|ies|ied|ying)|deal(?:s|t)? with|research(?:es|ed)?|investigate[ds]?)"
    r" (?P<studied>.+?)\W*$",
    re.IGNORECASE,
)
_SAID_FIRST = re.compile(
    r"^\W*(?P<topic>[^,:;–—?]{3,80}?)(?:\s*[,:;–—?]|\s+-)\s*"
    rf"(?:anything|(?:any|which|what|what about) (?:{MANY}|work)|{MANY}|what)"
    rf"(?: (?:{_THERE}|there|{PLACE}))*\W*$",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"^\W*{_ASKING}(?P<which>(?:(?:which|what|any|all|the|some|other|every|more|{_THERE}) )*)"
    rf"(?P<before>{ADJECTIVES})(?P<noun>{MANY})\b(?: {PLACE})?(?: (?:are )?there)?,?"
    rf"(?P<relative> (?:that|which|who|in which|where))? (?P<does>.+?)(?: {PLACE})?\W*$",
    re.IGNORECASE,
)
_OF_THE_RECORD = re.compile(
    r"^(?:ha(?:ve|s|d)|receive\w*|w[io]n|c[ao]me|were|was|is|are|g[eo]t|should|may|might|must|"
    r"did|appear\w*|belong|originate|(?:can|could|do|would) (?:i|you|we)|not|never)\b|"
    r"^\w+(?: not|n't)\b",
    re.IGNORECASE,
)
"""Says what no abstract does, how good a paper is for the asker, or what it does not do."""

_ONE = re.compile(rf"\b{ONE}\b", re.IGNORECASE)
"""In "which survey reviews X" what looks like many is a verb."""

_VERB = re.compile(r"works|reviews|reports|surveys", re.IGNORECASE)
"""Rather what a thing does than many papers, if words stand before it: "which attack works"."""

_BARE_CLAUSE = re.compile(r"^(?:\w{2,}ing|for|against)\b", re.IGNORECASE)
_FRAME = re.compile(
    r"^(?:(?:do|does|can|could|will|would|also|really|actually|for|"
    r"(?:try|tries|trying|aim\w*|attempt\w*|seek\w*|want\w*|manage\w*|help\w*|claim\w*) to|"
    r"(?:show|find|found|report|claim|argue|prove|demonstrate|conclude|ask|test|check|examine|"
    r"study|investigate|discuss|explain|tell|say|look at|look into|wonder|compare)\w*"
    r" (?:us )?(?:that|whether|if|how|why)) )+",
    re.IGNORECASE,
)
"""Begins what papers do with words that say nothing of it."""


def read_loosely(text: str) -> Topic | None:
    """Return what papers are looked for, or None if ``text`` asks for none in such words."""
    for pattern in (_WORK_ON, _SAID_FIRST):
        if match := pattern.match(text):
            topic = next(filter(None, match.groups()))
            return None if OF_A_TEXT.search(topic) else read_topic(f"papers on {topic}")
    done = _done(text)
    return Topic("do", (done,)) if done else None


def _done(text: str) -> str | None:
    """Return what papers are to do: "which medical papers restore photos"."""
    match = None if denied_in(text) else _HEAD.match(text)
    if match is None or _OF_THE_RECORD.match(match["does"]):
        return None
    if _ONE.search(match["before"]) or (match["before"] and _VERB.match(match["noun"])):
        return None
    asks = re.search(r"\b(?:which|what)\b", match["which"], re.IGNORECASE)
    if not (match["relative"] or asks or _BARE_CLAUSE.match(match["does"])):
        return None
    return " ".join(f"{match['before']} {_FRAME.sub('', match['does'])}".split())
