"""Answering what a paper's problem, results or limits are, where nothing else is asked."""

from __future__ import annotations

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


def asked_facet(question: Question, mentions: Sequence[Mention]) -> SentenceRole | None:
    """Return the facet of the papers named that is all a question asks for; None if there is more.

    "What problem does it solve?" asks for one, "what problem does it solve in robotics?" does not.
    """
    if question.figure or question.wants_share or question.wants_reason:
        return None
    if not mentions or not all(mention.outright for mention in mentions):
        return None
    left = read_question(without_names(question.text, mentions))  # A title may hold such words.
    role = left.role
    if role is None or role not in _OPENINGS:
        return None
    asked = [
        word
        for word in left.subject
        if not (ROLE_WORDS[role].search(word) or word.lower() in _STRESS)
    ]
    return None if asked else role


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
