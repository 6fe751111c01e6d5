"""What a question asks for, read from its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.answering.length import Length
from paperchat.text.terms import terms
from paperchat.types import QuestionKind, SentenceRole

MAX_CHARS = 10_000

_SMALL_TALK = re.compile(
    r"\W*(?:hi|hello|hey|hallo|thanks?(?: you| a lot)?|thank you(?: very much)?|good (?:morning|"
    r"afternoon|evening)|bye|goodbye|ok(?:ay)?|great|cool|nice|how are you(?: doing)?|"
    r"who are you|what (?:are you|can you do|is this)|help)\W*",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:summari[sz]e|summary|tl;?dr|overview of|sum up|main (?:points?|idea|contribution)s?)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:in (?:one|a single) (?:sentence|line)|one[- ](?:sentence|line)|tl;?dr|"
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
    r"how (?:do|does|is|are) .+ differ\b|in contrast to)",
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


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words that frame a question and say nothing about its subject, in any field.
_FRAME = _words("""
    about abstract according achieve actual address aim amount answer approach article
    author authors big call called claim come compare corpus deal define describe detail
    differ difference different discuss do drawback employ exactly example explain far fast
    find finding gain get give goal happen help idea improve introduce kind know large
    library limit limitation list long main make many mean mention method much name need
    number often paper papers people percent percentage perform point possible present
    problem propose provide publication question reach report result say show solve stand
    state study suggest summarise summarize summary system tackle talk technique tell term
    thing tool type use used user using various way work write year
""")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what its words ask for.

    ``subject`` holds the content words that say what it is about, ``frame`` the other ones.
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
    return lowered in _FRAME or (lowered.endswith("s") and lowered[:-1] in _FRAME) or (
        lowered.endswith(("d", "ed", "es", "ing")) and _bare(lowered) in _FRAME
    )  # fmt: skip


def _bare(word: str) -> str:
    for ending in ("ing", "ed", "es", "d"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return stem if stem in _FRAME else f"{stem}e"
    return word
