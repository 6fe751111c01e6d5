"""Showing an answer while it is being made."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from paperchat.cli.answer_text import closing_lines, sentence_lines, understood_lines
from paperchat.cli.output import printable, show
from paperchat.types import Answer

if TYPE_CHECKING:
    from paperchat.assistant import Event

STOPPED = "Stopped here: what had come by then is kept."
_CLEAR = "\r\x1b[2K"


def show_stream(question: str, model: str, events: Iterator[Event]) -> Answer:
    """Print each sentence once it is settled, then sources and notes, and return the answer.

    On a terminal the sentence in the making is shown below. Ctrl-C ends the answer and keeps what
    has come; it is then not complete.
    """
    from paperchat.writing.collecting import Collected
    from paperchat.writing.events import Drafting, SentenceReady, Understood

    collected, live = Collected(question), _Live()
    live.draft("Looking through the papers …")
    try:
        for event in events:
            live.clear()
            match event:
                case Understood():
                    live.print(understood_lines(event.question))
                case SentenceReady():
                    live.print(sentence_lines(event.sentence, first=not collected.sentences))
                case Drafting():
                    live.draft(event.text)
            collected.add(event)
    except KeyboardInterrupt:
        live.clear()
        answer = collected.broken_off(STOPPED, model)
        for sentence in answer.sentences[len(collected.sentences) :]:
            live.print(sentence_lines(sentence, first=not collected.sentences))
    else:
        assert collected.answer is not None  # noqa: S101  # the last event of every answer
        answer = collected.answer
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()
    live.print(closing_lines(answer))
    return answer


class _Live:
    """Settled lines on stdout, and below them, on a terminal, the line in the making."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._drafted = False

    def print(self, lines: list[str]) -> None:
        if lines:
            show("\n".join(lines))

    def draft(self, text: str) -> None:
        if self._terminal and text:
            width = shutil.get_terminal_size().columns - 4
            sys.stdout.write(f"  {printable(text)[-width:]}")
            sys.stdout.flush()
            self._drafted = True

    def clear(self) -> None:
        if self._drafted:
            sys.stdout.write(_CLEAR)
            sys.stdout.flush()
            self._drafted = False
