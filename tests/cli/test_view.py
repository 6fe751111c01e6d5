"""show, map, and comparisons to be kept."""

from __future__ import annotations

import csv
import io

from tiny_pdf import tiny_pdf

DANCE = "2505.07818"


def test_a_paper_is_shown_with_what_its_sentences_do_and_papers_like_it(cli, starter_home) -> None:
    found = cli("show", "DanceGRPO", "-k", "3", "--json", home=starter_home).json
    assert found["paper"]["id"] == DANCE
    text = found["paper"]["text"]
    assert all(text[s["start"] : s["end"]] == s["text"] for s in found["sentences"])
    roles = {"problem", "method", "data", "result", "limit", "resource"}
    assert {sentence["role"] for sentence in found["sentences"]} <= roles
    assert [set(similar) for similar in found["similar"]] == [{"paper_id", "title", "score"}] * 3
    done = cli("show", DANCE, "-k", "0", home=starter_home)
    assert done.code == 0
    assert "https://arxiv.org/abs/2505.07818" in done.out
    assert "Papers like it" not in done.out


def test_the_text_of_a_pdf_page_by_page(cli, home, tmp_path) -> None:
    said = "Kettles boil water in most of the kitchens of the world, as everybody knows by now."
    front = [(18, "Kettles at Work: A Study"), (12, "Abstract"), (10, "We boil water in kettles.")]
    pages = [[*front, (12, "1 Introduction"), (10, said), (10, said)], [(10, f"Twice: {said}")]]
    file = tmp_path / "kettles.pdf"
    file.write_bytes(tiny_pdf(*pages))
    assert cli("ingest", str(file), home=home).code == 0
    found = cli("show", "Kettles", "--text", "--json", home=home).json["body"]
    assert [page["page"] for page in found["pages"]] == [1, 2]
    place = found["pages"][1]
    assert found["text"][place["start"] : place["end"]] == f"Twice: {said}"
    assert f"p. 2\nTwice: {said}" in cli("show", "Kettles", "--text", home=home).out
    assert "body" not in cli("show", "Kettles", "--json", home=home).json


def test_a_paper_without_a_text_behind_its_abstract(cli, starter_home) -> None:
    assert cli("show", DANCE, "--text", "--json", home=starter_home).json["body"] is None
    assert "ingest its PDF" in cli("show", DANCE, "--text", home=starter_home).out


def test_a_name_that_is_not_clear_is_told(cli, starter_home) -> None:
    assert "xyzzy" in cli("show", "no such paper xyzzy", home=starter_home).failed(2)
    assert "may be" in cli("show", "survey", "--json", home=starter_home).failed(2)


def test_the_map_has_groups_and_points(cli, starter_home) -> None:
    found = cli("map", "--json", home=starter_home).json
    assert found["papers"] == len(found["points"]) == 48
    assert sum(group["count"] for group in found["clusters"]) == 48
    assert set(found["points"][0]) == {"paper_id", "title", "published", "x", "y", "cluster"}
    assert set(found["clusters"][0]) == {
        "name", "count", "x", "y", "central_id", "central_title"
    }  # fmt: skip
    assert cli("map", home=starter_home).out.count("\n") == 2 * len(found["clusters"])


def test_a_comparison_is_written_out(cli, starter_home) -> None:
    grid = cli("compare", "RPS", "DeAL", "--json", home=starter_home).json["comparison"]
    table = cli("compare", "RPS", "DeAL", "--format", "csv", home=starter_home)
    rows = list(csv.reader(io.StringIO(table.out)))
    assert rows[0][0] == "facet"
    assert rows[0][2].startswith("DeAL")
    facets, beneath = rows[1 : len(grid["rows"]) + 1], rows[len(grid["rows"]) + 1 :]
    assert [row[0] for row in beneath] == [
        "what they share", "what only one speaks of", "date", "page", "project", "code",
        "kind of text", "note",
    ]  # fmt: skip
    assert [row[0] for row in facets] == [row["facet"] for row in grid["rows"]]
    for row, wanted in zip(facets, grid["rows"], strict=True):
        for cell, source, of in zip(row[1:3], row[3:], wanted["cells"], strict=True):
            assert cell == (of["text"] if of else "not stated in the digest")
            assert source.count(" of the digest: ") == (len(of["labels"]) if of else 0)
    page = cli("compare", "RPS", "DeAL", "--format", "markdown", home=starter_home)
    assert page.out.startswith("# Comparison\n")
    assert "Sources:" in page.out
    assert "A digest is a summary" in page.out


def test_a_comparison_of_unknown_papers_is_no_table(cli, starter_home) -> None:
    done = cli("compare", "RPS", "Xyzzyq", "--format", "csv", home=starter_home)
    assert (done.code, done.out) == (0, "facet\n")
    told = cli("compare", "RPS", "DeAL", "--format", "pdf", home=starter_home).failed(2)
    assert "markdown, csv" in told
    assert cli("compare", "RPS", "DeAL", "--format", "csv", "--json", home=starter_home).failed(2)
