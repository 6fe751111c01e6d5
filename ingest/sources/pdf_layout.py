"""Where title and abstract stand on the first pages of a paper."""

from __future__ import annotations

import re

from ingest.sources.cleaning import one_line
from ingest.sources.json_record import JsonObject, is_object
from ingest.sources.paper_sections import ABSTRACT_END, ABSTRACT_START
from paperchat.text.identity import title_key

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_BROKEN_WORD = re.compile(r"(?<![-\w])(?P<start>[^\W\d_]{2,})-\n(?=[a-z]{2,})")
_BROKEN_CHAIN = re.compile(r"(?<=\w)-\n(?=[a-z])")  # "state-of-" keeps its hyphen
_STAMP = re.compile(
    r"arXiv:\s?(?P<id>(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}))(?:v\d+)?"
    r"(?:\s*\[[\w.-]+\])?(?:\s+(?P<day>\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}))?"
)
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"(?:untitled|microsoft word\b.*|document\d*|.*\.(?:docx?|tex|dvi|pdf|ps|indd|qxd|rtf)|\W*)",
    re.IGNORECASE,
)
_MAX_ABSTRACT = 6000
_TITLE_CHARS = (8, 350)
_NEAR = 0.88
"""How much smaller than its largest line a title's other lines may be."""


def title_in(found: JsonObject) -> str:
    """Return the title: what the file says of itself if its page says so too, else by size."""
    stated = _clean(str(found.get("title", "")))
    largest = _largest_lines(found.get("lines"))
    shown = title_key(_clean(str(found.get("text", "")))[:6000])
    usable = len(stated) >= _TITLE_CHARS[0] and not _NO_TITLE.fullmatch(stated)
    return stated if usable and (not largest or title_key(stated) in shown) else largest


def _largest_lines(lines: object) -> str:
    """Return the first run of lines in the largest letters of the first page that has a title."""
    if not isinstance(lines, list):
        return ""
    known = [line for line in lines if is_object(line)]
    by_page: dict[object, list[tuple[float, str]]] = {}
    for line in known:
        size, text = line.get("size"), line.get("text")
        if isinstance(size, int | float) and isinstance(text, str):
            by_page.setdefault(line.get("page"), []).append((float(size), text))
    for page in by_page.values():
        for size in sorted({size for size, _ in page}, reverse=True)[:6]:
            title = _clean("\n".join(_first_run(page, size)))
            if _TITLE_CHARS[0] <= len(title) <= _TITLE_CHARS[1] and " " in title:
                return title
    return ""


def _first_run(page: list[tuple[float, str]], largest: float) -> list[str]:
    run: list[str] = []
    for size, text in page:
        if ABSTRACT_START.match(text.strip()):
            break
        if size > largest or not _LETTERS.search(text):
            continue
        if size >= _NEAR * largest:
            run.append(text.strip())
        elif run:
            break
    return run


_LETTERS = re.compile(r"[^\W\d_]{2}")


def abstract_in(text: str) -> str:
    """Return the abstract: from its heading to the next one."""
    start = ABSTRACT_START.search(text)
    if start is None:
        return ""
    rest = text[start.end() :][:_MAX_ABSTRACT]
    end = ABSTRACT_END.search(rest)
    return _clean(rest[: end.start()] if end else rest)


def arxiv_stamp(text: str) -> tuple[str, str]:
    """Return the arXiv id and day printed along the margin of the first page, or empty texts."""
    match = _STAMP.search(text.partition("\f")[0])
    return (match["id"], " ".join((match["day"] or "").split())) if match else ("", "")


def doi_in(text: str) -> str:
    """Return the DOI on the first page if there is just one; others are of works it cites."""
    found = {match[1].rstrip(".,;)").lower() for match in _DOI.finditer(text.partition("\f")[0])}
    return found.pop() if len(found) == 1 else ""


def letters(text: str) -> str:
    """Return ``text`` with its ligatures as letters."""
    return _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)


def without_stamp(text: str) -> str:
    """Return the text of a page without what arXiv prints along its margin."""
    return _STAMP.sub("", text)


def _clean(text: str) -> str:
    """Return text in one line: ligatures as letters, words whole that a line's end had broken."""
    plain = letters(text).replace("\u00ad\n", "")
    return one_line(_BROKEN_CHAIN.sub("-", _BROKEN_WORD.sub(r"\g<start>", plain)))
