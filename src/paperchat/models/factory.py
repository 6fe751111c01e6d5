"""The one switch ``PAPERCHAT_MODEL``, turned into a language model.

LlamaIndex and the providers are imported only when the switch asks for one of them, since that
costs over a second and quoting needs none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperchat.errors import ConfigurationError
from paperchat.models import spec as specs
from paperchat.models.failure import Server
from paperchat.models.spec import ModelSpec, parse_model
from paperchat.settings import Settings
from paperchat.text.addresses import shown_host

if TYPE_CHECKING:
    from pydantic import SecretStr

    from paperchat.models.llama import LlamaIndexModel
    from paperchat.models.port import LanguageModel
    from paperchat.models.provider import Provider
    from paperchat.models.retrying import Retrying

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
    try:
        from paperchat.models.llama import LlamaIndexModel

        provider = _provider(settings, spec)
    except ImportError as error:
        raise ConfigurationError(
            f"The model {spec} needs a package that is not installed ({error.name}): run "
            f"`pip install 'paperchat'`, or set PAPERCHAT_MODEL=extractive."
        ) from error
    return LlamaIndexModel(str(spec), provider, retrying)


def _provider(settings: Settings, spec: ModelSpec) -> Provider:
    if spec.provider == "openai":
        return _openai(settings, spec)
    return _openai_like(settings, spec)


def _openai(settings: Settings, spec: ModelSpec) -> Provider:
    from paperchat.models.openai_api import OpenAIProvider
    from paperchat.models.transport import Transport

    key = _secret(settings.openai_api_key)
    if key is None:
        raise ConfigurationError(f"The model {spec} needs a key: set OPENAI_API_KEY, {_OTHERWISE}.")
    transport = Transport(specs.OPENAI_ADDRESS, key, settings.model_timeout)
    server = Server(
        "OpenAI", spec.name, "check the network", "OPENAI_API_KEY", True, transport.secrets
    )
    return OpenAIProvider(
        transport, server, is_openai=True, window=settings.context_window, key=key
    )


def _openai_like(settings: Settings, spec: ModelSpec) -> Provider:
    from paperchat.models.openai_api import OpenAIProvider
    from paperchat.models.transport import Transport

    key = _secret(settings.model_api_key)
    transport = Transport(spec.address, key, settings.model_timeout)
    server = Server(
        f"the server at {shown_host(spec.address)}",
        spec.name,
        "start it, or check the address in PAPERCHAT_MODEL",
        "PAPERCHAT_MODEL_API_KEY",
        bool(transport.secrets),
        transport.secrets,
    )
    return OpenAIProvider(transport, server, window=settings.context_window, key=key)


def _secret(value: SecretStr | None) -> str | None:
    return (value.get_secret_value().strip() or None) if value is not None else None
