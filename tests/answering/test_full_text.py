"""Answers from the text behind an abstract: only where that does not tell, and with the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sample_papers import PAPERS
from sluice_pdf import sluice_pdf

from ingest.chunking import cut
from ingest.pipeline import ingest
from ingest.sources import Source
from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.library.answer_json import from_json, to_json
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.types import Answer, Body, Conversation, PageSpan, Paper, Record, Turn


@pytest.fixture(scope="module")
def library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library(tmp_path_factory.mktemp("full-text"))
    lines = "\n".join(
        json.dumps({"title": item.title, "abstract": item.text}) for item in PAPERS
    ).encode()
    sources = [
        Source.from_bytes("sluice.pdf", sluice_pdf()),
        Source.from_bytes("others.jsonl", lines),
    ]
    report = ingest(library, embedder, sources)
    assert (report.new, report.rejected) == (6, ())
    yield library
    library.close()


@pytest.fixture(scope="module")
def assistant(library: Library, embedder: Embedder) -> Assistant:
    return Assistant(library, embedder, embedder)


def sluice(library: Library) -> Paper:
    return next(paper for paper in library.catalogue.papers() if paper.title.startswith("Sluice"))


def assert_exact(answer: Answer, library: Library) -> None:
    papers = library.catalogue.papers_by_id({item.paper_id for item in answer.citations})
    for item in answer.citations:
        body = library.bodies.of(item.paper_id)
        text = papers[item.paper_id].text if item.part == "abstract" else body and body.text
        assert text
        assert text[item.start : item.end] == item.quote
        assert (item.page is None) == (item.part == "abstract")


@pytest.mark.parametrize(
    ("question", "told", "page"),
    [
        ("Which optimizer is Sluice trained with?", "AdamW", 2),
        ("What learning rate does Sluice use?", "0.0003", 2),
        ("What is the batch size in Sluice?", "256", 2),
        ("How many hidden layers does the predictor of Sluice have?", "two hidden layers", 2),
        ("How were the addresses in the traces of Sluice protected?", "hashed", 3),
        ("Who approved the study of Sluice?", "ethics board", 3),
    ],
)
def test_what_only_the_text_tells(
    assistant: Assistant, library: Library, question: str, told: str, page: int
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered", answer.text
    assert_exact(answer, library)
    first = answer.citations[0]
    assert (first.part, first.page) == ("body", page)
    assert told in " ".join(item.quote for item in answer.citations)
    assert "From the text of" in answer.text
    assert from_json(to_json(answer), question) == answer


def test_without_a_name(assistant: Assistant, library: Library) -> None:
    answer = assistant.ask("Were addresses hashed with a salt before traces left the campus?")
    assert answer.status == "answered"
    assert (answer.citations[0].part, answer.citations[0].page) == ("body", 3)
    assert_exact(answer, library)


def test_what_the_abstract_tells_is_quoted_from_it(assistant: Assistant, library: Library) -> None:
    for question in (
        "By how much does Sluice lower the median delay?",
        "What does Sluice predict?",
    ):
        answer = assistant.ask(question)
        assert answer.status == "answered"
        assert {item.part for item in answer.citations} == {"abstract"}
    assert_exact(answer, library)


@pytest.mark.parametrize(
    "question",
    [
        "What does Sluice cost per month in dollars?",
        "Which baselines lost to Sluice on satellite links?",
    ],
)
def test_what_neither_tells_is_refused_and_both_are_named(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "not_in_abstract"
    assert "in the abstract or the text of" in answer.text
    assert answer.citations == ()


@pytest.mark.parametrize(
    "question", ["How do I bake sourdough bread?", "Who won the football cup in 1998?"]
)
def test_what_no_paper_is_about_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status in ("no_evidence", "unknown_paper")


def test_references_are_not_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("Where did A. Marsh publish Delay is everything?")
    assert "Journal of Queues" not in answer.text


def test_the_quotes_are_shown_again_with_their_page(assistant: Assistant) -> None:
    question = "What learning rate does Sluice use?"
    answer = assistant.ask(question)
    shown = assistant.ask("Show me the quotes.", Conversation((Turn(question, answer),)))
    assert "p. 2, characters" in shown.text
    assert [asdict(item) for item in shown.citations] == [asdict(item) for item in answer.citations]


def test_a_search_finds_what_stands_in_a_text_only(assistant: Assistant, library: Library) -> None:
    (first, *_) = assistant.retriever.search_texts("hashed addresses secret salt ethics board", 3)
    assert first.paper == sluice(library)


def test_a_long_text_does_not_push_its_paper_forward(embedder: Embedder, tmp_path: Path) -> None:
    """Of two papers, one with a hundred passages about other things stays where it was."""
    library = Library(tmp_path / "library")
    library.require(embedder)

    def take(*records: Record) -> None:
        with library.writing():
            library.catalogue.store(records, cut)
            library.index_words()
            embed_pending(library, embedder)

    take(*PAPERS)
    retriever = Assistant(library, embedder, embedder).retriever
    queries = [paper.text.split(". ")[1] for paper in PAPERS]
    before = [[hit.paper.id for hit in retriever.search_texts(query, 1)] for query in queries]
    others = " ".join(f"{paper.text}" for paper in PAPERS[1:])
    filler = " ".join(f"In case {n} the river rose by {n} cm and fell again." for n in range(400))
    text = f"{filler} {others}"
    take(replace(PAPERS[0], body=Body(text, (PageSpan(1, 0, len(text)),))))
    assert library.bodies.passage_count() > 30
    after = [[hit.paper.id for hit in retriever.search_texts(query, 1)] for query in queries]
    library.close()
    assert after == before
