"""Commands that answer: ask, summarize, compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.answer_text import answer_as_text
from paperchat.cli.explanation_text import answer_with, explanation_as_text, suggestions_as_text
from paperchat.cli.opening import workspace_for
from paperchat.cli.options import AsJson, Explain, Filters, Home, Model, conditions_of
from paperchat.cli.output import show, show_json
from paperchat.cli.streaming import show_unkept
from paperchat.comparison_export import COMPARISON_FORMATS, export_comparison
from paperchat.conversation_export import answer_as_markdown
from paperchat.errors import InputError
from paperchat.types import Answer, Conversation, Turn

if TYPE_CHECKING:
    from paperchat.answering.explanation import Explanation
    from paperchat.assistant import Event

_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_ANSWER = (
    "With --json the answer is one object: question, rewritten_question, kind, status, text, "
    "sentences, citations, comparison, nearest, missing_terms, model and timings_ms. The status is "
    "answered, no_evidence, not_in_abstract, unknown_paper or error. The quote of a citation is "
    "the paper's text from start to end, character for character: the abstract, or where its part "
    "is body the text behind that, on this page of the PDF. Of a language model, notes say what to "
    "know of its answer and usage what it took; a sentence has a verdict (verbatim, supported, "
    "weak, unsupported, none), problems that say why, and in added those of its labels that the "
    "model did not write. Where a question of a conversation was put to the papers spoken of "
    "before alone, narrowed_to has their ids."
)
_ASK = f"""{_ANSWER} With --explain it has one key more: explanation; with --suggest,
suggestions, a list of questions to go on with, or to ask instead of one that was refused.

\b
Examples:
  paperchat ask "What is direct preference optimization?"
  paperchat ask "How can a model be aligned at decoding time?" --filter 'year>=2024'
  paperchat ask "Which papers need no training?" --json
  paperchat ask "How can a model be aligned at decoding time?" --explain
  paperchat ask "What is direct preference optimization?" --format markdown > answer.md
"""
_SUMMARIZE = f"""{_ANSWER}

\b
Examples:
  paperchat summarize RPS
  paperchat summarize "A Survey of Direct Preference Optimization" --json
"""
_COMPARE = f"""{_ANSWER} The comparison is a grid: papers holds the ids, and rows hold a facet
and one cell a paper, which is null where the paper does not state it.

\b
Examples:
  paperchat compare RPS DeAL
  paperchat compare "A Survey of Direct Preference Optimization" RPS --json
  paperchat compare RPS DeAL CycleAlign
  paperchat compare RPS DeAL --format csv > compared.csv
