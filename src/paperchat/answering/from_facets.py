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
        r"\bhow (?:good|well|effective|successful|strong|accurate|precise|reliable|robust|"
        r"competitive|powerful)\b|\bhow \w+ .*\b(?:evaluated|tested|"
        r"validated|assessed)\b|\b(?:take-?(?:aways?|home)(?: messages?)?|bottom line|upshot|"
        r"lessons?|implications?|evidence|strengths?|advantages?|benefits?|pay off|"
        r"find(?: out)?|found|discover(?:ed)?|learn(?:ed|t)?|works? well)\b", re.I)),
    ("problem", re.compile(
        r"\b(?:goals?|aims?|purpose|objectives?|fill(?:s|ed|ing)?|gaps?)\b", re.I)),
)  # fmt: skip
"""What else asks for them, where a paper is named and nothing more is asked."""
_HOW_MUCH = re.compile(
    r"\bhow (?:big|large|great|high|strong|significant|substantial)\b|"
    r"\b(?:gains?|improvements?|effects?|boosts?|advantages?|benefits?|margins?)\b",
    re.IGNORECASE,
)
"""Asks for a figure, but does not say of what: any result is an answer."""
_FOR_AND_AGAINST = re.compile(
    r"\b(?:pros|advantages|strengths|benefits|upsides)\s+(?:and|&|or|versus|vs\.?)\s+"
    r"(?:cons|disadvantages|drawbacks|weaknesses|limit\w*|costs|downsides|risks)\b",
    re.IGNORECASE,
)


def asked_facets(question: Question, mentions: Sequence[Mention]) -> tuple[SentenceRole, ...]:
    """Return the facets of the papers named that are all a question asks for; none if it asks more.

    "What problem does it solve?" asks for one, "what problem does it solve in robotics?" does not.
    """
    if not mentions or not all(mention.outright for mention in mentions):
        return ()
    rest = without_names(question.text, mentions)  # A title may hold such words.
    if _asks_only(_HOW_MUCH, rest):
        return ("result",)
    read = read_question(rest)
    if read.figure or read.wants_share or read.wants_reason:
        return ()
    role = read.role
    if _asks_only(_FOR_AND_AGAINST, rest):
        return "result", "limit"
    tried = [(role, ROLE_WORDS[role])] if role in _OPENINGS else []
    return next(
        ((role,) for role, words in (*tried, *_IN_OTHER_WORDS) if _asks_only(words, rest)), ()
    )


def facets_told(
    context: Context, reply: Reply, papers: Sequence[Paper], roles: Sequence[SentenceRole]
) -> Answer | None:
    """Quote what each paper says for some facets, best first; None if none says anything."""
    sentences = context.library.catalogue.sentences_of(papers)
    draft = Draft()
    for paper in papers[:_MOST]:
        told = facets_of(sentences[paper.id]).sentences
        for role in roles:
            if told[role]:
                draft.say(_OPENINGS[role].format(f"“{paper.title}”"))
            elif role == "limit" and (len(roles) > 1 or len(papers) > 1):
                draft.say(f"Limits of “{paper.title}”: not stated in the {paper.text_kind}.")
            for sentence in told[role]:
                draft.quote(sentence, paper)
    if not draft.citations:
        return None
    reply.note(Named(tuple(papers[:_MOST]), _MOST))
    return reply.answered(draft)


def _asks_only(words: re.Pattern[str], text: str) -> bool:
    """Tell whether ``text`` asks for what ``words`` say, and for nothing more."""
    if not words.search(text):
        return False
    left = read_question(words.sub(" ", text)).subject
    return _STRESS.issuperset(word.lower() for word in left)
