from __future__ import annotations

import pytest

from paperchat.text.irregular import plain_stem
from paperchat.text.terms import stem


@pytest.mark.parametrize(
    ("form", "base"), [("rose", "rise"), ("risen", "rise"), ("led", "lead"), ("found", "find")]
)
def test_a_form_says_its_verb(form: str, base: str) -> None:
    assert plain_stem(stem(form)) == plain_stem(stem(base))


def test_other_words_stay() -> None:
    assert plain_stem(stem("roses")) != "roses"
    assert plain_stem("moss") == "moss"
