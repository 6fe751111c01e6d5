from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from ingest.sources import Source, detect, read_source
from ingest.sources.bibtex_blocks import value_of
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

TEXT = "We boil water in 42 kettles and time it. The spread is large."


def read(text: str | bytes, name: str = "papers.bib") -> list[Record | Rejected]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_source(Source.from_bytes(name, data)))


def one(fields: str, before: str = "") -> Record:
    text = f"{before}\n@article{{k,\n title = {{Kettles}},\n abstract = {{{TEXT}}},\n{fields}\n}}\n"
    (record,) = (item for item in read(text) if isinstance(item, Record))
    return record


def test_a_whole_entry() -> None:
    record = one(
        "author = {Poe, Edgar A. and {The Kettle Group} and Bj{\\\"o}rn L\\'opez},\n"
        "year = 2024, month = may, day = {7}, doi = {10.1000/ABC.1}, url = {https://x.example/p}"
    )
    assert record == Record(
        title="Kettles",
        text=TEXT,
        authors=("Edgar A. Poe", "The Kettle Group", "Björn López"),
        author_count=3,
        published=date(2024, 5, 7),
        doi="10.1000/abc.1",
        url="https://x.example/p",
        source="papers.bib",
    )


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ("year = {2024}", date(2024, 1, 1)),
        ('year = "2024", month = "Sept."', date(2024, 9, 1)),
        ("year = 2024, month = 11", date(2024, 11, 1)),
        ("year = 2024, month = {late}", date(2024, 1, 1)),
        ("date = {2023-04-05/2023-04-07}", date(2023, 4, 5)),
        ("year = {in press}", None),
        ("", None),
    ],
)
def test_dates(fields: str, day: date | None) -> None:
    assert one(fields).published == day


@pytest.mark.parametrize(
    "fields",
    [
        "eprint = {2501.00001v2}, archiveprefix = {arXiv}",
        "eprint = {2501.00001}, eprinttype = {arxiv}",
        "journal = {arXiv preprint arXiv:2501.00001}",
        "journal = {CoRR}, volume = {abs/2501.00001}, url = {http://arxiv.org/abs/2501.00001}",
        "doi = {10.48550/arXiv.2501.00001}",
        "howpublished = {\\url{https://arxiv.org/abs/2501.00001}}",
    ],
)
def test_an_arxiv_id_is_found_wherever_it_is_written(fields: str) -> None:
    assert one(fields).arxiv_id == "2501.00001"


def test_an_eprint_of_another_archive_is_none() -> None:
    assert one("eprint = {2501.00001}, archiveprefix = {PubMed}").arxiv_id is None


def test_authors_of_a_list_that_goes_on_are_not_counted() -> None:
    record = one("author = {Poe, Edgar AND Doe, J. and others}")
    assert (record.authors, record.author_count) == (("Edgar Poe", "J. Doe"), None)


def test_strings_and_their_joining() -> None:
    before = '@string{who = "Edgar"}\n@STRING(family = {Poe})\n@string{both = who # " " # family}\n'
    assert one("author = both # { and } # {Doe, J.}", before).authors == ("Edgar Poe", "J. Doe")


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("{a}", "a"),
        ('"a {"}b{"} c"', 'a {"}b{"} c'),
        ("{a} # {b}", "ab"),
        ("{a {b} c}", "a {b} c"),
        ("2024", "2024"),
        ("nobody", "nobody"),
        ("JAN", "1"),
        ("{a", "a"),
        ('"a', '"a'),
        ("", ""),
        ("#", "#"),
    ],
)
def test_values(raw: str, value: str) -> None:
    assert value_of(raw, {"jan": "1"}) == value


def test_a_date_is_taken_from_the_entry_that_is_referred_to() -> None:
    items = read(
        f"@inproceedings{{a, crossref = {{P}}, title = {{Kettles}}, abstract = {{{TEXT}}}}}\n"
        f"@inproceedings{{b, crossref = {{b}}, title = {{Lids}}, abstract = {{{TEXT}}}}}\n"
        f"@article{{c, xdata = {{x}}, title = {{Pots}}}}\n"
        f"@xdata{{x, abstract = {{{TEXT}}}}}\n"
        "@proceedings{p, title = {Proceedings}, year = 2019}\n"
    )
    records = {item.title: item for item in items if isinstance(item, Record)}
    assert records["Kettles"].published == date(2019, 1, 1)
    assert records["Lids"].published is None
    assert records["Pots"].text == TEXT
    assert [item.reason for item in items if isinstance(item, Rejected)] == [
        '"Proceedings" has no abstract'
    ]


