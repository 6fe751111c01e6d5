from __future__ import annotations

import pytest

from paperchat.verification.labels import read_labels, without_escapes

ISSUED = {1, 2, 3}


@pytest.mark.parametrize(
    ("written", "text", "labels", "unknown"),
    [
        ("Moss stores water [1].", "Moss stores water.", (1,), ()),
        ("Moss stores water. [1]", "Moss stores water.", (1,), ()),
        ("[1] Moss stores water.", "Moss stores water.", (1,), ()),
        ("Moss [1][3] stores [2] water.", "Moss stores water.", (1, 3, 2), ()),
        ("Moss stores water [1, 3].", "Moss stores water.", (1, 3), ()),
        ("Moss stores water [1; 2].", "Moss stores water.", (1, 2), ()),
        ("Moss stores water [1-3].", "Moss stores water.", (1, 2, 3), ()),
        ("Moss stores water [1–2].", "Moss stores water.", (1, 2), ()),
        ("Moss stores water【2】.", "Moss stores water.", (2,), ()),
        ("Moss stores water ［２］.", "Moss stores water.", (2,), ()),
        ("Moss stores water【1†source】.", "Moss stores water.", (1,), ()),
        ("Moss stores water [Source 1].", "Moss stores water.", (1,), ()),
        ("Moss stores water ([1]).", "Moss stores water.", (1,), ()),
        ("Moss stores water [1](http://moss.example).", "Moss stores water.", (1,), ()),
        ("Moss[1]stores water.", "Moss stores water.", (1,), ()),
        ("Moss stores water [17].", "Moss stores water.", (), (17,)),
        ("Moss stores water [1, 7].", "Moss stores water.", (1,), (7,)),
        ("Moss stores water (1).", "Moss stores water (1).", (), ()),
        (r"Moss stores water \[1\].", r"Moss stores water \[1\].", (), ()),
        (r"Moss \[1\] stores water [2].", r"Moss \[1\] stores water.", (2,), ()),
        ("Scores lie in [0, 1] [2].", "Scores lie in [0, 1].", (2,), ()),
        ("The bounds are [0, 9].", "The bounds are [0, 9].", (), ()),
        ("An interval [2, 5] is used.", "An interval [2, 5] is used.", (), ()),
        ("Moss [2019] stores water [1].", "Moss [2019] stores water.", (1,), ()),
        ("Each x[7] is zero [1].", "Each x[7] is zero.", (1,), ()),
        ("A range [0.5, 1] is used.", "A range [0.5, 1] is used.", (), ()),
        ("Nothing here.", "Nothing here.", (), ()),
    ],
)
def test_labels_are_read_and_taken_out(
    written: str, text: str, labels: tuple[int, ...], unknown: tuple[int, ...]
) -> None:
    found = read_labels(written, ISSUED)
    assert (found.text, found.labels, found.unknown) == (text, labels, unknown)
    assert found.written == labels + unknown


def test_a_wide_range_is_its_ends() -> None:
    assert read_labels("Moss [1-5000].", ISSUED).written == (1, 5000)
    assert read_labels("Moss [3-1].", ISSUED).written == (3, 1)


def test_the_papers_own_brackets_lose_their_backslashes_for_comparing() -> None:
    assert without_escapes(r"Moss \[1\] [2]") == "Moss [1] [2]"
