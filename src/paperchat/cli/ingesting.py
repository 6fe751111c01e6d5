"""The command ingest."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.opening import library_at
from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import show, tell
from paperchat.cli.progress import ingest_progress, shown_progress
from paperchat.errors import SourceError

if TYPE_CHECKING:
    from paperchat.ingestion import Source
    from paperchat.settings import Settings
    from paperchat.types import IngestReport

_HELP = """A source is a file, a folder with all that is in it, or a zip archive. Read are BibTeX,
RIS, CSL-JSON (Zotero), CSV and TSV, JSON Lines (the arXiv metadata snapshot too), Atom and RSS
feeds (arXiv, Hugging Face Daily Papers), the PDF of a paper, text or Markdown of a paper, and saved
Daily Papers pages (as text or HTML); also compressed with gzip. The content tells the format, not
the name. The word "starter" stands for the starter library; a file of that name is given as
./starter.

A paper needs a title and an abstract. Ingesting a source again adds nothing twice: a known paper is
left alone, or updated where the source says more. Papers of several sources are told apart by arXiv
id, DOI and title; the longest abstract is kept. A record that is no paper is reported and skipped,
and so is a file in a folder or an archive; a source without any paper is an error. After Ctrl-C the
same command goes on where it stopped. "python -m ingest SOURCE..." does the same as "paperchat
ingest SOURCE...".

With --json the result is one object: sources, read, new, updated, unchanged, rejected (a list of
objects: reason, where and line), embedded, papers (how many the library holds now), seconds and
formats (a list of objects: source, format and note, which tells what was assumed).

\b
Examples:
  paperchat ingest library.bib "saved page.html"
  paperchat ingest papers/ zotero-export.zip
  paperchat ingest page.txt --page-date 2025-12-10 --json
  paperchat ingest starter
"""

Names = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE", help="Files, folders or zip archives to read, or the word 'starter'."
    ),
]
PageDate = Annotated[
    datetime | None,
    typer.Option(
        "--page-date",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="The day a saved page was made, for dates on it that lack their year.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("ingest", short_help="Add papers.", epilog=_HELP)(ingest_sources)


def ingest_sources(
    context: typer.Context,
    sources: Names,
    page_date: PageDate = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Add papers to the library from files, or the starter library."""
    settings = settings_for(context, home)
    opened = [source for name in sources for source in _opened(name)]
    try:
        report = _ingest(settings, opened, page_date)
    except KeyboardInterrupt:
        tell("Stopped: what was stored is kept, and the same command goes on from there.")
        raise typer.Exit(1) from None
    from paperchat.ingestion import to_json, to_text

    show(to_json(report) if as_json else to_text(report))


def _ingest(settings: Settings, sources: list[Source], page_date: datetime | None) -> IngestReport:
    from paperchat.embedding.factory import create_embedder
    from paperchat.ingestion import ReadOptions, ingest

    embedder = create_embedder(settings)
    options = ReadOptions(page_date=page_date.date() if page_date else None)
    with library_at(settings) as library, shown_progress() as report:
        return ingest(library, embedder, sources, options, ingest_progress(report))


def _opened(name: str) -> tuple[Source, ...]:
    """Return the sources that ``name`` means, each checked before the library is touched."""
    from paperchat.ingestion import open_source, starter_sources

    if name == "starter":
        return starter_sources()
    if not name.strip():
        raise SourceError("A source has an empty name: give the file to read.")
    return (open_source(name),)
