"""How long an answer is to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Length:
    """How much is said: sentences in all, of one of several papers, of one alone, and at least.

    One sentence alone seldom says enough, so that more are wanted even if they fit less well.
    ``counted`` tells that so many sentences were asked for.
    """

    most: int
    per_paper: int
    alone: int
    least: int
    counted: bool = False

    SHORT: ClassVar[Length]
    NORMAL: ClassVar[Length]
    LONG: ClassVar[Length]

    @classmethod
    def exactly(cls, sentences: int) -> Length:
        """Return the length of so many sentences."""
        if sentences <= 1:
            return cls.SHORT
        return cls(sentences, sentences, sentences, sentences, counted=True)

    def shared_by(self, papers: int) -> Length:
        """Return what is left for each of several papers, of sentences that were counted."""
        return Length.exactly(self.most // papers) if self.counted else self


Length.SHORT = Length(1, 1, 1, 1)
Length.NORMAL = Length(6, 3, 4, 3)
Length.LONG = Length(14, 5, 10, 6)
