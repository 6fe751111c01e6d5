"""Models of each back end, and a way to ask them that notes all that came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking_models import KEY, ODD_KEY, PASSWORD, BackEnd, Waits
from pydantic import SecretStr
from scripted_model import ScriptedServer
from tiny_gguf import tiny_server, write_tiny_gguf

from paperchat.models import spec as specs
from paperchat.models.factory import create_model
from paperchat.models.port import LanguageModel
from paperchat.settings import Settings


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def connect(monkeypatch: pytest.MonkeyPatch, waits: Waits) -> BackEnd:
    """Create a model of a back end whose server is a scripted one: ``connect("ollama", server)``.

    Each has a secret that the server could give away: a key, or a password in its address.
    """

    def create(back_end: str, server: ScriptedServer, **more: object) -> LanguageModel:
        name = server.models[0]
        with_password = server.url.replace("//", f"//me:{PASSWORD}@")
        monkeypatch.setattr(specs, "OPENAI_ADDRESS", server.v1)
        settings = Settings(
            _env_file=None,
            model=server.openai_like if back_end == "openai-like" else f"{back_end}:{name}",
            openai_api_key=SecretStr(KEY),
            model_api_key=SecretStr(ODD_KEY),
            ollama_url=with_password,
            model_timeout=5.0,
        ).model_copy(update=more)
        model = create_model(settings, retrying=waits.retrying())
        assert model is not None
        return model

    return create


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A language model of 270 tokens in a file; see ``tests/servers/tiny_gguf.py``."""
    return write_tiny_gguf(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture(scope="session")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, and it never ends."""
    return write_tiny_gguf(tmp_path_factory.mktemp("endless") / "endless.gguf", endless=True)


@pytest.fixture(scope="session")
def llama_server(tiny: Path) -> Iterator[str]:
    """The address of llama.cpp's server with the tiny model."""
    with tiny_server(tiny) as address:
        yield address
