from __future__ import annotations

import pytest

from paperchat.answering.rewriting import NOT_REWRITTEN, NOT_TRANSLATED, not_rewritten
from paperchat.assistant import Assistant


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("Translate that into German", NOT_TRANSLATED),
        ("translate please", NOT_TRANSLATED),
        ("Can you say it in French?", NOT_TRANSLATED),
        ("in Spanish please", NOT_TRANSLATED),
        ("as a list", NOT_REWRITTEN),
        ("put it in a table", NOT_REWRITTEN),
        ("Rewrite the answer as a poem please", NOT_REWRITTEN),
        ("explain it in simple terms", NOT_REWRITTEN),
        ("paraphrase that", NOT_REWRITTEN),
    ],
)
def test_orders_to_write_anew_are_told_what_there_is(order: str, said: str) -> None:
    assert not_rewritten(order) == said


@pytest.mark.parametrize(
    "question",
    [
        "Which papers translate German into French?",
        "Which models are trained in Chinese?",
        "Explain MossNet in simple terms",
        "What is told as a story?",
        "list the papers",
        "in detail",
        "Which papers list drugs in a table?",
    ],
)
def test_questions_are_none(question: str) -> None:
    assert not_rewritten(question) is None


def test_no_paper_is_quoted_for_it(assistant: Assistant) -> None:
    answer = assistant.ask("Translate that into German")
    assert answer.text == NOT_TRANSLATED
    assert answer.kind == "chat"
    assert not answer.citations
