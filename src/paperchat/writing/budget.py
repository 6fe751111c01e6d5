"""Fitting a prompt into a model's window, and saying what had to be left out.

What goes first, in this order: the further sentences of the papers, the last ones first; earlier
exchanges, the oldest first; and at last sentences that were chosen, the last ones first. The
rules, the question and the best sentence always stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.errors import ModelError
from paperchat.models.port import Message
from paperchat.text.tokens import count_tokens
from paperchat.writing.passages import Passage
from paperchat.writing.prompts import (
    Exchange,
    history_text,
    paper_heading,
    passage_line,
    passages_text,
)

_A_MESSAGE = 8
"""Tokens around a message, generously: chat templates differ."""

_OTHER_TOKENIZERS = 1.15
"""Models count otherwise than we do; most count at most so much more for English."""

_LEAST_ANSWER = 64


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be said to a model: rules, passages, earlier exchanges, and the task itself."""

    rules: str
    passages: tuple[Passage, ...]
    history: tuple[Exchange, ...]
    task: str
    max_tokens: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request that fits: the messages as sent, and the passages that are in them.

    ``tokens`` are those of the messages as counted here. ``left_out`` says in one sentence what
    did not fit; it is empty where all did.
    """

    messages: tuple[Message, ...]
    passages: tuple[Passage, ...]
    max_tokens: int
    tokens: int
    left_out: str


def fitted(request: Request, window: int) -> Prompt:
    """Return the prompt for ``request``, cut down to a window of so many tokens.

    Raises:
        ModelError: (``too_long``) not even the question and its best passage fit.
    """
    max_tokens = min(request.max_tokens, max(window // 3, _LEAST_ANSWER))
    room = int((window - max_tokens) / _OTHER_TOKENIZERS) - 2 * _A_MESSAGE
    passages, history = list(request.passages), list(request.history)
    sizes = _Sizes(request)
    while sizes.total(passages, history) > room:
        if any(not passage.chosen for passage in passages):
            passages.pop(_last_further(passages))
        elif history:
            history.pop(0)
        elif len(passages) > 1:
            passages.pop()
        else:
            raise ModelError(
                "too_long",
                f"The question and its passages do not fit into the model's window of {window} "
                "tokens: ask something shorter, or choose a model with a larger window.",
            )
    messages = _messages(request, passages, history)
    return Prompt(
        messages=messages,
        passages=tuple(passages),
        max_tokens=max_tokens,
        tokens=sum(count_tokens(message.text) + _A_MESSAGE for message in messages),
        left_out=_told(
            len(request.passages), len(request.passages) - len(passages),
            len(request.history) - len(history), window,
        ),
    )  # fmt: skip


class _Sizes:
    """Tokens of the parts of a request, each counted once."""

    def __init__(self, request: Request) -> None:
        bare = _messages(request, (), ())
        self._fixed = sum(count_tokens(message.text) for message in bare)
        self._passages = {
            passage.label: count_tokens(passage_line(passage)) + 1 for passage in request.passages
        }
        self._headings = {
            passage.paper.id: count_tokens(paper_heading(passage.paper, 1)) + 1
            for passage in request.passages
        }
        self._history = {item: count_tokens(history_text([item])) + 1 for item in request.history}

    def total(self, passages: Sequence[Passage], history: Sequence[Exchange]) -> int:
        """Return about how many tokens the prompt with these parts has, rather too many."""
        papers = {passage.paper.id for passage in passages}
        return (
            self._fixed
            + sum(self._passages[passage.label] for passage in passages)
            + sum(self._headings[paper_id] for paper_id in papers)
            + sum(self._history[item] for item in history)
        )


def _last_further(passages: Sequence[Passage]) -> int:
    return max(at for at, passage in enumerate(passages) if not passage.chosen)


def _messages(
    request: Request, passages: Sequence[Passage], history: Sequence[Exchange]
) -> tuple[Message, ...]:
    parts = [passages_text(passages), history_text(history), request.task]
    told = "\n\n".join(part for part in parts if part)
    return Message("system", request.rules), Message("user", told)


def _told(passages: int, passages_out: int, exchanges_out: int, window: int) -> str:
    parts = []
    if passages_out:
        parts.append(f"{passages_out} of {passages} passages")
    if exchanges_out:
        parts.append(f"{exchanges_out} earlier exchange{'' if exchanges_out == 1 else 's'}")
    if not parts:
        return ""
    one = passages_out + exchanges_out == 1
    return (
        f"{' and '.join(parts)} did not fit into the model's window of {window} tokens and "
        f"{'was' if one else 'were'} left out."
    )
