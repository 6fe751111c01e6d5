"""``constraints.txt`` pins everything that ``pyproject.toml`` asks for, and names no host."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINES = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def _pins() -> dict[str, list[str]]:
    pins: dict[str, list[str]] = defaultdict(list)
    for line in LINES:
        requirement = Requirement(line)
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", line
        pins[canonicalize_name(requirement.name)].append(specifier.version)
    return dict(pins)


def _requirements() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"]
    asked = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["build-system"]["requires"],
        *extras["dev"],
        *extras["ollama"],
    ]
    return [Requirement(line) for line in asked]


@pytest.mark.parametrize("requirement", _requirements(), ids=lambda requirement: requirement.name)
def test_every_dependency_is_pinned_to_a_version_it_allows(requirement: Requirement) -> None:
    versions = _pins()[canonicalize_name(requirement.name)]
    for version in versions:
        assert requirement.specifier.contains(version, prereleases=True)


def test_only_exact_public_versions_are_named() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--" not in text
    for line in LINES:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!]+( ; .+)?", line), line


def test_a_package_with_several_pins_says_which_is_meant() -> None:
    for name, versions in _pins().items():
        if len(versions) > 1:
            marked = [line for line in LINES if canonicalize_name(line.split("==")[0]) == name]
            assert all(" ; " in line for line in marked), name


def test_pytorch_is_not_asked_for() -> None:
    assert "torch" not in _pins()
    assert "sentence-transformers" not in _pins()


def test_the_weights_are_pinned_to_the_version_the_embedder_knows() -> None:
    from paperchat.embedding import weights

    assert _pins()[canonicalize_name(weights.PACKAGE)] == [weights.PACKAGE_VERSION]
