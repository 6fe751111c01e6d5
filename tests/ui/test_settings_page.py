from __future__ import annotations

import time

from paperchat.layout import DOUBTS
from paperchat.ui.scripts import MARK_THE_THEME, THEMES
from paperchat.ui.verdict_legend import legend_html


def test_it_tells_what_is_in_force_and_where_that_comes_from(
    open_page, starter_home, monkeypatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hidden-key-of-mine")
    page = open_page(starter_home).go("settings")
    assert "Nothing leaves this machine." in page.html
    fetched = "Papers are fetched from export.arxiv.org and huggingface.co only when you run"
    assert fetched in page.html
    assert "<dt>Texts are embedded by</dt><dd>MiniLM, on this machine</dd>" in page.html
    assert "<dt>Index of words</dt><dd>in order</dd>" in page.html
    assert "in the library&#x27;s folder, in order</dd>" in page.html
    rows = dict(
        row.split("</code></th><td>")
        for body in page.bodies
        if "pc-config" in body
        for row in body.split("<code>")[1:]
    )
    assert rows["PAPERCHAT_HOME"].startswith(f"{starter_home}</td><td>environment")
    assert rows["PAPERCHAT_EMBEDDER"].startswith("minilm</td><td>default")
    assert rows["OPENAI_API_KEY"].startswith("**")
    assert rows["PAPERCHAT_MODEL_API_KEY"].startswith("not set")
    assert "hidden-key" not in page.html


def test_the_state_of_the_library_is_shown_and_repaired(open_page, own_home) -> None:
    page = open_page(own_home)
    (folder,) = own_home.glob("lexical*")
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    page.go("settings")
    assert "damaged" in page.html
    assert "paperchat doctor --repair" in page.html
    page.press("repair")
    end = time.monotonic() + 60
    while "The library is in order." not in page.html and time.monotonic() < end:
        page.app.run()
    assert "The library is in order." in page.html
    assert "damaged" not in page.html
    assert "put the library in order, and wrote both indexes anew." in page.html
    assert page.go("chat").ask("What win rate does RPS reach?").html.count("pc-verbatim")


def test_a_repair_of_what_is_in_order_says_so(open_page, own_home) -> None:
    page = open_page(own_home).go("settings")
    assert "The repair" not in page.html
    page.press("repair")
    end = time.monotonic() + 60
    while "The repair" not in page.html and time.monotonic() < end:
        page.app.run()
    assert "found all in order, and wrote both indexes anew." in page.html


def test_embedder_and_model_are_tried(open_page, starter_home) -> None:
    page = open_page(starter_home).go("settings")
    page.press("test-embedder")
    assert "minilm works" in page.html
    assert "384 numbers" in page.html
    page.press("test-model")
    assert "no language model is asked" in page.html


def test_a_theme_is_put_in_force_by_our_own_script(open_page, starter_home) -> None:
    page = open_page(starter_home).go("settings")
    page.press("theme-dark")
    scripts = [e.proto.body for e in page.app.main.get("html") if e.proto.unsafe_allow_javascript]
    ours = [
        script for script in scripts if "pc-seen" not in script
    ]  # That leads to the page's top.
    assert ours == [f"<script>{script}</script>" for script in (MARK_THE_THEME, THEMES["Dark"])]


def test_each_mark_of_a_sentence_is_shown_with_its_meaning() -> None:
    shown = legend_html()
    for verdict in ("supported", "weak", "unsupported"):
        assert f'class="pc-written pc-{verdict}"' in shown
    assert shown.count("<dt>") == shown.count("<dd>") == 4
    assert DOUBTS["unsupported"] in shown
    assert DOUBTS["weak"] in shown
