from __future__ import annotations

import pytest

from ingest.sources.authors import author_list


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (["Ada B. Lovelace", " Émilie du  Châtelet "], ("Ada B. Lovelace", "Émilie du Châtelet")),
        (
            [
                {"name": "Ada Lovelace", "user": {"name": "x"}},
                {"given": "Alan", "family": "Turing"},
            ],
            ("Ada Lovelace", "Alan Turing"),
        ),
        ([{"first_name": "Ada", "last_name": "Lovelace"}, {}, 7, ""], ("Ada Lovelace",)),
        ({"name": "Ada Lovelace"}, ("Ada Lovelace",)),
        ("Ada Lovelace, Alan Turing", ("Ada Lovelace", "Alan Turing")),
        (
            "Ada Lovelace;Alan Turing ; Grace Hopper;",
            ("Ada Lovelace", "Alan Turing", "Grace Hopper"),
        ),
        (
            "Ada Lovelace, Alan Turing, and Grace Hopper",
            ("Ada Lovelace", "Alan Turing", "Grace Hopper"),
        ),
        ("Ada Lovelace and Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Lovelace, Ada and Turing, Alan M.", ("Lovelace, Ada", "Turing, Alan M.")),
        ("Lovelace, Ada; Turing, Alan", ("Lovelace, Ada", "Turing, Alan")),
        ("Lovelace, Ada", ("Lovelace, Ada",)),
        ("Sandy Anderson", ("Sandy Anderson",)),
    ],
)
def test_names_as_given(value: object, names: tuple[str, ...]) -> None:
    authors = author_list(value)
    assert authors.names == names
    assert authors.count == len(names)


@pytest.mark.parametrize("value", ["Ada Lovelace et al.", "Ada Lovelace and others"])
def test_a_list_that_breaks_off_has_no_count(value: str) -> None:
    authors = author_list(value)
    assert authors.names == ("Ada Lovelace",)
    assert authors.count is None


@pytest.mark.parametrize("value", [None, "", "  ", [], 12, [None], "et al."])
def test_no_authors(value: object) -> None:
    assert author_list(value).names == ()
    assert author_list(value).count is None
