from __future__ import annotations

import pytest

from ingest.sources.cleaning import one_line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  one\r\n two\t three  ", "one two three"),
        ("no\u00a0break\u2003em\u2028line\x85next", "no break em line next"),
        ("\ufeffmark\u200b", "mark"),
        ("57.70\\% of $O(n^2)$ -- ``kept''", "57.70\\% of $O(n^2)$ -- ``kept''"),
        ("bell\x07 and escape\x1b[31m", "bell and escape [31m"),
        ("half \ud83d a pair", "half \ufffd a pair"),
        ("zero\u200bwidth inside stays", "zero\u200bwidth inside stays"),
        (" \n ", ""),
    ],
)
def test_only_white_space_and_what_cannot_be_stored_changes(given: str, kept: str) -> None:
    assert one_line(given) == kept


def test_result_can_be_encoded_and_is_stable() -> None:
    text = one_line("a\ud800b\x00c \udfff")
    assert text.encode("utf-8").decode("utf-8") == text == one_line(text)
