"""The commands of fetch: papers from arXiv and Hugging Face, once or again and again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli import watches
from paperchat.cli.fetch_run import fetching
from paperchat.cli.options import AsJson, Home, hand_on, settings_for
from paperchat.cli.output import show, tell
from paperchat.errors import InputError

if TYPE_CHECKING:
    from paperchat.fetching import Fetched, Request
    from paperchat.settings import Settings

_RESULT = """With --json the result is a list of objects, one a fetch: source, requests (that were
sent), pages, reused (pages that an earlier run had taken), notes, and report, which is that of
"paperchat ingest --json", or null where no paper came."""

_HELP = f"""Fetching needs the network. These commands alone ask arXiv (export.arxiv.org) and
Hugging Face (huggingface.co), one request at a time and with pauses, and nothing of the library is
sent. Papers come in as with "paperchat ingest": the same papers are merged, and nothing is added
twice. A fetch that was cut off goes on where it stopped when the same command is given within a
day.

With --watched, all that was kept with --watch is fetched again and only what is new is added, which
suits a timer like cron. One that fails does not stop the others; the exit code is then 1. {_RESULT}

\b
Examples:
  paperchat fetch arxiv --query "reward model" --watch
  paperchat fetch hf --date 2025-12-10
  paperchat fetch --watched
  paperchat fetch watches
"""
_ARXIV = f"""The newest papers of a search are taken, or those with the ids given. A query is plain
words, each of which has to stand in the paper's record, or arXiv's own syntax: ti: (title), au:
(author), abs: (abstract), cat: (category), with AND, OR, ANDNOT and "phrases". arXiv is asked once
in three seconds, for 100 papers each time.

{_RESULT}

\b
Examples:
  paperchat fetch arxiv --query "reward model" --since 2025-06-01
  paperchat fetch arxiv --query "cat:cs.CL AND ti:alignment" --limit 2000 --watch
  paperchat fetch arxiv --ids 2305.18290,2203.02155 --json
"""
_HF = f"""Takes the lists of one day, or of all days from one to another. With --watch and without
--to, later runs take the days since.

{_RESULT}

\b
Examples:
  paperchat fetch hf --date 2025-12-10
  paperchat fetch hf --date 2025-12-01 --to 2025-12-10
  paperchat fetch hf --date 2025-12-01 --watch
"""
_DAY = ["%Y-%m-%d"]
_MOST = 30_000
"""Results of one search that arXiv hands out."""

Query = Annotated[str, typer.Option("--query", metavar="TEXT", help="What to search for.")]
Ids = Annotated[
    list[str] | None,
    typer.Option(
        "--ids",
        metavar="ID",
        help="Ids of papers, with commas or spaces between them, or the option several times.",
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option(
        "--since", formats=_DAY, metavar="YYYY-MM-DD", help="Only papers submitted from this day."
    ),
]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, max=_MOST, help="Most papers to take.")
]
Day = Annotated[
    datetime, typer.Option("--date", formats=_DAY, metavar="YYYY-MM-DD", help="The day to take.")
]
To = Annotated[
    datetime | None,
    typer.Option(
        "--to", formats=_DAY, metavar="YYYY-MM-DD", help="Take all days from --date to this one."
    ),
]
Keep = Annotated[
    bool,
    typer.Option("--watch", help="Keep this, so that 'paperchat fetch --watched' runs it again."),
]
Watched = Annotated[
    bool, typer.Option("--watched", help="Fetch all that is kept; add what is new.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    group = typer.Typer(invoke_without_command=True, no_args_is_help=False, rich_markup_mode=None)
    group.callback(epilog=_HELP)(fetch_watched)
    group.command("arxiv", short_help="Papers of arXiv.", epilog=_ARXIV)(fetch_arxiv)
    group.command("hf", short_help="Daily Papers of Hugging Face.", epilog=_HF)(fetch_hf)
    watches.register(group)
    app.add_typer(group, name="fetch", short_help="Add papers from arXiv and Hugging Face.")


def fetch_watched(
    context: typer.Context, watched: Watched = False, as_json: AsJson = False, home: Home = None
) -> None:
    """Ask arXiv or Hugging Face for papers and add them to the library."""
    if context.invoked_subcommand is not None:
        if watched or as_json:
            raise InputError("--watched is given without a command, and --json after it.")
        hand_on(context, home)
        return
    if not watched:
        raise InputError("Say what to fetch: 'arxiv', 'hf' or --watched; 'fetch --help' has more.")
    with fetching(settings_for(context, home)) as run:
        kept = run.library.watches.all()
        if not kept:
            tell("Nothing is kept to be fetched again: --watch after a fetch keeps it.")
        results = [run.again(watch) for watch in kept]
        _show([result for result in results if result is not None], as_json=as_json)
    if None in results:
        raise typer.Exit(1)


def fetch_arxiv(  # noqa: PLR0913, PLR0917  # each is an option
    context: typer.Context,
    query: Query = "",
    ids: Ids = None,
    since: Since = None,
    limit: Limit = 500,
    watch: Keep = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Add papers of arXiv, by a search or by their ids."""
    from paperchat.fetching import ArxivIds, ArxivSearch

    if ids and (query or since):
        raise InputError("--ids names papers, so that --query and --since have nothing to do.")
    request = (
        ArxivIds.of(ids) if ids else ArxivSearch(query, since.date() if since else None, limit)
    )
    _fetch(settings_for(context, home), request, watch=watch, as_json=as_json)


def fetch_hf(  # noqa: PLR0913, PLR0917  # each is an option
    context: typer.Context,
    day: Day,
    to: To = None,
    watch: Keep = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Add the Daily Papers of Hugging Face."""
    from paperchat.fetching import DailyPapers

    if to is not None and to < day:
        raise InputError("--to is before --date: give the earlier day first.")
    last = to.date() if to else None if watch else day.date()
    request = DailyPapers(day.date(), last)
    _fetch(settings_for(context, home), request, watch=watch, as_json=as_json)


def _fetch(settings: Settings, request: Request, *, watch: bool, as_json: bool) -> None:
    with fetching(settings) as run:
        _show([run.once(request, keep=watch)], as_json=as_json)


def _show(results: list[Fetched], *, as_json: bool) -> None:
    from paperchat.fetching import fetched_to_json, fetched_to_text

    if as_json:
        show(fetched_to_json(results))
    elif results:
        show("\n".join(map(fetched_to_text, results)))
