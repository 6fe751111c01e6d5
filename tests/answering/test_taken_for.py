"""A comparison of methods that becomes one of papers says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sample_library import filled_library

from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.types import Record

ZIG = Record(
    title="A Survey of Zigzag Folding (ZGF)",
    text=(
        "Paper is folded by hand. This survey reviews Zigzag Folding (ZGF) and its variants. It "
        "finds that ZGF needs half the creases of other folds."
    ),
    source="tests",
)
WAVE = Record(
    title="Secrets of Creases Part I: WVF",
    text=(
        "Creases tear. We look at how WVF folds creases and why they tear. WVF tears 12% fewer "
        "sheets than plain folding."
    ),
    source="tests",
)
ORIBOT = Record(
    title="OriBot: Folding by Robot",
    text=(
        "Robots fold slowly. We propose OriBot, a robot that folds with ZGF and with WVF. OriBot "
        "folds 40 sheets a minute."
    ),
    source="tests",
)


@pytest.fixture
def folding(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    library = filled_library(tmp_path_factory.mktemp("folding"), embedder, (ZIG, WAVE, ORIBOT))
    yield Assistant(library, embedder, embedder)
    library.close()


def test_names_that_others_use_too_are_said_to_be_taken_for_papers(folding: Assistant) -> None:
    answer = folding.ask("Compare ZGF and WVF")
    assert answer.kind == "comparison"
    assert answer.comparison is not None
    (note,) = answer.notes
    assert note.startswith("Compared are papers, not methods: ")
    for name, title in (("ZGF", ZIG.title), ("WVF", WAVE.title)):
        assert f"“{name}” was taken for “{title}”" in note


@pytest.mark.parametrize(
    "question",
    [
        f"Compare “{ZIG.title}” and “{WAVE.title}”",
        "Compare the OriBot paper with the survey of zigzag folding",
    ],
)
def test_papers_named_by_title_or_own_name_are_what_they_are(
    folding: Assistant, question: str
) -> None:
    answer = folding.ask(question)
    assert answer.comparison is not None
    assert answer.notes == ()
