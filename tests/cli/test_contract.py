"""What holds for every command: the home, the starter library, exit codes, one sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from paperchat import __version__
from paperchat.library.library import FILE

READING = {
    "ask": ["ask", "What is RPS?"],
    "chat": ["chat"],
    "summarize": ["summarize", "RPS"],
    "compare": ["compare", "RPS", "DeAL"],
    "search": ["search", "preferences"],
    "papers": ["papers"],
    "export": ["export", "csv"],
}


@pytest.mark.parametrize("command", READING.values(), ids=READING)
def test_a_reading_command_loads_the_starter_library_first(cli, home, command) -> None:
    done = cli(*command, home=home)
    assert done.code == 0
    assert "starter" in done.err
    assert str(home) in done.err
    assert "starter papers" not in done.out
    again = cli(*command, home=home)
    assert again.code == 0
    assert "starter" not in again.err
    assert len(cli("papers", "--json", home=home).json) == 48


@pytest.mark.parametrize("command", READING.values(), ids=READING)
def test_the_home_may_be_named_in_three_ways(cli, starter_home, monkeypatch, command) -> None:
    name = str(starter_home)
    after = cli(*command, "--home", name)
    before = cli("--home", name, *command)
    monkeypatch.setenv("PAPERCHAT_HOME", name)
    variable = cli(*command)
    for done in (after, before, variable):
        assert done.code == 0
        assert "starter" not in done.err
    assert after.out == before.out == variable.out


def test_after_the_command_wins_over_before_and_over_the_variable(
    cli, starter_home, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("PAPERCHAT_HOME", str(tmp_path / "variable"))
    done = cli("--home", str(tmp_path / "before"), "papers", "--home", str(starter_home))
    assert done.code == 0
    assert len(done.out.splitlines()) == 48
    done = cli("--home", str(starter_home), "papers")
    assert len(done.out.splitlines()) == 48
    assert not (tmp_path / "variable").exists()
    assert not (tmp_path / "before").exists()


def test_the_default_home_is_the_users_data_folder(cli) -> None:
    home = Path(os.environ["XDG_DATA_HOME"]) / "paperchat"
    assert cli("papers").code == 0
    assert (home / FILE).is_file()


def test_an_empty_variable_is_as_good_as_none(cli, monkeypatch, tmp_path) -> None:
    for name in ("PAPERCHAT_HOME", "PAPERCHAT_MODEL", "PAPERCHAT_EMBEDDER"):
        monkeypatch.setenv(name, "")
    settings = cli("doctor", "--json").json["settings"]
    assert settings["home"] == str(tmp_path / "xdg-data" / "paperchat")
    assert (settings["model"], settings["embedder"]) == ("extractive", "minilm")


def test_a_home_that_is_relative_or_begins_with_a_tilde(cli, starter_home, monkeypatch) -> None:
    monkeypatch.chdir(starter_home.parent)
    assert "starter" not in cli("papers", "--home", starter_home.name).err
    monkeypatch.setenv("HOME", str(starter_home.parent))
    assert "starter" not in cli("papers", "--home", f"~/{starter_home.name}").err


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["What is DPO?"],
        ["ask"],
        ["ask", "one", "two"],
        ["ask", "--frobnicate", "What?"],
        ["ask", "What?", "--home"],
        ["compare", "RPS"],
        ["--port", "0"],
        ["--port", "x"],
        ["--port", "9000", "papers"],
        ["search", "x", "-k"],
        ["export"],
        ["export", "docx"],
        ["eval"],
        ["ask", "What?", "--home", ""],
        ["--home", " ", "papers"],
    ],
    ids=" ".join,
)
def test_bad_usage_is_one_sentence(cli, arguments, tmp_path) -> None:
    sentence = cli(*arguments).failed(2)
    assert "╭" not in sentence
    assert not (tmp_path / "xdg-data").exists()


@pytest.mark.parametrize("command", [READING[name] for name in ("ask", "summarize", "compare")])
def test_an_unknown_model_is_bad_configuration(cli, home, monkeypatch, command) -> None:
    assert "frob" in cli(*command, "--model", "frob", home=home).failed(2)
    assert "frob" in cli("--model", "frob", *command, home=home).failed(2)
    monkeypatch.setenv("PAPERCHAT_MODEL", "frob")
    assert "frob" in cli(*command, home=home).failed(2)
    assert not home.exists()


@pytest.mark.parametrize(
    ("embedder", "said"),
    [
        ("frob", "PAPERCHAT_EMBEDDER"),
        ("minilm:other", "PAPERCHAT_EMBEDDER"),
        ("openai:text-embedding-3-small", "OPENAI_API_KEY"),
    ],
)
def test_an_embedder_that_cannot_be_used_is_bad_configuration(
    cli, home, monkeypatch, embedder, said
) -> None:
    monkeypatch.setenv("PAPERCHAT_EMBEDDER", embedder)
    for command in (*READING.values(), ["ingest", "starter"]):
        assert said in cli(*command, home=home).failed(2)
    assert not home.exists()


@pytest.mark.parametrize("command", [["ask", "What is RPS?"], ["ingest", "starter"]])
def test_another_embedder_is_told_and_changes_nothing(
    cli, own_home, state_of, monkeypatch, command
) -> None:
    before = state_of(own_home)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-not-a-real-key")
    monkeypatch.setenv("PAPERCHAT_EMBEDDER", "openai:text-embedding-3-small")
    assert "paperchat doctor --repair" in cli(*command, home=own_home).failed(2)
    assert state_of(own_home) == before


@pytest.mark.parametrize(
    ("variable", "value"), [("PAPERCHAT_PORT", "x"), ("PAPERCHAT_THREADS", "-1")]
)
def test_a_variable_that_cannot_be_used_is_bad_configuration(
    cli, monkeypatch, variable, value
) -> None:
    monkeypatch.setenv(variable, value)
    assert variable in cli("papers").failed(2)


def test_a_file_of_settings_that_is_no_text_is_bad_configuration(cli) -> None:
    Path(".env").write_bytes(b"PAPERCHAT_MODEL=caf\xe9\n")
    assert ".env" in cli("papers").failed(2)


COMMANDS = [*READING.values(), ["ingest", "starter"]]


@pytest.mark.parametrize("command", COMMANDS, ids=[*READING, "ingest"])
def test_a_home_that_cannot_be_used_is_one_sentence(cli, tmp_path, command) -> None:
    a_file = tmp_path / "file"
    a_file.write_text("mine", encoding="utf-8")
    assert str(a_file) in cli(*command, home=a_file).failed(1)
    assert a_file.read_text(encoding="utf-8") == "mine"
    assert str(a_file) in cli(*command, home=a_file / "below").failed(1)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions of POSIX")
@pytest.mark.parametrize("command", COMMANDS, ids=[*READING, "ingest"])
def test_a_home_in_a_folder_without_permission(cli, tmp_path, command) -> None:
    if os.geteuid() == 0:
        # The superuser may write everywhere but in a file system that takes nothing.
        if not Path("/proc/self").is_dir():
            pytest.skip("no folder here refuses the superuser")
        home = Path("/proc/self/paperchat")
    else:
        locked = tmp_path / "locked"
        locked.mkdir(mode=0o500)
        home = locked / "library"
    assert str(home) in cli(*command, home=home).failed(1)


@pytest.mark.parametrize("command", COMMANDS, ids=[*READING, "ingest"])
def test_a_damaged_catalogue_is_one_sentence(cli, tmp_path, command) -> None:
    home = tmp_path / "damaged"
    home.mkdir()
    (home / FILE).write_bytes(b"This is not a database. " * 500)
    assert str(home) in cli(*command, home=home).failed(1)
    assert (home / FILE).read_bytes().startswith(b"This is not")


def test_something_unexpected_is_one_sentence_without_secrets(
    cli, starter_home, monkeypatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Bearer sk-verysecretkey123\nat http://me:hunter2@host/")

    monkeypatch.setattr("paperchat.library.catalogue.Catalogue.papers", broken)
    sentence = cli("papers", home=starter_home).failed(1)
    assert "KeyError" in sentence
    assert "verysecret" not in sentence
    assert "hunter2" not in sentence


def test_the_version(cli) -> None:
    done = cli("--version")
    assert (done.code, done.out, done.err) == (0, f"{__version__}\n", "")
