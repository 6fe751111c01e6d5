"""Real files, where they are there: papers, or a clear reason for each record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingest.sources import Source, read_source
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected, SourceFormat

# Files looked at by eye: records and rejected ones.
COUNTS = {
    "bib/article.bib": (1, 0),
    "bib/article_homogenize.bib": (1, 0),
    "bib/article_no_braces.bib": (1, 0),
    "bib/article_start_with_bom.bib": (1, 0),
    "bib/biber-examples.bib": (6, 109),
    "bib/comments_spaces_and_declarations.bib": (1, 0),
    "bib/encoding.bib": (1, 0),
    "bib/traps.bib": (1, 0),
    "arxiv/zoia-1601.00001.atom.xml": (1, 0),
    "hf_rss/feed-2025-04-27.xml": (18, 0),
    "hf_rss/feed-2025-07-29.xml": (9, 0),
    "hf_rss/feed-2025-10-30.xml": (41, 0),
    "hf_rss/feed-2026-08-08.xml": (30, 0),
}
# Bibliographies without any abstract: what is said of them.
REASONS = {
    "bib/article_missing_coma.bib": "None of the 4 records",
    "bib/comments_only.bib": "holds no papers",
    "bib/common_strings.bib": "holds no papers",
    "bib/crossref_cascading_cycle.bib": "line 6: it has no title",
    "bib/empty.bib": "is empty",
    "bib/multiple_entries.bib": '(line 1: "Optical fiber fusion slicing" has no abstract)',
    "bib/wrong.bib": "line 3: it has no title",
}


@pytest.fixture(scope="module")
def inputs(shared: Path) -> Path:
    folder = shared / "bench" / "parser-inputs"
    if not folder.is_dir():
        pytest.skip("there are no real files to parse")
    return folder


def read(path: Path) -> tuple[list[Record], list[Rejected], SourceFormat]:
    formats: list[SourceFormat] = []
    items = list(read_source(Source.from_path(path), None, formats.append))
    records = [item for item in items if isinstance(item, Record)]
    return records, [item for item in items if isinstance(item, Rejected)], formats[0]


def test_every_file_gives_papers_or_a_reason(inputs: Path) -> None:
    files = sorted(path for path in inputs.rglob("*.*") if path.suffix in {".bib", ".xml"})
    assert len(files) == 68
    expected = {".bib": "BibTeX", ".atom.xml": "an Atom feed", ".xml": "an RSS feed"}
    for path in files:
        try:
            records, rejected, found = read(path)
        except SourceError as error:
            assert str(error).endswith(".")
            assert "damaged" not in str(error)
            continue
        assert records
        assert found.format == expected["".join(path.suffixes[-2:])]
        for record in records:
            assert not set("{}\\$") & set(record.title)
            assert len(record.text) > 30
        for item in rejected:
            assert item.reason
            assert item.line is not None


@pytest.mark.parametrize("name", COUNTS)
def test_counts(inputs: Path, name: str) -> None:
    records, rejected, _ = read(inputs / name)
    assert (len(records), len(rejected)) == COUNTS[name]


@pytest.mark.parametrize("name", REASONS)
def test_reasons(inputs: Path, name: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(inputs / name)
    assert REASONS[name] in str(caught.value)


def test_the_reply_of_arxiv(inputs: Path) -> None:
    (record,), _, found = read(inputs / "arxiv" / "zoia-1601.00001.atom.xml")
    assert found.note == "a reply of the arXiv API"
    assert (record.arxiv_id, record.doi) == ("1601.00001", "10.1063/1.4944470")
    assert record.authors == ("Michael Kilgour", "Dvira Segal")
    assert record.published == date(2015, 12, 26)
    assert record.text.startswith("We extend the Landauer-Büttiker probe")


def test_the_feeds(inputs: Path) -> None:
    total = 0
    for path in sorted((inputs / "hf_rss").glob("*.xml")):
        records, rejected, found = read(path)
        assert not rejected
        assert found.note == "Hugging Face Daily Papers"
        assert all(record.arxiv_id and record.authors and record.published for record in records)
        assert not any("Upvotes" in record.text or "<p>" in record.text for record in records)
        total += len(records)
    assert total == 280


def test_names_in_bibliographies(inputs: Path) -> None:
    (record,), _, _ = read(inputs / "bib" / "article_no_braces.bib")
    assert (record.authors, record.published) == (("Jean Césarü",), date(2013, 1, 1))
    records, _, _ = read(inputs / "bib" / "biber-examples.bib")
    first = records[0]
    assert first.authors == ("M. A. Kastenholz", "Philippe H. Hünenberger")
    assert first.doi == "10.1063/1.2172593"
    assert "methodology-independent" in first.title


def test_the_whole_folder(inputs: Path) -> None:
    formats: list[SourceFormat] = []
    items = list(read_source(Source.from_path(inputs), None, formats.append))
    assert sum(isinstance(item, Record) for item in items) == 280 + 1 + 21
    assert len(formats) >= 67
    assert {found.format for found in formats} >= {"BibTeX", "an Atom feed", "an RSS feed"}
