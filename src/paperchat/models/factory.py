"""The one switch ``PAPERCHAT_MODEL``, turned into a language model.

LlamaIndex and the providers are imported when the first question is put to one of them, since that
takes seconds; quoting, listing and searching need none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from paperchat.models import spec as specs
from paperchat.models.deferred import DeferredModel
from paperchat.models.failure import Server
from paperchat.models.parts import check_parts, gguf_path, key_of
from paperchat.models.spec import ModelProvider, ModelSpec, parse_model, what_leaves
from paperchat.settings import Settings
from paperchat.text.addresses import ollama_address, shown_place

if TYPE_CHECKING:
    from paperchat.models.llama import LlamaIndexModel
    from paperchat.models.port import LanguageModel
    from paperchat.models.provider import Provider
    from paperchat.models.retrying import Retrying

__all__ = ["check_parts", "connect", "create_model", "window_known_here"]


def create_model(
    settings: Settings, spec: str | ModelSpec | None = None, retrying: Retrying | None = None
) -> LanguageModel | None:
    """Create the model that ``spec`` names, or None for ``extractive``.

    Nothing is sent, and its client is not imported before it is asked.

    Args:
        settings: keys, addresses and limits.
        spec: the model; by default that of ``settings``.
        retrying: how often to send a request that failed in passing.

    Raises:
        ConfigurationError: ``spec`` does not parse, or what it needs is missing.
    """
    chosen = spec if isinstance(spec, ModelSpec) else parse_model(spec or settings.model)
    if chosen.provider == "extractive":
        return None
    return DeferredModel(str(chosen), _maker(settings, chosen, retrying))


def connect(
    settings: Settings, spec: ModelSpec, retrying: Retrying | None = None
) -> LlamaIndexModel:
    """Create the language model that ``spec`` names, at once. Raises as :func:`create_model`."""
    return _maker(settings, spec, retrying)()


def _maker(
    settings: Settings, spec: ModelSpec, retrying: Retrying | None
) -> Callable[[], LlamaIndexModel]:
    check_parts(settings, spec)
    provider = _PROVIDERS[spec.provider](settings, spec)

    def make() -> LlamaIndexModel:
        from paperchat.models.llama import LlamaIndexModel

        return LlamaIndexModel(str(spec), provider(), retrying)

    return make


def window_known_here(settings: Settings, spec: ModelSpec) -> int | None:
    """Tokens that prompt and answer may have together; None where a distant server would be asked.

    Raises:
        ConfigurationError: as :func:`create_model`.
    """
    if spec.provider == "extractive":
        return None
    distant = what_leaves(spec, settings.ollama_url) is not None and spec.provider != "openai"
    if distant:
        return settings.context_window or None
    return connect(settings, spec).window


MakeProvider = Callable[[], "Provider"]
"""What is known to be wrong is told before; making it is what takes long."""


def _openai(settings: Settings, spec: ModelSpec) -> MakeProvider:
    from paperchat.models.transport import Transport

    key = key_of("OPENAI_API_KEY", settings.openai_api_key)
    transport = Transport(specs.OPENAI_ADDRESS, key, settings.model_timeout)
    server = Server(
        "OpenAI",
        spec.name,
        "check the network",
        key_variable="OPENAI_API_KEY",
        has_key=True,
        secrets=transport.secrets,
    )

    def make() -> Provider:
        from paperchat.models.openai_api import OpenAIProvider

        window = settings.context_window
        return OpenAIProvider(transport, server, is_openai=True, window=window, key=key)

    return make


def _openai_like(settings: Settings, spec: ModelSpec) -> MakeProvider:
    from paperchat.models.transport import Transport

    key = key_of("PAPERCHAT_MODEL_API_KEY", settings.model_api_key)
    transport = Transport(spec.address, key, settings.model_timeout)
    server = Server(
        f"the server at {shown_place(spec.address)}",
        spec.name,
        "start it, or check the address of the model",
        "the address of the model, which often ends in /v1",
        key_variable="PAPERCHAT_MODEL_API_KEY",
        has_key=bool(transport.secrets),
        secrets=transport.secrets,
    )

    def make() -> Provider:
        from paperchat.models.openai_api import OpenAIProvider

        return OpenAIProvider(transport, server, window=settings.context_window, key=key)

    return make


def _ollama(settings: Settings, spec: ModelSpec) -> MakeProvider:
    from paperchat.models.transport import Transport

    transport = Transport(ollama_address(settings.ollama_url), None, settings.model_timeout)
    server = Server(
        f"the Ollama server at {shown_place(settings.ollama_url)}",
        spec.name,
        "start it with 'ollama serve', or check PAPERCHAT_OLLAMA_URL",
        "PAPERCHAT_OLLAMA_URL",
        secrets=transport.secrets,
    )

    def make() -> Provider:
        from paperchat.models.ollama_api import OllamaProvider

        return OllamaProvider(transport, server, window=settings.context_window)

    return make


def _gguf(settings: Settings, spec: ModelSpec) -> MakeProvider:
    def make() -> Provider:
        from paperchat.models.gguf import GGUFProvider

        window, timeout = settings.context_window, settings.model_timeout
        return GGUFProvider(gguf_path(spec), window=window, timeout=timeout)

    return make


_PROVIDERS: dict[ModelProvider, Callable[[Settings, ModelSpec], MakeProvider]] = {
    "openai": _openai,
    "openai-like": _openai_like,
    "ollama": _ollama,
    "gguf": _gguf,
}
