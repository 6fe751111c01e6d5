"""The page that compares papers."""

from __future__ import annotations

import pytest

from paperchat.ui.places import MOST_COMPARED

DANCE, TIPPING = "2505.07818", "2510.04860"


@pytest.fixture
def pair(open_page, own_home):
    # Its own home, since what is discussed is kept there.
    return open_page(own_home).go("compare", paper=[DANCE, TIPPING])


def _columns(page) -> list[str]:
    grid = next(body for body in page.bodies if "pc-grid" in body)
    return [part.partition("<")[0] for part in grid.split('scope="col">')[2:]]


def test_papers_are_found_and_picked_one_by_one(open_page, starter_home) -> None:
    page = open_page(starter_home).go("compare")
    assert "Choose two to four papers" in page.html
    assert "The newest papers:" in page.html
    assert len([key for key in page.buttons if key.startswith("offer-")]) == 5
    page.app.text_input(key="compare-words").set_value("dancegr").run()
    page.press(f"offer-{DANCE}")
    assert page.named("paper") == [DANCE]
    assert page.app.text_input(key="compare-words").value == ""
    # With one picked, those like it are offered.
    offered = [key for key in page.buttons if key.startswith("offer-")]
    assert len(offered) == 5
    page.press(offered[0])
    assert len(page.named("paper")) == 2
    assert "pc-grid" in page.html


def test_papers_stand_side_by_side_and_can_be_swapped_and_dropped(pair) -> None:
    assert [title.split(":")[0] for title in _columns(pair)] == [
        "DanceGRPO", "Alignment Tipping Process"
    ]  # fmt: skip
    assert pair.app.button(key="swap-1").label == "Swap"
    pair.press("swap-1")
    assert pair.named("paper") == [TIPPING, DANCE]
    assert _columns(pair)[0].startswith("Alignment Tipping")
    pair.press("drop-0")
    assert pair.named("paper") == [DANCE]
    assert "pc-grid" not in pair.html


def test_what_was_picked_is_there_on_coming_back(pair) -> None:
    pair.go("chat").go("compare")
    assert pair.named("paper") == [DANCE, TIPPING]
    assert "pc-grid" in pair.html


def test_a_paper_joins_the_comparison_from_its_own_page(pair) -> None:
    ids = [key.removeprefix("row-") for key in pair.go("library").buttons if "row-" in key]
    third = next(key for key in ids if key not in (DANCE, TIPPING))
    pair.press(f"row-{third}").press("compare-with")
    assert pair.named("paper") == [DANCE, TIPPING, third]
    assert len(_columns(pair)) == 3


def test_no_more_than_four_are_compared(open_page, starter_home) -> None:
    page = open_page(starter_home).go("library")
    page.go("compare", paper=page.rows[:6])
    assert len(_columns(page)) == MOST_COMPARED
    assert not [element for element in page.app.text_input if element.key == "compare-words"]


def test_the_comparison_goes_on_in_the_chat(pair) -> None:
    pair.press("discuss")
    assert pair.app.chat_input
    assert "pc-question" in pair.html
    assert "pc-grid" in pair.html
    assert pair.address


def test_papers_that_are_gone_are_left_out(open_page, starter_home) -> None:
    page = open_page(starter_home).go("compare", paper=[DANCE, "no-such-paper"])
    assert "not in the library" in page.html
    assert "pc-grid" not in page.html


def test_a_comparison_in_the_chat_is_saved_and_opened_here(open_page, own_home) -> None:
    page = open_page(own_home).ask("Compare DanceGRPO and RPS")
    assert "pc-grid" in page.html
    saved = [str(item.proto.label) for item in page.app.get("download_button")]
    assert "Save the comparison as CSV" in saved
    page.press("open-compare-0")
    assert DANCE in page.named("paper")
    assert len(page.named("paper")) == 2
    assert "pc-grid" in page.html
