"""What a language model was told for an answer, for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperchat.answering.explanation import WritingReading

_WIDTH = 95


def writing_lines(writing: WritingReading) -> Iterator[str]:
    """Yield the prompt as it was sent, what it measured, and what was written before checking."""
    first = writing.first_token_ms
    yield f"  model      {writing.model}"
    yield f"  passages   {writing.passages}"
    yield f"  prompt     {writing.counted_tokens} tokens as counted here"
    yield f"  at most    {writing.max_tokens} tokens to be written"
    if writing.sent:
        yield f"  requests   {'broke off' if writing.requests is None else writing.requests}"
        yield f"  first word {'never came' if first is None else f'after {first:.0f} ms'}"
    else:
        yield "  This would be sent today; looking into a kept answer sends nothing."
    for said in (writing.left_out, writing.failure):
        if said:
            yield from _wrapped(said, "  ")
    for message in writing.messages:
        yield f"  --- {message.role}"
        yield from _indented(message.text)
    if not writing.sent:
        return
    yield "  --- as written, before it was checked"
    yield from _indented(writing.text or "(nothing)")


def _indented(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from _wrapped(line, "  | ") or ["  |"]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent)
