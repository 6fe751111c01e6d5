"""Conversations written out: the same numbers, every quote in full, and no text that turns markup.

Every kind of answer goes through the store first, as it does for whoever exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from markdown_it import MarkdownIt
from sample_answers import ANSWERS, KELP, MOSS, PAPERS, TURNS
from sample_library import assistant, library

from paperchat.assistant import Assistant
from paperchat.conversation_export import (
    CONVERSATION_FORMATS,
    answer_as_markdown,
    export_conversation,
)
from paperchat.library.library import Library
from paperchat.library.rating import rating_of
from paperchat.types import Answer, Conversation, Turn

__all__ = ["assistant", "library"]

LABEL = re.compile(r"(?<!\\)\[(\d+)\]")
HOSTILE_TITLE = "# *My* <b>title</b>\n=== [x](javascript:alert(1)) $5 `code`"
LATEX = {
    r"\textbackslash{}": "\\", r"\textbraceleft{}": "{", r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textless{}": "<",
    r"\textgreater{}": ">", r"\textbar{}": "|",
    r"\$": "$", r"\&": "&", r"\%": "%", r"\#": "#", r"\_": "_",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    kept = Library(tmp_path_factory.mktemp("kept") / "library")
    yield kept
    kept.close()


def _reloaded(store: Library, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    head = store.conversations.create(turns[:1])
    for turn in turns[1:]:
        store.conversations.add(head.id, [turn])
    return store.conversations.load(head.id).conversation.turns


def _html(markdown: str) -> str:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(reader.render(markdown))


def _shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def _labels_on_screen(answer: Answer) -> list[int]:
    """The labels that the page shows, top to bottom, then those of the sources."""
    from paperchat.layout import beside_grid

    spoken = [label for sentence in answer.sentences for label in sentence.labels]
    if answer.comparison is not None:
        cells = [cell for row in answer.comparison.rows for cell in row.cells if cell]
        spoken = [label for cell in cells for label in cell.labels]
        spoken += [label for sentence in beside_grid(answer) for label in sentence.labels]
    return [*spoken, *(citation.label for citation in answer.citations)]


# --- Markdown ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ANSWERS)
def test_numbers_and_quotes_survive_reload_and_export(store: Library, kind: str) -> None:
    answer = ANSWERS[kind]
    (turn,) = _reloaded(store, (Turn(answer.question, answer),))
    assert turn.answer == answer
    markdown = export_conversation("Title", [turn], PAPERS, "markdown")
    assert [int(label) for label in LABEL.findall(markdown)] == _labels_on_screen(answer)
    shown = _shown(_html(markdown))
    for sentence in answer.sentences if answer.comparison is None else ():
        assert sentence.text in shown
    for citation in answer.citations:
        place = f"characters {citation.start} to {citation.end} of the {citation.text_kind}:"
        source = f"[{citation.label}] {citation.title}"
        assert re.search(rf"{re.escape(source)}( \([^()]+\))?, {place}", shown)
        assert f"\n{citation.quote}\n" in shown
    for near in answer.nearest:
        assert near.title in shown
    if answer.comparison is not None:
        assert len(re.findall("not stated in the (?:abstract|digest)", shown)) == 1
        for row in answer.comparison.rows:
            assert all(cell is None or cell.text in shown for cell in row.cells)


def test_real_answers_of_every_kind_as_well(store: Library, assistant: Assistant) -> None:
    said = Conversation()
    for question in (
        "What is TidePool?", "What is its limitation?", "Summarize MossNet",
        "Compare TidePool and QUILL-2", "Which papers are from 2024?", "How many papers are there?",
        "Why is the sky blue?", "Summarize Zorblax", "Hello!",
    ):  # fmt: skip
        said = said.with_turn(Turn(question, assistant.ask(question, said)))
    turns = _reloaded(store, said.turns)
    assert turns == said.turns
    assert {turn.answer.kind for turn in turns} >= {"ask", "summary", "comparison", "chat"}
    markdown = export_conversation("All", turns, {}, "markdown")
    expected = [label for turn in said.turns for label in _labels_on_screen(turn.answer)]
    assert [int(label) for label in LABEL.findall(markdown)] == expected
    assert len(expected) > 20


def test_nothing_of_a_paper_or_a_person_is_markup() -> None:
    html = _html(export_conversation(HOSTILE_TITLE, TURNS, PAPERS, "markdown"))
    tags = set(re.findall(r"<(\w+)", html))
    ours = {"h1", "h2", "p", "a", "blockquote", "em", "hr", "ul", "li"}
    assert tags == ours | {"table", "thead", "tbody", "tr", "th", "td"}
    assert html.count("<h1>") == 1
    assert html.count("<h2>") == len(TURNS)
    assert html.count("<table>") == html.count("<hr") == 1
    assert set(re.findall(r'href="([^"]*)"', html)) == {
        "https://example.org/kelp?a=%7B1%7D&amp;b=%3C2%3E"
    }
    ours = ("(only partly", "(not supported", "not stated", "(the model named no source")
    assert html.count("<em>") == sum(html.count(f"<em>{said}") for said in ours)
    heading = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert heading
    assert unescape(heading[1]) == HOSTILE_TITLE
    quotes = re.findall(r"<blockquote>\n<p>(.*?)</p>\n</blockquote>", html, re.DOTALL)
    cited = [citation for turn in TURNS for citation in turn.answer.citations]
    assert [unescape(quote) for quote in quotes] == [citation.quote for citation in cited]


def test_digests_are_told_apart_and_doubts_are_told() -> None:
    text = export_conversation("T", TURNS, PAPERS, "markdown")
    assert "A digest is a summary written for this library" in text
    assert "*(only partly supported)*" in text
    assert "*(not supported by a source)*" in text
    assert "Understood as: And \\*kelp\\*?" in text
    kelp = [turn for turn in TURNS if turn.answer.kind == "facts"]
    assert "digest" not in export_conversation("T", kelp, PAPERS, "markdown")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc", ""])
def test_only_web_addresses_become_links(url: str) -> None:
    from dataclasses import replace

    citation = replace(ANSWERS["ask"].citations[0], url=url)
    turn = Turn("Q?", replace(ANSWERS["ask"], citations=(citation,)))
    assert "<a " not in _html(export_conversation("T", [turn], {}, "markdown"))
    assert "url = " not in export_conversation("T", [turn], {}, "bibtex")


# --- BibTeX --------------------------------------------------------------------------------------


def _entries(text: str) -> dict[str, dict[str, str]]:
    """Read entries as BibTeX does: by counting braces."""
    found: dict[str, dict[str, str]] = {}
    for part in re.split(r"^@misc\{", text, flags=re.MULTILINE)[1:]:
        key, rest = part.split(",\n", 1)
        fields: dict[str, str] = {}
        while match := re.match(r"\s*(\w+) = \{", rest):
            depth, position = 1, match.end()
            while depth:
                depth += {"{": 1, "}": -1}.get(rest[position], 0)
                position += 1
            fields[match[1]] = rest[match.end() : position - 1]
            rest = rest[position:].removeprefix(",")
        assert rest.strip() == "}", rest
        found[key] = fields
    return found


def _plain(latex: str) -> str:
    spelled = re.compile("|".join(map(re.escape, LATEX)))
    assert not set(spelled.sub("", latex)) & set("\\{}$&%#_~^"), latex
    return spelled.sub(lambda match: LATEX[match[0]], latex)


@pytest.mark.parametrize("papers", [PAPERS, {}], ids=["there", "gone"])
def test_bibtex_gives_every_quote_back(store: Library, papers: dict[str, object]) -> None:
    turns = _reloaded(store, TURNS)
    entries = _entries(export_conversation("T", turns, papers, "bibtex"))  # type: ignore[arg-type]  # some or none
    assert list(entries) == ["kelp", "moss"]
    for paper in (KELP, MOSS):
        fields = entries[paper.id]
        assert _plain(fields["title"].removeprefix("{").removesuffix("}")) == paper.title
        notes = _plain(fields["annote"])
        expected = [
            f"Question {number}, [{c.label}], characters {c.start} to {c.end} "
            f"of the {c.text_kind}: “{c.quote}”"
            for number, turn in enumerate(TURNS, 1)
            for c in turn.answer.citations
            if c.paper_id == paper.id
        ]
        assert notes == "\n\n".join(expected)
        assert len(expected) > 4
    assert ("author" in entries["kelp"]) == bool(papers)
    assert entries["kelp"]["url"] == "https://example.org/kelp?a=%7B1%7D&b=%3C2%3E"
    assert "abstract" not in entries["moss"]  # a digest is not the authors' own


def test_without_citations_there_is_no_entry() -> None:
    assert export_conversation("T", [Turn("Hello!", ANSWERS["chat"])], {}, "bibtex") == ""
    assert export_conversation("T", [], {}, "markdown") == "# T\n"


def test_the_formats_are_two() -> None:
    assert set(CONVERSATION_FORMATS) == {"markdown", "bibtex"}


def test_sources_name_their_authors_and_the_year() -> None:
    paper = next(iter(PAPERS.values()))
    answer = next(a for a in ANSWERS.values() if any(c.paper_id == paper.id for c in a.citations))
    for authors, count, published, said in (
        (("Ada *Lee*", "Bo Chen"), 2, date(2024, 5, 1), "(Ada *Lee*, Bo Chen; 2024)"),
        (tuple(f"A{n}" for n in range(9)), None, None, "(A0, A1, A2, A3, A4, A5, 3 more)"),
        ((), 4, date(2023, 1, 1), "(2023)"),
    ):
        known = replace(paper, authors=authors, author_count=count, published=published)
        shown = _shown(_html(answer_as_markdown(answer, {paper.id: known})))
        assert f"{paper.title} {said}, characters" in shown


def test_what_a_reader_thought_stands_below_the_answer() -> None:
    rating = rating_of("bad", ["wrong-paper"], "I *meant* another.")
    markdown = export_conversation("T", TURNS, PAPERS, "markdown", {2: rating})
    said = "Rated not good (wrong paper): I *meant* another."
    second = _shown(_html(markdown)).split("\n2. ")[1].split("\n3. ")[0]
    assert said in second
    assert _shown(_html(markdown)).count(said) == 1
    assert export_conversation("T", TURNS, PAPERS, "bibtex", {2: rating}) == export_conversation(
        "T", TURNS, PAPERS, "bibtex"
    )
