from __future__ import annotations

import json
from datetime import date

import pytest

from ingest.sources import Source, detect, read_source
from paperchat.types import Record, Rejected

TEXT = "We boil water in 42 kettles and time it. The spread is large."
ITEM = {
    "id": "http://zotero.org/users/1/items/AB12",
    "type": "article-journal",
    "title": "Kettles at Work",
    "abstract": TEXT,
    "author": [{"family": "Poe", "given": "Edgar A."}, {"literal": "The Kettle Group"}],
    "issued": {"date-parts": [["2020", 5, 7]]},
    "DOI": "10.1000/K.1",
    "URL": "https://x.example/p",
}


def read(value: object) -> list[Record | Rejected]:
    source = Source.from_bytes("export.json", json.dumps(value).encode())
    assert detect(source).name == "CSL-JSON"
    return list(read_source(source))


def test_an_export_of_a_reference_manager() -> None:
    whole = Record(
        title="Kettles at Work",
        text=TEXT,
        authors=("Edgar A. Poe", "The Kettle Group"),
        author_count=2,
        published=date(2020, 5, 7),
        url="https://x.example/p",
        doi="10.1000/k.1",
        source="export.json",
    )
    assert read([ITEM]) == read({"items": [ITEM]}) == read(ITEM) == [whole]


@pytest.mark.parametrize(
    ("issued", "day"),
    [
        ({"date-parts": [[2020]]}, date(2020, 1, 1)),
        ({"date-parts": [[]]}, None),
        ({"date-parts": [[None]]}, None),
        ({"raw": "2020-05"}, date(2020, 5, 1)),
        ({"literal": "spring"}, None),
        ("2020-05-07", date(2020, 5, 7)),
        (7, None),
    ],
)
def test_days(issued: object, day: date | None) -> None:
    (record,) = read([{**ITEM, "issued": issued}])
    assert isinstance(record, Record)
    assert record.published == day


def test_zotero_s_own_form() -> None:
    items = read(
        [
            {
                "itemType": "preprint",
                "title": "Kettles",
                "abstractNote": TEXT,
                "date": "2020-05",
                "extra": "Citation Key: k\narXiv:2501.00001 [cs]",
                "creators": [
                    {"creatorType": "editor", "name": "Somebody Else"},
                    {"creatorType": "author", "firstName": "Ada", "lastName": "Kettle"},
                ],
            },
            {"itemType": "attachment", "title": "Full text"},
        ]
    )
    (record,) = items
    assert isinstance(record, Record)
    assert (record.authors, record.arxiv_id) == (("Ada Kettle",), "2501.00001")


def test_what_crossref_answers() -> None:
    work = {
        **ITEM,
        "title": ["Kettles"],
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{TEXT}</jats:p>",
    }
    (record,) = read({"message-type": "work-list", "items": [work]})
    assert isinstance(record, Record)
    assert (record.title, record.text) == ("Kettles", TEXT)


def test_bad_items_are_rejected() -> None:
    items = read([ITEM, {"type": "book", "title": "Lids"}, 7])
    assert [item.reason for item in items if isinstance(item, Rejected)] == [
        '"Lids" has no abstract', "a bare value instead of an object with title and abstract",
    ]  # fmt: skip
