from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.identity import SLUG_MINIMUM, arxiv_id, slug, title_key


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Deep Toys: A Survey", "deep  toys - a survey."),
        ("Deep Toys:\n  A Survey", "Deep Toys: A Survey"),
        ("{D}eep {T}oys", "Deep Toys"),
        (r"$\beta$-VAE for Toys", "β-VAE for Toys"),
        (r"\textbf{Toy}-Net", "Toy-Net"),
        (r"Pok{\'e}mon Toys", "Pokémon Toys"),
        ("Cafe\u0301 Toys", "Café Toys"),
        ("U$^2$-Net", "U²-Net"),
        ("Toys & Games", "Toys and Games"),
        ("The User's Toys", "The User’s Toys"),
        ("“Toys” — again", '"Toys" -- again'),
        ("Ｔｏｙｓ", "Toys"),
        ("Multi-modal Toys", "multi modal toys"),
    ],
)
def test_one_title_in_two_spellings(left: str, right: str) -> None:
    assert title_key(left) == title_key(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Toys in C", "Toys in C++"),
        ("Toy 2.5 Report", "Toy 25 Report"),
        ("Secrets of Toys Part I", "Secrets of Toys Part II"),
        ("???", "!!!"),
        ("玩具", "模型"),
    ],
)
def test_two_titles_stay_two(left: str, right: str) -> None:
    assert title_key(left) != title_key(right)


def test_a_key_is_words_joined_by_single_spaces() -> None:
    assert title_key("  Deep-Toys:   (a) Survey! ") == "deep toys a survey"
    assert title_key(" \n") == ""


@given(st.text(max_size=120))
def test_a_key_is_its_own_key(title: str) -> None:
    key = title_key(title)
    assert title_key(key) == key
    assert bool(key) == bool(title.strip()) or not any(char.isalnum() for char in title)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Deep Toys: A Survey", "deep-toys-a-survey"),
        ("Łukasz’s Übermodel — Ørsted", "lukaszs-ubermodel-orsted"),
        (r"$\beta$-VAE", "beta-vae"),
        ("Toy/../etc?x=1#y", "toy-etc-x-1-y"),
    ],
)
def test_slugs(title: str, expected: str) -> None:
    assert slug(title) == expected


def test_a_long_slug_is_cut_at_a_word() -> None:
    assert slug("one two three four", limit=10) == "one-two"
    assert slug("incomprehensibilities", limit=10) == "incomprehe"


def test_titles_in_other_scripts_get_slugs_that_differ() -> None:
    first, second = slug("基于BERT的玩具"), slug("基于BERT的模型")
    assert first != second
    assert first.startswith("bert-")
    assert re.fullmatch(r"[0-9a-f]{8}", slug("玩具"))


@given(st.text(max_size=200), st.integers(SLUG_MINIMUM, 80))
def test_a_slug_is_always_safe(title: str, limit: int) -> None:
    made = slug(title, limit)
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", made)
    assert len(made) <= limit
    assert slug(made, limit) == made


def test_a_slug_needs_room_for_a_hash() -> None:
    with pytest.raises(ValueError, match="at least 8"):
        slug("Toys", limit=7)


@pytest.mark.parametrize(
    "text",
    [
        "2510.04860",
        " 2510.04860\n",
        "2510.04860v3",
        "arXiv:2510.04860v2 [cs.CL]",
        "arxiv: 2510.04860",
        "10.48550/arXiv.2510.04860",
        "https://arxiv.org/abs/2510.04860v2",
        "see http://export.arxiv.org/pdf/2510.04860v1.pdf, page 3",
        "https://www.arxiv.org/html/2510.04860v1/",
        "https://huggingface.co/papers/2510.04860?x=1",
        "Read https://hf.co/papers/2510.04860.",
        "https://doi.org/10.48550/arXiv.2510.04860",
    ],
)
def test_new_identifiers(text: str) -> None:
    assert arxiv_id(text) == "2510.04860"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0704.0001", "0704.0001"),
        ("cs/0601001", "cs/0601001"),
        ("CS/0601001v2", "cs/0601001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/hep-th/9901001v1", "hep-th/9901001"),
    ],
)
def test_other_identifiers(text: str, expected: str) -> None:
    assert arxiv_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2513.04860",
        "2500.04860",
        "2510.048601",
        "2510.048",
        "12510.04860",
        "the loss is 2510.04860 here",
        "foo/0601001",
        "cs/0613001",
        "https://notarxiv.org/abs/2510.04860",
        "https://arxiv.org.evil.example/abs/2510.04860",
        "https://huggingface.co/models/2510.04860",
        "https://arxiv.org/list/cs.CL/recent",
        "٢٥١٠.٠٤٨٦٠",
    ],
)
def test_what_is_no_identifier(text: str) -> None:
    assert arxiv_id(text) is None


@given(st.text(max_size=80))
def test_an_identifier_found_is_found_again(text: str) -> None:
    found = arxiv_id(text)
    assert found is None or arxiv_id(found) == found
