"""What a visitor does from beginning to end: first run, summary, follow-up, comparison."""

from __future__ import annotations


def test_the_first_run_explains_itself_and_every_suggestion_is_answered(visit, serve) -> None:
    with serve() as server:
        visitor = visit(at=server.address)
        window = visitor.window
        assert window.locator(".pc-start-text > div").count() == 2
        suggestions = window.locator(".st-key-suggestions button")
        asked = suggestions.all_inner_texts()
        assert len(asked) == 4
        for number, question in enumerate(asked):
            suggestions.nth(number).click()
            window.locator(".pc-question", has_text=question.strip()).wait_for()
            window.locator(".pc-chip").first.wait_for()
            visitor.wait_until_ready()
            window.get_by_role("button", name="New conversation").click()
            suggestions.first.wait_for()
            visitor.wait_until_ready()
        assert visitor.complaints == []


def test_a_follow_up_a_summary_and_a_comparison_in_one_conversation(visit) -> None:
    visitor = visit()
    window = visitor.window
    visitor.ask("Summarize DeAL")
    for lead in ("Problem", "Approach", "Results"):
        assert lead in window.locator(".stMain").inner_text()
    assert window.locator(".pc-verbatim").count() >= 3
    visitor.ask("What is its drawback?")
    assert "Understood as" in window.locator(".stMain").inner_text()
    assert any("slower" in text for text in window.locator(".pc-verbatim").all_inner_texts())
    visitor.ask("Compare it with RPS")
    grid = window.locator(".pc-grid")
    grid.wait_for()
    heads = grid.locator("thead th").all_inner_texts()
    assert any(head.startswith("DeAL") for head in heads)
    # With the short name that was asked for, which its title lacks.
    assert any("Robust Preference Alignment" in head and "RPS" in head for head in heads)
    assert grid.locator("button.pc-chip").count() >= 6
    assert visitor.complaints == []
