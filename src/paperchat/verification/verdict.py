"""What a check of one sentence finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CheckedVerdict = Literal["supported", "weak", "unsupported"]
ProblemKind = Literal["label", "number", "name", "direction", "claim"]


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that may be cited: its label, exact text, and the title of its paper."""

    label: int
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a sentence from being supported; ``told`` is one sentence for the reader."""

    kind: ProblemKind
    told: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on one sentence.

    ``labels`` back it; those of ``added`` were found for it, the others were written with it.
    ``support`` (0 to 1) is how far the cited passages bear out what it claims.
    """

    verdict: CheckedVerdict
    labels: tuple[int, ...]
    added: tuple[int, ...]
    problems: tuple[Problem, ...]
    support: float
