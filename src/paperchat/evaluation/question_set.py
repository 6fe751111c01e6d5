"""A question set: what is asked, and what is expected of each answer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from paperchat.library.catalogue import Catalogue
from paperchat.text.identity import title_key
from paperchat.types import Paper, QuestionKind

Refusal = Literal["off_topic", "near_topic", "detail"]
"""Why a question has to be refused: it has nothing to do with the field, it is about the field but
no paper says it, or the paper it asks about does not say it."""

KINDS: tuple[QuestionKind, ...] = get_args(QuestionKind)
REFUSALS: tuple[Refusal, ...] = get_args(Refusal)


@dataclass(frozen=True, slots=True)
class Item:
    """One question with what is expected. ``facts`` holds the alternatives of each fact.

    ``papers`` are titles or ids; citing any of them is right, or all where ``needs_all``.
    """

    id: str
    question: str
    kind: QuestionKind = "ask"
    papers: tuple[str, ...] = ()
    needs_all: bool = False
    facts: tuple[tuple[str, ...], ...] = ()
    refusal: Refusal | None = None

    @property
    def sort(self) -> str:
        """What ``--only`` selects by: the reason for refusal, or else the kind."""
        return self.refusal or self.kind


@dataclass(frozen=True, slots=True)
class Exchange:
    """Questions asked in order in one conversation; a single question is one of a single turn."""

    turns: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """All exchanges of a set, under the name the user knows it by."""

    name: str
    exchanges: tuple[Exchange, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every question, in order."""
        return tuple(item for exchange in self.exchanges for item in exchange.turns)


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a set that a library can be asked.

    ``papers`` maps each paper's name to the ids that go by it; ``lacking`` are the names that none
    does, and ``skipped`` the number of questions that fall away with them.
    """

    exchanges: tuple[Exchange, ...]
    papers: Mapping[str, frozenset[str]]
    lacking: tuple[str, ...]
    skipped: int


def select(questions: QuestionSet, catalogue: Catalogue, sorts: Collection[str] = ()) -> Selection:
    """Leave out what names a paper that is not in the library, and what is of no wanted sort.

    A dialogue is asked as a whole or not at all, since its turns lean on each other. ``sorts`` are
    values of ``Item.sort``; none means all.
    """
    wanted = [
        exchange
        for exchange in questions.exchanges
        if not sorts or any(turn.sort in sorts for turn in exchange.turns)
    ]
    papers = _find({name for exchange in wanted for name in _names(exchange)}, catalogue)
    kept = [exchange for exchange in wanted if all(papers[name] for name in _names(exchange))]
    asked, left = (
        sum(not sorts or turn.sort in sorts for exchange in part for turn in exchange.turns)
        for part in (wanted, kept)
    )
    lacking = tuple(sorted(name for name, ids in papers.items() if not ids))
    return Selection(tuple(kept), papers, lacking, asked - left)


def digest(exchange: Exchange, turn: int) -> str:
    """Return a mark of a question, what was said before it, and what is expected (16 digits).

    Two runs may be compared on a question only where it is the same.
    """
    said = [item.question for item in exchange.turns[:turn]]
    text = repr((said, exchange.turns[turn]))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _names(exchange: Exchange) -> Iterable[str]:
    return (name for turn in exchange.turns for name in turn.papers)


def _find(names: Collection[str], catalogue: Catalogue) -> dict[str, frozenset[str]]:
    exact = {name: set[str]() for name in names}
    by_title: dict[str, list[str]] = {}
    for name in names:
        by_title.setdefault(title_key(name), []).append(name)
    for batch in catalogue.all_papers() if names else ():
        for paper in batch:
            for name in (*_ids(paper), *by_title.get(title_key(paper.title), ())):
                if name in exact:
                    exact[name].add(paper.id)
    return {name: frozenset(ids) for name, ids in exact.items()}


def _ids(paper: Paper) -> tuple[str, ...]:
    return (paper.id, paper.arxiv_id) if paper.arxiv_id else (paper.id,)
