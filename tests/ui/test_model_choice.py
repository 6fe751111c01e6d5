"""Choosing a model on the page: what is offered, what is said, and that no password is shown."""

from __future__ import annotations

import pytest
from scripted_model import Script, scripted
from tiny_gguf import write_tiny_gguf

from paperchat.models import parts
from paperchat.models.spec import parse_model
from paperchat.settings import Settings
from paperchat.ui.model_choice import offered_models

PASSWORD = "swordfish"


def test_models_of_servers_are_offered(open_page, starter_home, monkeypatch) -> None:
    with scripted(models=("llama-mini", "qwen-mini")) as server:
        monkeypatch.setenv("PAPERCHAT_OLLAMA_URL", server.url)
        page = open_page(starter_home)
        page.press("look-for-models")
        box = page.app.sidebar.selectbox[0]
        assert box.options == [
            "The papers' own sentences", "ollama:llama-mini", "ollama:qwen-mini",
        ]  # fmt: skip
        box.select("ollama:qwen-mini").run()
        assert "Nothing leaves this machine." in page.html
        page.press("test-connection")
        assert "answered in" in page.html


def test_the_chosen_model_stays_chosen_in_other_rooms_and_is_the_one_tested(
    open_page, own_home, monkeypatch
) -> None:
    with scripted(models=("llama-mini", "qwen-mini")) as server:
        monkeypatch.setenv("PAPERCHAT_OLLAMA_URL", server.url)
        page = open_page(own_home).press("look-for-models")
        page.app.sidebar.selectbox[0].select("ollama:qwen-mini").run()
        for room in ("library", "compare", "settings"):
            page.go(room)
        assert "<dd>ollama:qwen-mini</dd>" in page.html
        page.press("test-model")
        assert "answered in" in page.html
        page.go("chat")
        assert page.app.sidebar.selectbox[0].value == "ollama:qwen-mini"
        page.app.sidebar.selectbox[0].select("The papers' own sentences").run()
        assert "<dd>the papers&#x27; own sentences</dd>" in page.go("settings").html


def test_settings_speak_of_the_configured_model_before_the_chat_was_seen(
    open_page, starter_home, monkeypatch
) -> None:
    monkeypatch.setenv("PAPERCHAT_MODEL", "ollama:llama-mini")
    page = open_page(starter_home)
    page.app.session_state["paperchat-model"] = ""
    assert "<dd>ollama:llama-mini</dd>" in page.go("settings").html


@pytest.mark.parametrize(
    ("model", "remedy"),
    [
        ("openai:gpt-4o-mini", "set OPENAI_API_KEY"),
        ("gguf:/nowhere/big.gguf", "There is no file /nowhere/big.gguf: write the path of one"),
        ("telepathy", "names no model Paperchat knows: write extractive"),
    ],
)
def test_a_model_that_cannot_be_used_is_told_when_chosen_and_quotes_stand_in(
    open_page, own_home, monkeypatch, model: str, remedy: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    page = open_page(own_home)
    page.app.session_state["paperchat-model"] = model
    page.app.run()
    (told,) = [body for body in page.bodies if 'class="pc-side-alert"' in body]
    assert remedy in told
    assert "PAPERCHAT_MODEL" not in told
    assert "test-connection" not in page.buttons
    page.ask("What does RPS do?")
    assert "pc-verbatim" in page.html
    (reason,) = [body for body in page.bodies if 'class="pc-alert"' in body]
    assert remedy in reason
    assert "These are the papers&#x27; own sentences." in reason
    # Where no model would have written, none is missed.
    page.ask("Which papers are from 2024?")
    assert len([body for body in page.bodies if 'class="pc-alert"' in body]) == 1


def test_a_package_that_is_not_installed_is_told_when_its_model_is_chosen(
    open_page, starter_home, tmp_path, monkeypatch
) -> None:
    file = write_tiny_gguf(tmp_path / "tiny.gguf")
    monkeypatch.setattr(parts, "_is_installed", lambda package: package != "xllamacpp")
    page = open_page(starter_home)
    page.app.session_state["paperchat-model"] = f"gguf:{file}"
    page.app.run()
    assert "a package that is not installed (xllamacpp)" in page.html


def test_where_nothing_is_offered_that_is_said(open_page, starter_home, monkeypatch) -> None:
    monkeypatch.setenv("PAPERCHAT_OLLAMA_URL", "http://127.0.0.1:9")
    page = open_page(starter_home)
    page.press("look-for-models")
    assert "No server offers a model" in page.html


def test_the_configured_server_is_asked_too() -> None:
    with scripted(models=("big", "small")) as server:
        settings = Settings(
            _env_file=None, model=server.openai_like, ollama_url="http://127.0.0.1:9"
        )
        address = server.openai_like.partition("@")[2]
        assert offered_models(settings, parse_model(server.openai_like)) == (
            f"openai-like:big@{address}", f"openai-like:small@{address}",
        )  # fmt: skip


def test_a_model_that_is_not_reached_is_told_above_the_answer_and_kept(
    open_page, own_home, monkeypatch
) -> None:
    monkeypatch.setenv("PAPERCHAT_MODEL", "openai-like:gone@http://127.0.0.1:9/v1")
    page = open_page(own_home).ask("What does RPS do?")
    again = open_page(own_home, page.address)
    for shown in (page, again):
        places = {
            what: next(at for at, body in enumerate(shown.bodies) if what in body)
            for what in ("pc-question", "127.0.0.1:9", "pc-verbatim", "pc-sources")
        }
        assert list(places.values()) == sorted(places.values())
        told = shown.bodies[places["127.0.0.1:9"]]
        assert 'role="alert"' in told
        assert "These are the papers&#x27; own sentences. Test it under Settings" in told
        assert shown.html.count("own sentences. Test it under Settings") == 1
    again.press("fallback-settings-0")
    assert "Settings" in again.html


def test_an_answer_is_written_by_the_configured_model(
    open_page, starter_home, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = ("RPS ", "ranks ", "by penguins [1]. ", "It is new [77].")
    with scripted(Script(pieces=pieces)) as server:
        secret = server.openai_like.replace("//", f"//me:{PASSWORD}@")
        monkeypatch.setenv("PAPERCHAT_MODEL", secret)
        page = open_page(starter_home)
        assert "checked against the passages" in page.html
        page.ask("What does RPS do?")
        assert "ranks by penguins" in page.html
        assert "[77]" in page.html
        assert page.html.count('class="pc-doubt') >= 2
        assert "12 tokens read" in page.html
        shown = page.html + "".join(page.app.sidebar.selectbox[0].options)
        assert PASSWORD not in shown
        assert server.requests[0].headers["Authorization"].startswith("Basic ")
