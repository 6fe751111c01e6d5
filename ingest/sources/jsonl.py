"""JSON lines, one JSON list, or one JSON object, each also as ``.gz``.

Keys are read generously, see :mod:`ingest.sources.json_record`; the layouts of BEIR
(``_id, title, text, metadata``) and of Hugging Face's daily papers are among them. Where they tell
neither titles nor abstracts, these are guessed from the other names and from the values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sources.base import Head, ReadOptions, Source
from ingest.sources.columns import Columns, guessed_columns
from ingest.sources.decoding import read_head
from ingest.sources.json_record import is_object, record_of
from ingest.sources.json_stream import JsonItem, json_items, json_likeness, objects_in
from paperchat.types import Record, Rejected


@dataclass(frozen=True, slots=True)
class JsonLinesReader:
    """Reads a line at a time, so that memory does not grow with the number of papers."""

    name: str = "JSON lines"

    def sniff(self, head: Head) -> float:
        """Sure when the text begins like JSON, and by the suffix alone half sure."""
        return json_likeness(head)

    def note(self, head: Head) -> str:
        """Tell which fields were taken for title and abstract where that was guessed."""
        columns = _guessed(head)
        return f"fields: {columns.shown()}" if columns else ""

    def read(self, source: Source, options: ReadOptions) -> Iterator[Record | Rejected]:  # noqa: ARG002  # the interface
        """Yield one item per line or list element; bad ones are rejected, the rest goes on.

        Raises:
            SourceError: not JSON, a list that is cut off, undecodable bytes, or an endless line.
        """
        columns = _guessed(read_head(source))
        for item in json_items(source):
            if isinstance(item, Rejected):
                yield item
            elif columns and is_object(item.value):
                yield record_of(columns.as_object(_flat(item.value)), source.name, item.line)
            else:
                yield _record(item, source)


def _record(item: JsonItem, source: Source) -> Record | Rejected:
    return record_of(item.value, source.name, item.line)


def _guessed(head: Head) -> Columns | None:
    """Return which fields to take, or null when the usual names tell or nothing can be told."""
    sample = objects_in(head)
    if not sample or any(isinstance(record_of(item, ""), Record) for item in sample):
        return None
    return guessed_columns([_flat(item) for item in sample])


def _flat(item: object) -> dict[str, object]:
    """Return the fields of an object, those of objects in it as "outer.inner"."""
    flat: dict[str, object] = {}
    if is_object(item):
        for name, value in item.items():
            if is_object(value):
                flat |= {f"{name}.{inner}": deeper for inner, deeper in value.items()}
            else:
                flat[name] = value
    return flat
