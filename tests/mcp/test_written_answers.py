"""Answers that a language model writes, as a client gets them."""

from __future__ import annotations

import shutil
import time

from scripted_model import Script, scripted

QUESTION = "How does RPS work?"


def test_what_is_not_supported_is_marked_in_the_object_and_in_the_text(
    connected, starter_home, tmp_path
) -> None:
    home = shutil.copytree(starter_home, tmp_path / "library")
    pieces = ("RPS was invented by penguins. [1] ", "Its rates go up to 69% [98].")
    with (
        scripted(Script(pieces=pieces)) as server,
        connected(home, "--model", server.openai_like) as session,
    ):
        result = session.call("ask", question=QUESTION)
        answer = result.structured_content
        assert answer["model"] == server.openai_like
        assert answer["sentences"][0]["verdict"] == "unsupported"
        lines = result.content[0].text.splitlines()
        at = lines.index("> RPS was invented by penguins. [1]")
        assert "not supported by a source" in lines[at + 1]
        assert len(server.requests) == 1


def test_a_cancelled_call_stops_the_model_and_the_next_one_is_answered(
    connected, starter_home, tmp_path
) -> None:
    home = shutil.copytree(starter_home, tmp_path / "library")
    endless = Script(pieces=("It samples responses [1]. ",), delay=0.05, fault="repeat")
    with (
        scripted(endless, Script()) as server,
        connected(home, "--model", server.openai_like) as session,
    ):
        call = session.portal.start_task_soon(
            session.client.call_tool, "ask", {"question": QUESTION}
        )
        deadline = time.monotonic() + 60
        while not server.requests and time.monotonic() < deadline:
            time.sleep(0.05)
        call.cancel()
        assert server.wait_until_dropped(10)
        assert session.call("ask", question=QUESTION).structured_content["status"] == "answered"
