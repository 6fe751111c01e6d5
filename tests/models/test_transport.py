"""The connection itself: proxies, certificates, redirects."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asking_models import Waits, ask
from scripted_model import Script, scripted

from paperchat.errors import ConfigurationError
from paperchat.models.factory import create_model
from paperchat.models.port import LanguageModel
from paperchat.settings import Settings


def _like(address: str, waits: Waits) -> LanguageModel:
    settings = Settings(_env_file=None, model=f"openai-like:m@{address}", model_timeout=5.0)
    model = create_model(settings, retrying=waits.retrying())
    assert model is not None
    return model


def test_a_proxy_of_the_environment_is_used_for_the_outside(
    monkeypatch: pytest.MonkeyPatch, waits: Waits
) -> None:
    with scripted() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        outcome = ask(_like("http://models.invalid/v1", waits))
    assert outcome.error is not None
    assert outcome.error.fault == "no_such_model"
    assert proxy.lookups[0].path == "http://models.invalid/v1/chat/completions"


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY", "https_proxy"])
@pytest.mark.parametrize("proxy", ["http://h:port", "socks5://127.0.0.1:9"])
def test_a_proxy_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, waits: Waits, variable: str, proxy: str
) -> None:
    monkeypatch.setenv(variable, proxy)
    try:
        ask(_like("http://127.0.0.1:9/v1", waits))
        with pytest.raises(ConfigurationError, match="HTTPS_PROXY, ALL_PROXY or SSL_CERT_FILE"):
            _like("https://models.invalid/v1", waits)
    finally:
        monkeypatch.delenv(variable)


def test_a_redirect_is_not_followed(waits: Waits) -> None:
    with scripted() as elsewhere:
        script = Script(fault="redirect", redirect_to=f"{elsewhere.v1}/chat/completions")
        with scripted(script) as server:
            outcome = ask(_like(server.v1, waits))
    assert outcome.error is not None
    assert elsewhere.requests == elsewhere.lookups == []


# --- certificates ---------------------------------------------------------------------------------


class _Page(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        raise AssertionError("nothing is sent to a server without a good certificate")


class _Quiet(HTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that leave are what is tested."""


@pytest.fixture
def unknown_certificate(tmp_path: Path) -> Iterator[str]:
    """The address of a server with a certificate that nobody vouches for."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("there is no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
         "/CN=localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with _Quiet(("127.0.0.1", 0), _Page) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"https://localhost:{server.server_port}/v1"
        server.shutdown()
        thread.join()


def test_an_unknown_certificate_is_told_and_not_tried_again(
    unknown_certificate: str, waits: Waits
) -> None:
    outcome = ask(_like(unknown_certificate, waits))
    assert outcome.error is not None
    assert outcome.error.fault == "certificate"
    assert "self-signed" in str(outcome.error)
    assert "_ssl.c" not in str(outcome.error)
    assert waits == []


def test_https_to_a_server_without_it_is_told(waits: Waits) -> None:
    with scripted() as server:
        outcome = ask(_like(server.v1.replace("http:", "https:"), waits))
    assert outcome.error is not None
    assert outcome.error.fault == "certificate"
    assert "begin the address with http://" in str(outcome.error)


def test_a_server_that_takes_no_connection_is_left_in_time(waits: Waits) -> None:
    # The first waits in the queue, so that the next is not taken up.
    with (
        socket.create_server(("127.0.0.1", 0), backlog=0) as full,
        socket.create_connection(full.getsockname()),
    ):
        spec = f"openai-like:m@http://127.0.0.1:{full.getsockname()[1]}/v1"
        settings = Settings(_env_file=None, model=spec, model_timeout=0.2)
        outcome = ask(create_model(settings, retrying=waits.retrying()))
    assert outcome.error is not None
    assert outcome.error.fault == "timeout"
    assert len(waits) == 2
