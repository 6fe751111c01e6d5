"""A process that keeps one library open and asks it, over and over, until its stdin ends.

Prints one JSON object a question: the time, and the papers that each index found.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from paperchat.settings import load_settings
from paperchat.wiring import open_workspace


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _end_with_stdin(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


def main() -> None:
    """Ask the question of the second argument of the library of the first."""
    home, question = sys.argv[1:]
    workspace = open_workspace(load_settings(home=Path(home)), _tell)
    library = workspace.library
    vector = workspace.embedder.embed_query(question)
    tokens = library.lexical.tokens(question)
    ended = threading.Event()
    threading.Thread(target=_end_with_stdin, args=[ended], daemon=True).start()
    while not ended.is_set():
        found = {
            "dense": [hit.paper_id for hit in library.vectors.search(vector, 20)],
            "lexical": list(library.lexical.search(tokens, 20)),
            "hybrid": [hit.paper.id for hit in workspace.assistant.retriever.search(question, 20)],
        }
        sys.stdout.write(json.dumps({"at": time.time(), **found}) + "\n")
        sys.stdout.flush()
    workspace.close()


if __name__ == "__main__":
    main()
