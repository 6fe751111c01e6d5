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
        ("The authors introduce a small network, called MossNet.", 1),
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


def test_what_nothing_defines_is_told_so(assistant: Assistant) -> None:
    answer = assistant.ask("What is the hit rate?")
    assert answer.status == "answered"
    assert answer.sentences[0].text.startswith("No sentence says outright what “hit rate” is")
    assert answer.sentences[0].labels == ()
    assert "outright" not in assistant.ask("What is MossNet?").text
    assert "outright" not in assistant.ask("How does the hit rate change?").text
