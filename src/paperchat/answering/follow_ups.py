"""Questions to go on with, drawn from the evidence of an answer, each one known to be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from paperchat.answering.common_ground import short_title
from paperchat.answering.roles import roles
from paperchat.answering.title_names import title_name
from paperchat.text.identity import title_key
from paperchat.text.phrases import is_common, is_name, phrases
from paperchat.types import Answer, Citation, Paper, QuestionKind, Sentence, SentenceRole

FOLLOW_UPS = 3
_TRIES = 3
"""Candidates of one kind that are tried before the kind is given up."""
_PAPERS = 3
"""Cited papers that are asked about, the ones cited first."""
_LONGEST = 160
"""Characters of a question that is still taken in at a glance."""

_ABOUT_ROLE: Mapping[SentenceRole, str] = {
    "limit": "What are the limitations of {}?",
    "result": "What are the results of {}?",
    "data": "What data does {} use?",
}

Ask = Callable[[str], Answer]
"""Answers a question as the conversation would go on with it, and keeps nothing."""
Sentences = Mapping[str, Sequence[Sentence]]
"""The sentences of each cited paper, by its id."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question; ``about`` are the papers that its answer has to cite, and no others.

    Where they are empty, it has to cite one that is not in ``beyond``.
    """

    question: str
    kinds: tuple[QuestionKind, ...]
    about: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()


def follow_ups(  # noqa: PLR0913  # what is known of an answer, and how to go on
    answer: Answer,
    papers: Mapping[str, Paper],
    sentences: Sentences,
    ask: Ask,
    *,
    asked: Sequence[str] = (),
    wanted: Callable[[], bool] = lambda: True,
) -> tuple[str, ...]:
    """Return up to three questions of different kinds that ``ask`` answers with new citations.

    ``papers`` and ``sentences`` are those of the cited papers that the library holds; what was
    ``asked`` before is not suggested again. An answer that cites nothing leads nowhere. Nothing
    more is tried once ``wanted`` says no.
    """
    cited = [papers[key] for key in _cited(answer) if key in papers][:_PAPERS]
    before = {title_key(question) for question in (*asked, answer.question)}
    shown = {_place(item) for item in answer.citations}
    chosen: list[str] = []
    for kind in _kinds(answer, cited, sentences):
        fresh = (item for item in kind if wanted() and _new(item.question, before))
        found = (item.question for item in islice(fresh, _TRIES) if _holds(item, ask, shown))
        chosen += islice(found, 1)
        if len(chosen) == FOLLOW_UPS:
            break
    return tuple(chosen)


def _kinds(
    answer: Answer, cited: Sequence[Paper], sentences: Sentences
) -> Iterator[Iterator[_Candidate]]:
    if answer.kind != "comparison":
        yield _comparisons(cited)
    quoted = {item.quote for item in answer.citations}
    for role in _ABOUT_ROLE:
        yield _of_role(role, cited, sentences, quoted)
    yield _topics(cited, frozenset(_cited(answer)))
    if answer.kind != "summary":
        yield _summaries(cited)


def _holds(item: _Candidate, ask: Ask, shown: set[tuple[str, str, int, int]]) -> bool:
    """Tell whether a question is answered as it is meant, with something that was not shown."""
    answer = ask(item.question)
    cited = set(_cited(answer))
    if answer.status != "answered" or answer.kind not in item.kinds or not cited:
        return False
    if all(_place(citation) in shown for citation in answer.citations):
        return False
    return cited == item.about if item.about else bool(cited - item.beyond)


def _comparisons(cited: Sequence[Paper]) -> Iterator[_Candidate]:
    for first, other in ((cited[0], other) for other in cited[1:]):
        for left, right in zip(_names(first), _names(other), strict=False):
            both = frozenset({first.id, other.id})
            yield _Candidate(f"Compare {left} and {right}", ("comparison",), both)


def _of_role(
    role: SentenceRole, cited: Sequence[Paper], sentences: Sentences, quoted: set[str]
) -> Iterator[_Candidate]:
    """Ask for limits, results or data of a paper that states some, and was not quoted with them."""
    for paper in cited:
        own = sentences.get(paper.id, ())
        found = [one for one, does in zip(own, roles(own), strict=True) if does == role]
        if any(one.text not in quoted for one in found):
            for name in _names(paper):
                question = _ABOUT_ROLE[role].format(name)
                yield _Candidate(question, ("ask",), frozenset({paper.id}))


def _topics(cited: Sequence[Paper], known: frozenset[str]) -> Iterator[_Candidate]:
    for paper in cited:
        for topic in _named_in(paper.title):
            question = f"Which other papers are about {topic}?"
            yield _Candidate(question, ("ask", "list"), beyond=known)


def _named_in(title: str) -> Iterator[str]:
    """Yield the phrases of two words or more that a title speaks of, without its capitals."""
    for phrase in phrases(title):
        words = phrase.surface.split()
        if phrase.whole and len(words) > 1 and not all(map(is_common, words)):
            yield " ".join(word if is_name(word) else word.lower() for word in words)


def _summaries(cited: Sequence[Paper]) -> Iterator[_Candidate]:
    for paper in cited:
        for name in _names(paper):
            yield _Candidate(f"Summarize {name}", ("summary",), frozenset({paper.id}))


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


def _cited(answer: Answer) -> tuple[str, ...]:
    """Return the papers that an answer cites, by the number of their first citation."""
    by_label = sorted(answer.citations, key=lambda item: item.label)
    return tuple(dict.fromkeys(item.paper_id for item in by_label))


def _place(citation: Citation) -> tuple[str, str, int, int]:
    return citation.paper_id, citation.part, citation.start, citation.end


def _new(question: str, before: set[str]) -> bool:
    return len(question) <= _LONGEST and title_key(question) not in before
