"""Answers that a language model writes, from the command line: real models and scripted ones."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_model import Script, scripted
from tiny_gguf import ANSWER, tiny_server, write_tiny_gguf

QUESTION = "What win rate does RPS reach?"
SAID = ANSWER.split(" [")[0]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("tiny") / "t.gguf", context_length=16_384)


@pytest.fixture(scope="module")
def served(tiny: Path) -> Iterator[str]:
    with tiny_server(tiny, 16_384) as address:
        yield f"openai-like:tiny@{address}"


@pytest.fixture(params=["openai-like", "gguf"])
def model(request: pytest.FixtureRequest, tiny: Path, served: str) -> str:
    return served if request.param == "openai-like" else f"gguf:{tiny}"


def test_a_real_model_answers_and_is_checked(cli, starter_home, check_answer, model) -> None:
    done = cli("ask", QUESTION, "--model", model, "--json", home=starter_home)
    assert (done.code, done.err) == (0, "")
    answer = check_answer(done.json)
    assert answer["model"] == model
    written = answer["sentences"][0]
    assert written["text"].startswith(SAID)
    assert written["labels"] == [1]
    assert written["verdict"] in ("weak", "unsupported")
    assert written["problems"]
    assert any("69%" in citation["quote"] for citation in answer["citations"])
    assert answer["usage"]["prompt_tokens"] > 100
    assert answer["usage"]["completion_tokens"] > 1


def test_a_real_model_is_shown_sentence_by_sentence(cli, starter_home, model) -> None:
    done = cli("ask", QUESTION, "--model", model, home=starter_home)
    assert done.code == 0
    assert f"{SAID}. [1]" in done.out
    assert "not supported" in done.out or "only partly supported" in done.out
    assert "Sources" in done.out
    assert "tokens read" in done.out or "nothing was sent" in done.out


def test_in_a_process_of_its_own_stdout_holds_the_answer_alone(process, starter_home, tiny) -> None:
    done = process(
        "paperchat", "ask", QUESTION, "--json",
        "--model", f"gguf:{tiny}", "--home", str(starter_home),
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert done.json["sentences"][0]["text"].startswith(SAID)


def test_summaries_comparisons_and_chats_are_written_too(cli, own_home, check_answer) -> None:
    def reply(messages: list[dict[str, str]]) -> tuple[str, ...]:
        grid = "Fill these cells" in messages[-1]["content"]
        return ("1A: ", "It ranks. [1]\n") if grid else ("It ", "ranks. [1]")

    with scripted(Script(reply=reply)) as server:
        spec = server.openai_like
        summary = cli("summarize", "RPS", "--model", spec, "--json", home=own_home)
        assert check_answer(summary.json)["model"] == spec
        grid = cli("compare", "RPS", "DeAL", "--model", spec, "--json", home=own_home)
        cell = check_answer(grid.json)["comparison"]["rows"][0]["cells"][0]
        assert cell["text"] == "It ranks."
        text = cli("compare", "RPS", "DeAL", "--model", spec, home=own_home)
        assert "It ranks. [1]" in text.out
        assert "Limits." in text.out
        lines = f"{QUESTION}\nHow does it work?\n".encode()
        chat = cli("chat", "--json", "--model", spec, home=own_home, stdin=lines)
        assert [check_answer(item)["model"] for item in chat.objects] == [spec] * 2


def test_what_is_wrong_with_a_sentence_stands_beside_it(cli, starter_home) -> None:
    pieces = ("RPS was invented by penguins. [1] ", "Its rates go up to 69% [98].")
    with scripted(Script(pieces=pieces)) as server:
        done = cli("ask", QUESTION, "--model", server.openai_like, home=starter_home)
        text = " ".join(done.out.split())
        assert "invented by penguins. [1] (not supported by a source) !" in text
        assert "98" in text.split("Sources")[0].split("!", 2)[2]


def test_the_explanation_shows_the_prompt(cli, starter_home) -> None:
    with scripted(Script()) as server:
        model = server.openai_like
        done = cli("ask", QUESTION, "--explain", "--json", "--model", model, home=starter_home)
        writing = done.json["explanation"]["writing"]
        assert [message["role"] for message in writing["messages"]] == ["system", "user"]
        text = cli("ask", QUESTION, "--explain", "--model", model, home=starter_home).out
        assert "PASSAGES BEGIN" in text
        assert "as written, before it was checked" in text


def test_a_question_asked_again_is_remembered_and_says_so(cli, own_home) -> None:
    with scripted(Script()) as server:
        first = cli("ask", QUESTION, "--json", "--model", server.openai_like, home=own_home).json
        again = cli("ask", QUESTION, "--json", "--model", server.openai_like, home=own_home).json
        assert len(server.requests) == 1
        assert (first["cached"], again["cached"]) == (False, True)
        assert first["sentences"] == again["sentences"]
        assert again["usage"]["requests"] == 0
        narrowed = ("--filter", "year>=2024")
        cli("ask", QUESTION, *narrowed, "--json", "--model", server.openai_like, home=own_home)


def test_a_key_is_needed_before_anything_is_opened(cli, home) -> None:
    done = cli("ask", QUESTION, "--model", "openai:gpt-4.1-mini", home=home)
    assert "OPENAI_API_KEY" in done.failed(2)
    assert not home.exists()


def test_a_dead_server_leaves_the_quotes(cli, starter_home) -> None:
    model = "openai-like:m@http://127.0.0.1:9/v1"
    done = cli("ask", QUESTION, "--model", model, "--json", home=starter_home)
    assert (done.code, done.err) == (0, "")
    answer = done.json
    assert (answer["status"], answer["model"]) == ("answered", "extractive")
    assert "127.0.0.1" in answer["notes"][0]
    assert any("69%" in sentence["text"] for sentence in answer["sentences"])


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs signals")
def test_ctrl_c_keeps_what_came(starter_home, offline_environment) -> None:
    pieces = ("RPS is robust. ", *("and so on " for _ in range(500)))
    with scripted(Script(pieces=pieces, delay=0.1)) as server:
        arguments = ["ask", QUESTION, "--model", server.openai_like, "--home", str(starter_home)]
        running = subprocess.Popen(
            [sys.executable, "-m", "paperchat", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=offline_environment,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not server.requests and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
        assert "RPS is robust." in out
        assert "Stopped here" in out
        assert "Traceback" not in err
        assert server.wait_until_dropped()


def test_a_stopped_answer_is_kept_by_the_conversation(cli, own_home) -> None:
    with scripted(Script(pieces=("RPS is robust. ", "It is"), fault="cut", after=2)) as server:
        talked = cli(
            "chat", "--model", server.openai_like, home=own_home, stdin=f"{QUESTION}\n".encode()
        )
        assert "RPS is robust." in talked.out
        kept = cli("conversations", "show", "last", "--json", home=own_home).json
        answer = kept["turns"][0]["answer"]
        assert answer["complete"] is False
        assert json.dumps(answer["sentences"]).count("RPS is robust.") == 1
