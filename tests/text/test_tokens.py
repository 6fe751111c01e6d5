from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from paperchat.text.tokens import count_tokens


def test_tokens_are_counted_as_openai_counts_them() -> None:
    assert count_tokens("") == 0
    assert count_tokens("Hello, world!") == 4


@given(st.text())
def test_every_text_can_be_counted(text: str) -> None:
    assert 0 <= count_tokens(text) <= len(text.encode("utf-8", "replace"))


def test_what_looks_like_a_control_token_is_text() -> None:
    assert count_tokens("<|endoftext|>") > 1


def test_nothing_is_downloaded(offline_environment: dict[str, str]) -> None:
    code = "from paperchat.text.tokens import count_tokens; print(count_tokens('one two'))"
    environment = {k: v for k, v in offline_environment.items() if k != "TIKTOKEN_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr
