"""Answers from the papers spoken of alone, on the page."""

from __future__ import annotations


def test_a_narrowed_answer_says_so_and_is_asked_of_all_papers_by_a_click(
    open_page, own_home
) -> None:
    page = open_page(own_home).ask("How does RPS work?")
    assert "spoken of" not in page.html
    page.ask("On what hardware?")
    assert "Only the paper spoken of was looked at." in page.html
    page.press("ask-all-1")
    assert "In all papers: On what hardware?" in page.html
    assert "ask-all-2" not in page.buttons
    # It is kept: another visitor sees the same.
    again = open_page(own_home, page.address)
    assert "Only the paper spoken of was looked at." in again.html
    assert "ask-all-1" in again.buttons


def test_what_is_about_those_papers_only_is_not_put_to_all(open_page, own_home) -> None:
    page = open_page(own_home).ask("How does RPS work?").ask("What are their limits?")
    assert "Only the paper spoken of was looked at." in page.html
    assert "ask-all-1" not in page.buttons
