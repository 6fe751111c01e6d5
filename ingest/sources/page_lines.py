"""The lines of a Daily Papers page copied as text: which are furniture, facts, or prose."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from ingest.sources.cleaning import one_line
from ingest.sources.dates import WrittenDate, written_date
from ingest.sources.links import urls_in
from paperchat.text.identity import arxiv_id

LineKind = Literal["text", "facts", "link", "furniture", "blank"]

_AUTHORS = re.compile(r"(\d{1,3}(?:,\d{3})*|\d{1,5}) authors?", re.IGNORECASE)
_COMMENTS = re.compile(r"(?:comments?:? (\d{1,5})|(\d{1,5}) comments?)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d[\d.,]*\s?[kKmM]?")
_COMMENT_NUMBER = re.compile(r"\d{1,5}")
_AGO = re.compile(
    r"(?:about |over |almost )?(?:an?|\d+) (?:second|minute|hour|day|week|month|year)s? ago"
    r"|yesterday|today",
    re.IGNORECASE,
)
_BULLETS = re.compile(r"[•·●▪|⋅∙]")
_BEFORE_DATE = re.compile(r"(?:published|submitted|posted)?(?: on)? ", re.IGNORECASE)
_ARXIV_LINE = re.compile(r"(?:arxiv|abs)\s*:?\s*(?=\S*\d)", re.IGNORECASE)
_FURNITURE = re.compile(
    r"new|subscribe|daily papers|trending papers|daily|weekly|monthly|papers|paper|trending"
    r"|get trending papers in your email inbox!?|by ?ak and the (?:research|hf|ai) community"
    r"|by ?ak|hugging face(?:'s logo)?|hugging face papers|search|log ?in|sign ?up|sign in"
    r"|models|datasets|spaces|collections|community|docs|documentation|enterprise|pricing"
    r"|upvotes?:?|upvoted?|\d+ upvotes?|upvote \d+|likes?|\d+ likes?|share|follow|save"
    r"|github(?: repo(?:sitory)?)?(?:\s*[\d.,]+\s?k?)?|arxiv(?: page| explained)?|pdf"
    r"|view (?:arxiv page|pdf|paper|on arxiv)|project page|add to (?:my )?collection|hf mirror"
    r"|previous|next|load more|show more|back to (?:top|papers)|home|menu|submit(?: paper)?"
    r"|ai-generated summary|abstract|authors?:?|hf staff|paper author"
    r"|company|tos|privacy|about|careers|jobs|website|system theme|light|dark|© hugging face"
    r"|\[?no title\]?|image|thumbnail|discussion|week \d+|page \d+(?: of \d+)?",
    re.IGNORECASE,
)
_MAX_WRAP_WIDTH = 120
_WRAPPED_LINES = 3
_SUBMITTER = re.compile(r"submitted by:?(?P<name> .{1,60})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page; ``number`` counts from 1."""

    number: int
    kind: LineKind
    text: str = ""
    authors: int | None = None
    date: WrittenDate | None = None
    comments: int | None = None
    after_blank: bool = False


def classify(text: str) -> list[PageLine]:
    """Split a page into lines and say what each is."""
    lines: list[PageLine] = []
    after_blank, after_submitter = True, False
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        line = _line(number, one_line(raw), after_blank)
        if line.kind == "blank":
            after_blank = True
            continue
        if line.kind == "text" and after_submitter and " " not in line.text:
            line = replace(line, kind="furniture")  # a user's name under "Submitted by"
        lines.append(line)
        after_blank = False
        submitter = _SUBMITTER.fullmatch(line.text)
        after_submitter = bool(submitter and not submitter["name"])
    return lines


def unwrapped(lines: list[PageLine]) -> list[PageLine]:
    """Join the lines of each paragraph where a page was saved with a fixed width.

    That is so when no line of words is long and paragraphs have three and more lines. A line goes
    on in the next exactly when the next one's first word would not have fitted.
    """
    words = [line for line in lines if line.kind == "text" and " " in line.text]
    width = max((len(line.text) for line in words), default=0)
    if width > _MAX_WRAP_WIDTH:
        return lines
    joined: list[PageLine] = []
    last_length = run = longest = 0
    for line in lines:
        fits = last_length + 1 + len(line.text.split(" ", 1)[0]) <= width
        previous = joined[-1] if joined else None
        goes_on = previous and previous.kind == "text" and not line.after_blank and not fits
        if previous and goes_on and line.authors is None:
            text = f"{previous.text} {line.text}"
            joined[-1] = replace(previous, text=text)
            run += 1
        else:
            joined.append(line)
            run = 1
        last_length, longest = len(line.text), max(longest, run)
    return joined if longest >= _WRAPPED_LINES else lines


def _line(number: int, text: str, after_blank: bool) -> PageLine:
    parts = [part.strip() for part in _BULLETS.split(text)]
    if not any(parts):
        return PageLine(number, "furniture" if text else "blank", text, after_blank=after_blank)
    plain = " ".join(filter(None, parts))
    if _FURNITURE.fullmatch(plain) or _SUBMITTER.fullmatch(plain):
        return PageLine(number, "furniture", plain, after_blank=after_blank)
    facts = _facts(number, [part for part in parts if part], after_blank)
    if facts:
        return facts
    if not any(char.isalnum() for char in plain):
        return PageLine(number, "furniture", plain, after_blank=after_blank)
    if _is_link(plain):
        return PageLine(number, "link", plain, after_blank=after_blank)
    return PageLine(number, "text", text, after_blank=after_blank)


def _facts(number: int, parts: list[str], after_blank: bool) -> PageLine | None:
    """Read "4 authors", "Oct 23", "Feb 12, 2024 3", or several of them between bullets."""
    authors: int | None = None
    comments: int | None = None
    day: WrittenDate | None = None
    for part in parts:
        if match := _AUTHORS.fullmatch(part):
            authors = int(match[1].replace(",", ""))
        elif match := _COMMENTS.fullmatch(part):
            comments = int(match[1] or match[2])
        elif (dated := _date(part)) is not None:
            day, comments = dated[0], dated[1] if dated[1] is not None else comments
        elif day and _COMMENT_NUMBER.fullmatch(part):
            comments = int(part)
        elif not (_NUMBER.fullmatch(part) or _AGO.fullmatch(part)):
            return None
    text = " ".join(parts)
    return PageLine(number, "facts", text, authors, day, comments, after_blank)


def _date(part: str) -> tuple[WrittenDate, int | None] | None:
    prefix = _BEFORE_DATE.match(part)
    found = written_date(part[prefix.end() :] if prefix else part)
    if found is None:
        return None
    day, rest = found
    if not rest:
        return day, None
    return (day, int(rest)) if _COMMENT_NUMBER.fullmatch(rest) else None


def _is_link(text: str) -> bool:
    """A line that is nothing but an address or an arXiv id."""
    if " " not in text and next(urls_in(text), None):
        return True
    return arxiv_id(_ARXIV_LINE.sub("", text, count=1)) is not None and len(text) < 100
