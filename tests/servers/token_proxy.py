"""A reverse proxy that lets only those in who know its token, as one before Chroma would."""

from __future__ import annotations

import http.client
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

_NOT_PASSED_ON = frozenset(("host", "connection", "transfer-encoding", "content-length"))


class TokenProxy:
    """Passes requests with the header ``name: value`` on to ``port``; 401 for all others.

    ``status`` and ``body`` make it answer every request so, whoever asks, but for those for
    ``pages``. ``largest`` is the longest body it takes, in bytes; ``requests`` are the paths that
    were asked for.
    """

    def __init__(
        self,
        port: int,
        name: str = "X-Chroma-Token",
        value: str = "let-me-in-1234",
        *,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.status: int | None = None
        self.body = b"{}"
        self.pages: dict[str, bytes] = {}
        self.headers: dict[str, str] = {}
        self.largest = 1_000_000
        self.requests: list[str] = []
        self._port, self._name, self._value = port, name, value
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if context is not None:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "http" if context is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> TokenProxy:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                proxy.requests.append(f"{self.command} {self.path}")
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path in proxy.pages:
                    self._send(200, proxy.pages[self.path], {})
                elif proxy.status is not None:
                    self._send(proxy.status, proxy.body, proxy.headers)
                elif self.headers.get(proxy._name) != proxy._value:
                    self._send(401, b"<html>Who are you?</html>", {})
                elif len(body) > proxy.largest:
                    self._send(413, b"<html>Too large</html>", {})
                else:
                    self._pass_on(body)

            do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815  # names of the base class

            def _pass_on(self, body: bytes) -> None:
                headers = {k: v for k, v in self.headers.items() if k.lower() not in _NOT_PASSED_ON}
                server = http.client.HTTPConnection("127.0.0.1", proxy._port, timeout=60)
                try:
                    server.request(self.command, self.path, body, headers)
                    answer = server.getresponse()
                    self._send(answer.status, answer.read(), {"Content-Type": "application/json"})
                except OSError:
                    self._send(502, b"<html>Bad gateway</html>", {})
                finally:
                    server.close()

            def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
