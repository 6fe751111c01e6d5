"""Commands for the conversations that were kept: list, show, rename, delete, export, ask again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli import kept_answers
from paperchat.cli.answer_text import answer_as_text
from paperchat.cli.asking_again import add_commands
from paperchat.cli.opening import kept_library
from paperchat.cli.options import AsJson, Home, hand_on, settings_for
from paperchat.cli.output import show, show_json, tell
from paperchat.conversation_export import (
    CONVERSATION_FORMATS,
    answer_as_markdown,
    export_conversation,
)
from paperchat.errors import InputError
from paperchat.library.rating import rating_in_words

if TYPE_CHECKING:
    from paperchat.library.kept import ConversationHead, KeptConversation

_LIST = """Conversations are kept by "paperchat chat" and by the chat page. With --json the result
is a list of objects, newest first: id, title, created_at, updated_at and turn_count. Where there is
no library yet, the list is empty.

\b
Examples:
  paperchat conversations
  paperchat conversations --search "reward model" --json
  paperchat conversations show last
"""
_SHOW = """With --json the result is one object: id, title, created_at, updated_at, turn_count and
turns, a list of objects with question, answered_at, answer and rating. The answer is the Answer
object as it was given: the same as that of "paperchat ask --json". The rating is null, or an object
with mark (good, bad), reasons, comment and rated_at.

\b
Examples:
  paperchat conversations show last
  paperchat conversations show 3f2a --json
"""
_RENAME = """\b
Examples:
  paperchat conversations rename last "Reading for chapter 2"
"""
_DELETE = """\b
Examples:
  paperchat conversations delete 3f2a
"""
_EXPORT = """\b
markdown  a page to read: questions, answers with their numbers, and each source with its quote
bibtex    one entry a cited paper; the quotes are in its field "annote", which no style prints

The numbers are those of the answers as they were shown, and begin anew with each answer. Quotes are
kept with the conversation, so that papers which changed or went since then do no harm.

\b
Examples:
  paperchat conversations export last > conversation.md
  paperchat conversations export 3f2a --format bibtex > cited.bib
  paperchat conversations export last --turn 2
"""

ConversationId = Annotated[
    str,
    typer.Argument(metavar="ID", help="The id, the beginning of one, or 'last' for the newest."),
]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="The new title, in quotes.")]
Search = Annotated[
    str,
    typer.Option(
        "--search",
        metavar="WORDS",
        help="List only conversations in which each of these words stands.",
    ),
]
Form = Annotated[
    str,
    typer.Option("--format", metavar="FORMAT", help=f"One of {', '.join(CONVERSATION_FORMATS)}."),
]


Only = Annotated[
    int | None,
    typer.Option(
        "--turn",
        metavar="NUMBER",
        help="Write out this answer alone, without its question: the first one is 1.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    group = typer.Typer(invoke_without_command=True, no_args_is_help=False, rich_markup_mode=None)
    group.callback(epilog=_LIST)(conversations)
    group.command("show", short_help="Print one.", epilog=_SHOW)(show_one)
    group.command("rename", short_help="Give one another title.", epilog=_RENAME)(rename)
    group.command("delete", short_help="Delete one for good.", epilog=_DELETE)(delete)
    group.command("export", short_help="Write one out.", epilog=_EXPORT)(export)
    kept_answers.register(group)
    add_commands(group)
    app.add_typer(group, name="conversations", short_help="List the conversations that were kept.")


def conversations(
    context: typer.Context, as_json: AsJson = False, search: Search = "", home: Home = None
) -> None:
    """List the conversations that were kept, newest first."""
    if context.invoked_subcommand is not None:
        if as_json or search:
            raise InputError("--json and --search before a command are for the list: put it after.")
        hand_on(context, home)
        return
    from paperchat.library.library import Library

    heads: Sequence[ConversationHead] = []
    if Library.exists(settings_for(context, home).home):
        with kept_library(context, home) as library:
            heads = library.conversations.heads(search)
    if as_json:
        show_json(heads)
    elif heads:
        show("\n".join(map(_line, heads)))


def show_one(
    context: typer.Context, given: ConversationId, as_json: AsJson = False, home: Home = None
) -> None:
    """Print a conversation as it was shown."""
    with kept_library(context, home) as library:
        kept = library.conversations.load(given)
    if as_json:
        show_json(_as_object(kept))
        return
    parts = [f"{kept.head.title}\n{_facts(kept.head).rstrip()}"]
    for item in kept.turns:
        rated = f"\n\n{rating_in_words(item.rating)}" if item.rating else ""
        parts.append(f"> {item.turn.question}\n\n{answer_as_text(item.turn.answer)}{rated}")
    show("\n\n".join(parts))


def rename(context: typer.Context, given: ConversationId, title: Title, home: Home = None) -> None:
    """Give a conversation another title."""
    with kept_library(context, home) as library:
        head = library.conversations.rename(given, title)
    tell(f"{head.id} is now called “{head.title}”.")


def delete(context: typer.Context, given: ConversationId, home: Home = None) -> None:
    """Delete a conversation for good; the papers stay."""
    with kept_library(context, home) as library:
        head = library.conversations.delete(given).head
    tell(f"{head.id} “{head.title}” is deleted.")


def export(
    context: typer.Context,
    given: ConversationId,
    form: Form = "markdown",
    only: Only = None,
    home: Home = None,
) -> None:
    """Write a conversation to stdout, with the quote behind every number."""
    if form not in CONVERSATION_FORMATS:
        known = ", ".join(CONVERSATION_FORMATS)
        raise InputError(f"{form!r} is no format of a conversation: choose one of {known}.")
    with kept_library(context, home) as library:
        kept = library.conversations.load(given)
        turns, ratings = kept.conversation.turns, kept.ratings
        if only is not None:
            turns, ratings = (kept.turn(only).turn,), {}
        cited = {item.paper_id for turn in turns for item in turn.answer.citations}
        papers = library.catalogue.papers_by_id(cited)
    if only is not None and form == "markdown":
        show(answer_as_markdown(turns[0].answer, papers))
        return
    show(export_conversation(kept.head.title, turns, papers, form, ratings), end="")


def _line(head: ConversationHead) -> str:
    return f"{_facts(head)}  {head.title}"


def _facts(head: ConversationHead) -> str:
    here = head.updated_at.replace(tzinfo=UTC).astimezone()
    count = f"{head.turn_count} question{'' if head.turn_count == 1 else 's'}"
    return f"{head.id}  {here:%Y-%m-%d %H:%M}  {count:<12}"


def _as_object(kept: KeptConversation) -> dict[str, object]:
    head = kept.head
    return {
        "id": head.id,
        "title": head.title,
        "created_at": head.created_at,
        "updated_at": head.updated_at,
        "turn_count": head.turn_count,
        "turns": [
            {
                "question": item.turn.question,
                "answered_at": item.answered_at,
                "answer": item.turn.answer,
                "rating": item.rating,
            }
            for item in kept.turns
        ],
    }
