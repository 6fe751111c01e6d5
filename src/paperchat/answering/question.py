"""What a question asks for, read from its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.answering.attribute import Attribute, read_attribute
from paperchat.answering.figures import Figure, read_figure
from paperchat.answering.length import Length
from paperchat.answering.merits import Side, asked_side
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.irregular import plain_stem
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
    r"how are you(?: doing)?(?: today)?|who (?:are|made|built|created) you|"
    r"are you (?:an? )?(?!sure\b|certain\b|able\b|aware\b)[\w-]+(?: or (?:an? )?[\w-]+)?|"
    r"what (?:are you|can you do|is this)|help)"
    r"\W*)+",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:summari[sz]e|summary|tl;?dr|(?:short |brief )?overview|sum up|(?:the )?gist|"
    r"in a nutshell|in (?:one|two|three|four|five|[1-5]|a few) (?:sentence|line)s?|"
    r"(?:one|two|three|four|five) sentences|briefly|"
    r"in short|in brief(?! (?!what|how|why|who|tell|please|for)\w))\b|"
    r"\bwhat (?:do|does) (?:the|these|those|all|this) (?:[\w-]+ )?"
    r"(?:papers|surveys|abstracts|library|corpus|collection|literature) "
    r"(?:say|tell|report|conclude)\b|"
    r"\b(?:main|key) (?:point|idea|contribution|message|takeaway|fact)s? (?:of|from|in|about)\b|"
    r"\bwhat(?:'s| is) (?:new|novel|original|special) (?:about|in|with)\b|"
    r"^\W*(?:(?:please|can you|could you) )*tell me (?:something |more |all )?about "
    r"(?!(?:how|what|why|when|where|who|whether)\b|the (?!\w+ (?:paper|study|survey|review)\b))"
    r"(?:[^\s,;:?]+\s*){1,6}\W*$|"
    r"\bwhat(?:'s| is) the (?:[^\s,;:?]+ ){1,8}?(?:paper|study|survey|review|article) about\b",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:in (?:one|a single) (?:sentence|line)|one[- ](?:sentence|line)|tl;?dr|gist|"
    r"very (?:short|brief)(?:ly)?|in a nutshell)\b",
    re.IGNORECASE,
)
_NUMBER = r"(?:one|two|three|four|five|[1-5]|a single)"
_COUNTED = re.compile(
    rf"\b(?:in|with|using|at most|no more than|maximum|max)\s+(?:only |just |exactly |about )?"
    rf"(?P<number>{_NUMBER}) (?:[a-z]+ )?(?:sentences?|lines?)\b|"
    rf"\b(?P<before>{_NUMBER})[- ]sentences? (?:summary|overview|answer|description|explanation)\b",
    re.IGNORECASE,
)
"""So many sentences are asked for."""

_NUMBERS = {"one": 1, "a single": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_LONG = re.compile(
    r"\b(?:in (?:more |full |great )?(?:detail|depth|full)|detailed|at length|thorough(?:ly)?|"
    r"everything)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:compare|comparison|versus|vs\.?|differences? (?:between|of)|differs? from|"
    r"how (?:do|does|is|are) .+ differ\b|in contrast to|contrast(?!ive)|side by side|"
    r"against each other|in common|do .{3,900} share(?=\W*$)|against|each of|"
    r"does each|do both|both of|better than)",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\b(?:percent|percentage|share|proportion|fraction|rate|accuracy)\b|\bby how much\b|"
    r"\bhow much (?:better|worse|less|more|faster|slower|higher|lower)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\bwhy\b|\bwhat (?:\w+ )?(?:causes?|explains?|drives?|leads? to)\b", re.I)
_DEFINITION = re.compile(
    r"\W*(?:(?:can|could) you )?(?:please )?(?:what(?:'s| is| are| does)|explain|define|"
    r"tell me about|how (?:does|do) (?!.*\b(?:differ|compare)))",
    re.IGNORECASE,
)
"""Begins a question for what something is or how it works, which is as often one for a textbook."""

ROLE_WORDS: dict[SentenceRole, re.Pattern[str]] = {
    "limit": re.compile(r"\b(?:limit\w*|drawbacks?|weakness\w*|shortcoming\w*|downsides?|"
                         r"disadvantages?|future work|caveats?)\b", re.I),
    "resource": re.compile(r"\b(?:code|repositor\w+|repo|github|download|open[- ]source\w*|"
                            r"available|released?|link|url|project page)\b", re.I),
    "data": re.compile(r"\b(?:datasets?|benchmarks?|corpus|corpora|test(?:ed)? on|"
                        r"evaluat\w+ on|trained on|training data)\b", re.I),
    "result": re.compile(r"\b(?:results?|findings?|achiev\w+|perform\w*|outperform\w*|"
                          r"improv\w+|conclu\w+|show|"
                          r"(?:key|main|headline|important|any|concrete|actual) "
                          r"(?:figures|numbers|metrics))\b", re.I),
    "problem": re.compile(r"\b(?:problems?|motivat\w+|challenges?|address(?:es)?|gap|"
                           r"obstacles?|hurdles?|overc[ao]m\w+|tackles?|solves?)\b", re.I),
    "method": re.compile(r"\b(?:methods?|approach\w*|how does|how do|works?|propos\w+|"
                          r"introduc\w+|techniques?|algorithms?|framework|steps?|stages?|"
                          r"components?|modules?)\b", re.I),
}  # fmt: skip
"""Words that ask for a kind of statement; the first that a question holds counts."""

_IN_COLLECTION = re.compile(
    r"\b(?:in|of|from|within|across)\s+(?:the|this|your|my|our)\s+(?:whole\s+|entire\s+)?"
    r"(?:library|corpus|collection)\b"
    r"|\b(?:the|this|your|my|our)\s+(?:library|corpus|collection)\b"
    r"(?=\s+(?:says?|tells?|holds?|contains?|knows?|mentions?|reports?|covers?|ha(?:s|ve))\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what its words ask for.

    ``subject`` holds the content words that say what it is about, ``frame`` the other ones.
    ``attribute`` is what it wants the value of. ``defines`` tells that it asks what something is
    or how it works, ``side`` that it asks what speaks for a thing, or against it.
    """

    text: str
    kind: QuestionKind
    figure: Figure | None
    attribute: Attribute | None
    defines: bool
    wants_share: bool
    wants_reason: bool
    role: SentenceRole | None
    side: Side | None
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
        figure=read_figure(text),
        attribute=read_attribute(text),
        defines=bool(_DEFINITION.match(text)),
        wants_share=bool(_SHARE.search(text)),
        wants_reason=bool(_REASON.search(text)),
        role=next((role for role, words in ROLE_WORDS.items() if words.search(text)), None),
        side=asked_side(text),
        length=_length(text),
        subject=subject,
        frame=frame,
    )


def without_collection(text: str) -> str:
    """Return ``text`` without words for the library itself, so that no paper is found by them."""
    return " ".join(_IN_COLLECTION.sub(" ", text).split()) or text


def _length(text: str) -> Length:
    counted = _COUNTED.search(text)
    if counted:
        number = (counted["number"] or counted["before"]).lower()
        return Length.exactly(_NUMBERS.get(number) or int(number))
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
    lowered = plain_stem(word.lower())
    return lowered in FRAME_WORDS or (lowered.endswith("s") and lowered[:-1] in FRAME_WORDS) or (
        lowered.endswith(("d", "ed", "es", "ing")) and _bare(lowered) in FRAME_WORDS
    )  # fmt: skip


def _bare(word: str) -> str:
    for ending in ("ing", "ed", "es", "d"):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return stem if stem in FRAME_WORDS else f"{stem}e"
    return word
