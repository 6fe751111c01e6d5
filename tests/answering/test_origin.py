from __future__ import annotations

import pytest

from paperchat.answering.origin import Origin, asked_origin
from paperchat.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which paper introduced WLM?", "WLM"),
        ("who first proposed the MossNet method?", "MossNet"),
        ("Which work has introduced QUILL-2", "QUILL-2"),
        ("Which paper introduces a protocol for caches?", ""),
        ("What did MossNet introduce?", ""),
        ("What did the authors of the LoRA paper conclude?", "LoRA"),
        ("Summarize the original QUILL-2 paper", "QUILL-2"),
        ("Summarize the Finland paper", ""),
        ("Summarize the LoRA survey", ""),
        ("Summarize the GRACE paper on angina", ""),
    ],
)
def test_names_whose_origin_is_asked_for(question: str, name: str) -> None:
    origin = asked_origin(question)
    assert (origin.name if origin else "") == name


def test_the_only_paper_with_a_name_may_be_the_one_that_is_meant() -> None:
    assert asked_origin("Who introduced GRACE?") == Origin("GRACE", 1)
    assert asked_origin("Summarize the GRACE paper") == Origin("GRACE", 2)


def test_what_the_library_introduces_is_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("Which paper introduced MossNet?")
    assert answer.status == "answered"
    assert "introduces MossNet" in answer.citations[0].quote


def test_what_it_only_uses_comes_from_elsewhere(assistant: Assistant) -> None:
    answer = assistant.ask("Which paper introduced Finland?")
    assert answer.status == "no_evidence"
    assert answer.text == (
        "No paper in this library says that it introduces “Finland”; 1 paper uses it."
    )


def test_the_paper_of_a_thing_that_the_library_introduces_is_meant(assistant: Assistant) -> None:
    answer = assistant.ask("What does the MossNet paper say?")
    assert answer.status == "answered"
    assert all("MossNet" in citation.title for citation in answer.citations)


def test_a_name_that_one_paper_alone_defines_means_that_paper(assistant: Assistant) -> None:
    assert assistant.ask("What does the WLM paper say?").status == "answered"
