"""Looking into an answer that was kept: the same prompt as was sent, and nothing sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from scripted_model import Script, ScriptedServer, scripted

from paperchat.answering.explanation import Explanation
from paperchat.assistant import Assistant
from paperchat.errors import ModelError
from paperchat.models.factory import create_model
from paperchat.models.retrying import Retrying
from paperchat.settings import Settings
from paperchat.types import Conversation, Turn

ASKED = "What hit rate does TidePool reach?"


def _written(assistant: Assistant, server: ScriptedServer) -> Assistant:
    settings = Settings(_env_file=None, model=server.openai_like, model_timeout=2)
    return assistant.written_by(create_model(settings, retrying=Retrying(waits=())), _no_price)


def _no_price(prompt: int, completion: int) -> float | None:
    del prompt, completion
    return None


def _but_for_what_was_written(found: Explanation) -> Explanation:
    writing = found.writing
    assert writing is not None
    return replace(
        found, writing=replace(writing, text="", requests=0, first_token_ms=None, sent=False)
    )


def test_the_prompt_is_the_one_that_was_sent(assistant: Assistant) -> None:
    with scripted(Script(pieces=("It reaches ", "a rate [1].\n"))) as server:
        writing = _written(assistant, server)
        talk = Conversation()
        for question in (ASKED, "What is its drawback?"):
            answer, explained = writing.explain(question, talk)
            requests = len(server.requests)
            found = writing.replay(Turn(question, answer), talk)
            assert len(server.requests) == requests
            assert found.same
            assert found.explanation == _but_for_what_was_written(explained)
            talk = talk.with_turn(Turn(question, answer))


def test_of_quotes_the_explanation_is_the_one_of_before(assistant: Assistant) -> None:
    for question in (ASKED, "Why is the sky blue?", "How many papers are there?", "Hello"):
        answer, explained = assistant.explain(question)
        found = assistant.replay(Turn(question, answer), Conversation())
        assert (found.explanation, found.same, found.changed) == (explained, True, "")


def test_what_a_model_understood_is_taken_from_the_answer(assistant: Assistant) -> None:
    answer = replace(assistant.ask(ASKED), rewritten_question=ASKED, question="And the rate?")
    found = assistant.replay(Turn("And the rate?", answer), Conversation())
    assert found.same
    assert found.explanation.question.rewritten_question == ASKED
    assert found.explanation.candidates


def test_what_has_changed_is_said(assistant: Assistant) -> None:
    answer = assistant.ask(ASKED)
    first = answer.citations[0]
    for other in (replace(first, quote="Other words."), replace(first, paper_id="gone")):
        kept = replace(answer, citations=(other, *answer.citations[1:]))
        found = assistant.replay(Turn(ASKED, kept), Conversation())
        assert not found.same
        assert found.changed.startswith("Asked today,")


@pytest.mark.parametrize("kept_by", ["another version"])
def test_an_answer_that_cannot_be_read_is_asked_again(assistant: Assistant, kept_by: str) -> None:
    answer = replace(assistant.ask(ASKED), status="error", citations=(), model=kept_by)
    assert not assistant.replay(Turn(ASKED, answer), Conversation()).same


def test_a_model_that_cannot_be_asked_for_its_window_says_so(assistant: Assistant) -> None:
    class Gone:
        spec = "openai:gone"
        stream: Callable[..., object]

        @property
        def window(self) -> int:
            raise ModelError("rejected", "It has gone.")

    writing = assistant.written_by(Gone(), _no_price)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="It has gone"):
        writing.replay(Turn(ASKED, assistant.ask(ASKED)), Conversation())
