"""What holds of every text, and how long the worst ones take."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.sentences import split_sentences

# Text made of what decides boundaries, and text of any kind.
_PIECES = st.sampled_from(
    [
        *"aA1.?!…()[]\"'”“ \n\t-•:;,$\\。",
        "e.g.",
        "et al.",
        "Fig.",
        "The ",
        "the ",
        " (i) ",
        "...",
        "B.",
    ]
)
_TEXTS = st.one_of(st.lists(_PIECES, max_size=60).map("".join), st.text(max_size=200))


@given(_TEXTS)
def test_spans_are_stripped_ordered_and_cover_all_but_white_space(text: str) -> None:
    spans = split_sentences(text)
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert not text[position : span.start].strip()
        position = span.end
    assert not text[position:].strip()


@given(_TEXTS)
def test_surrounding_white_space_only_moves_the_spans(text: str) -> None:
    plain = [(span.start + 2, span.end + 2) for span in split_sentences(text)]
    padded = [(span.start, span.end) for span in split_sentences(f"  {text}  ")]
    assert padded == plain


@given(
    st.lists(st.sampled_from(["It rains.", "Why?", "We saw 3 of them.", "(Not so.)"]), max_size=9)
)
def test_plain_sentences_come_apart_again(sentences: list[str]) -> None:
    text = " ".join(sentences)
    assert [text[span.start : span.end] for span in split_sentences(text)] == sentences


@given(
    st.lists(st.sampled_from(["It rains e.g. here.", "See Fig. 3.", "A and B. Smith."]), max_size=6)
)
def test_a_sentence_found_is_found_again_alone(sentences: list[str]) -> None:
    text = " ".join(sentences)
    for span in split_sentences(text):
        alone = text[span.start : span.end]
        assert [(again.start, again.end) for again in split_sentences(alone)] == [(0, len(alone))]


@pytest.mark.parametrize(
    "unit",
    [
        "a. ",
        "e.g. ",
        "(",
        "(a. ",
        ". ",
        "A. ",
        " ",
        "\n",
        "x",
        "This.This ",
        '."',
        "1. ",
        "(a b. C ",
    ],
)
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        runs = []
        for _ in range(2):
            begun = time.process_time()
            split_sentences(text)
            runs.append(time.process_time() - begun)
        return min(runs)

    # Eight times the text: a quadratic rule would take sixty-four times as long.
    assert seconds(160_000) < 24 * seconds(20_000) + 0.2


def test_a_megabyte_of_prose_is_quick() -> None:
    prose = (
        "We train a model, e.g. a small one (see Fig. 3), on 1.5 million pairs. It works well.\n"
    )
    text = prose * (1_000_000 // len(prose))
    begun = time.process_time()
    spans = split_sentences(text)
    assert time.process_time() - begun < 2
    assert len(spans) == 2 * (1_000_000 // len(prose))
