"""Any server of the OpenAI API, over real HTTP."""

from __future__ import annotations

from scripted_model import Script, scripted

from paperchat.models.factory import create_model
from paperchat.models.port import Ended, Message, Piece
from paperchat.settings import Settings

ASKED = [Message("system", "Answer shortly."), Message("user", "What is it?")]


def test_text_comes_in_pieces_with_its_counts() -> None:
    with scripted(Script(pieces=("It", " is."))) as server:
        model = create_model(Settings(_env_file=None, model=server.openai_like))
        assert model is not None
        assert (model.spec, model.window) == (server.openai_like, 4096)
        heard = list(model.stream(ASKED, 50))
        assert heard == [Piece("It"), Piece(" is."), Ended("stop", 12, 3, 1)]
        (request,) = server.requests
    assert request.body == {
        "model": "scripted",
        "messages": [
            {"role": "system", "content": "Answer shortly."},
            {"role": "user", "content": "What is it?"},
        ],
        "max_tokens": 50,
        "temperature": 0.0,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
