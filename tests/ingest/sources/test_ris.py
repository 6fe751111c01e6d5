from __future__ import annotations

from datetime import date

import pytest

from ingest.sources import Source, detect, read_source
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected

TEXT = "We boil water in 42 kettles and time it. The spread is large."
WHOLE = f"""TY  - JOUR
AU  - Poe, Edgar A.
AU  - Doe, Jane
TI  - Kettles at Work
PY  - 2013/05/07/Spring
AB  - {TEXT[:30]}
{TEXT[30:]}
DO  - https://doi.org/10.1000/K.1
UR  - https://x.example/p
KW  - water
ER  -
"""


def read(text: str | bytes, name: str = "papers.ris") -> list[Record | Rejected]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_source(Source.from_bytes(name, data)))


def test_a_whole_record() -> None:
    (record,) = read(WHOLE)
    assert record == Record(
        title="Kettles at Work",
        text=f"{TEXT[:30].strip()} {TEXT[30:].strip()}",
        authors=("Edgar A. Poe", "Jane Doe"),
        author_count=2,
        published=date(2013, 5, 7),
        url="https://x.example/p",
        doi="10.1000/k.1",
        source="papers.ris",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"\n": "\r\n"},
        {"TY": "\ufeff\nTY"},
        {"  - ": " - "},
        {"TI": "T1", "AB": "N2"},
    ],
)
def test_forms_that_programs_write(changes: dict[str, str]) -> None:
    text = WHOLE
    for old, new in changes.items():
        text = text.replace(old, new)
    assert detect(Source.from_bytes("list.txt", text.encode())).name == "RIS"
    (record,) = read(text)
    assert isinstance(record, Record)
    assert record.title == "Kettles at Work"


def test_a_broken_record_costs_only_itself() -> None:
    items = read(
        f"{WHOLE}TY  - JOUR\nTI  - Open\n{WHOLE}TY  - JOUR\nER  - \n{WHOLE}TY  - X\nTI  - C"
    )
    assert sum(isinstance(item, Record) for item in items) == 3
    assert [item.reason for item in items if isinstance(item, Rejected)] == [
        'it has no end ("ER")', "it has no title", 'it has no end ("ER"); the file may be cut off',
    ]  # fmt: skip
    assert [item.line for item in items if isinstance(item, Rejected)] == [12, 25, 38]


def test_windows_1252() -> None:
    (record,) = read(WHOLE.replace("Kettles", "Käsekessel").encode("cp1252"))
    assert isinstance(record, Record)
    assert record.title == "Käsekessel at Work"


def test_an_arxiv_id_in_a_link() -> None:
    (record,) = read(WHOLE.replace("https://x.example/p", "http://arxiv.org/abs/2501.00001v2"))
    assert isinstance(record, Record)
    assert record.arxiv_id == "2501.00001"


def test_records_without_abstract_are_told() -> None:
    with pytest.raises(SourceError, match=r"The one record .* has no abstract"):
        read("TY  - JOUR\nTI  - Kettles\nER  - \n")
