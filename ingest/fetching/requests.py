"""What may be asked for: a search or a list of ids at arXiv, days of Daily Papers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from paperchat.errors import InputError, LibraryError
from paperchat.text.identity import arxiv_id

_FIELD = re.compile(r"\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate):")
_OPERATOR = re.compile(r"\b(?:AND|OR|ANDNOT)\b")
_WORD = re.compile(r'"[^"]+"|[^\s"]+')


@dataclass(frozen=True, slots=True)
class ArxivSearch:
    """The newest papers that arXiv finds.

    Attributes:
        query: in arXiv's own syntax (``cat:cs.CL AND ti:"reward model"``), or plain words, of
            which each has to stand somewhere in a paper's record; empty for all papers.
        since: the first day of submission, or null.
        limit: most papers to take.
    """

    query: str
    since: date | None = None
    limit: int = 500
    service: Literal["arxiv-search"] = "arxiv-search"

    def __post_init__(self) -> None:
        """Hold the search to what arXiv can be asked.

        Raises:
            InputError: there is nothing to search for.
        """
        if not _WORD.search(self.query) and self.since is None:
            raise InputError("The search is empty: give --query, --ids or --since.")

    @property
    def name(self) -> str:
        """What the papers' source is called."""
        since = f" since {self.since}" if self.since else ""
        return f"arXiv: {' '.join(self.query.split()) or 'all papers'}{since}"

    def expression(self, today: date) -> str:
        """Return the search as arXiv reads it; ``today`` closes a span of days."""
        query = " ".join(self.query.split())
        if not _FIELD.search(query) and not _OPERATOR.search(query):
            query = " AND ".join(f"all:{word}" for word in _WORD.findall(query))
        if self.since is None:
            return query
        span = f"submittedDate:[{self.since:%Y%m%d}0000 TO {today:%Y%m%d}2359]"
        return f"({query}) AND {span}" if query else span


@dataclass(frozen=True, slots=True)
class ArxivIds:
    """Papers of arXiv by their ids, which are kept without version."""

    ids: tuple[str, ...]
    service: Literal["arxiv-ids"] = "arxiv-ids"

    @classmethod
    def of(cls, given: list[str]) -> ArxivIds:
        """Return the request for ids, of which one text may hold several.

        Raises:
            InputError: one of them is no id of arXiv, or there is none.
        """
        found: dict[str, None] = {}
        for text in re.split(r"[\s,;]+", " ".join(given).strip()):
            known = arxiv_id(text)
            if known is None:
                raise InputError(
                    f"{text[:60]!r} is no id of arXiv: write them as 2403.01234 or hep-th/9901001."
                )
            found[known] = None
        return cls(tuple(found))

    @property
    def name(self) -> str:
        """What the papers' source is called."""
        shown = ", ".join(self.ids[:3])
        return f"arXiv: {shown}" + (f" and {len(self.ids) - 3} more" if self.ids[3:] else "")


@dataclass(frozen=True, slots=True)
class DailyPapers:
    """Daily Papers of Hugging Face, of all days from ``first`` to ``last``.

    Without ``last``, up to the day on which it is asked.
    """

    first: date
    last: date | None = None
    service: Literal["hf"] = "hf"

    @property
    def name(self) -> str:
        """What the papers are called together; each day is a source by itself."""
        if self.last is None:
            return f"Hugging Face Daily Papers since {self.first}"
        until = f" to {self.last}" if self.last != self.first else ""
        return f"Hugging Face Daily Papers of {self.first}{until}"


Request = ArxivSearch | ArxivIds | DailyPapers

_ADAPTER: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="service")])


def request_to_text(request: Request) -> str:
    """Return a request as it is kept; equal requests give equal texts."""
    return _ADAPTER.dump_json(request).decode()


def request_from_text(text: str) -> Request:
    """Return the request that was kept.

    Raises:
        LibraryError: this Paperchat knows no such request.
    """
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        raise LibraryError(
            "A watch of this library was written by another Paperchat: remove it with "
            "'paperchat fetch unwatch', or update Paperchat."
        ) from error
