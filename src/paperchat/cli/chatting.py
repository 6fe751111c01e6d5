"""The command chat: a conversation for people, and the same, line by line, for programs."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from paperchat.cli.opening import workspace_for
from paperchat.cli.options import AsJson, Filters, Home, Model, conditions_of
from paperchat.cli.output import answer_as_text, one_sentence, show, show_json, tell
from paperchat.errors import InputError, PaperchatError
from paperchat.types import Answer, Conversation, Turn

if TYPE_CHECKING:
    from paperchat.assistant import Assistant
    from paperchat.library.filters import Condition

_ENDS = ("", "quit", "exit")
_log = logging.getLogger(__name__)

MAX_QUESTION = 20_000
"""Characters; a longer line is no question, and is answered with an error."""

_HELP = """Without --json, type a question and press Enter; an empty line, "quit", Ctrl-D or Ctrl-C
ends the conversation.

With --json, each line of stdin is one question, and each is answered by one line of stdout, in
order: an Answer object as that of "paperchat ask --json". A line that cannot be answered, such as
an empty one, is answered too, with the status "error", and the conversation goes on. It ends with
the end of stdin. What is not valid UTF-8 in a line is read as U+FFFD.

\b
Examples:
  paperchat chat
  paperchat chat --filter 'year>=2024'
  printf 'What is DPO?\\nWhat is its drawback?\\n' | paperchat chat --json
"""


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("chat", short_help="Talk in the terminal.", epilog=_HELP)(chat)


def chat(
    context: typer.Context,
    as_json: AsJson = False,
    model: Model = None,
    filters: Filters = None,
    home: Home = None,
) -> None:
    """Talk in the terminal: each question is understood from those before it."""
    conditions = conditions_of(filters)
    with workspace_for(context, home, model) as workspace:
        if as_json:
            _answer_lines(workspace.assistant, conditions)
        else:
            count = workspace.library.catalogue.count()
            tell(f"{count} papers. Ask about them; an empty line or Ctrl-D ends.")
            _talk(workspace.assistant, conditions)


def _answer_lines(assistant: Assistant, conditions: Sequence[Condition]) -> None:
    conversation = Conversation()
    for question in _lines():
        try:
            answer = _answer(assistant, question, conversation, conditions)
        except PaperchatError as error:
            show_json(_failed(question, one_sentence(str(error))), indent=None)
            continue
        except Exception as error:  # noqa: BLE001  # the lines to come deserve an answer as well
            told = one_sentence(f"{type(error).__name__}: {error}")
            tell(f"Error: something unexpected went wrong ({told}).")
            _log.debug("unexpected", exc_info=True)
            show_json(_failed(question, f"Something went wrong ({told})."), indent=None)
            continue
        conversation = conversation.with_turn(Turn(question, answer))
        show_json(answer, indent=None)


def _talk(assistant: Assistant, conditions: Sequence[Condition]) -> None:
    conversation = Conversation()
    try:
        for question in _lines(prompt="> " if sys.stdin.isatty() else ""):
            if question.lower() in _ENDS:
                return
            try:
                answer = _answer(assistant, question, conversation, conditions)
            except PaperchatError as error:
                tell(f"Error: {one_sentence(str(error))}")
                continue
            conversation = conversation.with_turn(Turn(question, answer))
            show(f"\n{answer_as_text(answer)}\n")
    except KeyboardInterrupt:
        tell("")


def _answer(
    assistant: Assistant,
    question: str,
    conversation: Conversation,
    conditions: Sequence[Condition],
) -> Answer:
    if not question:
        raise InputError("The line is empty: write one question a line.")
    if len(question) > MAX_QUESTION:
        raise InputError(
            f"The question has more than {MAX_QUESTION} characters: ask something shorter."
        )
    return assistant.ask(question, conversation, conditions)


def _failed(question: str, why: str) -> Answer:
    from paperchat.answering.reply import Reply

    return Reply(question[:MAX_QUESTION], "ask").without_evidence("error", why)


def _lines(prompt: str = "") -> Iterator[str]:
    while True:
        if prompt:
            sys.stderr.write(prompt)
            sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            return
        yield line.strip("\ufeff \t\r\n")
