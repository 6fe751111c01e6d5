"""The text of a paper behind its abstract, page by page, from the lines that its PDF gives.

What is no text of the paper's own is left out: running heads and feet, page numbers, references.
Nothing is added; words that a line's end had broken are joined. A heading, a paragraph that can be
told, and each row of a table or formula is a line of its own, so that none runs into a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.sources.cleaning import one_line
from ingest.sources.paper_sections import ABSTRACT_END, ABSTRACT_START
from ingest.sources.pdf_layout import letters, without_stamp
from paperchat.types import Body, PageSpan

LEAST_CHARS = 200
"""A shorter text behind the abstract is no body."""
_EDGE = 2
"""Lines at the top and at the bottom of a page that may be running heads and feet."""
_RUNNING = 3
"""Pages on which a line has to stand to be a running one; both of two are too few."""
_PAGE_NUMBER = re.compile(
    r"\W*(?:page\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.I
)
_REFERENCES = re.compile(
    r"(?:(?:\d{1,2}|[IVX]{1,5})\.?\s+)?(?:references|bibliography|literature cited|works cited"
    r"|references and notes)\W*",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    r"(?:appendix|appendices|supplementary (?:material|information|text)s?|supplement)\b.{0,80}",
    re.IGNORECASE,
)
_FIRST_APPENDIX = re.compile(r"A\.?\s+[A-Z][\w-]+(?:\s[\w-]+){0,7}")
_NEXT_APPENDIX = re.compile(r"(?:A\.1|B)\.?\s+[A-Z][\w-]+(?:\s[\w-]+){0,7}")
_HEADING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-H](?:\.\d{1,2}){1,3}\.?|[IVX]{1,5}\.)\s+[A-Z][^.!?]{1,60}\??"
    r"|(?i:introduction|background|related works?|methods?|methodology|experiments?|results"
    r"|discussion|conclusions?|limitations|acknowledge?ments?|appendix|appendices)"
)
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Algorithm)\s*\d{1,3}[.:]\s")
_ENDED = re.compile(r"[.!?:][\"”’)\]]*$")
_SHORT = 0.75
"""Share of the usual width below which a line that ends a sentence ends its paragraph."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_SPELLED = 0.45
"""Share of a line's signs that stand in words where it is prose."""
_BROKEN = re.compile(r"(?P<whole>(?:[^\W_]+-)*(?P<start>[^\W\d_]{2,}))-$")
_GOES_ON = re.compile(r"(?P<end>[a-z]{2,})")
_HYPHENED = re.compile(r"\b([^\W\d_]+)-[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class _Words:
    """How a paper spells: its words, and what it sets before a hyphen ("self", "fine")."""

    whole: frozenset[str]
    before_hyphen: frozenset[str]

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> _Words:
        texts = [line.text.casefold() for line in lines]
        return cls(
            frozenset(word for text in texts for word in _WORD.findall(text)),
            frozenset(word for text in texts for word in _HYPHENED.findall(text)),
        )

    def keep_hyphen(self, former: str, line: str) -> bool:
        """Tell whether the word that a line's end broke is written with its hyphen.

        "state-of-" before "the" always is; "fine-" before "tuning" where the paper has other words
        that begin so, and never writes "finetuning".
        """
        broken, end = _BROKEN.search(former), _GOES_ON.match(line)
        if broken is None or end is None or "-" in broken["whole"]:
            return True
        start = broken["start"].casefold()
        return start in self.before_hyphen and start + end["end"] not in self.whole


def body_of(pages: Sequence[str]) -> Body | None:
    """Return the text behind the abstract; null where there is none to speak of."""
    lines = _without_references(_behind_abstract(_own_lines(pages)))
    if not lines:
        return None
    body = _assembled(lines)
    return body if len(body.text) >= LEAST_CHARS else None


def _own_lines(pages: Sequence[str]) -> list[_Line]:
    """Return the lines of all pages without running heads and feet."""
    by_page = [
        [line for raw in page.splitlines() if (line := one_line(letters(raw)))]
        for page in (without_stamp(page) for page in pages)
    ]
    running = Counter(
        key for lines in by_page for key in {_running_key(line) for line in _edges(lines)}
    )
    found: list[_Line] = []
    for number, lines in enumerate(by_page, 1):
        start, end = 0, len(lines)
        while start < end and start < _EDGE and _is_furniture(lines[start], running):
            start += 1
        while end > start and len(lines) - end < _EDGE and _is_furniture(lines[end - 1], running):
            end -= 1
        found += [_Line(number, line) for line in lines[start:end]]
    return found


def _edges(lines: Sequence[str]) -> list[str]:
    return [*lines[:_EDGE], *lines[-_EDGE:]]


def _running_key(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _is_furniture(line: str, running: Counter[str]) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(line)) or running[_running_key(line)] >= _RUNNING


def _behind_abstract(lines: list[_Line]) -> list[_Line]:
    """Leave out title, authors and abstract, which are kept apart."""
    text = "\n".join(line.text for line in lines)
    start = ABSTRACT_START.search(text)
    end = ABSTRACT_END.search(text, start.end()) if start else None
    return lines[text.count("\n", 0, end.start()) :] if end else lines


def _without_references(lines: list[_Line]) -> list[_Line]:
    """Leave out the list of references; appendices behind it stay."""
    at = [place for place, line in enumerate(lines) if _REFERENCES.fullmatch(line.text)]
    if not at:
        return lines
    tail = lines[at[0] + 1 :]
    for place, line in enumerate(tail):
        lettered = _FIRST_APPENDIX.fullmatch(line.text) and any(
            _NEXT_APPENDIX.fullmatch(later.text) for later in tail[place + 1 :]
        )
        if lettered or _APPENDIX.fullmatch(line.text):
            return lines[: at[0]] + _without_references(tail[place:])
    return lines[: at[0]]


def _assembled(lines: Sequence[_Line]) -> Body:
    """Join lines to paragraphs, and note where each page begins and ends."""
    words = _Words.of(lines)
    width = median([len(line.text) for line in lines])
    starts: dict[int, int] = {}
    pieces: list[str] = []
    length = 0
    for former, line in zip((None, *lines), lines, strict=False):
        gap = "" if former is None else _gap(former, line, width)
        if gap == "-":
            gap = ""
            if not words.keep_hyphen(pieces[-1], line.text):
                pieces[-1] = pieces[-1][:-1]
                length -= 1
        starts.setdefault(line.page, length + len(gap))
        pieces += [gap, line.text]
        length += len(gap) + len(line.text)
    text = "".join(pieces)
    return Body(text, tuple(_spans(starts, text)))


def _spans(starts: dict[int, int], text: str) -> Iterator[PageSpan]:
    begun = list(starts.items())
    ends = [*(start for _, start in begun[1:]), len(text)]
    for (page, start), end in zip(begun, ends, strict=True):
        yield PageSpan(page, start, start + len(text[start:end].rstrip()))


def _gap(former: _Line, line: _Line, width: float) -> str:
    """Return what stands between two lines: a space, a line's end, or ``-`` for a broken word."""
    if not _is_prose(former.text) or not _is_prose(line.text) or _CAPTION.match(line.text):
        return "\n"
    if _BROKEN.search(former.text) and _GOES_ON.match(line.text):
        return "-"
    ended = _ENDED.search(former.text)
    return "\n" if ended and len(former.text) < _SHORT * width else " "


def _is_prose(text: str) -> bool:
    """Tell a line of prose from a heading, a row of a table, or a formula."""
    if _HEADING.fullmatch(text):
        return False
    spelled = sum(len(word) for word in _WORD.findall(text))
    return spelled >= _SPELLED * len(text.replace(" ", ""))
