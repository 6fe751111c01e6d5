"""doctor: what it shows, what it hides, and what it mends."""

from __future__ import annotations

import shutil

import pytest

from paperchat.library.library import FILE
from paperchat.library.lock import writer_lock


def test_it_shows_what_is_in_force(cli, starter_home, monkeypatch, cache) -> None:
    monkeypatch.setenv("PAPERCHAT_PORT", "9001")
    done = cli("doctor", "--json", home=starter_home)
    assert (done.code, done.err) == (0, "")
    report = done.json
    assert isinstance(report, dict)
    assert report["settings"]["home"] == str(starter_home)
    assert report["settings"]["cache"] == str(cache)
    assert report["settings"]["port"] == 9001
    assert report["settings"]["model"] == "extractive"
    assert report["settings"]["embedder"] == "minilm"
    assert report["network"]["used"] is False
    assert {"python", "paperchat", "chromadb", "tantivy"} <= set(report["versions"])
    library = report["library"]
    assert library["papers"] == 48
    assert library["sound"] is True
    assert library["embedder"].startswith("minilm")
    assert library["dimension"] == "384"
    assert {"schema_version", "generation", "chunker"} <= set(library)
    assert report["problems"] == []


def test_as_text_it_says_the_same(cli, starter_home) -> None:
    done = cli("doctor", home=starter_home)
    assert (done.code, done.err) == (0, "")
    for line in ("settings", "  embedder: minilm", "network", "  used: False", "  papers: 48"):
        assert line in done.out.splitlines()


def test_without_a_library_it_makes_none(cli, home) -> None:
    done = cli("doctor", "--json", home=home)
    assert (done.code, done.err) == (0, "")
    assert done.json["library"] is None
    assert not home.exists()
    assert cli("doctor", home=home).code == 0
    repaired = cli("doctor", "--repair", home=home)
    assert repaired.code == 0
    assert "no library" in repaired.err
    assert not home.exists()


@pytest.mark.parametrize("form", [["--json"], []])
def test_secrets_are_never_shown(cli, starter_home, monkeypatch, form) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecretkey123")
    monkeypatch.setenv("PAPERCHAT_EMBEDDER", "openai:text-embedding-3-small")
    monkeypatch.setenv("PAPERCHAT_OLLAMA_URL", "http://user:hunter2@models.example:11434")
    monkeypatch.setenv("PAPERCHAT_MODEL", "openai-like:m@http://user:hunter3@host:1/v1")
    done = cli("doctor", *form, home=starter_home)
    for secret in ("verysecret", "hunter", "user:"):
        assert secret not in done.out + done.err
    assert "models.example" in done.out
    assert "openai" in done.out


def test_what_leaves_the_machine_is_named(cli, starter_home, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecretkey123")
    monkeypatch.setenv("PAPERCHAT_EMBEDDER", "openai:text-embedding-3-small")
    done = cli("doctor", "--json", home=starter_home)
    assert done.code == 0
    assert done.json["network"]["used"] is True
    assert "api.openai.com" in done.json["network"]["what"]
    assert any("paperchat doctor --repair" in problem for problem in done.json["problems"])


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PAPERCHAT_EMBEDDER", "frob", "PAPERCHAT_EMBEDDER"),
        ("PAPERCHAT_EMBEDDER", "openai:text-embedding-3-small", "OPENAI_API_KEY"),
        ("PAPERCHAT_MODEL", "frob", "frob"),
    ],
)
def test_a_setting_that_cannot_be_used_is_reported_and_fails(
    cli, starter_home, monkeypatch, variable, value, said
) -> None:
    monkeypatch.setenv(variable, value)
    done = cli("doctor", "--json", home=starter_home)
    assert done.code == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert done.json["problems"] == [done.err.strip().removeprefix("Error: ")]
    assert done.json["library"]["papers"] == 48


def test_a_library_that_cannot_be_opened_is_reported_and_fails(cli, own_home, tmp_path) -> None:
    (own_home / FILE).write_bytes(b"no database" * 1000)
    done = cli("doctor", "--json", home=own_home)
    assert done.code == 1
    assert "damaged" in done.err
    assert done.json["library"] is None
    assert done.json["settings"]["home"] == str(own_home)
    a_file = tmp_path / "file"
    a_file.write_text("", encoding="utf-8")
    done = cli("doctor", "--json", home=a_file)
    assert done.code == 1
    assert "is a file" in done.err


@pytest.mark.parametrize("gone", ["lexical", "vectors"])
def test_repair_brings_back_a_lost_index(cli, own_home, gone) -> None:
    before = cli("papers", "--json", home=own_home).json
    shutil.rmtree(own_home / gone)
    # Looking at it is enough, as with every command that opens the indexes.
    mended = cli("doctor", "--json", home=own_home)
    assert mended.code == 0
    assert mended.json["library"]["sound"] is True
    shutil.rmtree(own_home / gone)
    done = cli("doctor", "--repair", "--json", home=own_home)
    assert done.code == 0
    assert done.json["library"]["sound"] is True
    assert done.json["problems"] == []
    assert cli("papers", "--json", home=own_home).json == before
    found = cli("search", "direct preference optimization", "-k", "1", "--json", home=own_home)
    assert found.json[0]["title"] == "A Survey of Direct Preference Optimization"


def test_a_library_that_is_being_written_to_is_called_busy(cli, own_home) -> None:
    with writer_lock(own_home, print):
        done = cli("doctor", "--json", home=own_home)
    assert done.code == 0
    assert done.json["library"]["busy"] is True
    assert "Another process is writing" in done.json["problems"][0]
    assert cli("doctor", "--json", home=own_home).json["library"]["busy"] is False


def test_repair_of_a_sound_library_changes_no_paper(cli, own_home) -> None:
    before = cli("papers", "--json", home=own_home).json
    assert cli("doctor", "--repair", "--json", home=own_home).json["library"]["sound"] is True
    assert cli("papers", "--json", home=own_home).json == before


def test_where_each_setting_comes_from_is_told(cli, starter_home, monkeypatch, tmp_path) -> None:
    (tmp_path / ".env").write_text("PAPERCHAT_THREADS=1\nPAPERCHAT_PORT=9001\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAPERCHAT_PORT", "9002")
    monkeypatch.setenv("PAPERCHAT_EMBEDDER", "")
    report = cli("doctor", "--json", "--home", str(starter_home)).json
    assert set(report["origins"]) == set(report["settings"])
    wanted = {"threads": ".env", "port": "environment", "embedder": "default"}
    assert {name: report["origins"][name] for name in wanted} == wanted
    assert report["origins"]["home"] == "command line"
    assert report["settings"]["port"] == 9002
    assert report["library"]["size"] > 100_000
    assert report["library"]["last_ingest"].endswith("Z")


def test_embedder_and_model_are_tried_when_asked(cli, starter_home) -> None:
    assert "tests" not in cli("doctor", "--json", home=starter_home).json
    tests = cli("doctor", "--test", "--json", home=starter_home).json["tests"]
    assert (tests["embedder"]["ok"], tests["embedder"]["dimension"]) == (True, 384)
    assert tests["embedder"]["leaves_machine"] is None
    assert tests["model"]["ok"]
