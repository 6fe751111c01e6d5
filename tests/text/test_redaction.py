"""Nothing that opens a door is shown, whoever wrote it into the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.redaction import redact


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wrong key: sk-proj-abc_DEF-123456.", "Wrong key: [key]"),
        ("key sk-...****abcd", "key [key]"),
        ("Authorization: Bearer abc.def, try again", "Authorization: Bearer [key], try again"),
        ('{"authorization": "basic bWU6eA=="}', '{"authorization": "basic [key]"}'),
        ("at http://me:hunter2@host:1/v1", "at http://host:1/v1"),
        ("the odd one is nobody17", "the odd one is [key]"),
        ("two\nlines\x1b[31m", "two lines [31m"),
        ("a task-oriented risk-aware desk", "a task-oriented risk-aware desk"),
    ],
)
def test_secrets_are_taken_out(text: str, shown: str) -> None:
    assert redact(text, ("nobody17", "")) == shown


def test_long_texts_are_cut_after_the_secrets_are_out() -> None:
    assert redact("x" * 8 + " nobody17", ("nobody17",), limit=12) == "xxxxxxxx [ke…"


@given(st.text(), st.text(min_size=8), st.text())
def test_a_secret_never_shows(before: str, secret: str, after: str) -> None:
    plain = " ".join(secret.split())
    if len(plain) >= 8 and plain.isprintable() and plain not in "[key]":
        assert plain not in redact(f"{before}{plain}{after}", (plain,)).replace("[key]", "\0")
