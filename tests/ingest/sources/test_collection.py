"""Folders and zip archives: what is in them is read, and what means harm is refused."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import struct
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from ingest.sources import Source, collection, open_source, read_source
from paperchat.errors import SourceError
from paperchat.types import Record, Rejected, SourceFormat

TEXT = "We boil water in 42 kettles and time it. The spread is large."


def line(title: str) -> bytes:
    return json.dumps({"title": title, "abstract": TEXT}).encode()


FILES = {
    "a.bib": f"@article{{k, title={{Kettles}}, abstract={{{TEXT}}}}}\n".encode(),
    "sub/b.jsonl": line("Lids") + b"\n{broken\n" + line("Pans"),
    "sub/deeper/c.ris": f"TY  - JOUR\nTI  - Pots\nAB  - {TEXT}\nER  - \n".encode(),
    "sub/d.jsonl.gz": gzip.compress(line("Cups")),
    "notes.md": b"Nothing of interest.\n",
    "empty.txt": b"",
    ".hidden/x.jsonl": line("Hidden"),
    "__MACOSX/._a.bib": b"junk",
}
TITLES = {"Kettles", "Lids", "Pans", "Pots", "Cups"}


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(
    source: Source,
) -> tuple[set[str], dict[tuple[str, int | None], str], list[SourceFormat]]:
    formats: list[SourceFormat] = []
    items = list(read_source(source, None, formats.append))
    rejected = {(i.where, i.line): i.reason for i in items if isinstance(i, Rejected)}
    return {item.title for item in items if isinstance(item, Record)}, rejected, formats


def message(source: Source) -> str:
    with pytest.raises(SourceError) as caught:
        list(read_source(source))
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "readings" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "readings"


def check(source: Source, label: str) -> None:
    titles, rejected, formats = read(source)
    assert titles == TITLES
    assert set(rejected) == {
        (f"{label}/sub/b.jsonl", 2), (f"{label}/notes.md", None), (f"{label}/empty.txt", None),
    }  # fmt: skip
    assert {(found.source, found.format) for found in formats} == {
        (f"{label}/a.bib", "BibTeX"),
        (f"{label}/sub/b.jsonl", "JSON lines"),
        (f"{label}/sub/d.jsonl.gz", "JSON lines"),
        (f"{label}/sub/deeper/c.ris", "RIS"),
    }


def test_a_folder(folder: Path) -> None:
    check(open_source(folder), "readings")


def test_the_folder_one_is_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    check(open_source("."), "readings")


def test_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "readings.zip"
    path.write_bytes(zipped(FILES))
    check(open_source(path), "readings.zip")
    check(Source.from_bytes("readings.zip", zipped(FILES, zipfile.ZIP_STORED)), "readings.zip")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["readings.zip"]


def test_an_archive_in_a_folder_is_read_and_one_in_an_archive_is_not(folder: Path) -> None:
    inner = zipped({"e.jsonl": line("Tubs")})
    (folder / "more.zip").write_bytes(zipped({"e.jsonl": line("Tubs"), "inner.zip": inner}))
    titles, rejected, _ = read(Source.from_path(folder))
    assert titles == TITLES | {"Tubs"}
    reason = rejected["readings/more.zip/inner.zip", None]
    assert reason == "it is an archive within an archive; unpack it first"


@pytest.mark.parametrize(
    "name", ["../x.jsonl", "a/../../x.jsonl", "/etc/x.jsonl", "C:/x.jsonl", "..\\x.jsonl"]
)
def test_names_that_lead_elsewhere(name: str) -> None:
    source = Source.from_bytes("a.zip", zipped({name: line("Bad"), "b.jsonl": line("Good")}))
    titles, rejected, _ = read(source)
    assert titles == {"Good"}
    assert list(rejected.values()) == ["its name leads out of the archive"]


def test_links_in_an_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("x.jsonl")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.jsonl", line("Good"))
    _, rejected, _ = read(Source.from_bytes("a.zip", out.getvalue()))
    assert list(rejected.values()) == ["it is a link, not a file"]


def test_an_archive_that_would_unpack_to_far_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "_LARGE", 1024 * 1024)
    bomb = zipped({"b.jsonl": line("Good"), "x.txt": b" " * 20 * 1024 * 1024})
    assert "would unpack to" in message(Source.from_bytes("a.zip", bomb))


def test_a_part_that_unpacks_to_more_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = zipped({"x.jsonl": line("Kettles") + b"\n" + b" " * 5_000_000})
    lie = struct.pack("<L", 40)  # the unpacked size, in the archive's directory
    start = whole.rindex(b"PK\x01\x02") + 24
    source = Source.from_bytes("a.zip", whole[:start] + lie + whole[start + 4 :])
    assert "damaged" in message(source)


def test_a_part_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "MAX_PART_BYTES", 1000)
    files = {"b.jsonl": line("Good"), "x.jsonl": line("Big") + b" " * 2000}
    titles, rejected, _ = read(Source.from_bytes("a.zip", zipped(files)))
    assert titles == {"Good"}
    assert "unpack the archive first" in next(iter(rejected.values()))


def test_too_many_files(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(collection, "MAX_PARTS", 3)
    assert "more than 3 files" in message(Source.from_path(folder))
    assert "more than 3 files" in message(Source.from_bytes("a.zip", zipped(FILES)))


def test_encrypted_parts() -> None:
    whole = bytearray(zipped({"x.jsonl": line("Locked"), "b.jsonl": line("Good")}))
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    titles, rejected, _ = read(Source.from_bytes("a.zip", bytes(whole)))
    assert titles == {"Good"}
    assert "it is encrypted" in next(iter(rejected.values()))


@pytest.mark.parametrize("cut", [4, 30, -3, -40])
def test_archives_that_are_cut_off(cut: int) -> None:
    assert "damaged" in message(Source.from_bytes("a.zip", zipped(FILES)[:cut]))


def test_a_damaged_part_costs_only_itself() -> None:
    files = {"x.jsonl": line("Bad") * 50, "b.jsonl": line("Good")}
    whole = bytearray(zipped(files, zipfile.ZIP_STORED))
    whole[60] ^= 0xFF
    titles, rejected, _ = read(Source.from_bytes("a.zip", bytes(whole)))
    assert "Good" in titles
    assert any("damaged" in reason for reason in rejected.values())


def test_office_documents_are_no_archives() -> None:
    data = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert "is an office document or e-book" in message(Source.from_bytes("a.docx", data))


def test_collections_without_any_paper(tmp_path: Path) -> None:
    assert "without any file to read" in message(Source.from_path(tmp_path))
    (tmp_path / "x.txt").write_text("Nothing.")
    assert "The one record" in message(Source.from_path(tmp_path))
    assert "holds no papers" in message(Source.from_bytes("a.zip", zipped({})))
    empty = tmp_path / "none"
    empty.mkdir()
    with pytest.raises(SourceError, match="without any file"):
        open_source(empty)


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes in the file system")
def test_what_is_no_file_costs_only_itself(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    (folder / "gone").symlink_to(folder / "nowhere")
    titles, rejected, _ = read(Source.from_path(folder))
    assert titles == TITLES
    assert "not a regular file" in rejected["readings/pipe", None]
    assert "There is no file" in rejected["readings/gone", None]
