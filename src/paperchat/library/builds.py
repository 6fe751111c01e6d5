"""Indexes as *builds*: each index that is made anew is a new one, and the catalogue names it.

So swapping an index is one transaction, and a crash leaves only a stray one.
A *seal* is what a finished build looked like; it shows damage without opening it.
"""

from __future__ import annotations

import json
import shutil
import uuid
import zlib
from dataclasses import dataclass
from pathlib import Path

from paperchat.errors import LibraryError
from paperchat.library.catalogue import Catalogue

_READ = 1 << 20
_FACTS = ("build", "generation", "seal")


@dataclass(frozen=True, slots=True)
class Build:
    """The current build of an index, the generation it holds, and its seal (may be empty)."""

    name: str
    generation: int
    seal: str


class NamedBuild:
    """What the catalogue says about the current build of one index; ``kind`` begins its facts."""

    def __init__(self, catalogue: Catalogue, kind: str) -> None:
        self._catalogue = catalogue
        self._kind = kind

    def current(self) -> Build | None:
        """Return the build the catalogue names, whether or not it is sound."""
        # Read at once: a writer may publish between two questions.
        facts = self._catalogue.facts(f"{self._kind}_{name}" for name in _FACTS)
        name = facts.get(f"{self._kind}_build")
        if not name:
            return None
        generation = int(facts.get(f"{self._kind}_generation", 0))
        return Build(name, generation, facts.get(f"{self._kind}_seal", ""))

    def publish(self, name: str, generation: int, seal: str) -> None:
        """Make the build ``name`` the current one, in one transaction."""
        self._catalogue.record_facts(
            {
                f"{self._kind}_build": name,
                f"{self._kind}_generation": str(generation),
                f"{self._kind}_seal": seal,
            }
        )


class Builds(NamedBuild):
    """The builds of an index that is a folder below ``root``."""

    def __init__(self, catalogue: Catalogue, root: Path, kind: str) -> None:
        super().__init__(catalogue, kind)
        self._root = root

    def folder(self, build: Build) -> Path:
        """Return where the files of ``build`` are."""
        return self._root / build.name

    def new_folder(self) -> Path:
        """Return a fresh, empty folder; its name is that of a build that is not current yet.

        Raises:
            LibraryError: it cannot be made.
        """
        folder = self._root / uuid.uuid4().hex[:12]
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise LibraryError(
                f"The folder {self._root} cannot be written to ({error.strerror}): check that the "
                "disk has room, then run the same command again; no paper is lost."
            ) from error
        return folder

    def sweep(self) -> None:
        """Remove folders that are not current. Others may still read one: failing is fine."""
        current = self.current()
        if self._root.is_dir():
            for folder in self._root.iterdir():
                if current is None or folder.name != current.name:
                    shutil.rmtree(folder, ignore_errors=True)


def seal(folder: Path, *, ignore: tuple[str, ...] = ()) -> str:
    """Return names, sizes and checksums of the files below ``folder`` as one line of text."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return json.dumps(
        {
            path.relative_to(folder).as_posix(): [path.stat().st_size, _checksum(path)]
            for path in files
            if not path.name.startswith(ignore or ("\0",))
        }
    )


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(_READ):
            value = zlib.crc32(block, value)
    return value
