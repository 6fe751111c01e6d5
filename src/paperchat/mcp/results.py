"""What the tools return beside answers. These fields are what clients script against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from paperchat.contract import ListedPaper, RankedPaper
from paperchat.types import NearestPaper


@dataclass(frozen=True, slots=True)
class Hits:
    """What search returns: the nearest papers, the best first."""

    hits: tuple[RankedPaper, ...]


@dataclass(frozen=True, slots=True)
class FoundPaper:
    """What get_paper returns; ``candidates`` are named where the name does not mean one paper."""

    status: Literal["found", "unknown_paper"]
    paper: ListedPaper | None
    candidates: tuple[NearestPaper, ...]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What list_papers returns; ``next_offset`` is null on the last page."""

    papers: tuple[ListedPaper, ...]
    total: int
    offset: int
    next_offset: int | None
