"""What a language model costs, as far as it is known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from paperchat.errors import ConfigurationError
from paperchat.models.spec import ModelSpec, parse_model
from paperchat.settings import Settings
from paperchat.text.addresses import is_loopback

_OURS = "prices.toml"
_A_MILLION = 1_000_000
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens of prompt and of answer."""

    input: float
    output: float

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """US dollars for so many tokens."""
        return (self.input * prompt_tokens + self.output * completion_tokens) / _A_MILLION


_NOTHING = Price(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices by the values of ``PAPERCHAT_MODEL``; ``noted`` is the day of the shipped ones."""

    by_spec: Mapping[str, Price]
    noted: date
    ollama_is_here: bool

    def cost_of(
        self, spec: str | ModelSpec, prompt_tokens: int, completion_tokens: int
    ) -> float | None:
        """US dollars for so many tokens, or None when the price is not known.

        What runs on this machine costs nothing, but a server on it may ask others.

        Raises:
            ConfigurationError: ``spec`` does not parse.
        """
        price = self.price_of(spec if isinstance(spec, ModelSpec) else parse_model(spec))
        return None if price is None else price.of(prompt_tokens, completion_tokens)

    def price_of(self, spec: ModelSpec) -> Price | None:
        """The price of a model, or None when it is not known."""
        name = str(spec)
        # A version with its day costs what the model costs, unless it is listed itself.
        found = self.by_spec.get(name) or self.by_spec.get(_DATED.sub("", name))
        if found is not None:
            return found
        cloud = spec.name.endswith(("-cloud", ":cloud"))
        local = spec.provider == "ollama" and self.ollama_is_here and not cloud
        return _NOTHING if local or spec.provider in ("gguf", "extractive") else None


def load_prices(settings: Settings) -> Prices:
    """Read the shipped prices, and over them those of ``PAPERCHAT_PRICES``.

    Raises:
        ConfigurationError: that file cannot be read as prices.
    """
    shipped = tomllib.loads((files(__package__) / _OURS).read_text(encoding="utf-8"))
    noted: date = shipped.pop("noted")
    by_spec = {name: Price(**price) for name, price in shipped.items()}
    if settings.prices is not None:
        by_spec |= _read(settings.prices)
    return Prices(by_spec, noted, is_loopback(settings.ollama_url))


def _read(path: Path) -> dict[str, Price]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"PAPERCHAT_PRICES={path} cannot be read ({error.strerror}): name a file, or leave it "
            "out."
        ) from error
    except ValueError as error:
        raise ConfigurationError(f"PAPERCHAT_PRICES={path} is not TOML: {error}.") from error
    return {name: _price(path, name, value) for name, value in table.items() if name != "noted"}


def _price(path: Path, name: str, value: object) -> Price:
    numbers = [value.get(key) for key in ("input", "output")] if isinstance(value, dict) else []
    plain = [float(n) for n in numbers if isinstance(n, int | float) and not isinstance(n, bool)]
    if len(plain) != 2 or not all(0 <= number < _A_MILLION for number in plain):
        raise ConfigurationError(
            f"PAPERCHAT_PRICES={path} has no price for {name!r} that can be read: write "
            f'["{name}"] and below it the lines input = 1.0 and output = 2.0, in US dollars for a '
            "million tokens."
        )
    return Price(*plain)
