"""Whatever the bytes: papers, or one clear ``SourceError``."""

from __future__ import annotations

import gzip
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import Source, read_source
from ingest.sources.json_record import MIN_TEXT_CHARS
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

TEXT = "We measure 42 kettles under load. The spread is large."
SEEDS = (
    json.dumps({"title": "Kettles", "abstract": TEXT, "authors": "A B, C D", "year": 2024}),
    json.dumps([{"title": "Kettles", "abstract": TEXT}] * 3),
    f"Daily Papers\n\nDec 10\n\nKettles\n\n{TEXT}\n  • 4 authors\n·\nFeb 12 3\n\nLids\n\n{TEXT}\n",
    f'<html><body><article><h3><a href="/papers/2511.00001">K</a></h3><p>{TEXT}</p>4 authors'
    "</article></body></html>",
    '<html><div data-props="{&quot;paper&quot;:{&quot;title&quot;:&quot;K&quot;}}"></div></html>',
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["id", "title", "abstract", "authors", "date", "year", "url", "doi", "arxiv_id", "paper",
     "metadata", "num_comments", "code_url", "digest", "text_kind", "author_count"]
)  # fmt: skip


def check(data: bytes, name: str) -> None:
    try:
        items = list(read_source(Source.from_bytes(name, data)))
    except SourceError as error:
        assert str(error).endswith(".")
        assert "\n" not in str(error)
        return
    assert any(isinstance(item, Record) for item in items)
    for item in items:
        if isinstance(item, Rejected):
            assert item.reason
            continue
        assert item.title == " ".join(item.title.split()) != ""
        assert len(item.text) >= MIN_TEXT_CHARS
        for value in (item.title, item.text, item.source, *item.authors):
            value.encode("utf-8")
        for url in (item.url, item.code_url, item.project_url):
            assert url is None or url.startswith(("http://", "https://"))
        for count in (item.author_count, item.comment_count):
            assert count is None or count >= 0


NAMES = st.sampled_from(["x", "x.txt", "x.html", "x.jsonl", "x.json", "x.gz", "x.pdf"])


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), NAMES)
def test_random_bytes(data: bytes, name: str) -> None:
    check(data, name)
    check(gzip.compress(data), name)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["", "<html>", "[", "{", "\ufeff", "4 authors\n", "@a{"]), st.text(), NAMES)
def test_random_text(start: str, text: str, name: str) -> None:
    check((start + text).encode("utf-8", "surrogatepass"), name)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SEEDS), st.data(), NAMES)
def test_damaged_sources(seed: str, data: st.DataObject, name: str) -> None:
    whole = seed.encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    check(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:], name)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=6), st.booleans())
def test_any_values_under_known_keys(fields: dict[str, object], complete: bool) -> None:
    paper = fields | ({"title": "Kettles", "abstract": TEXT} if complete else {})
    check(json.dumps(paper).encode(), "x.jsonl")
    check(json.dumps([paper, fields]).encode(), "x.json")
