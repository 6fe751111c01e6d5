"""How many tokens a model takes, as its server tells."""

from __future__ import annotations

import pytest
from asking_models import BackEnd, ask
from hypothesis import given
from hypothesis import strategies as st
from scripted_model import scripted

from paperchat.models import windows
from paperchat.models.windows import ToldWindow, context_length, told_window


@pytest.mark.parametrize(
    ("listing", "window"),
    [
        ({"data": [{"id": "m", "max_model_len": 4096}]}, 4096),
        ({"data": [{"id": "m", "meta": {"n_ctx_train": 8000, "n_ctx": 512}}]}, 512),
        ({"data": [{"id": "m", "meta": {"n_ctx_train": 8000}}]}, 8000),
        ({"data": [{"id": "m", "loaded_context_length": 2000, "max_context_length": 9}]}, 2000),
        ({"data": [{"id": "m", "context_length": 3000}, {"id": "n"}]}, 3000),
        ({"data": [{"id": "of another name", "max_model_len": 4096}]}, 4096),
        ({"data": [{"id": "a", "max_model_len": 1}, {"id": "b", "max_model_len": 2}]}, None),
        ({"data": [{"id": "m", "max_model_len": "many", "meta": 7}]}, None),
        ({"data": [{"id": "m", "max_model_len": 0}]}, None),
        ({"data": []}, None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_listings_are_read(listing: object, window: int | None) -> None:
    assert told_window(listing, "m") == window


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(("data", "id", "meta", "model_info", "a.context_length", "n_ctx")), inner
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_whatever_a_server_says_is_no_reason_to_fail(said: object) -> None:
    for found in (told_window(said, "m"), context_length(said)):
        assert found is None or found > 0


def test_the_server_is_asked_once_and_only_when_it_matters(connect: BackEnd) -> None:
    with scripted(window=3000) as server:
        model = connect("openai-like", server)
        assert server.lookups == []
        assert [model.window, model.window] == [3000, 3000]
        assert [lookup.path for lookup in server.lookups] == ["/v1/models"]
        assert server.lookups[0].headers["Authorization"]


def test_a_mute_server_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [None, 4096]
    window = ToldWindow(lambda: told.pop(0))
    assert window.tokens() is None
    assert window.tokens() is None
    monkeypatch.setattr(windows, "_ASK_AGAIN_SECONDS", -1.0)
    assert window.tokens() == 4096
    assert window.tokens() == 4096
    assert told == []


@pytest.mark.parametrize(
    ("told", "setting", "window"),
    [(None, 0, 8192), (131_072, 0, 131_072), (131_072, 9000, 9000), (None, 9000, 9000)],
)
def test_windows_of_any_server(
    connect: BackEnd, told: int | None, setting: int, window: int
) -> None:
    with scripted(window=told) as server:
        assert connect("openai-like", server, context_window=setting).window == window


@pytest.mark.parametrize(
    ("told", "setting", "window"),
    [(None, 0, 8192), (2048, 0, 2048), (131_072, 0, 8192), (131_072, 16_000, 16_000),
     (2048, 16_000, 2048), (None, 16_000, 16_000)],
)  # fmt: skip
def test_windows_of_ollama_are_asked_for_in_every_request(
    connect: BackEnd, told: int | None, setting: int, window: int
) -> None:
    with scripted(window=told) as server:
        model = connect("ollama", server, context_window=setting)
        assert model.window == window
        ask(model)
        assert server.requests[0].body["options"]["num_ctx"] == window
        assert [lookup.path for lookup in server.lookups] == ["/api/show"]


@pytest.mark.parametrize("back_end", ["openai-like", "ollama"])
def test_a_server_that_is_not_there_has_the_cautious_window(
    connect: BackEnd, back_end: str
) -> None:
    with scripted() as server:
        model = connect(back_end, server)
    assert model.window == 8192
