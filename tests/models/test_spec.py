"""The switch PAPERCHAT_MODEL: its forms, its errors, and what leaves the machine."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperchat.errors import ConfigurationError
from paperchat.models.spec import ModelSpec, parse_model, what_leaves

LOCAL = "http://127.0.0.1:11434"
WORDS = ("extractive", "openai", "ollama", "openai-like", "gguf", "cohere", "")


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("extractive", ModelSpec("extractive")),
        (" extractive ", ModelSpec("extractive")),
        ("openai:gpt-4o-mini", ModelSpec("openai", "gpt-4o-mini")),
        ("openai:ft:gpt-4o:us::x", ModelSpec("openai", "ft:gpt-4o:us::x")),
        ("ollama:llama3.1:8b", ModelSpec("ollama", "llama3.1:8b")),
        ("ollama:hf.co/a/b:Q4", ModelSpec("ollama", "hf.co/a/b:Q4")),
        ("gguf:/models/a b.gguf", ModelSpec("gguf", "/models/a b.gguf")),
        ("gguf:C:\\models\\a.gguf", ModelSpec("gguf", "C:\\models\\a.gguf")),
        ("openai-like:m@http://h:1/v1", ModelSpec("openai-like", "m", "http://h:1/v1")),
        ("openai-like:a/b@c@https://h/v1/", ModelSpec("openai-like", "a/b@c", "https://h/v1")),
        ("openai-like:m@http://x@http://h", ModelSpec("openai-like", "m@http://x", "http://h")),
        ("openai-like:m@http://[::1]:8/v1", ModelSpec("openai-like", "m", "http://[::1]:8/v1")),
    ],
)
def test_the_forms_are_read(spec: str, expected: ModelSpec) -> None:
    assert parse_model(spec) == expected
    assert parse_model(str(expected)) == expected


@pytest.mark.parametrize(
    "spec",
    ["", "Extractive", "extractive:", "extractive:x", "openai", "openai:", "openai: ", ":x",
     "cohere:x", "openai:a\nb"],
)  # fmt: skip
def test_others_are_refused_with_the_choice(spec: str) -> None:
    with pytest.raises(ConfigurationError, match="write extractive, openai:NAME, ollama:NAME"):
        parse_model(spec)


@pytest.mark.parametrize(
    "spec",
    ["openai-like:m", "openai-like:m@h:1", "openai-like:@http://h", "openai-like:m@http://",
     "openai-like:m@http://h:99999/v1", "openai-like:m@http://h:x/v1", "openai-like:m@http://[h",
     "openai-like:m@http://h/v1?key=1", "openai-like:m@http://h /v1", "openai-like:m@ftp://h",
     "openai-like:m@http://me:a/b@h/v1"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused_with_the_form(spec: str) -> None:
    with pytest.raises(ConfigurationError, match="write openai-like:NAME@http://HOST:PORT/v1"):
        parse_model(spec)


def test_a_password_in_the_address_is_kept_and_not_shown() -> None:
    spec = parse_model("openai-like:m@http://me:hunter2@h:1/v1")
    assert spec.address == "http://me:hunter2@h:1/v1"
    assert str(spec) == "openai-like:m@http://h:1/v1"
    assert "hunter2" not in f"{spec!r} {[spec]} {what_leaves(spec, LOCAL)}"


@given(st.sampled_from(WORDS), st.text(max_size=40), st.sampled_from((":", "", "::")))
@example("openai-like", "m@http://[", ":")
@example("openai-like", "m@http://h:²", ":")
def test_any_text_parses_or_is_refused(word: str, rest: str, between: str) -> None:
    spec = f"{word}{between}{rest}"
    try:
        parsed = parse_model(spec)
    except ConfigurationError as error:
        assert "\n" not in str(error)
    else:
        assert parse_model(str(parsed)) == parsed
        what_leaves(parsed, rest)


@given(
    st.sampled_from(("http", "https", "ftp")),
    st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), max_size=12),
    st.sampled_from(("host", "host:1", "[::1]:8", "host:x", "", "h h", "@host")),
    st.sampled_from(("", "/v1", "/v1?a=b", "/@", "#x")),
)
def test_a_password_is_never_shown(scheme: str, odd: str, host: str, path: str) -> None:
    password = f"hunter2{odd}hunter3"
    spec = f"openai-like:m@{scheme}://me:{password}@{host}{path}"
    try:
        shown = str(parsed := parse_model(spec)) + repr(parsed) + str(what_leaves(parsed, LOCAL))
    except ConfigurationError as error:
        shown = str(error)
    assert "hunter" not in shown


@pytest.mark.parametrize(
    ("spec", "ollama_url", "said"),
    [
        ("extractive", "http://gpu.example", None),
        ("gguf:/m.gguf", "http://gpu.example", None),
        ("ollama:m", LOCAL, None),
        ("openai-like:m@http://localhost:1/v1", "http://gpu.example", None),
        ("openai:m", LOCAL, "OpenAI (api.openai.com)"),
        ("ollama:m", "http://me:secret@gpu.example:1", "the Ollama server at gpu.example"),
        ("ollama:gpt-oss:120b-cloud", LOCAL, "ollama.com"),
        ("openai-like:m@https://me:secret@vllm.example/v1", LOCAL, "the server at vllm.example"),
    ],
)
def test_what_leaves_the_machine_is_said(spec: str, ollama_url: str, said: str | None) -> None:
    found = what_leaves(parse_model(spec), ollama_url)
    if said is None:
        assert found is None
    else:
        assert found is not None
        assert said in found
        assert found.startswith("Every question, and the passages of papers found for it, are sent")
        assert "secret" not in found
