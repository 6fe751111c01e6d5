"""What the wheel and the source archive hold."""

from __future__ import annotations

import email
import tarfile
import zipfile
from pathlib import Path

import pytest
from hatchling import build

import paperchat

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (ROOT / "src" / "paperchat", ROOT / "ingest")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        name = build.build_wheel(str(folder))
    return zipfile.ZipFile(folder / name)


def _expected() -> set[str]:
    return {
        path.relative_to(package.parent).as_posix()
        for package in PACKAGES
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def _text(wheel: zipfile.ZipFile, ending: str) -> str:
    (name,) = [name for name in wheel.namelist() if name.endswith(ending)]
    return wheel.read(name).decode("utf-8")


def test_both_packages_are_in_with_all_their_files_and_nothing_else(
    wheel: zipfile.ZipFile,
) -> None:
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert inside == _expected()
    assert "paperchat/py.typed" in inside
    assert "paperchat/starter/papers.jsonl" in inside


def test_the_console_script_is_declared(wheel: zipfile.ZipFile) -> None:
    assert "paperchat = paperchat.cli:main" in _text(wheel, "entry_points.txt")


def test_the_metadata_is_complete(wheel: zipfile.ZipFile) -> None:
    metadata = email.message_from_string(_text(wheel, ".dist-info/METADATA"))
    assert metadata["Name"] == "paperchat"
    assert metadata["Version"] == paperchat.__version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert {"dev", "local"} <= set(metadata.get_all("Provides-Extra") or [])
    assert "Permission is hereby granted" in _text(wheel, "licenses/LICENSE")


def test_the_source_archive_can_build_and_test_itself(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        name = build.build_sdist(str(tmp_path))
    with tarfile.open(tmp_path / name) as archive:
        inside = {member.partition("/")[2] for member in archive.getnames()}
    wanted = {"pyproject.toml", "constraints.txt", ".env.example", "LICENSE", "README.md"}
    wanted |= {"CHANGELOG.md", "tests/conftest.py", "scripts/setup", "src/paperchat/__init__.py"}
    assert wanted <= inside
    assert not [name for name in inside if "__pycache__" in name or name.startswith(".venv")]
