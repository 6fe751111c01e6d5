"""A real server process and a real headless Chromium, with a record of what the page asks for."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

STARTS_WITHIN_S = 120.0
ANSWERS_WITHIN_MS = 60_000
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
_LOCAL = ("data:", "blob:", "about:")


@dataclass(slots=True)
class Visitor:
    """A browser window on the page."""

    window: playwright_api.Page
    address: str
    complaints: list[str] = field(default_factory=list)
    """Errors and warnings of the browser's console, and uncaught exceptions."""
    requests: list[str] = field(default_factory=list)

    def open(self, address: str | None = None) -> None:
        """Load the page, or an address of it, and wait until it can be used."""
        self.window.goto(address or self.address)
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the box for questions is there and the script rests."""
        self.box.wait_for(timeout=ANSWERS_WITHIN_MS)
        self.window.wait_for_selector(_IDLE, timeout=ANSWERS_WITHIN_MS)

    @property
    def box(self) -> playwright_api.Locator:
        """Where questions are typed."""
        return self.window.get_by_test_id("stChatInputTextArea")

    def ask(self, question: str) -> None:
        """Type a question, send it with Enter and wait for the whole answer."""
        before = self.window.locator(".pc-question").count()
        self.box.fill(question)
        self.box.press("Enter")
        self.window.locator(".pc-question").nth(before).wait_for(timeout=ANSWERS_WITHIN_MS)
        # The script that shows the newest question is the last thing the settled page draws.
        self.window.wait_for_function(
            "count => document.querySelectorAll('.pc-question').length === count", arg=before + 1
        )
        self.window.wait_for_timeout(500)
        self.window.wait_for_selector(_IDLE, timeout=ANSWERS_WITHIN_MS)
        self.window.wait_for_timeout(1300)

    def choose(self, spec: str) -> None:
        """Type a model into its box, as a person would."""
        box = self.window.get_by_role("combobox")
        box.click()
        box.fill(spec)
        box.press("Enter")
        self.window.wait_for_timeout(500)
        self.wait_until_ready()

    @property
    def outside(self) -> list[str]:
        """Addresses asked for that are not this server's."""
        host = self.address.split("//")[1].split("?")[0].rstrip("/")
        ours = (f"http://{host}/", f"ws://{host}/", *_LOCAL)
        return [url for url in self.requests if not url.startswith(ours)]

    @property
    def overflow(self) -> int:
        """Pixels by which anything on the page is wider than the window."""
        return int(
            self.window.evaluate(
                "Math.max(...[document.documentElement, ...document.querySelectorAll("
                "'.stApp, .stMain, .stMainBlockContainer, .pc-panel:popover-open')]"
                ".map(element => element.scrollWidth - element.clientWidth))"
            )
        )

    def picture(self, path: Path) -> None:
        """Save what the window shows."""
        self.window.screenshot(path=path)


@dataclass(frozen=True, slots=True)
class Server:
    """A running ``paperchat``."""

    process: subprocess.Popen[str]
    address: str


def _chromium() -> str | None:
    """Return the system's Chromium; None leaves the choice to Playwright."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def serving(folder: Path, cache: Path, network: Path) -> Iterator[Server]:
    """``paperchat`` on a home in ``folder``, in a process that cannot leave this machine either."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PAPERCHAT_", "STREAMLIT_"))},
        "PYTHONPATH": str(network),
        "PAPERCHAT_CACHE": str(cache),
        "PAPERCHAT_HOME": str(folder / "library"),
        "PAPERCHAT_PORT": str(port),
    }
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "paperchat"],
            cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], STARTS_WITHIN_S)
        address = process.stdout.readline().strip() if ready else ""
        said = (folder / "log").read_text(encoding="utf-8")
        assert address.startswith("http://127.0.0.1:"), f"no address was printed: {said}"
        yield Server(process, address)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, cache: Path, network: Path
) -> Iterator[Server]:
    """``paperchat`` on a new home, for all tests."""
    with serving(tmp_path_factory.mktemp("server"), cache, network) as running:
        yield running


Serve = Callable[[], AbstractContextManager[Server]]


@pytest.fixture
def serve(tmp_path: Path, cache: Path, network: Path) -> Serve:
    """Start ``paperchat`` on a home of the test's own, as often as it likes."""
    return lambda: serving(tmp_path, cache, network)


@pytest.fixture(scope="session")
def network() -> Path:
    """The folder that blocks outside connections in processes which have it on their path."""
    return Path(__file__).resolve().parents[1] / "network"


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright_api.Browser]:
    """One headless Chromium for all tests."""
    with playwright_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=_ARGUMENTS)
        except playwright_api.Error as error:
            pytest.skip(f"no Chromium can be started: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


OpenVisitor = Callable[..., "Visitor"]


@pytest.fixture
def visit(server: Server, browser: playwright_api.Browser) -> Iterator[OpenVisitor]:
    """Open the page: ``visit(width=375, scheme="dark")``. Outside requests fail the test."""
    with _visitors(browser, server.address) as (open_window, visitors):
        yield open_window
        for visitor in visitors:
            assert visitor.outside == []


@contextmanager
def _visitors(
    browser: playwright_api.Browser, address: str
) -> Iterator[tuple[OpenVisitor, list[Visitor]]]:
    visitors: list[Visitor] = []

    def open_window(
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        at: str = address,
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=width < 500
        )
        visitor = Visitor(context.new_page(), at)
        visitors.append(visitor)
        visitor.window.on("request", lambda request: visitor.requests.append(request.url))
        visitor.window.on("websocket", lambda ws: visitor.requests.append(ws.url))
        visitor.window.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        visitor.window.on(
            "console",
            lambda message: (
                visitor.complaints.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        visitor.open()
        return visitor

    try:
        yield open_window, visitors
    finally:
        for visitor in visitors:
            visitor.window.context.close()
