"""Whether a paper mentions something: told by its words, not by what comes near it in meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperchat.answering import refusal
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.reply import Asked
from paperchat.answering.trace import Named
from paperchat.answering.understanding import Understood
from paperchat.retrieval.names import Mention
from paperchat.types import Answer, Paper, PaperHit, Sentence

_BEGINS = r"^\W*(?:(?:and|but|so|ok|okay|also|then)\W+)*(?:do|does|did|is|are|was|were)\b"
_ENDS = r"(?:\s+(?:at all|anywhere|somewhere|too|as well|or not))*\W*$"
_ACTIVE = re.compile(
    rf"{_BEGINS}(?P<where>.+?)\b(?:mention|refer to|name|cite|speak of|talk (?:of|about)|"
    r"say (?:anything|something) (?:about|on)|touch (?:on|upon)|bring up|contain the words?|"
    rf"use the (?:words?|terms?))\s+(?P<what>[^,;:.?!]{{2,60}}?){_ENDS}",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"{_BEGINS}\s+(?P<what>[^,;:.?!]{{2,60}}?)\s+(?:mentioned|named|cited|referred to|brought up)"
    rf"\s+(?:in|by)\s+(?P<where>.+?){_ENDS}",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"^(?:it|this|that|them|these|those|one|any|anything|something|who|what|which|how|why|whether)"
    r"\b|\b(?:papers?|surveys?|results?|limits?|limitations?|code|data|authors?)$",
    re.IGNORECASE,
)
"""No thing with a name, but one that is asked about in other words than the paper's own."""
_ARTICLE = re.compile(r"^(?:the|an?|any)\s+", re.IGNORECASE)
_MOST = 3
"""Papers asked about at once, and sentences quoted of each."""


def answer_from_mention(context: Context, asked: Asked, understood: Understood) -> Answer | None:
    """Quote where the papers named mention a thing, or say that they do not.

    None if that is not asked, or where there is more of a paper to look into than its abstract.
    """
    text = understood.read.text
    match = _PASSIVE.match(text) or _ACTIVE.match(text)
    if match is None or _UNSAID.search(match["what"]):
        return None
    papers = _named_in(match["where"], understood.mentions)
    if not 0 < len(papers) <= _MOST or context.library.bodies.bodies(paper.id for paper in papers):
        return None
    what = _ARTICLE.sub("", match["what"].strip(" \"'“”"))
    told = {paper.id: _mentioning(context, paper, what) for paper in papers}
    reply = asked.reply("ask", understood.rewritten)
    reply.note(Named(tuple(papers), _MOST))
    if not any(told.values()):
        hits = [PaperHit(paper, 1.0, None, None) for paper in papers]
        said = refusal.not_mentioned(what, papers)
        return reply.without_evidence("not_in_abstract", said, hits=hits, missing=[what])
    draft = Draft()
    for paper in papers:
        own = told[paper.id]
        draft.say(
            f"“{paper.title}” mentions “{what}”:" if own else refusal.not_mentioned(what, [paper])
        )
        for sentence in own[:_MOST]:
            draft.quote(sentence, paper)
    return reply.answered(draft)


def _named_in(text: str, mentions: Sequence[Mention]) -> list[Paper]:
    found = [
        item.paper
        for item in mentions
        if item.outright and any(name and name in text for name in (item.surface, item.paper.title))
    ]
    return list({paper.id: paper for paper in found}.values())


def _mentioning(context: Context, paper: Paper, what: str) -> list[Sentence]:
    forms = context.topics.forms(what)
    sentences = context.library.catalogue.sentences_of([paper])[paper.id]
    return [item for item in sentences if any(form.find(item.text) for form in forms)]
