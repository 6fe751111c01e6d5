"""Questions to go on with, or to ask instead of one that was refused, each known to be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from paperchat.answering.follow_up_kinds import Candidate, Sentences, cited_by, kinds_after
from paperchat.answering.instead import REFUSED, kinds_instead
from paperchat.retrieval.wording import wording
from paperchat.text.identity import title_key
from paperchat.types import Answer, Citation, Paper

FOLLOW_UPS = 3
_TRIES = 3
"""Candidates of one kind that are tried before the kind is given up."""
_LONGEST = 160
"""Characters of a question that is still taken in at a glance."""

Ask = Callable[[str], Answer]
"""Answers a question as the conversation would go on with it, and keeps nothing."""


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

    ``papers`` and ``sentences`` are those that the library holds of the cited papers, or of the
    nearest ones after a refusal; what was ``asked`` before is not suggested again. Nothing more is
    tried once ``wanted`` says no.
    """
    kinds = kinds_instead if answer.status in REFUSED else kinds_after
    before = {title_key(question) for question in (*asked, answer.question)}
    shown = {_place(item) for item in answer.citations}
    chosen: list[str] = []
    for kind in kinds(answer, papers, sentences):
        fresh = (item for item in kind if wanted() and _new(item.question, before))
        found = (item.question for item in islice(fresh, _TRIES) if _holds(item, ask, shown))
        chosen += islice(found, 1)
        if len(chosen) == FOLLOW_UPS:
            break
    return tuple(chosen)


def _holds(item: Candidate, ask: Ask, shown: set[tuple[str, str, int, int]]) -> bool:
    """Tell whether a question is answered as it is meant, with something that was not shown."""
    answer = ask(item.question)
    cited = set(cited_by(answer))
    if answer.status != "answered" or answer.kind not in item.kinds or not cited:
        return False
    if all(_place(citation) in shown for citation in answer.citations):
        return False
    if item.says and not any(wording(item.says).find(one.quote) for one in answer.citations):
        return False
    return cited == item.about if item.about else bool(cited - item.beyond)


def _place(citation: Citation) -> tuple[str, str, int, int]:
    return citation.paper_id, citation.part, citation.start, citation.end


def _new(question: str, before: set[str]) -> bool:
    return len(question) <= _LONGEST and title_key(question) not in before
