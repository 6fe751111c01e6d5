"""Questions to start from, computed from the papers at hand, each one known to be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from paperchat.answering.common_ground import short_title
from paperchat.answering.follow_up_kinds import topics_in
from paperchat.answering.title_names import title_name
from paperchat.text.identity import title_key
from paperchat.text.names import distinctive_names
from paperchat.text.stopwords import STOP_WORDS
from paperchat.types import Answer, Paper, QuestionKind

SUGGESTED = 4
_TRIES = 4
"""Candidates of one kind that are tried before the kind is given up."""
_KNOWN_TO = 2
_LONGEST_TITLE = 110

_PAIRED = 30
"""Newest papers of which pairs are looked at."""
_NEAR = 0.4
"""Cosine from which somebody might compare two papers."""
_LONGEST_NAME = 60
_ASPECTS: Mapping[str, str] = {
    "result": "What are the results of {}?",
    "limit": "What are the limitations of {}?",
}

Ask = Callable[[str], Answer]
Nearness = Callable[[Paper, Paper], float]
"""Tells how near two papers are, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    question: str
    kind: QuestionKind
    about: frozenset[str] = frozenset()
    """The papers that the answer has to be about; empty when any may answer."""


def shared_words(paper: Paper, other: Paper) -> float:
    """Tell how near two papers are by the words of their titles."""
    first, second = (set(title_key(one.title).split()) - STOP_WORDS for one in (paper, other))
    return len(first & second) / max(min(len(first), len(second)), 1)


def suggest(
    papers: Sequence[Paper], ask: Ask, nearness: Nearness = shared_words
) -> tuple[str, ...]:
    """Return up to four questions of different kinds that ``ask`` answers with citations.

    Newer papers come first, and the two that are nearest to each other are compared. ``ask`` is
    called for a few candidates of each kind.
    """
    newest = sorted(papers, key=_age)
    named = own_names(newest)
    # What a title says comes before names, which mean nothing to who comes for the first time.
    kinds = [
        _topics(newest), _summaries(newest), _explanations(named), _comparisons(newest, nearness),
        # A small library, or one whose papers name nothing, has fewer of these kinds.
        _title_topics(newest), *(_aspects(newest, asks) for asks in _ASPECTS.values()),
    ]  # fmt: skip
    chosen: list[str] = []
    for candidates in kinds:
        if len(chosen) < SUGGESTED:
            fresh = (one for one in islice(candidates, _TRIES) if one.question not in chosen)
            chosen += islice(_answered(ask, fresh), 1)
    missing = min(SUGGESTED, len(papers)) - len(chosen)
    if missing > 0:
        spare = (c for c in _summaries(newest) if c.question not in chosen)
        chosen += islice(_answered(ask, islice(spare, 2 * _TRIES)), missing)
    return tuple(chosen)


def last_batch(added: Sequence[Paper], sources: int) -> list[Paper]:
    """Return the papers that came last, by their source; none where there are no other ``sources``.

    ``added`` are papers in the order they were added, the last first.
    """
    return [paper for paper in added if sources > 1 and paper.source == added[0].source]


def own_names(papers: Sequence[Paper]) -> list[tuple[str, Paper]]:
    """Return the papers whose titles give a name to what they introduce, each with that name.

    A name that more than two papers mention is the field's, whoever introduced it.
    """
    mentions = {paper.id: _mentions(paper) for paper in papers}
    known = Counter(name for names in mentions.values() for name in set(names))
    found: list[tuple[str, Paper]] = []
    for paper in papers:
        name = title_name(paper)
        if name and known[name] <= _KNOWN_TO:
            found.append((name, paper))
    return found


def _mentions(paper: Paper) -> list[str]:
    mentions = distinctive_names(f"{paper.title}. {paper.text}")
    return list(dict.fromkeys(mention.text for mention in mentions))


