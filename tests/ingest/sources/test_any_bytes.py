"""Whatever the bytes: papers, or one clear ``SourceError``."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_pdf import tiny_pdf

from ingest import pdf_pages
from ingest.sources import READERS, ReadOptions, Source, read_source
from ingest.sources.decoding import read_head
from ingest.sources.json_record import MIN_TEXT_CHARS
from ingest.sources.pdf_layout import abstract_in, title_in
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

TEXT = "We measure 42 kettles under load. The spread is large."
SEEDS = (
    json.dumps({"title": "Kettles", "abstract": TEXT, "authors": "A B, C D", "year": 2024}),
    json.dumps([{"title": "Kettles", "abstract": TEXT}] * 3),
    f"Daily Papers\n\nDec 10\n\nKettles\n\n{TEXT}\n  • 4 authors\n·\nFeb 12 3\n\nLids\n\n{TEXT}\n",
    f'<html><body><article><h3><a href="/papers/2511.00001">K</a></h3><p>{TEXT}</p>4 authors'
    "</article></body></html>",
    f"@string{{s = {{x}}}}\n@article{{k, title={{K $\\alpha$ \\'{{e}}}}, author=s # {{ and B}},\n"
    f"abstract={{{TEXT}}}, year=2024, crossref={{p}}}}\n@book{{p, title={{P}}, date={{2020}}}}\n",
    f"TY  - JOUR\nAU  - A, B\nTI  - K\nPY  - 2024/05\nAB  - {TEXT}\nUR  - https://x.y\nER  - \n",
    f'id,Title,Abstract,Authors,Date\n1,"K, k","{TEXT}","A, B; C, D",2024\n2,L,"{TEXT}",,\n',
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><title>K</title>'
    f"<summary>{TEXT}</summary><author><name>A</name></author><published>2024-01-01</published>"
    '<link href="http://arxiv.org/abs/2501.00001v1" rel="alternate"/></entry></feed>',
    "<rss><channel><item><title>K. (arXiv:2501.00001v1 [cs.CL])</title><description>&lt;p&gt;"
    f"&lt;b&gt;Summary:&lt;/b&gt; {TEXT}</description><pubDate>Tue, 22 Apr 2025 14:06:01 +0000"
    "</pubDate></item></channel></rss>",
    json.dumps(
        [
            {
                "type": "article-journal",
                "title": "K",
                "abstract": TEXT,
                "DOI": "10.1000/k",
                "author": [{"family": "A"}],
                "issued": {"date-parts": [[2024, 1]]},
            }
        ]
    ),
    json.dumps(
        {
            "id": "2501.00001",
            "title": "K",
            "abstract": TEXT,
            "update_date": "2025-01-01",
            "versions": [{"created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
            "journal-ref": None,
            "authors_parsed": [["A", "B", ""]],
        }
    ),
    f"---\ntitle: K\nauthors:\n  - A\n---\n# Kettles\n\n## Abstract\n\n{TEXT}\n\n## Rest\n",
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


NAMES = st.sampled_from(
    ["x", "x.txt", "x.html", "x.jsonl", "x.json", "x.gz", "x.pdf", "x.bib", "x.ris", "x.csv",
     "x.tsv", "x.xml", "x.md", "x.zip"]
)  # fmt: skip
STARTS = (
    "",
    "<html>",
    "[",
    "{",
    "\ufeff",
    "4 authors\n",
    "@a{",
    "@string{",
    "TY  - ",
    "a,title\n",
    "<feed>",
    "<rss><item>",
    '<?xml version="1.0"?><!DOCTYPE a [',
    "# T\n\nAbstract\n",
    "---\n",
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), NAMES)
def test_random_bytes(data: bytes, name: str) -> None:
    check(data, name)
    check(gzip.compress(data), name)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STARTS), st.text(), NAMES)
def test_random_text(start: str, text: str, name: str) -> None:
    check((start + text).encode("utf-8", "surrogatepass"), name)


@settings(max_examples=800, deadline=None)
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


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), st.data())
def test_each_reader_takes_what_is_not_its_own(seed: str, data: st.DataObject) -> None:
    whole = seed.encode()
    cut = data.draw(st.integers(0, len(whole)))
    source = Source.from_bytes("x", whole[:cut] + data.draw(st.binary(max_size=20)))
    for reader in READERS:
        assert 0 <= reader.sniff(read_head(source)) <= 1
        if reader.name == "a PDF of one paper":
            continue  # a process each: see below
        try:
            list(reader.read(source, ReadOptions()))
        except SourceError as error:
            assert "\n" not in str(error)


def _zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, seed in zip(names, SEEDS, strict=False):
            archive.writestr(name, seed)
    return out.getvalue()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_archives(data: st.DataObject) -> None:
    whole = _zipped("a.jsonl", "b/c.json", "../d.txt", "e.html")
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    check(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:], "x.zip")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_pdfs(data: st.DataObject) -> None:
    whole = tiny_pdf(
        [(18, "Kettles at Work"), (12, "Abstract"), (10, TEXT), (12, "Introduction")], [(9, "x")],
        about={"Title": "Kettles"},
    )  # fmt: skip
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 60)))
    found = pdf_pages.pages_of(whole[:start] + data.draw(st.binary(max_size=12)) + whole[end:])
    assert "error" in found or abstract_in(str(found["text"])) is not None
    assert isinstance(title_in(found), str)
