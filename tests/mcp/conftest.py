"""A client of the protocol's own SDK, and the server it starts as a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult
from sample_starter import starter_home

from ingest.chunking import cut
from paperchat.library.catalogue import Catalogue
from paperchat.library.library import Library
from paperchat.types import Paper, Record

__all__ = ["starter_home"]

NETWORK = Path(__file__).resolve().parents[1] / "network"


@dataclass(frozen=True, slots=True)
class Session:
    """An open connection of a client, to be used from tests that are not asynchronous."""

    client: Client
    portal: BlockingPortal
    log: Path

    def call(self, tool: str, **given: object) -> CallToolResult:
        return self.portal.call(self.client.call_tool, tool, given)

    def call_all(self, calls: list[tuple[str, Mapping[str, object]]]) -> list[CallToolResult]:
        """Send all calls before any is answered."""
        begun = [
            self.portal.start_task_soon(self.client.call_tool, tool, given) for tool, given in calls
        ]
        return [future.result(timeout=120) for future in begun]

    def failed(self, tool: str, **given: object) -> str:
        """Return the one sentence of a call that failed."""
        result = self.call(tool, **given)
        assert result.is_error
        (said,) = result.content
        assert len(said.text.splitlines()) == 1
        assert said.text.endswith(".")
        assert "Traceback" not in said.text
        return said.text


@pytest.fixture(scope="session")
def server_environment(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables for servers: no settings of this machine, and no outside network."""
    passed = {k: v for k, v in os.environ.items() if not k.startswith(("PAPERCHAT_", "OPENAI_"))}
    return {
        **passed,
        "PYTHONPATH": str(NETWORK),
        "PAPERCHAT_CACHE": str(cache),
        "XDG_DATA_HOME": str(tmp_path_factory.mktemp("data")),
    }


@pytest.fixture(scope="session")
def connected(
    server_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Any]:
    """Start a server and connect to it: ``with connected(home, mode="auto") as session:``."""

    @contextmanager
    def connect(home: Path, *options: str, mode: str = "auto") -> Iterator[Session]:
        folder = tmp_path_factory.mktemp("server")
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "paperchat", "mcp", "--home", str(home), *options],
            env=server_environment,
            cwd=folder,
        )
        log = folder / "stderr"
        with (
            log.open("w", encoding="utf-8") as errors,
            start_blocking_portal() as portal,
            portal.wrap_async_context_manager(
                Client(stdio_client(command, errlog=errors), mode=mode)
            ) as client,
        ):
            yield Session(client, portal, log)

    return connect


@pytest.fixture(scope="session")
def session(connected: Callable[..., Any], starter_home: Path) -> Iterator[Session]:
    """A connection to a server of the starter library, shared by all tests."""
    with connected(starter_home) as opened:
        yield opened
        assert opened.log.read_text(encoding="utf-8") == ""


@pytest.fixture(scope="session")
def papers(starter_home: Path) -> dict[str, Paper]:
    """The papers of the starter library, by id."""
    library = Library(starter_home)
    found = {paper.id: paper for paper in library.catalogue.papers()}
    library.close()
    return found


@pytest.fixture
def catalogue_of(tmp_path: Path) -> Iterator[Callable[[list[Record]], Catalogue]]:
    """Return the catalogue of a library with these papers, without any index."""
    library = Library(tmp_path / "listed")

    def stored(records: list[Record]) -> Catalogue:
        with library.writing():
            library.catalogue.store(records, cut)
        return library.catalogue

    yield stored
    library.close()
