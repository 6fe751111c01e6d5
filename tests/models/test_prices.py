"""What a model costs, as far as anybody knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from paperchat.errors import ConfigurationError
from paperchat.models.prices import load_prices
from paperchat.models.spec import parse_model
from paperchat.settings import Settings


def _cost(spec: str, prices: Path | None = None, url: str = "http://localhost") -> float | None:
    settings = Settings(_env_file=None, prices=prices, ollama_url=url)
    return load_prices(settings).cost_of(spec, 2000, 500)


def test_prices_that_are_shipped_say_from_when_they_are() -> None:
    prices = load_prices(Settings(_env_file=None))
    assert date(2026, 1, 1) < prices.noted < date(2027, 1, 1)
    assert len(prices.by_spec) > 10
    for spec, price in prices.by_spec.items():
        assert parse_model(spec).provider == "openai"
        assert 0 < price.input < price.output


@pytest.mark.parametrize(
    ("spec", "cost"),
    [
        ("openai:gpt-4o-mini", (2000 * 0.15 + 500 * 0.60) / 1e6),
        ("openai:gpt-4o-mini-2024-07-18", (2000 * 0.15 + 500 * 0.60) / 1e6),
        ("openai:gpt-9", None),
        ("openai:ft:gpt-4o-mini:us::x", None),
        ("gguf:/m.gguf", 0.0),
        ("extractive", 0.0),
        ("ollama:llama3.1:8b", 0.0),
        ("ollama:gpt-oss:120b-cloud", None),
        ("openai-like:m@http://127.0.0.1:1/v1", None),
    ],
)
def test_costs(spec: str, cost: float | None) -> None:
    assert _cost(spec) == (None if cost is None else pytest.approx(cost))


def test_an_ollama_server_elsewhere_may_have_its_price() -> None:
    assert _cost("ollama:m", url="http://gpu.example") is None


def test_own_prices_win(tmp_path: Path) -> None:
    table = tmp_path / "prices.toml"
    table.write_text(
        'noted = 2026-11-01\n["openai:gpt-4o-mini"]\ninput = 1\noutput = 2\n'
        '["openai-like:m@http://h:1/v1"]\ninput = 0.5\noutput = 0\n'
        '["ollama:m"]\ninput = 3\noutput = 3\n',
        encoding="utf-8",
    )
    assert _cost("openai:gpt-4o-mini", table) == pytest.approx(0.003)
    assert _cost("openai-like:m@http://h:1/v1", table) == pytest.approx(0.001)
    assert _cost("ollama:m", table) == pytest.approx(0.0075)
    assert _cost("openai:gpt-4o", table) == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[unclosed", "is not TOML"),
        (b"\xff\xfe", "is not TOML"),
        (b"['openai:m']\ninput = 1", "no price for 'openai:m'"),
        (b"['openai:m']\ninput = 1\noutput = '2'", "no price for 'openai:m'"),
        (b"['openai:m']\ninput = 1\noutput = -2", "no price for 'openai:m'"),
        (b"['openai:m']\ninput = 1\noutput = nan", "no price for 'openai:m'"),
        (b"['openai:m']\ninput = 1\noutput = true", "no price for 'openai:m'"),
        (b"other = 3", "no price for 'other'"),
    ],
)
def test_a_table_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    table = tmp_path / "prices.toml"
    table.write_bytes(content)
    with pytest.raises(ConfigurationError, match=said) as caught:
        _cost("openai:m", table)
    assert "PAPERCHAT_PRICES=" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ConfigurationError, match=r"PAPERCHAT_PRICES=.* cannot be read"):
            _cost("openai:m", path)
