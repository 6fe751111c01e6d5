"""Follow-ups: what "it", "the second one" and "shorter" mean after what was said before.

A question that leans on the conversation is rewritten so that it stands alone, or is read as an
order about the last answer. Everything else stands as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from paperchat.answering.order_words import Order, read_order
from paperchat.answering.references import Focus, exchanged, points_beyond
from paperchat.answering.topic_before import with_topic_before
from paperchat.types import Answer, Conversation

_REFUSED_SINCE = 2
"""Refusals after which "shorter" and the like still mean the answer before them."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question in its place in the conversation.

    ``text`` stands alone; ``rewritten`` says whether it differs from what was asked. ``focus`` are
    the ids of the papers it is about by reference, ``order`` what to do with the ``last`` answer.
    """

    text: str
    rewritten: bool = False
    focus: tuple[str, ...] = ()
    order: Order | None = None
    last: Answer | None = None
    leaning: bool = False
    """Nothing but "and" or "what about" says that it goes on."""
    beyond: bool = False
    """It points at a place after the last of the papers shown, which are the ``focus``."""


def resolve(question: str, conversation: Conversation, *, names_papers: bool) -> FollowUp:
    """Resolve references of ``question`` to earlier turns.

    ``names_papers`` tells whether the question itself names papers: then only ordinals and
    pronouns beside those names are resolved, never a question as a whole.
    """
    last = _last_useful(conversation)
    if last is None:
        return FollowUp(question)
    order = read_order(question)
    quoted = _last_compared(conversation) if order == "swap" else _last_quoted(conversation)
    if order == "swap" and quoted is None:
        order = None  # There is nothing with sides.
    if order is not None and quoted is not None:
        return FollowUp(question, focus=_cited(quoted), order=order, last=quoted)
    titles = {
        paper_id: title for turn in conversation.turns for paper_id, title in _shown(turn.answer)
    }
    cited = _cited(last) or tuple(item.paper_id for item in last.nearest)
    listed = [tuple(dict(_shown(turn.answer))) for turn in reversed(conversation.turns)]
    groups = (_cited(turn.answer) for turn in reversed(conversation.turns))
    together = next((own for own in groups if len(own) > 1), ())
    both = cited if len(cited) > 1 else _lately(conversation) or together
    group = together or both
    compared = last.comparison.papers if last.comparison is not None else ()
    compared = compared or (_cited(last) if last.narrowed_to else ())
    focus = Focus(cited, tuple(listed), both, group, titles, compared)
    if not names_papers and points_beyond(question, focus):
        return FollowUp(question, focus=cited, beyond=True)
    told = with_topic_before(question, conversation, names_papers=names_papers)
    if told is not None and names_papers:
        return FollowUp(told, rewritten=True)
    found = exchanged(told or question, focus, names_papers=names_papers)
    if found is None:
        return FollowUp(question)
    return FollowUp(found.text, rewritten=True, focus=found.papers, leaning=found.leaning)


def _cited(answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.paper_id for item in answer.citations))


def _shown(answer: Answer) -> list[tuple[str, str]]:
    """Return ids and titles of the papers of an answer, in the order they are shown."""
    cited = [(citation.paper_id, citation.title) for citation in answer.citations]
    return cited or [(paper.paper_id, paper.title) for paper in answer.nearest]


def _last_compared(conversation: Conversation) -> Answer | None:
    """Return the newest comparison: nothing else has sides."""
    answers = (turn.answer for turn in reversed(conversation.turns))
    return next((answer for answer in answers if answer.comparison is not None), None)


def _lately(conversation: Conversation) -> tuple[str, ...]:
    """Return the two papers that answers cited last, the older first."""
    found: list[str] = []
    for turn in reversed(conversation.turns):
        found += [key for key in _cited(turn.answer)[:1] if key not in found]
    return tuple(reversed(found[:2])) if len(found) > 1 else ()


def _last_quoted(conversation: Conversation) -> Answer | None:
    """Return the newest answer with quotes, unless too much was refused since."""
    lately = reversed(conversation.turns[-_REFUSED_SINCE - 1 :])
    return next((turn.answer for turn in lately if turn.answer.citations), None)


def _last_useful(conversation: Conversation) -> Answer | None:
    """Return the newest answer that speaks of papers; small talk and bare refusals do not."""
    for turn in reversed(conversation.turns):
        about_papers = turn.answer.status == "not_in_abstract" and turn.answer.nearest
        if turn.answer.citations or about_papers:
            return turn.answer
    for turn in reversed(conversation.turns):
        if turn.answer.nearest:
            return turn.answer
    return None
