"""The commands show and map: one paper by itself, and the library from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.asking import PaperName, named
from paperchat.cli.opening import workspace_for
from paperchat.cli.options import AsJson, Home
from paperchat.cli.output import papers_as_text, show, show_json
from paperchat.errors import InputError

if TYPE_CHECKING:
    from paperchat.retrieval.similar import SimilarPaper
    from paperchat.types import Body, Paper, Sentence, SentenceRole

_SHOW = """With --json the result is one object: paper, the object that "paperchat papers --json"
lists; sentences, a list of objects with text, start, end and role (problem, method, data, result,
limit or resource: a guess by words and place); and similar, a list of objects with paper_id, title
and score. With --text it also has body: null, or an object with text and pages, a list of objects
with page, start and end.

\b
Examples:
  paperchat show RPS
  paperchat show 2404.01234 -k 10 --json
  paperchat show RPS --text
"""
_MAP = """Each group is called by phrases that its titles use more than the others' do; the paper
in its middle stands beside it. With --json the result is one object: papers, how many the library
holds; clusters, a list of objects with name, count, x, y, central_id and central_title, the largest
first; and points, one a paper: paper_id, title, published, x, y and cluster, an index of the list
before. Of a library of more than 3,000 papers only some are points, evenly taken.

\b
Examples:
  paperchat map
  paperchat map --json
"""

WithText = Annotated[
    bool, typer.Option("--text", help="Also the text behind the abstract, page by page.")
]
Similar = Annotated[
    int, typer.Option("-k", metavar="N", min=0, max=100, help="How many papers like it.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("show", short_help="Print one paper, and those like it.", epilog=_SHOW)(show_paper)
    app.command("map", short_help="Part the papers into groups.", epilog=_MAP)(draw_map)


def show_paper(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    name: PaperName,
    like: Similar = 5,
    with_text: WithText = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Print what the library holds of a paper, what each sentence does, and papers like it.

    When no paper, or more than one, goes by that name, the exit code is 2.
    """
    wanted = named(name, "name of a paper: give its id, its title or an acronym")
    with workspace_for(context, home) as workspace:
        from paperchat.answering.roles import roles
        from paperchat.retrieval.similar import similar_papers

        paper = one_paper(workspace.assistant.names.resolve(wanted), wanted)
        sentences = workspace.library.catalogue.sentences_of([paper])[paper.id]
        told = list(zip(sentences, roles(sentences), strict=True))
        near = similar_papers(workspace.library, paper.id, like) if like else []
        body = workspace.library.bodies.of(paper.id) if with_text else None
    if as_json:
        found = _as_object(paper, told, near)
        show_json({**found, "body": body} if with_text else found)
        return
    show(papers_as_text([paper]))
    show("\n".join(filter(None, (paper.url, paper.code_url, paper.project_url))), end="\n\n")
    for sentence, role in told:
        show(f"{role:<9} {' '.join(sentence.text.split())}")
    if with_text:
        show(_body_as_text(body))
    if near:
        show(f"\nPapers like it:\n{papers_as_text([similar.paper for similar in near])}")


def _body_as_text(body: Body | None) -> str:
    if body is None:
        return "\nThe library has no text of this paper behind its abstract: ingest its PDF."
    return "\n".join(f"\np. {page.page}\n{body.text[page.start : page.end]}" for page in body.pages)


def draw_map(context: typer.Context, as_json: AsJson = False, home: Home = None) -> None:
    """Part the papers of the library into groups that are alike in meaning."""
    with workspace_for(context, home) as workspace:
        from paperchat.retrieval.corpus_map import map_corpus

        found = map_corpus(workspace.library)
    if as_json:
        show_json(found, indent=None)
        return
    for cluster in found.clusters:
        show(f"{cluster.count:>5}  {cluster.name}")
        show(f"       {cluster.central_title}  [{cluster.central_id}]")


def one_paper(found: list[Paper], name: str) -> Paper:
    """Return the one paper that was found by ``name``.

    Raises:
        InputError: there is none, or more than one.
    """
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(f"{name!r} may be {some([paper.id for paper in found])}: give an id.")
    raise InputError(f"No paper goes by {name!r}: 'paperchat papers' lists them.")


def some(ids: list[str]) -> str:
    """Return the first of ``ids``, and how many others there are."""
    more = f" or {len(ids) - 5} others" if len(ids) > 5 else ""
    return f"{', '.join(ids[:5])}{more}"


def _as_object(
    paper: Paper, told: list[tuple[Sentence, SentenceRole]], near: list[SimilarPaper]
) -> dict[str, object]:
    return {
        "paper": paper,
        "sentences": [
            {"text": sentence.text, "start": sentence.start, "end": sentence.end, "role": role}
            for sentence, role in told
        ],
        "similar": [
            {"paper_id": like.paper.id, "title": like.paper.title, "score": round(like.score, 6)}
            for like in near
        ],
    }
