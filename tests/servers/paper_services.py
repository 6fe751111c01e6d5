"""arXiv's API and Hugging Face's on this machine: feeds and lists in their shape, and their faults.

::

    with paper_services(papers=250) as server:
        ...  # PAPERCHAT_ARXIV_URL=server.address
        assert [ask["start"] for ask in server.asked] == ["0", "100", "200"]

``server.faults`` are replies that come first, one a request: a status with headers and a body.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
    "<title>ArXiv Query</title><id>http://arxiv.org/api/x</id>"
    '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">{total}'
    "</opensearch:totalResults>{entries}</feed>"
)
ENTRY = (
    "<entry><id>http://arxiv.org/abs/{id}v2</id><published>2024-01-03T10:00:00Z</published>"
    "<title>On the Gait of Beetle {number}</title>"
    "<summary>Beetle {number} walked {number} metres on sand. It never once fell over.</summary>"
    "<author><name>Ada Weevil</name></author></entry>"
)
ERROR = (
    "<entry><id>http://arxiv.org/api/errors#bad</id><title>Error</title>"
    "<summary>incorrect id format for 9</summary></entry>"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A reply other than that asked for; status 0 breaks the connection."""

    status: int = 200
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class PaperServices:
    """What the server holds and what it was asked."""

    papers: int
    days: dict[str, list[dict[str, object]]]
    address: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    faults_at: dict[str, str] = field(default_factory=dict)
    """Bodies that come instead of the pages which start there."""
    hold_at: str | None = None
    """The start of a page that does not come until ``released``."""
    released: threading.Event = field(default_factory=threading.Event)

    def reply(self, path: str, asked: dict[str, str]) -> str:
        if path.startswith("/api/daily_papers"):
            first = int(asked["p"]) * int(asked["limit"])
            return json.dumps(self.days.get(asked["date"], [])[first : first + int(asked["limit"])])
        if asked["start"] in self.faults_at:
            return self.faults_at[asked["start"]]
        if "id_list" in asked:
            ids = asked["id_list"].split(",")
            there = [each for each in ids if 0 < int(each.split(".")[1]) <= self.papers]
        else:
            start, most = int(asked["start"]), int(asked["max_results"])
            numbers = range(self.papers - start, max(0, self.papers - start - most), -1)
            there = [arxiv_id(number) for number in numbers]
        entries = [ENTRY.format(id=each, number=int(each.split(".")[1])) for each in there]
        total = len(there) if "id_list" in asked else self.papers
        return FEED.format(total=total, entries="".join(entries))


def arxiv_id(number: int) -> str:
    """Return the id of a paper of the server; the newest has the highest number."""
    return f"2401.{number:05}"


def daily(number: int) -> dict[str, object]:
    """Return a paper as Daily Papers list it."""
    return {
        "paper": {
            "id": f"2402.{number:05}",
            "title": f"On the Flight of Moth {number}",
            "summary": f"Moth {number} flew to the lamp {number} times. It came back each time.",
            "authors": [{"name": "Grace Moth"}],
            "publishedAt": "2024-02-02T00:00:00.000Z",
        },
        "publishedAt": "2024-02-03T00:00:00.000Z",
        "title": f"On the Flight of Moth {number}",
        "numComments": 3,
    }


@contextmanager
def paper_services(
    papers: int = 0, days: dict[str, list[dict[str, object]]] | None = None
) -> Iterator[PaperServices]:
    """Serve for the time of the block."""
    state = PaperServices(papers, days or {})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = dict(parse_qsl(parts.query))
            state.asked.append(asked)
            state.agents.append(self.headers.get("User-Agent", ""))
            fault = state.faults.pop(0) if state.faults else None
            if fault is not None and fault.status == 0:
                self.connection.close()
                return
            if state.hold_at is not None and asked.get("start") == state.hold_at:
                state.released.wait(60)
                return
            body = (fault.body if fault else state.reply(parts.path, asked)).encode()
            self.send_response(fault.status if fault else 200)
            for name, value in fault.headers if fault else ():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
