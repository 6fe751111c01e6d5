"""Commands that read the library: ask, chat, summarize, compare, search, papers, export."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from paperchat.cli.options import AsJson, Filters, Home, Model, settings_for
from paperchat.cli.output import answer_as_text, papers_as_text, show, show_json, tell
from paperchat.errors import InputError
from paperchat.export import FORMATS, export
from paperchat.library.filters import Condition, parse_condition
from paperchat.types import Answer, Conversation, Turn
from paperchat.wiring import Workspace, open_workspace

Question = Annotated[str, typer.Argument(help="The question, in quotes.")]
PaperName = Annotated[str, typer.Argument(help="Id, title, part of a title, or acronym.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    for command in (ask, chat, summarize, compare, search, papers, export_papers):
        name = "export" if command is export_papers else command.__name__
        app.command(name)(command)


def ask(
    question: Question,
    as_json: AsJson = False,
    model: Model = None,
    filters: Filters = None,
    home: Home = None,
) -> None:
    """Answer one question."""
    if not question.strip():
        raise InputError("The question is empty: ask something about the papers.")
    conditions = _conditions(filters)
    with _workspace(home, model) as workspace:
        _show_answer(workspace.assistant.ask(question, conditions=conditions), as_json=as_json)


def chat(
    as_json: AsJson = False,
    model: Model = None,
    filters: Filters = None,
    home: Home = None,
) -> None:
    """Talk in the terminal; with --json one question a line in, one answer a line out."""
    conditions = _conditions(filters)
    with _workspace(home, model) as workspace:
        if not as_json:
            count = workspace.library.catalogue.count()
            tell(f"{count} papers. Ask about them; an empty line or Ctrl-D ends.")
        conversation = Conversation()
        for question in _lines(prompt=not as_json):
            answer = workspace.assistant.ask(question, conversation, conditions)
            conversation = conversation.with_turn(Turn(question, answer))
            if as_json:
                show_json(answer, indent=None)
            else:
                show(f"\n{answer_as_text(answer)}\n")


def summarize(
    paper: PaperName, as_json: AsJson = False, model: Model = None, home: Home = None
) -> None:
    """Summarize one paper in its own sentences."""
    with _workspace(home, model) as workspace:
        _show_answer(workspace.assistant.summarize(paper), as_json=as_json)


def compare(
    left: PaperName,
    right: PaperName,
    as_json: AsJson = False,
    model: Model = None,
    home: Home = None,
) -> None:
    """Compare two papers facet by facet."""
    with _workspace(home, model) as workspace:
        _show_answer(workspace.assistant.compare([left, right]), as_json=as_json)


def search(
    query: Question,
    limit: Annotated[int, typer.Option("-k", help="How many papers.", min=1, max=1000)] = 10,
    as_json: AsJson = False,
    filters: Filters = None,
    home: Home = None,
) -> None:
    """List the papers nearest to a query."""
    conditions = _conditions(filters)
    with _workspace(home, None) as workspace:
        hits = workspace.assistant.retriever.search(query, limit, conditions)
    rows = [
        {
            "rank": rank,
            "paper_id": hit.paper.id,
            "title": hit.paper.title,
            "score": round(hit.score, 6),
            "dense_rank": hit.dense_rank,
            "lexical_rank": hit.lexical_rank,
        }
        for rank, hit in enumerate(hits, 1)
    ]
    if as_json:
        show_json(rows)
    else:
        show("\n".join(f"{row['rank']:>3}  {row['score']:.3f}  {row['title']}" for row in rows))


def papers(as_json: AsJson = False, filters: Filters = None, home: Home = None) -> None:
    """List the papers of the library."""
    conditions = _conditions(filters)
    with _workspace(home, None) as workspace:
        found = workspace.library.catalogue.papers(conditions)
    if as_json:
        show_json(found)
    else:
        show(papers_as_text(found))


def export_papers(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"{', '.join(FORMATS)}.")],
    filters: Filters = None,
    home: Home = None,
) -> None:
    """Write the papers to stdout as bibtex, markdown, csv or jsonl."""
    if form not in FORMATS:
        raise InputError(f"{form!r} is no export format: choose one of {', '.join(FORMATS)}.")
    conditions = _conditions(filters)
    with _workspace(home, None) as workspace:
        sys.stdout.write(export(workspace.library.catalogue.papers(conditions), form))


@contextmanager
def _workspace(home: Home, model: str | None) -> Iterator[Workspace]:
    workspace = open_workspace(settings_for(home, model=model), tell)
    try:
        yield workspace
    finally:
        workspace.close()


def _conditions(filters: list[str] | None) -> list[Condition]:
    return [parse_condition(text) for text in filters or ()]


def _show_answer(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        show_json(answer)
    else:
        show(answer_as_text(answer))


def _lines(*, prompt: bool) -> Iterator[str]:
    while True:
        if prompt:
            sys.stderr.write("> ")
            sys.stderr.flush()
        line = sys.stdin.readline()
        if not line or (prompt and not line.strip()):
            return
        if line.strip():
            yield line.strip()
