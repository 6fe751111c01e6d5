"""A language model that says what a script tells it to, over real HTTP on this machine.

It speaks enough of the OpenAI API (``/v1/chat/completions``, ``/v1/models``) and of Ollama's
(``/api/chat``, ``/api/show``, ``/api/tags``) for the real clients, streamed or not::

    with scripted(Script(pieces=("It ", "works [1]."))) as server:
        settings = Settings(_env_file=None, model=server.openai_like)   # or server.ollama
        ...
        assert len(server.requests) == 1
        assert server.requests[0].prompt.endswith("...")

Several scripts are followed in turn, one a chat request, and the last of them from then on: so
``scripted(Script(fault="rate_limit"), Script())`` refuses once. A script whose text depends on what
was asked has a ``reply``: a function from the messages to the pieces. ``server.dropped`` counts the
requests whose client went away before their end.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

Fault = Literal[
    # Instead of an answer:
    "rate_limit",  # 429, with ``retry_after``
    "quota",  # 429 of an account that has nothing left
    "wrong_key",  # 401
    "forbidden",  # 403
    "no_model",  # 404, as for a model that is not there
    "no_path",  # 404 with a web page, as for a wrong address
    "too_long",  # 400, as for a prompt beyond the window
    "bad_request",  # 400
    "server_error",  # 500
    "unavailable",  # 503
    "bad_gateway",  # 502 with a web page
    "redirect",  # 307 to ``redirect_to``
    "web_page",  # 200 with a web page
    # After ``after`` pieces:
    "reset",  # the connection breaks
    "hang",  # nothing more comes, and the connection stays
    "cut",  # the stream ends without saying that it is the end
    "malformed",  # a chunk that is not JSON
    "odd_chunk",  # a chunk that is JSON of another shape
    "error_chunk",  # a chunk that tells an error
    # Otherwise well-formed:
    "empty",  # the answer has no text
    "repeat",  # the pieces come again and again, until the client goes or its limit is reached
]
BEFORE: dict[str, tuple[int, str]] = {
    "rate_limit": (429, "rate_limit_exceeded"),
    "quota": (429, "insufficient_quota"),
    "wrong_key": (401, "invalid_api_key"),
    "forbidden": (403, "forbidden"),
    "no_model": (404, "model_not_found"),
    "too_long": (400, "context_length_exceeded"),
    "bad_request": (400, "invalid_request_error"),
    "server_error": (500, "server_error"),
    "unavailable": (503, "unavailable"),
}
SAID = {
    "rate_limit": "Rate limit reached.",
    "quota": "You exceeded your current quota, please check your plan and billing details.",
    "wrong_key": "Incorrect API key provided.",
    "forbidden": "You are not allowed to use this.",
    "no_model": "The model 'nobody' does not exist or you do not have access to it.",
    "too_long": "This model's maximum context length is 64 tokens. However, you asked for more.",
    "bad_request": "The request is not understood.",
    "server_error": "The server had an error.",
    "unavailable": "The server is loading the model.",
}
PAGE = b"<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Script:
    """What the model does with one request.

    ``pieces`` are streamed, each after ``delay`` seconds, the first after ``first_delay`` more;
    ``reply`` makes them from the messages instead. ``thoughts`` come before them, as reasoning
    models send them. ``usage`` are the tokens of prompt and answer that are reported, null for
    servers that do not count. ``rejects`` names parameters of a request that are refused.
    ``echo`` repeats the Authorization header in every error, as careless providers do.
    """

    pieces: tuple[str, ...] = ("The answer", " is", " here [1].")
    reply: Callable[[list[dict[str, str]]], Iterable[str]] | None = None
    thoughts: tuple[str, ...] = ()
    delay: float = 0.0
    first_delay: float = 0.0
    fault: Fault | None = None
    after: int = 0
    finish: str = "stop"
    usage: tuple[int, int] | None = (12, 3)
    retry_after: str | None = None
    redirect_to: str = "http://127.0.0.1:9/v1/chat/completions"
    rejects: tuple[str, ...] = ()
    echo: bool = False


@dataclass(slots=True)
class Request:
    """What was sent to the server. ``dropped`` tells that the client left before the end."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    at: float
    dropped: bool = False

    @property
    def prompt(self) -> str:
        """The text of all messages."""
        return "\n".join(message["content"] for message in self.body.get("messages", []))


