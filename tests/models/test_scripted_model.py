"""The scripted server is itself tested, since other tests lean on it."""

from __future__ import annotations

import httpx
import openai
import pytest
from asking_models import ASKED, ask
from scripted_model import Script, scripted

from paperchat.errors import ModelError
from paperchat.models.factory import create_model
from paperchat.settings import Settings


def test_it_answers_whole_as_well_as_streamed() -> None:
    with scripted(Script(pieces=("One", " two"))) as server:
        with openai.OpenAI(api_key="any", base_url=server.v1) as client:
            answer = client.chat.completions.create(
                model="scripted", messages=[{"role": "user", "content": "Hi"}]
            )
            assert [model.id for model in client.models.list()] == ["scripted"]
        assert answer.choices[0].message.content == "One two"
        assert answer.choices[0].finish_reason == "stop"
        assert answer.usage is not None
        assert answer.usage.prompt_tokens == 12
        assert server.requests[0].prompt == "Hi"


def test_scripts_follow_one_another_and_the_last_stays() -> None:
    scripts = (Script(pieces=("a",)), Script(pieces=("b",)), Script(reply=lambda m: [m[1]["role"]]))
    with scripted(*scripts) as server:
        model = create_model(Settings(_env_file=None, model=server.openai_like))
        assert [ask(model).text for _ in range(4)] == ["a", "b", "user", "user"]
        assert server.requests[0].prompt == "\n".join(message.text for message in ASKED)


def test_it_takes_its_key_only() -> None:
    with scripted(key="the-one") as server:
        url = f"{server.v1}/models"
        assert httpx.get(url).status_code == 401
        headers = {"Authorization": "Bearer the-one"}
        assert httpx.get(url, headers=headers).json()["data"][0]["max_model_len"] == 4096
        assert httpx.post(f"{server.url}/api/nothing", json={}).status_code == 404


def test_a_server_that_stops_lets_nobody_wait() -> None:
    with scripted(Script(fault="hang", after=1)) as server:
        model = create_model(Settings(_env_file=None, model=server.openai_like))
        assert model is not None
        stream = model.stream(ASKED, 5)
        next(stream)
    with pytest.raises(ModelError) as caught:
        next(stream)
    assert caught.value.fault == "cut"
