from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.terms import content_stems, stem, terms


def wholes(text: str) -> list[str]:
    return [term.surface for term in terms(text) if not term.is_part]


def parts(text: str) -> list[str]:
    return [term.surface for term in terms(text) if term.is_part]


@pytest.mark.parametrize(
    ("compound", "expected"),
    [
        ("I-SHEEP", ["SHEEP"]),
        ("PPO-max", ["PPO", "max"]),
        ("U-REPA", ["REPA"]),
        ("GPT-4", ["GPT"]),
        ("text-to-image", ["text", "to", "image"]),
        ("Best-of-N", ["Best", "of"]),
        ("e-representativeness", ["representativeness"]),
        ("Toy-3.1-8B", ["Toy", "3.1", "8B"]),
        ("Toy2.5-VL", ["Toy2.5", "VL"]),
        ("and/or", ["and", "or"]),
        ("2019-2024", ["2019", "2024"]),
        ("5,000-word", ["5,000", "word"]),
    ],
)
def test_compounds_come_whole_and_in_parts(compound: str, expected: list[str]) -> None:
    assert wholes(f"the {compound}, too") == ["the", compound, "too"]
    assert parts(f"the {compound}, too") == expected


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("78.2%", ["78.2%", "78.2"]),
        (r"78.2\%", ["78.2%", "78.2"]),
        ("78.2 %", ["78.2%", "78.2"]),
        ("867,653", ["867653"]),
        ("1,000,000.5", ["1000000.5"]),
        (".05", ["0.05"]),
        ("0.5.", ["0.5"]),
        ("p<0.05", ["p", "0.05"]),
        ("v0.2", ["v0.2"]),
        ("3.", ["3"]),
        ("1,2", ["1", "2"]),
        ("５０", ["50"]),
    ],
)
def test_numbers(text: str, stems: list[str]) -> None:
    assert [term.stem for term in terms(text)] == stems


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("models", "modelling"),
        ("Alignment", "aligned"),
        ("the paper's claim", "the papers claim"),
        ("Pokémon", "pokemon"),
        ("β-VAE", "beta-VAE"),
        (r"$\alpha$", "alpha"),
        ("ﬁne", "fine"),
        ("text‑to‑image", "text-to-image"),
        ("BERTScore", "bertscore"),
        (r"\textbf{PPO}", "PPO"),
    ],
)
def test_spellings_that_agree(left: str, right: str) -> None:
    assert content_stems(left) == content_stems(right)


def test_words_that_must_not_agree() -> None:
    assert content_stems("C") != content_stems("C++")
    assert content_stems("GPT-4") != content_stems("GPT-3")
    assert content_stems("78.2%") != content_stems("78.3%")


def test_stop_words_are_marked_and_left_out_of_the_content() -> None:
    question = "What does the paper say about its drawbacks, and don’t you agree?"
    marked = [term.surface for term in terms(question) if term.is_stop]
    assert marked == ["What", "does", "the", "say", "about", "its", "and", "don’t", "you"]
    assert content_stems(question) == {"paper", "drawback", "agre"}


def test_content_words_are_no_stop_words() -> None:
    for word in ("model", "results", "method", "no", "two", "survey", "state-of-the-art"):
        assert terms(word)[0].is_stop is (word == "no"), word


def test_a_stop_between_sentences_without_a_space_does_not_join_words() -> None:
    assert wholes("The end.Then more") == ["The", "end", "Then", "more"]
    assert wholes("Node.js runs U.S. code") == ["Node.js", "runs", "U.S", "code"]


def test_an_address_is_one_term_without_the_stop_after_it() -> None:
    text = "see (https://github.com/Toy/x_y)."
    assert wholes(text) == ["see", "https://github.com/Toy/x_y"]


def test_codes_are_not_stemmed() -> None:
    assert stem("t5s") == "t5s"
    assert stem("RPS") == stem("rps")
    long_word = "abcdefghij" * 20 + "ing"
    assert stem(long_word) == long_word


@given(st.text(max_size=200))
def test_terms_lie_in_the_text_in_order(text: str) -> None:
    found = terms(text)
    for term in found:
        assert text[term.start : term.end] == term.surface
        assert term.stem
        assert term.stem == term.stem.strip()
    assert [term.start for term in found] == sorted(term.start for term in found)
    end = 0
    for term in found:
        if term.is_part:
            assert term.end <= end
        else:
            assert term.start >= end
            end = term.end


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=30))
def test_every_letter_and_digit_belongs_to_a_term(word: str) -> None:
    assert "".join(wholes(word)) == word


def test_stemming_is_safe_in_threads() -> None:
    words = [
        f"{stemmed}{ending}" for stemmed in ("align", "train", "model") for ending in ("ing", "ed")
    ]
    fresh = [f"{chr(97 + i % 26)}{chr(97 + i // 26)}{word}" for i in range(400) for word in words]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(stem, fresh))
    assert together == [word.removesuffix("ing").removesuffix("ed") for word in fresh]


@pytest.mark.parametrize("unit", ["a-", "1,111,", "1.", "a-b.c/d,1 ", "\\text", "https://", "7%"])
def test_time_is_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        runs = []
        for _ in range(2):
            begun = time.process_time()
            terms(text)
            runs.append(time.process_time() - begun)
        return min(runs)

    assert seconds(160_000) < 24 * seconds(20_000) + 0.2