def topics(papers: Sequence[Paper]) -> list[str]:
    """Return runs of two or three words that several titles share, the most shared first.

    What more than one title in eight shares is the field itself, and no topic of its own. A run is
    of three words where most titles go on so, and in the plural where any title has it so.
    """
    shared: Counter[str] = Counter()
    for paper in papers:
        words = [word if _is_acronym(word) else word.lower() for word in paper.title.split()]
        shared.update(list(dict.fromkeys((*_runs(words, 2), *_runs(words, 3)))))
    most = max(len(papers) / 8, 2)
    longer = [run for run in shared if len(run.split()) == 3]
    found: dict[str, str] = {}
    for pair, count in shared.most_common():
        if 1 < count <= most and len(pair.split()) == 2:
            whole = [run for run in longer if f" {pair} " in f" {run} " and shared[run] > count / 2]
            run = max(whole, key=shared.__getitem__) if whole else pair
            plural = f"{run.removesuffix('s')}s"
            found.setdefault(plural, plural if plural in shared else run)
    return list(found.values())


def _runs(words: Sequence[str], length: int) -> Iterator[str]:
    for start in range(len(words) - length + 1):
        run = words[start : start + length]
        if all(word.isalpha() for word in run) and not STOP_WORDS & set(run):
            yield " ".join(run)


def _is_acronym(word: str) -> bool:
    return sum(character.isupper() for character in word) > 1


def _answered(ask: Ask, candidates: Iterator[_Candidate]) -> Iterator[str]:
    for candidate in candidates:
        answer = ask(candidate.question)
        cited = {citation.paper_id for citation in answer.citations}
        right = answer.status == "answered" and answer.kind == candidate.kind and bool(cited)
        if right and cited == (candidate.about or cited):
            yield candidate.question


def _explanations(named: Sequence[tuple[str, Paper]]) -> Iterator[_Candidate]:
    for name, paper in named:
        yield _Candidate(f"How does {name} work?", "ask", frozenset({paper.id}))


def _topics(papers: Sequence[Paper]) -> Iterator[_Candidate]:
    return (_Candidate(f"What do the papers say about {t}?", "summary") for t in topics(papers))


def _title_topics(papers: Sequence[Paper]) -> Iterator[_Candidate]:
    """Ask about what a single title speaks of."""
    found = dict.fromkeys(topic for paper in papers for topic in topics_in(paper.title))
    return (_Candidate(f"What do the papers say about {t}?", "summary") for t in found)


def _aspects(papers: Sequence[Paper], asks: str) -> Iterator[_Candidate]:
    for paper in papers:
        name = _called(paper)
        if len(name) <= _LONGEST_NAME:
            yield _Candidate(asks.format(name), "ask", frozenset({paper.id}))


def _comparisons(papers: Sequence[Paper], nearness: Nearness) -> Iterator[_Candidate]:
    """Pair papers that can be named in a few words, those nearest to each other first."""
    named = [(_called(paper), paper) for paper in papers[:_PAIRED]]
    brief = [(name, paper) for name, paper in named if len(name) <= _LONGEST_NAME]
    pairs = [(nearness(a[1], b[1]), a, b) for a, b in combinations(brief, 2) if a[0] != b[0]]
    for near, (name, paper), (other_name, other) in sorted(pairs, key=lambda pair: -pair[0]):
        if near >= _NEAR:
            both = frozenset({paper.id, other.id})
            yield _Candidate(f"Compare {name} and {other_name}", "comparison", both)


def _called(paper: Paper) -> str:
    """Return the name that a title gives to what it introduces, else its beginning in quotes."""
    return title_name(paper) or f"“{short_title(paper.title)}”"


def _summaries(papers: Sequence[Paper]) -> Iterator[_Candidate]:
    # From the middle on, so that it is not the paper which the other questions are about.
    turned = [*papers[len(papers) // 2 :], *papers[: len(papers) // 2]]
    for paper in turned:
        if len(paper.title) <= _LONGEST_TITLE:
            yield _Candidate(f"Summarize “{paper.title}”", "summary", frozenset({paper.id}))


def _age(paper: Paper) -> tuple[bool, int]:
    return paper.published is None, -paper.published.toordinal() if paper.published else 0
