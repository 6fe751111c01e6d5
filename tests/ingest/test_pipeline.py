"""A whole run: what it reports, what it leaves, and that bad input leaves everything as it was."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from tiny_pdf import tiny_pdf

from ingest.chunking import CHUNKER
from ingest.pipeline import Progress, ingest
from ingest.report import to_json, to_text
from ingest.sources import Source
from paperchat.embedding.port import Embedder
from paperchat.errors import EmbeddingError, NothingRead, SourceError
from paperchat.library.library import Library
from paperchat.settings import Settings
from paperchat.starter import starter_path
from paperchat.types import IngestReport, UnreadSource
from paperchat.wiring import open_workspace

Run = Callable[..., IngestReport]

STARTER = Source.from_path(starter_path())


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    library = Library(home)
    yield library
    library.close()


@pytest.fixture
def run(library: Library, embedder: Embedder) -> Run:
    """Ingest sources into the test's library."""

    def ingest_them(
        *sources: Source, on_progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        return ingest(library, embedder, sources, None, on_progress or (lambda _: None))

    return ingest_them


def _paper(number: int, **changes: object) -> dict[str, object]:
    return {
        "id": f"p{number}",
        "title": f"On the Weight of Snail {number}",
        "abstract": f"Snail {number} was weighed every morning. Its shell grew by {number} grams.",
        **changes,
    }


def _jsonl(*papers: object, name: str = "snails.jsonl") -> Source:
    lines = [paper if isinstance(paper, str) else json.dumps(paper) for paper in papers]
    return Source.from_bytes(name, "\n".join(lines).encode())


def _contents(home: Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and path.name != "chroma.sqlite3" and not path.name.endswith("-shm")
    }


def _state(library: Library) -> tuple[object, ...]:
    chunks = library.catalogue.changes(-1)
    return (
        library.catalogue.papers(),
        library.catalogue.generation(),
        chunks,
        library.vector_builds.published(),
        library.health(),
    )


def test_a_run_reports_what_it_did(run: Run, library: Library) -> None:
    report = run(_jsonl(*(_paper(n) for n in range(5)), "{broken", {"title": "No text"}))
    assert (report.read, report.new, report.updated, report.unchanged) == (7, 5, 0, 0)
    assert (report.embedded, report.papers, report.sources) == (5, 5, ("snails.jsonl",))
    assert [(r.where, r.line) for r in report.rejected] == [
        ("snails.jsonl", 6),
        ("snails.jsonl", 7),
    ]
    assert all(rejected.reason for rejected in report.rejected)
    assert report.seconds > 0
    assert library.health().sound
    parsed = json.loads(to_json(report))
    assert parsed["rejected"][0] == {
        "reason": report.rejected[0].reason,
        "where": "snails.jsonl",
        "line": 6,
    }
    assert "5 new" in to_text(report)
    assert "snails.jsonl:6" in to_text(report)


def test_many_rejected_records_are_counted_and_not_all_listed(run: Run) -> None:
    text = to_text(run(_jsonl(_paper(1), *["{broken"] * 25)))
    assert "25 rejected" in text
    assert len(text.splitlines()) == 13


def test_a_second_run_embeds_nothing_and_changes_nothing(run: Run, library: Library) -> None:
    sources = [_jsonl(*(_paper(n) for n in range(5))), STARTER]
    first = run(*sources)
    assert (first.new, first.papers) == (53, 53)
    before = _state(library)
    second = run(*sources)
    assert (second.read, second.unchanged, second.embedded, second.papers) == (53, 53, 0, 53)
    assert (second.new, second.updated) == (0, 0)
    assert _state(library) == before


def test_a_changed_abstract_is_updated_and_its_old_words_are_gone(
    run: Run, library: Library, embedder: Embedder
) -> None:
    run(_jsonl(*(_paper(n) for n in range(5))))
    changed = _paper(3, abstract="Zebras replaced the snail. They were weighed on a bridge.")
    report = run(_jsonl(*(_paper(n) for n in (0, 1, 2)), changed, _paper(4)))
    assert (report.updated, report.unchanged, report.new, report.embedded) == (1, 4, 0, 1)
    assert library.health().sound
    assert library.catalogue.papers_by_id(["p3"])["p3"].text == changed["abstract"]
    assert list(library.lexical.search(library.lexical.tokens("zebras"), 5)) == ["p3"]
    found = library.lexical.search(library.lexical.tokens("morning"), 9)
    assert set(found) == {"p0", "p1", "p2", "p4"}
    hits = library.vectors.search(embedder.embed_query("zebras on a bridge"), 9)
    assert hits[0].paper_id == "p3"
    assert len(hits) == 5


def test_the_authors_abstract_replaces_the_digest(run: Run, library: Library) -> None:
    run(STARTER)
    digest = next(paper for paper in library.catalogue.papers() if paper.code_url)
    abstract = "Ours is an abstract that the authors could have written. It says what was done."
    source = _jsonl({"title": digest.title.upper(), "abstract": abstract}, name="mine.jsonl")
    report = run(source)
    assert (report.updated, report.new, report.papers) == (1, 0, 48)
    paper = library.catalogue.papers_by_id([digest.id])[digest.id]
    assert (paper.text, paper.text_kind) == (abstract, "abstract")
    assert (paper.code_url, paper.arxiv_id) == (digest.code_url, digest.arxiv_id)
    assert (paper.url, paper.published) == (digest.url, digest.published)
    chunks = [c for c in library.catalogue.changes(-1).added if c.paper_id == digest.id]
    assert [chunk.text for chunk in chunks] == [abstract]
    before = _state(library)
    for again in ((STARTER,), (source, STARTER), (STARTER, source)):
        report = run(*again)
        assert (report.updated, report.new, report.embedded) == (0, 0, 0)
        assert _state(library) == before


def test_the_real_page_meets_the_starter(run: Run, library: Library, shared: Path) -> None:
    page = Source.from_path(shared / "corpus" / "daily-papers-alignment.txt")
    run(STARTER)
    digests = {paper.id: paper for paper in library.catalogue.papers()}
    report = run(page)
    assert (report.read, report.updated, report.new, report.papers) == (48, 48, 0, 48)
    papers = {paper.id: paper for paper in library.catalogue.papers()}
    assert papers.keys() == digests.keys()
    for key, paper in papers.items():
        assert paper.text_kind == "abstract"
        assert paper.text != digests[key].text
        assert (paper.arxiv_id, paper.code_url) == (digests[key].arxiv_id, paper.code_url)
        assert paper.code_url or not digests[key].code_url
    before = _state(library)
    for sources in ((page,), (STARTER,), (STARTER, page), (page, STARTER)):
        report = run(*sources)
        assert (report.new, report.updated, report.embedded) == (0, 0, 0)
    assert _state(library) == before
    assert library.health().sound


def test_two_sources_that_differ_settle(run: Run, library: Library) -> None:
    left = _jsonl(_paper(1, id=None), name="left.jsonl")
    right = _jsonl(
        _paper(1, id=None, abstract="It was weighed, they say, in the evening."), name="r.jsonl"
    )
    assert run(left, right).papers == 1
    before = _state(library)
    report = run(left, right)
    assert (report.new, report.updated, report.unchanged) == (0, 0, 2)
    assert _state(library) == before


def test_one_paper_twice_in_a_source_is_stored_once(run: Run, library: Library) -> None:
    report = run(_jsonl(_paper(1), _paper(1), _paper(1, url="https://example.org/1")))
    assert (report.new, report.unchanged, report.updated, report.papers) == (1, 1, 1, 1)
    assert library.catalogue.papers()[0].url == "https://example.org/1"


@pytest.mark.parametrize(
    "bad",
    [
        Source.from_bytes("empty.jsonl", b""),
        Source.from_bytes("blank.jsonl", b" \n \n"),
        Source.from_bytes("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        Source.from_bytes("binary.bin", bytes(range(256)) * 40),
        _jsonl({"title": "a"}, {"title": "b"}, name="no-texts.jsonl"),
        Source.from_bytes("cut.json", b'[{"title": "A title", "abstract": "And a text that is'),
        Source.from_bytes(
            "cut.jsonl.gz",
            gzip.compress(b"\n".join(json.dumps(_paper(n)).encode() for n in range(3_000)))[:-900],
        ),
        Source(name="gone.jsonl", path=Path("gone.jsonl")),
    ],
    ids=lambda source: source.name,
)
def test_bad_input_leaves_the_library_as_it_was(run: Run, library: Library, bad: Source) -> None:
    run(_jsonl(_paper(1)))
    before, files = _state(library), _contents(library.home)
    good = _jsonl(*(_paper(n) for n in range(600)), name="good.jsonl")
    with pytest.raises(SourceError) as alone:
        run(bad)
    assert alone.value.exit_code == 2
    assert "\n" not in str(alone.value)
    assert bad.name in str(alone.value)
    with pytest.raises(NothingRead) as together:
        run(bad, bad)
    assert together.value.exit_code == 2
    assert together.value.reasons == (str(alone.value),) * 2
    assert _state(library) == before
    assert _contents(library.home) == files
    # Beside a good source it is reported, and the good one is taken.
    for sources in ((good, bad), (bad, good)):
        report = run(*sources)
        assert (report.read, report.papers, report.sources) == (600, 600, (good.name,))
        assert report.unread == (UnreadSource(bad.name, str(alone.value)),)
        assert to_text(report).count(str(alone.value)) == 1
        assert json.loads(to_json(report))["unread"][0]["source"] == bad.name


def test_papers_are_found_by_words_before_anything_is_embedded(
    library: Library, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[dict[str, float]] = []

    def fail(texts: Sequence[str]) -> None:
        reader = Library(library.home)
        found.append(reader.lexical.search(reader.lexical.tokens("shell"), 10))
        reader.close()
        raise EmbeddingError("The embedder has no more memory.")

    monkeypatch.setattr(embedder, "embed_texts", fail)
    with pytest.raises(EmbeddingError):
        ingest(library, embedder, [_jsonl(*(_paper(n) for n in range(5)))])
    assert len(found[0]) == 5
    monkeypatch.undo()
    # The run that failed is finished by the next one, whatever it brings.
    report = ingest(library, embedder, [_jsonl(_paper(9))])
    assert (report.new, report.embedded, report.papers) == (1, 6, 6)
    assert library.health().sound


def test_progress_is_told(run: Run) -> None:
    steps: list[Progress] = []
    run(_jsonl(*(_paper(n) for n in range(12))), on_progress=steps.append)
    assert {step.stage for step in steps} == {"reading", "embedding"}
    assert max(step.done for step in steps if step.stage == "reading") == 12
    assert steps[-1] == Progress("embedding", 12, 12)


def test_new_rules_of_cutting_are_used_by_the_next_run(
    run: Run, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(_jsonl(_paper(1), _paper(2)))
    chunks = {chunk.id for chunk in library.catalogue.changes(-1).added}
    library.catalogue.record_facts({"chunker": "rules of old"})
    report = run(_jsonl(_paper(1)))
    assert (report.unchanged, report.embedded) == (1, 0)
    assert library.catalogue.fact("chunker") == CHUNKER
    assert {chunk.id for chunk in library.catalogue.changes(-1).added} == chunks
    assert library.health().sound


def test_an_upload_of_one_record_is_enough(run: Run, library: Library) -> None:
    assert run(Source.from_text(json.dumps(_paper(1)), name="pasted.jsonl")).new == 1
    assert library.catalogue.count() == 1


def test_a_library_that_never_got_a_paper_counts_as_new(
    library: Library, embedder: Embedder, cache: Path
) -> None:
    library.require(embedder)  # all that a run leaves that is killed before its first paper
    library.close()
    told: list[str] = []
    for _ in range(2):
        workspace = open_workspace(
            Settings(_env_file=None, home=library.home, cache=cache), told.append
        )
        assert workspace.library.catalogue.count() == 48
        assert workspace.library.health().sound
        workspace.close()
    assert len(told) == 1


def test_a_command_finishes_what_a_killed_run_left(
    library: Library, embedder: Embedder, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(texts: Sequence[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(embedder, "embed_texts", killed)
    with pytest.raises(KeyboardInterrupt):
        ingest(library, embedder, [_jsonl(*(_paper(n) for n in range(530)))])
    monkeypatch.undo()
    assert library.vector_cache.pending_count() == 530
    library.close()
    waiting = []
    for _ in range(3):
        workspace = open_workspace(
            Settings(_env_file=None, home=library.home, cache=cache), lambda _: None
        )
        waiting.append(workspace.library.vector_cache.pending_count())
        workspace.close()
    assert waiting == [18, 0, 0]


def test_papers_with_their_texts_are_stored_a_few_at_a_time(
    library: Library, run: Run, tmp_path: Path
) -> None:
    said = "Snails carry their shells wherever they go, and no snail was ever seen without one."
    for number in range(13):
        front = [(18.0, f"On Snail {number:02}: A Study"), (12.0, "Abstract")]
        page = [*front, (10.0, f"Snail {number} was weighed."), (12.0, "1 Introduction")]
        file = tmp_path / "snails" / f"snail{number:02}.pdf"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(tiny_pdf([*page, (10.0, said), (10.0, said), (10.0, said)]))
    done: list[int] = []
    report = run(
        Source.from_path(tmp_path / "snails"),
        on_progress=lambda now: done.append(now.done) if now.stage == "reading" else None,
    )
    assert done == [10, 13]
    assert (report.new, library.bodies.count()) == (13, 13)
    assert run(Source.from_path(tmp_path / "snails")).unchanged == 13
    assert library.pending_count() == 0
