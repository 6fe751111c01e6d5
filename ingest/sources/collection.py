"""Folders and zip archives: the sources in them, and why some things in them are none.

An archive is never unpacked: its parts are read where they lie, so that a name that leads elsewhere
leads nowhere. What it would unpack to is known from its directory, which reading then holds it to.
"""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from ingest.sources.base import MAX_SOURCE_BYTES, Source
from ingest.sources.cleaning import one_line
from ingest.sources.decoding import opened
from paperchat.errors import SourceError
from paperchat.types import Rejected

MAX_PARTS = 50_000
MAX_PART_BYTES = 2 * 1024**3
_MOST_PACKED = 100
"""Times its size that an archive may unpack to, once that is more than a large list of papers."""
_LARGE = 512 * 1024**2
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = frozenset({"[Content_Types].xml", "mimetype", "META-INF/container.xml"})
_NO_PAPERS = ("__MACOSX", "Thumbs.db", "desktop.ini")


def is_folder(source: Source) -> bool:
    """Tell whether a source is a folder."""
    try:
        return source.path is not None and source.path.is_dir()
    except (OSError, ValueError):
        return False


def is_zip(source: Source) -> bool:
    """Tell whether a source is a zip archive, by its first bytes.

    Raises:
        SourceError: the source cannot be read.
    """
    if source.path is not None and not source.path.is_file():
        return False
    with opened(source) as stream:
        return stream.read(4) in _ZIP_MAGIC


def folder_parts(source: Source) -> Iterator[Source]:
    """Yield the files of a folder and of those in it, by name; hidden ones are left out.

    Raises:
        SourceError: the folder holds no file, or more than any collection of papers.
    """
    assert source.path is not None  # noqa: S101  # a folder has a path
    root = source.path
    label = root.resolve().name or source.name
    count = 0
    for folder, below, files in os.walk(root):
        below[:] = sorted(name for name in below if not _is_ignored(name))
        for name in sorted(name for name in files if not _is_ignored(name)):
            count += 1
            if count > MAX_PARTS:
                raise SourceError(f"{label} is a folder of more than {MAX_PARTS} files; split it.")
            path = Path(folder, name)
            yield Source.from_path(path, f"{label}/{path.relative_to(root).as_posix()}")
    if not count:
        raise SourceError(f"{label} is a folder without any file to read.")


def zip_parts(source: Source) -> Iterator[Source | Rejected]:
    """Yield the parts of an archive, and what is refused of it with the reason.

    A part can be read until the next one is asked for.

    Raises:
        SourceError: the archive is damaged, is a document, or would unpack to too much.
    """
    with opened(source) as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise SourceError(f"{source.name} is a damaged or cut-off zip archive.") from error
        with archive:
            parts = archive.infolist()
            _check_whole(source, parts)
            for part in parts:
                path = PurePosixPath(part.filename.replace("\\", "/"))
                name = f"{source.name}/{one_line(part.filename)}"[:255]
                if part.is_dir() or not path.parts:
                    continue
                if reason := _refused(part, path):
                    yield Rejected(reason, name)
                elif not any(map(_is_ignored, path.parts)):
                    yield Source(name, opener=partial(_open_part, archive, part))


def _open_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast("BinaryIO", archive.open(part))
    except (ValueError, RuntimeError, struct.error) as error:  # of a directory that lies
        raise zipfile.BadZipFile(str(error)) from error


def _check_whole(source: Source, parts: list[zipfile.ZipInfo]) -> None:
    if not _OFFICE.isdisjoint(part.filename for part in parts[:50]):
        raise SourceError(
            f"{source.name} is an office document or e-book; save it as PDF or as plain text."
        )
    if len(parts) > MAX_PARTS:
        raise SourceError(f"{source.name} is an archive of more than {MAX_PARTS} files; split it.")
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > MAX_SOURCE_BYTES or unpacked > max(_LARGE, _MOST_PACKED * packed):
        raise SourceError(
            f"{source.name} would unpack to {unpacked / 1024**3:.1f} GB, which no archive of"
            " papers does; give the files in it one by one."
        )


def _refused(part: zipfile.ZipInfo, path: PurePosixPath) -> str | None:
    """Return why a part is not read, or null when it may be."""
    if path.is_absolute() or ".." in path.parts or path.parts[0].endswith(":"):
        return "its name leads out of the archive"
    if stat.S_ISLNK(part.external_attr >> 16):
        return "it is a link, not a file"
    if part.flag_bits & 1:
        return "it is encrypted; unpack the archive with its password first"
    if part.file_size > MAX_PART_BYTES:
        return f"it has more than {MAX_PART_BYTES // 1024**3} GB; unpack the archive first"
    return None


def _is_ignored(name: str) -> bool:
    """Tell whether a file or folder is a system's own or hidden."""
    return name.startswith(".") or name in _NO_PAPERS
