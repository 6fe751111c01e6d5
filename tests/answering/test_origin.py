from __future__ import annotations

import pytest

from paperchat.answering.origin import asked_origin
from paperchat.assistant import Assistant


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which paper introduced WLM?", "WLM"),
        ("who first proposed the MossNet method?", "MossNet"),
        ("Which work has introduced QUILL-2", "QUILL-2"),
        ("Which paper introduces a protocol for caches?", ""),
        ("What did MossNet introduce?", ""),
    ],
)
def test_names_whose_origin_is_asked_for(question: str, name: str) -> None:
    assert asked_origin(question) == name


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
