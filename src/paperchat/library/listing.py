"""Papers a page at a time: those that hold some words and meet conditions, in an order."""

from __future__ import annotations

from dataclasses import dataclass

from paperchat.library.answer_json import storable
from paperchat.library.compounds import parted
from paperchat.library.filters import Condition
from paperchat.library.library import Library
from paperchat.library.paging import Order, in_order
from paperchat.text.folding import fold
from paperchat.types import Paper

MOST_FOUND = 1_000
"""Papers that words find at most: the best of them."""
_NAME_BEGINS = 3
"""Letters from which on the beginning of an author's name counts as one."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is listed. ``words`` are of a text or an author's name, and the last may be unfinished.

    ``among`` are the ids of the papers that are looked at, None for all.
    """

    words: str = ""
    conditions: tuple[Condition, ...] = ()
    order: Order = "best"
    among: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A part of what is listed, and how much there is of it altogether.

    ``beyond`` counts further papers that hold the words, but fit them less than those listed.
    """

    papers: tuple[Paper, ...]
    total: int
    beyond: int = 0


def list_papers(
    library: Library, listing: Listing, limit: int | None = None, offset: int = 0
) -> ListingPage:
    """Return ``limit`` papers of ``listing`` from ``offset`` on; without a limit, all the rest."""
    catalogue = library.catalogue
    if not listing.words.strip() and listing.among is not None:
        wanted = listing.among
        if listing.conditions:
            wanted &= catalogue.paper_ids(listing.conditions)
        order = "newest" if listing.order == "best" else listing.order
        chosen = in_order(list(catalogue.papers_by_id(wanted).values()), order)
        end = None if limit is None else offset + limit
        return ListingPage(tuple(chosen[offset:end]), len(chosen))
    if not listing.words.strip():
        found = catalogue.page(listing.conditions, listing.order, limit, offset)
        return ListingPage(tuple(found), catalogue.count(listing.conditions))
    ids, holding = library.lexical.matching(listing.words, MOST_FOUND)
    named = catalogue.named(listing.words.strip())
    in_parts = _with_compounds_parted(library, listing.words)
    ids = list(dict.fromkeys((*named, *ids, *in_parts, *_by_author(library, listing.words))))
    beyond = max(holding - MOST_FOUND, 0)
    if listing.conditions:
        allowed = catalogue.paper_ids(listing.conditions)
        ids = [key for key in ids if key in allowed]
    if listing.among is not None:
        ids = [key for key in ids if key in listing.among]
    by_id = catalogue.papers_by_id(ids)
    ordered = in_order([by_id[key] for key in ids if key in by_id], listing.order)
    end = None if limit is None else offset + limit
    return ListingPage(tuple(ordered[offset:end]), len(ordered), beyond)


def _with_compounds_parted(library: Library, words: str) -> list[str]:
    """Return the ids of papers that write one of ``words`` with a hyphen or as two words.

    The index keeps no places of words, so that the texts are read for the two side by side.
    """
    lexical = library.lexical
    found: list[str] = []
    for way, pattern in parted(words, lexical.begins, lambda word: "".join(lexical.tokens(word))):
        ids, _ = lexical.matching(way, MOST_FOUND)
        papers = library.catalogue.papers_by_id(ids)
        found += [
            key for key in ids if pattern.search(fold(f"{papers[key].title}\n{papers[key].text}"))
        ]
    return found


def _by_author(library: Library, words: str) -> list[str]:
    """Return the ids of the papers by an author of this name, in an order that stays the same."""
    name = " ".join(storable(words).replace("*", " ").split())
    if not name:
        return []
    value = f"{name}*" if len(name) >= _NAME_BEGINS else name
    return sorted(library.catalogue.paper_ids((Condition("author", "=", value),)))
