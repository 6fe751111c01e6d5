"""The kinds of questions to go on with: what each asks, and what has to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from paperchat.answering.common_ground import short_title
from paperchat.answering.roles import roles
from paperchat.answering.title_names import title_name
from paperchat.text.phrase_words import is_common
from paperchat.text.phrases import is_name, phrases
from paperchat.types import Answer, Paper, QuestionKind, Sentence, SentenceRole

_PAPERS = 3
"""Cited papers that are asked about, the ones cited first."""

_ABOUT_ROLE: Mapping[SentenceRole, str] = {
    "limit": "What are the limitations of {}?",
    "result": "What are the results of {}?",
    "data": "What data does {} use?",
}

Sentences = Mapping[str, Sequence[Sentence]]
"""The sentences of each cited paper, by its id."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question; ``about`` are the papers that its answer has to cite, and no others.

    Where they are empty, it has to cite one that is not in ``beyond``. Some quote has to hold what
    ``says`` holds, in whatever form.
    """

    question: str
    kinds: tuple[QuestionKind, ...]
    about: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()
    says: str = ""


def kinds_after(
    answer: Answer, papers: Mapping[str, Paper], sentences: Sentences
) -> Iterator[Iterator[Candidate]]:
    """Yield the kinds of questions that go on from what ``answer`` quotes.

    ``papers`` are those of the cited papers that the library holds.
    """
    cited = [papers[key] for key in cited_by(answer) if key in papers][:_PAPERS]
    if answer.kind != "comparison":
        yield _comparisons(cited)
    quoted = {item.quote for item in answer.citations}
    for role in _ABOUT_ROLE:
        yield of_role(role, cited, sentences, quoted)
    yield _topics(cited, frozenset(cited_by(answer)))
    if answer.kind != "summary":
        yield _summaries(cited)


def _comparisons(cited: Sequence[Paper]) -> Iterator[Candidate]:
    for first, other in ((cited[0], other) for other in cited[1:]):
        for left, right in zip(_names(first), _names(other), strict=False):
            both = frozenset({first.id, other.id})
            yield Candidate(f"Compare {left} and {right}", ("comparison",), both)


def of_role(
    role: SentenceRole, cited: Sequence[Paper], sentences: Sentences, quoted: set[str]
) -> Iterator[Candidate]:
    """Ask for limits, results or data of a paper that states some, and was not quoted with them."""
    for paper in cited:
        own = sentences.get(paper.id, ())
        found = [one for one, does in zip(own, roles(own), strict=True) if does == role]
        if any(one.text not in quoted for one in found):
            for name in _names(paper):
                question = _ABOUT_ROLE[role].format(name)
                yield Candidate(question, ("ask",), frozenset({paper.id}))


def _topics(cited: Sequence[Paper], known: frozenset[str]) -> Iterator[Candidate]:
    for paper in cited:
        for topic in topics_in(paper.title):
            question = f"Which other papers are about {topic}?"
            yield Candidate(question, ("ask", "list"), beyond=known)


def topics_in(title: str) -> Iterator[str]:
    """Yield the phrases of two words or more that a title speaks of, without its capitals."""
    for phrase in phrases(title):
        words = phrase.surface.split()
        if phrase.whole and len(words) > 1 and not all(map(is_common, words)):
            yield " ".join(word if is_name(word) else word.lower() for word in words)


def _summaries(cited: Sequence[Paper]) -> Iterator[Candidate]:
    for paper in cited:
        for name in _names(paper):
            yield Candidate(f"Summarize {name}", ("summary",), frozenset({paper.id}))


def _names(paper: Paper) -> Iterator[str]:
    """Yield what a paper may be called in a question: a name of its own, a short title, its title.

    The first may be shared with another paper; then the question is about that one too, and is
    given up for the next.
    """
    name = title_name(paper)
    if name:
        yield name
    head = short_title(paper.title)
    yield f"“{head}”"
    if head != paper.title.rstrip("."):
        yield f"“{paper.title}”"


def cited_by(answer: Answer) -> tuple[str, ...]:
    """Return the papers that an answer cites, by the number of their first citation."""
    by_label = sorted(answer.citations, key=lambda item: item.label)
    return tuple(dict.fromkeys(item.paper_id for item in by_label))
