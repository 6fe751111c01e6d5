"""A Chroma server as it is met: behind a proxy, over TLS, or as something else altogether."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from chroma_process import ChromaProcess, free_port
from token_proxy import TokenProxy

from paperchat.errors import ConfigurationError, StoreUnavailable
from paperchat.library.chroma_address import ChromaAddress, chroma_address
from paperchat.library.chroma_server import ChromaServer
from paperchat.settings import Settings

TOKEN = (("X-Chroma-Token", "let-me-in-1234"),)
SECONDS = 5.0


@pytest.fixture
def proxy(chroma: ChromaProcess) -> Iterator[TokenProxy]:
    """A proxy that asks for a token, before the server."""
    with TokenProxy(chroma.port) as proxy:
        yield proxy


@pytest.fixture
def asked() -> Iterator[Callable[[ChromaAddress], ChromaServer]]:
    """Make a client of a server; closed at the end of the test."""
    made: list[ChromaServer] = []

    def make(address: ChromaAddress, seconds: float = SECONDS) -> ChromaServer:
        made.append(ChromaServer(address, seconds))
        return made[-1]

    yield make
    for server in made:
        server.close()


Asked = Callable[..., ChromaServer]


def _told(server: ChromaServer) -> str:
    """Return the one sentence that asking ``server`` fails with."""
    with pytest.raises(StoreUnavailable) as caught:
        server.version()
    told = str(caught.value)
    assert told.count("\n") == 0
    assert told.endswith("until then the vectors in the library are searched, and new ones wait there.")  # fmt: skip  # noqa: E501
    assert caught.value.passing
    return told


def test_what_is_put_there_is_found(chroma: ChromaProcess, asked: Asked) -> None:
    server = asked(ChromaAddress(chroma.url))
    assert server.version().startswith("1")
    name = "paperchat-test-found"
    assert server.find(name) is None
    made = server.create(name, "words 1")
    vectors = np.eye(40, 48, dtype=np.float32)
    made.add([f"p{n}" for n in range(40)], vectors)
    made.mark("first")
    found = server.find(name)
    assert found is not None
    assert (found.id, found.embedder, found.edition) == (made.id, "words 1", "first")
    assert found.count() == 40
    # More than there are may be asked for.
    assert len(found.query(vectors[0], 1000)) == 40
    assert found.query(vectors[7], 1) == [("p7", pytest.approx(1.0, abs=1e-5))]
    found.delete(["p7", "never there"])
    assert "p7" not in dict(found.query(vectors[7], 1000))
    server.delete(name)
    server.delete(name)
    assert server.find(name) is None
    with pytest.raises(StoreUnavailable, match="no longer holds the vectors of this library"):
        made.query(vectors[0], 5)


def test_a_proxy_with_a_token(chroma: ChromaProcess, proxy: TokenProxy, asked: Asked) -> None:
    server = asked(ChromaAddress(proxy.url, TOKEN))
    # A vector of 1536 dimensions: 332 of them would pass the megabyte of the proxy.
    collection = server.create("paperchat-test-proxy", "large")
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(400, 1536)).astype(np.float32)
    collection.add([str(n) for n in range(400)], vectors)
    assert collection.count() == 400
    proxy.largest = 1000
    with pytest.raises(StoreUnavailable, match=r"no request of a megabyte \(status 413\)"):
        collection.add(["x"], vectors[:1])
    server.delete("paperchat-test-proxy")


def test_a_path_before_the_server_is_kept(proxy: TokenProxy, asked: Asked) -> None:
    proxy.status, proxy.body = 200, b'"1.0.0"'
    assert asked(ChromaAddress(f"{proxy.url}/chroma", TOKEN)).version() == "1.0.0"
    assert set(proxy.requests) == {"GET /chroma/api/v2/version"}


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ((), "lets nobody in (status 401): put its token into PAPERCHAT_CHROMA_HEADERS"),
        (
            (("X-Chroma-Token", "wrong-secret-77"),),
            "refuses the token (status 401): correct PAPERCHAT_CHROMA_HEADERS",
        ),
    ],
)
def test_no_token_or_a_wrong_one(
    proxy: TokenProxy, asked: Asked, headers: tuple[tuple[str, str], ...], told: str
) -> None:
    address = ChromaAddress(proxy.url, headers)
    said = _told(asked(address))
    assert told in said
    assert "wrong-secret-77" not in said + repr(address)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (403, b"", "refuses the token (status 403)"),
        (404, b"<html>nothing here</html>", "is no Chroma server (status 404)"),
        (404, b'{"detail":"Not Found"}', "is no Chroma server (status 404)"),
        (302, b"", "points to another address, which is not followed"),
        (429, b"", "takes no more requests for now (status 429)"),
        (502, b"<html>let-me-in-1234</html>", "fails (status 502)"),
        (
            500,
            b'{"error":"InternalError","message":"disk full, let-me-in-1234"}',
            "fails (status 500: disk full, [key])",
        ),
        (200, b"<html>Welcome!</html>", "sends something that is no answer of Chroma's"),
        (200, b'{"status":"ok"}', "is no Chroma server: what answers there is something else"),
        (200, b'"0.6.3"', "speaks Chroma 0.6.3, but this Paperchat needs version 1"),
        (200, b'"2.1.0"', "speaks Chroma 2.1.0, but this Paperchat needs version 1"),
    ],
)
def test_what_is_no_server_that_can_be_used(
    proxy: TokenProxy, asked: Asked, status: int, body: bytes, told: str
) -> None:
    proxy.status, proxy.body = status, body
    if status == 302:
        proxy.headers = {"Location": "http://127.0.0.1:1/"}
    said = _told(asked(ChromaAddress(proxy.url, TOKEN)))
    assert told in said
    assert "let-me-in-1234" not in said
    assert "<html>" not in said


def test_a_server_of_before_version_1(proxy: TokenProxy, asked: Asked) -> None:
    proxy.status = 404
    proxy.pages["/api/v1/heartbeat"] = b'{"nanosecond heartbeat": 1}'
    assert "is too old for this Paperchat" in _told(asked(ChromaAddress(proxy.url)))


def test_nothing_listens(asked: Asked) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    told = _told(asked(ChromaAddress(url)))
    assert told.startswith(f"The Chroma server at {url} cannot be reached (")
    assert "refused" in told
    assert "start it, or correct PAPERCHAT_CHROMA" in told


def test_a_server_that_hangs_is_given_up(asked: Asked) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        assert "does not answer in time" in _told(asked(ChromaAddress(url), 0.3))


def test_a_server_that_hangs_up(asked: Asked) -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:

        def hang_up() -> None:
            rude.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        url = f"http://127.0.0.1:{rude.getsockname()[1]}"
        assert "broke off the connection" in _told(asked(ChromaAddress(url)))


def test_the_proxy_for_the_outside_is_not_asked_about_this_machine(
    chroma: ChromaProcess, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert asked(ChromaAddress(chroma.url)).version()


# --- TLS -----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for 127.0.0.1 that signs itself."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=Test", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", folder / "key.pem", "-out", folder / "ca.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "ca.pem"


def test_https_with_the_authority_named(
    chroma: ChromaProcess, certificate: Path, asked: Asked
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with TokenProxy(chroma.port, context=context) as proxy:
        assert proxy.url.startswith("https://")
        assert asked(ChromaAddress(proxy.url, TOKEN, certificate)).version()
        told = _told(asked(ChromaAddress(proxy.url, TOKEN)))
        assert "shows a certificate that is not trusted" in told
        assert "PAPERCHAT_CHROMA_CA" in told
        plain = proxy.url.replace("https://", "http://")
        assert "whether it speaks http or https" in _told(asked(ChromaAddress(plain, TOKEN)))


def test_https_to_a_server_without_it(chroma: ChromaProcess, asked: Asked) -> None:
    told = _told(asked(ChromaAddress(chroma.url.replace("http://", "https://"))))
    assert "does not speak https: begin PAPERCHAT_CHROMA with http://" in told


def test_a_file_without_a_certificate(tmp_path: Path, asked: Asked) -> None:
    wrong = tmp_path / "ca.pem"
    wrong.write_text("no certificate")
    with pytest.raises(ConfigurationError, match="holds no certificate"):
        asked(ChromaAddress("https://127.0.0.1:1", ca=wrong)).version()


# --- the settings --------------------------------------------------------------------------------


def _settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]


def test_no_server_is_named() -> None:
    assert chroma_address(_settings()) is None


def test_what_the_settings_say(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    ca.touch()
    found = chroma_address(
        _settings(
            chroma="https://chroma.example:8443/papers/",
            chroma_headers="Authorization: Bearer abc:def=; X-Tenant: reading",
            chroma_ca=str(ca),
        )
    )
    assert found is not None
    assert found.url == "https://chroma.example:8443/papers"
    assert found.headers == (("Authorization", "Bearer abc:def="), ("X-Tenant", "reading"))
    assert found.ca == ca
    assert not found.is_here
    assert "abc:def=" not in repr(found)


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://host", "http://", "http:///path", "http://a b", "chroma"]
)
def test_an_address_that_cannot_be_used(url: str) -> None:
    with pytest.raises(ConfigurationError, match="http://HOST:PORT"):
        chroma_address(_settings(chroma=url))


def test_a_password_in_the_address_is_not_taken_and_not_shown() -> None:
    with pytest.raises(ConfigurationError, match="PAPERCHAT_CHROMA_HEADERS") as caught:
        chroma_address(_settings(chroma="http://me:secret99@host:8000"))
    assert "secret99" not in str(caught.value)


@pytest.mark.parametrize("headers", ["secret99", "Na me: secret99", "Host: secret99", ": secret99"])
def test_headers_that_cannot_be_used_are_not_shown(headers: str) -> None:
    with pytest.raises(ConfigurationError, match="Name: value") as caught:
        chroma_address(_settings(chroma="http://host:8000", chroma_headers=headers))
    assert "secret99" not in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is no file"):
        chroma_address(_settings(chroma="https://host", chroma_ca=str(tmp_path / "none.pem")))
