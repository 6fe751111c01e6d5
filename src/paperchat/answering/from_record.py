"""What is asked of one paper as a whole: its text, papers like it, and how to cite it."""

from __future__ import annotations

import re

from paperchat.answering.catalogue_answer import Listing, compose_fact, compose_list
from paperchat.answering.catalogue_forms import limit_of
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.headline import headline
from paperchat.answering.question import read_question
from paperchat.answering.reply import Asked, Reply
from paperchat.answering.title_names import without_names
from paperchat.answering.trace import Named
from paperchat.answering.understanding import Understood
from paperchat.retrieval.similar import similar_papers
from paperchat.types import Answer, Paper

_SIMILAR = re.compile(
    r"\b(?:similar|related|close|closest|near|nearest|comparable)(?: (?:papers?|work|ones?))? to\b|"
    r"\b(?:papers?|works?|studies|articles?|anything|something|ones?|more) "
    r"(?:(?:that|which) (?:is|are) )?(?:just )?like\b|\bwhat(?: else)? is (?:there )?like\b|"
    r"\b(?:resembl\w+|along the lines of|in the spirit of)|"
    r"\bwhat (?:should|could|can) (?:i|we|one) read (?:next|after|alongside|besides?)\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\bhow (?:do|can|should|would) (?:i|we|you|one) (?:cite|reference|quote)\b|^\W*cite\b|"
    r"\b(?:bibtex|bibliographic|citation|reference)(?: entry| data)? (?:for|of)\b|"
    r"\bbibtex\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:show|give|read|print|display|see|what (?:is|does))\b.*"
    r"\b(?:abstract|digest|text)s?\b(?! say)",
    re.IGNORECASE,
)
_ASKING = frozenset(
    """
    papers paper work works study studies article articles similar related close closest near
    nearest comparable resemble resembles resembling like lines spirit cite reference quote bibtex
    bibliographic citation entry data recommend suggest anything something more others read next
    after alongside beside besides show print display see abstract digest text full whole entire
    """.split()  # noqa: SIM905  # a list that is read and kept in order by hand
)
_SHOWN = 5


def answer_from_record(context: Context, asked: Asked, understood: Understood) -> Answer | None:
    """Give the whole text of the paper named, or its like, or how to cite it; else None."""
    text, mentions = understood.read.text, understood.mentions
    papers = {mention.paper.id: mention.paper for mention in mentions if mention.outright}
    if len(papers) != 1:
        return None
    (paper,) = papers.values()
    rest = without_names(text, mentions)
    if any(word.lower() not in _ASKING for word in read_question(rest).subject):
        return None
    if _SIMILAR.search(rest):
        reply = asked.reply("list", understood.rewritten)
        return _similar_to(context, reply, paper, limit_of(text) or _SHOWN)
    if _CITED.search(rest):
        return _reference(context, asked.reply("facts", understood.rewritten), paper)
    if _WHOLE.search(text.replace(paper.title, " ")):  # It may stand in what names the paper.
        return _text_of(context, asked.reply("ask", understood.rewritten), paper)
    return None


def _text_of(context: Context, reply: Reply, paper: Paper) -> Answer:
    """Quote the whole abstract or digest, sentence by sentence."""
    draft = Draft()
    draft.say(f"The {paper.text_kind} of “{paper.title}”:")
    for sentence in context.library.catalogue.sentences_of([paper])[paper.id]:
        draft.quote(sentence, paper)
    reply.note(Named((paper,), 1))
    return reply.answered(draft)


def _similar_to(context: Context, reply: Reply, paper: Paper, limit: int) -> Answer | None:
    found = [near.paper for near in similar_papers(context.library, paper.id, limit)]
    if not found:
        return None
    reply.retrieved()
    reply.note(Named(tuple(found), limit))
    sentences = context.library.catalogue.sentences_of(found)
    draft = Draft()
    opening = f"The {len(found)} papers nearest in meaning to “{paper.title}”:"
    if len(found) == 1:
        opening = f"The paper nearest in meaning to “{paper.title}”:"
    compose_list(draft, opening, Listing(found), lambda near: headline(sentences[near.id]))
    return reply.answered(draft)


def _reference(context: Context, reply: Reply, paper: Paper) -> Answer:
    """Say what the record gives of a reference; what it does not give is left out."""
    people = ", ".join(paper.authors)
    year = f" ({paper.published.year})" if paper.published else ""
    places = [place for place in (paper.doi and f"doi:{paper.doi}", paper.url) if place]
    said = f"{people}{year}. {paper.title}. {' '.join(places)}".strip(" .")
    missing = [
        name
        for name, given in (("authors", people), ("year", year), ("address", places))
        if not given
    ]
    gaps = f" Its record does not give: {', '.join(missing)}." if missing else ""
    draft = Draft()
    sentences = context.library.catalogue.sentences_of([paper])[paper.id]
    aside = "The export of a conversation has it as BibTeX."
    compose_fact(draft, f"{said}.{gaps} {aside}", paper, headline(sentences))
    reply.note(Named((paper,), 1))
    return reply.answered(draft)
