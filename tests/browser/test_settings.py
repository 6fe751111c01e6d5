"""The settings page in a real browser: the theme that it puts in force, and its tests."""

from __future__ import annotations


def dark(visitor) -> bool:
    """Whether the page is dark."""
    return bool(
        visitor.window.evaluate(
            "getComputedStyle(document.querySelector('.stApp')).colorScheme === 'dark'"
        )
    )


def settings(visitor) -> None:
    """Go to the settings page."""
    visitor.window.goto(f"{visitor.address}/settings")
    visitor.window.locator(".pc-config").wait_for()


def choose(visitor, name: str) -> None:
    """Choose a theme, and wait until the page is loaded anew."""
    with visitor.window.expect_navigation():
        visitor.window.get_by_role("button", name=name, exact=True).click()
    visitor.window.locator(".pc-config").wait_for()


def marked(visitor, name: str) -> None:
    """Wait until the button of this theme alone is marked as the chosen one."""
    pressed = visitor.window.locator('.st-key-themes button[aria-pressed="true"]')
    pressed.filter(has_text=name).wait_for()
    assert pressed.count() == 1


def test_a_theme_holds_on_every_page_and_after_a_reload(visit) -> None:
    visitor = visit(scheme="light")
    settings(visitor)
    assert not dark(visitor)
    marked(visitor, "As the system")
    choose(visitor, "Dark")
    assert dark(visitor)
    marked(visitor, "Dark")
    for path in ("", "/library", "/compare"):
        visitor.window.goto(f"{visitor.address}{path}")
        visitor.window.locator(".pc-brand").wait_for(state="attached")
        visitor.window.wait_for_function("() => document.querySelector('.stApp') !== null")
        assert dark(visitor), path
    settings(visitor)
    choose(visitor, "As the system")
    assert not dark(visitor)


def test_the_embedder_is_tried_with_one_click(visit) -> None:
    visitor = visit()
    settings(visitor)
    visitor.window.get_by_role("button", name="Test the embedder").click()
    visitor.window.get_by_text("minilm works").wait_for()
    # Streamlit looks for its own server below the page's path first, and the browser says so.
    assert [said for said in visitor.complaints if "status of 404" not in said] == []
