from __future__ import annotations

import ast
import base64
import hashlib
import os
import re
import runpy
import shlex
import socket
from contextlib import closing
from pathlib import Path

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from paperchat.errors import ConfigurationError
from paperchat.settings import Settings
from paperchat.ui.options import options_for
from paperchat.ui.scripts import SCRIPTS
from paperchat.ui.server import SCRIPT, address_of, free_port, middleware
from paperchat.ui.sidebar import ingest_command

ROOT = Path(__file__).resolve().parents[2]
UI = ROOT / "src" / "paperchat" / "ui"


def _taken() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def test_a_free_port_is_taken_as_it_is() -> None:
    with closing(_taken()) as server:
        port = server.getsockname()[1]
    assert free_port("127.0.0.1", port) == port


def test_a_taken_port_gives_the_next_free_one() -> None:
    with closing(_taken()) as server:
        port = server.getsockname()[1]
        found = free_port("127.0.0.1", port)
        assert port < found < port + 100


def test_a_foreign_address_is_one_sentence() -> None:
    with pytest.raises(ConfigurationError, match=r"PAPERCHAT_HOST=192\.0\.2\.1 .*127\.0\.0\.1"):
        free_port("192.0.2.1", 8501)


def test_no_port_free_is_one_sentence() -> None:
    with closing(socket.socket()) as server:
        try:
            server.bind(("127.0.0.1", 65535))
        except OSError:
            pytest.skip("the last port is in use already")
        server.listen()
        with pytest.raises(ConfigurationError, match="PAPERCHAT_PORT"):
            free_port("127.0.0.1", 65535)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("localhost", "http://localhost:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_the_address_can_be_opened_on_this_machine(host: str, address: str) -> None:
    assert address_of(host, 80) == address


def test_options_follow_the_settings() -> None:
    settings = Settings(_env_file=None, host="::1", max_upload_mb=7)
    options = options_for(settings, 9000)
    assert options["server.address"] == "::1"
    assert options["server.port"] == 9000
    assert options["server.maxUploadSize"] == 7
    assert options["server.allowedHosts"] == ["localhost", "127.0.0.1", "::1"]
    assert options["browser.gatherUsageStats"] is False
    shared = options_for(Settings(_env_file=None, host="0.0.0.0"), 9000)
    assert shared["server.allowedHosts"] == ["*"]


def test_streamlit_knows_every_option() -> None:
    known = st.config.get_config_options()
    assert set(options_for(Settings(_env_file=None), 9000)) <= set(known)


@pytest.fixture
def policy() -> str:
    app = Starlette(
        routes=[Route("/", lambda _request: PlainTextResponse("hello"))], middleware=middleware()
    )
    response = TestClient(app).get("/")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    return response.headers["content-security-policy"]


def _allowed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_the_policy_allows_nothing_from_elsewhere(policy: str) -> None:
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline", policy)


def test_the_policy_allows_our_scripts_and_streamlits_own(policy: str) -> None:
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    assert inline
    for script in (*SCRIPTS, *inline):
        assert _allowed(script) in policy
    assert policy.count("'sha256-") == len(SCRIPTS) + len(inline)


def test_the_top_level_app_is_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    app = runpy.run_path(str(ROOT / "app.py"))["app"]
    assert isinstance(app, st.App)
    assert app.script_path == SCRIPT
    assert SCRIPT.is_file()


def test_four_modules_own_the_session_and_none_draws_with_markdown() -> None:
    owners: set[str] = set()
    used: set[str] = set()
    for path in sorted(UI.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                if node.attr == "session_state":
                    owners.add(path.name)
                used.add(f"{node.value.id}.{node.attr}")
    assert owners == {"model_state.py", "places.py", "reactions.py", "state.py"}
    markdown = ("markdown", "write", "write_stream", "caption", "title", "header", "subheader",
                "error", "warning", "info", "success", "toast", "chat_message")  # fmt: skip
    assert not used & {f"st.{name}" for name in markdown}


@pytest.mark.skipif(os.name != "posix", reason="quoting of POSIX shells")
def test_the_command_to_add_papers_can_be_pasted(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("sys.prefix", str(tmp_path / "elsewhere" / ".venv"))
    home = tmp_path / "my papers; $HOME"
    command = ingest_command(Settings(_env_file=None, home=home))
    # A shell joins the lines where one ends with a backslash.
    assert shlex.split(command.replace("\\\n", "")) == [
        "paperchat",
        "ingest",
        "FILE",
        "--home",
        str(home),
    ]
    default = Settings(_env_file=None)
    assert ingest_command(default) == "paperchat ingest FILE"
    # In a clone it is the script that the README names.
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "start").touch()
    monkeypatch.setattr("sys.prefix", str(tmp_path / ".venv"))
    assert ingest_command(default) == "./scripts/start ingest FILE"
