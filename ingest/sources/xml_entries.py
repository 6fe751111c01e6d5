"""The entries of an XML feed, one at a time and as plain values.

A feed comes from anywhere, so its XML gets nothing: no document type is loaded, no entity is
replaced, nothing is fetched, and an entry that grows beyond any paper ends the reading.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from ingest.sources.base import MAX_SOURCE_BYTES, Source
from ingest.sources.decoding import opened
from paperchat.errors import SourceError

_CHUNK_BYTES = 64 * 1024
_MAX_ENTRY_BYTES = 8 * 1024 * 1024
_DEPTH = 2


@dataclass(frozen=True, slots=True)
class XmlField:
    """A child of an entry: its name without namespace, its text, its attributes and children."""

    name: str
    text: str
    attributes: Mapping[str, str]
    children: tuple[XmlField, ...]


@dataclass(frozen=True, slots=True)
class XmlEntry:
    """One entry of a feed; ``line`` is where it begins."""

    line: int | None
    fields: tuple[XmlField, ...]

    def all(self, name: str) -> Iterator[XmlField]:
        """Yield the fields called ``name``, in their order."""
        return (field for field in self.fields if field.name == name)

    def text(self, *names: str) -> str:
        """Return the text of the first field that has any, by the order of ``names``."""
        texts = (field.text for name in names for field in self.all(name))
        return next((text for text in texts if text.strip()), "")


def xml_entries(source: Source, tags: tuple[str, ...]) -> Iterator[XmlEntry]:
    """Yield the elements whose local names are in ``tags``; of nested ones the inner ones.

    Raises:
        SourceError: the source is no well-formed XML, is cut off, or cannot be read.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{tag}" for tag in tags],
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    since_last = total = 0
    try:
        with opened(source) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                parser.feed(chunk)
                since_last += len(chunk)
                total += len(chunk)
                for entry in _finished(parser):
                    since_last = 0
                    yield entry
                if total > MAX_SOURCE_BYTES:
                    limit = MAX_SOURCE_BYTES // 1024**3
                    raise SourceError(f"{source.name} holds more than {limit} GB; split it.")
                if since_last > _MAX_ENTRY_BYTES:
                    raise SourceError(
                        f"{source.name} has an entry of more than"
                        f" {_MAX_ENTRY_BYTES // 1024**2} MB, which no feed of papers has."
                    )
        parser.close()
        yield from _finished(parser)
    except etree.XMLSyntaxError as error:
        raise SourceError(_broken(source.name, error)) from error


def _finished(parser: etree.XMLPullParser) -> Iterator[XmlEntry]:
    for _, element in parser.read_events():
        yield XmlEntry(element.sourceline, tuple(map(_field, _elements(element))))
        # Entries that have been read are let go, with what stands between them.
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _elements(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _field(element: etree._Element, depth: int = 0) -> XmlField:
    deeper = _elements(element) if depth < _DEPTH else ()
    return XmlField(
        str(element.tag).rpartition("}")[2],
        "".join(_texts(element)),
        {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()},
        tuple(_field(child, depth + 1) for child in deeper),
    )


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the text within; of the entities only those of HTML mean anything."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        else:
            entity = str(child.text)
            printed = html.unescape(entity)
            yield "" if printed == entity else printed
        yield child.tail or ""


def _broken(name: str, error: etree.XMLSyntaxError) -> str:
    reason = " ".join(str(error.msg or "it is cut off").split())[:160].rstrip(".")
    return f"{name} is XML that is damaged or cut off ({reason}); download or save it again."
