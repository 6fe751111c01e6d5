from __future__ import annotations

import pytest

from paperchat.errors import ModelError
from paperchat.text.tokens import count_tokens
from paperchat.types import Conversation, Turn
from paperchat.writing.budget import Prompt, Request, fitted
from paperchat.writing.prompts import passage_line
from paperchat.writing.tasks import job_for


@pytest.fixture
def request_(passages_for) -> Request:
    first, _ = passages_for("What is MossNet?")
    second, _ = passages_for("Summarize QUILL-2")
    answer, passages = passages_for("What hit rate does TidePool reach?")
    turns = (Turn(first.question, first), Turn(second.question, second))
    return job_for(answer, passages, Conversation(turns)).request


def _sent(prompt: Prompt) -> int:
    return sum(count_tokens(message.text) for message in prompt.messages)


def test_what_fits_is_sent_whole(request_: Request) -> None:
    prompt = fitted(request_, 32_000)
    assert prompt.passages == request_.passages
    assert prompt.left_out == ""
    assert prompt.max_tokens == request_.max_tokens
    for passage in request_.passages:
        assert passage_line(passage) in prompt.messages[1].text


def test_further_passages_go_first_then_exchanges_then_chosen_ones(request_: Request) -> None:
    chosen = {passage.label for passage in request_.passages if passage.chosen}
    assert chosen
    assert len(chosen) < len(request_.passages)
    before = None
    for window in range(2_400, 500, -20):
        try:
            prompt = fitted(request_, window)
        except ModelError as error:
            assert error.fault == "too_long"
            break
        assert _sent(prompt) + prompt.max_tokens <= window
        left = {passage.label for passage in prompt.passages}
        exchanges = prompt.messages[1].text.count("\nAnswer: ")
        if exchanges < 2:
            assert left <= chosen, "an exchange went before a further passage"
        if not chosen <= left:
            assert exchanges == 0, "a chosen passage went before an exchange"
        assert 1 in left
        if before is not None:
            assert left <= before
        before = left
        told = prompt.left_out
        missing = len(request_.passages) - len(left)
        assert (f"{missing} of {len(request_.passages)} passages" in told) == bool(missing)
        assert ("earlier exchange" in told) == (exchanges < 2)
    else:
        pytest.fail("no window was too small")
    assert before == {1}


def test_a_small_window_leaves_room_for_an_answer(request_: Request) -> None:
    assert fitted(request_, 1_500).max_tokens == 500
    assert fitted(request_, 1_200).max_tokens == 400
