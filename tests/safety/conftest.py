"""Real commands on the starter library, to which something bad happens."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from forked_commands import ForkServer, fork_environment
from sample_starter import starter_home
from small_disk import NoDisk, SmallDisk

__all__ = ["starter_home"]

DISK_KB = 16_000


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, after it went well."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def sentence(self) -> str:
        """The one sentence that it failed with."""
        assert self.code in (1, 2), (self.code, self.out, self.err)
        assert self.out == ""
        [line] = self.err.splitlines()
        assert line.startswith("Error: ")
        assert line.endswith(".")
        return line


@pytest.fixture
def run(offline_environment: dict[str, str]) -> Callable[..., Ran]:
    """Run ``paperchat`` in a process of its own, behind the command ``before``."""

    def run_it(*arguments: str | Path, before: Sequence[str] = ()) -> Ran:
        done = subprocess.run(
            [*before, sys.executable, "-W", "error", "-m", "paperchat", *arguments],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
            env=offline_environment,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    return run_it


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallDisk]:
    """A disk with some megabytes; the tests of a module take turns with it."""
    try:
        disk = SmallDisk(tmp_path_factory.mktemp("small") / "disk", DISK_KB)
    except NoDisk as reason:
        pytest.skip(str(reason))
    yield disk
    disk.end()


@pytest.fixture(scope="module")
def commands_inside(
    small_disk: SmallDisk, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ForkServer]:
    """What runs commands that see the disk."""
    folder = tmp_path_factory.mktemp("commands")
    # Temporary files are not put on the disk that is full.
    environment = fork_environment(cache, folder) | {"TMPDIR": str(folder)}
    server = ForkServer(environment, folder, before=small_disk.inside)
    yield server
    server.close()


@pytest.fixture
def disk(small_disk: SmallDisk, starter_home: Path) -> Iterator[SmallDisk]:
    """The disk, with the starter library in ``home`` and room left."""
    small_disk.run("cp", "-a", starter_home, small_disk.folder / "home")
    yield small_disk
    small_disk.clear()


@pytest.fixture
def on_disk(disk: SmallDisk, commands_inside: ForkServer) -> Callable[..., Ran]:
    """Run ``paperchat`` on the library in ``home`` of the disk."""

    def run_it(*arguments: str, home: str = "home") -> Ran:
        pid = commands_inside.start("paperchat", *arguments, "--home", str(disk.folder / home))
        code = commands_inside.wait(pid)
        return Ran(code, commands_inside.printed(pid), commands_inside.told(pid))

    return run_it


@pytest.fixture(scope="module")
def commands(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """What runs commands that see no small disk."""
    folder = tmp_path_factory.mktemp("commands")
    server = ForkServer(fork_environment(cache, folder), folder)
    yield server
    server.close()


@pytest.fixture
def own_home(starter_home: Path, home: Path) -> Path:
    """A copy of the starter library, for one test that damages it."""
    shutil.copytree(starter_home, home)
    return home


@pytest.fixture
def on_own(own_home: Path, commands: ForkServer) -> Callable[..., Ran]:
    """Run ``paperchat`` on ``own_home``."""

    def run_it(*arguments: str) -> Ran:
        pid = commands.start("paperchat", *arguments, "--home", str(own_home))
        code = commands.wait(pid)
        return Ran(code, commands.printed(pid), commands.told(pid))

    return run_it


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visitor of the page sees after a question, and what its process told on stderr."""

    html: str
    errors: tuple[str, ...]
    told: str


@pytest.fixture
def visit(offline_environment: dict[str, str], tmp_path: Path) -> Callable[..., Seen]:
    """Open the page of a home in a process of its own, behind ``before``, and ask a question."""

    def visit_it(home: Path, question: str, before: Sequence[str] = ()) -> Seen:
        done = subprocess.run(
            [*before, sys.executable, Path(__file__).with_name("visiting.py"), question],
            capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path,
            env=offline_environment | {"PAPERCHAT_HOME": str(home)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        seen = json.loads(done.stdout)
        return Seen(seen["html"], tuple(seen["errors"]), done.stderr)

    return visit_it


class Talk:
    """A ``paperchat chat --json`` that goes on."""

    def __init__(self, before: Sequence[str], home: Path, environment: dict[str, str]) -> None:
        self.ended = False
        self._process = subprocess.Popen(
            [*before, sys.executable, "-m", "paperchat", "chat", "--json", "--home", home],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=environment,
        )  # fmt: skip

    def ask(self, question: str) -> Any:
        """Return the answer to a question."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{question}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._process.communicate(timeout=30)[1]
        return json.loads(line)

    def end(self) -> str:
        """End it at once; returns what it has told on stderr."""
        self._process.kill()
        self.ended = True
        return self._process.communicate(timeout=30)[1]


@pytest.fixture
def talk(offline_environment: dict[str, str]) -> Iterator[Callable[[Sequence[str], Path], Talk]]:
    """Begin a conversation behind a command, on a home."""
    begun: list[Talk] = []

    def begin(before: Sequence[str], home: Path) -> Talk:
        begun.append(Talk(before, home, offline_environment))
        return begun[-1]

    yield begin
    for each in begun:
        if not each.ended:
            each.end()


@pytest.fixture
def kites(tmp_path: Path) -> Callable[[int], Path]:
    """Write a source of so many papers of our own words."""

    def write(count: int) -> Path:
        rows = [
            {
                "id": f"k{n}",
                "title": f"Kites of Kind {n}",
                "abstract": f"The Zorbel{n} kite stays up in a wind of {n + 3} knots. " * 4,
            }
            for n in range(count)
        ]
        path = tmp_path / f"kites-{count}.jsonl"
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        return path

    return write
