"""Having a model spell out a follow-up that the rules of a conversation did not understand."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass

from paperchat.errors import ModelError
from paperchat.models.port import Ended, LanguageModel, Piece
from paperchat.text.tokens import count_tokens
from paperchat.types import Conversation
from paperchat.writing.prompts import one_line, rewrite_messages
from paperchat.writing.tasks import exchanges_of

_LEANS = re.compile(
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|one|ones|he|she|his|her|both|"
    r"former|latter|same|other|others|such|there|first|second|third|last|previous|earlier|above|"
    r"instead|too|also|then|so)\b|^\W*(?:and|but|or|what about|how about|why|how|because)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 5
_LONGEST = 400
_MOST_TOKENS = 160


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A follow-up as a question of its own, and what asking for it took."""

    question: str
    prompt_tokens: int
    completion_tokens: int
    requests: int
    estimated: bool


def leans(question: str) -> bool:
    """Tell whether a question may go on from what was said before."""
    return len(question.split()) <= _FEW_WORDS or bool(_LEANS.search(question))


def rewrite(model: LanguageModel, question: str, conversation: Conversation) -> Rewritten | None:
    """Return ``question`` spelled out by ``model``; None where it stays as it is.

    Raises:
        ModelError: the model failed.
    """
    messages = rewrite_messages(exchanges_of(conversation), question)
    text, ended = "", None
    with closing(model.stream(messages, _MOST_TOKENS)) as parts:
        for part in parts:
            if isinstance(part, Ended):
                ended = part
            elif isinstance(part, Piece):
                text += part.text
            if len(text) > _LONGEST or "\n" in text.strip():
                break
    if ended is None:
        raise ModelError("malformed", "The model did not put the question in other words.")
    new = one_line(text).strip("\"“”' ")
    if not new or new.casefold().rstrip("?. ") == one_line(question).casefold().rstrip("?. "):
        return None
    sent = sum(count_tokens(message.text) for message in messages)
    return Rewritten(
        question=new,
        prompt_tokens=sent if ended.prompt_tokens is None else ended.prompt_tokens,
        completion_tokens=(
            count_tokens(text) if ended.completion_tokens is None else ended.completion_tokens
        ),
        requests=ended.requests,
        estimated=ended.prompt_tokens is None or ended.completion_tokens is None,
    )
