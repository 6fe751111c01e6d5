from __future__ import annotations

import dataclasses

import pytest

from paperchat.answering.likeness import WordReader
from paperchat.answering.other_forms import OtherForms
from paperchat.embedding.port import Embedder
from paperchat.library.library import Library
from paperchat.retrieval.readings import Readings
from paperchat.types import Paper


@pytest.fixture
def paper(library: Library) -> Paper:
    text = "We measure the branching factor (BF) of rivers. BF falls by half downstream."
    text += " Jail-breaking is rare there."
    return dataclasses.replace(library.catalogue.papers()[0], text=text)


@pytest.mark.parametrize(
    ("question", "sentence", "said"),
    [
        ("Does the branching factor fall?", "BF falls by half.", {"branching", "factor"}),
        ("How large is BF?", "The branching factor is large.", {"BF"}),
        ("Which factor matters?", "BF falls by half.", set()),
        ("Does the branching factor fall?", "Rivers fall.", set()),
        ("How rare are jailbreaks?", "Jail-breaking is seldom.", {"jailbreaks"}),
        ("How rare are jailbreaks?", "A break from jail is rare.", {"jailbreaks"}),
        ("How rare are jailbreaks?", "They break in.", set()),
        ("Does fine-tuning pay?", "Finetuning pays.", {"fine-tuning"}),
    ],
)
def test_an_acronym_says_the_words_it_stands_for(
    library: Library, embedder: Embedder, paper: Paper, question: str, sentence: str, said: set[str]
) -> None:
    reader = WordReader(library.lexical, Readings(embedder))  # type: ignore[arg-type]  # a MiniLM
    words = reader.words(question)
    found = OtherForms.of(words, paper, library.lexical).said_in(sentence)
    assert {w for w, share in zip(words.surfaces, found, strict=True) if share} == said
