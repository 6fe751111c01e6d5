"""A process that serves a library as the chat page does, and is asked many questions at once.

Each line of stdin is a JSON list of questions. All of them are begun before any is answered, each
in a conversation of its own, as of so many visitors; then one line tells what came of them, and
when, in seconds of this machine's clock.
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


def _answered(chats: list[Chat]) -> dict[Chat, float]:
    """Wait until each of the chats has its answer; returns when that was."""
    ended: dict[Chat, float] = {}
    while len(ended) < len(chats):
        for chat in chats:
            if chat not in ended and not chat.waiting:
                ended[chat] = time.time()
        time.sleep(0.01)
    return ended


def _result(chat: Chat, began: float, ended: float) -> dict[str, object]:
    [turn] = chat.turns
    cited = [citation.paper_id for citation in turn.answer.citations]
    return {
        "question": turn.question,
        "status": turn.answer.status,
        "cited": cited,
        "quotes": [citation.quote for citation in turn.answer.citations],
        "trouble": chat.trouble,
        "began": began,
        "ended": ended,
    }


def main() -> None:
    """Serve the library of the first argument until stdin ends."""
    shelf = Shelf(open_workspace(load_settings(home=Path(sys.argv[1])), _tell))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        questions = json.loads(line)
        chats = [shelf.chats.begin() for _ in questions]
        began = time.time()
        for chat, question in zip(chats, questions, strict=True):
            chat.ask(question)
        ended = _answered(chats)
        results = [_result(chat, began, ended[chat]) for chat in chats]
        sys.stdout.write(json.dumps(results) + "\n")
        sys.stdout.flush()
    shelf.workspace.close()


if __name__ == "__main__":
    main()