@dataclass(slots=True)
class ScriptedServer:
    """A running server; ``requests`` are the chats, ``lookups`` all other requests."""

    url: str
    scripts: tuple[Script, ...]
    models: tuple[str, ...]
    window: int | None
    key: str | None
    requests: list[Request] = field(default_factory=list)
    lookups: list[Request] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def v1(self) -> str:
        """The address for clients of the OpenAI API."""
        return f"{self.url}/v1"

    @property
    def openai_like(self) -> str:
        """The value of PAPERCHAT_MODEL that means this server's OpenAI API."""
        return f"openai-like:{self.models[0]}@{self.v1}"

    @property
    def ollama(self) -> str:
        """The value of PAPERCHAT_MODEL for its Ollama API; PAPERCHAT_OLLAMA_URL is its ``url``."""
        return f"ollama:{self.models[0]}"

    @property
    def dropped(self) -> int:
        """How many chats the client left before their end."""
        return sum(request.dropped for request in self.requests)

    def wait_until_dropped(self, seconds: float = 5.0) -> bool:
        """Wait until a client leaves before the end; tell whether one did."""
        return self.left.wait(seconds)

    def next_script(self, request: Request) -> Script:
        """Note a chat, and return what to do with it."""
        with self.lock:
            self.requests.append(request)
            return self.scripts[min(len(self.requests), len(self.scripts)) - 1]


