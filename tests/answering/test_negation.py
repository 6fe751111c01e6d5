from __future__ import annotations

import pytest

from paperchat.answering.negation import NOT_OUTRIGHT, denied_in, denying
from paperchat.assistant import Assistant
from paperchat.library.library import Library
from paperchat.types import Evidence, Sentence


@pytest.mark.parametrize(
    ("question", "denied"),
    [
        ("Which papers need no training?", (("train",),)),
        ("Which methods work without a reward model?", (("reward", "model"),)),
        ("Are there approaches that do not require labels?", (("label",),)),
        ("What methods don't use any gradients?", (("gradient",),)),
        ("Which protocol is free of locks?", (("lock",),)),
        ("Which papers need no training or tuning?", (("train",), ("tune",))),
        ("Why does the network not need labels?", ()),
        ("Which papers need training?", ()),
        ("Which bogs are not wet?", ()),
    ],
)
def test_what_is_wanted_absent(question: str, denied: tuple[tuple[str, ...], ...]) -> None:
    assert denied_in(question) == denied


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The filter works with no need for complex training.", True),
        ("Bogs are mapped without retraining the network.", True),
        ("It is training-free and fast.", True),
        ("Untrained networks do as well.", True),
        ("It needs no re-training.", True),
        ("Training takes five hours and is not cheap.", False),
        ("It was not cheap. Training takes five hours.", False),
        ("We train for five hours.", False),
    ],
)
def test_sentences_that_deny_it(library: Library, text: str, kept: bool) -> None:
    paper = library.catalogue.papers(())[0]
    item = Evidence(Sentence("p", 0, 0, len(text), text), paper, 1.0)
    assert denying([item], (("train",),)) == ([item] if kept else [])


def test_what_only_speaks_of_the_thing_is_said_to_be_no_more(assistant: Assistant) -> None:
    answer = assistant.ask("Which networks need no labelled photographs?")
    assert answer.status == "answered"
    assert answer.sentences[0].text == NOT_OUTRIGHT


def test_what_needs_no_tuning_needs_no_fine_tuning(library: Library) -> None:
    paper = library.catalogue.papers(())[0]
    denied = denied_in("Which methods work without fine-tuning?")
    for text, kept in (
        ("It aligns models without any tuning.", True),
        ("It needs no fine-tuning.", True),
        ("Tuning takes an hour.", False),
    ):
        item = Evidence(Sentence("p", 0, 0, len(text), text), paper, 1.0)
        assert denying([item], denied) == ([item] if kept else [])


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Which methods work without tuning?", "It aligns models without any tuning."),
        ("Which methods need no training or tuning?", "It aligns models without any tuning."),
        ("Which methods need no training or tuning?", "It is training-free."),
    ],
)
def test_any_form_of_any_thing_that_is_absent_counts(
    library: Library, question: str, text: str
) -> None:
    paper = library.catalogue.papers(())[0]
    item = Evidence(Sentence("p", 0, 0, len(text), text), paper, 1.0)
    assert denying([item], denied_in(question)) == [item]
