"""A Hugging Face Daily Papers page as text: copied from the browser, or saved as a text file.

Each paper is a title, its abstract, and lines of facts: "4 authors", "·", "Feb 12 3" (the number
after the date counts comments). Some papers have no facts; above the first stands the page's own
furniture with the page's day. How titles are told from abstracts is told in
:mod:`ingest.sources.page_layout`, how dates without a year get theirs in
:func:`ingest.sources.dates.page_calendar`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.dates import PageCalendar, WrittenDate, page_calendar
from ingest.sources.decoding import read_text
from ingest.sources.json_record import why_unusable
from ingest.sources.links import is_repository, links_in, urls_in
from ingest.sources.page_layout import Facts, Label, LayoutLine, labels
from ingest.sources.page_lines import PageLine, classify, unwrapped
from paperchat.errors import SourceError
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_HALLMARK = re.compile(
    r"(?:^|\r)[ \t\xa0•·]*(?:\d{1,5} authors?|(?:daily|trending) papers)[ \t]*(?:$|[\r•·])",
    re.MULTILINE | re.IGNORECASE,
)
_ARXIV_NUMBER = re.compile(r"(?i)(?:arxiv\D{0,12}|/papers/)(\d{2})(0[1-9]|1[0-2])\.\d{5}(?!\d)")


@dataclass(frozen=True, slots=True)
class DailyPapersTextReader:
    """Reads the page as one piece: the year of its dates needs all of it."""

    name: str = "a Hugging Face Daily Papers page as text"

    def sniff(self, head: Head) -> float:
        """Sure when a line counts authors or is the page's heading, and it is not markup."""
        if head.text is None or head.text.lstrip("\ufeff \t\r\n").startswith(("<", "{", "[{")):
            return 0.0
        return 0.7 if _HALLMARK.search(head.text) else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:
        """Yield the papers in the page's order, and titles without an abstract as rejected.

        Raises:
            SourceError: the page holds no paper, or is not readable text.
        """
        page = _Page.of(read_text(source))
        if not any(draft.abstract for draft in page.drafts):
            raise SourceError(_nothing_in(source.name, page))
        calendar = page.calendar(options)
        for draft in page.drafts:
            yield draft.record(source.name, calendar)


@dataclass(slots=True)
class _Draft:
    """A paper in the making."""

    title: str
    line: int
    abstract: list[str] = field(default_factory=list)
    authors: int | None = None
    date: WrittenDate | None = None
    comments: int | None = None
    links: list[str] = field(default_factory=list)

    def take_facts(self, line: PageLine, *, beside_date: bool) -> None:
        """Add what a line says; the first word on each fact counts."""
        self.authors = line.authors if self.authors is None else self.authors
        self.date = line.date if self.date is None else self.date
        number = line.comments
        if number is None and beside_date and line.text.isdecimal() and len(line.text) < 6:
            number = int(line.text)  # the comments on a line of their own, right under the date
        self.comments = number if self.comments is None else self.comments

    def record(self, source: str, calendar: PageCalendar) -> Record | Rejected:
        text = " ".join(self.abstract)
        if reason := why_unusable(self.title, text):
            return Rejected(reason, source, self.line)
        found = links_in(text)
        urls = [url for link in self.links for url in urls_in(link)]
        arxiv = next(filter(None, map(_arxiv_of_line, self.links)), None)
        return Record(
            title=self.title,
            text=text,
            author_count=self.authors,
            published=calendar.resolve(self.date) if self.date else None,
            url=f"https://arxiv.org/abs/{arxiv}" if arxiv else None,
            code_url=found.code_url or next(filter(is_repository, urls), None),
            project_url=found.project_url,
            arxiv_id=arxiv,
            comment_count=self.comments,
            source=source,
        )


@dataclass(frozen=True, slots=True)
class _Page:
    drafts: tuple[_Draft, ...]
    day: WrittenDate | None
    arxiv_months: tuple[date, ...]

    @classmethod
    def of(cls, text: str) -> _Page:
        lines = unwrapped(classify(text))
        label_of = _labelled(lines)
        drafts: list[_Draft] = []
        day: WrittenDate | None = None
        links_lead = False
        beside_date = False
        for line in lines:
            label = label_of.get(line.number)
            if label == "title" or (label == "abstract" and not drafts):
                drafts.append(_Draft(line.text if label == "title" else "", line.number))
            if label == "abstract":
                drafts[-1].abstract.append(line.text)
            elif line.kind == "facts" and drafts:
                drafts[-1].take_facts(line, beside_date=beside_date and not line.after_blank)
            elif line.kind == "facts":
                day = day or line.date
            elif line.kind == "link" and drafts and not links_lead:
                drafts[-1].links.append(line.text)
            elif line.kind == "link":
                links_lead = True  # links stand above titles here: whose they are is not sure
            beside_date = line.kind == "facts" and line.date is not None
        months = tuple(
            date(2000 + int(match[1]), int(match[2]), 1) for match in _ARXIV_NUMBER.finditer(text)
        )
        return cls(tuple(drafts), day, months)

    def calendar(self, options: ReadOptions) -> PageCalendar:
        return page_calendar(
            given=options.page_date,
            today=options.today,
            page_day=self.day,
            paper_dates=tuple(draft.date for draft in self.drafts if draft.date),
            arxiv_months=self.arxiv_months,
        )


def _labelled(lines: list[PageLine]) -> dict[int, Label]:
    """Return the label of each line of text, by line number."""
    texts: list[PageLine] = []
    facts: list[Facts] = []
    for line in lines:
        if line.kind == "text":
            texts.append(line)
            facts.append("none")
        elif line.kind == "facts" and texts:
            stronger = line.authors is not None or facts[-1] == "authors"
            facts[-1] = "authors" if stronger else "some"
    layout = [LayoutLine(line.text, after) for line, after in zip(texts, facts, strict=True)]
    return {line.number: label for line, label in zip(texts, labels(layout), strict=True)}


def _arxiv_of_line(link: str) -> str | None:
    return arxiv_id(link) or arxiv_id(re.sub(r"(?i)^(?:arxiv|abs)\s*:?\s*", "", link))


def _nothing_in(name: str, page: _Page) -> str:
    if page.drafts:
        return (
            f"{name} lists {len(page.drafts)} titles but no abstracts;"
            " save a page that shows the abstracts, such as the trending or search page."
        )
    return f"{name} holds no papers: no title followed by an abstract was found in it."
