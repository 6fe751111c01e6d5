"""Commands for one answer of a kept conversation: rate it, and say how it came about."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from paperchat.cli.opening import kept_library, require_library, workspace_for
from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import show, show_json, tell
from paperchat.errors import InputError
from paperchat.library.rating import REASONS, rating_in_words, rating_of

_RATE = """The rating is kept in the library with its answer, and replaces the one before.
"paperchat conversations show" prints it, also as JSON, and so does the export as Markdown.

\b
wrong-paper  it is about another paper
no-answer    it does not answer the question
not-said     it is not what the paper says
incomplete   something is missing
unclear      it is hard to follow

\b
Examples:
  paperchat conversations rate last 1 good
  paperchat conversations rate last 2 bad --reason wrong-paper --comment "I meant the survey."
  paperchat conversations rate last 2 none
"""
_EXPLAIN = """The question is asked again, after the turns before it, and nothing is sent to a
language model: the prompt printed is the one that would be sent today. If the question leads to
other passages than it did, the first line says so. Filters are not kept with a conversation.

With --json the result is one object: same, changed, note, timings_ms and usage (those of the answer
as it was given), and explanation, as that of "paperchat ask --explain --json".

\b
Examples:
  paperchat conversations explain last 1
  paperchat conversations explain 3f2a 2 --json
"""

ConversationId = Annotated[
    str,
    typer.Argument(metavar="ID", help="The id, the beginning of one, or 'last' for the newest."),
]
Number = Annotated[
    int, typer.Argument(metavar="NUMBER", help="Which answer of the conversation: the first is 1.")
]
Mark = Annotated[str, typer.Argument(metavar="RATING", help="good, bad, or none to take it back.")]
Reasons = Annotated[
    list[str] | None,
    typer.Option(
        "--reason",
        metavar="REASON",
        help=f"What is wrong: one of {', '.join(REASONS)}. Repeat the option for several.",
    ),
]
Comment = Annotated[str, typer.Option("--comment", metavar="TEXT", help="In your own words.")]


def register(group: typer.Typer) -> None:
    """Add the commands of this module to the group of conversations."""
    group.command("rate", short_help="Say what you think of an answer.", epilog=_RATE)(rate)
    group.command("explain", short_help="Say how an answer came about.", epilog=_EXPLAIN)(explain)


def rate(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    given: ConversationId,
    number: Number,
    mark: Mark,
    reasons: Reasons = None,
    comment: Comment = "",
    home: Home = None,
) -> None:
    """Say whether an answer is good, and what is wrong where it is not."""
    if mark == "none" and (reasons or comment):
        raise InputError("What is taken back has no reasons: leave --reason and --comment out.")
    rating = None if mark == "none" else rating_of(mark, reasons or (), comment)
    with kept_library(context, home) as library:
        kept = library.conversations.load(given)
        kept.turn(number)
        library.ratings.rate(kept.head.id, number, rating)
    said = "The rating is taken back." if rating is None else rating_in_words(rating)
    tell(f"{kept.head.id} answer {number}: {said}")


def explain(
    context: typer.Context,
    given: ConversationId,
    number: Number,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Say how an answer of a kept conversation came about."""
    require_library(settings_for(context, home))
    with workspace_for(context, home) as workspace:
        kept = workspace.library.conversations.load(given)
        answer = kept.turn(number).turn.answer
        found = workspace.replay(kept.conversation, number - 1)
    if as_json:
        show_json(
            {
                "same": found.same,
                "changed": found.changed,
                "note": found.note,
                "timings_ms": answer.timings_ms,
                "usage": answer.usage,
                "explanation": asdict(found.explanation),
            }
        )
        return
    from paperchat.cli.explanation_text import explanation_as_text
    from paperchat.layout import spent, took

    lines = [found.changed, found.note, f"> {answer.question}", took(answer.timings_ms)]
    show("\n".join(filter(None, [*lines, spent(answer)])))
    show(f"\n{explanation_as_text(found.explanation)}")
