from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from paperchat.types import Citation, NearestPaper, Paper
from paperchat.ui.citation_html import Sources, chip, panel
from paperchat.ui.source_cards import nearest_card, source_cards

TEXT = "It costs $5 </blockquote><img src=x>. نص عربي 🦉. A bound of $x_1 < \\frac{1}{2}$ holds."
TITLE = "عنوان <script>alert(1)</script> 🦉: $\\alpha$ & “friends”"
QUOTES = ("It costs $5 </blockquote><img src=x>.", "A bound of $x_1 < \\frac{1}{2}$ holds.")


def _paper(key: str) -> Paper:
    return Paper(
        id=key, title=TITLE, text=TEXT, text_kind="abstract", authors=("Ada <b>B</b>",),
        author_count=1, published=date(2024, 3, 5), url="https://example.org/a?b=\"'<c",
        code_url="javascript:alert(1)", project_url=None, arxiv_id=None, doi=None,
        comment_count=None, source="tests", added_at=datetime(2025, 1, 1, tzinfo=UTC),
    )  # fmt: skip


def _citation(label: int, key: str, quote: str) -> Citation:
    start = TEXT.index(quote)
    return Citation(label, key, TITLE, quote, start, start + len(quote), None, "abstract")


# An id may hold what an address gives a meaning to.
IDS = ("a&b=c#d", "second", "third", "fourth", "fifth", "sixth")
PAPERS = {key: _paper(key) for key in IDS}
CITED = {
    1: _citation(1, IDS[0], QUOTES[0]),
    2: _citation(2, IDS[1], QUOTES[0]),
    3: _citation(3, IDS[0], QUOTES[1]),
}
SOURCES = Sources(CITED, PAPERS, "pc0", "c0ffee")


def _visible(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def _links(markup: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="(library[^"]*)"', markup)]


def test_there_is_a_card_for_each_paper_in_the_order_of_the_numbers() -> None:
    cards = source_cards(SOURCES).split("<article")[1:]
    assert [re.findall(r"\[(\d)\]", card.split("</div>")[0]) for card in cards] == [
        ["1", "3"],
        ["2"],
    ]
    for card in cards:
        seen = _visible(card)
        assert TITLE in seen
        assert "abstract" in seen
        assert "March 5, 2024" in seen
        assert "Ada <b>B</b>" in seen
    assert all(quote in _visible(cards[0]) for quote in QUOTES)


def test_nothing_of_a_paper_is_markup() -> None:
    shown = [source_cards(SOURCES), chip(SOURCES, 1, "0"), panel(SOURCES, 1, "0")]
    shown.append(nearest_card(SOURCES, NearestPaper(IDS[0], TITLE, 0.5)))
    for markup in shown:
        assert "<script" not in markup
        assert "<img" not in markup
        assert "javascript:" not in markup
        assert "<b>" not in markup


def test_a_card_leads_to_each_quote_in_its_paper() -> None:
    first = "library?paper=a%26b%3Dc%23d"
    start, end = CITED[3].start, CITED[3].end
    links = _links(source_cards(replace(SOURCES, citations={3: CITED[3]})))
    assert links == [f"{first}&c=c0ffee", f"{first}&from={start}&to={end}&c=c0ffee"]


def test_a_text_that_changed_is_opened_without_a_place() -> None:
    changed = {**PAPERS, IDS[0]: replace(PAPERS[IDS[0]], text="Another text.")}
    links = _links(source_cards(replace(SOURCES, papers=changed, citations={1: CITED[1]})))
    assert links == ["library?paper=a%26b%3Dc%23d&c=c0ffee"]


def test_a_paper_that_has_gone_keeps_its_card_without_a_link() -> None:
    markup = source_cards(replace(SOURCES, papers={}))
    assert _links(markup) == []
    assert "no longer in the library" in _visible(markup)
    assert QUOTES[0] in _visible(markup)


@pytest.mark.parametrize(("kept", "elsewhere"), [("c0ffee", False), (None, True)])
def test_a_conversation_that_is_not_kept_is_not_left(kept: str | None, elsewhere: bool) -> None:
    markup = source_cards(replace(SOURCES, conversation=kept))
    assert ('target="_blank">' in re.findall(r"<a class[^>]*>", markup)[0]) is elsewhere


def test_many_sources_are_folded_away_but_for_the_first() -> None:
    many = {n: _citation(n, key, QUOTES[0]) for n, key in enumerate(IDS, 1)}
    shown, folded = source_cards(Sources(many, PAPERS, "pc0")).split('<details class="pc-more"')
    assert shown.count("<article") == 4
    assert folded.count("<article") == 2
    assert "2 more" in folded


def test_where_nothing_is_cited_there_are_no_cards() -> None:
    assert source_cards(replace(SOURCES, citations={})) == ""


def test_a_chip_is_described_by_the_quote_it_shows() -> None:
    markup = chip(SOURCES, 1, "0-1")
    described = re.search(r'aria-describedby="([^"]+)"', markup)
    assert described is not None
    tip = markup.split(f'role="tooltip" id="{described[1]}"')[1]
    assert QUOTES[0] in _visible(tip)
    assert TITLE.split(": ", maxsplit=1)[0] in _visible(tip)
