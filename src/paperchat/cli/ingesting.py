"""The command ingest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.opening import library_at
from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import one_sentence, show, tell
from paperchat.cli.progress import ingest_progress, shown_progress
from paperchat.errors import NothingRead, SourceError

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
and so is a file in a folder or an archive. Of several sources those that cannot be read or hold no
paper are named, the others are taken, and the exit code is 2; nothing is added when none can be
read. After Ctrl-C the
same command goes on where it stopped. "python -m ingest SOURCE..." does the same as "paperchat
ingest SOURCE...".

With --json the result is one object: sources, read, new, updated, unchanged, rejected (a list of
objects: reason, where and line), embedded, papers (how many the library holds now), seconds,
formats (a list of objects: source, format and note, which tells what was assumed) and unread (a
list of objects: source and reason).

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
    try:
        report = _ingest(settings, _opened(sources), page_date)
    except KeyboardInterrupt:
        tell("Stopped: what was stored is kept, and the same command goes on from there.")
        raise typer.Exit(1) from None
    except NothingRead as error:
        _tell_faults(error.reasons)
        raise
    from paperchat.ingestion import to_json, to_text

    _tell_faults([source.reason for source in report.unread])
    show(to_json(report) if as_json else to_text(report))
    if report.unread:
        raise typer.Exit(SourceError.exit_code)


def _tell_faults(reasons: Sequence[str]) -> None:
    for reason in reasons:
        tell(f"Error: {one_sentence(reason)}")


def _ingest(
    settings: Settings, sources: Sequence[Source], page_date: datetime | None
) -> IngestReport:
    from paperchat.embedding.factory import create_embedder
    from paperchat.ingestion import ReadOptions, ingest

    embedder = create_embedder(settings)
    options = ReadOptions(page_date=page_date.date() if page_date else None)
    with library_at(settings) as library, shown_progress() as report:
        return ingest(library, embedder, sources, options, ingest_progress(report))


def _opened(names: Sequence[str]) -> list[Source]:
    """Return the sources that ``names`` mean, after a look at each before the library is touched.

    Raises:
        SourceError: there is nothing to read in any of them, or a name is empty.
    """
    from paperchat.ingestion import Source, open_source, starter_sources

    sources: list[Source] = []
    reasons: list[str] = []
    for name in names:
        if not name.strip():
            raise SourceError("A source has an empty name: give the file to read.")
        if name == "starter":
            sources += starter_sources()
            continue
        try:
            sources.append(open_source(name))
        except SourceError as error:
            if len(names) == 1:
                raise
            # The run finds the same, and reports it beside what it took.
            sources.append(Source.from_path(name))
            reasons.append(str(error))
    if len(reasons) == len(sources):
        raise NothingRead(reasons)
    return sources
