"""A disk of so many kilobytes: a tmpfs in a mount namespace of its own, for any user."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_HOLD = 'mount -t tmpfs -o "size=$1k" tmpfs "$2" && echo ready && exec sleep 100000'
_FILL = """
import os, sys
room = os.statvfs(sys.argv[1])
size = room.f_bavail * room.f_frsize - int(sys.argv[3]) * 1024
with open(sys.argv[2], "ab", buffering=0) as file:
    file.write(bytes(size))
"""


class NoDisk(Exception):  # noqa: N818  # a reason to skip
    """This machine lets nobody mount anything."""


class SmallDisk:
    """The disk at ``folder``. Only commands that begin with ``inside`` see it.

    Raises:
        NoDisk: why there can be none.
    """

    def __init__(self, folder: Path, kilobytes: int) -> None:
        self.folder = folder
        folder.mkdir()
        try:
            self._holder = subprocess.Popen(
                ["unshare", "--map-root-user", "--mount", "sh", "-c", _HOLD, "sh",
                 str(kilobytes), folder],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
        except OSError as error:
            raise NoDisk(f"there is no unshare: {error}") from error
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != "ready\n":
            _, said = self._holder.communicate(timeout=30)
            raise NoDisk(f"no disk can be mounted: {said.strip()}")

    @property
    def inside(self) -> list[str]:
        """What goes before a command that is to see the disk."""
        return ["nsenter", "--user", "--mount", "--preserve-credentials",
                f"--target={self._holder.pid}"]  # fmt: skip

    def fill(self, *, leave: int = 0) -> None:
        """Write a file that leaves so many kilobytes of room."""
        self.run(sys.executable, "-c", _FILL, self.folder, self._filler, str(leave))

    def make_room(self) -> None:
        """Remove what :meth:`fill` has written."""
        self.run("rm", "-f", self._filler)

    def lock(self) -> None:
        """Let nobody write to it, not even the superuser."""
        self.run("mount", "-o", "remount,ro", self.folder)

    def unlock(self) -> None:
        """Undo :meth:`lock`."""
        self.run("mount", "-o", "remount,rw", self.folder)

    def checksums(self) -> str:
        """Return a line for each file on it."""
        return self.run("find", self.folder, "-type", "f", "-exec", "sha256sum", "{}", "+")

    def clear(self) -> None:
        """Remove all that is on it."""
        self.unlock()
        self.run("find", self.folder, "-mindepth", "1", "-delete")

    def run(self, *command: str | Path) -> str:
        """Run a command that sees the disk, and that must go well; returns what it prints."""
        done = subprocess.run(
            [*self.inside, *command], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def end(self) -> None:
        """Let the disk go, with all that is on it."""
        self._holder.kill()
        self._holder.communicate(timeout=30)

    @property
    def _filler(self) -> Path:
        return self.folder / "filler"
