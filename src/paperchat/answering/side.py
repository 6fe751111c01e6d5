"""One side of a comparison: what words say which paper, and which only say that it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from paperchat.text.terms import terms

NOUN = (
    r"(?:papers?|stud(?:y|ies)|trials?|experiments?|reviews?|surveys?|cohorts?|reports?|articles?|"
    r"works?|ones?|abstracts?|benchmarks?|methods?|approach(?:es)?|models?|systems?|ways?|"
    r"frameworks?|datasets?|detectors?|algorithms?|follow-ups?|analys[ie]s|techniques?)"
)
PAPER_WORD = (
    r"(?:papers?|stud(?:y|ies)|trials?|reviews?|surveys?|reports?|articles?|abstracts?|one|cohort|"
    r"follow-up|experiment|benchmark)"
)
_EDGE = re.compile(r"^(?:\W|\b(?:between|of|both)\b\s)+|[\s,.;:?!“\"]+$", re.IGNORECASE)
_FRAME = re.compile(
    r"^(?:what\s+)?(?:(?:the|that|a|an|one|other|first|second|third)\s+)*"
    r"(?:(?:(?:paper|study|article|work|abstract|one|approach|method)\s+)?"
    r"(?:on|about|where|with|which|that|for|from|of|in|by|to)\s+)?",
    re.IGNORECASE,
)
_FRAME_END = re.compile(
    r"\s+(?:papers?|stud(?:y|ies)|articles?|work|ones?|abstracts?|approach)"
    r"(?:\s+(?:says?|shows?|reports?|finds?)\b(?:\s+for)?|\s*$)",
    re.IGNORECASE,
)
_DEFINITE = re.compile(
    rf"^(?:what\s+)?(?:(?:the|that)\s+(?:.*\b{NOUN}\b|one\b|other\b)|one\s|another\s)|"
    rf"\b(?:the|that)\s+(?:[\w-]+\s+){{0,6}}{PAPER_WORD}\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:it|that|this|they|them|these|those|(?:this|that) one)$", re.IGNORECASE)
_ANAPHOR = re.compile(r"^(?:the|that)\s+(?:one|other(?:\s+one)?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """One thing that is compared.

    ``text`` is its wording, ``words`` what is left without "the paper on" and the like. A side is
    ``definite`` if it describes a paper ("the Omaha study"), not a thing that papers speak of.
    """

    text: str
    words: str
    definite: bool

    @property
    def pronoun(self) -> bool:
        """Whether it only points back to what was said before."""
        return bool(_PRONOUN.match(self.text))

    @property
    def elliptic(self) -> bool:
        """Whether it may lean on the words of the side before: "the one with human feedback"."""
        return bool(_ANAPHOR.match(self.text))


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides of a comparison, and the words that hold for all of them.

    Without ``sides``, ``number`` papers on ``context`` are to be compared: "the two studies on X".
    ``explicit`` is false where only a word like "versus" tells that anything is compared.
    """

    sides: tuple[Side, ...]
    context: str
    number: int
    explicit: bool = True


def read_side(part: str) -> Side | None:
    """Read one side; None if it holds no words of its own."""
    text = _EDGE.sub("", part.strip()).strip()
    words = _FRAME_END.sub(" ", _FRAME.sub("", text)).strip()
    if not text or not (has_content(words) or _PRONOUN.match(text)):
        return None
    return Side(text, words, bool(_DEFINITE.search(text)))


def has_content(text: str) -> bool:
    """Tell whether ``text`` holds a word that says what it is about."""
    return any(not term.is_stop or term.surface.isupper() for term in terms(text))
