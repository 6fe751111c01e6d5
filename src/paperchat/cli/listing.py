"""Commands that list papers: search, papers, export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.asking import named
from paperchat.cli.opening import catalogue_for, workspace_for
from paperchat.cli.options import AsJson, Filters, Home, conditions_of
from paperchat.cli.output import papers_as_text, show, show_json
from paperchat.contract import listed, ranked
from paperchat.errors import InputError
from paperchat.export import FORMATS, export

if TYPE_CHECKING:
    from paperchat.library.library import Library
    from paperchat.library.paging import Order

_SEARCH = """With --json the result is a list of objects, best first: rank, paper_id, title, score,
dense_rank, lexical_rank and proximity. The ranks tell at which place the search by meaning and the
search by words found the paper, and are null where it did not. The proximity (0 to 1) is the share
of the query's neighbouring words that the paper says close together; null where not looked at.

\b
Examples:
  paperchat search "reward hacking"
  paperchat search "preference data" -k 3 --filter 'year>=2024' --json
"""
_PAPERS = """With --json the result is a list of objects: id, title, text, text_kind (abstract, or
digest for a text in other words), authors, author_count, published, url, code_url, arxiv_id,
source, added_at, and further project_url, doi, comment_count and sources. The source is where the
text is from; sources are all in which the paper was found. What is not known is null.

\b
Examples:
  paperchat papers
  paperchat papers --filter 'published<2024-06' --json
  paperchat papers --words "reward mod" --sort newest --limit 20
"""
_EXPORT = """\b
bibtex    entries for a reference manager or LaTeX
markdown  a page to read, a section a paper
csv       a table; a cell that a spreadsheet would run as a formula begins with '
jsonl     one object a line; "paperchat ingest" reads it again and gives the same papers

\b
Examples:
  paperchat export bibtex > papers.bib
  paperchat export csv --filter 'year>=2024' > papers.csv
"""

Query = Annotated[str, typer.Argument(metavar="QUERY", help="What to look for, in quotes.")]
Limit = Annotated[int, typer.Option("-k", metavar="N", min=1, help="How many papers at most.")]
Form = Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.")]

Words = Annotated[
    str,
    typer.Option(
        "--words",
        metavar="WORDS",
        help="List only papers that hold all of these words, 1,000 at most, or are by an author of "
        "this name; the last one may be the beginning of a word. 'paperchat search' also finds by "
        "meaning.",
    ),
]
Sort = Annotated[
    str | None,
    typer.Option(
        "--sort",
        metavar="ORDER",
        help="One of best (how well the words fit), newest, oldest, added (the latest first), "
        "title.",
    ),
]
OnTopic = Annotated[
    str | None,
    typer.Option(
        "--topic",
        metavar="NAME",
        help="List only papers of one group of the map, by its name or the beginning of it: "
        "'paperchat map' names them.",
    ),
]
Most = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="How many papers at most.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("search", short_help="Find the nearest papers.", epilog=_SEARCH)(search)
    app.command("papers", short_help="List the papers.", epilog=_PAPERS)(papers)
    app.command("export", short_help="Write the papers out.", epilog=_EXPORT)(export_papers)


def search(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    query: Query,
    limit: Limit = 10,
    as_json: AsJson = False,
    filters: Filters = None,
    home: Home = None,
) -> None:
    """Find the papers nearest to a query, by words and by meaning together."""
    query = named(query, "query: say what to look for")
    conditions = conditions_of(filters)
    with workspace_for(context, home) as workspace:
        limit = min(limit, max(1, workspace.library.catalogue.count()))
        hits = workspace.assistant.retriever.search_texts(query, limit, conditions)
    if as_json:
        show_json(ranked(hits))
        return
    for rank, hit in enumerate(hits, 1):
        show(f"{rank:>3}  {hit.score:.3f}  {hit.paper.title}  [{hit.paper.id}]")


def papers(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    as_json: AsJson = False,
    filters: Filters = None,
    words: Words = "",
    order: Sort = None,
    most: Most = None,
    topic: OnTopic = None,
    home: Home = None,
) -> None:
    """List the papers of the library, in the order they were added unless told otherwise."""
    conditions = conditions_of(filters)
    if not words.strip() and order is None and topic is None:
        with catalogue_for(context, home) as catalogue:
            found = catalogue.papers(conditions, most)
            sources = catalogue.sources_of(found) if as_json else {}
    else:
        with workspace_for(context, home) as workspace:
            from paperchat.library.listing import Listing, list_papers

            among = None if topic is None else _in_topic(workspace.library, topic)
            listing = Listing(words, tuple(conditions), _order(order), among)
            found = list(list_papers(workspace.library, listing, most).papers)
            sources = workspace.library.catalogue.sources_of(found) if as_json else {}
    if as_json:
        show_json(listed(found, sources))
    elif found:
        show(papers_as_text(found))


def _in_topic(library: Library, given: str) -> frozenset[str]:
    from paperchat.retrieval.corpus_map import topics_of

    topics = topics_of(library)
    wanted = given.strip().casefold()
    found = [topic for topic in topics if topic.name.casefold() == wanted] or [
        topic for topic in topics if wanted and topic.name.casefold().startswith(wanted)
    ]
    if len(found) == 1:
        return found[0].paper_ids
    known = ", ".join(repr(topic.name) for topic in found or topics)
    said = "may be several topics" if found else "is no topic of this library"
    raise InputError(f"{given!r} {said}: choose one of {known or 'none, it is empty'}.")


def _order(given: str | None) -> Order:
    from paperchat.library.paging import ORDERS

    for order in ORDERS:
        if order == (given or "best"):
            return order
    raise InputError(f"{given!r} is no order of papers: choose one of {', '.join(ORDERS)}.")


def export_papers(
    context: typer.Context, form: Form, filters: Filters = None, home: Home = None
) -> None:
    """Write the papers to stdout in a format that other programs read."""
    if form not in FORMATS:
        raise InputError(f"{form!r} is no export format: choose one of {', '.join(FORMATS)}.")
    conditions = conditions_of(filters)
    with catalogue_for(context, home) as catalogue:
        found = catalogue.papers(conditions)
    show(export(found, form), end="")
