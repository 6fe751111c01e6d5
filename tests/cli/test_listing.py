"""search and papers."""

from __future__ import annotations

import csv

import pytest

PAPER_KEYS = {
    "id", "title", "text", "text_kind", "authors", "author_count", "published", "url", "code_url",
    "arxiv_id", "source", "added_at",
}  # fmt: skip
ROW_KEYS = {"rank", "paper_id", "title", "score", "dense_rank", "lexical_rank", "proximity"}


def test_search_ranks_papers(cli, starter_home) -> None:
    done = cli("search", "direct preference optimization", "-k", "5", "--json", home=starter_home)
    assert done.code == 0
    assert done.err == ""
    rows = done.json
    assert isinstance(rows, list)
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5]
    assert all(set(row) >= ROW_KEYS for row in rows)
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert len({row["paper_id"] for row in rows}) == 5
    for row in rows:
        for name in ("dense_rank", "lexical_rank"):
            assert row[name] is None or row[name] >= 1
    assert any(row["lexical_rank"] == 1 for row in rows)


def test_search_as_text_is_one_line_a_paper(cli, starter_home) -> None:
    done = cli("search", "direct preference optimization", "-k", "3", home=starter_home)
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()] == ["1", "2", "3"]


def test_search_gives_ten_papers_unless_told(cli, starter_home) -> None:
    assert len(cli("search", "preference", "--json", home=starter_home).json) == 10
    huge = cli("search", "preference", "-k", "99999999999999", "--json", home=starter_home)
    assert len(huge.json) == 48


def test_search_obeys_a_filter_also_when_it_leaves_nothing(cli, starter_home) -> None:
    done = cli(
        "search", "preference", "--json", "--filter", "title=survey", "--filter", "year>=2025",
        home=starter_home,
    )  # fmt: skip
    rows = done.json
    assert rows
    assert all("survey" in row["title"].lower() for row in rows)
    none = cli("search", "preference", "--json", "--filter", "year<1900", home=starter_home)
    assert (none.code, none.json) == (0, [])
    as_text = cli("search", "preference", "--filter", "year<1900", home=starter_home)
    assert (as_text.code, as_text.out) == (0, "")


@pytest.mark.parametrize("limit", ["0", "-3", "ten", "1.5", ""])
def test_search_refuses_a_limit_that_is_no_number_above_zero(cli, starter_home, limit) -> None:
    assert "'-k'" in cli("search", "preference", "-k", limit, home=starter_home).failed(2)


def test_papers_lists_everything(cli, starter_home) -> None:
    done = cli("papers", "--json", home=starter_home)
    assert done.code == 0
    assert done.err == ""
    papers = done.json
    assert isinstance(papers, list)
    assert len(papers) == 48
    for paper in papers:
        assert set(paper) >= PAPER_KEYS
        assert paper["text_kind"] in {"abstract", "digest"}
        assert isinstance(paper["authors"], list)
        assert paper["added_at"].endswith("Z")
        assert paper["published"] is None or len(paper["published"]) == len("2025-12-10")
    as_text = cli("papers", home=starter_home)
    assert len(as_text.out.splitlines()) == 48


def test_papers_needs_no_embedder(cli, starter_home, monkeypatch) -> None:
    monkeypatch.setenv("PAPERCHAT_EMBEDDER", "openai:text-embedding-3-small")
    assert len(cli("papers", "--json", home=starter_home).json) == 48


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        ("nonsense", "'nonsense'"),
        ("year~2024", "'year~2024'"),
        ("year>=soon", "'soon'"),
        ("authors>many", "'many'"),
        ("title>a", "title"),
        ("year>=99999", "99999"),
        ("", "''"),
    ],
)
@pytest.mark.parametrize("command", [["ask", "What?"], ["search", "What?"], ["papers"]])
def test_a_filter_that_means_nothing_is_bad_input(
    cli, starter_home, command, condition, problem
) -> None:
    assert problem in cli(*command, "--filter", condition, home=starter_home).failed(2)


def _same(papers: list[dict[str, object]]) -> list[dict[str, object]]:
    return [
        {
            name: value
            for name, value in paper.items()
            if name not in ("source", "sources", "added_at")
        }
        for paper in papers
    ]


def test_exported_lines_ingested_again_give_the_same_papers(cli, own_home, home, tmp_path) -> None:
    exported = cli("export", "jsonl", home=own_home)
    assert (exported.code, exported.err) == (0, "")
    path = tmp_path / "export.jsonl"
    path.write_text(exported.out, encoding="utf-8")
    assert cli("ingest", str(path), "--json", home=home).json["new"] == 48
    before = cli("papers", "--json", home=own_home).json
    assert _same(cli("papers", "--json", home=home).json) == _same(before)
    again = cli("ingest", str(path), "--json", home=own_home).json
    assert (again["unchanged"], again["embedded"]) == (48, 0)
    after = cli("papers", "--json", home=own_home).json
    assert [paper["sources"][-1] for paper in after] == ["export.jsonl"] * 48
    assert [{**paper, "sources": paper["sources"][:-1]} for paper in after] == before


@pytest.mark.parametrize(
    ("form", "entry"), [("bibtex", "@misc{"), ("markdown", "## "), ("jsonl", '{"id"')]
)
def test_export_writes_every_paper_that_is_asked_for(cli, starter_home, form, entry) -> None:
    done = cli("export", form, home=starter_home)
    assert (done.code, done.err) == (0, "")
    assert len([line for line in done.out.splitlines() if line.startswith(entry)]) == 48
    few = cli("export", form, "--filter", "title=survey", home=starter_home)
    assert 0 < few.out.count(entry) < 10
    none = cli("export", form, "--filter", "year<1900", home=starter_home)
    assert (none.code, none.out) == (0, "")


def test_export_to_a_table(cli, starter_home) -> None:
    rows = list(csv.DictReader(cli("export", "csv", home=starter_home).out.splitlines()))
    assert len(rows) == 48
    listed = cli("papers", "--json", home=starter_home).json
    assert [row["title"] for row in rows] == [paper["title"] for paper in listed]


def test_papers_of_a_topic_of_the_map(cli, starter_home) -> None:
    groups = cli("map", "--json", home=starter_home).json["clusters"]
    listed = [
        {paper["id"] for paper in cli(
            "papers", "--topic", group["name"], "--json", home=starter_home
        ).json}
        for group in groups
    ]  # fmt: skip
    assert [len(ids) for ids in listed] == [group["count"] for group in groups]
    assert len(set.union(*listed)) == sum(map(len, listed)) == 48
    for ids, group in zip(listed, groups, strict=True):
        assert group["central_id"] in ids
    some = cli(
        "papers", "--topic", groups[0]["name"].upper(), "--filter", "year=2025", "--words",
        "alignment", "--json", home=starter_home,
    ).json  # fmt: skip
    assert some
    assert {paper["id"] for paper in some} < listed[0]
    assert {paper["published"][:4] for paper in some} == {"2025"}
    done = cli("papers", "--topic", "cooking", home=starter_home)
    assert done.code == 2
    assert repr(groups[0]["name"]) in done.err
