"""The parts of a build of the vector index: folders of Chroma in the build's own, by number.

Chroma keeps a collection that is open in memory as a whole. Parts bound what a writer needs: it has
one of them open at a time. Nothing here imports chromadb, as in ``chroma_files``.
"""

from __future__ import annotations

from pathlib import Path

from paperchat.library.builds import seal
from paperchat.library.chroma_files import DATABASE, copy_folder, database_content

MOST = 100_000
"""How often one part is written to, so how many vectors it has at most; decision 0003 says why."""

_PREFIX = "part-"


def part_folders(build: Path) -> list[Path]:
    """Return the folders of a build's parts, the one that grows last.

    There are none in a build of former times, which was one folder of Chroma itself.
    """
    found = [path for path in build.glob(f"{_PREFIX}*") if path.is_dir()]
    return sorted(found, key=lambda path: (len(path.name), path.name))


def next_part(build: Path) -> Path:
    """Return the folder that the part after the last one will have; it is not made."""
    last = part_folders(build)[-1:]
    number = int(last[0].name.removeprefix(_PREFIX)) + 1 if last else 0
    return build / f"{_PREFIX}{number}"


def copy_parts(source: Path, target: Path) -> None:
    """Copy the parts of a build, also while a reader has them open.

    Raises:
        OSError: a file cannot be read or written.
        sqlite3.DatabaseError: a database cannot be copied.
    """
    for folder in part_folders(source):
        copy = target / folder.name
        copy.mkdir()
        copy_folder(folder, copy)


def content_of(build: Path) -> str | None:
    """Return what all parts of a build hold as one line of text; null where one is damaged.

    It covers their databases by content, since Chroma writes to them on every opening, and all
    other files byte by byte. It is null also for a build of former times.
    """
    databases = [database_content(folder) for folder in part_folders(build)]
    known = [content for content in databases if content is not None]
    if not databases or len(known) < len(databases):
        return None
    return f"{' '.join(known)} {seal(build, ignore=(DATABASE,))}"
