"""The only reader of the environment. Every setting is documented in ``.env.example``."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import platformdirs
from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from paperchat.errors import ConfigurationError

APP_NAME = "paperchat"
_ENV_FILE = ".env"

Origin = Literal["default", ".env", "environment", "command line"]
"""Where the value of a setting comes from; what stands later here wins."""


def _default_home() -> Path:
    return platformdirs.user_data_path(APP_NAME, appauthor=False)


def _default_cache() -> Path:
    return platformdirs.user_cache_path(APP_NAME, appauthor=False)


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


class Settings(BaseSettings):
    """Effective configuration: environment variables first, then a ``.env`` in the working folder.

    Raises ``ConfigurationError`` through :func:`load_settings` when a value does not parse.
    """

    model_config = SettingsConfigDict(
        env_prefix="PAPERCHAT_",
        env_file=_ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    home: AbsolutePath = Field(default_factory=_default_home)
    cache: AbsolutePath = Field(default_factory=_default_cache)
    model: str = "extractive"
    embedder: str = "minilm"
    chroma: str | None = None
    chroma_headers: SecretStr | None = None
    chroma_ca: AbsolutePath | None = None
    threads: int = Field(default=0, ge=0, le=256)
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    max_upload_mb: int = Field(default=50, ge=1, le=4096)
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    model_api_key: SecretStr | None = None
    context_window: int = Field(default=0, ge=0, le=100_000_000)
    model_timeout: float = Field(default=60.0, gt=0, le=3600)
    prices: AbsolutePath | None = None
    ollama_url: str = "http://127.0.0.1:11434"
    arxiv_url: str = "https://export.arxiv.org"
    hf_url: str = "https://huggingface.co"


def load_settings(
    *, home: Path | None = None, model: str | None = None, port: int | None = None
) -> Settings:
    """Read the settings; arguments given here win over the environment.

    Raises:
        ConfigurationError: a value cannot be used; the message names the variable.
    """
    overrides = {
        key: value
        for key, value in (("home", home), ("model", model), ("port", port))
        if value is not None
    }
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates them
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "a setting"
        variable = name if name.isupper() else f"PAPERCHAT_{name.upper()}"
        raise ConfigurationError(f"{variable} cannot be used: {first['msg']}.") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError("The file .env is not UTF-8 text: save it as UTF-8.") from error


def origins(settings: Settings) -> dict[str, Origin]:
    """Return where the value of each setting comes from, by the setting's name.

    Raises:
        ConfigurationError: a value of the environment cannot be used.
    """
    found = load_settings()
    written = dotenv_values(_ENV_FILE, encoding="utf-8")
    result: dict[str, Origin] = {}
    for name, variable in zip(Settings.model_fields, environment_names(), strict=True):
        if getattr(found, name) != getattr(settings, name):
            result[name] = "command line"
        elif os.environ.get(variable):
            result[name] = "environment"
        elif written.get(variable):
            result[name] = ".env"
        else:
            result[name] = "default"
    return result


@cache
def environment_names() -> tuple[str, ...]:
    """Return the names of all environment variables that Paperchat reads."""
    names = []
    for name, info in Settings.model_fields.items():
        alias = info.validation_alias
        names.append(alias if isinstance(alias, str) else f"PAPERCHAT_{name.upper()}")
    return tuple(names)
