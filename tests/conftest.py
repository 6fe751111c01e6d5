"""Fixtures of all tests: no outside network, no settings of this machine, a shared embedder."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import outside_sockets  # tests/network, see "pythonpath" in pyproject.toml
import pytest

from paperchat.settings import Settings

if TYPE_CHECKING:
    from paperchat.embedding.port import Embedder

REPOSITORY = Path(__file__).resolve().parents[1]
NETWORK = REPOSITORY / "tests" / "network"

# Before anything imports LlamaIndex or tiktoken: nothing is fetched, and no threads are left over.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# A shell starts what runs in the background deaf to Ctrl+C, and so every process of the tests.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def _outside_is_blocked() -> Iterator[None]:
    """Block for the whole session, so that session fixtures and threads are held to it as well."""
    undo = outside_sockets.block()
    yield
    undo()


@pytest.fixture(autouse=True)
def _nothing_went_outside(_outside_is_blocked: None) -> Iterator[None]:
    """Fail the test also when the code under test swallowed the refusal."""
    outside_sockets.attempts.clear()
    yield
    wanted = list(outside_sockets.attempts)
    outside_sockets.attempts.clear()
    if wanted:
        pytest.fail(f"tried to connect outside this machine: {', '.join(wanted)}")


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away this machine's settings: variables, ``.env`` and the user's own library."""
    for name in list(os.environ):
        if name.startswith(("PAPERCHAT_", "STREAMLIT_")) or name == "OPENAI_API_KEY":
            monkeypatch.delenv(name)
    # The default home, should a test not name one; the cache stays, since it holds the model.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg-data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder, not yet there, for the library of one test."""
    return tmp_path / "library"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` beside the repository, with the real corpus and the benchmarks."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "corpus").is_dir():
        pytest.skip("there is no folder 'shared' with the real corpus beside the repository")
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the prepared model is kept: the user's cache if there is one, else a passing folder."""
    default = Settings(_env_file=None).cache
    return default if default.is_dir() else tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def embedder(cache: Path) -> Embedder:
    """The default embedder, loaded once; it is safe to use from several tests."""
    from paperchat.embedding.factory import create_embedder

    return create_embedder(Settings(_env_file=None, cache=cache, embedder="minilm"))


@pytest.fixture
def offline_environment(cache: Path) -> dict[str, str]:
    """Variables for a child process that may not connect outside this machine either."""
    environment = dict(os.environ)
    environment["PYTHONPATH"] = str(NETWORK)
    environment["PAPERCHAT_CACHE"] = str(cache)
    return environment


@pytest.fixture
def no_threads_left() -> Iterator[None]:
    """Fail when the test leaves a thread running that would keep the process alive."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.daemon and t.is_alive()]
    assert not left, f"threads left running: {left}"
