"""A follow-up that was refused, put once more as a model understands it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from paperchat.errors import ModelError
from paperchat.models.port import LanguageModel
from paperchat.types import Answer, Conversation, Usage
from paperchat.writing.events import Event, Finished
from paperchat.writing.rewriting import leans, rewrite


@dataclass(frozen=True, slots=True)
class SecondTry:
    """The question as the model put it, and what asking for that took.

    ``question`` is the old one, and ``note`` says why, where the model failed.
    """

    question: str
    usage: Usage | None
    note: str = ""

    @classmethod
    def of(
        cls,
        model: LanguageModel,
        answer: Answer,
        conversation: Conversation,
        cost: Callable[[int, int], float | None],
    ) -> SecondTry | None:
        """Have the question of a refusal put in other words; None if there is no call for it.

        There is one where the question leans on a conversation, and nothing understood how.
        """
        refused = answer.status in ("no_evidence", "unknown_paper") and answer.kind == "ask"
        spoken = any(turn.answer.citations for turn in conversation.turns)
        if not (
            refused and spoken and answer.rewritten_question is None and leans(answer.question)
        ):
            return None
        try:
            found = rewrite(model, answer.question, conversation)
        except ModelError as error:
            return cls(answer.question, None, str(error))
        if found is None:
            return None
        usage = Usage(
            prompt_tokens=found.prompt_tokens,
            completion_tokens=found.completion_tokens,
            requests=found.requests,
            estimated=found.estimated,
            cost=cost(found.prompt_tokens, found.completion_tokens),
        )
        return cls(found.question, usage)

    def taken(self, first: Answer, second: Answer) -> Answer:
        """Return the answer to the new question if there is one, else the first refusal."""
        if second.status != "answered" or self.question == first.question:
            return replace(first, notes=(*first.notes, self.note)) if self.note else first
        return replace(second, question=first.question, rewritten_question=self.question)

    def counted(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield ``events``, with what the rewriting took added to the usage of the answer."""
        for event in events:
            if isinstance(event, Finished) and self.usage is not None:
                usage = together(self.usage, event.answer.usage)
                yield Finished(replace(event.answer, usage=usage))
            else:
                yield event


def together(first: Usage, second: Usage | None) -> Usage:
    """Return the sum of two usages; its cost is known only where both are."""
    if second is None:
        return first
    known = first.cost is not None and second.cost is not None
    return Usage(
        prompt_tokens=first.prompt_tokens + second.prompt_tokens,
        completion_tokens=first.completion_tokens + second.completion_tokens,
        requests=first.requests + second.requests,
        estimated=first.estimated or second.estimated,
        cost=(first.cost or 0.0) + (second.cost or 0.0) if known else None,
    )