def test_a_subtitle_belongs_to_the_title() -> None:
    assert one("subtitle = {On Water}").title == "Kettles: On Water"


def test_what_is_broken_costs_one_entry() -> None:
    items = read(
        f"@article{{good1, title={{One}}, abstract={{{TEXT}}}}}\n"
        "@article{open, title={Two, abstract={never closed}\n"
        f"@article{{good2, title={{Three}}, abstract={{{TEXT}}}}}\n"
        '@article{"}\n@article\n@article{}\n'
        f"@article{{good3, title={{Four}}, title={{Five}}, abstract={{{TEXT}}}}}\n"
        "@article{end, title={Six}"
    )
    assert [item.title for item in items if isinstance(item, Record)] == ["One", "Three", "Four"]
    broken = [item for item in items if isinstance(item, Rejected)]
    assert [item.line for item in broken] == [2, 4, 6, 8]
    assert broken[2].reason == "it has no title"
    del broken[2]
    assert [item.reason.split(": ")[0] for item in broken] == [
        "the entry “open” cannot be read",
        "the entry cannot be read",
        "the entry “end” cannot be read",
    ]
    assert not any("\n" in item.reason for item in broken)


def test_a_comma_that_is_missing_costs_nothing() -> None:
    record = one('author = "Poe, E."\n doi = {10.1000/a} year = {2020}\n url = {https://x.example}')
    assert (record.authors, record.doi, record.url) == (
        ("E. Poe",),
        "10.1000/a",
        "https://x.example",
    )
    assert record.published == date(2020, 1, 1)


def test_comments_and_text_between_entries_are_no_entries() -> None:
    items = read(
        'Some words.\n% @article{no, title={No}}\n@comment{@article{no2}}\n@preamble{"x"}\n'
        f"@article{{k, title={{K}}, abstract={{{TEXT}}}}} and more words\n% the end\n"
    )
    assert [type(item) for item in items] == [Record]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = f"@article{{k, title={{Käse}}, author={{Müller, Ö.}}, abstract={{{TEXT}}}}}"
    source = Source.from_bytes("papers.bib", text.encode(encoding))
    assert detect(source).name == "BibTeX"
    (record,) = read_source(source)
    assert isinstance(record, Record)
    assert (record.title, record.authors) == ("Käse", ("Ö. Müller",))


def test_lines_of_two_encodings_in_one_file() -> None:
    entry = f"@article{{k, title={{Käse}}, abstract={{{TEXT}}}}}\n"
    items = read(entry.encode() + entry.replace("Käse", "Müsli").encode("cp1252"))
    assert [item.title for item in items if isinstance(item, Record)] == ["Käse", "Müsli"]


def test_a_key_is_no_identity() -> None:
    assert one("").record_id is None


def test_binary_data_is_refused() -> None:
    with pytest.raises(SourceError, match="binary"):
        read(b"@article{k, title={" + b"x" * 70_000 + b"\0}}")


def test_memory_does_not_grow_with_the_number_of_entries(tmp_path: Path) -> None:
    path = tmp_path / "papers.bib"
    with path.open("w") as file:
        for n in range(1500):
            file.write(f"@article{{k{n},\n title = {{Kettles {n}}},\n abstract = {{")
            file.write(TEXT * 100 + "}\n}\n\n")
    tracemalloc.start()
    try:
        count = sum(isinstance(item, Record) for item in read_source(Source.from_path(path)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 1500
    assert peak < 12 * 1024 * 1024


def test_a_broken_entry_is_told_by_us_alone(caplog, capfd) -> None:
    whole = f"@misc{{k, title = {{Kettles}}, abstract = {{{TEXT}}}}}\n"
    items = read(f"{whole}@article{{a, title = {{Cut off\n\n@misc{{b, title = , abstract\n}}\n")
    assert any(isinstance(item, Rejected) for item in items)
    assert caplog.text == ""
    assert capfd.readouterr().err == ""
