"""What a reader thinks of an answer: good or not, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal, get_args

from paperchat.errors import InputError
from paperchat.library.moment import now

Mark = Literal["good", "bad"]

MARKS: tuple[Mark, ...] = get_args(Mark)
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "wrong-paper": "Wrong paper",
        "no-answer": "Does not answer",
        "not-said": "Not what the paper says",
        "incomplete": "Something is missing",
        "unclear": "Hard to follow",
    }
)
"""What may be wrong with an answer, and how it is said."""

LONGEST_COMMENT = 2_000
"""Characters of a reader's own words."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader thought of one answer; ``reasons`` are keys of ``REASONS``.

    ``rated_at`` is UTC and, as stored, without its zone.
    """

    mark: Mark
    reasons: tuple[str, ...]
    comment: str
    rated_at: datetime


def rating_of(mark: str, reasons: Sequence[str] = (), comment: str = "") -> Rating:
    """Return the rating of this moment.

    Raises:
        InputError: the mark or a reason is not known, or there are reasons beside "good".
    """
    if mark not in MARKS:
        raise InputError(f"{mark!r} is no rating: choose one of {', '.join(MARKS)}.")
    unknown = [reason for reason in reasons if reason not in REASONS]
    if unknown:
        raise InputError(f"{unknown[0]!r} is no reason: choose from {', '.join(REASONS)}.")
    if reasons and mark == "good":
        raise InputError("Reasons are for an answer that is not good: leave --reason out.")
    told = " ".join(comment.split())[:LONGEST_COMMENT]
    return Rating("good" if mark == "good" else "bad", tuple(dict.fromkeys(reasons)), told, now())


def rating_in_words(rating: Rating) -> str:
    """Return a rating as one sentence: the mark, the reasons, and the reader's own words."""
    said = "Rated good" if rating.mark == "good" else "Rated not good"
    why = ", ".join(REASONS.get(reason, reason).lower() for reason in rating.reasons)
    return f"{said}{f' ({why})' if why else ''}{f': {rating.comment}' if rating.comment else '.'}"
