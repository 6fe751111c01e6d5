"""The sides of a comparison, as a question words them: "X with Y", "between X and Y", "X, Y and Z".

Read from the grammar of comparing alone; which papers the sides mean is found out elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import replace

from paperchat.answering.side import NOUN, PAPER_WORD, Sides, has_content, read_side

_MOST_SIDES = 5

_NUMBER = r"(?:two|three|four|five|2|3|4|5)"
_NUMBERED = re.compile(
    rf"(?<![\w-])(?:(?:the|these|those|both|all)\s+)*(?P<number>{_NUMBER}|both)\s+(?:of\s+the\s+)?"
    rf"(?:[\w-]+\s+){{0,3}}?{NOUN}\b(?:\s+(?:here|there))?\s*(?P<of>.*)$",
    re.IGNORECASE,
)
_NUMBERED_NAMES = re.compile(
    rf"^(?:[Hh]ow do |[Dd]o )?(?:the|these|those)?\s*(?:{_NUMBER})\s+"
    r"(?P<of>(?:[a-z][\w-]*\s+)+)(?P<names>[A-Z].+?)(?: differ| agree| compare)?$"
)
_CUE = re.compile(
    r"\b(?:compar(?:e|es|ed|ing|isons?)|contrast(?!ive)|versus|vs\b|differences?|differ|against|"
    r"side by side|agree|disagree|each\b|(?:in )?the same way|these (?:two|three|four)|"
    r"respectively)",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\s*(?:[;:?()!]|\.(?=\s|$)|\s[-–—]+\s|,\s+(?=(?:how|what|which|who|where|why|when|in terms|"
    r"with (?:regard|respect)|concerning|regarding|differences?|compare|contrast)\b))\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:please|can you|could you|and|so|now|then|i(?:'d)? (?:want|like) to|let's|"
    r"what(?:'s| is| are)|(?:is|are) there|tell me|give me|show(?: me)?|explain|the|any|a|main|"
    r"biggest|key)\s+)*(?:(?:to\s+)?(?:compare|contrast|set|put|weigh|differences?|comparison|"
    r"contrasts?)\b\s*(?:of\b|between\b|the (?:results|findings|methods|outcomes) of\b)?)\s*",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\s+(?:versus|vs|against|compared (?:with|to))\s+", re.IGNORECASE)
_VERSUS = re.compile(r"\s+(?:versus|vs)\s+", re.IGNORECASE)
_EXPLICIT = re.compile(
    r"\b(?:compare\b|comparing|comparisons?|contrast(?!ive)|differences?|differ|side by side|agree|"
    r"disagree|each\b|(?:in )?the same way|these (?:two|three|four)|respectively)",
    re.IGNORECASE,
)
_WITH = re.compile(r"\s+(?:with|to)\s+", re.IGNORECASE)
_WITH_NEW = re.compile(r"\s+(?:with|to)\s+(?=(?:the|that|those|an?|another|what)\s)", re.IGNORECASE)
_WITH_NAME = re.compile(r"\s+(?:with|to)\s+(?=[a-z-]*[A-Z])")
_AND_NEW = re.compile(
    r",?\s+(?:and|or)\s+(?:(?:in|of|by|for|with|that of)\s+)?(?=(?:the|that|one|another)\s)|"
    r",\s+(?:(?:and|or)\s+)?(?=the other\b)",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", re.IGNORECASE)
_HOW = re.compile(
    r"\b(?:how|where|in what(?: way)?s?|on what|what)\s+(?:do|does|did|is|are)\s+(?P<one>.+?)\s+"
    r"(?:differ(?:ent)?\s+from|compare\s+(?:with|to|against))\s+(?P<two>.+)$",
    re.IGNORECASE,
)
_DO = re.compile(
    r"\b(?:do|does|did|are|is)\s+(?P<both>.+?)\s+(?:each\b|both\b|differ\b|compare\b|agree\b|"
    r"disagree\b|contrast\b)",
    re.IGNORECASE,
)
_WHICH = re.compile(r"^which\b[^,:]*[,:]\s*(?P<both>(?:the|that)\s.+\sor\s(?:the|that)\s.+)$", re.I)
_IN_BOTH = re.compile(
    rf"^.*\b(?:in|of|by|between)\s+(?P<one>the\s+[^,]*?\b{NOUN})\s+and\s+(?:(?:in|of|by)\s+)?"
    rf"(?P<two>the\s+[^,]*?\b{NOUN})\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    rf"\b(?:in|within|according to|of)\s+(?:the|this|that)\s+(?:[\w-]+\s+){{0,4}}"
    rf"{PAPER_WORD}\s*$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:(?:in terms|with (?:regard|respect)) (?:of|to)\b.*|side by side|next to each other|"
    r"differ|compare|in (?:how|what|which|when|where)\b.*|on (?:how|what|which)\b.*|please|"
    r"against each other|respectively)\s*$",
    re.IGNORECASE,
)
_TOPIC_OF = re.compile(
    r"(?:on|about|that|which|of|to|for|in|with|from|where|using|dealing)\b", re.IGNORECASE
)
_OF_THESE = re.compile(r"\s+(?:agree|disagree|differ|each|compare)\b.*$", re.IGNORECASE)
_ASKS = re.compile(r"(?:how|what|which|who|do|does|did|why|in|if|is|are|can)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "both": 2}


def read_sides(text: str) -> Sides | None:
    """Read what a question compares; None if it compares nothing, or things inside one paper."""
    text = re.sub(r"\bvs\.", "vs", text).strip(" ?")
    which = _WHICH.match(text)
    if which:
        parts = re.split(r"\s+or\s+(?=(?:the|that)\s)", which["both"], flags=re.IGNORECASE)
        return _sides(parts, "")
    if not _CUE.search(text):
        return None
    found = _by_clauses(text)
    if found is None:
        both = _IN_BOTH.search(text)
        found = _sides([both["one"], both["two"]], text[: both.start("one")]) if both else None
    return replace(found, explicit=bool(_EXPLICIT.search(text))) if found else None


def _by_clauses(text: str) -> Sides | None:
    segments = [part for part in _BREAK.split(text) if part and part.strip()]
    number, context, rest = 0, "", []
    for segment in segments:
        bare = _LEAD.sub("", segment)
        names = _NUMBERED_NAMES.match(bare)
        if names and len(parts := _split_list(names["names"])) > 1:
            return _sides(parts, names["of"])
        found = _NUMBERED.search(bare)
        if number or not found or _STRONG.search(bare):
            rest.append(segment)
            continue
        word = found["number"].lower()
        number = _NUMBERS.get(word) or int(word)
        context = _OF_THESE.sub("", found["of"]) if _TOPIC_OF.match(found["of"]) else ""
    for at, segment in enumerate(rest):
        parts = _parts_of(segment, alone=bool(number) or len(rest) > 1)
        if len(parts) > 1:
            first = read_side(parts[0])
            if _INSIDE.search(segment) and not (first and first.definite):
                return None
            before = " ".join(map(_topic, rest[:at]))
            return _sides(parts, f"{context} {before}")
    return Sides((), context, number) if number and has_content(context) else None


def _parts_of(segment: str, *, alone: bool) -> list[str]:
    """Split one clause into sides; ``alone`` tells that a list of names may be all it holds."""
    how = _HOW.search(segment)
    if how:
        return [how["one"], _TAIL.sub("", how["two"])]
    bare = _LEAD.sub("", segment)
    led = bare != segment
    bare = _TAIL.sub("", bare)
    if _STRONG.search(bare):
        return _against(bare)
    both = _DO.search(segment)
    if both:
        return _split_pair(both["both"])
    if led:
        return _with(bare)
    return _split_pair(bare) if alone and not _ASKS.match(bare) else []


def _against(text: str) -> list[str]:
    """Split "X versus Y"; "the trial vs X and the one vs Y" are two sides set against something."""
    new = _AND_NEW.split(text)
    if len(new) > 1 and all(map(_STRONG.search, new)):
        return new
    return (_VERSUS if _VERSUS.search(text) else _STRONG).split(text)


def _with(text: str) -> list[str]:
    """Split what is to be compared: "X with Y", "X and the Y", "X, Y and Z"."""
    for pattern in (_WITH_NEW, _WITH_NAME, _AND_NEW, _WITH):
        parts = pattern.split(text, maxsplit=0 if pattern is _AND_NEW else 1)
        if len(parts) > 1 and "," not in parts[0]:
            return parts
    return _split_pair(text)


def _split_pair(text: str) -> list[str]:
    parts = _AND_NEW.split(text)
    return parts if len(parts) > 1 else _split_list(text)


def _split_list(text: str) -> list[str]:
    return [part for part in _LIST.split(text) if part.strip()]


def _sides(parts: list[str], context: str) -> Sides | None:
    sides = tuple(filter(None, map(read_side, parts)))
    if len(sides) < len(parts) or not 1 < len(sides) <= _MOST_SIDES:
        return None
    return Sides(sides, context.strip(" ,."), len(sides))


def _topic(segment: str) -> str:
    """Return a clause before the sides if it is a topic, not a question of its own."""
    return "" if _ASKS.match(segment) else _LEAD.sub("", segment)
