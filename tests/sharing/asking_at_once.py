"""A process that serves a library as the chat page does, and is asked many questions at once.

Each line of stdin is a JSON list of questions. All of them are begun before any is answered, each
in a conversation of its own, as of so many visitors; then one line tells what came of them.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from paperchat.settings import load_settings
from paperchat.ui.chat import Chat
from paperchat.ui.workspace import Shelf
from paperchat.wiring import open_workspace


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _result(chat: Chat) -> dict[str, object]:
    [turn] = chat.turns
    cited = [citation.paper_id for citation in turn.answer.citations]
    return {
        "question": turn.question,
        "status": turn.answer.status,
        "cited": cited,
        "quotes": [citation.quote for citation in turn.answer.citations],
        "trouble": chat.trouble,
        "milliseconds": turn.answer.timings_ms.total,
    }


def main() -> None:
    """Serve the library of the first argument until stdin ends."""
    shelf = Shelf(open_workspace(load_settings(home=Path(sys.argv[1])), _tell))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        chats = [shelf.chats.begin() for _ in json.loads(line)]
        for chat, question in zip(chats, json.loads(line), strict=True):
            chat.ask(question)
        while any(chat.waiting for chat in chats):
            time.sleep(0.01)
        sys.stdout.write(json.dumps([_result(chat) for chat in chats]) + "\n")
        sys.stdout.flush()
    shelf.workspace.close()


if __name__ == "__main__":
    main()
