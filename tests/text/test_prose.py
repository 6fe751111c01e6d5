"""Which sentences of a paper's text can be quoted, and that each is a slice of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.prose import quotable

LINES = st.lists(
    st.one_of(
        st.text(max_size=80),
        st.sampled_from(
            ["3.1 Set-up", "Lids help most kettles. They are made of steel.", "GPT-4 61.2 70.1"]
        ),
    ),
    max_size=8,
)


@given(LINES)
def test_every_sentence_is_a_slice_of_one_line_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    end = 0
    for span in quotable(text):
        assert end <= span.start < span.end <= len(text)
        assert "\n" not in text[span.start : span.end]
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        end = span.end


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2 Training\nWe train for 40 epochs on kettles.", ["We train for 40 epochs on kettles."]),
        ("and the lid is closed by then.", []),
        ("The lid is closed, and", []),
        ("Kettle-7B 61.2 70.1 55.5 (41.2).", []),
        ("x = f(y) + 0.1 * g(z).", []),
        ("“Boil it twice,” she said to us. Yes.", ["“Boil it twice,” she said to us."]),
        ("Lids were used before [3, 4]. Fig. 2 shows two of the lids.",
         ["Lids were used before [3, 4].", "Fig. 2 shows two of the lids."]),
    ],
)  # fmt: skip
def test_what_is_whole_and_prose(text: str, kept: list[str]) -> None:
    assert [text[span.start : span.end] for span in quotable(text)] == kept
