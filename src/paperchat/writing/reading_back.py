"""Explaining what a language model was told and what came of it."""

from __future__ import annotations

from dataclasses import replace

from paperchat.answering.explanation import Explanation, PromptMessage, WritingReading
from paperchat.writing.run import Run


def explained_writing(
    explanation: Explanation, run: Run, model: str, *, sent: bool = True
) -> Explanation:
    """Return ``explanation`` with the prompt as it was sent, or would be, if there is one."""
    if run.prompt is None:
        return explanation
    ended = run.ended
    reading = WritingReading(
        model=model,
        messages=tuple(PromptMessage(item.role, item.text) for item in run.prompt.messages),
        passages=len(run.prompt.passages),
        counted_tokens=run.prompt.tokens,
        max_tokens=run.prompt.max_tokens,
        left_out=run.prompt.left_out,
        text=run.raw,
        requests=ended.requests if ended else None,
        first_token_ms=None if run.first_piece_ms is None else round(run.first_piece_ms, 2),
        failure=str(run.failure) if run.failure else None,
        sent=sent,
    )
    return replace(explanation, writing=reading)
