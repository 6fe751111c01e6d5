"""What the papers of a question are to be about, in the words of the question."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from paperchat.answering.catalogue_alternatives import spelled_out
from paperchat.answering.catalogue_forms import ABOUT, MAKES, MANY, NAMES, ONE, USES
from paperchat.text.terms import terms

Mode = Literal["about", "mention", "word", "make", "do"]
"""On a topic; mentioning something; using a word as it stands; proposing or releasing something;
doing something that is said in a clause."""


class Topic(NamedTuple):
    """What papers are looked for: any of ``phrases``, as ``mode`` says; or all but those."""

    mode: Mode
    phrases: tuple[str, ...]
    negated: bool = False
    unread: bool = False
    """Whether it asks for a word or a thing, but not for which."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_FIGURES = re.compile(
    r"\bon average\b|\b(?:over|across|per|by|each|every|in each|for each|from each)"
    r"(?: the| publication)? (?:years?|months?|paper)\b|\b(?:distribution|spread) of\b",
    re.IGNORECASE,
)
"""Words of asking for figures that look like those before a topic."""

_FRAME = _words("""
    big large distribution spread small
    anything ask came everything something about abstract abstracts all any are article articles
    author authors by collection come concern concerning contain corpus count cover date deal do
    earliest exist fewest find give handle have how in is latest least library link list many me
    most name newest number of oldest on one ones order out overview overviews paper papers
    please publication publications published read recent recently regarding related review
    reviews show sorted studies study survey surveys talk tell that the there topic topics use
    uses using what when which who with
    work works written wrote year years you your report reports preprint preprints total first last
    top chronological chronologically literature display print enumerate get need want looking
    kind kinds sort sorts type types library libraries systematic comprehensive whole entire
    search know let see hold database alphabetically average mean median typical title titles
    appeared
    appear per each share summarize summarise compare rank ranked ranking should recommend name
    names month day links url same
""")
_PLACES = _words("library corpus collection database catalogue catalog set papers")
_WORD = r"(?:words?|terms?|phrases?|acronyms?|abbreviations?|expressions?|names?|strings?)"
_LITERAL = re.compile(
    rf"\b(?:(?:us(?:e|es|ing)|contain(?:s|ing)?|includ(?:e|es|ing)|with|ha(?:ve|s)|"
    rf"mention(?:s|ing)?|"
    rf"in which|where)\s+)(?:the\s+)?(?:exact\s+)?{_WORD}\s+(?P<what>.+)|"
    rf"\bthe (?:exact )?{_WORD} (?P<named>.+?) (?:appears?|occurs?|is (?:used|mentioned)|stands)\b",
    re.IGNORECASE,
)
_OF_NAMES = re.compile(
    rf"\b(?:{NAMES}|{USES})\s+(?P<what>.+)|\b(?:where|in which)\s+(?P<named>.+?)\s+"
    r"(?:is|are) (?:mentioned|used|cited|applied)\b|"
    rf"\bin how many {MANY} (?:is|are|was|were) (?P<counted>.+) (?:mentioned|used|cited|applied)\b",
    re.IGNORECASE,
)
_OF_MAKES = re.compile(rf"\b{MAKES}\s+(?P<what>.+)", re.IGNORECASE)
_OF_ABOUT = re.compile(
    rf"\b(?<!me ){ABOUT}\s+(?P<what>.+)|\b(?:{MANY}|{ONE}) (?:for|in|of)\s+(?P<named>.+)",
    re.IGNORECASE,
)
_MODES: tuple[tuple[Mode, re.Pattern[str]], ...] = (
    ("word", _LITERAL), ("mention", _OF_NAMES), ("make", _OF_MAKES), ("about", _OF_ABOUT)
)  # fmt: skip
_NEGATION = re.compile(
    r"\b(?:not|never|n't|don't|doesn't|without)\s+(?:\w+\s+)?(?:mention|cit|us|contain|about|on\b|"
    r"deal|discuss|cover|refer)\w*",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„]([^\"“”„]{2,80})[\"”]|(?<!\w)'([^']{2,80})'(?!\w)")
_WHENCE = r"as|when|because|during|while|in (?:their|its|order)"
_WHEN = re.compile(rf"\s+(?:{_WHENCE})\b", re.IGNORECASE)
_AS = re.compile(rf"\s+(?:for|{_WHENCE})\b", re.IGNORECASE)
"""Begins what a thing is used for, which no text repeats in the same words."""

_LEAD = re.compile(
    r"^(?:\W|\b(?:the|an?|any|some|both|either|topics?|subjects?|words?|terms?|phrases?|of|at|"
    r"something|anything|things?|like)\b)+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"(?:\W|\b(?:are there|there are|there|do (?:you|we) (?:have|know(?: of)?|hold)|exists?|please|"
    r"(?:that |which )?(?:you|we) (?:have|know)|(?:in|of) (?:the|this|your|our) (?:library|corpus|"
    r"collection|database|catalogue|set)|(?:sorted |ordered |listed )?by (?:date|year|title|"
    r"number of authors)|(?:in )?(?:chronological|alphabetical)(?: order)?|newest first|"
    r"oldest first|at all|here|too|as well|or so|(?:its|their) (?:titles?|abstracts?|texts?)|"
    r"(?:in|from) (?:the|their) (?:abstracts?|titles?|texts?)|anywhere|with links?|and|or|that|"
    r"which|are|is|in|to|have|published|with|for|by)\b)+$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",?\s+and (?:how|why|when|whether|what|where|who)\b.*", re.IGNORECASE)
"""Goes on about a topic: "and how to detect it"; no paper is on that alone."""

_NEW = re.compile(
    r"\b(?:new|novel|own|large(?:[- ]scale)?|big|huge|original|fresh|recent|custom|high-quality|"
    r"open-source|public|publicly available|brand-new|(?:a )?first|their|its|any|an?)\s+",
    re.IGNORECASE,
)
"""What is said of nearly all that is made."""

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NOUN = re.compile(rf"\b(?:{MANY}|{ONE}|ones)\b", re.IGNORECASE)


def read_topic(rest: str) -> Topic:
    """Read the topic of a question whose conditions were taken out."""
    negated = _NEGATION.search(rest) is not None
    rest = _FIGURES.sub(" ", rest)
    mode, before, phrase = _split(rest)
    quoted = [match[1] or match[2] for match in _QUOTED.finditer(phrase or rest)]
    if quoted:
        return Topic("mention" if mode == "about" else mode, tuple(quoted), negated)
    adjectives = _content(before)
    if mode == "make":
        phrase = _NEW.sub("", phrase)
    # What stands in brackets says the same again, or a little more.
    phrase = _CLAUSE.sub("", _BRACKETS.sub("", phrase))
    if mode == "make":
        phrase = _WHEN.split(phrase)[0]
    elif mode != "about":
        phrase = _AS.split(phrase)[0]
    phrases = [
        " ".join(filter(None, (adjectives, part)))
        for part in spelled_out(
            list(filter(None, (_trimmed(part, mode) for part in _alternatives(phrase))))
        )
        if part
    ]
    if not phrases and adjectives:
        phrases = _alternatives(adjectives)
    return Topic(mode, tuple(dict.fromkeys(phrases)), negated, mode != "about" and not phrases)


def _split(rest: str) -> tuple[Mode, str, str]:
    """Return the mode, what stands before the topic, and the topic in its words."""
    for mode, pattern in _MODES:
        match = pattern.search(rest)
        if match:
            found = match.groupdict()
            return mode, rest[: match.start()], next(filter(None, found.values()), "")
    return "about", rest, ""


def _alternatives(phrase: str) -> list[str]:
    """Split "X, Y or Z"; of "X and Y" both are meant, so it stays whole."""
    parts = re.split(r"\s+(?:and/)?or\s+|\s*,\s+(?:(?:or|and)\s+)?|\s+/\s+", phrase)
    if "," in phrase and len(parts) > 1:
        return [*parts[:-1], *re.split(r"\s+and\s+", parts[-1])]
    return parts


def _trimmed(phrase: str, mode: Mode) -> str:
    phrase = _TRAIL.sub("", _LEAD.sub("", phrase)).strip()
    content = {term.surface.lower() for term in terms(phrase) if not term.is_stop}
    # A corpus may be made; where papers are on "the corpus", it is the library.
    return phrase if content - (frozenset() if mode == "make" else _PLACES) else ""


def _content(before: str) -> str:
    """Return what is left of the words around "papers" when those of asking are taken out."""
    pieces = []
    for piece in _NOUN.split(before):
        kept = [
            term
            for term in terms(piece)
            if not (term.is_stop or term.is_part or _is_frame(term.surface))
        ]
        if kept:
            pieces.append(piece[kept[0].start : kept[-1].end])
    return " ".join(pieces)


def _is_frame(word: str) -> bool:
    return word.lower() in _FRAME or bool(
        re.fullmatch(
            r"\d{1,3}|two|three|four|five|six|seven|"
            r"eight|nine|ten|first|last",
            word.lower(),
        )
    )