"""

_NAMES = "Its id, its title, a part of its title, or an acronym it introduces."
Question = Annotated[str, typer.Argument(metavar="QUESTION", help="The question, in quotes.")]
PaperName = Annotated[str, typer.Argument(metavar="PAPER", help=_NAMES)]
Left = Annotated[str, typer.Argument(metavar="LEFT", help=f"The first paper. {_NAMES}")]
Right = Annotated[str, typer.Argument(metavar="RIGHT", help="The second paper, likewise.")]
More = Annotated[
    list[str] | None,
    typer.Argument(metavar="MORE", help="Further papers; five are compared at most."),
]
Form = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Print it to be kept: 'markdown', with the quote behind each number, or 'csv', the "
        "table, with the quotes behind each cell in columns of their own, and rows for what the "
        "papers share, where they differ, and their dates and links.",
    ),
]


AnswerForm = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Print it to be kept: 'markdown', with the quote behind each number.",
    ),
]
Suggest = Annotated[
    bool,
    typer.Option(
        "--suggest",
        help="Say as well how one might go on: up to three questions, each known to be answered.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("ask", short_help="Answer one question.", epilog=_ASK)(ask)
    app.command("summarize", short_help="Summarize one paper.", epilog=_SUMMARIZE)(summarize)
    app.command("compare", short_help="Compare two or more papers.", epilog=_COMPARE)(compare)


def ask(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    question: Question,
    as_json: AsJson = False,
    explain: Explain = False,
    suggest: Suggest = False,
    form: AnswerForm = None,
    model: Model = None,
    filters: Filters = None,
    home: Home = None,
) -> None:
    """Answer one question from the papers of the library.

    A sentence with a number is quoted from that source or, where a language model writes, checked
    against it and marked if it does not hold; those without are Paperchat's own. When the papers
    do not say, the answer says so and shows what comes nearest; that is no failure, and the exit
    code is 0.
    """
    question = named(question, "question: ask something about the papers")
    conditions = conditions_of(filters)
    _check_answer_form(form, beside=as_json or explain or suggest)
    with workspace_for(context, home, model) as workspace:
        assistant = workspace.assistant
        explanation: Explanation | None = None
        if form is not None:
            answer = assistant.ask(question, conditions=conditions)
            cited = {item.paper_id for item in answer.citations}
            show(answer_as_markdown(answer, workspace.library.catalogue.papers_by_id(cited)))
            return
        if explain:
            answer, explanation = assistant.explain(question, conditions=conditions)
            if not as_json:
                show(answer_as_text(answer))
        elif as_json:
            answer = assistant.ask(question, conditions=conditions)
        else:
            events = assistant.stream(question, conditions=conditions)
            answer = show_unkept(question, assistant.model, events)
        found = assistant.follow_ups(_talk_of(question, answer)) if suggest else None
    if as_json:
        show_json(answer_with(answer, explanation, found))
        return
    for text in (suggestions_as_text(found), explanation and explanation_as_text(explanation)):
        if text:
            show(f"\n{text}")


def summarize(
    context: typer.Context,
    paper: PaperName,
    as_json: AsJson = False,
    model: Model = None,
    home: Home = None,
) -> None:
    """Summarize one paper in its own sentences.

    When no paper, or more than one, goes by that name, the answer says so and names the nearest
    papers, and the exit code is 0.
    """
    paper = named(paper, "name of a paper: give its id, its title or an acronym")
    with workspace_for(context, home, model) as workspace:
        assistant = workspace.assistant
        events = assistant.stream_summary(paper)
        _show_answer(f"Summarize {paper}", assistant.model, events, as_json=as_json)


def compare(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    left: Left,
    right: Right,
    more: More = None,
    as_json: AsJson = False,
    form: Form = None,
    model: Model = None,
    home: Home = None,
) -> None:
    """Compare two or more papers facet by facet, each in its own sentences.

    A facet that a paper does not state is marked so. Below stands what the papers share and what
    only one of them speaks of, with the quotes that hold it. When no paper, or more than one, goes
    by one of the names, the answer says so, and the exit code is 0.
    """
    names = [
        named(name, "name of a paper: give its id, its title or an acronym")
        for name in (left, right, *(more or ()))
    ]
    _check_form(form, as_json=as_json)
    with workspace_for(context, home, model) as workspace:
        assistant = workspace.assistant
        if form is not None:
            answer = assistant.compare(names)
            compared = answer.comparison.papers if answer.comparison else ()
            papers = workspace.library.catalogue.papers_by_id(compared)
            show(export_comparison(answer, papers, form), end="")
            return
        events = assistant.stream_comparison(names)
        asked = f"Compare {' and '.join(names)}"
        _show_answer(asked, assistant.model, events, as_json=as_json)


def _talk_of(question: str, answer: Answer) -> Conversation:
    return Conversation((Turn(question, answer),))


def _check_answer_form(form: str | None, *, beside: bool) -> None:
    if form not in (None, "markdown"):
        raise InputError(f"{form!r} is no format of an answer: it is 'markdown', or left out.")
    if form is not None and beside:
        raise InputError("--format goes with none of --json, --explain and --suggest.")


def _check_form(form: str | None, *, as_json: bool) -> None:
    if form is not None and form not in COMPARISON_FORMATS:
        known = ", ".join(COMPARISON_FORMATS)
        raise InputError(f"{form!r} is no format of a comparison: choose one of {known}.")
    if form is not None and as_json:
        raise InputError("--json and --format exclude each other: leave one out.")


def named(text: str, what: str) -> str:
    """Return ``text`` without surrounding space and without bytes that are no text.

    Raises:
        InputError: nothing is left; ``what`` says what is missing and what to do.
    """
    # A byte that the locale's encoding does not know arrives as a lone surrogate (PEP 383).
    given = _NO_BYTE.sub("\ufffd", text).encode("utf-8", "surrogateescape")
    text = given.decode("utf-8", "replace").strip()
    if not text:
        raise InputError(f"There is no {what}.")
    return text


def _show_answer(question: str, model: str, events: Iterator[Event], *, as_json: bool) -> None:
    if as_json:
        from paperchat.writing.events import answer_of

        show_json(answer_of(events))
    else:
        show_unkept(question, model, events)
