"""ingest: the report, and everything that can be wrong with a source."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

REPORT_KEYS = {"read", "new", "updated", "unchanged", "rejected"}
PAPERS = [
    {"id": "a1", "title": "Kites in Steady Wind", "abstract": "A kite stays up in steady wind."},
    {"id": "a2", "title": "Tides and Moons", "abstract": "The moon pulls the water twice a day."},
]


def test_the_report_counts_what_happened(cli, home, write_lines) -> None:
    path = write_lines([*PAPERS, {"title": "No abstract"}, {"title": ""}])
    done = cli("ingest", str(path), "--json", home=home)
    assert done.code == 0
    report = done.json
    assert isinstance(report, dict)
    assert set(report) >= REPORT_KEYS
    counts = {name: report[name] for name in ("read", "new", "updated", "unchanged")}
    assert counts == {"read": 4, "new": 2, "updated": 0, "unchanged": 0}
    assert [set(item) for item in report["rejected"]] == [{"reason", "where", "line"}] * 2
    assert [(item["where"], item["line"]) for item in report["rejected"]] == [
        ("papers.jsonl", 3),
        ("papers.jsonl", 4),
    ]
    assert report["papers"] == 2


def test_again_changes_nothing_and_a_correction_is_an_update(cli, home, write_lines) -> None:
    path = write_lines(PAPERS)
    assert cli("ingest", str(path), home=home).code == 0
    again = cli("ingest", str(path), "--json", home=home).json
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert again["embedded"] == 0
    write_lines([PAPERS[0], {**PAPERS[1], "abstract": "The moon and the sun pull the water."}])
    third = cli("ingest", str(path), "--json", home=home).json
    assert (third["new"], third["updated"], third["unchanged"]) == (0, 1, 1)


def test_the_report_as_text(cli, home, write_lines) -> None:
    done = cli("ingest", str(write_lines([*PAPERS, {"title": "No abstract"}])), home=home)
    assert done.code == 0
    assert "2 new" in done.out
    assert "papers.jsonl:3" in done.out


def test_several_sources_and_gzip_and_a_page_date(cli, home, write_lines, tmp_path) -> None:
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(json.dumps(PAPERS[1]).encode()))
    first = write_lines(PAPERS[:1])
    done = cli("ingest", str(first), str(packed), "--page-date", "2025-12-10", "--json", home=home)
    assert done.json["new"] == 2
    assert done.json["sources"] == ["papers.jsonl", "packed.jsonl.gz"]


def test_a_library_begun_with_ingest_has_no_starter_until_asked(cli, home, write_lines) -> None:
    assert cli("ingest", str(write_lines(PAPERS)), home=home).code == 0
    listed = cli("papers", "--json", home=home)
    assert [paper["id"] for paper in listed.json] == ["a1", "a2"]
    assert "starter" not in listed.err
    done = cli("ingest", "starter", "--json", home=home)
    assert (done.code, done.json["new"], done.json["papers"]) == (0, 48, 50)


BIB = """@article{{k{0}, title = {{Kites of {0}}}, abstract = {{A kite of {0} stays up in wind.}}}}
"""


def test_a_bibliography_a_folder_and_an_archive(cli, home, tmp_path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "list.bib").write_text(BIB.format("paper") + "@book{b, title={No abstract}}")
    (folder / "notes.txt").write_text("Nothing to read here.")
    (folder / "list.csv").write_text("Title,Abstract\nKites of silk,A kite of silk stays up.\n")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("list.bib", BIB.format("paper"))
        archive.writestr("list.jsonl", json.dumps(PAPERS[1]))
    done = cli("ingest", str(folder), str(tmp_path / "more.zip"), "--json", home=home)
    assert done.code == 0
    report = done.json
    assert (report["new"], report["unchanged"], report["papers"]) == (3, 1, 3)
    assert [(item["where"], item["line"]) for item in report["rejected"]] == [
        ("papers/list.bib", 2),
        ("papers/notes.txt", None),
    ]
    assert report["formats"] == [
        {"source": "papers/list.bib", "format": "BibTeX", "note": ""},
        {
            "source": "papers/list.csv",
            "format": "CSV",
            "note": "columns: title from 'Title', abstract from 'Abstract'",
        },
        {"source": "more.zip/list.bib", "format": "BibTeX", "note": ""},
        {"source": "more.zip/list.jsonl", "format": "JSON lines", "note": ""},
    ]
    papers = {paper["title"]: paper for paper in cli("papers", "--json", home=home).json}
    assert papers["Kites of paper"]["source"] == "papers/list.bib"
    assert papers["Kites of paper"]["sources"] == ["papers/list.bib", "more.zip/list.bib"]
    text = cli("ingest", str(folder), home=home).out
    assert "papers/list.csv read as CSV (columns: title from 'Title'" in text


def test_starter_is_the_word_and_a_file_of_that_name_is_a_path(cli, home, tmp_path) -> None:
    Path("starter").write_text(json.dumps(PAPERS[0]), encoding="utf-8")
    done = cli("ingest", "./starter", "--json", home=home)
    assert done.json["new"] == 1


def _missing(folder: Path) -> Path:
    return folder / "missing.txt"


def _folder(folder: Path) -> Path:
    path = folder / "folder"
    path.mkdir()
    return path


def _file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


PAGE_OF_NONE = b"new\n\nDaily Papers\n\nbyAK and the research community\n\nDec 10\n\nSubscribe\n"
BAD = {
    "missing": (_missing, "no file"),
    "folder": (_folder, "is a folder"),
    "empty": (lambda folder: _file(folder, "empty.txt", b""), "is empty"),
    "white space": (lambda folder: _file(folder, "blank.txt", b" \n\t\n"), "white space"),
    "binary": (lambda folder: _file(folder, "a.bin", bytes(range(256)) * 40), "binary"),
    "a PDF": (lambda folder: _file(folder, "a.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj"), "PDF"),
    "latin-1": (
        lambda folder: _file(folder, "latin.jsonl", b'{"title": "Caf\xe9", "abstract": "b"}'),
        "UTF-8",
    ),
    "cut-off gzip": (
        lambda folder: _file(folder, "cut.gz", gzip.compress(b'{"title": "a"}' * 99)[:-20]),
        "gzip",
    ),
    "no papers": (lambda folder: _file(folder, "page.txt", PAGE_OF_NONE), "no paper"),
    "no usable record": (
        lambda folder: _file(folder, "none.jsonl", b'{"title": "Alone"}\n{"abstract": "b"}\n'),
        "None of the 2 records",
    ),
    "broken JSON": (lambda folder: _file(folder, "broken.jsonl", b'{"title": "Al\n'), "JSON"),
    "50 MB on one line": (
        lambda folder: _file(folder, "long.txt", b"word " * (10 * 1024 * 1024)),
        "long.txt",
    ),
    "50 MB of JSON on one line": (
        lambda folder: _file(folder, "long.jsonl", b'{"title": "' + b"word " * (10 * 1024 * 1024)),
        "long.jsonl",
    ),
    "an empty name": (lambda _folder: "", "empty name"),
    "a name that cannot be": (lambda _folder: "a" * 5000, "cannot be opened"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_source_is_told_in_a_sentence_and_changes_nothing(
    cli, own_home, state_of, tmp_path, write_lines, kind
) -> None:
    make, said = BAD[kind]
    bad = make(tmp_path)
    before = state_of(own_home)
    sentence = cli("ingest", str(bad), home=own_home).failed(2)
    assert said.lower() in sentence.lower()
    assert cli("ingest", str(bad), "--json", home=own_home).failed(2) == sentence
    assert state_of(own_home) == before
    good = str(write_lines(PAPERS, "good.jsonl"))
    if not bad:  # A name that names nothing is a slip of the whole command.
        assert cli("ingest", good, bad, home=own_home).failed(2) == sentence
        return
    # A good source beside it is taken, and the report names the bad one.
    done = cli("ingest", str(bad), good, "--json", home=own_home)
    assert (done.code, done.json["new"], done.json["sources"]) == (2, 2, ["good.jsonl"])
    assert [source["reason"][:400] in sentence for source in done.json["unread"]] == [True]
    assert done.err.strip() == sentence


def test_what_cannot_be_read_is_named_beside_what_was_taken(cli, home, tmp_path) -> None:
    good = _file(tmp_path, "mine.bib", (BIB.format("ice") + "@book{b, title={None}}").encode())
    empty = _file(tmp_path, "empty.bib", b"")
    page = _file(tmp_path, "page.txt", PAGE_OF_NONE)
    done = cli("ingest", str(empty), str(good), str(page), home=home)
    assert done.code == 2
    assert "1 new, 0 updated, 0 unchanged, 1 rejected" in done.out
    assert "not read: empty.bib is empty" in done.out
    assert "not read: page.txt holds no papers" in done.out
    assert [line.partition(";")[0] for line in done.err.splitlines()] == [
        "Error: empty.bib is empty",
        "Error: page.txt holds no papers: no title followed by an abstract was found in it.",
    ]
    again = cli("ingest", str(good), home=home)
    assert (again.code, again.err) == (0, "")


def test_several_sources_of_which_none_can_be_read_add_nothing(cli, home, tmp_path) -> None:
    empty = _file(tmp_path, "empty.bib", b"")
    for other in (_missing(tmp_path), _file(tmp_path, "page.txt", PAGE_OF_NONE)):
        done = cli("ingest", str(empty), str(other), "--json", home=home)
        assert (done.code, done.out) == (2, "")
        first, second, last = done.err.splitlines()
        assert first.startswith("Error: empty.bib is empty")
        assert other.name in second
        assert last == "Error: Nothing was added: none of the 2 sources can be read."


def test_a_bad_source_leaves_a_new_home_to_the_starter(cli, home, tmp_path) -> None:
    for bad in (_missing(tmp_path), _file(tmp_path, "page.txt", PAGE_OF_NONE)):
        cli("ingest", str(bad), home=home).failed(2)
    listed = cli("papers", "--json", home=home)
    assert len(listed.json) == 48
    assert "starter" in listed.err


@pytest.mark.parametrize(
    "arguments",
    [[], ["--page-date", "10.12.2025", "x"], ["--frobnicate", "x"], ["x", "-j"]],
)
def test_bad_options_are_one_sentence(cli, home, arguments) -> None:
    assert "--help'" in cli("ingest", *arguments, home=home).failed(2)
    assert not home.exists()


def test_an_interrupted_ingest_is_told_in_a_sentence(cli, home, write_lines, monkeypatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ingest.pipeline.embed_pending", interrupted)
    path = write_lines(PAPERS)
    done = cli("ingest", str(path), "--json", home=home)
    assert (done.code, done.out) == (1, "")
    assert (
        done.err == "Stopped: what was stored is kept, and the same command goes on from there.\n"
    )
    monkeypatch.undo()
    again = cli("ingest", str(path), "--json", home=home)
    assert (again.json["unchanged"], again.json["embedded"]) == (2, 2)


# --- the real page -------------------------------------------------------------------------------

AUTHORS = re.compile(r"\s*•\s*(\d+) authors?\s*")
DAY = re.compile(r"\s*([A-Z][a-z]{2} \d{1,2})(?:, (\d{4}))?(?: \d+)?\s*")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
YEAR_OF_PAGE = 2025


def _parse(text: str) -> list[dict[str, object]]:
    """Read the page by one rule: an abstract is a long paragraph, and its title is before it."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    found: list[dict[str, object]] = []
    for number, paragraph in enumerate(paragraphs):
        if len(paragraph) < 400:
            continue
        paper: dict[str, object] = {
            "title": paragraphs[number - 1],
            "text": " ".join(paragraph.split()),
            "author_count": None,
            "published": None,
        }
        facts = paragraphs[number + 1].split("\n") if number + 1 < len(paragraphs) else []
        for line in facts:
            if match := AUTHORS.fullmatch(line):
                paper["author_count"] = int(match[1])
            elif match := DAY.fullmatch(line):
                month, day = match[1].split()
                year = int(match[2] or YEAR_OF_PAGE)
                paper["published"] = date(year, MONTHS.index(month) + 1, int(day)).isoformat()
        found.append(paper)
    return found


def test_the_papers_agree_with_the_real_page(cli, home, shared) -> None:
    page = shared / "corpus" / "daily-papers-alignment.txt"
    report = cli("ingest", str(page), "--json", home=home).json
    assert (report["read"], report["new"], report["rejected"]) == (48, 48, [])
    papers = cli("papers", "--json", home=home).json
    expected = _parse(page.read_text(encoding="utf-8"))
    assert len(expected) == 48
    assert sum(paper["author_count"] is None for paper in expected) == 4
    got = [{name: paper[name] for name in expected[0]} for paper in papers]
    assert got == expected
    assert {paper["text_kind"] for paper in papers} == {"abstract"}
    assert {paper["source"] for paper in papers} == {page.name}
    assert all(paper["authors"] == [] for paper in papers)
    again = cli("ingest", str(page), "--json", home=home).json
    assert (again["unchanged"], again["embedded"]) == (48, 0)
