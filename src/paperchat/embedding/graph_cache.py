"""The ready-made graph and tokenizer in the cache folder: built once, checked at every start.

Three files share a name: the graph, the tokenizer, and a seal with the hashes of both. The seal is
written last, so that a build cut short is noticed like any other damage, and built again.
"""

from __future__ import annotations

import hashlib
import json
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from paperchat.embedding.weights import INSTALL, WeightSource, find_weights, source_digest
from paperchat.errors import ConfigurationError

GRAPH_VERSION = "int8-2"
"""Raise it whenever the graph or its quantisation changes, for the vectors change with it."""
FILE_VERSION = f"{GRAPH_VERSION}-states"
"""Changes also when the graph only gains an output, so that no older file is taken for it."""
LOCK_SECONDS = 300
ARCHIVED_MODEL = "onnx/model.onnx"
ARCHIVED_TOKENIZER = "onnx/tokenizer.json"


@dataclass(frozen=True, slots=True)
class CachedGraph:
    """Where the graph made from the weights ``digest`` is, or will be."""

    folder: Path
    digest: str

    @property
    def graph(self) -> Path:
        """The 8-bit ONNX graph."""
        return self.folder / f"{self._stem}.onnx"

    @property
    def tokenizer(self) -> Path:
        """The tokenizer's JSON file."""
        return self.folder / f"{self._stem}.tokenizer.json"

    @property
    def seal(self) -> Path:
        """A JSON file with the SHA-256 of the other two."""
        return self.folder / f"{self._stem}.seal.json"

    @property
    def _stem(self) -> str:
        return f"minilm-{self.digest}-{FILE_VERSION}"

    def is_intact(self) -> bool:
        """Whether both files are there and are what was built (hashes 27 MB: about 20 ms)."""
        try:
            expected = json.loads(self.seal.read_text("utf-8"))
            return bool(expected == self._hashes())
        except (OSError, ValueError):
            return False

    def write_seal(self) -> None:
        """Vouch for the files as they are now."""
        self.seal.write_text(json.dumps(self._hashes()), "utf-8")

    def _hashes(self) -> dict[str, str]:
        hashes = {}
        for path in (self.graph, self.tokenizer):
            with path.open("rb") as file:
                hashes[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
        return hashes


def locate_graph(folder: Path) -> CachedGraph:
    """Return the cached graph to use, built or not, at the price of looking for a few files.

    A graph in the cache is enough: the weights it was made from may be gone since.

    Raises:
        ConfigurationError: there is no graph in the cache and there are no weights.
    """
    packaged = CachedGraph(folder, source_digest("package"))
    if packaged.seal.is_file():
        return packaged
    try:
        return CachedGraph(folder, find_weights().digest)
    except ConfigurationError:
        archived = CachedGraph(folder, source_digest("archive"))
        if archived.seal.is_file():
            return archived
        raise


def ensure_graph(cached: CachedGraph, *, rebuild: bool = False) -> None:
    """Build the graph unless it is there and intact; safe with other processes doing the same.

    Args:
        cached: what is wanted.
        rebuild: build even though the files are what was built, for example because they do not
            load.

    Raises:
        ConfigurationError: the weights are missing or damaged, or the folder cannot be written.
    """
    if not rebuild and cached.is_intact():
        return
    source = find_weights()
    from filelock import FileLock  # costs 70 ms at import, and a warm start does not need it

    try:
        if source.digest != cached.digest:
            cached.seal.unlink(missing_ok=True)
            raise ConfigurationError(
                f"The cached embedder in {cached.folder} is damaged and the weights it was made "
                "from are gone: start again, to use the weights that are installed."
            )
        cached.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(cached.folder / ".minilm.lock", timeout=LOCK_SECONDS):
            if rebuild or not cached.is_intact():
                cached.seal.unlink(missing_ok=True)
                _build(cached, source)
    except OSError as error:  # filelock's Timeout is one too
        raise ConfigurationError(
            f"The embedder cannot be prepared in {cached.folder} ({error}): "
            "make that folder writable, or set PAPERCHAT_CACHE to another."
        ) from error


def _build(cached: CachedGraph, source: WeightSource) -> None:
    from paperchat.embedding import onnx_graph  # needs onnx, which takes a second to import

    source.verify()
    if source.kind == "package":
        from safetensors.numpy import load_file

        tokenizer = (source.path / "tokenizer.json").read_bytes()
        model = onnx_graph.build_encoder(load_file(source.path / "model.safetensors"))
    else:
        tokenizer = _read_member(source.path, ARCHIVED_TOKENIZER)
        model = onnx_graph.load_foreign_encoder(_read_member(source.path, ARCHIVED_MODEL))
    with tempfile.TemporaryDirectory(dir=cached.folder, prefix=".build-") as build:
        parts = CachedGraph(Path(build), cached.digest)
        onnx_graph.quantise(model, parts.graph)
        parts.tokenizer.write_bytes(tokenizer)
        parts.write_seal()
        parts.graph.replace(cached.graph)
        parts.tokenizer.replace(cached.tokenizer)
        parts.seal.replace(cached.seal)


def _read_member(archive: Path, name: str) -> bytes:
    """Read one file of the archive, whose hash has been verified, without unpacking it."""
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            file = tar.extractfile(member) if PurePosixPath(member.name).match(name) else None
            if file is not None:
                return file.read()
    raise ConfigurationError(f"The archive {archive} does not hold {name}: run `{INSTALL}`.")
