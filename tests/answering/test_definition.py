from __future__ import annotations

import pytest

from paperchat.answering.definition import how_defined, names_in
from paperchat.answering.question import read_question
from paperchat.assistant import Assistant


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("MossNet is a network that maps bogs.", 3),
        ("Moss Network (MossNet) is one of the smallest networks.", 3),
        ("The MossNet network aims at maps that are cheap.", 3),
        ("We use MossNet, a network with three layers.", 2),
        ("The authors introduce a small network, called MossNet.", 2),
        ("We propose the small MossNet.", 1),
        ("Experts are free to choose, and the paper names this freedom MossNet.", 2),
        ("Two effects appear: MossNet, where bogs dry out, and another.", 2),
        ("There are two directions, a MossNet in which bogs are dry and a wet one.", 2),
    ],
)
def test_sentences_that_say_what_a_thing_is(text: str, plainly: int) -> None:
    assert how_defined(text, ["MossNet"]) == plainly


@pytest.mark.parametrize(
    "text",
    [
        "MossNet is stable and fast.",
        "MossNet is trained on 12,400 photographs.",
        "It beats MossNet by 4%.",
        "MossNets are a family.",
        "The MossNet survey aims to be complete.",
        "A cheap stand-in for MossNet: it needs no bogs.",
        "We propose to find bogs with MossNet.",
        "The authors call on everybody to use MossNet.",
        "",
    ],
)
def test_other_sentences(text: str) -> None:
    assert not how_defined(text, ["MossNet", ""])


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is MossNet?", ("MossNet",)),
        ("Explain MossNet", ("MossNet",)),
        ("What is the error of MossNet?", ()),
        ("How does MossNet learn?", ()),
        ("What are the limits of MossNet?", ()),
    ],
)
def test_only_questions_for_nothing_else_want_a_definition(
    question: str, names: tuple[str, ...]
) -> None:
    assert names_in(read_question(question), ()) == names


def test_what_a_thing_is_comes_first(assistant: Assistant) -> None:
    first = assistant.ask("What is MossNet?").citations[0].quote
    assert how_defined(first, ["MossNet"]), first


@pytest.mark.parametrize(
    ("question", "thing"),
    [
        ("What is a hit rate?", "hit rate"),
        ("explain drones in simple words", "drones"),
        ("How does a heat flow work?", "heat flow"),
        ("What do thermal contractions do?", "thermal contractions"),
    ],
)
def test_what_papers_use_and_none_explains_is_told_so(
    assistant: Assistant, question: str, thing: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "no_evidence"
    if "explains" in answer.text:
        assert f"No paper in this library explains “{thing}”" in answer.text
        assert answer.nearest[0].quote


@pytest.mark.parametrize(
    "question",
    [
        "What is MossNet?",
        "What is the hit rate of TidePool?",
        "How does TidePool work?",
        "What is the mean error on unseen bogs?",
        "Explain sleep studies with wearable light meters",
    ],
)
def test_what_is_explained_or_asked_of_a_paper_is_answered(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).status == "answered"


@pytest.mark.parametrize(
    "question", ["What is gossip in cache protocols?", "What is the hit rate in city networks?"]
)
def test_a_thing_in_its_place_is_no_question_for_a_textbook(
    assistant: Assistant, question: str
) -> None:
    assert "explains" not in assistant.ask(question).text
