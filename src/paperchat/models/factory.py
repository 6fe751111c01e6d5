"""The one switch ``PAPERCHAT_MODEL``, turned into a language model.

LlamaIndex and the providers are imported only when the switch asks for one of them, since that
costs over a second and quoting needs none of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from paperchat.errors import ConfigurationError
from paperchat.models import spec as specs
from paperchat.models.failure import Server
from paperchat.models.gguf_file import read_head
from paperchat.models.spec import ModelProvider, ModelSpec, parse_model, what_leaves
from paperchat.settings import Settings
from paperchat.text.addresses import shown_place

if TYPE_CHECKING:
    from pydantic import SecretStr

    from paperchat.models.llama import LlamaIndexModel
    from paperchat.models.port import LanguageModel
    from paperchat.models.provider import Provider
    from paperchat.models.retrying import Retrying

_ONLY_RESPONSES = re.compile(r"-pro(-\d|$)")
"""Models of OpenAI with an API of their own, which LlamaIndex knows as another LLM."""
_OTHERWISE = "or set PAPERCHAT_MODEL=extractive, which needs none"


def create_model(
    settings: Settings, spec: str | ModelSpec | None = None, retrying: Retrying | None = None
) -> LanguageModel | None:
    """Create the model that ``spec`` names, or None for ``extractive``; nothing is sent.

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
    return connect(settings, chosen, retrying)


def connect(
    settings: Settings, spec: ModelSpec, retrying: Retrying | None = None
) -> LlamaIndexModel:
    """Create the language model that ``spec`` names. Raises as :func:`create_model`."""
    check_parts(settings, spec)
    from paperchat.models.llama import LlamaIndexModel

    return LlamaIndexModel(str(spec), _MAKERS[spec.provider](settings, spec), retrying)


def check_parts(settings: Settings, spec: ModelSpec) -> None:
    """Check that the key, the packages and the file that ``spec`` needs are there.

    Nothing heavy is imported, and nothing is sent.

    Raises:
        ConfigurationError: one of them is missing; the message says how to get it.
    """
    for package in _PACKAGES.get(spec.provider, ()):
        if not _is_installed(package):
            extra = "paperchat[local]" if package == "xllamacpp" else "paperchat"
            raise ConfigurationError(
                f"The model {spec} needs a package that is not installed ({package}): run "
                f"`pip install '{extra}'`, {_OTHERWISE}."
            )
    if spec.provider == "openai" and key_of("OPENAI_API_KEY", settings.openai_api_key) is None:
        raise ConfigurationError(f"The model {spec} needs a key: set OPENAI_API_KEY, {_OTHERWISE}.")
    if spec.provider == "openai" and _ONLY_RESPONSES.search(spec.name):
        raise ConfigurationError(
            f"The model {spec} cannot be asked as Paperchat asks: choose one without '-pro'."
        )
    if spec.provider == "openai-like":
        key_of("PAPERCHAT_MODEL_API_KEY", settings.model_api_key)
    if spec.provider == "gguf":
        read_head(_path(spec))


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


def _openai(settings: Settings, spec: ModelSpec) -> Provider:
    from paperchat.models.openai_api import OpenAIProvider
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
    return OpenAIProvider(
        transport, server, is_openai=True, window=settings.context_window, key=key
    )


def _openai_like(settings: Settings, spec: ModelSpec) -> Provider:
    from paperchat.models.openai_api import OpenAIProvider
    from paperchat.models.transport import Transport

    key = key_of("PAPERCHAT_MODEL_API_KEY", settings.model_api_key)
    transport = Transport(spec.address, key, settings.model_timeout)
    server = Server(
        f"the server at {shown_place(spec.address)}",
        spec.name,
        "start it, or check the address in PAPERCHAT_MODEL",
        "the address in PAPERCHAT_MODEL, which often ends in /v1",
        key_variable="PAPERCHAT_MODEL_API_KEY",
        has_key=bool(transport.secrets),
        secrets=transport.secrets,
    )
    return OpenAIProvider(transport, server, window=settings.context_window, key=key)


def _ollama(settings: Settings, spec: ModelSpec) -> Provider:
    from paperchat.models.ollama_api import OllamaProvider, ollama_address
    from paperchat.models.transport import Transport

    transport = Transport(ollama_address(settings.ollama_url), None, settings.model_timeout)
    server = Server(
        f"the Ollama server at {shown_place(settings.ollama_url)}",
        spec.name,
        "start it with 'ollama serve', or check PAPERCHAT_OLLAMA_URL",
        "PAPERCHAT_OLLAMA_URL",
        secrets=transport.secrets,
    )
    return OllamaProvider(transport, server, window=settings.context_window)


def _gguf(settings: Settings, spec: ModelSpec) -> Provider:
    from paperchat.models.gguf import GGUFProvider

    return GGUFProvider(_path(spec), window=settings.context_window, timeout=settings.model_timeout)


_MAKERS: dict[ModelProvider, Callable[[Settings, ModelSpec], Provider]] = {
    "openai": _openai,
    "openai-like": _openai_like,
    "ollama": _ollama,
    "gguf": _gguf,
}
_PACKAGES: dict[ModelProvider, tuple[str, ...]] = {
    "openai": ("openai", "llama_index.llms.openai_like"),
    "openai-like": ("openai", "llama_index.llms.openai_like"),
    "ollama": ("ollama", "llama_index.llms.ollama"),
    "gguf": ("xllamacpp", "llama_index.llms.openai_like"),
}


def _is_installed(package: str) -> bool:
    # By its files: importing it, or what it is in, takes a second.
    parent, *rest = package.split(".")
    found = find_spec(parent) if sys.modules.get(parent, True) is not None else None
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        if not rest or Path(folder, *rest).is_dir():
            return True
    return False


def _path(spec: ModelSpec) -> Path:
    return Path(spec.name).expanduser()


def key_of(variable: str, value: SecretStr | None) -> str | None:
    """The key that ``variable`` holds, or None.

    Raises:
        ConfigurationError: it cannot be sent.
    """
    key = value.get_secret_value().strip() if value is not None else ""
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigurationError(
            f"{variable} holds letters that no key has (it may have been copied with something "
            "else): copy the key again."
        )
    return key or None
