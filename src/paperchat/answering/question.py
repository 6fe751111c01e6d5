"""What a question asks for, read from its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.answering.length import Length
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.terms import terms
from paperchat.types import QuestionKind, SentenceRole

MAX_CHARS = 10_000


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_SMALL_TALK = re.compile(
    r"\W*(?:(?:ok(?:ay)?|great|cool|nice|perfect|wow|hm+|well|yes|no|hi|hello|hey|hallo|there|"
    r"all|everyone|thanks?(?: you)?|a lot|so much|very much|for (?:that|this|your help|the help)|"
    r"that(?:'s| was| is)(?: really| very| so)? (?:helpful|great|useful|good|nice|all|it)|"
    r"good (?:morning|afternoon|evening|night|day)|bye|goodbye|see you|cheers|"
    r"how are you(?: doing)?(?: today)?|who are you|what (?:are you|can you do|is this)|help)"
    r"\W*)+",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:summari[sz]e|summary|tl;?dr|(?:short |brief )?overview|sum up|(?:the )?gist|"
    r"in a nutshell|in (?:one|two|three|a few) sentences?|(?:one|two|three) sentences|briefly|"
    r"in short)\b|"
    r"\bwhat (?:do|does) (?:the|these|those|all|this) (?:[\w-]+ )?"
    r"(?:papers|surveys|abstracts|library) (?:say|tell|report|conclude)\b|"
    r"\bmain (?:points?|idea|contribution)s? of\b",
    re.IGNORECASE,
)
_ASKS_FOR = re.compile(
    r"\b(?:how many|how much|which|what|by what|the number of|number of|how large an?|"
    r"how big an?)(?: of the| of these)?\s+(?!(?:is|are|was|were|do|does|did|happens|can|could|"
    r"would|the|it|this|these|about|if)\b)|"
    r"\bwhat (?:is|are|was|were) (?:the|its|their)\s+",
    re.IGNORECASE,
)
_LONGEST_ATTRIBUTE = 3
_VAGUE = _words("""
    kind kinds type types sort sorts thing things way ways paper papers method methods approach
    approaches work works system technique techniques name two three four five six several other
    main key exact exactly size number percentage share figure value amount meaning purpose
""")
_SHORT = re.compile(
    r"\b(?:in (?:one|a single) (?:sentence|line)|one[- ](?:sentence|line)|tl;?dr|gist|"
    r"very (?:short|brief)(?:ly)?|in a nutshell)\b",
    re.IGNORECASE,
)
_LONG = re.compile(
    r"\b(?:in (?:more |full |great )?(?:detail|depth|full)|detailed|at length|thorough(?:ly)?|"
    r"everything)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:compare|comparison|versus|vs\.?|differences? (?:between|of)|differs? from|"
    r"how (?:do|does|is|are) .+ differ\b|in contrast to|contrast|side by side|against each other|"
    r"against|each of|does each|do both|both of|better than)",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\bhow (?:many|much|often|large|big|long|fast|far)\b|\bby how much\b|\bwhich score\b|"
    r"\bwhat (?:[\w-]+ ){0,3}?(?:percentage|percent|share|number|figures?|scores?|value|fraction|"
    r"proportion|rates?|accuracy|improvements?|size|reduction|gains?|speed ?-?up|cost)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^\W*(?:what(?:'s| is| are)|define|explain|describe|what does .+ (?:mean|stand for|do)|"
    r"how does .+ work)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\bwhy\b|\bwhat (?:\w+ )?(?:causes?|explains?|drives?|leads? to)\b", re.I)
_ROLE_WORDS: tuple[tuple[SentenceRole, re.Pattern[str]], ...] = (
    ("limit", re.compile(r"\b(?:limit\w*|drawbacks?|weakness\w*|shortcoming\w*|downsides?|"
                         r"disadvantages?|future work|caveats?)\b", re.I)),
    ("resource", re.compile(r"\b(?:code|repositor\w+|repo|github|download|open[- ]source\w*|"
                            r"available|released?|link|url|project page)\b", re.I)),
    ("data", re.compile(r"\b(?:datasets?|benchmarks?|corpus|corpora|test(?:ed)? on|"
                        r"evaluat\w+ on|trained on|training data)\b", re.I)),
    ("result", re.compile(r"\b(?:results?|findings?|achiev\w+|perform\w*|outperform\w*|"
                          r"improv\w+|conclu\w+|show)\b", re.I)),
    ("problem", re.compile(r"\b(?:problems?|motivat\w+|challenges?|address(?:es)?|gap|"
                           r"tackles?|solves?)\b", re.I)),
    ("method", re.compile(r"\b(?:methods?|approach\w*|how does|how do|works?|propos\w+|"
                          r"introduc\w+|techniques?|algorithms?|framework|steps?|stages?|"
                          r"components?|modules?)\b", re.I)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what its words ask for.

    ``subject`` holds the content words that say what it is about, ``frame`` the other ones.
    ``attribute`` is what is asked for of it: "learning rate" in "what learning rate does X use?".
    """

    text: str
    kind: QuestionKind
    wants_figure: bool
    wants_definition: bool
    wants_reason: bool
    role: SentenceRole | None
    length: Length
    subject: tuple[str, ...]
    frame: tuple[str, ...]
    attribute: tuple[str, ...]


