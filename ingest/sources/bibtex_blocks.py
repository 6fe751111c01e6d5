"""A BibTeX file cut into blocks, and one block into its entries and their values.

bibtexparser knows the syntax, but takes a whole file at once and gives one verdict on values. So it
is given a block at a time: memory stays small, and what is broken costs one entry.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bibtexparser.exceptions import ParserStateException
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

# What is wrong with an entry is told by us: it would be said twice, and on stderr.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

BLOCK_START = re.compile(r"[ \t\ufeff]*@[ \t]*(?P<type>\w+)[ \t]*(?=[{(])")
_KEY = re.compile(BLOCK_START.pattern + r"[{(]\s*(?P<key>[^\s,={}()\"]+)\s*,")
_SECOND_START = re.compile(r"@\w+[ \t]*[{(]")
_PART = re.compile(
    r"\s*(?:\"(?P<quoted>(?:\\.|\{(?:[^{}]|\{[^{}]*\})*\}|[^\"\\])*)\""
    r"|(?P<braced>\{)|(?P<name>[^\s#\"{}]+))\s*",
    re.DOTALL,
)
_LOST_COMMA = re.compile(r"\s*(?P<name>[A-Za-z][\w-]*)\s*=\s*(?=[{\"\w])")
_BRACE = re.compile(r"(?<!\\)[{}]")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH_NAMES: Mapping[str, str] = {name: str(number) for number, name in enumerate(_MONTHS, 1)}
"""The strings that every style of BibTeX defines."""


@dataclass(frozen=True, slots=True)
class Block:
    """The text from one ``@type{`` at the start of a line to the next; ``line`` counts from 1."""

    line: int
    text: str

    @property
    def type(self) -> str:
        """The block's type in lower case: "article", "string"."""
        match = BLOCK_START.match(self.text)
        return match["type"].lower() if match else ""


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry; values are as written, with their braces, quotes and names of strings."""

    type: str
    key: str
    line: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Definition:
    """What ``@string`` gives a name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class BrokenEntry:
    """What stands where an entry should be."""

    line: int
    reason: str


def blocks(lines: Iterable[tuple[int, str]]) -> Iterator[Block]:
    """Cut numbered lines into blocks; what stands before the first is dropped."""
    start, held = 0, list[str]()
    for number, line in lines:
        if BLOCK_START.match(line):
            if held:
                yield Block(start, "".join(held))
            start, held = number, [line]
        elif held:
            held.append(line)
    if held:
        yield Block(start, "".join(held))


def parsed(block: Block) -> Iterator[BibEntry | Definition | BrokenEntry]:
    """Yield what a block holds: one thing, or several where they share a line."""
    if block.type == "comment" and not _SECOND_START.search(block.text, len("@comment{")):
        return
    try:
        found = Splitter(block.text.lstrip("\ufeff")).split().blocks
    except (ParserStateException, ValueError, IndexError) as error:
        yield BrokenEntry(block.line, f"{_fault(block.text)}: {error}")
        return
    for part in found:
        line = block.line + max(part.start_line or 0, 0)
        if isinstance(part, DuplicateFieldKeyBlock) and isinstance(part.ignore_error_block, Entry):
            part = part.ignore_error_block  # noqa: PLW2901  # the first of each field counts
        if isinstance(part, Entry):
            yield BibEntry(part.entry_type.lower(), part.key, line, _fields(part))
        elif isinstance(part, String):
            yield Definition(part.key.lower(), part.value)
        elif isinstance(part, ParsingFailedBlock):
            yield BrokenEntry(line, f"{_fault(part.raw or block.text)}: {_plain(part.error)}")


def _fault(raw: str) -> str:
    """Return what is said of a broken entry: with its key, by which its writer looks for it."""
    match = _KEY.match(raw)
    name = f" “{match['key']}”" if match else ""
    return f"the entry{name} cannot be read"


def _fields(entry: Entry) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in entry.fields:
        for name, value in _with_lost_commas(field.key, str(field.value)):
            fields.setdefault(name.lower(), value)
    return fields


def _with_lost_commas(name: str, raw: str) -> Iterator[tuple[str, str]]:
    """Yield the fields that a value swallowed where the comma behind it is missing."""
    while (part := _PART.match(raw)) and part["name"] is None:
        end = part.end() if part["braced"] is None else _closing(raw, part.start("braced")) + 1
        lost = _LOST_COMMA.match(raw, end)
        if lost is None:
            break
        yield name, raw[:end]
        name, raw = lost["name"], raw[lost.end() :]
    yield name, raw


def _plain(error: Exception) -> str:
    text = " ".join(str(getattr(error, "abort_reason", error)).split())
    return text[:1].lower() + text[1:200].rstrip(".")


def value_of(raw: str, strings: Mapping[str, str]) -> str:
    """Return what a value stands for: its parts, joined at "#", without braces and quotes.

    A name that nothing defines stays as it is, which is what its writer most likely meant.
    """
    parts: list[str] = []
    position = 0
    while position < len(raw):
        match = _PART.match(raw, position)
        if match is None:
            parts.append(raw[position:].strip())
            break
        if match["quoted"] is not None:
            parts.append(match["quoted"])
        elif match["name"] is not None:
            parts.append(strings.get(match["name"].lower(), match["name"]))
        position = match.end()
        if match["braced"] is not None:
            end = _closing(raw, match.start("braced"))
            parts.append(raw[match.start("braced") + 1 : end])
            position = end + 1
        position = _after_joint(raw, position)
    return "".join(parts)


def _closing(raw: str, opening: int) -> int:
    depth = 0
    for match in _BRACE.finditer(raw, opening):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(raw)


def _after_joint(raw: str, position: int) -> int:
    while position < len(raw) and (raw[position].isspace() or raw[position] == "#"):
        position += 1
    return position
