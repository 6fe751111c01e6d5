"""Papers as the cards of a Hugging Face page show them, and as the page of a single paper does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from ingest.sources.base import ReadOptions
from ingest.sources.cleaning import one_line
from ingest.sources.dates import PageCalendar, WrittenDate, date_of, page_calendar, written_date
from ingest.sources.json_record import why_unusable
from ingest.sources.links import is_repository, links_in, web_url
from paperchat.text.identity import arxiv_id
from paperchat.types import Record, Rejected

_HEADINGS = ("h1", "h2", "h3", "h4")
_PAPER_PATH = re.compile(
    r"(?:^|huggingface\.co|hf\.co)/papers/(\d{4}\.\d{4,5})(?:v\d+)?(?=$|[#?/])"
)
_AUTHOR_COUNT = re.compile(r"(?:^|[\s•·])(\d{1,5}) authors?$", re.IGNORECASE)
_COMMENT_COUNT = re.compile(r"(\d{1,5})(?: comments?)?", re.IGNORECASE)
_PAGE_DATE = re.compile(r"/papers(?:/date/|\?(?:[^\"'\s]*&)?date=)(\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class Card:
    """The part of a page that shows one paper."""

    title: str
    arxiv_id: str
    abstract: str
    authors: tuple[str, ...]
    author_count: int | None
    published: date | WrittenDate | None
    comment_count: int | None
    code_url: str | None


def cards(soup: BeautifulSoup) -> list[Card]:
    """Return the cards of a page, each paper once, or the one paper of its own page."""
    found: dict[str, Card] = {}
    headings = [(h, _linked_id(h)) for h in soup.find_all(_HEADINGS) if isinstance(h, Tag)]
    linked = [(heading, paper) for heading, paper in headings if paper]
    sharing = Counter(id(parent) for heading, _ in linked for parent in heading.parents)
    for heading, paper in linked:
        if paper not in found:
            found[paper] = _card(heading, paper, _around(heading, sharing))
    single = _single(soup)
    if single and not any(card.abstract for card in found.values()):
        return [single]
    return list(found.values())


def records_of_cards(
    found: list[Card], soup: BeautifulSoup, source: str, options: ReadOptions
) -> Iterator[Record | Rejected]:
    """Turn cards into records; dates without a year get the page's (see ``page_calendar``)."""
    calendar = _calendar(found, soup, options)
    for card in found:
        if reason := why_unusable(card.title, card.abstract):
            yield Rejected(reason, source)
            continue
        links = links_in(card.abstract)
        day = card.published
        yield Record(
            title=card.title,
            text=card.abstract,
            authors=card.authors,
            author_count=card.author_count or len(card.authors) or None,
            published=calendar.resolve(day) if isinstance(day, WrittenDate) else day,
            url=f"https://arxiv.org/abs/{card.arxiv_id}",
            code_url=links.code_url or card.code_url,
            project_url=links.project_url,
            arxiv_id=card.arxiv_id,
            comment_count=card.comment_count,
            record_id=card.arxiv_id,
            source=source,
        )


def _linked_id(heading: Tag) -> str | None:
    """Return the id of the paper that a heading links to, from inside or around it."""
    inside = heading.find_all("a", href=True)
    around = heading.find_parent("a", href=True)
    for link in (*inside, *([around] if around else [])):
        if isinstance(link, Tag) and (match := _PAPER_PATH.search(str(link["href"]))):
            return match[1]
    return None


def _around(heading: Tag, sharing: Counter[int]) -> Tag:
    """Return the card of a heading: its article, or the largest element with no other heading."""
    article = heading.find_parent("article")
    if isinstance(article, Tag):
        return article
    card = heading
    for parent in heading.parents:
        if sharing[id(parent)] > 1 or parent.name in {"body", "html", "[document]"}:
            break
        card = parent
    return card


def _card(heading: Tag, paper: str, card: Tag) -> Card:
    texts = [_text(paragraph) for paragraph in card.find_all("p")]
    strings = [one_line(text) for text in card.stripped_strings]
    return Card(
        title=_text(heading),
        arxiv_id=paper,
        abstract=max(texts, key=len, default=""),
        authors=(),
        author_count=_author_count(card, strings),
        published=_published(card.find_all("time"), strings),
        comment_count=_comment_count(card, strings),
        code_url=_code_url(card.find_all("a")),
    )


