"""The sources of an answer as cards beneath it: one a paper, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.types import Citation, NearestPaper
from paperchat.ui.citation_html import (
    Sources,
    anchors,
    kind_note,
    links_html,
    page_html,
    paper_anchor,
)
from paperchat.ui.paper_html import brief
from paperchat.ui.quote import escaped

_SHOWN = 4
"""Cards that stand open to view; an answer that lists many papers folds the others away."""


def source_cards(sources: Sources) -> str:
    """Return a card for each paper that is cited; empty where none is."""
    papers: dict[str, list[Citation]] = {}
    for _, citation in sorted(sources.citations.items()):
        papers.setdefault(citation.paper_id, []).append(citation)
    if not papers:
        return ""
    cards = [_card(sources, quotes) for quotes in papers.values()]
    return (
        '<section class="pc-sources" aria-label="Sources">'
        f'<div class="pc-sources-head">{len(cards)} source{"" if len(cards) == 1 else "s"}</div>'
        f"{_folded(cards)}</section>"
    )


def nearest_card(sources: Sources, near: NearestPaper) -> str:
    """Return the card of a paper near a question that was refused."""
    paper = sources.papers.get(near.paper_id)
    told = "" if paper is None else f'<div class="pc-meta">{brief(paper)}</div>'
    title = paper_anchor(sources, near.paper_id, near.title)
    says = (
        f'<div class="pc-near-quote" dir="auto">Nearest to it: “{escaped(near.quote)}”</div>'
        if near.quote
        else ""
    )
    return f'<div class="pc-card-title" dir="auto">{title}</div>{told}{says}'


def _folded(cards: Sequence[str]) -> str:
    first = f'<div class="pc-cards">{"".join(cards[:_SHOWN])}</div>'
    rest = cards[_SHOWN:]
    if not rest:
        return first
    return (
        f'{first}<details class="pc-more"><summary>{len(rest)} more</summary>'
        f'<div class="pc-cards">{"".join(rest)}</div></details>'
    )


def _card(sources: Sources, quotes: Sequence[Citation]) -> str:
    first = quotes[0]
    paper = sources.papers.get(first.paper_id)
    labels = "".join(f'<span class="pc-number">[{item.label}]</span>' for item in quotes)
    if paper is None:
        told = f'<span class="pc-badge">{_kinds(quotes)}</span> · no longer in the library'
        links = anchors([("Paper", first.url)])
    else:
        told, links = brief(paper, _kinds(quotes)), links_html(paper)
    title = paper_anchor(sources, first.paper_id, first.title)
    said = "".join(_quote(sources, item) for item in quotes)
    count = "the quote" if len(quotes) == 1 else f"the {len(quotes)} quotes"
    return (
        '<article class="pc-card"><div class="pc-card-title" dir="auto">'
        f'<span class="pc-numbers">{labels}</span>{title}</div>'
        f'<div class="pc-meta" title="{kind_note(first)}">{told}</div>{links}'
        f'<details class="pc-card-quotes"><summary>Show {count}</summary>{said}</details></article>'
    )


def _kinds(quotes: Sequence[Citation]) -> str:
    """Say what is quoted: "abstract", "text, p. 5", or "abstract; text, p. 2, 5"."""
    kinds = dict.fromkeys(item.text_kind for item in quotes if item.page is None)
    pages = sorted({item.page for item in quotes if item.page is not None})
    numbers = ", ".join(map(str, pages))
    return "; ".join([*kinds, *([f"text, p. {numbers}"] if pages else [])])


def _quote(sources: Sources, citation: Citation) -> str:
    place = paper_anchor(sources, citation.paper_id, "Read in place", citation)
    link = f'<span class="pc-card-place">{place}</span>' if sources.holds(citation) else ""
    return (
        '<blockquote class="pc-card-quote" dir="auto">'
        f'<span class="pc-number">[{citation.label}]</span>{page_html(citation)} '
        f"{escaped(citation.quote)} {link}</blockquote>"
    )
