"""Errors of the providers' clients, read as one of our faults with a sentence that helps.

The clients wrap one another, so that the same fault comes in many classes; what counts is the
status, what the server said, and the error of the connection at the bottom.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator, Sequence

import httpx

from paperchat.models.failure import Failure, Server, cut, filtered, no_such_model, too_long
from paperchat.text.redaction import redact

_TOO_LONG = re.compile(
    r"context[_ ](?:length|size|window)|maximum context|exceed\w* context|prompt is too long"
    r"|too many tokens|greater than the context",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"insufficient_quota|quota|billing|credit", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"model_not_found|model\b.{0,200}?(?:not found|does not exist|not exist)|not a chat model",
    re.IGNORECASE | re.DOTALL,
)
_REFUSED_PARAMETER = re.compile(
    r"\b(stream_options|temperature|reasoning_effort|max_tokens|max_completion_tokens)\b",
    re.IGNORECASE,
)
_FILTERED = re.compile(r"content_filter|content_policy|content management policy", re.IGNORECASE)
_TOO_MANY = 429
_BROKEN = (httpx.ReadError, httpx.WriteError, httpx.CloseError, httpx.RemoteProtocolError)
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError, httpx.DecodingError)


def read_failure(error: Exception, server: Server, *, spoke: bool) -> Failure:
    """Say what was wrong.

    Args:
        error: what the provider's client raised.
        server: whom it talked to.
        spoke: whether some of the answer had come.
    """
    chain = list(_chain(error))
    status = next((s for s in map(_status, chain) if s is not None), None)
    if status is not None:
        return _of_status(status, error, chain, server)
    for link in chain:
        if isinstance(link, httpx.TransportError | OSError) or _is_no_host(link):
            return _of_connection(link, chain, server, spoke=spoke)
    said = _said(error, server)
    if any(isinstance(link, _MALFORMED) for link in chain):
        return Failure("malformed", f"{server.begin} sent something that is no answer: try again.")
    return _of_words(said, server) or Failure(
        "server_error", f"{server.begin} failed{_because(said)}: try again later.", passing=True
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or link.__context__


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    body = getattr(error, "body", None)
    if status is None and isinstance(body, dict):
        # Gateways tell the status of the server behind them within a stream.
        status = body.get("code")
    # Ollama's client gives -1 to errors that came within a stream.
    return status if isinstance(status, int) and 300 <= status < 600 else None


def _of_status(
    status: int, error: Exception, chain: Sequence[BaseException], server: Server
) -> Failure:
    said = _said(error, server)
    # The server's code is not in every client's message.
    whole = f"{said} {getattr(error, 'code', '') or ''}"
    if status == _TOO_MANY:
        return _too_many(whole, said, chain, server)
    if status in (401, 403):
        return _of_key(said, server)
    if status == 413:
        return too_long(server)
    return _of_words(whole, server) or _of_other_status(status, whole, chain, server)


def _of_other_status(
    status: int, whole: str, chain: Sequence[BaseException], server: Server
) -> Failure:
    because = _because(_said(chain[0], server))
    if status == 404:
        return no_such_model(server, ())
    if 300 <= status < 400:
        return Failure(
            "unreachable",
            f"{server.begin} points to another address, which is not followed: correct "
            f"{server.place}.",
        )
    if status == 408 or status >= 500:
        return Failure(
            "timeout" if status in (408, 504) else "server_error",
            f"{server.begin} failed with status {status}{because}: try again later.",
            passing=True,
            wait=_retry_after(chain),
        )
    return Failure(
        "rejected",
        f"{server.begin} rejected the request with status {status}{because}: check that the model "
        f"{server.model} can chat, or choose another.",
        parameter=_parameter(whole),
    )


def _too_many(whole: str, said: str, chain: Sequence[BaseException], server: Server) -> Failure:
    if _QUOTA.search(whole):
        return Failure(
            "rate_limited",
            f"The account at {server.called} has nothing left to spend{_because(said)}: add credit "
            "to it, or choose another model.",
        )
    wait = _retry_after(chain)
    when = f"in {wait:.0f} seconds" if wait and wait >= 1 else "in a minute"
    return Failure(
        "rate_limited",
        f"{server.begin} takes no more requests for now{_because(said)}: try again {when}.",
        passing=True,
        wait=wait,
    )


def _of_key(said: str, server: Server) -> Failure:
    if server.key_variable is None:
        return Failure(
            "wrong_key", f"{server.begin} does not let us in{_because(said)}: check {server.place}."
        )
    if not server.has_key:
        return Failure("no_key", f"{server.begin} asks for a key: set {server.key_variable}.")
    return Failure(
        "wrong_key", f"{server.begin} refused the key{_because(said)}: check {server.key_variable}."
    )


def _of_words(said: str, server: Server) -> Failure | None:
    if _FILTERED.search(said):
        return filtered(server)
    if _TOO_LONG.search(said):
        return too_long(server)
    if _NO_MODEL.search(said):
        return no_such_model(server, ())
    return None


def _of_connection(
    link: BaseException, chain: Sequence[BaseException], server: Server, *, spoke: bool
) -> Failure:
    if isinstance(link, httpx.TimeoutException | TimeoutError):
        what = "stopped in the middle of its answer" if spoke else "did not answer in time"
        return Failure(
            "timeout",
            f"{server.begin} {what}: try again, or raise PAPERCHAT_MODEL_TIMEOUT.",
            passing=True,
        )
    if any(isinstance(each, ssl.SSLError) or _speaks_of_tls(each) for each in chain):
        return Failure(
            "certificate",
            f"The connection to {server.called} is not safe{_because(_of_tls(chain, server))}: "
            "check the address and its certificate, or begin the address with http:// if the "
            "server has none.",
        )
    if spoke:
        return cut(server)
    if isinstance(link, _BROKEN):
        return Failure(
            "unreachable",
            f"{server.begin} broke off the connection before it answered: try again, or "
            f"{server.start}.",
            passing=True,
        )
    return Failure(
        "unreachable", f"Nothing answers as {server.called}: {server.start}.", passing=True
    )


def _said(error: BaseException, server: Server) -> str:
    """What the server said, without its frame of JSON, pages, and secrets."""
    body = getattr(error, "body", None)
    if body is None:
        body = getattr(error, "error", None) or str(error)
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return "" if "<" in body else redact(body, server.secrets, 200).rstrip(". ")
    while isinstance(body, dict):
        body = body.get("error") or body.get("message") or body.get("detail") or ""
    return redact(body, server.secrets, 200).rstrip(". ") if isinstance(body, str) else ""


def _because(said: str) -> str:
    return f" ({said})" if said else ""


def _retry_after(chain: Sequence[BaseException]) -> float | None:
    for link in chain:
        headers = getattr(getattr(link, "response", None), "headers", None)
        if headers is not None and headers.get("retry-after"):
            try:
                return max(float(headers["retry-after"]), 0.0)
            except ValueError:
                return None
    return None


def _parameter(said: str) -> str | None:
    named = _REFUSED_PARAMETER.search(said)
    return named[1].lower() if named else None


def _is_no_host(error: BaseException) -> bool:
    # A host that cannot be looked up for its letters; text that cannot be read is another matter.
    return isinstance(error, UnicodeError) and not isinstance(error, UnicodeDecodeError)


def _speaks_of_tls(error: BaseException) -> bool:
    return isinstance(error, httpx.ConnectError) and bool(
        re.search(r"\bSSL|\bTLS|certificate", str(error), re.IGNORECASE)
    )


def _of_tls(chain: Sequence[BaseException], server: Server) -> str:
    said = next((str(link) for link in chain if _speaks_of_tls(link)), "")
    # "[SSL: NAME] words (_ssl.c:1000)"
    words = re.sub(r"\[[^]]*\]\s*|\s*\(_ssl\.c:\d+\)", "", said)
    return redact(words, server.secrets, 200).rstrip(". ")
