"""What a model needs before it can be asked: a key, packages, a file."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from paperchat.errors import ConfigurationError
from paperchat.models.gguf_file import read_head
from paperchat.models.spec import ModelProvider, ModelSpec
from paperchat.settings import Settings

if TYPE_CHECKING:
    from pydantic import SecretStr

_PACKAGES: dict[ModelProvider, tuple[str, ...]] = {
    "openai": ("openai", "llama_index.llms.openai_like"),
    "openai-like": ("openai", "llama_index.llms.openai_like"),
    "ollama": ("ollama", "llama_index.llms.ollama"),
    "gguf": ("xllamacpp", "llama_index.llms.openai_like"),
}
_ONLY_RESPONSES = re.compile(r"-pro(-\d|$)")
"""Models of OpenAI with an API of their own, which LlamaIndex knows as another LLM."""
_OTHERWISE = "or choose the papers' own sentences (extractive), which need none"


def check_parts(settings: Settings, spec: ModelSpec) -> None:
    """Check that the key, the packages and the file that ``spec`` needs are there.

    Nothing heavy is imported, and nothing is sent.

    Raises:
        ConfigurationError: one of them is missing; the message says how to get it.
    """
    if spec.provider == "gguf":
        read_head(gguf_path(spec))  # First: no package helps where there is no file.
    for package in _PACKAGES.get(spec.provider, ()):
        if not _is_installed(package):
            extra = "paperchat[local]" if package == "xllamacpp" else "paperchat"
            or_here = " (in a clone: ./scripts/setup local)" if package == "xllamacpp" else ""
            raise ConfigurationError(
                f"The model {spec} needs a package that is not installed ({package}): run "
                f"`pip install '{extra}'`{or_here}, {_OTHERWISE}."
            )
    if spec.provider == "openai" and key_of("OPENAI_API_KEY", settings.openai_api_key) is None:
        raise ConfigurationError(f"The model {spec} needs a key: set OPENAI_API_KEY, {_OTHERWISE}.")
    if spec.provider == "openai" and _ONLY_RESPONSES.search(spec.name):
        raise ConfigurationError(
            f"The model {spec} cannot be asked as Paperchat asks: choose one without '-pro'."
        )
    if spec.provider == "openai-like":
        key_of("PAPERCHAT_MODEL_API_KEY", settings.model_api_key)


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


def gguf_path(spec: ModelSpec) -> Path:
    """The file that a spec of the form gguf:... names."""
    return Path(spec.name).expanduser()


def _is_installed(package: str) -> bool:
    # By its files: importing it, or what it is in, takes a second.
    parent, *rest = package.split(".")
    found = find_spec(parent) if sys.modules.get(parent, True) is not None else None
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        if not rest or Path(folder, *rest).is_dir():
            return True
    return False
