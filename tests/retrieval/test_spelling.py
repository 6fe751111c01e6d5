from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperchat.library.library import Library
from paperchat.retrieval.english_words import english_words
from paperchat.retrieval.spelling import Speller


@pytest.fixture(scope="module")
def speller(library: Library) -> Speller:
    return Speller(library)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich paper is abot bog moistuer", "which paper is about bog moisture"),
        ("What do waerable light metres mesure?", "What do wearable light metres measure?"),
        ("Waht is the diffrence betwen them?", "What is the difference between them?"),
        ("Sleap Stuudies with Light Meters", "Sleep Studies with Light Meters"),
        ("how meny peple took part", "how many people took part"),
    ],
)
def test_slips_are_corrected(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


def test_a_name_of_the_papers_is_corrected_by_one_small_slip(speller: Speller) -> None:
    assert speller.correct("What was found in Finlend?") == "What was found in Finland?"


@pytest.mark.parametrize(
    "text",
    [
        "What does TidePool do?",
        "What does TideGate do, and TidPool?",  # Capitals inside are a name, known or not.
        "Does RPO beat WLN or QUIL-2?",
        "does sitagliptin lower it",
        "Has Mixtral been tried?",
        "colour and color, behaviour and behavior",
        "Orfuscata plimbers quivel dranf",
        "asdkjh qwelkj zxmnb",
        "finetuning, reranking and a chatbot",
        "the “mossnett” of https://example.org/mosss and $\\mosss$",
        "",
        "?!",
    ],
)
def test_what_is_known_or_a_name_or_no_english_stays(speller: Speller, text: str) -> None:
    assert speller.correct(text) == text


def test_an_off_topic_word_stays_off_topic(speller: Speller) -> None:
    assert speller.correct("who won the footbal match") == "who won the football match"
    assert speller.correct("a recipee for dinner") == "a recipe for dinner"


def test_long_texts_are_left_alone(speller: Speller) -> None:
    text = "wich " * 200
    assert speller.correct(text) == text


def test_a_question_takes_a_moment(speller: Speller) -> None:
    english_words()
    started = time.perf_counter()
    for _ in range(10):
        speller.correct("wich paper is abot bog moistuer and slep")
    assert (time.perf_counter() - started) / 10 < 0.5


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_checked(speller: Speller, text: str) -> None:
    assert isinstance(speller.correct(text), str)