class _GoneError(Exception):
    """The client has left."""


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    state: ScriptedServer
    stopping: threading.Event

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that leave are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        state = self.server.state
        self._note_lookup({})
        if self.path == "/v1/models":
            more = {} if state.window is None else {"max_model_len": state.window}
            data = [{"id": name, "object": "model", **more} for name in state.models]
            self._lookup({"object": "list", "data": data})
        elif self.path == "/api/tags":
            self._lookup({"models": [{"name": name, "model": name} for name in state.models]})
        else:
            self._send(404, {"error": "not found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/api/show":
            self._note_lookup(body)
            self._show(body)
            return
        if self.path not in ("/v1/chat/completions", "/api/chat"):
            self._note_lookup(body)
            self._send(404, {"error": "not found"})
            return
        request = Request("POST", self.path, dict(self.headers), body, time.monotonic())
        script = self.server.state.next_script(request)
        speak = _Ollama if self.path == "/api/chat" else _OpenAI
        try:
            self._chat(script, request, speak(body, self.headers.get("Authorization", "")))
        except (_GoneError, BrokenPipeError, ConnectionResetError):
            request.dropped = True
            self.close_connection = True
            self.server.state.left.set()

    def _chat(self, script: Script, request: Request, speak: _OpenAI | _Ollama) -> None:
        if self._refused(script, request.body, speak):
            return
        self._begin(200, speak.content_type)
        for thought in script.thoughts:
            self._wait(script.delay)
            self._write(speak.thought(thought))
        count = 0
        for piece in self._pieces(script, request.body):
            if script.fault and count == script.after and self._break(script, speak):
                return
            self._wait(script.delay + (0 if count else script.first_delay))
            self._write(speak.piece(piece))
            count += 1
        if script.fault and count <= script.after and self._break(script, speak):
            return
        finish = "length" if script.fault == "repeat" else script.finish
        self._write(speak.end(finish, script.usage))

    def _pieces(self, script: Script, body: dict[str, Any]) -> Iterator[str]:
        if script.fault == "empty":
            return
        pieces = script.pieces if script.reply is None else tuple(script.reply(body["messages"]))
        if script.fault != "repeat":
            yield from pieces
            return
        limit = body.get("max_tokens") or body.get("max_completion_tokens")
        limit = limit or body.get("options", {}).get("num_predict") or 1_000_000
        for index in range(limit):
            yield pieces[index % len(pieces)]

    def _break(self, script: Script, speak: _OpenAI | _Ollama) -> bool:
        if script.fault == "hang":
            self._wait(3600)
        elif script.fault == "reset":
            # With this option, closing sends a reset instead of a proper end.
            self.wfile.flush()
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.rfile.close()
            self.connection.close()
        elif script.fault == "malformed":
            self._write(speak.malformed)
        elif script.fault == "odd_chunk":
            self._write(speak.odd)
        elif script.fault == "error_chunk":
            self._write(speak.error(f"The model failed{self._echo(script)}."))
        elif script.fault != "cut":
            return False
        self.close_connection = True
        return True

    def _refused(self, script: Script, body: dict[str, Any], speak: _OpenAI | _Ollama) -> bool:
        state, fault = self.server.state, script.fault
        rejected = next((name for name in script.rejects if name in body), None)
        if state.key is not None and self.headers.get("Authorization") != f"Bearer {state.key}":
            fault = "wrong_key"
        elif body["model"] not in state.models:
            fault = fault or "no_model"
        if rejected is not None:
            text = f"Unsupported parameter: '{rejected}' is not supported with this model"
            self._send(400, speak.refusal(text, "unsupported_parameter", rejected))
        elif fault == "redirect":
            self._begin(307, "text/plain", {"Location": script.redirect_to})
        elif fault in ("no_path", "bad_gateway", "web_page"):
            status = {"no_path": 404, "bad_gateway": 502, "web_page": 200}[fault]
            self._begin(status, "text/html")
            self._write(PAGE)
        elif fault in BEFORE:
            self._wait(script.first_delay)
            status, code = BEFORE[fault]
            more = {} if script.retry_after is None else {"Retry-After": script.retry_after}
            self._send(status, speak.refusal(SAID[fault] + self._echo(script), code, None), more)
        else:
            return False
        return True

    def _echo(self, script: Script) -> str:
        return f" You sent {self.headers.get('Authorization')}" if script.echo else ""

    def _show(self, body: dict[str, Any]) -> None:
        state = self.server.state
        if body.get("model") not in state.models:
            self._send(404, {"error": f"model '{body.get('model')}' not found"})
            return
        info: dict[str, object] = {"general.architecture": "llama"}
        if state.window is not None:
            info["llama.context_length"] = state.window
        self._send(200, {"model_info": info, "details": {"family": "llama"}})

    def _lookup(self, content: dict[str, object]) -> None:
        key = self.server.state.key
        if key is not None and self.headers.get("Authorization") != f"Bearer {key}":
            self._send(401, {"error": {"message": SAID["wrong_key"], "code": "invalid_api_key"}})
        else:
            self._send(200, content)

    def _note_lookup(self, body: dict[str, Any]) -> None:
        request = Request(self.command, self.path, dict(self.headers), body, time.monotonic())
        with self.server.state.lock:
            self.server.state.lookups.append(request)

    def _begin(self, status: int, kind: str, more: Mapping[str, str] | None = None) -> None:
        # No length and no chunks: the end of the answer is the end of the connection.
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Connection": "close", **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True

    def _send(
        self, status: int, content: dict[str, Any], more: Mapping[str, str] | None = None
    ) -> None:
        self._begin(status, "application/json", more)
        self._write(json.dumps(content).encode())

    def _write(self, content: bytes) -> None:
        self.wfile.write(content)
        self.wfile.flush()

    def _wait(self, seconds: float) -> None:
        """Wait, unless the client leaves or the server stops."""
        until = time.monotonic() + seconds
        while not self.server.stopping.is_set():
            left = until - time.monotonic()
            if select.select([self.connection], [], [], min(max(left, 0), 0.02))[0] and (
                not self.connection.recv(1, socket.MSG_PEEK)
            ):
                raise _GoneError
            if left <= 0:
                return
        raise _GoneError

    def log_message(self, *arguments: object) -> None:
        """Keep the test's output clean."""


class _OpenAI:
    """How the OpenAI API says it."""

    malformed = b'data: {"id": "x", "choices": [{"delta": {"content": "br\n\n'
    odd = b'data: {"id": "x", "choices": 7}\n\n'

    def __init__(self, body: dict[str, Any], authorization: str) -> None:
        self._body = body
        self._stream = bool(body.get("stream"))
        self._text = ""
        self.content_type = "text/event-stream" if self._stream else "application/json"

    def piece(self, text: str) -> bytes:
        self._text += text
        return self._chunk({"role": "assistant", "content": text}, None) if self._stream else b""

    def thought(self, text: str) -> bytes:
        return self._chunk({"reasoning_content": text}, None) if self._stream else b""

    def end(self, finish: str, usage: tuple[int, int] | None) -> bytes:
        counts = None
        if usage is not None:
            names = ("prompt_tokens", "completion_tokens", "total_tokens")
            counts = dict(zip(names, (*usage, sum(usage)), strict=True))
        if not self._stream:
            message = {"role": "assistant", "content": self._text}
            choice = {"index": 0, "message": message, "finish_reason": finish}
            whole = {"id": "x", "object": "chat.completion", "created": 1, "choices": [choice]}
            return json.dumps({**whole, "model": self._body["model"], "usage": counts}).encode()
        content = self._chunk({}, finish)
        if counts and (self._body.get("stream_options") or {}).get("include_usage"):
            content += self._event({**self._shell(), "choices": [], "usage": counts})
        return content + b"data: [DONE]\n\n"

    def error(self, text: str) -> bytes:
        return self._event({"error": {"message": text, "type": "server_error"}})

    def refusal(self, text: str, code: str, parameter: str | None) -> dict[str, Any]:
        return {"error": {"message": text, "type": code, "code": code, "param": parameter}}

    def _chunk(self, delta: dict[str, str], finish: str | None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return self._event({**self._shell(), "choices": [choice]})

    def _shell(self) -> dict[str, Any]:
        return {
            "id": "x", "object": "chat.completion.chunk", "created": 1,
            "model": self._body["model"],
        }  # fmt: skip

    @staticmethod
    def _event(content: dict[str, Any]) -> bytes:
        return f"data: {json.dumps(content)}\n\n".encode()


class _Ollama:
    """How Ollama says it."""

    content_type = "application/x-ndjson"
    malformed = b'{"model": "x", "message": {"role": "assist\n'
    odd = b'{"model": "x", "message": 7}\n'

    def __init__(self, body: dict[str, Any], authorization: str) -> None:
        self._model = body["model"]

    def piece(self, text: str) -> bytes:
        return self._line({"message": {"role": "assistant", "content": text}, "done": False})

    def thought(self, text: str) -> bytes:
        message = {"role": "assistant", "content": "", "thinking": text}
        return self._line({"message": message, "done": False})

    def end(self, finish: str, usage: tuple[int, int] | None) -> bytes:
        counts = {} if usage is None else {"prompt_eval_count": usage[0], "eval_count": usage[1]}
        message = {"role": "assistant", "content": ""}
        return self._line({"message": message, "done": True, "done_reason": finish, **counts})

    def error(self, text: str) -> bytes:
        return json.dumps({"error": text}).encode() + b"\n"

    def refusal(self, text: str, code: str, parameter: str | None) -> dict[str, Any]:
        return {"error": text}

    def _line(self, content: dict[str, Any]) -> bytes:
        whole = {"model": self._model, "created_at": "2026-01-01T00:00:00Z", **content}
        return json.dumps(whole).encode() + b"\n"


@contextmanager
def scripted(
    *scripts: Script,
    models: tuple[str, ...] = ("scripted",),
    window: int | None = 4096,
    key: str | None = None,
) -> Iterator[ScriptedServer]:
    """Run a server that follows ``scripts``; without any it answers with the default one.

    Args:
        scripts: one a chat request; the last is followed from then on.
        models: the names it has, which the first of stands in ``openai_like`` and ``ollama``.
        window: context length that it tells, null for a server that does not.
        key: the one key it takes; without it any request is taken.
    """
    with _Http(("127.0.0.1", 0), _Handler) as http:
        url = f"http://127.0.0.1:{http.server_port}"
        state = ScriptedServer(url, scripts or (Script(),), models, window, key)
        http.state, http.stopping = state, threading.Event()
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            http.stopping.set()
            http.shutdown()
            thread.join()
