"""Asking a question set: every exchange is a conversation of its own, every answer is graded."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator

from paperchat.assistant import Assistant
from paperchat.errors import PaperchatError
from paperchat.evaluation.grading import Asked, Outcome, grade
from paperchat.evaluation.question_set import Exchange, Item, Selection, digest
from paperchat.library.catalogue import Catalogue
from paperchat.types import Answer, Conversation, Turn


def ask_all(
    assistant: Assistant,
    catalogue: Catalogue,
    selection: Selection,
    sorts: Collection[str] = (),
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> tuple[Outcome, ...]:
    """Ask the questions of ``selection`` and grade the answers.

    All turns of a dialogue are asked; with ``sorts``, only those of these sorts are graded. The
    first question is asked once more beforehand, so that loading the model and opening the indexes
    do not count as answering.

    Raises:
        PaperchatError: a question fails; the message names it.
    """
    if selection.exchanges:
        _answer(assistant, selection.exchanges[0].turns[0], Conversation())
    total = sum(len(exchange.turns) for exchange in selection.exchanges)
    outcomes: list[Outcome] = []
    done = 0
    for exchange in selection.exchanges:
        for turn, (answer, ms) in enumerate(_converse(assistant, exchange)):
            item = exchange.turns[turn]
            if not sorts or item.sort in sorts:
                cited = catalogue.papers_by_id({cited.paper_id for cited in answer.citations})
                texts = {paper.id: paper.text for paper in cited.values()}
                mark, bodies = digest(exchange, turn), assistant.bodies.bodies(cited)
                asked = Asked(answer, selection.papers, texts, mark, ms, bodies)
                outcomes.append(grade(item, asked))
            done += 1
            on_progress(done, total)
    return tuple(outcomes)


def _converse(assistant: Assistant, exchange: Exchange) -> Iterator[tuple[Answer, float]]:
    conversation = Conversation()
    for item in exchange.turns:
        start = time.perf_counter()
        answer = _answer(assistant, item, conversation)
        yield answer, (time.perf_counter() - start) * 1000
        conversation = conversation.with_turn(Turn(item.question, answer))


def _answer(assistant: Assistant, item: Item, conversation: Conversation) -> Answer:
    try:
        return assistant.ask(item.question, conversation)
    except PaperchatError as error:
        # Whatever it is, it is not the question set that is wrong.
        raise PaperchatError(
            f"Question {item.id} ({item.question!r}) could not be answered: {error}"
        ) from error
