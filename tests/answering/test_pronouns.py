from __future__ import annotations

import re

import pytest

from paperchat.answering.pronouns import has_antecedent


@pytest.mark.parametrize(
    ("question", "inside"),
    [
        ("What does it do?", False),
        ("how much memory does it need?", False),
        ("And on which datasets was it tested?", False),
        ("is there a smaller version of it", False),
        ("What is the error of it?", False),
        ("Who wrote it?", False),
        ("And what really limits it?", False),
        ("Does MossNet keep its weights?", True),
        ("How do networks learn, and when do they forget it?", True),
        ("Which network forgets its weights?", True),
        ("Is there a paper on networks and it?", True),
    ],
)
def test_what_is_asked_for_is_not_what_a_pronoun_means(question: str, inside: bool) -> None:
    found = re.search(r"\b(?:its?|they)\b", question)
    assert found is not None
    assert has_antecedent(question, found.start()) is inside
