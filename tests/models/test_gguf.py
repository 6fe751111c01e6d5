"""A GGUF file run by llama.cpp, in this process and behind its own server."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest
from asking_models import ASKED, ask
from hypothesis import given
from hypothesis import strategies as st
from tiny_gguf import ANSWER, TEMPLATE, write_tiny_gguf

from paperchat.errors import ConfigurationError, ModelError
from paperchat.models import gguf
from paperchat.models.factory import create_model
from paperchat.models.gguf_file import GGUFHead, read_head
from paperchat.models.port import Ended, LanguageModel, Message, Piece
from paperchat.settings import Settings


def _model(path: Path, **more: object) -> LanguageModel:
    settings = Settings(_env_file=None, model=f"gguf:{path}").model_copy(update=more)
    model = create_model(settings)
    assert model is not None
    return model


def test_it_writes_piece_by_piece_with_counts(tiny: Path) -> None:
    model = _model(tiny)
    assert (model.spec, model.window) == (f"gguf:{tiny}", 4096)
    outcome = ask(model)
    assert outcome.text == ANSWER
    assert len(outcome.pieces) == 5
    assert outcome.ended is not None
    assert outcome.ended.reason == "stop"
    assert outcome.ended.prompt_tokens is not None
    assert outcome.ended.prompt_tokens > 20
    assert outcome.ended.completion_tokens == 6


def test_the_same_file_behind_a_server_says_the_same(tiny: Path, llama_server: str) -> None:
    spec = f"openai-like:tiny@{llama_server}"
    model = create_model(Settings(_env_file=None, model=spec))
    outcome = ask(model)
    assert outcome.pieces == ask(_model(tiny)).pieces
    assert isinstance(outcome.ended, Ended)
    assert model is not None
    assert model.window == 512


def test_a_file_is_loaded_once(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(_model(tiny))

    def never(*arguments: object) -> None:
        raise AssertionError("loaded twice")

    monkeypatch.setattr(gguf, "_start", never)
    assert ask(_model(tiny)).text == ANSWER
    heard = []
    threads = [threading.Thread(target=lambda: heard.append(ask(_model(tiny)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.text for outcome in heard] == [ANSWER] * 4


def test_nobody_else_may_ask_it(tiny: Path) -> None:
    ask(_model(tiny))
    (running, *_) = gguf._loaded.values()
    body = {"messages": [{"role": "user", "content": "Hi"}]}
    for headers in ({}, {"Authorization": "Bearer guess"}):
        answer = httpx.post(f"{running.address}/chat/completions", json=body, headers=headers)
        assert answer.status_code == 401
    assert httpx.get(running.address.removesuffix("/v1")).status_code in (401, 404)


def test_no_more_than_the_limit_is_written(endless: Path) -> None:
    outcome = ask(_model(endless), max_tokens=7)
    assert outcome.text == f"{ANSWER} The papers"
    assert outcome.ended is not None
    assert outcome.ended.reason == "length"


def test_closing_frees_it_for_the_next_question(endless: Path) -> None:
    # It answers one at a time, so that a request left running would hold up the second one.
    model = _model(endless, context_window=4000)
    stream = model.stream(ASKED, 1_000_000)
    assert isinstance(next(stream), Piece)
    stream.close()
    assert ask(model, max_tokens=3).error is None


def test_a_prompt_beyond_the_window_is_too_long(tiny: Path) -> None:
    model = _model(tiny, context_window=256)
    with pytest.raises(ModelError) as caught:
        list(model.stream([Message("user", "long " * 100)], 10))
    assert caught.value.fault == "too_long"


def test_a_model_that_says_nothing(tmp_path: Path) -> None:
    outcome = ask(_model(write_tiny_gguf(tmp_path / "silent.gguf", silent=True)))
    assert outcome.error is not None
    assert outcome.error.fault == "empty"


@pytest.mark.parametrize("template", [None, "  "])
def test_without_a_chat_template_a_plain_one_is_used(tmp_path: Path, template: str | None) -> None:
    path = write_tiny_gguf(tmp_path / "plain.gguf", template=template)
    assert read_head(path).chat_template is None
    outcome = ask(_model(path))
    assert outcome.text == ANSWER
    assert outcome.ended is not None
    # "system: Answer shortly.\n\nuser: What is it?\n\nassistant:", a token a letter, three a blank;
    # with the marks that llama.cpp would put in by itself it is more than a hundred.
    assert outcome.ended.prompt_tokens == 68


@pytest.mark.parametrize(
    ("told", "setting", "window"),
    [(4096, 0, 4096), (131_072, 0, 8192), (131_072, 16_000, 16_000), (4096, 16_000, 4096),
     (4096, 600, 600), (None, 0, 8192)],
)  # fmt: skip
def test_windows_come_from_the_file(
    tmp_path: Path, told: int | None, setting: int, window: int
) -> None:
    path = write_tiny_gguf(tmp_path / "window.gguf", context_length=told)
    assert _model(path, context_window=setting).window == window


# --- files that cannot be used --------------------------------------------------------------------


def test_a_file_that_is_not_there_or_no_model_is_told_before_anything_is_loaded(
    tmp_path: Path,
) -> None:
    text = tmp_path / "text.gguf"
    text.write_text("This is no model.", encoding="utf-8")
    for path, said in (
        (tmp_path / "none.gguf", "There is no file"),
        (text, "is not a GGUF file"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(ConfigurationError, match=said):
            _model(path)


def test_a_file_that_was_cut_off_is_told_when_it_is_loaded(
    tiny: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(tiny.read_bytes()[:-100_000])
    outcome = ask(_model(cut))
    assert outcome.error is not None
    assert outcome.error.fault == "server_error"
    assert "llama.cpp cannot load the file" in str(outcome.error)
    assert capfd.readouterr() == ("", ""), "llama.cpp is silent"
    assert outcome.error.__context__ is None


def test_a_missing_package_is_named_with_its_remedy(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'paperchat\[local\]'"):
        _model(tiny)


# --- the head of the file -------------------------------------------------------------------------


def test_the_head_is_read(tiny: Path) -> None:
    assert read_head(tiny) == GGUFHead(4096, TEMPLATE)


@given(cut=st.integers(0, 12_000))
def test_a_head_that_was_cut_off_is_refused(tiny: Path, cut: int) -> None:
    broken = tiny.parent / "broken.gguf"
    broken.write_bytes(tiny.read_bytes()[:cut])
    try:
        head = read_head(broken)
    except ConfigurationError:
        return
    assert head == GGUFHead(4096, TEMPLATE), "what is whole is read"


@given(st.binary(max_size=200), st.sampled_from((2, 3, 1, 99)))
def test_any_bytes_are_read_or_refused(tiny: Path, content: bytes, version: int) -> None:
    odd = tiny.parent / "odd.gguf"
    odd.write_bytes(b"GGUF" + version.to_bytes(4, "little") + content)
    try:
        head = read_head(odd)
    except ConfigurationError as error:
        assert "broken" in str(error)
    else:
        assert head == GGUFHead(None, None)


# --- a process of its own -------------------------------------------------------------------------

PROGRAM = """
import sys
from paperchat.models.factory import create_model
from paperchat.models.port import Message, Piece
from paperchat.settings import load_settings
model = create_model(load_settings(model=f"gguf:{sys.argv[1]}"))
stream = model.stream([Message("user", "Hi")], 100000)
print(next(stream).text, next(stream).text)
if sys.argv[2] == "raise":
    raise SystemExit(3)
"""


@pytest.mark.parametrize(("how", "code"), [("end", 0), ("raise", 3)])
def test_it_is_silent_and_leaves_cleanly_in_the_middle_of_an_answer(
    endless: Path, offline_environment: dict[str, str], how: str, code: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(endless), how],
        env=offline_environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("The  papers\n", "", code)
