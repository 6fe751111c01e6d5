from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.writing.transcript import Transcript, plain

TEXT = (
    "Here is what they say:\n- **TidePool** raises the hit rate from 61.5% to 74.2% [5]. It helps "
    "cities, e.g. small ones. [3][4] Smith et al. disagree [1, 2].\n[6]\n\n## Next\n"
    "See Fig. 3 [2]. A last line without a stop"
)
SENTENCES = [
    ("Here is what they say:", True),
    ("TidePool raises the hit rate from 61.5% to 74.2% [5].", True),
    ("It helps cities, e.g. small ones. [3][4]", False),
    ("Smith et al. disagree [1, 2]. [6]", False),
    ("Next", True),
    ("See Fig. 3 [2].", True),
    ("A last line without a stop", False),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, 1000])
def test_sentences_are_the_same_however_the_text_comes(size: int) -> None:
    transcript = Transcript()
    found = []
    for start in range(0, len(TEXT), size):
        found += transcript.feed(TEXT[start : start + size])
    found += transcript.finish()
    assert [(item.text, item.begins) for item in found] == SENTENCES


def test_a_sentence_waits_for_the_labels_behind_its_stop() -> None:
    transcript = Transcript()
    assert transcript.feed("It works. ") == []
    assert transcript.feed("[") == []
    assert transcript.feed("1] And") == []
    (first,) = transcript.feed(" so on")
    assert first.text == "It works. [1]"
    assert transcript.open == "And so on"


def test_an_open_sentence_is_shown_without_marks_of_lists() -> None:
    transcript = Transcript()
    transcript.feed("* **Bold** words")
    assert transcript.open == "Bold words"
    assert plain("1. 3 * 4 = 12 and a*b*c") == "3 * 4 = 12 and a*b*c"


@given(st.lists(st.text(max_size=30), max_size=12))
def test_no_word_is_lost(pieces: list[str]) -> None:
    transcript = Transcript()
    found = [item for piece in pieces for item in transcript.feed(piece)]
    found += transcript.finish()
    assert transcript.open == ""
    whole = "".join(pieces)
    kept = {c for item in found for c in item.text}
    assert {c for c in whole if c.isalpha()} <= kept | set("")
    assert all(item.text == " ".join(item.text.split()) for item in found)
