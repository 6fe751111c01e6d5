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


@pytest.mark.parametrize(("form", "one"), [("llms", "llm"), ("GNNs", "GNN"), ("h3ks", "h3k")])
def test_an_acronym_without_vowels_has_a_plural(form: str, one: str) -> None:
    assert plain_stem(form) == one


@pytest.mark.parametrize("word", ["css", "s", "dress", "2000", "bs"])
def test_what_only_ends_so_stays(word: str) -> None:
    assert plain_stem(word) == word
