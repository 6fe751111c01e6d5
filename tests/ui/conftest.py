"""The chat page in this process: a real workspace and library, drawn by Streamlit's AppTest."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ingest.chunking import cut
from paperchat.ingestion import ingest, starter_sources
from paperchat.library.embed_pending import embed_pending
from paperchat.library.library import Library
from paperchat.types import Record
from paperchat.ui import opening
from paperchat.ui.places import VIEW, Destination, Place
from paperchat.ui.server import SCRIPT
from paperchat.wiring import Workspace

if TYPE_CHECKING:
    from paperchat.embedding.port import Embedder


_COPIED = re.compile(r' data-text="([^"]*)"')


@dataclass(slots=True)
class Page:
    """A visitor's page, and what a test looks at on it."""

    app: AppTest

    @property
    def html(self) -> str:
        """Everything that our own HTML shows, top to bottom, without the style sheet."""
        return "\n".join(self.bodies)

    @property
    def bodies(self) -> list[str]:
        """Each piece of our own HTML, without scripts and without what waits to be copied."""
        return [_COPIED.sub("", body) for body in self._bodies]

    @property
    def copied(self) -> list[str]:
        """What each answer's button copies."""
        return [html.unescape(text) for body in self._bodies for text in _COPIED.findall(body)]

    @property
    def _bodies(self) -> list[str]:
        found = [*self.app.sidebar.get("html"), *self.app.main.get("html")]
        return [e.proto.body for e in found if not e.proto.unsafe_allow_javascript]

    @property
    def buttons(self) -> list[str]:
        """The keys of all buttons."""
        return [str(button.key) for button in self.app.button]

    @property
    def address(self) -> str | None:
        """The conversation that the page's address names."""
        named = self.app.query_params.get("c")
        return named[0] if isinstance(named, list) else named

    def ask(self, question: str) -> Page:
        """Send a question from the box."""
        self.app.chat_input[0].set_value(question).run()
        return self

    def go(self, place: Place, **query: str | list[str]) -> Page:
        """Go to another page, as a click that leads there does."""
        self.app.session_state["paperchat-going"] = Destination(place, query)
        self.app.run()
        return self

    def view(self, view: str) -> Page:
        """Go to a view of the library."""
        self.app.session_state[VIEW] = view
        return self.go("library")

    def named(self, parameter: str) -> list[str]:
        """What the address says under ``parameter``."""
        found = self.app.query_params.get(parameter, [])
        return found if isinstance(found, list) else [found]

    @property
    def rows(self) -> list[str]:
        """The ids of the papers that are listed."""
        return [key.removeprefix("row-") for key in self.buttons if key.startswith("row-")]

    def press(self, key: str) -> Page:
        """Press a button."""
        self.app.button(key=key).click().run()
        return self


OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A home with the starter library, for tests that only read."""
    home = tmp_path_factory.mktemp("starter") / "library"
    library = Library(home)
    ingest(library, embedder, starter_sources())
    library.close()
    return home


@pytest.fixture
def own_home(starter_home: Path, tmp_path: Path) -> Path:
    """A copy of the starter library, for one test that changes it."""
    home = tmp_path / "own-library"
    shutil.copytree(starter_home, home)
    return home


@pytest.fixture
def add_papers(embedder: Embedder) -> Callable[[Path, Sequence[Record]], None]:
    """Add records to the library of a home, as another process would."""

    def add(home: Path, records: Sequence[Record]) -> None:
        library = Library(home)
        library.require(embedder)
        with library.writing():
            library.catalogue.store(records, cut)
            library.lexical.catch_up()
            library.lexical.finish()
            embed_pending(library, embedder)
        library.close()

    return add


@pytest.fixture
def open_page(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenPage]:
    """Open the page on a home; each call is another visitor of the same process.

    ``open_page(home, conversation)`` opens the address of a conversation.
    """
    monkeypatch.setenv("PAPERCHAT_CACHE", str(cache))
    shelves: list[opening.Shelf] = []
    opened = opening.Shelf

    class Remembered(opened):  # type: ignore[misc, valid-type]  # only to close it afterwards
        def __init__(self, space: Workspace) -> None:
            super().__init__(space)
            shelves.append(self)

    monkeypatch.setattr(opening, "Shelf", Remembered)

    def open_at(home: Path, conversation: str | None = None) -> Page:
        monkeypatch.setenv("PAPERCHAT_HOME", str(home))
        app = AppTest.from_file(SCRIPT, default_timeout=120)
        if conversation is not None:
            app.query_params["c"] = conversation
        return Page(app.run())

    yield open_at
    st.cache_resource.clear()
    for shelf in shelves:
        shelf.workspace.close()
