"""Putting the parts together for the command line and the chat page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from paperchat.assistant import Assistant
from paperchat.embedding.factory import create_embedder, create_reader
from paperchat.embedding.port import Embedder
from paperchat.errors import ConfigurationError, LibraryError, ModelError
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.library.opening import open_library
from paperchat.models.factory import check_parts, create_model
from paperchat.models.prices import load_prices
from paperchat.models.spec import parse_model, without_password
from paperchat.settings import Settings
from paperchat.types import Conversation
from paperchat.writing.cached import RememberingModel
from paperchat.writing.replaying import Replay

_QUOTING = "extractive"
_EMBED_AT_ONCE = 512
"""Texts left without a vector by a killed run that each reading command embeds on its way."""

Notify = Callable[[str], None]


class _GivenWay(Exception):  # noqa: N818  # no error, but another process at work
    pass


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open library with what is needed to ask it."""

    settings: Settings
    library: Library
    embedder: Embedder
    assistant: Assistant

    def assistant_for(self, spec: str) -> Assistant:
        """Return an assistant whose answers the model ``spec`` writes.

        Raises:
            ConfigurationError: there is no such model, or what it needs is missing.
        """
        if spec == self.assistant.model:
            return self.assistant
        model = create_model(self.settings, spec)
        if model is not None:
            model = RememberingModel(model, self.library.completions)
        cost = partial(load_prices(self.settings).cost_of, parse_model(spec))
        return self.assistant.written_by(model, cost)

    def replay(self, conversation: Conversation, place: int) -> Replay:
        """Say how the answer at ``place`` (from 0) of a kept conversation came about.

        Nothing is sent to the model that wrote it. Where that cannot be used any more, its prompt
        is not known, and a note says so.
        """
        turn, before = conversation.turns[place], Conversation(conversation.turns[:place])
        model = turn.answer.model or _QUOTING
        try:
            return self.assistant_for(model).replay(turn, before)
        except (ConfigurationError, ModelError) as error:
            quoting = self.assistant_for(_QUOTING).replay(turn, before)
            return replace(quoting, note=f"The prompt cannot be shown. {error}")

    def close(self) -> None:
        """Release the library's files."""
        self.library.close()


def open_workspace(settings: Settings, notify: Notify, *, starter: bool = True) -> Workspace:
    """Open the library of ``settings.home``, mend it if needed, and load the starter if new.

    ``notify`` is told, in one sentence each, what takes time.

    Raises:
        ConfigurationError: the settings name a model or an embedder that cannot be used.
        EmbedderMismatch: the library was made with another embedder.
        LibraryError: the folder cannot be used.
    """
    check_model(settings)
    embedder = create_embedder(settings)
    new = not Library.exists(settings.home)
    library = open_library(settings)
    library.require(embedder)
    writable = library.reconcile(notify)
    empty = new or library.catalogue.generation() == 0
    if starter and empty:
        notify(f"Setting up a new library with the starter papers in {settings.home} ...")
        load_starter(library, embedder)
    elif writable and not empty:
        _finish_embedding(library, embedder, notify)
    quoting = Assistant(library, embedder, create_reader(settings, embedder))
    workspace = Workspace(settings, library, embedder, quoting)
    return replace(workspace, assistant=workspace.assistant_for(settings.model))


def load_starter(library: Library, embedder: Embedder) -> None:
    """Add the starter library's papers, unless someone else is just writing the first ones."""
    from paperchat.ingestion import Progress, ingest, starter_sources

    def give_way(progress: Progress) -> None:
        if progress.stage == "waiting":
            raise _GivenWay

    with suppress(_GivenWay):
        ingest(library, embedder, starter_sources(), on_progress=give_way)


def check_model(settings: Settings) -> None:
    """Refuse a model that cannot be used, before anything is opened.

    Raises:
        ConfigurationError: the switch does not parse, or a key, a package or a file is missing.
    """
    try:
        check_parts(settings, parse_model(settings.model))
    except ConfigurationError as error:
        shown = without_password(settings.model)
        raise ConfigurationError(f"PAPERCHAT_MODEL={shown} cannot be used. {error}") from error


def repair(settings: Settings, notify: Notify) -> None:
    """Bring a library in order: rules of cutting, embedder, pending vectors, both indexes.

    Cached vectors are used; only texts that the configured embedder has not seen are embedded.
    """
    from paperchat.ingestion import use_current_rules

    embedder = create_embedder(settings)
    library = open_library(settings)
    try:
        library.mend_catalogue(notify)
        with library.writing(notify):
            library.vector_cache.adopt(embedder.fingerprint, embedder.dimension)
            library.forget_damaged_vectors(notify)
            use_current_rules(library)
            embed_pending(library, embedder, _told(notify))
        library.rebuild()
    finally:
        library.close()


def _finish_embedding(library: Library, embedder: Embedder, notify: Notify) -> None:
    pending = library.pending_count()
    if not pending:
        return
    try:
        free = library.try_writing(lambda: embed_pending(library, embedder, limit=_EMBED_AT_ONCE))
    except LibraryError as error:
        # A full disk keeps nobody from reading.
        notify(str(error))
        return
    if not free:
        waiting = library.waiting.now() or f"{pending:,} texts wait for their vectors."
        notify(f"{waiting} Another process is at it.")
    elif left := library.pending_count():
        notify(
            f"{library.waiting.now() or f'{left:,} texts wait for their vectors.'} Each command "
            "gives some their vectors, 'paperchat doctor --repair' all at once."
        )


def _told(notify: Notify) -> Callable[[int, int], None]:
    return lambda done, total: notify(f"Embedded {done} of {total} texts.")
