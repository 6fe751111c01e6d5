"""The catalogue: what is stored of papers, and what it tells the indexes."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ingest.chunking import cut
from paperchat.library.database import Database
from paperchat.library.figures import figures_of, ranked
from paperchat.library.filters import parse_condition
from paperchat.library.intake import Settled
from paperchat.library.library import FILE, Library
from paperchat.library.spans import Spans
from paperchat.library.tables import metadata
from paperchat.types import IngestReport, Record, Span

Essay = Callable[..., Record]

DIGEST = Record(
    title="Listening to Bees",
    text="In our words: the paper counts bees by ear. It finds the hive's mood in the hum.",
    text_kind="digest",
    arxiv_id="2501.00002",
    url="https://arxiv.org/abs/2501.00002",
    code_url="https://example.org/bees",
    source="starter",
)
ABSTRACT = Record(
    title="Listening to Bees",
    text="We count bees by their sound. A microphone hangs in the hive. Errors stay below 3.5%.",
    authors=("M. Wabe", "O. Hum"),
    source="reading-list.txt",
)


def _rows(library: Library) -> dict[str, int]:
    database = Database(library.home / FILE)
    try:
        with database.read() as connection:
            return {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in metadata.sorted_tables
            }
    finally:
        database.close()


def test_papers_come_back_as_they_were_stored(library: Library) -> None:
    odd = Record(
        title="Ünïcode “quotes”, 😀 & <tags>",
        text="First: “naïve” — 50% of 😀😀. Second: x'; DROP TABLE papers; --. Nul\x00 inside.",
        authors=("Ænna Ö.", 'B "The" C'),
        comment_count=0,
        source="a.jsonl",
    )
    [(paper_id, outcome)] = library.catalogue.store([odd], cut)
    assert outcome == "new"
    paper = library.catalogue.papers_by_id([paper_id])[paper_id]
    assert (paper.title, paper.text, paper.authors) == (odd.title, odd.text, odd.authors)
    assert (paper.author_count, paper.comment_count, paper.text_kind) == (2, 0, "abstract")
    assert paper.added_at.tzinfo is None
    assert abs(datetime.now(UTC).replace(tzinfo=None) - paper.added_at).total_seconds() < 60


def test_sentences_and_chunks_are_spans_of_the_text(library: Library, essay: Essay) -> None:
    library.catalogue.store([essay(1), essay(2, sentences=60)], cut)
    papers = library.catalogue.papers()
    sentences = library.catalogue.sentences_of(papers)
    chunks = library.catalogue.changes(-1).added
    for paper in papers:
        own = sentences[paper.id]
        assert [sentence.ordinal for sentence in own] == list(range(len(own)))
        assert all(s.text == paper.text[s.start : s.end] for s in own)
        mine = sorted((c for c in chunks if c.paper_id == paper.id), key=lambda c: c.ordinal)
        assert all(c.text == paper.text[c.start : c.end] for c in mine)
        assert all(c.embedded_text.startswith(f"{paper.title}\n") for c in mine)
    assert len(sentences[papers[0].id]) == 3
    assert len(sentences[papers[1].id]) == 60
    assert library.catalogue.chunk_count() == len(chunks) > 2


def test_a_second_time_changes_nothing(library: Library, essay: Essay) -> None:
    records = [essay(number) for number in range(20)]
    library.catalogue.store(records, cut)
    before = (library.catalogue.generation(), _rows(library), library.catalogue.papers())

    def never(title: str, text: str) -> Spans:
        raise AssertionError(f"{title} was cut again")

    outcomes = library.catalogue.store(records, never)
    assert {outcome for _, outcome in outcomes} == {"unchanged"}
    assert (library.catalogue.generation(), _rows(library), library.catalogue.papers()) == before


def test_a_changed_abstract_replaces_its_chunks(library: Library, essay: Essay) -> None:
    library.catalogue.store([essay(1), essay(2)], cut)
    since = library.catalogue.generation()
    old = {chunk.id for chunk in library.catalogue.changes(-1).added if chunk.paper_id == "e1"}
    assert library.catalogue.store([essay(1, variant=1)], cut) == [("e1", "updated")]
    changes = library.catalogue.changes(since)
    assert set(changes.dropped) == set(library.catalogue.dropped_since(since)) == old
    assert library.catalogue.dropped_since(library.catalogue.generation()) == ()
    assert {chunk.paper_id for chunk in changes.added} == {"e1"}
    paper = library.catalogue.papers_by_id(["e1"])["e1"]
    assert paper.text == essay(1, variant=1).text
    sentences = library.catalogue.sentences_of([paper])["e1"]
    assert all(s.text in paper.text and s.text for s in sentences)
    assert library.catalogue.chunk_count() == 2


def test_a_text_that_comes_back_is_dropped_no_longer(library: Library, essay: Essay) -> None:
    library.catalogue.store([essay(1)], cut)
    first = library.catalogue.changes(-1).added[0].id
    library.catalogue.store([essay(1, variant=1)], cut)
    second = library.catalogue.changes(-1).added[0].id
    library.catalogue.store([essay(1)], cut)
    changes = library.catalogue.changes(-1)
    assert [chunk.id for chunk in changes.added] == [first]
    assert changes.dropped == (second,)


def test_facts_about_a_paper_change_without_cutting_it_again(
    library: Library, essay: Essay
) -> None:
    library.catalogue.store([essay(1)], cut)
    generation = library.catalogue.generation()
    more = dataclasses.replace(essay(1), comment_count=5)
    assert library.catalogue.store([more], cut) == [("e1", "updated")]
    assert library.catalogue.generation() == generation + 1
    changes = library.catalogue.changes(generation)
    assert (changes.added, changes.dropped) == ((), ())


def test_the_abstract_replaces_the_digest_under_the_same_id(library: Library) -> None:
    [(paper_id, _)] = library.catalogue.store([DIGEST], cut)
    assert library.catalogue.store([ABSTRACT], cut) == [(paper_id, "updated")]
    [paper] = library.catalogue.papers()
    assert (paper.id, paper.text, paper.text_kind) == (paper_id, ABSTRACT.text, "abstract")
    assert (paper.arxiv_id, paper.code_url) == (DIGEST.arxiv_id, DIGEST.code_url)
    assert paper.authors == ABSTRACT.authors
    assert [c.text for c in library.catalogue.changes(-1).added] == [ABSTRACT.text]
    state = (library.catalogue.generation(), _rows(library))
    assert library.catalogue.store([DIGEST], cut) == [(paper_id, "unchanged")]
    assert library.catalogue.papers() == [paper]
    assert (library.catalogue.generation(), _rows(library)) == state


def test_it_does_so_within_one_batch_too(library: Library) -> None:
    for batch in ([DIGEST, ABSTRACT], [ABSTRACT, DIGEST]):
        outcomes = library.catalogue.store(batch, cut)
        assert len({paper_id for paper_id, _ in outcomes}) == 1
        [paper] = library.catalogue.papers()
        assert (paper.text, paper.code_url) == (ABSTRACT.text, DIGEST.code_url)
        assert [c.text for c in library.catalogue.changes(-1).added] == [ABSTRACT.text]
        assert len(library.catalogue.sentences_of([paper])[paper.id]) == 3
    assert [outcome for _, outcome in outcomes] == ["unchanged", "unchanged"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_sources_that_differ_do_not_take_turns(library: Library, order: tuple[int, int]) -> None:
    longer = dataclasses.replace(
        ABSTRACT, text=f"{ABSTRACT.text} Rain is heard too.", source="b.txt", comment_count=2
    )
    records = [(ABSTRACT, longer)[place] for place in order]
    for run in range(3):
        settled: Settled = set()
        found = [
            outcome
            for record in records
            for _, outcome in library.catalogue.store([record], cut, settled)
        ]
        assert run == 0 or found == ["unchanged", "unchanged"]
        [paper] = library.catalogue.papers()
        assert (paper.text, paper.comment_count, paper.source) == (longer.text, 2, "b.txt")


def test_a_source_that_differs_with_itself_takes_no_turns_with_another(library: Library) -> None:
    texts = (("a", ""), ("a", " Rain is heard too. So is hail."), ("b", " Rain is heard too."))
    records = [
        dataclasses.replace(ABSTRACT, text=ABSTRACT.text + more, source=source)
        for source, more in texts
    ]
    library.catalogue.store(records, cut)
    [before] = library.catalogue.papers()
    for _ in range(3):
        outcomes = [outcome for _, outcome in library.catalogue.store(records, cut)]
        assert outcomes == ["unchanged"] * 3
        assert library.catalogue.papers() == [before]


def test_the_source_of_the_text_may_correct_it_to_a_shorter_one(library: Library) -> None:
    library.catalogue.store([ABSTRACT], cut)
    shorter = dataclasses.replace(ABSTRACT, text="We count bees by their sound, mostly at noon.")
    elsewhere = dataclasses.replace(shorter, source="b.txt")
    assert [o for _, o in library.catalogue.store([elsewhere], cut)] == ["unchanged"]
    assert [o for _, o in library.catalogue.store([shorter], cut)] == ["updated"]
    assert library.catalogue.papers()[0].text == shorter.text


def test_where_a_paper_was_found_is_kept(library: Library) -> None:
    library.catalogue.store([DIGEST], cut)
    later = dataclasses.replace(ABSTRACT, source="later.bib")
    library.catalogue.store([later], cut)
    library.catalogue.store([dataclasses.replace(DIGEST, source="again.jsonl"), later], cut)
    [paper] = library.catalogue.papers()
    assert paper.source == "later.bib"
    assert library.catalogue.sources_of([paper]) == {
        paper.id: ("later.bib", DIGEST.source, "again.jsonl")
    }
    assert library.catalogue.sources_of([]) == {}
    library.catalogue.remove([paper.id])
    library.catalogue.store([ABSTRACT], cut)
    [paper] = library.catalogue.papers()
    assert library.catalogue.sources_of([paper]) == {paper.id: (ABSTRACT.source,)}


def test_a_library_made_before_sources_were_kept_tells_the_one_it_knows(
    library: Library, home: Path
) -> None:
    library.catalogue.store([ABSTRACT], cut)
    library.close()
    with sqlite3.connect(home / FILE) as connection:
        connection.execute("DROP TABLE paper_sources")
    connection.close()
    older = Library(home)
    try:
        [paper] = older.catalogue.papers()
        assert older.catalogue.sources_of([paper]) == {paper.id: (ABSTRACT.source,)}
        older.catalogue.store([dataclasses.replace(ABSTRACT, source="new.ris")], cut)
        assert older.catalogue.sources_of([paper]) == {paper.id: (ABSTRACT.source, "new.ris")}
    finally:
        older.close()


def test_a_number_is_remembered_when_a_known_paper_first_comes_with_one(library: Library) -> None:
    [(paper_id, _)] = library.catalogue.store([ABSTRACT], cut)
    numbered = dataclasses.replace(ABSTRACT, record_id="77")
    assert library.catalogue.store([numbered], cut) == [(paper_id, "unchanged")]
    renamed = dataclasses.replace(numbered, title="Hearing the Hive")
    assert library.catalogue.store([renamed], cut) == [(paper_id, "updated")]
    # Another number in that source is another paper, though the titles are the same.
    twin = dataclasses.replace(renamed, record_id="78", text="Nothing in here is about insects.")
    assert library.catalogue.store([twin], cut)[0][1] == "new"
    assert library.catalogue.count() == 2


def test_two_sources_may_number_alike(library: Library, essay: Essay) -> None:
    library.catalogue.store([essay(1)], cut)
    stranger = Record(
        title="Tides of a Pond",
        text="Small waves were timed with an hourglass during one long summer.",
        record_id="e1",
        source="ponds",
    )
    assert library.catalogue.store([stranger], cut) == [("e1-2", "new")]
    assert library.catalogue.store([stranger], cut) == [("e1-2", "unchanged")]
    assert library.catalogue.store([essay(1)], cut) == [("e1", "unchanged")]


def test_ids_stay_free_of_clashes(library: Library) -> None:
    records = [
        Record(
            title="Same",
            text=f"Text number {n} is about subject {n}.",
            record_id=f"?{n}",
            source="x",
        )
        for n in range(4)
    ]
    ids = [paper_id for paper_id, _ in library.catalogue.store(records[:2], cut)]
    ids += [paper_id for paper_id, _ in library.catalogue.store(records[2:], cut)]
    assert ids == ["same", "same-2", "same-3", "same-4"]


def test_removed_papers_leave_nothing(library: Library, essay: Essay) -> None:
    library.catalogue.store([essay(number) for number in range(5)], cut)
    chunks = {chunk.id for chunk in library.catalogue.changes(-1).added}
    assert library.catalogue.remove(["e1", "e3", "unknown"]) == 2
    left = {chunk.id for chunk in library.catalogue.changes(-1).added}
    assert {name.partition("~")[0] for name in left} == {"e0", "e2", "e4"}
    assert set(library.catalogue.changes(-1).dropped) == chunks - left
    rows = _rows(library)
    assert (rows["papers"], rows["chunks"], rows["sentences"]) == (3, 3, 9)
    assert rows["paper_keys"] == 6
    assert library.catalogue.store([essay(1)], cut) == [("e1", "new")]


def test_new_rules_of_cutting_keep_papers_and_vectors(
    library: Library, essay: Essay, put: Callable[..., object]
) -> None:
    put(library, [essay(1), essay(2)])
    whole = library.catalogue.changes(-1).added

    def halves(title: str, text: str) -> Spans:
        middle = text.index(". ") + 1
        spans = (Span(0, middle), Span(middle + 1, len(text)))
        return Spans(spans, spans)

    library.catalogue.cut_again(halves)
    assert library.catalogue.chunk_count() == 4
    assert library.vector_cache.pending_count() == 4
    library.catalogue.cut_again(cut)
    assert {c.id for c in library.catalogue.changes(-1).added} == {c.id for c in whole}
    assert library.vector_cache.pending_count() == 0


def test_a_batch_is_stored_as_a_whole_or_not_at_all(library: Library, essay: Essay) -> None:
    def fails_at_two(title: str, text: str) -> Spans:
        if title == essay(2).title:
            raise RuntimeError("stop")
        return cut(title, text)

    before = _rows(library)
    with pytest.raises(RuntimeError):
        library.catalogue.store([essay(1), essay(2)], fails_at_two)
    assert _rows(library) == before
    assert library.catalogue.generation() == 0


def test_papers_are_read_in_batches_in_their_order(library: Library, essay: Essay) -> None:
    library.catalogue.store([essay(number) for number in range(25)], cut)
    batches = list(library.catalogue.all_papers(batch=10))
    assert [len(batch) for batch in batches] == [10, 10, 5]
    assert [p for batch in batches for p in batch] == library.catalogue.papers()


def test_runs_are_kept(library: Library) -> None:
    report = IngestReport(("a",), 1, 1, 0, 0, (), 1, 1, 0.5)
    library.catalogue.record_run(datetime(2025, 1, 1), report, "{}")
    assert _rows(library)["runs"] == 1


MARCH, APRIL = date(2024, 3, 5), date(2024, 4, 6)


@pytest.fixture
def shelf(library: Library) -> Library:
    """Six papers, two of one day, one without a date, two without a number of authors."""
    told = [
        ("Ash", MARCH, 3), ("Beech", APRIL, 1), ("Cedar", APRIL, None), ("Date Palm", None, 9),
        ("Elm", date(2022, 1, 1), 3), ("Fir", date(2023, 7, 7), None),
    ]  # fmt: skip
    records = [
        Record(
            title=name,
            text=f"All about the {name}, told at length for everyone who asks about trees.",
            published=day,
            author_count=count,
            source="shelf",
        )
        for name, day, count in told
    ]
    library.catalogue.store(records, cut)
    return library


def test_figures_are_the_same_from_the_database_and_from_papers(shelf: Library) -> None:
    figures = shelf.catalogue.figures()
    assert figures == figures_of(shelf.catalogue.papers())
    assert (figures.count, figures.dated) == (6, 5)
    assert figures.years() == {2022: 1, 2023: 1, 2024: 3}
    assert figures.years_alone == ((2022, 1),)
    assert figures.months == ((2023, 7, 1), (2024, 3, 1), (2024, 4, 2))
    assert (figures.author_counts, figures.mean_authors(), figures.median_authors()) == (
        (1, 3, 3, 9), 4.0, 3.0
    )  # fmt: skip
    late = [parse_condition("year=2024")]
    assert shelf.catalogue.figures(late) == figures_of(shelf.catalogue.papers(late))
    assert shelf.catalogue.count(late) == 3
    assert shelf.catalogue.figures([parse_condition("year=1999")]).count == 0


@pytest.mark.parametrize(
    ("measure", "limit", "largest", "titles", "ties", "unknown"),
    [
        ("published", None, True, ["Beech", "Cedar"], 0, 1),
        ("published", 1, True, ["Beech"], 1, 1),
        ("published", 3, True, ["Beech", "Cedar", "Ash"], 0, 1),
        ("published", None, False, ["Elm"], 0, 1),
        ("published", 99, False, ["Elm", "Fir", "Ash", "Beech", "Cedar"], 0, 1),
        ("author_count", None, True, ["Date Palm"], 0, 2),
        ("author_count", 2, True, ["Date Palm", "Ash"], 1, 2),
        ("author_count", None, False, ["Beech"], 0, 2),
    ],
)
def test_papers_are_ranked_alike_by_the_database_and_at_hand(
    shelf: Library,
    measure: str,
    limit: int | None,
    largest: bool,
    titles: list[str],
    ties: int,
    unknown: int,
) -> None:
    found = shelf.catalogue.ranked(measure, (), limit, largest=largest)  # type: ignore[arg-type]  # a parameter
    assert [paper.title for paper in found.papers] == titles
    assert (found.ties, found.unknown) == (ties, unknown)
    papers = shelf.catalogue.papers()
    assert ranked(papers, measure, limit, largest=largest) == found  # type: ignore[arg-type]  # a parameter


def test_nothing_is_ranked_where_no_measure_is_known(shelf: Library) -> None:
    fir = [parse_condition("title=fir")]
    found = shelf.catalogue.ranked("author_count", fir)
    assert (found.papers, found.ties, found.unknown) == ((), 0, 1)
    assert ranked(shelf.catalogue.papers(fir), "author_count", None, largest=True) == found


def test_the_first_papers_come_without_the_rest(shelf: Library) -> None:
    assert [paper.title for paper in shelf.catalogue.papers(limit=2)] == ["Ash", "Beech"]
