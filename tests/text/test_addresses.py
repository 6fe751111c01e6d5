"""Which machine an address means, and what of it may be shown."""

from __future__ import annotations

import pytest

from paperchat.text.addresses import (
    Credentials,
    apart,
    host_of,
    is_loopback,
    shown_host,
    shown_place,
)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/v1", "localhost:80", "http://[::1]:8", "http://a.localhost", "127.9.9.9",
     "http://me:secret@localhost/v1"],
)  # fmt: skip
def test_this_machine(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.7", "http://localhost.example", "http://0.0.0.0", "http://[broken", "",
     "http://localhost@models.example/"],
)  # fmt: skip
def test_other_machines(address: str) -> None:
    assert not is_loopback(address)


def test_hosts_are_shown_without_what_is_secret() -> None:
    assert host_of("https://me:pass@Models.Example:8000/v1") == "models.example"
    assert shown_place("https://me:pass@Models.Example:8000/v1") == "models.example:8000"
    assert shown_place("127.0.0.1:80") == "127.0.0.1:80"
    for shown in (shown_host, shown_place):
        assert shown("http://[broken") == "an address that cannot be read"


@pytest.mark.parametrize(
    ("address", "bare", "given"),
    [
        ("http://h:1/v1", "http://h:1/v1", None),
        ("http://me:a%40b@h:1/v1", "http://h:1/v1", Credentials("me", "a@b")),
        ("https://token@h", "https://h", Credentials("token", "")),
        ("http://[broken", "http://[broken", None),
    ],
)
def test_credentials_are_taken_out(address: str, bare: str, given: Credentials | None) -> None:
    assert apart(address) == (bare, given)
