"""The one switch ``PAPERCHAT_EMBEDDER``, turned into an embedder.

LlamaIndex and the providers are imported only when the switch asks for one of them, since that
costs over a second and the default embedder needs none of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

from paperchat.embedding.minilm import MiniLMEmbedder
from paperchat.embedding.port import Embedder, Reader
from paperchat.errors import ConfigurationError
from paperchat.settings import Settings
from paperchat.text.addresses import is_loopback, shown_host

Provider = Literal["minilm", "openai", "ollama", "huggingface"]

OPENAI_ADDRESS = "https://api.openai.com/v1"
CACHE_FOLDER = "embedder"
FORMS = "minilm, openai:NAME, ollama:NAME or huggingface:NAME"
TIMEOUT_SECONDS = 60.0
RETRIES = 4


@dataclass(frozen=True, slots=True)
class EmbedderSpec:
    """A parsed value of ``PAPERCHAT_EMBEDDER``; ``name`` is empty for ``minilm``."""

    provider: Provider
    name: str

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}" if self.name else self.provider


def parse_embedder(spec: str) -> EmbedderSpec:
    """Read ``minilm``, ``openai:NAME``, ``ollama:NAME`` or ``huggingface:NAME``.

    Raises:
        ConfigurationError: it is none of these.
    """
    word, _, name = spec.strip().partition(":")
    name = name.strip()
    for provider in get_args(Provider):
        if word == provider and bool(name) == (provider != "minilm"):
            return EmbedderSpec(provider, name)
    raise ConfigurationError(
        f"PAPERCHAT_EMBEDDER={spec!r} names no embedder Paperchat knows: set it to {FORMS}."
    )


def create_embedder(settings: Settings) -> Embedder:
    """Create the embedder that ``settings`` asks for; no text is embedded and nothing is sent.

    Raises:
        ConfigurationError: the switch does not parse, or what it needs is missing.
    """
    spec = parse_embedder(settings.embedder)
    if spec.provider == "minilm":
        return MiniLMEmbedder(settings.cache / CACHE_FOLDER, settings.threads)
    if spec.provider == "openai":
        return _openai(spec, settings)
    if spec.provider == "ollama":
        return _ollama(spec, settings)
    return _huggingface(spec, settings)


def create_reader(settings: Settings, embedder: Embedder) -> Reader:
    """Return what compares words in their sentences: always the packaged encoder.

    So the weights that were fitted with it stay right whatever embedder retrieval uses.

    Raises:
        ConfigurationError: the packaged weights are missing.
    """
    if isinstance(embedder, MiniLMEmbedder):
        return embedder
    return MiniLMEmbedder(settings.cache / CACHE_FOLDER, settings.threads)


def uses_network(spec: str, ollama_url: str) -> str | None:
    """Say in words what leaves this machine when texts are embedded, or None when nothing does.

    Args:
        spec: value of ``PAPERCHAT_EMBEDDER``.
        ollama_url: address of the Ollama server; a loopback address is this machine.

    Raises:
        ConfigurationError: ``spec`` does not parse.
    """
    parsed = parse_embedder(spec)
    if parsed.provider == "openai":
        host = urlsplit(OPENAI_ADDRESS).hostname
        return f"Every paper's title and text and every question are sent to OpenAI ({host})."
    if parsed.provider == "ollama" and not is_loopback(ollama_url):
        return (
            "Every paper's title and text and every question are sent to the Ollama server at "
            f"{shown_host(ollama_url)}."
        )
    if parsed.provider == "huggingface":
        return (
            "The embedding model is downloaded from huggingface.co when it is not on this machine "
            "yet; texts and questions stay here."
        )
    return None


def _openai(spec: EmbedderSpec, settings: Settings) -> Embedder:
    secret = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    if not secret.strip():
        raise ConfigurationError(
            f"The embedder {spec} needs a key: set OPENAI_API_KEY, "
            "or set PAPERCHAT_EMBEDDER=minilm, which needs none."
        )
    try:
        from llama_index.embeddings.openai import OpenAIEmbedding
        from openai import OpenAI
    except ImportError as error:
        raise _missing(spec, "paperchat", error) from error
    from paperchat.embedding.llama import LlamaIndexEmbedder

    # LlamaIndex would repeat the client's own retries (3 of each are 12 requests), so that it
    # tries once here, and a client of ours does the waiting and trying again. The address is
    # given, or OPENAI_API_BASE in the environment would be a hidden second switch.
    model = OpenAIEmbedding(
        model_name=spec.name, api_key=secret, api_base=OPENAI_ADDRESS, max_retries=1
    )
    model._client = OpenAI(
        api_key=secret, base_url=OPENAI_ADDRESS, max_retries=RETRIES, timeout=TIMEOUT_SECONDS
    )
    return LlamaIndexEmbedder(model, name=str(spec), secrets=(secret,))


def _ollama(spec: EmbedderSpec, settings: Settings) -> Embedder:
    try:
        from llama_index.embeddings.ollama import OllamaEmbedding
    except ImportError as error:
        raise _missing(spec, "paperchat[ollama]", error) from error
    from paperchat.embedding.llama import LlamaIndexEmbedder

    model = OllamaEmbedding(
        model_name=spec.name,
        base_url=settings.ollama_url,
        client_kwargs={"timeout": TIMEOUT_SECONDS},
    )
    return LlamaIndexEmbedder(model, name=str(spec))


def _huggingface(spec: EmbedderSpec, settings: Settings) -> Embedder:
    try:
        from llama_index.embeddings.huggingface import (  # type: ignore[import-not-found,unused-ignore]  # extra
            HuggingFaceEmbedding,
        )
    except ImportError as error:
        raise _missing(spec, "paperchat[huggingface]", error) from error
    from paperchat.embedding.llama import LlamaIndexEmbedder

    try:
        model = HuggingFaceEmbedding(
            model_name=spec.name, cache_folder=str(settings.cache / "huggingface")
        )
    except Exception as error:
        raise ConfigurationError(
            f"The embedder {spec} cannot be loaded: check the model's name and the network, "
            "or set PAPERCHAT_EMBEDDER=minilm."
        ) from error
    return LlamaIndexEmbedder(model, name=str(spec))


def _missing(spec: EmbedderSpec, package: str, error: ImportError) -> ConfigurationError:
    return ConfigurationError(
        f"The embedder {spec} needs a package that is not installed ({error.name}): run "
        f"`pip install '{package}'`, or set PAPERCHAT_EMBEDDER=minilm."
    )
