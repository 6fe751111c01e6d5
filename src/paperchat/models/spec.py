"""The one switch ``PAPERCHAT_MODEL``: what it names, and what leaves this machine by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlsplit

from paperchat.errors import ConfigurationError
from paperchat.text.addresses import apart, is_loopback, shown_host
from paperchat.text.redaction import redact

ModelProvider = Literal["extractive", "openai", "ollama", "openai-like", "gguf"]

OPENAI_ADDRESS = "https://api.openai.com/v1"
FORMS = (
    "extractive, openai:NAME, ollama:NAME, openai-like:NAME@http://HOST:PORT/v1 "
    "or gguf:/path/to/model.gguf"
)
_ADDRESS = re.compile(r"@(?=https?://)")


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A parsed value of ``PAPERCHAT_MODEL``.

    ``name`` is the model's name, of ``gguf`` the path of its file; ``address`` is where the server
    of ``openai-like`` is, with the password that stands in it. Both are empty otherwise. As text
    it is the value again, without the password.
    """

    provider: ModelProvider
    name: str = ""
    address: str = ""

    def __str__(self) -> str:
        if self.provider == "extractive":
            return self.provider
        place = f"@{apart(self.address)[0]}" if self.address else ""
        return f"{self.provider}:{self.name}{place}"

    def __repr__(self) -> str:
        return f"ModelSpec({str(self)!r})"


def parse_model(spec: str) -> ModelSpec:
    """Read a value of ``PAPERCHAT_MODEL``.

    Raises:
        ConfigurationError: it has none of the forms.
    """
    word, _, rest = spec.strip().partition(":")
    rest = rest.strip()
    if word == "extractive" and not rest and ":" not in spec:
        return ModelSpec("extractive")
    if not rest or word not in get_args(ModelProvider) or word == "extractive":
        raise _unknown(spec)
    if word == "openai-like":
        return _with_address(spec, rest)
    if _has_control(rest):
        raise _unknown(spec)
    # The cast is what was just checked.
    provider: ModelProvider = word  # type: ignore[assignment]
    return ModelSpec(provider, rest)


def without_password(spec: str) -> str:
    """Return a value of ``PAPERCHAT_MODEL`` as it may be shown, also one that does not parse."""
    try:
        return str(parse_model(spec))
    except ConfigurationError:
        return _shown(spec)


def what_leaves(spec: ModelSpec, ollama_url: str) -> str | None:
    """Say in words what leaves this machine when ``spec`` writes, or None when nothing does.

    Args:
        spec: the model.
        ollama_url: address of the Ollama server; a loopback address is this machine.
    """
    what = "Every question, and the passages of papers found for it, are sent to"
    if spec.provider == "openai":
        return f"{what} OpenAI ({shown_host(OPENAI_ADDRESS)})."
    if spec.provider == "ollama" and not is_loopback(ollama_url):
        return f"{what} the Ollama server at {shown_host(ollama_url)}."
    if spec.provider == "ollama" and spec.name.endswith(("-cloud", ":cloud")):
        return f"{what} ollama.com, where Ollama runs the models named so."
    if spec.provider == "openai-like" and not is_loopback(spec.address):
        return f"{what} the server at {shown_host(spec.address)}."
    return None


def _with_address(spec: str, rest: str) -> ModelSpec:
    places = list(_ADDRESS.finditer(rest))
    if not places:
        raise ConfigurationError(
            f"The model {_shown(spec)} does not say where the server is: write "
            "openai-like:NAME@http://HOST:PORT/v1."
        )
    name, address = rest[: places[-1].start()].strip(), rest[places[-1].end() :].strip()
    if not name or _has_control(name) or not _usable(address):
        raise ConfigurationError(
            f"The model {_shown(spec)} has a name or an address that cannot be used: write "
            "openai-like:NAME@http://HOST:PORT/v1."
        )
    return ModelSpec("openai-like", name, address.rstrip("/"))


def _usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    # An "@" behind the host is a password with an unescaped "/", which would be shown in part.
    odd = any(mark in address for mark in " ?#") or "@" in parts.path or _has_control(address)
    return bool(parts.hostname) and not odd and port != 0


def _has_control(text: str) -> bool:
    return any(not character.isprintable() for character in text)


def _unknown(spec: str) -> ConfigurationError:
    return ConfigurationError(f"“{_shown(spec)}” names no model Paperchat knows: write {FORMS}.")


def _shown(spec: str) -> str:
    # Greedy up to the last "@": a password may hold "@" and "/", which would hide its end.
    bare = re.sub(r"//.*@", "//", spec, flags=re.DOTALL)
    return redact("".join(c if c.isprintable() else " " for c in bare), limit=200)
