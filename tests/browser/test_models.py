"""The chat page with a language model: choosing it, its words as they come, and what is flagged."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from scripted_model import Script, scripted
from tiny_gguf import ANSWER, tiny_server, write_tiny_gguf

QUESTION = "What win rate does RPS reach?"


def misleading(messages: list[dict[str, str]]) -> Iterable[str]:
    """Two sentences that hold, and three that do not, each in another way."""
    passages = re.findall(r"^\[(\d+)\] (.*)$", messages[-1]["content"], re.MULTILINE)
    label, text = next(item for item in passages if "69%" in item[1])
    other, quote = next(item for item in passages if item[0] != label)
    told = (
        f"{text} [{label}]",
        f"{quote} [97]",
        f"{text.replace('69%', '96%')} [{label}]",
        f"Penguins in Antarctica invented it over a long winter [{label}].",
        f"{quote} [{other}]",
    )
    return re.findall(r"\S+\s*", "\n".join(told))


@pytest.fixture(scope="module")
def lying():
    with scripted(Script(reply=misleading, usage=(812, 120))) as server:
        yield server


def test_exactly_what_is_not_supported_is_flagged(visit, lying) -> None:
    visitor = visit()
    visitor.choose(lying.openai_like)
    visitor.ask(QUESTION)
    window = visitor.window
    doubts = window.locator(".pc-doubt").all_inner_texts()
    assert len(doubts) == 3, doubts
    assert "97" in doubts[0]
    assert "96" in doubts[1]
    assert window.locator(".pc-unsupported, .pc-weak").count() == 3
    assert "812 tokens read" in window.locator(".pc-spent").first.inner_text()
    chips = window.locator(".pc-quotes button.pc-chip")
    chips.first.click()
    panel = window.locator(".pc-panel:popover-open")
    panel.wait_for()
    assert "69%" in panel.locator("mark").inner_text()
    assert visitor.complaints == []


def test_on_a_phone_nothing_is_wider_than_the_screen(visit, lying) -> None:
    visitor = visit(width=375, height=812, scheme="dark")
    visitor.window.get_by_test_id("stExpandSidebarButton").click()
    visitor.choose(lying.openai_like)
    visitor.window.reload()
    visitor.wait_until_ready()
    visitor.ask(QUESTION)
    assert visitor.overflow <= 0


def test_words_come_as_they_are_written_and_can_be_stopped(visit) -> None:
    pieces = ("RPS is more robust than the baseline. ", *("and so on " for _ in range(400)))
    with scripted(Script(pieces=pieces, delay=0.1)) as server:
        visitor = visit()
        visitor.choose(server.openai_like)
        visitor.box.fill(QUESTION)
        visitor.box.press("Enter")
        window = visitor.window
        window.wait_for_function(
            "() => (document.querySelector('.pc-draft')?.innerText ?? '').includes('and so on')"
        )
        window.get_by_role("button", name="Stop").click()
        window.locator(".pc-note", has_text="You stopped this answer").wait_for()
        visitor.wait_until_ready()
        assert "RPS is more robust than the baseline." in window.locator(".stMain").inner_text()
        assert window.get_by_role("button", name="Stop").count() == 0
        assert server.wait_until_dropped(20)
        asked = len(server.requests)
        window.reload()
        visitor.wait_until_ready()
        assert "RPS is more robust than the baseline." in window.locator(".stMain").inner_text()
        assert len(server.requests) == asked == 1


def test_a_model_that_fails_half_way_leaves_what_came_and_the_quotes(visit) -> None:
    pieces = ("RPS is more robust than the baseline. ", "And", " then")
    with scripted(Script(pieces=pieces, fault="cut", after=2)) as server:
        visitor = visit()
        visitor.choose(server.openai_like)
        visitor.ask(QUESTION)
        window = visitor.window
        assert "RPS is more robust than the baseline." in window.locator(".stMain").inner_text()
        assert "69%" in window.locator(".pc-verbatim").all_inner_texts()[0]
        said = window.locator(".pc-alert")
        assert "broke off" in said.inner_text()
        above, answer = said.bounding_box(), window.locator(".pc-quotes").first.bounding_box()
        assert above["y"] + above["height"] < answer["y"]


def test_nothing_that_a_model_writes_makes_the_browser_ask_for_anything(visit) -> None:
    with scripted() as canary:
        place = f"{canary.url}/canary"
        text = (
            f"RPS is robust ![x]({place}1.png) [y]({place}2) <img src='{place}3.png'> [1]. "
            f"<script src='{place}4.js'></script> <style>@import '{place}5';</style> "
            f"$\\href{{{place}6}}{{x}}$ <iframe src='{place}7'></iframe> {place}8 costs $5 to $9."
        )
        with scripted(Script(pieces=tuple(re.findall(r"\S+\s*", text)))) as server:
            visitor = visit()
            visitor.choose(server.openai_like)
            visitor.ask(QUESTION)
            visitor.window.reload()
            visitor.wait_until_ready()
            shown = visitor.window.locator(".stMain").inner_text()
            assert f"![x]({place}1.png)" in shown
            assert "costs $5 to $9" in shown
            assert (
                visitor.window.locator(".stMain img, .stMain iframe, .stMain script[src]").count()
                == 0
            )
            hosts = visitor.window.eval_on_selector_all(
                ".stMain a", "links => links.map(link => link.host)"
            )
            assert not any(host in canary.url for host in hosts)
        assert canary.lookups == []
        assert canary.requests == []


def test_a_connection_is_tested_in_one_sentence(visit) -> None:
    with scripted(Script(), Script(fault="wrong_key")) as server:
        visitor = visit()
        visitor.choose(server.openai_like)
        window = visitor.window
        for told in ("answered in", "key"):
            window.get_by_role("button", name="Test the connection").click()
            said = window.locator(".pc-side-text, .pc-side-alert", has_text=told)
            said.last.wait_for(timeout=20_000)
        assert window.locator(".pc-side-alert").count() == 1


def test_a_value_that_names_no_model_is_told(visit) -> None:
    visitor = visit()
    visitor.choose("frob:x")
    assert "names no model" in visitor.window.locator(".pc-side-alert").inner_text()
    visitor.ask(QUESTION)
    assert "names no model" in visitor.window.locator(".stMain").inner_text()


def test_a_real_model_writes_on_the_page(visit, tmp_path) -> None:
    file = write_tiny_gguf(tmp_path / "tiny.gguf", context_length=32_768)
    with tiny_server(file, 16_384) as address:
        visitor = visit()
        visitor.choose(f"openai-like:tiny@{address}")
        visitor.ask(QUESTION)
        assert ANSWER.split(" [")[0] in visitor.window.locator(".stMain").inner_text()
        assert visitor.window.locator(".pc-verbatim").count() > 0
    visitor = visit()
    visitor.choose(f"gguf:{file}")
    visitor.ask(QUESTION)
    assert ANSWER.split(" [")[0] in visitor.window.locator(".stMain").inner_text()
