"""The command doctor: what is configured, what is stored, and whether it is in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.options import AsJson, Home, settings_for
from paperchat.cli.output import one_sentence, show, show_json, tell, without_secrets
from paperchat.errors import LibraryError, PaperchatError

if TYPE_CHECKING:
    from paperchat.settings import Settings

_DISTRIBUTIONS = (
    "paperchat", "llama-index-core", "chromadb", "tantivy", "onnxruntime", "streamlit", "openai",
    "tiktoken", "mcp",
)  # fmt: skip
_MANIFEST = ("schema_version", "generation", "embedder", "dimension", "chunker")

Report = dict[str, object]
"""The parts of the report, by their names."""

_HELP = """The report has the parts settings (the effective configuration; keys and passwords are
never shown), origins (where each of them comes from: default, .env, environment or command line),
network (whether anything would leave this machine, and what; and whom "paperchat fetch" would ask),
model (what writes the answers, and how many tokens it takes where that is known here), store (where
the index of vectors is kept; of a Chroma server also its version, or why it cannot be used),
versions, library (its manifest, the health of its indexes, how many papers are found by words only
so far, its bytes on disk and when papers were last added, or null where there is no library) and
problems (sentences that say what is wrong and what to do: also that the disk is full, that the
library is read-only, or that stored vectors are damaged; the whole catalogue is read for that). A
setting or a library that cannot be used is also told on stderr, and the exit code is then that of
the other commands: 2 for a setting, 1 for the library.

--test also embeds one text and asks the model for one word (part tests): what the settings
say is then sent.

--repair brings the library in order: texts that wait for their vectors get them, also after
PAPERCHAT_EMBEDDER was changed or vectors were damaged, and both indexes are written anew. No paper
is lost. A damaged catalogue is mended where its papers and conversations can still be read; else it
is left as it is, to be restored from a backup. When the weights of the embedder minilm are missing
it downloads them first (80 MB); nothing else ever does.

\b
Examples:
  paperchat doctor
  paperchat doctor --json --home my-library
  paperchat doctor --repair
"""

Test = Annotated[bool, typer.Option("--test", help="Also try out the embedder and the model.")]
Repair = Annotated[bool, typer.Option("--repair", help="Bring the library in order first.")]


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("doctor", short_help="Show configuration and health.", epilog=_HELP)(doctor)


def doctor(
    context: typer.Context,
    mend: Repair = False,
    test: Test = False,
    as_json: AsJson = False,
    home: Home = None,
) -> None:
    """Show the configuration in force, the state of the library, and what would use the network."""
    settings = settings_for(context, home)
    if mend:
        _repair(settings)
    errors: list[PaperchatError] = []
    network = _part(lambda: _network(settings), errors)
    model = None
    if network is not None:
        _part(lambda: _check_embedder(settings), errors)
        model = _part(lambda: _model(settings), errors)
    store = _part(lambda: _store(settings), errors)
    problems: list[str] = []
    library = _part(lambda: _library(settings, problems), errors)
    report: Report = {
        "settings": _settings(settings),
        "origins": dict(_origins(settings)),
        "network": network,
        "model": model,
        "store": store,
        "versions": _versions(),
        "library": library,
        "problems": [one_sentence(str(error)) for error in errors] + problems,
    }
    if test:
        report["tests"] = _part(lambda: _tests(settings), errors)
    if as_json:
        show_json(report)
    else:
        _show_text(report)
    for error in errors:
        tell(f"Error: {one_sentence(str(error))}")
    if errors:
        raise typer.Exit(max(error.exit_code for error in errors))


def _repair(settings: Settings) -> None:
    from paperchat.checkup import repair_library
    from paperchat.library.library import Library

    if Library.exists(settings.home):
        repair_library(settings, tell)
    else:
        tell(f"There is no library at {settings.home} to repair.")


def _part(
    make: Callable[[], dict[str, object] | None], errors: list[PaperchatError]
) -> dict[str, object] | None:
    """Return a part of the report, or note why there is none."""
    try:
        return make()
    except PaperchatError as error:
        if str(error) not in map(str, errors):
            errors.append(error)
        return None


def _settings(settings: Settings) -> dict[str, object]:
    return {
        name: without_secrets(value) if isinstance(value, str) else value
        for name, value in settings.model_dump(mode="json").items()
    }


def _origins(settings: Settings) -> Iterator[tuple[str, str]]:
    from paperchat.settings import origins

    yield from origins(settings).items()


def _network(settings: Settings) -> dict[str, object]:
    from paperchat.checkup import network_use

    return asdict(network_use(settings))


def _tests(settings: Settings) -> dict[str, object]:
    from paperchat.embedding.trial import try_embedder
    from paperchat.models.connection import test_connection

    return {"embedder": asdict(try_embedder(settings)), "model": asdict(test_connection(settings))}


def _model(settings: Settings) -> dict[str, object]:
    from paperchat.models.factory import window_known_here
    from paperchat.models.spec import parse_model
    from paperchat.wiring import check_model

    check_model(settings)
    spec = parse_model(settings.model)
    return {"spec": str(spec), "window": window_known_here(settings, spec)}


def _store(settings: Settings) -> dict[str, object]:
    from paperchat.library.store_state import store_state

    return asdict(store_state(settings))


def _check_embedder(settings: Settings) -> None:
    from paperchat.embedding.factory import create_embedder

    create_embedder(settings)


def _versions() -> dict[str, object]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    found: dict[str, object] = {"python": platform.python_version()}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def _library(settings: Settings, problems: list[str]) -> dict[str, object] | None:
    from paperchat.checkup import check_library
    from paperchat.library.library import Library
    from paperchat.library.opening import open_library

    home = settings.home
    if home.exists() and not home.is_dir():
        raise LibraryError(f"The library folder {home} is a file: choose another with --home.")
    if not Library.exists(home):
        return None
    library = open_library(settings)
    try:
        library.reconcile(tell)
        found = check_library(library, settings, thoroughly=True)
        problems += found.problems
        waiting = library.waiting.now()
        manifest = {name: library.catalogue.fact(name) for name in _MANIFEST}
    finally:
        library.close()
    return {
        **manifest,
        **asdict(found.health),
        "papers_waiting": waiting.papers if waiting else 0,
        "busy": found.busy,
        "sound": found.health.sound,
        "size": found.size,
        "last_ingest": found.last_ingest,
    }


def _show_text(report: Report) -> None:
    for heading, values in report.items():
        show(heading)
        if isinstance(values, dict):
            for name, value in values.items():
                show(f"  {name}: {'' if value is None else value}")
        elif isinstance(values, list) and values:
            for value in values:
                show(f"  {value}")
        else:
            show("  none")
