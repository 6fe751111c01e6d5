from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Été", "ete"),
        ("E\u0301te", "ete"),
        ("Straße", "strasse"),
        ("β λ Σς ϵ", "beta lambda sigmasigma epsilon"),
        ("ﬁ Ａ ²", "fi a 2"),
        ("Ἀθῆναι", "alphathetaetanualphaiota"),
        ("が й", "が й"),
        ("玩具", "玩具"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(st.characters(max_codepoint=0x2FFF), max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


def test_the_text_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, paperchat.text.sentences, paperchat.text.terms, paperchat.text.names,"
        " paperchat.text.acronyms, paperchat.text.identity\n"
        "print([m for m in ('llama_index', 'nltk', 'numpy', 'snowballstemmer', 'pydantic')"
        " if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