def read_question(text: str) -> Question:
    """Read a question; never raises. Only the first 10,000 characters are looked at."""
    text = " ".join(text[:MAX_CHARS].split())
    content = [term for term in terms(text) if not term.is_stop and not term.is_part]
    subject = tuple(term.surface for term in content if not _is_frame(term.surface))
    frame = tuple(term.surface for term in content if _is_frame(term.surface))
    return Question(
        text=text,
        kind=_kind(text, subject),
        wants_figure=bool(_FIGURE.search(text)),
        wants_definition=bool(_DEFINITION.search(text)),
        wants_reason=bool(_REASON.search(text)),
        role=next((role for role, pattern in _ROLE_WORDS if pattern.search(text)), None),
        length=_length(text),
        subject=subject,
        frame=frame,
        attribute=_attribute(text),
    )


def _attribute(text: str) -> tuple[str, ...]:
    """Return the words between "which", "what" or "how many" and the next function word."""
    match = _ASKS_FOR.search(text)
    if not match:
        return ()
    found: list[str] = []
    for term in terms(text[match.end() :]):
        if term.is_part:
            continue
        if term.is_stop:
            if found:
                break
            continue
        found.append(term.surface)
    return tuple(
        word
        for word in found[:_LONGEST_ATTRIBUTE]
        if not (word.lower() in _VAGUE or _is_frame(word))
    )


def _length(text: str) -> Length:
    if _SHORT.search(text):
        return Length.SHORT
    return Length.LONG if _LONG.search(text) else Length.NORMAL


def _kind(text: str, subject: tuple[str, ...]) -> QuestionKind:
    if not re.search(r"\w", text) or _SMALL_TALK.fullmatch(text):
        return "chat"
    if _COMPARISON.search(text) and len(subject) > 1:
        return "comparison"
    if _SUMMARY.search(text):
        return "summary"
    return "ask"


def _is_frame(word: str) -> bool:
    if not word[1:].islower():
        return False  # Inner capitals make a name of any word.
    lowered = word.lower()
    return lowered in FRAME_WORDS or (lowered.endswith("s") and lowered[:-1] in FRAME_WORDS) or (
        lowered.endswith(("d", "ed", "es", "ing")) and _bare(lowered) in FRAME_WORDS
    )  # fmt: skip


def _bare(word: str) -> str:
    for ending in ("ing", "ed", "es", "d"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return stem if stem in FRAME_WORDS else f"{stem}e"
    return word
