"""Which records are one paper, and what is kept of two descriptions of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest

from paperchat.library.merging import keys_of, leads, merged, new_paper_id, same_paper
from paperchat.types import Paper, Record

ABSTRACT = "We weigh apples on a spring balance and compare the readings with a digital scale."
REVISED = "We weigh apples on a spring balance, and compare its readings with two digital scales."
OTHER = "Migrating storks prefer valleys whose morning fog lifts early, a survey of nests shows."


def _paper(**changes: object) -> Paper:
    paper = Paper(
        id="apples",
        title="Weighing Apples",
        text=ABSTRACT,
        text_kind="abstract",
        authors=(),
        author_count=None,
        published=None,
        url=None,
        code_url=None,
        project_url=None,
        arxiv_id=None,
        doi=None,
        comment_count=None,
        source="list.jsonl",
        added_at=datetime(2025, 1, 1, tzinfo=UTC),
    )
    return dataclasses.replace(paper, **changes)  # type: ignore[arg-type]  # named by the caller


def _record(**changes: object) -> Record:
    record = Record(title="Weighing Apples", text=ABSTRACT, source="list.jsonl")
    return dataclasses.replace(record, **changes)  # type: ignore[arg-type]  # named by the caller


def test_the_most_telling_key_comes_first() -> None:
    record = _record(record_id="7", arxiv_id="2501.00001", doi="10.1/AbC")
    kinds = [key.partition(":")[0] for key in keys_of(record)]
    assert kinds == ["id", "arxiv", "doi", "title"]
    assert "doi:10.1/abc" in keys_of(record)
    assert keys_of(_record(title="Weighing: apples")) == keys_of(_record())


@pytest.mark.parametrize(
    ("key", "record", "paper", "record_id", "same"),
    [
        ("arxiv:1", _record(arxiv_id="1", text=OTHER), _paper(arxiv_id="1"), None, True),
        ("doi:1", _record(doi="1", text=OTHER), _paper(doi="1"), None, True),
        # One title, told apart by arXiv.
        ("title:x", _record(arxiv_id="1"), _paper(arxiv_id="2"), None, False),
        ("title:x", _record(arxiv_id="1"), _paper(), None, True),
        # So it is with DOIs, unless the texts agree: a preprint has one, and the journal another.
        ("title:x", _record(doi="10.1/a", text=OTHER), _paper(doi="10.1/b"), None, False),
        ("title:x", _record(doi="10.1/a", text=REVISED), _paper(doi="10.1/b"), None, True),
        ("title:x", _record(doi="10.1/A", text=OTHER), _paper(doi="10.1/a"), None, True),
        # A number means the same paper within its source, whatever became of title and text.
        ("id:7", _record(record_id="7", title="New", text=OTHER), _paper(), "7", True),
        # In another source it does so only where title or text agree.
        ("id:7", _record(record_id="7", source="b", text=OTHER), _paper(), "7", True),
        ("id:7", _record(record_id="7", source="b", title="N", text=REVISED), _paper(), "7", True),
        ("id:7", _record(record_id="7", source="b", title="N", text=OTHER), _paper(), "7", False),
        # Two numbers in one source are two papers; in two sources the text decides.
        ("title:x", _record(record_id="8"), _paper(), "7", False),
        ("title:x", _record(record_id="8", source="b", text=REVISED), _paper(), "7", True),
        ("title:x", _record(record_id="8", source="b", text=OTHER), _paper(), "7", False),
        ("title:x", _record(record_id="8", text=OTHER), _paper(), None, True),
        ("title:x", _record(text=OTHER), _paper(), "7", True),
    ],
)
def test_one_paper_or_two(
    key: str, record: Record, paper: Paper, record_id: str | None, same: bool
) -> None:
    assert same_paper(key, record, paper, record_id) is same


def test_texts_without_words_are_not_alike() -> None:
    record = _record(record_id="8", source="b", text="a b c")
    assert not same_paper("title:x", record, _paper(text="a b c"), "7")


def test_ids_come_from_the_source_then_arxiv_then_the_title() -> None:
    assert new_paper_id(_record(record_id="7", arxiv_id="2501.00001"), ()) == "7"
    assert new_paper_id(_record(arxiv_id="2501.00001"), ()) == "2501.00001"
    assert new_paper_id(_record(), ()) == "weighing-apples"
    assert new_paper_id(_record(), ("weighing-apples", "weighing-apples-2")) == "weighing-apples-3"
    # An id that could not stand in an address or a file name is not taken over.
    assert new_paper_id(_record(record_id="a b\n<c>"), ()) == "weighing-apples"
    assert new_paper_id(_record(record_id="x" * 200), ()) == "weighing-apples"


def test_an_abstract_replaces_a_digest_and_keeps_what_only_the_digest_knew() -> None:
    digest = _paper(
        text="A digest of it in our words.",
        text_kind="digest",
        arxiv_id="2501.00001",
        code_url="https://example.org/code",
        published=date(2025, 1, 2),
        source="starter",
    )
    record = _record(authors=("A. Pomme",), published=date(2025, 1, 3))
    assert leads(digest, record, settled=False)
    after = merged(digest, record, leading=True)
    assert (after.id, after.text, after.text_kind) == ("apples", ABSTRACT, "abstract")
    assert (after.arxiv_id, after.code_url) == ("2501.00001", "https://example.org/code")
    assert (after.published, after.authors, after.author_count) == (
        date(2025, 1, 3),
        ("A. Pomme",),
        1,
    )
    assert (after.source, after.added_at) == ("list.jsonl", digest.added_at)


def test_a_digest_never_replaces_an_abstract_but_fills_its_gaps() -> None:
    paper = _paper(comment_count=4)
    record = _record(
        text="A digest of it in our words.",
        text_kind="digest",
        title="WEIGHING APPLES",
        comment_count=9,
        code_url="https://example.org/code",
    )
    assert not leads(paper, record, settled=False)
    after = merged(paper, record, leading=False)
    assert after == dataclasses.replace(paper, code_url="https://example.org/code")


def test_the_first_record_of_a_run_counts() -> None:
    assert leads(_paper(), _record(), settled=False)
    assert not leads(_paper(), _record(), settled=True)
    assert leads(_paper(text_kind="digest"), _record(), settled=True)
    assert not leads(_paper(), _record(text_kind="digest"), settled=False)


def test_of_two_sources_the_longer_text_counts() -> None:
    longer, shorter = _record(text=f"{ABSTRACT} Both agree.", source="b"), _record(source="b")
    assert leads(_paper(), longer, settled=False)
    assert not leads(_paper(), longer, settled=True)
    assert not leads(_paper(), shorter, settled=False)
    assert not leads(_paper(text=longer.text), shorter, settled=False)
    assert not leads(_paper(text_kind="digest", text=longer.text), _record(text_kind="digest",
                     source="b"), settled=False)  # fmt: skip


def test_nothing_known_is_erased() -> None:
    paper = _paper(authors=("A. Pomme", "B. Pera"), author_count=5, url="https://example.org/1")
    assert merged(paper, _record(), leading=True) == paper


def test_an_abstract_of_the_very_words_of_the_digest_is_an_abstract() -> None:
    after = merged(_paper(text_kind="digest"), _record(), leading=True)
    assert after.text_kind == "abstract"
