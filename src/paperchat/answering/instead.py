"""What to ask instead of a question that was refused, from its words and the papers near it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from paperchat.answering.akin import akin_groups
from paperchat.answering.follow_up_kinds import Candidate, Sentences, of_role, topics_in
from paperchat.answering.title_names import title_name
from paperchat.retrieval.wording import wording
from paperchat.text.frame_words import FRAME_WORDS
from paperchat.text.language import language
from paperchat.text.phrases import key_of, phrases
from paperchat.types import Answer, Paper

_OF_TALK = frozenset(
    word
    for line in (
        "answer line list order paragraph paragraphs quote quotes reply rewrite sentence sentences",
        "swap table text translate word words",
    )
    for word in line.split()
)
"""Words for what is said in a conversation: no matter of papers."""

REFUSED = ("no_evidence", "not_in_abstract", "unknown_paper")


def kinds_instead(
    answer: Answer, papers: Mapping[str, Paper], sentences: Sentences
) -> Iterator[Iterator[Candidate]]:
    """Yield kinds of questions to ask instead of that of ``answer``, the likeliest first.

    ``papers`` are those of the nearest that the library holds.
    """
    near = [papers[item.paper_id] for item in answer.nearest if item.paper_id in papers]
    if answer.status == "not_in_abstract":  # The paper that was asked about says other things.
        for role in ("result", "limit", "data"):
            yield of_role(role, near[:1], sentences, set())
    yield _akin(answer, near)
    yield _mentions(answer)
    yield _overviews(answer, near)
    yield _workings(near)


def _akin(answer: Answer, near: Sequence[Paper]) -> Iterator[Candidate]:
    """Ask about what the nearest papers call a thing that the question calls otherwise."""
    for _, group in akin_groups(answer.question):
        for term in group:
            form = wording(term)
            if any(form.find(f"{paper.title}\n{paper.text}") for paper in near):
                yield Candidate(f"What do the papers say about {term}?", ("summary", "ask"))


def _mentions(answer: Answer) -> Iterator[Candidate]:
    """Ask for a list of the papers that hold some of the question's own words, and show them."""
    if language(answer.question) != "english":
        return
    missing = {term.lower() for term in answer.missing_terms}
    surfaces = {phrase.key: phrase.surface for phrase in phrases(answer.question)}
    for key in sorted(surfaces, key=len, reverse=True):
        surface = surfaces[key]
        words = set(surface.lower().split())
        if words & (FRAME_WORDS | missing) or words <= _OF_TALK:
            continue  # "GRAO beat PPO" is a claim, not a thing to mention.
        yield Candidate(f"Which papers mention {surface}?", ("list",), says=surface)


def _overviews(answer: Answer, near: Sequence[Paper]) -> Iterator[Candidate]:
    """Ask what the papers say on matters of the nearest titles, those with its words first."""
    asked = set(key_of(answer.question))
    topics = [topic for paper in near for topic in topics_in(paper.title)]
    for topic in sorted(dict.fromkeys(topics), key=lambda topic: not asked & set(key_of(topic))):
        yield Candidate(f"What do the papers say about {topic}?", ("summary", "ask"))


def _workings(near: Sequence[Paper]) -> Iterator[Candidate]:
    for paper in near:
        if name := title_name(paper):
            yield Candidate(f"How does {name} work?", ("ask",), frozenset({paper.id}))
