"""Names that several papers go by, and names that no paper goes by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sample_papers import LANTERN, PAPERS, RIVET

from ingest.chunking import cut
from paperchat.library.library import Library
from paperchat.retrieval.names import NameResolver

OTHER_SURVEY = replace(
    LANTERN,
    title="A Survey of Sleep Studies in Shift Workers",
    text="Shift workers sleep by day. This survey reviews 21 studies of their sleep in 2020.",
)
RIVAL = replace(
    RIVET,
    title="TidePool: Warm Pools for Starfish",
    text="We present TidePool, a tank that keeps starfish warm. Starfish liked it.",
)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameResolver]:
    library = Library(Path(tmp_path_factory.mktemp("crowded")))
    with library.writing():
        library.catalogue.store((*PAPERS, OTHER_SURVEY, RIVAL), cut)
        library.lexical.catch_up()
        library.lexical.finish()
    yield NameResolver(library)
    library.close()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("What does TidePool do?", 2),
        ("What does the survey conclude?", 2),
        ("What does the sleep survey conclude?", 2),
        ("What does the survey of sleep studies say?", 2),
    ],
)
def test_what_fits_several_papers_is_ambiguous(
    crowded: NameResolver, text: str, number: int
) -> None:
    assert crowded.mentioned(text) == []
    (ambiguity,) = crowded.ambiguous(text)
    assert len(ambiguity.papers) == number
    assert ambiguity.surface in text


@pytest.mark.parametrize(
    "text",
    [
        "What does the survey on shift workers say?",
        "What does MossNet do?",
        "How do people sleep?",
        "What does a survey of sleep find?",
        "Which surveys are there?",
        "What is the newest survey on sleep?",
    ],
)
def test_what_fits_one_paper_or_is_a_topic_is_not_ambiguous(
    crowded: NameResolver, text: str
) -> None:
    assert crowded.ambiguous(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("What does TideGate do?", "TideGate"),
        ("Explain the Fledermaus method.", "Fledermaus"),
        ("Summarize the paper by Kowalczyk on bogs.", "Kowalczyk"),
        ("What do Grabowski et al. show?", "Grabowski et al."),
        ("Summarize “Bridges over cold rivers”", "Bridges over cold rivers"),
        ("What does 'Learning to swim in mud' propose?", "Learning to swim in mud"),
        ("What says the paper called Swimming in Mud?", "Swimming in Mud"),
        ("Summarize arXiv:2501.99999", "arXiv:2501.99999"),
        ("What is the WXYZ survey about?", "the WXYZ survey"),
        ("What is $\\alpha$-QUILL?", "alpha-QUILL"),
        ("What is QUILL-7?", "QUILL-7"),
    ],
)
def test_what_looks_like_a_paper_or_method_and_is_none_is_unknown(
    crowded: NameResolver, text: str, name: str
) -> None:
    assert name in crowded.unknown(text)


@pytest.mark.parametrize(
    "text",
    [
        "Which NLP or AI methods help in the EU?",
        "Do models such as GPT-4 measure sleep?",
        "Does MOSSNET use drones?",
        "Is moss-net or Moss Net a network?",
        "What do WLMs measure?",
        "Summarize the paper by Low",
        "What is the \"evening light\" effect?",
        "\"What is a bog and why does it matter?\"",
        "What are the limits of the Riveted method?",
        "Tell me about quill 2",
    ],
)  # fmt: skip
def test_other_spellings_and_words_of_the_field_are_not_unknown(
    crowded: NameResolver, text: str
) -> None:
    assert crowded.unknown(text) == []
