from __future__ import annotations

import pytest

from paperchat.text.plain_words import is_plain


@pytest.mark.parametrize("word", ["tested", "evaluates", "wrong", "preparing", "enough"])
def test_what_nobody_misses(word: str) -> None:
    assert is_plain(word)


@pytest.mark.parametrize(
    "word", ["moss", "bicycles", "salary", "TEST", "GoNet", "representation", "performance"]
)
def test_what_is_missed(word: str) -> None:
    assert not is_plain(word)
