"""Commands that ask a question of a kept conversation again, and undo that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.opening import workspace_for
from paperchat.cli.options import AsJson, Home, Model
from paperchat.cli.output import show_json, tell
from paperchat.cli.streaming import show_stream
from paperchat.errors import InputError
from paperchat.types import Conversation

if TYPE_CHECKING:
    from paperchat.wiring import Workspace

_RETRY = """The last question is asked again, or the one of the given number, by whatever model is
chosen now. Its answer, and all questions after it, give way to the new one; "paperchat
conversations undo" puts them back. With --json the result is the new Answer object.

\b
Examples:
  paperchat conversations retry last
  paperchat conversations retry 3f2a 2 --model ollama:llama3.2
"""
_EDIT = """As "retry", with other words.

\b
Examples:
  paperchat conversations edit last 1 "What does DeAL change while decoding?"
"""
_UNDO = """What "retry" or "edit" took away last comes back, in exchange for what stands there now:
so doing it twice leaves everything as it was.

\b
Examples:
  paperchat conversations undo last
"""

ConversationId = Annotated[
    str,
    typer.Argument(metavar="ID", help="The id, the beginning of one, or 'last' for the newest."),
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Of the question, from 1.")]
LastByDefault = Annotated[
    int | None,
    typer.Argument(metavar="[NUMBER]", help="Of the question, from 1; the last one if left out."),
]
NewQuestion = Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotes.")]


def add_commands(group: typer.Typer) -> None:
    """Add the commands of this module to those for conversations."""
    group.command("retry", short_help="Ask a question again.", epilog=_RETRY)(retry)
    group.command("edit", short_help="Ask a question in other words.", epilog=_EDIT)(edit)
    group.command("undo", short_help="Put back what gave way.", epilog=_UNDO)(undo)


def retry(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    given: ConversationId,
    number: LastByDefault = None,
    as_json: AsJson = False,
    model: Model = None,
    home: Home = None,
) -> None:
    """Ask a question again; its answer and what came after it give way."""
    with workspace_for(context, home, model) as workspace:
        _ask_again(workspace, given, number, None, as_json=as_json)


def edit(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    given: ConversationId,
    number: Number,
    question: NewQuestion,
    as_json: AsJson = False,
    model: Model = None,
    home: Home = None,
) -> None:
    """Ask a question in other words; its answer and what came after it give way."""
    with workspace_for(context, home, model) as workspace:
        _ask_again(workspace, given, number, question, as_json=as_json)


def undo(context: typer.Context, given: ConversationId, home: Home = None) -> None:
    """Put back what "retry" or "edit" took away last."""
    with workspace_for(context, home) as workspace:
        store = workspace.library.conversations
        conversation_id = store.find(given)
        if not store.undo(conversation_id):
            raise InputError(
                f"Nothing of the conversation {conversation_id} has given way: only 'retry' and "
                "'edit' can be undone."
            )
        count = len(store.load(conversation_id).turns)
    tell(f"{conversation_id} has {count} question{'' if count == 1 else 's'} again.")


def _ask_again(
    workspace: Workspace, given: str, number: int | None, question: str | None, *, as_json: bool
) -> None:
    from paperchat.library.keeping import ConversationKeeper
    from paperchat.recording import Recording

    store = workspace.library.conversations
    kept = store.load(given)
    place = len(kept.turns) if number is None else number
    if not 1 <= place <= len(kept.turns):
        asked = f"{len(kept.turns)} question{'' if len(kept.turns) == 1 else 's'}"
        raise InputError(f"There is no question {place}: {kept.head.id} has {asked}.")
    asked_again = kept.turns[place - 1].turn.question if question is None else question.strip()
    if not asked_again:
        raise InputError("The question is empty: write it in quotes after the number.")
    before = Conversation(kept.conversation.turns[: place - 1])
    events = workspace.assistant.stream(asked_again, before)
    keeper = ConversationKeeper(store, kept.head.id)
    recording = Recording(keeper, asked_again, workspace.assistant.model, instead_of=place)
    if as_json:
        with recording.settling_errors():
            answer = recording.follow(events)
        recording.settle(answer)
        show_json(answer)
    else:
        show_stream(recording, events)
    if recording.trouble:
        tell(recording.trouble)
