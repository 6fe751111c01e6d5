"""What every back end does with an answer: pieces, counts, its end, and being cut off."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor

import pytest
from asking_models import ASKED, BACK_ENDS, KEY, ODD_KEY, PASSWORD, BackEnd, ask
from llama_index.core.llms import LLM, MockLLM
from scripted_model import Script, scripted

from paperchat.models.llama import LlamaIndexModel
from paperchat.models.port import Ended, Message, Piece
from paperchat.models.provider import Provider
from paperchat.models.retrying import Retrying

every_back_end = pytest.mark.parametrize("back_end", BACK_ENDS)


@every_back_end
def test_pieces_come_as_they_are_written(back_end: str, connect: BackEnd) -> None:
    with scripted(Script(pieces=("One", " two", "."), delay=0.15)) as server:
        stream = connect(back_end, server).stream(ASKED, 50)
        at = [time.monotonic() for _ in stream]
    assert at[1] - at[0] > 0.1
    assert at[2] - at[1] > 0.1


@every_back_end
def test_the_end_tells_why_and_how_much(back_end: str, connect: BackEnd) -> None:
    with scripted(Script(finish="length"), Script(usage=None)) as server:
        model = connect(back_end, server)
        assert ask(model).ended == Ended("length", 12, 3, 1)
        assert ask(model).ended == Ended("stop", None, None, 1)


@every_back_end
def test_what_is_sent(back_end: str, connect: BackEnd) -> None:
    with scripted() as server:
        ask(connect(back_end, server), max_tokens=77)
    body = server.requests[0].body
    assert body["messages"] == [
        {"role": "system", "content": "Answer shortly."},
        {"role": "user", "content": "What is it?"},
    ]
    assert body["stream"] is True
    assert body["model"] == "scripted"
    if back_end == "ollama":
        assert body["options"] == {"temperature": 0.0, "num_ctx": 4096, "num_predict": 77}
        assert body["think"] is False
    else:
        limit = "max_completion_tokens" if back_end == "openai" else "max_tokens"
        assert body[limit] == 77
        assert body["temperature"] == 0.0
        assert body["stream_options"] == {"include_usage": True}


@every_back_end
def test_no_more_than_the_limit_is_written(back_end: str, connect: BackEnd) -> None:
    with scripted(Script(pieces=("again ",), fault="repeat")) as server:
        outcome = ask(connect(back_end, server), max_tokens=9)
    assert outcome.text == "again " * 9
    assert outcome.ended is not None
    assert outcome.ended.reason == "length"


@every_back_end
def test_closing_ends_the_request_at_once(back_end: str, connect: BackEnd) -> None:
    with scripted(Script(pieces=("again ",), delay=0.01, fault="repeat")) as server:
        stream = connect(back_end, server).stream(ASKED, 100_000)
        assert next(stream) == Piece("again ")
        gc.disable()  # the clients would leave it to the garbage collector
        try:
            stream.close()
            assert server.wait_until_dropped(2)
        finally:
            gc.enable()
        assert server.dropped == 1


@every_back_end
def test_a_stream_that_was_never_read_sends_nothing(back_end: str, connect: BackEnd) -> None:
    with scripted() as server:
        connect(back_end, server).stream(ASKED, 50).close()
    assert server.requests == []


@every_back_end
def test_thoughts_are_not_part_of_the_answer(back_end: str, connect: BackEnd) -> None:
    apart = Script(thoughts=("Well", "..."), pieces=("\n\nYes", "."))
    within = Script(pieces=("\n<th", "ink>Is it", "?</thi", "nk>\n\n", "Yes", "."))
    with scripted(apart, within) as server:
        model = connect(back_end, server)
        assert ask(model).pieces == ["Yes", "."]
        assert ask(model).pieces == ["Yes", "."]


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (("<", "thin", " ice"), "<thin ice"),
        (("<", "5"), "<5"),
        (("<thi",), "<thi"),
        (("It has <think>", " in it </think>"), "It has <think> in it </think>"),
        (("<think></think>x",), "x"),
    ],
)
def test_what_only_looks_like_a_thought_is_kept(
    pieces: tuple[str, ...], text: str, connect: BackEnd
) -> None:
    with scripted(Script(pieces=pieces)) as server:
        assert ask(connect("openai-like", server)).text == text


def test_a_thought_without_an_end_is_no_answer(connect: BackEnd) -> None:
    with scripted(Script(pieces=("<think>", "Hm, hm"), finish="length")) as server:
        outcome = ask(connect("openai-like", server))
    assert outcome.pieces == []
    assert outcome.error is not None
    assert outcome.error.fault == "empty"
    assert "on thinking" in str(outcome.error)


@every_back_end
def test_halves_of_characters_neither_go_out_nor_come_in(back_end: str, connect: BackEnd) -> None:
    with scripted(Script(pieces=("a\ud83d", "b \U0001f600."))) as server:
        stream = connect(back_end, server).stream([Message("user", "x\ud83dy")], 50)
        heard = "".join(event.text for event in stream if isinstance(event, Piece))
    assert heard == "a?b \U0001f600."
    assert server.requests[0].prompt == "x?y"


@every_back_end
def test_one_model_serves_several_threads(back_end: str, connect: BackEnd) -> None:
    def reply(messages: list[dict[str, str]]) -> list[str]:
        return ["Re: ", *messages[-1]["content"]]

    with scripted(Script(reply=reply, delay=0.002)) as server:
        model = connect(back_end, server)

        def heard(number: int) -> str:
            stream = model.stream([Message("user", f"question {number}")], 50)
            return "".join(event.text for event in stream if isinstance(event, Piece))

        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(heard, range(24)))
    assert answers == [f"Re: question {number}" for number in range(24)]


@every_back_end
def test_neither_logs_nor_the_model_show_a_secret(
    back_end: str, connect: BackEnd, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with scripted() as server:
        model = connect(back_end, server)
        assert ask(model).ended is not None
    assert "/chat" in caplog.text, "the clients did log"
    shown = f"{caplog.text} {model!r} {model.spec}"
    for secret in (KEY, ODD_KEY, PASSWORD, "hunter2", "bWU6aHVudGVy"):
        assert secret not in shown


@every_back_end
def test_no_connection_outlives_its_answer(
    back_end: str, connect: BackEnd, no_threads_left: None
) -> None:
    with scripted() as server:
        ask(connect(back_end, server))
        assert server.requests[0].headers["Host"] in server.url


# --- any LLM of LlamaIndex ------------------------------------------------------------------------


class _FailingLLM(MockLLM):
    """Says a word, and fails as a client that we know nothing of."""

    def stream_chat(self, messages: object, **more: object) -> Generator[object, None, None]:
        from llama_index.core.base.llms.types import ChatMessage, ChatResponse

        for _ in range(self.max_tokens or 0):
            yield ChatResponse(message=ChatMessage(content="word"), delta="word")
        raise RuntimeError("out of sk-abcdefgh")


def _model(llm: LLM) -> LlamaIndexModel:
    return LlamaIndexModel("mine", Provider(llm), Retrying(waits=(0.0,)))


def test_any_llm_of_llama_index_is_a_model() -> None:
    model = _model(MockLLM(max_tokens=4))
    assert (model.spec, model.window) == ("mine", MockLLM().metadata.context_window)
    outcome = ask(model)
    assert outcome.text.strip()
    assert outcome.ended == Ended("stop", None, None, 1)


@pytest.mark.parametrize("words", [0, 2])
def test_its_faults_are_ours(words: int) -> None:
    outcome = ask(_model(_FailingLLM(max_tokens=words)))
    assert outcome.pieces == ["word"] * words
    assert outcome.error is not None
    assert outcome.error.fault == "server_error"
    assert "(out of [key])" in str(outcome.error)


def test_reading_on_after_the_end_gives_nothing(connect: BackEnd) -> None:
    with scripted() as server:
        stream = connect("openai-like", server).stream(ASKED, 50)
        list(stream)
        assert next(stream, None) is None
    assert threading.active_count() < 50
