from __future__ import annotations

from datetime import date

import pytest

from ingest.sources.json_record import record_of
from paperchat.types import Record, Rejected

TEXT = "We measure how long tests take and find that they take long."


def read(**fields: object) -> Record:
    record = record_of({"title": "A Title", "abstract": TEXT} | fields, "x.jsonl", 3)
    assert isinstance(record, Record), record
    return record


def rejection(item: object) -> str:
    rejected = record_of(item, "x.jsonl", 3)
    assert isinstance(rejected, Rejected), rejected
    assert (rejected.where, rejected.line) == ("x.jsonl", 3)
    return rejected.reason


def test_all_fields_by_their_own_names() -> None:
    record = read(
        id="p1", authors=["Ada Lovelace"], author_count=4, published="2025-02-03",
        url="https://a.example/p", code_url="https://github.com/a/b", project_url="https://a.example",
        arxiv_id="arXiv:2502.00001v2", doi="10.1000/X", comment_count=5, text_kind="digest",
    )  # fmt: skip
    assert record == Record(
        title="A Title", text=TEXT, text_kind="digest", authors=("Ada Lovelace",), author_count=4,
        published=date(2025, 2, 3), url="https://a.example/p", code_url="https://github.com/a/b",
        project_url="https://a.example", arxiv_id="2502.00001", doi="10.1000/x", comment_count=5,
        record_id="p1", source="x.jsonl",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["text", "summary", "ABSTRACT", "Paper_Abstract"])
def test_keys_of_the_text(key: str) -> None:
    record = record_of({"Title": "A Title", key: TEXT}, "x", None)
    assert isinstance(record, Record)
    assert (record.text, record.text_kind) == (TEXT, "abstract")


def test_a_digest_is_marked_as_one_and_an_abstract_goes_before_it() -> None:
    digest = record_of({"title": "A Title", "digest": TEXT}, "x")
    assert isinstance(digest, Record)
    assert digest.text_kind == "digest"
    assert read(digest="Another text of more than twenty characters.").text_kind == "abstract"


def test_beir_documents() -> None:
    record = record_of(
        {
            "_id": "2310.01234",
            "title": "A Title",
            "text": TEXT,
            "metadata": {"authors": "Ada Lovelace;Alan Turing", "first_seen": "2023-10-05"},
        },
        "corpus.jsonl.gz",
    )
    assert isinstance(record, Record)
    assert record.record_id == record.arxiv_id == "2310.01234"
    assert record.url == "https://arxiv.org/abs/2310.01234"
    assert record.authors == ("Ada Lovelace", "Alan Turing")
    assert record.published == date(2023, 10, 5)


def test_a_day_of_listing_long_after_the_paper_gives_the_month_of_its_arxiv_id() -> None:
    metadata = {"first_seen": "2026-04-18"}
    assert read(_id="2211.00001", metadata=metadata).published == date(2022, 11, 1)
    assert read(_id="9", metadata=metadata).published == date(2026, 4, 18)
    assert read(_id="2211.00001", date="2026-04-18").published == date(2026, 4, 18)
    assert read(year=2024).published == date(2024, 1, 1)
    assert read(_id="2211.00001").published is None


def test_daily_papers_of_the_hugging_face_interface() -> None:
    record = record_of(
        {
            "title": "A Title",
            "publishedAt": "2025-02-09T00:00:00.000Z",
            "numComments": 7,
            "paper": {
                "id": "2502.00001",
                "title": "A Title",
                "summary": TEXT,
                "authors": [{"_id": "x", "name": "Ada Lovelace", "hidden": False}],
                "publishedAt": "2025-02-03T08:00:00.000Z",
                "githubRepo": "https://github.com/a/b",
                "projectPage": "https://a.example/",
                "upvotes": 9,
            },
        },
        "page",
    )
    assert isinstance(record, Record)
    assert record.published == date(2025, 2, 3)
    assert (record.record_id, record.arxiv_id) == ("2502.00001", "2502.00001")
    assert (record.authors, record.author_count) == (("Ada Lovelace",), 1)
    assert (record.code_url, record.project_url) == ("https://github.com/a/b", "https://a.example/")
    assert record.comment_count == 7


def test_links_come_from_the_abstract_when_no_field_has_them() -> None:
    text = f"{TEXT} Code: https://github.com/a/b. Demo: https://a.example/demo."
    record = read(abstract=text, code="", url="javascript:alert(1)", project="see below")
    assert record.code_url == "https://github.com/a/b"
    assert record.project_url == "https://a.example/demo"
    assert record.url is None


def test_arxiv_id_from_an_address() -> None:
    assert read(url="https://arxiv.org/pdf/2502.00001v3").arxiv_id == "2502.00001"
    assert read(url="https://a.example/2502.00001").arxiv_id is None
    assert read(id=12).record_id == "12"


@pytest.mark.parametrize("count", [-1, "many", 2.5, True, [], 10**12])
def test_counts_that_are_none(count: object) -> None:
    record = read(num_comments=count, author_count=count)
    assert record.comment_count is None
    assert record.author_count is None


def test_author_count_is_not_below_the_names_given() -> None:
    assert read(authors=["A B", "C D"], author_count=1).author_count == 2
    assert read(authors="A B et al.", author_count="12").author_count == 12


def test_text_is_kept_but_for_white_space() -> None:
    assert read(abstract="  57.70\\%\n of runs, over  twenty characters\ud800 ").text == (
        "57.70\\% of runs, over twenty characters\ufffd"
    )


@pytest.mark.parametrize(
    ("item", "part"),
    [
        ({"abstract": TEXT}, "no title"),
        ({"title": " \n", "abstract": TEXT}, "no title"),
        ({"title": "A Title"}, '"A Title" has no abstract'),
        ({"title": "A Title", "abstract": "Too short."}, "too short: at least 20 are needed"),
        ({"title": ["A"], "abstract": {"x": 1}}, "no title"),
        (["A Title", TEXT], "a list instead of"),
        ("A Title", "a text instead of"),
        (7, "a bare value instead of"),
        (None, "a bare value instead of"),
    ],
)
def test_reasons_of_rejection(item: object, part: str) -> None:
    assert part in rejection(item)
