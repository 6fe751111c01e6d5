"""Answering for one of two topics, where no paper mentions the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from paperchat.answering import refusal
from paperchat.answering.context import Context
from paperchat.answering.from_overview import answer_with_overview
from paperchat.answering.length import Length
from paperchat.answering.overview_question import OverviewQuestion
from paperchat.answering.reply import Reply
from paperchat.library.filters import Condition
from paperchat.types import Answer

_AND = re.compile(r",?\s+and(?:\s+also)?\s+(?:(?:about|on)\s+)?", re.IGNORECASE)


def answer_for_some(
    context: Context,
    reply: Reply,
    asked: OverviewQuestion,
    length: Length,
    conditions: Sequence[Condition],
) -> Answer | None:
    """Answer for the topic that papers speak of, and say that none mentions the other.

    None if ``asked`` does not join two topics, or both or neither are spoken of.
    """
    topics = [part.strip() for part in _AND.split(asked.topic) if part.strip()]
    if len(topics) < 2:
        return None
    known = [topic for topic in topics if context.topics.papers_mentioning(topic)]
    if len(known) != 1:
        return None
    found = answer_with_overview(
        context, reply, replace(asked, topic=known[0]), length, conditions=conditions
    )
    if found is None or found.status != "answered":
        return None
    unknown = [topic for topic in topics if topic not in known]
    return replace(found, notes=(*found.notes, refusal.unknown_name(unknown)))
