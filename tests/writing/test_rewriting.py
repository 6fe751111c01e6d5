from __future__ import annotations

import pytest

from paperchat.types import Usage
from paperchat.writing.rewriting import leans
from paperchat.writing.second_try import together


@pytest.mark.parametrize(
    "question",
    ["and the other gain?", "Why?", "How large is its error then", "What about bogs", "For whom?"],
)
def test_questions_that_go_on_lean(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize("question", ["Which papers report results on frozen ground since 2024?"])
def test_questions_that_stand_alone_do_not(question: str) -> None:
    assert not leans(question)


def test_usages_add_up_and_unknown_costs_stay_unknown() -> None:
    first, second = Usage(10, 2, 1, False, 0.5), Usage(5, 1, 2, True, 0.25)
    assert together(first, second) == Usage(15, 3, 3, True, 0.75)
    assert together(first, None) == first
    assert together(first, Usage(5, 1, 2, True, None)).cost is None
