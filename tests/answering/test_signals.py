from __future__ import annotations

import pytest

from paperchat.answering.page import PageReader
from paperchat.answering.question import read_question
from paperchat.answering.signals import Signals, read_signals
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.retrieval.names import Mention
from paperchat.retrieval.readings import Readings
from paperchat.types import PaperHit


def signals_of(library: Library, embedder: Embedder, asked: str) -> Signals:
    """Set ``asked`` beside the paper on bogs."""
    reader = PageReader(library, Readings(embedder))  # type: ignore[arg-type]  # a MiniLM
    question = read_question(asked)
    paper = next(p for p in library.catalogue.papers() if p.title.startswith("MossNet"))
    at = asked.find("MossNet")
    mentions = [Mention(paper, "MossNet", at)] if at >= 0 else []
    words = reader.words(question, mentions)
    pages = reader.pages(question, words, [PaperHit(paper, 1.0, 1, 1)])
    return read_signals(question, words, pages, named=bool(mentions), seldom=0.3)


def test_words_that_a_paper_hardly_speaks_of_are_unmet(
    library: Library, embedder: Embedder
) -> None:
    spoken_of = signals_of(library, embedder, "How is the moisture of a bog estimated by drones?")
    strange = signals_of(library, embedder, "Which drones film the opera festival in Verona?")
    assert spoken_of.unmet < 0.3
    assert strange.unmet > 0.5


@pytest.mark.parametrize(
    ("asked", "strangers"),
    [
        ("How wet are bogs in Finland?", 0),
        ("How wet are bogs in Scotland?", 1),
        ("Drones over bogs: who flies them?", 0),
        ("Did Queen Victoria or Albert ever see Balmoral from a bog?", 2),
    ],
)
def test_names_that_a_paper_does_not_say_are_strangers(
    library: Library, embedder: Embedder, asked: str, strangers: int
) -> None:
    assert signals_of(library, embedder, asked).strangers == strangers


def test_a_paper_on_something_is_near_in_several_sentences(
    library: Library, embedder: Embedder
) -> None:
    on_it = signals_of(library, embedder, "Which network reads the moisture of bogs from photos?")
    off_it = signals_of(library, embedder, "How do I photograph my wedding with a drone?")
    assert on_it.around > off_it.around
    assert on_it.around <= on_it.cosine


def test_where_a_paper_is_only_named_one_sentence_will_do(
    library: Library, embedder: Embedder
) -> None:
    named = signals_of(library, embedder, "What is MossNet?")
    assert named.words == 0
    assert named.around == named.cosine
