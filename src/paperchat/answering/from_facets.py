"""Answering what a paper's problem, results or limits are, where nothing else is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.facets import facets_of
from paperchat.answering.question import ROLE_WORDS, Question, read_question
from paperchat.answering.reply import Reply
from paperchat.answering.title_names import without_names
from paperchat.answering.trace import Named
from paperchat.retrieval.names import Mention
from paperchat.types import Answer, Paper, SentenceRole

_MOST = 3
"""Papers whose facet is asked for at once; of more a summary or comparison tells."""

_STRESS = frozenset(("key", "main", "central", "major", "principal", "primary", "important"))
_OPENINGS: dict[SentenceRole, str] = {
    "problem": "What {} sets out to solve:",
    "result": "Results of {}:",
    "limit": "Limits that {} states:",
}
_IN_OTHER_WORDS: tuple[tuple[SentenceRole, re.Pattern[str]], ...] = (
    ("result", re.compile(
        r"\bhow (?:good|well|effective|successful|strong)\b|\bhow \w+ .*\b(?:evaluated|tested|"
        r"validated|assessed)\b|\b(?:take-?(?:aways?|home)(?: messages?)?|bottom line|upshot|"
        r"lessons?|implications?|evidence|strengths?|advantages?|benefits?|pay off|"
        r"find(?: out)?|found|discover(?:ed)?|learn(?:ed|t)?|works? well)\b", re.I)),
    ("problem", re.compile(
        r"\b(?:goals?|aims?|purpose|objectives?|fill(?:s|ed|ing)?|gaps?)\b", re.I)),
)  # fmt: skip
"""What else asks for them, where a paper is named and nothing more is asked."""


def asked_facet(question: Question, mentions: Sequence[Mention]) -> SentenceRole | None:
    """Return the facet of the papers named that is all a question asks for; None if there is more.

    "What problem does it solve?" asks for one, "what problem does it solve in robotics?" does not.
    """
    if question.figure or question.wants_share or question.wants_reason:
        return None
    if not mentions or not all(mention.outright for mention in mentions):
        return None
    rest = without_names(question.text, mentions)  # A title may hold such words.
    role = read_question(rest).role
    tried = [(role, ROLE_WORDS[role])] if role in _OPENINGS else []
    for role, words in (*tried, *_IN_OTHER_WORDS):
        left = read_question(words.sub(" ", rest)).subject if words.search(rest) else ("?",)
        if _STRESS.issuperset(word.lower() for word in left):
            return role
    return None


def facet_of(
    context: Context, reply: Reply, papers: Sequence[Paper], role: SentenceRole
) -> Answer | None:
    """Quote what each paper says for a facet, best first; None if none says anything."""
    sentences = context.library.catalogue.sentences_of(papers)
    draft = Draft()
    for paper in papers[:_MOST]:
        found = facets_of(sentences[paper.id]).sentences[role]
        if found:
            draft.say(_OPENINGS[role].format(f"“{paper.title}”"))
        for sentence in found:
            draft.quote(sentence, paper)
    if not draft.citations:
        return None
    reply.note(Named(tuple(papers[:_MOST]), _MOST))
    return reply.answered(draft)
