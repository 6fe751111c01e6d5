from __future__ import annotations

import gzip
import json
import os
import socket
import stat
import sys
from pathlib import Path

import pytest

from ingest.sources import READERS, Source, decoding, detect, open_source, read_source
from paperchat.errors import InputError, SourceError
from paperchat.types import Record

LINE = json.dumps({"title": "Kettles", "abstract": "Kettles boil water at rates that vary."})
TEXT_PAGE = "Daily Papers\n\nKettles\n\nWe measure 42 kettles at work.\n  • 4 authors\n"
HTML_PAGE = (
    '<html><body><article><h3><a href="/papers/2511.00001">Kettles</a></h3>'
    "<p>We measure 42 kettles at work.</p></article></body></html>"
)


def message(source: Source) -> str:
    with pytest.raises(SourceError) as caught:
        list(read_source(source))
    text = str(caught.value)
    assert text.count("\n") == 0
    assert text.endswith(".")
    assert len(text) < 400
    return text


def of_bytes(data: bytes, name: str = "papers.txt") -> str:
    return message(Source.from_bytes(name, data))


@pytest.mark.parametrize(
    ("data", "reader"),
    [
        (LINE, "JSON lines"),
        (f"[{LINE}]", "JSON lines"),
        (TEXT_PAGE, "as text"),
        (HTML_PAGE, "HTML"),
    ],
)
@pytest.mark.parametrize("name", ["papers.txt", "papers", "papers.html", "papers.jsonl", "a.csv"])
@pytest.mark.parametrize("packed", [False, True])
def test_the_content_decides(data: str, reader: str, name: str, packed: bool) -> None:
    raw = gzip.compress(data.encode()) if packed else data.encode()
    source = Source.from_bytes(name, raw)
    assert reader in detect(source).name
    assert [item.title for item in read_source(source) if isinstance(item, Record)] == ["Kettles"]


def test_readers_have_distinct_names() -> None:
    assert len({reader.name for reader in READERS}) == len(READERS)


def test_every_format_has_its_line_in_the_documentation() -> None:
    page = Path(__file__).parents[3].joinpath("docs", "sources.md").read_text(encoding="utf-8")
    for reader in READERS:
        assert f"| {reader.name}" in page


def test_a_missing_file_a_folder_and_an_empty_file(tmp_path: Path) -> None:
    assert "There is no file" in message(Source.from_path(tmp_path / "none.txt"))
    assert "is a folder without any file" in message(Source.from_path(tmp_path))
    below_a_file = tmp_path / "empty.txt"
    below_a_file.touch()
    assert "There is no file" in message(Source.from_path(below_a_file / "x"))
    assert message(Source.from_path(below_a_file)).startswith("empty.txt is empty; choose")
    assert "nothing but white space" in of_bytes(b" \r\n\t\n")
    assert "cannot be opened" in message(Source.from_path("a\0b"))
    assert "cannot be opened" in message(Source.from_path("x" * 5000))


@pytest.mark.parametrize("data", [b"%\x00\x01\xff" * 200, b"Not found", b"\xff\xfe\x00a" * 9])
def test_a_pdf_by_name_alone_is_no_readable_pdf(data: bytes) -> None:
    said = message(Source.from_bytes("broken.pdf", data))
    assert said.startswith("broken.pdf is not a readable PDF")
    assert "binary" not in said


def test_errors_of_sources_are_bad_input() -> None:
    assert issubclass(SourceError, InputError)
    assert SourceError.exit_code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs sockets in the file system")
def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "not a regular file" in message(Source.from_path(pipe))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        assert "not a regular file" in message(Source.from_path(tmp_path / "s"))


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT_PAGE)
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        assert message(Source.from_path(path)) == "secret.txt cannot be read: permission denied."
    else:
        pytest.skip("this user may read every file")
    finally:
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_a_file_whose_disk_fails(tmp_path: Path) -> None:
    memory = Path("/proc/self/mem")  # a regular file whose first bytes cannot be read
    if not memory.exists():
        pytest.skip("this system has no file that fails on reading")
    assert message(Source.from_path(memory)).startswith("mem cannot be read: ")


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "is a PDF that is damaged"),
        (b"%PDF-1.4\nplain", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is an image"),
        (b"SQLite format 3\0", "is a database, which holds no text of papers; export"),
        (b"a" * 257 + b"ustar\x0000\0", "is a tar archive, which cannot be read; unpack it"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive, which cannot be read; unpack it"),
        (b"\x7fELF\x02\x01\x01\0", "is a program"),
        (b'<?xml version="1.0"?><records/>', "is XML"),
        (b"From: <Saved by Blink>\nSnapshot-Content-Location: https://x\n", "is MHTML"),
    ],
)  # fmt: skip
def test_known_formats_that_are_not_read_are_named(data: bytes, part: str) -> None:
    assert part in of_bytes(data)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"@article{k,\n title={Kettles}}\n", 'paper (line 1: "Kettles" has no abstract)'),
        (b"% mine\n\n @InProceedings{k,\n title={Kettles}}\n", "(line 3: "),
        (b"@article{k\n , title={Kettles}\n}\n", "no abstract"),
        (b"@comment{nothing}\n", "holds no papers"),
        (b"TY  - JOUR\r\nTI  - Kettles\r\nER  - \r\n", "no abstract"),
        (b'<?xml version="1.0"?>\n<feed xmlns="http://a.example"></feed>', "holds no papers"),
        (b'<?xml version="1.0"?><!-- a --><rss version="2.0"></rss>', "holds no papers"),
        (b"<rss></rss>", "holds no papers"),
        (b'id,title,abstract\n1,"A","B"\n', "too short: at least 20 are needed"),
        (b"title;abstract\nA;B\n", "too short: at least 20 are needed"),
    ],
)  # fmt: skip
def test_sources_of_each_format_without_any_paper(data: bytes, part: str) -> None:
    assert part in of_bytes(data)


