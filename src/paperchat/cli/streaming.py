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
    from paperchat.recording import Recording

STOPPED = "Stopped here: what had come by then is kept."
_CLEAR = "\r\x1b[2K"


def show_stream(recording: Recording, events: Iterator[Event]) -> Answer:
    """Print each sentence once it is settled, then sources and notes, and return the answer.

    On a terminal the sentence in the making is shown below. ``recording`` is given what comes, and
    the answer in the end. Ctrl-C ends the answer and keeps what has come; it is then not complete.
    """
    with recording.settling_errors():
        answer = _shown(recording, events)
    recording.settle(answer)
    return answer


def show_unkept(question: str, model: str, events: Iterator[Event]) -> Answer:
    """Print an answer as :func:`show_stream` does, and keep nothing of it."""
    from paperchat.recording import Recording

    return show_stream(Recording(None, question, model), events)


def _shown(recording: Recording, events: Iterator[Event]) -> Answer:
    from paperchat.writing.events import Drafting, SentenceReady, Understood

    live, told = _Live(), 0
    live.draft("Looking through the papers …")
    try:
        for event in events:
            live.clear()
            match event:
                case Understood():
                    live.print(understood_lines(event.question))
                case SentenceReady():
                    live.print(sentence_lines(event.sentence, first=not told))
                    told += 1
                case Drafting():
                    live.draft(event.text)
            recording.add(event)
    except KeyboardInterrupt:
        live.clear()
        answer = recording.broken_off(STOPPED)
        for sentence in answer.sentences[told:]:
            live.print(sentence_lines(sentence, first=not told))
    else:
        whole = recording.come().answer
        assert whole is not None  # noqa: S101  # the last event of every answer
        answer = whole
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
