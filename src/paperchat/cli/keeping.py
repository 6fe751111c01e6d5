"""Commands that change or check the library: ingest, doctor."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import show, show_json, tell
from paperchat.embedding.factory import create_embedder, uses_network
from paperchat.ingestion import (
    OnProgress,
    ReadOptions,
    Source,
    ingest,
    starter_sources,
    to_json,
    to_text,
)
from paperchat.ingestion import Progress as Step
from paperchat.library.library import Library
from paperchat.settings import Settings
from paperchat.wiring import repair

_SHOWN_VERSIONS = (
    "paperchat", "llama-index-core", "chromadb", "tantivy", "onnxruntime", "streamlit", "openai",
    "tiktoken",
)  # fmt: skip
_MANIFEST = ("schema_version", "generation", "embedder", "dimension", "chunker")
_STAGES = {"waiting": "Waiting", "reading": "Reading", "embedding": "Embedding"}


def register(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("ingest")(ingest_sources)
    app.command("doctor")(doctor)


def ingest_sources(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files to read, or 'starter'.")
    ],
    page_date: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day a saved page was made, for dates on it."),
    ] = None,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Add papers: saved Daily Papers pages (text or HTML), JSONL, or 'starter'."""
    settings = settings_for(home)
    opened = [source for name in sources for source in _open(name)]
    options = ReadOptions(page_date=page_date.date() if page_date else None)
    embedder = create_embedder(settings)
    library = Library(settings.home)
    try:
        with show_progress() as on_progress:
            report = ingest(library, embedder, opened, options, on_progress)
    finally:
        library.close()
    show(to_json(report) if as_json else to_text(report))


def doctor(
    mend: Annotated[
        bool, typer.Option("--repair", help="Bring the library in order; keeps every paper.")
    ] = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show configuration, versions, manifest, index health, and what would use the network."""
    settings = settings_for(home)
    if mend:
        repair(settings, tell)
    found = {
        "settings": settings.model_dump(mode="json"),
        "network": _network(settings),
        "versions": {"python": platform.python_version(), **_versions()},
        "library": _library(settings),
    }
    if as_json:
        show_json(found)
        return
    for heading, values in found.items():
        show(heading)
        for name, value in (values or {"state": "none"}).items():
            show(f"  {name}: {value}")


def _open(name: str) -> Sequence[Source]:
    return starter_sources() if name == "starter" else (Source.from_path(Path(name)),)


def _versions() -> dict[str, str]:
    return {name: importlib.metadata.version(name) for name in _SHOWN_VERSIONS}


def _network(settings: Settings) -> dict[str, object]:
    leaves = uses_network(settings.embedder, settings.ollama_url)
    return {"used": leaves is not None, "what": leaves or "nothing leaves this machine"}


def _library(settings: Settings) -> dict[str, object] | None:
    if not Library.exists(settings.home):
        return None
    library = Library(settings.home)
    try:
        health = library.health()
        manifest = {name: library.catalogue.fact(name) for name in _MANIFEST}
        return {**manifest, **asdict(health), "sound": health.sound}
    finally:
        library.close()


@contextmanager
def show_progress() -> Iterator[OnProgress]:
    """Show a bar on stderr; where that is no terminal, only what one has to wait for."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        tasks = {stage: bar.add_task(name, visible=False) for stage, name in _STAGES.items()}

        def on_progress(step: Step) -> None:
            if step.message:
                tell(step.message)
                return
            task = tasks[step.stage]
            bar.update(task, completed=step.done, total=step.total, visible=True)

        yield on_progress
