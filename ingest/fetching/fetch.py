"""One fetch: the pages of a request, then their papers into the library like any other source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from ingest.fetching.arxiv import PATH as ARXIV_PATH
from ingest.fetching.arxiv import take_ids, take_search
from ingest.fetching.clock import Clock
from ingest.fetching.daily_papers import PATH as HF_PATH
from ingest.fetching.daily_papers import take_days
from ingest.fetching.pages import OnTaken, Page, Pages, Taken
from ingest.fetching.requests import ArxivIds, ArxivSearch, DailyPapers, Request, request_to_text
from ingest.fetching.service import Service
from ingest.fetching.web import Web
from ingest.pipeline import OnProgress, ingest
from ingest.sources import Source
from paperchat.embedding.port import Embedder
from paperchat.errors import FetchError, InputError, LibraryError
from paperchat.library.library import Library, Notify
from paperchat.library.lock import acquired
from paperchat.settings import Settings
from paperchat.types import IngestReport

FOLDER = "fetched"


@dataclass(frozen=True, slots=True)
class Services:
    """Who may be asked."""

    arxiv: Service
    hf: Service

    @classmethod
    def of(cls, settings: Settings) -> Services:
        """Return the services at the addresses that the settings name."""
        return cls(
            Service("arXiv", settings.arxiv_url, ARXIV_PATH, "PAPERCHAT_ARXIV_URL", 3.0),
            Service("Hugging Face", settings.hf_url, HF_PATH, "PAPERCHAT_HF_URL", 1.0),
        )

    def asked(self, request: Request) -> Service:
        """Return the service that ``request`` is for."""
        return self.hf if isinstance(request, DailyPapers) else self.arxiv


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought.

    Attributes:
        source: what was asked for.
        requests: that were sent, with those that failed.
        pages: replies that hold the papers.
        reused: of these, how many an earlier run had taken.
        notes: sentences for a person.
        report: of storing the papers, or null where there was none.
    """

    source: str
    requests: int
    pages: int
    reused: int
    notes: tuple[str, ...]
    report: IngestReport | None


@dataclass(frozen=True, slots=True)
class Watching:
    """How those who wait see what goes on."""

    on_taken: OnTaken = lambda *_: None
    on_progress: OnProgress = lambda _: None
    notify: Notify = lambda _: None


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches into one library.

    Attributes:
        library: gets the papers.
        embedder: of the library.
        services: who is asked.
        watching: told how far it is.
        clock: the time, and waiting.
    """

    library: Library
    embedder: Embedder
    services: Services
    watching: Watching = Watching()
    clock: Clock = field(default_factory=Clock)

    def fetch(self, request: Request, last_run: datetime | None = None) -> Fetched:
        """Ask for papers and add them; a run that was cut off goes on where it stopped.

        Args:
            request: what to ask for.
            last_run: when the same was fetched before (UTC): only what is new is asked for.

        Raises:
            FetchError: the service cannot be reached or does not reply well; pages taken are kept.
            InputError: the request is for days to come.
            SourceError: nothing that came is a paper.
            LibraryError: the library cannot be written to; what was stored before is kept.
            EmbedderMismatch: the library belongs to another embedder.
            EmbeddingError: the embedder failed; the papers are stored.
        """
        request = _narrowed(request, last_run, self.clock)
        self.library.require(self.embedder)
        service, folder = self.services.asked(request), self.library.home / FOLDER
        notify = self.watching.notify
        with _one_at_a_time(folder, service, notify) as stamp:
            with Web(service, stamp, self.clock, notify) as web:
                asked = f"{service.address} {request_to_text(request)}"
                pages = Pages(folder, asked, web, self.clock)
                taken = self._take(request, pages, again=last_run is not None)
            report = None
            if taken.papers:
                source = _as_source(request.name, pages.taken)
                report = ingest(
                    self.library, self.embedder, (source,), None, self.watching.on_progress
                )
            pages.drop()
        return Fetched(
            request.name, web.requests, len(pages.taken), pages.reused, taken.notes, report
        )

    def _take(self, request: Request, pages: Pages, *, again: bool) -> Taken:
        known = self.library.watches.known_arxiv_ids if again else None
        today, on_taken = self.clock.today(), self.watching.on_taken
        try:
            match request:
                case ArxivSearch():
                    return take_search(request, pages, today, known, on_taken)
                case ArxivIds():
                    return take_ids(request, pages, known, on_taken)
                case DailyPapers():
                    return take_days(request, pages, today, on_taken)
        except FetchError as error:
            if not pages.taken:
                raise
            said = str(error).rstrip(".")
            raise FetchError(
                f"{said}; what came before is kept, and the same command goes on from there."
            ) from error


def _narrowed(request: Request, last_run: datetime | None, clock: Clock) -> Request:
    """Return what is left of a request whose earlier days have come already."""
    if not isinstance(request, DailyPapers):
        return request
    today = clock.today()
    if max(request.first, request.last or request.first) > today:
        raise InputError(f"Daily Papers are asked for up to today, which is {today} in UTC.")
    if request.last is None and last_run is not None:
        # The day of the last run again, and the one before: their lists may have grown since.
        return replace(request, first=max(request.first, last_run.date() - timedelta(1)))
    return request


def _as_source(name: str, taken: Sequence[Page]) -> Source:
    """Return the pages as one source, in which a fault of one costs only that one."""
    parts = (Source.from_path(page.path, page.source) for page in taken)
    return Source.of_parts(name, tuple(parts))


@contextmanager
def _one_at_a_time(folder: Path, service: Service, notify: Notify) -> Iterator[Path]:
    """Hold the service for this run; yields the file that tells when it was asked last."""
    name = service.setting.removeprefix("PAPERCHAT_").lower()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        waiting = f"Another run is asking {service.name}; waiting for it to finish."
        lock = acquired(folder / f"{name}.lock", waiting, notify)
    except OSError as error:
        raise LibraryError(
            f"The library at {folder.parent} cannot be written to ({error.strerror}): "
            "make its folder writable or choose another with --home."
        ) from error
    try:
        yield folder / f"{name}.last"
    finally:
        lock.release()
