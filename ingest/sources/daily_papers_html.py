"""Saved HTML of Hugging Face paper pages: daily, trending and search lists, and single papers.

The pages carry their data twice: as JSON in ``data-props`` attributes (all fields, whole abstracts)
and as cards for the eye. The JSON is taken where it is there; browsers and extensions that save
only what is seen leave the cards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.decoding import read_text
from ingest.sources.html_cards import cards, records_of_cards
from ingest.sources.json_record import JsonObject, is_object, record_of
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

_BEGINS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|main|div|section|article|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")


@dataclass(frozen=True, slots=True)
class DailyPapersHtmlReader:
    """Reads the page as one piece."""

    name: str = "a saved Hugging Face papers page (HTML)"

    def sniff(self, head: Head) -> float:
        """Sure when the text begins as HTML does."""
        if head.text is None:
            return 0.0
        if _BEGINS.match(head.text.lstrip("\ufeff")):
            return 0.9
        return 0.3 if head.suffix in {".html", ".htm", ".xhtml"} else 0.0

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:
        """Yield the papers in the page's order.

        Raises:
            SourceError: the page is cut off, holds no paper, or is not readable text.
        """
        text = _XML_DECLARATION.sub("", read_text(source))
        if _is_cut_off(text):
            raise SourceError(
                f"{source.name} is cut off before its end; open the page again and save it anew."
            )
        soup = _parsed(text, source)
        items = [record_of(item, source.name) for item in _embedded(soup)]
        if not any(isinstance(item, Record) for item in items):
            items = list(records_of_cards(cards(soup), soup, source.name, options)) or items
        if not items:
            raise SourceError(
                f"{source.name} is an HTML page without papers;"
                " save a page of huggingface.co/papers that shows abstracts."
            )
        if not any(isinstance(item, Record) for item in items):
            raise SourceError(
                f"{source.name} lists {len(items)} titles but no abstracts;"
                " save a page that shows the abstracts, such as the trending or search page."
            )
        yield from items


def _parsed(text: str, source: Source) -> BeautifulSoup:
    try:
        return BeautifulSoup(text, "lxml")
    except (ParserRejectedMarkup, RecursionError) as error:
        raise SourceError(f"{source.name} is not HTML that can be parsed.") from error


def _is_cut_off(text: str) -> bool:
    """Tell whether a page ends before it should.

    A whole page ends with ``</html>``. A fragment has to close its last tag and its last card.
    """
    # Only the ends are searched: a page has megabytes.
    if re.search(r"<html\b", text[:20_000], re.IGNORECASE):
        return "</html" not in text[-20_000:].lower() or _ends_in_tag(text)
    opened = len(re.findall(r"<article\b", text, re.IGNORECASE))
    closed = len(re.findall(r"</article\s*>", text, re.IGNORECASE))
    return _ends_in_tag(text) or opened > closed


def _ends_in_tag(text: str) -> bool:
    return text.rfind("<") > text.rfind(">")


def _embedded(soup: BeautifulSoup) -> list[JsonObject]:
    """Return the papers of the ``data-props`` attribute that holds most of them."""
    best: list[JsonObject] = []
    for element in soup.select("[data-props]"):
        try:
            props = json.loads(str(element["data-props"]))
        except (ValueError, RecursionError):
            continue  # another widget's data, or the attribute of a page edited by hand
        found = _papers_in(props)
        if len(found) > len(best):
            best = found
    return best


def _papers_in(props: object) -> list[JsonObject]:
    if not is_object(props):
        return []
    if _is_paper(props.get("paper")):
        comments = props.get("comments")
        count = len(comments) if isinstance(comments, list) else None
        return [{"paper": props["paper"], "numComments": count}]
    lists = [
        [entry for entry in value if is_object(entry) and _is_paper(entry.get("paper", entry))]
        for value in props.values()
        if isinstance(value, list)
    ]
    return max(lists, key=len, default=[])


def _is_paper(value: object) -> bool:
    return is_object(value) and "title" in value and ("summary" in value or "abstract" in value)
