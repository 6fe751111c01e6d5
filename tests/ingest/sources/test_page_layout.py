from __future__ import annotations

from ingest.sources.page_layout import Facts, LayoutLine, labels, prose_odds

PROSE = "We measure 42 kettles under equal load. The spread is large, and lids explain most of it."
TITLE = "Kettles at Scale: A Study"


def label(*lines: tuple[str, Facts]) -> list[str]:
    return list(labels([LayoutLine(text, after) for text, after in lines]))


def test_no_lines() -> None:
    assert labels([]) == []


def test_form_alone_tells_clear_cases_apart() -> None:
    assert prose_odds(PROSE) > 2
    assert prose_odds(TITLE) < -2
    assert prose_odds("word " * 100) > prose_odds(PROSE)


def test_the_neighbourhood_overrules_the_form() -> None:
    unlikely = "Boiling with lids on takes less time in all homes"
    assert prose_odds(unlikely) < -1
    assert label((TITLE, "none"), (unlikely, "authors")) == ["title", "abstract"]
    prose_title = "We measure kettles and it is fun."
    assert label((prose_title, "none"), (PROSE, "authors")) == ["title", "abstract"]


def test_furniture_before_between_and_after() -> None:
    assert label(
        ("Sale", "none"),
        (TITLE, "none"),
        (PROSE, "none"),
        ("Tea Lab", "authors"),
        (TITLE, "none"),
        (PROSE, "authors"),
        ("Footer", "none"),
    ) == ["other", "title", "abstract", "other", "title", "abstract", "other"]


def test_a_title_with_authors_but_no_abstract_stays_a_title() -> None:
    assert label((TITLE, "authors"), (TITLE, "none"), (PROSE, "authors")) == [
        "title",
        "title",
        "abstract",
    ]


def test_prose_without_a_title_is_still_an_abstract() -> None:
    assert label((PROSE * 5, "authors")) == ["abstract"]
