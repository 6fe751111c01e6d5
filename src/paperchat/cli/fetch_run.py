"""A run of fetch: requests from the command line, and those that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from paperchat.cli.opening import library_at
from paperchat.cli.output import one_sentence, tell
from paperchat.cli.progress import ingest_progress, shown_progress
from paperchat.errors import PaperchatError

if TYPE_CHECKING:
    from datetime import datetime

    from paperchat.fetching import Fetched, Request
    from paperchat.library.library import Library
    from paperchat.library.watches import Watch
    from paperchat.settings import Settings


@contextmanager
def fetching(settings: Settings) -> Iterator[FetchRun]:
    """Open the library for fetching; Ctrl-C ends it with a sentence."""
    try:
        with library_at(settings) as library:
            yield FetchRun(settings, library)
    except KeyboardInterrupt:
        tell("Stopped: what came is kept, and the same command goes on from there.")
        raise typer.Exit(1) from None


@dataclass(frozen=True, slots=True)
class FetchRun:
    """Fetches into one library."""

    settings: Settings
    library: Library

    def once(self, request: Request, *, keep: bool) -> Fetched:
        """Fetch what the command line asks for; ``keep`` it to be fetched again."""
        from paperchat.fetching import request_to_text
        from paperchat.library.moment import now

        # Kept before it is run: one that fails today is what a timer is for.
        watch = None
        if keep:
            watch = self.library.watches.add(request.name, request_to_text(request))
        began = now()
        result = self._fetch(request, None)
        if watch is not None:
            self.library.watches.ran(watch.number, began)
        return result

    def again(self, watch: Watch) -> Fetched | None:
        """Fetch what is kept; returns null after telling why that failed."""
        from paperchat.fetching import request_from_text
        from paperchat.library.moment import now

        began = now()
        try:
            result = self._fetch(request_from_text(watch.request), watch.ran_at)
        except PaperchatError as error:
            tell(f"Error: {watch.name}: {one_sentence(str(error))}")
            return None
        self.library.watches.ran(watch.number, began)
        return result

    def _fetch(self, request: Request, last_run: datetime | None) -> Fetched:
        from paperchat.embedding.factory import create_embedder
        from paperchat.fetching import Fetcher, Services, Watching

        embedder = create_embedder(self.settings)
        with shown_progress() as report:
            watching = Watching(
                on_taken=lambda done, total: report(f"Fetching {request.name}", done, total),
                on_progress=ingest_progress(report),
                notify=tell,
            )
            fetcher = Fetcher(self.library, embedder, Services.of(self.settings), watching)
            return fetcher.fetch(request, last_run)
