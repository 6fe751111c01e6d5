"""Questions to start from, computed from the papers at hand, each one known to be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise

from paperchat.retrieval.names import ownership
from paperchat.text.identity import title_key
from paperchat.text.names import distinctive_names
from paperchat.text.stopwords import STOP_WORDS
from paperchat.types import Answer, Paper, QuestionKind

SUGGESTED = 4
_TRIES = 4
"""Candidates of one kind that are tried before the kind is given up."""
_OWNS = 2.0
_LONGEST_TITLE = 110

Ask = Callable[[str], Answer]


def suggest(papers: Sequence[Paper], ask: Ask) -> tuple[str, ...]:
    """Return up to four questions of different kinds that ``ask`` answers with citations.

    Newer papers come first. ``ask`` is called for a few candidates of each kind.
    """
    newest = sorted(papers, key=_age)
    named = [(name, paper) for paper in newest if (name := own_name(paper))]
    kinds: list[tuple[QuestionKind, Iterator[str]]] = [
        ("ask", (f"How does {name} work?" for name, _ in named)),
        ("ask", (f"What do the papers say about {topic}?" for topic in topics(newest))),
        ("comparison", _comparisons(named)),
        ("summary", _summaries(newest)),
    ]
    chosen: list[str] = []
    for kind, candidates in kinds:
        chosen += islice((q for q in islice(candidates, _TRIES) if _answers(ask, q, kind)), 1)
    more = (q for q in islice(_summaries(newest), _TRIES * 2) if q not in chosen)
    while len(chosen) < min(SUGGESTED, len(papers)) and (question := next(more, None)):
        if _answers(ask, question, "summary"):
            chosen.append(question)
    return tuple(chosen)


def own_name(paper: Paper) -> str | None:
    """Return the name that a paper gives to what it introduces, if it clearly does."""
    names = [mention.text for mention in distinctive_names(f"{paper.title}. {paper.text}")]
    scored = [(ownership(name, paper), -names.index(name), name) for name in dict.fromkeys(names)]
    score, _, name = max(scored, default=(0.0, 0, ""))
    return name if score >= _OWNS else None


def topics(papers: Sequence[Paper]) -> list[str]:
    """Return pairs of words that several titles share, the most shared first.

    What more than a quarter of the titles share is the field itself, and no topic of its own.
    """
    shared: Counter[str] = Counter()
    for paper in papers:
        words = title_key(paper.title).split()
        pairs = {
            f"{left} {right}"
            for left, right in pairwise(words)
            if left.isalpha() and right.isalpha() and not {left, right} & STOP_WORDS
        }
        shared.update(sorted(pairs))
    most = max(len(papers) / 4, 2)
    return [pair for pair, count in shared.most_common() if 1 < count <= most]


def _answers(ask: Ask, question: str, kind: QuestionKind) -> bool:
    answer = ask(question)
    return answer.status == "answered" and answer.kind == kind and bool(answer.citations)


def _comparisons(named: Sequence[tuple[str, Paper]]) -> Iterator[str]:
    """Pair each named paper with the one whose title shares most words with its own."""
    for place, (name, paper) in enumerate(named):
        words = set(title_key(paper.title).split()) - STOP_WORDS
        others = [
            (len(words & set(title_key(other.title).split())), -abs(place - spot), other_name)
            for spot, (other_name, other) in enumerate(named)
            if spot > place and other_name != name
        ]
        shared, _, other_name = max(others, default=(0, 0, ""))
        if shared:
            yield f"Compare {name} and {other_name}"


def _summaries(papers: Sequence[Paper]) -> Iterator[str]:
    # From the middle on, so that it is not the paper which the other questions are about.
    turned = [*papers[len(papers) // 2 :], *papers[: len(papers) // 2]]
    return (f"Summarize “{p.title}”" for p in turned if len(p.title) <= _LONGEST_TITLE)


def _age(paper: Paper) -> tuple[bool, int]:
    return paper.published is None, -paper.published.toordinal() if paper.published else 0
