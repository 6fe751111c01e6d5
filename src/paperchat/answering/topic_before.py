"""What "it" is in "what does that survey say about it?": the topic that was asked about before."""

from __future__ import annotations

import re

from paperchat.answering.catalogue_topic import read_topic
from paperchat.answering.elliptic import standing
from paperchat.answering.references import points_at_papers
from paperchat.types import Conversation

_SAYS_OF = re.compile(
    r"\b(?:say|tell|write|report|find|think|conclude|claim|know)s?(?: us| me)?"
    r"(?: anything| something| more| else)? (?:about|on|of) (?P<what>.+?)\W*$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"it|this|that|them", re.IGNORECASE)
_TITLE = re.compile("“[^”]*”")


def with_topic_before(
    question: str, conversation: Conversation, *, names_papers: bool
) -> str | None:
    """Put the last topic for "it" in a question what a paper says about it; None for others.

    What a paper is asked to say something about is not that paper.
    """
    match = _SAYS_OF.search(question)
    if match is None or not _POINTS.fullmatch(match["what"]):
        return None
    if not (names_papers or points_at_papers(question[: match.start()])):
        return None
    topic = _topic_before(conversation)
    return (
        f"{question[: match.start('what')]}{topic}{question[match.end('what') :]}"
        if topic
        else None
    )


def _topic_before(conversation: Conversation) -> str:
    """Return what was asked about last, apart from the papers that it was asked of."""
    for turn in reversed(conversation.turns):
        asked = " ".join(_TITLE.sub(" ", standing(turn.answer)).split())
        said = _SAYS_OF.search(asked)
        if said is not None and not _POINTS.fullmatch(said["what"]):
            return said["what"]
        topics = read_topic(asked.rstrip(" ?.!")).phrases
        if topics:
            return " or ".join(topics)
    return ""
