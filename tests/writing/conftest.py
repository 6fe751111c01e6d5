from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sample_library import assistant, library

from paperchat.assistant import Assistant
from paperchat.library.library import Library
from paperchat.types import Answer
from paperchat.writing.passages import Passage, passages_of

__all__ = ["assistant", "library"]

PassagesFor = Callable[[str], tuple[Answer, tuple[Passage, ...]]]


@pytest.fixture
def passages_for(assistant: Assistant, library: Library) -> PassagesFor:
    """Ask a question, and return the answer made of quotes with the passages behind it."""

    def ask(question: str) -> tuple[Answer, tuple[Passage, ...]]:
        answer = assistant.ask(question)
        return answer, passages_of(answer, library.catalogue)

    return ask


@pytest.fixture
def empty_library(tmp_path: Path) -> Iterator[Library]:
    """A library of its own, for what is kept in one."""
    own = Library(tmp_path / "own")
    yield own
    own.close()
