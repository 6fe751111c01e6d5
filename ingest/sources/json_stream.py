"""The values of a JSON source: lines, the elements of one list, or one object; also as ``.gz``.

A value at a time, so that memory does not grow with the number of papers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOBase

from ingest.sources.base import MAX_LINE_CHARS, Head, Source
from ingest.sources.decoding import check_text, open_text, read_text, text_lines
from ingest.sources.json_record import JsonObject, is_object
from paperchat.errors import SourceError
from paperchat.types import Rejected

_CHUNK_CHARS = 1024 * 1024
_SUFFIXES = {".jsonl", ".ndjson", ".json"}
_LIST_KEYS = ("papers", "dailyPapers", "records", "documents", "data", "items", "results")


@dataclass(frozen=True, slots=True)
class JsonItem:
    """One value; ``line`` is null where it is an element of a list."""

    value: object
    line: int | None = None


def json_likeness(head: Head) -> float:
    """Return how surely a source is JSON: by its beginning, and by the suffix alone half sure."""
    if head.text is None:
        return 0.0
    begins_as_json = head.text.lstrip("\ufeff \t\r\n").startswith(
        ("{", '["', "[{", "[\n", "[\r", "[ ")
    )
    if head.suffix in _SUFFIXES:
        return 1.0 if begins_as_json else 0.5
    return 0.8 if begins_as_json else 0.0


def json_items(source: Source) -> Iterator[JsonItem | Rejected]:
    """Yield each line or list element; a line that is no JSON is rejected, the rest goes on.

    Raises:
        SourceError: not JSON, a list that is cut off, undecodable bytes, or an endless line.
    """
    check_text(source)
    first = _first_line(source)
    if first.startswith("["):
        for _ in _elements(source):  # a list that breaks off must fail before it gives papers
            pass
        yield from map(JsonItem, _elements(source))
    elif not first.startswith("{"):
        raise SourceError(
            f'{source.name} is not JSON lines: its first line begins with "{first[:20]}"'
            ' instead of "{".'
        )
    elif _is_json(first):
        yield from _from_lines(source)
    else:
        yield from _from_one_object(source)


def objects_in(head: Head, limit: int = 50) -> list[JsonObject]:
    """Return the first objects of a source, as far as its head holds them whole."""
    text = (head.text or "").lstrip("\ufeff \t\r\n")
    decoder = json.JSONDecoder()
    position = 1 if text.startswith("[") else 0
    found: list[JsonObject] = []
    while len(found) < limit:
        while position < len(text) and text[position] in ", \t\r\n":
            position += 1
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        inner = _list_within(item)
        found += filter(is_object, [item] if inner is None else inner)
    return found[:limit]


def _from_lines(source: Source) -> Iterator[JsonItem | Rejected]:
    seen = False
    for number, line in text_lines(source):
        text = line.strip("\ufeff \t\r\n")
        if not text:
            continue
        is_first, seen = not seen, True
        try:
            item = json.loads(text)
        except (ValueError, RecursionError):
            yield Rejected("it is not valid JSON", source.name, number)
            continue
        if is_first and (inner := _list_within(item)) is not None:
            yield from (JsonItem(entry, number) for entry in inner)
        else:
            yield JsonItem(item, number)


def _from_one_object(source: Source) -> Iterator[JsonItem | Rejected]:
    """Read a file whose first line is not complete JSON: one object over many lines, or damage."""
    try:
        item = json.loads(read_text(source))
    except (ValueError, RecursionError, SourceError):
        yield from _from_lines(source)
        return
    inner = _list_within(item)
    yield from (JsonItem(entry) for entry in ([item] if inner is None else inner))


def _list_within(item: object) -> list[object] | None:
    """Return the list of papers that an object only wraps, as APIs answer."""
    if not is_object(item) or "title" in item:
        return None
    lists = (item[key] for key in _LIST_KEYS if key in item)
    return next((value for value in lists if isinstance(value, list)), None)


def _first_line(source: Source) -> str:
    for _, line in text_lines(source):
        if text := line.strip("\ufeff \t\r\n"):
            return text
    raise SourceError(f"{source.name} holds nothing but white space.")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _elements(source: Source) -> Iterator[object]:
    """Yield the elements of one JSON list without holding the list.

    Raises:
        SourceError: the list is not valid JSON or has no end.
    """
    decoder = json.JSONDecoder()
    with open_text(source) as stream:
        buffer = _Buffer(stream)
        buffer.skip("\ufeff \t\r\n", then="[")
        if buffer.skip(" \t\r\n", then="]"):
            return
        while True:
            buffer.skip(" \t\r\n")
            yield _next_element(buffer, decoder, source)
            if buffer.skip(" \t\r\n", then="]"):
                return
            if not buffer.skip(" \t\r\n", then=","):
                raise _broken_list(source)


def _next_element(buffer: _Buffer, decoder: json.JSONDecoder, source: Source) -> object:
    while True:
        try:
            item, end = decoder.raw_decode(buffer.text, buffer.position)
        except RecursionError as error:
            raise _broken_list(source) from error
        except ValueError as error:
            if len(buffer.text) > MAX_LINE_CHARS or not buffer.grow():
                raise _broken_list(source) from error
            continue
        # A number may go on in the next chunk; every other element carries its own end.
        if end == len(buffer.text) and isinstance(item, int | float) and buffer.grow():
            continue
        buffer.position = end
        return item


def _broken_list(source: Source) -> SourceError:
    return SourceError(
        f"{source.name} begins as a JSON list but is damaged or cut off; save it again."
    )


@dataclass(slots=True)
class _Buffer:
    """A window on a stream of text; what has been consumed is dropped when more is needed."""

    stream: TextIOBase
    text: str = ""
    position: int = 0

    def grow(self) -> bool:
        """Read on, at least as much again as is left, so that retries stay cheap."""
        left = len(self.text) - self.position
        more = self.stream.read(max(_CHUNK_CHARS, left))
        self.text, self.position = self.text[self.position :] + more, 0
        return bool(more)

    def skip(self, blanks: str, then: str = "") -> bool:
        """Skip characters of ``blanks``, and then the character ``then`` if it comes next."""
        while True:
            while self.position < len(self.text) and self.text[self.position] in blanks:
                self.position += 1
            if self.position < len(self.text) or not self.grow():
                break
        if then and self.text.startswith(then, self.position):
            self.position += 1
            return True
        return False