def _single(soup: BeautifulSoup) -> Card | None:
    """Read the page of one paper: its title in ``h1``, its abstract under "Abstract"."""
    title = soup.find("h1")
    marks = soup.find_all(["link", "meta"])
    addresses = [str(m.get("href") or m.get("content") or "") for m in marks if isinstance(m, Tag)]
    paper = next((m[1] for a in addresses if (m := _PAPER_PATH.search(a))), None)
    paper = paper or next(filter(None, map(arxiv_id, addresses)), None)
    label = soup.find(["h2", "h3"], string=re.compile(r"^\s*Abstract\s*$"))
    if not (isinstance(title, Tag) and paper and isinstance(label, Tag)):
        return None
    # What lies between this heading and the next; comments of readers come after that.
    under = list(takewhile(lambda tag: tag.name not in _HEADINGS, label.find_all_next()))
    names = [_text(a).strip(" ,") for a in soup.select(".author a, .author button, a.author")]
    between = takewhile(lambda node: node is not label, title.next_elements)
    strings = [one_line(node) for node in between if isinstance(node, NavigableString)]
    return Card(
        title=_text(title),
        arxiv_id=paper,
        abstract=max((_text(tag) for tag in under if tag.name == "p"), key=len, default=""),
        authors=tuple(dict.fromkeys(filter(None, names))),
        author_count=None,
        published=_published([], strings),
        comment_count=None,
        code_url=_code_url([tag for tag in under if tag.name == "a"]),
    )


def _text(element: Tag) -> str:
    """Return the text of an element; mark-up within a word does not break the word."""
    for line_break in element.find_all("br"):
        line_break.replace_with(" ")
    return one_line(element.get_text())


def _author_count(card: Tag, strings: list[str]) -> int | None:
    items = [one_line(item.get_text(" ")) for item in card.find_all("li")]
    matches = (_AUTHOR_COUNT.search(text) for text in (*strings, *items))
    return next((int(match[1]) for match in matches if match), None)


def _published(times: Iterable[Tag], strings: list[str]) -> date | WrittenDate | None:
    for time in times:
        if day := date_of(str(time.get("datetime"))):
            return day
    for text in strings:
        written = written_date(re.sub(r"(?i)^[•·\s]*(?:published )?(?:on )?", "", text))
        if written and not written[1]:
            return written[0]
    return None


def _comment_count(card: Tag, strings: list[str]) -> int | None:
    for link in card.find_all("a", href=re.compile("#(?:community|comments)$")):
        if match := _COMMENT_COUNT.fullmatch(one_line(link.get_text(" "))):
            return int(match[1])
    matches = (re.fullmatch(r"(\d{1,5}) comments?", text, re.IGNORECASE) for text in strings)
    return next((int(match[1]) for match in matches if match), None)


def _code_url(links: Iterable[Tag]) -> str | None:
    addresses = (web_url(link.get("href")) for link in links)
    return next((url for url in addresses if url and is_repository(url)), None)


def _calendar(found: list[Card], soup: BeautifulSoup, options: ReadOptions) -> PageCalendar:
    marks = soup.find_all(["link", "meta"])
    addresses = [str(m.get("href") or m.get("content") or "") for m in marks if isinstance(m, Tag)]
    stated = next((date_of(m[1]) for a in addresses if (m := _PAGE_DATE.search(a))), None)
    return page_calendar(
        given=options.page_date or stated,
        today=options.today,
        page_day=_page_day(soup),
        paper_dates=tuple(c.published for c in found if isinstance(c.published, WrittenDate)),
        arxiv_months=tuple(
            day for c in found if (day := date_of(f"20{c.arxiv_id[:2]}-{c.arxiv_id[2:4]}"))
        ),
    )


def _page_day(soup: BeautifulSoup) -> WrittenDate | None:
    """Return the day shown above the first card."""
    first = soup.find("article")
    for text in first.find_all_previous(string=True) if isinstance(first, Tag) else ():
        written = written_date(one_line(text))
        if written and not written[1]:
            return written[0]
    return None
