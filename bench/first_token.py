"""``python -m bench.first_token``: how much later a model's first word comes through Paperchat.

A scripted server in a process of its own answers at once. In turns, the same prompt is sent to it
by the plain openai client and by Paperchat's writer, over the starter library; retrieval is done
before the clock runs. Prints a Markdown table for ``docs/performance.md``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from openai import OpenAI
from openai.types.chat import ChatCompletionMessageParam

from paperchat.assistant import Assistant
from paperchat.models.factory import create_model
from paperchat.models.port import Message
from paperchat.settings import Settings
from paperchat.types import Answer, Conversation
from paperchat.verification.checker import SentenceChecker
from paperchat.wiring import open_workspace
from paperchat.writing.budget import fitted
from paperchat.writing.events import Drafting, SentenceReady
from paperchat.writing.passages import passages_of
from paperchat.writing.tasks import job_for
from paperchat.writing.writer import Writer

_ROOT = Path(__file__).resolve().parents[1]
_PAIRS = 60
_WARM_UP = 5
_SERVER = """
import time
from scripted_model import Script, scripted
with scripted(Script(pieces=("RPS ", "ranks ", "answers [1]."))) as server:
    print(server.openai_like, flush=True)
    time.sleep(3600)
"""
_QUESTIONS = (
    "What win rate does RPS reach?",
    "How does DeAL align a model at decoding time?",
    "What does the survey of direct preference optimization cover?",
    "How does PPO-max stabilise training?",
    "What do these papers say about reward hacking?",
)


@contextmanager
def _server() -> Iterator[str]:
    """Start a scripted model in a process of its own; yields what ``PAPERCHAT_MODEL`` says."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT / "tests" / "servers",
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _plain(client: OpenAI, name: str, messages: tuple[Message, ...], limit: int) -> float:
    """Return the milliseconds until the plain client hands out the first word."""
    sent: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": messages[0].text},
        {"role": "user", "content": messages[1].text},
    ]
    started = time.perf_counter()
    stream = client.chat.completions.create(
        model=name, messages=sent, max_tokens=limit, stream=True
    )
    for chunk in stream:
        if chunk.choices and chunk.choices[0].delta.content:
            spent = (time.perf_counter() - started) * 1000
            stream.close()
            return spent
    raise RuntimeError("the server said nothing")


def _ours(writer: Writer, answer: Answer) -> float:
    """Return the milliseconds until Paperchat hands out the first word."""
    started = time.perf_counter()
    events = writer.write(answer, Conversation())
    for event in events:
        if isinstance(event, Drafting | SentenceReady):
            spent = (time.perf_counter() - started) * 1000
            events.close()  # type: ignore[attr-defined]  # it is a generator
            return spent
    raise RuntimeError("nothing was written")


def _measure(spec: str, home: Path) -> list[tuple[float, float]]:
    """Return pairs of milliseconds: plain client, Paperchat."""
    settings = Settings(_env_file=None, home=home, model=spec)
    workspace = open_workspace(settings, lambda notice: print(notice, file=sys.stderr))
    try:
        quoting: Assistant = workspace.assistant_for("extractive")
        answers = [quoting.ask(question) for question in _QUESTIONS]
        model = create_model(settings)
        assert model is not None
        catalogue = workspace.library.catalogue
        checker = SentenceChecker(quoting.readings)
        writer = Writer(catalogue, checker, model, lambda _prompt, _completion: None)
        name, _, address = spec.removeprefix("openai-like:").partition("@")
        client = OpenAI(base_url=address, api_key="none", max_retries=0)
        pairs = []
        for number in range(_WARM_UP + _PAIRS):
            answer = answers[number % len(answers)]
            job = job_for(answer, passages_of(answer, catalogue), Conversation())
            prompt = fitted(job.request, model.window)
            if number % 2:
                ours = _ours(writer, answer)
                plain = _plain(client, name, prompt.messages, prompt.max_tokens)
            else:
                plain = _plain(client, name, prompt.messages, prompt.max_tokens)
                ours = _ours(writer, answer)
            pairs.append((plain, ours))
        client.close()
        return pairs[_WARM_UP:]
    finally:
        workspace.close()


def _row(name: str, values: list[float]) -> str:
    low, _, high = quantiles(values, n=4)
    return f"| {name} | {median(values):.1f} | {low:.1f}–{high:.1f} |"


def main() -> int:
    """Measure, and print the table."""
    with _server() as spec, tempfile.TemporaryDirectory() as folder:
        pairs = _measure(spec, Path(folder) / "library")
    plain, ours = [a for a, _ in pairs], [b for _, b in pairs]
    print("| ms until the first word | median | middle half |")
    print("|---|---:|---:|")
    print(_row("plain openai client", plain))
    print(_row("Paperchat", ours))
    print(_row("later, in pairs", [b - a for a, b in pairs]))
    print(f"\n{len(pairs)} pairs, {len(_QUESTIONS)} prompts in turns.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