def test_the_suffix_names_a_format_whose_content_tells_nothing() -> None:
    assert of_bytes(b"% nothing yet\n", "papers.bib") == "papers.bib holds no papers."
    assert "no papers in a known format" in of_bytes(b"% nothing yet\n", "papers.txt")


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"\x00\x01\x02\x03 binary", "holds binary data, not text"),
        (TEXT_PAGE.encode("utf-16-le"), "looks like UTF-16 without its byte order mark"),
        (TEXT_PAGE.encode("utf-16-be"), "looks like UTF-16 without its byte order mark"),
        ("Café\n4 authors\n".encode("cp1252"), "not UTF-8 text: the byte at offset 3 "),
        (TEXT_PAGE.encode("utf-16")[:-1], "not UTF-16 text"),
        (b"\xff\xfe\x00\xd8\x00\x00", "not UTF-16 text"),
        (b"Dear all, see you on Monday.\n", "no papers in a known format; read are BibTeX"),
        (TEXT_PAGE.encode() + b"\0", "binary data"),
        (TEXT_PAGE.encode() + b" " * 70_000 + b"\0", r"binary data (a zero byte at offset 7"),
        (TEXT_PAGE.encode() + b" " * 70_000 + b"\xe9", "not UTF-8 text: the byte at offset 7"),
    ],
)  # fmt: skip
def test_binary_and_wrongly_encoded_content(data: bytes, part: str) -> None:
    assert part in of_bytes(data)


def test_a_text_page_in_utf16_is_read() -> None:
    source = Source.from_bytes("page.txt", TEXT_PAGE.encode("utf-16"))
    assert [type(item) for item in read_source(source)] == [Record]


def test_a_page_that_quotes_bibtex_is_still_a_page() -> None:
    text = HTML_PAGE.replace("</article>", "</article><pre>\n@article{k,\n title={x}}</pre>")
    assert [type(item) for item in read_source(Source.from_text(text))] == [Record]


@pytest.mark.parametrize("start", ["", TEXT_PAGE, '{"title": "', "[", "<html>", "@article{", "\n"])
def test_fifty_megabytes_on_one_line(tmp_path: Path, start: str) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.write(start.encode())
        for _ in range(50):
            file.write(b"a" * 1024 * 1024)
    assert message(Source.from_path(path)).startswith("line.txt ")


def test_unpacking_stops_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_SOURCE_BYTES", 3 * 1024 * 1024)
    bomb = gzip.compress(f"{LINE}\n".encode() + b"\n" * 8 * 1024 * 1024)
    assert "holds more than" in of_bytes(bomb, "papers.jsonl.gz")


def test_hostile_heads_are_judged_quickly() -> None:
    for part in ("<!-- -->", "\n", " ", "@a", "a,", "•", "{", "[", "<div>", "1 "):
        of_bytes(("x" + part * 60_000).encode())
        of_bytes((part * 60_000).encode())


def test_names_shown_have_no_folders_and_no_control_characters(tmp_path: Path) -> None:
    assert Source.from_path(tmp_path / "page.txt").name == "page.txt"
    assert Source.from_bytes("C:\\Users\\ada\\page.txt", b"").name == "page.txt"
    assert Source.from_bytes("../../etc/page\n\x1b.txt", b"").name == "page .txt"
    assert Source.from_bytes("///", b"").name == "upload"
    assert Source.from_text("x").name == "pasted text"


def test_a_source_has_a_path_or_data(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="either a path or data"):
        Source("x")
    with pytest.raises(ValueError, match="either a path or data"):
        Source("x", tmp_path, b"")


def test_open_source_checks_the_format(tmp_path: Path) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text(LINE)
    assert open_source(str(path)) == Source.from_path(path)
    with pytest.raises(SourceError, match="There is no file"):
        open_source(tmp_path / "none")


def test_detection_fails_at_the_call_not_at_the_first_item(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        read_source(Source.from_path(tmp_path / "none"))
