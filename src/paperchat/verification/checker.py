"""Checking one written sentence against the passages that were issued."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperchat.retrieval.readings import Readings
from paperchat.text.folding import fold
from paperchat.text.terms import content_stems
from paperchat.verification.labels import without_escapes
from paperchat.verification.verdict import Checked, Problem, Source

_SUPPORTED, _WEAK = 0.6, 0.4


class SentenceChecker:
    """Checks sentences; may be shared between threads."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def check(self, sentence: str, labels: Sequence[int], sources: Sequence[Source]) -> Checked:
        """Check ``sentence``, written with ``labels``, against ``sources``, all passages issued.

        ``sentence`` is without its labels; ``labels`` may hold some that were never issued.
        """
        issued = {source.label: source for source in sources}
        cited = [issued[label] for label in dict.fromkeys(labels) if label in issued]
        problems = [
            Problem("label", f"There is no passage with the label [{label}].")
            for label in dict.fromkeys(labels)
            if label not in issued
        ]
        added: tuple[int, ...] = ()
        if not cited and not problems:
            best = max(sources, key=lambda one: _support(sentence, [one]), default=None)
            if best is None or _support(sentence, [best]) < _SUPPORTED:
                told = "No source is given, and none was found."
                return Checked("unsupported", (), (), (Problem("claim", told),), 0.0)
            cited, added = [best], (best.label,)
        support = _support(sentence, cited)
        backing = tuple(source.label for source in cited)
        if support < _SUPPORTED:
            problems.append(Problem("claim", "The cited passage says this only in part, or not."))
        if not cited or support < _WEAK:
            return Checked("unsupported", backing, added, tuple(problems), support)
        return Checked(
            "weak" if problems else "supported", backing, added, tuple(problems), support
        )


def _support(sentence: str, cited: Sequence[Source]) -> float:
    plain = _plain(sentence)
    if any(plain == _plain(source.text) for source in cited):
        return 1.0
    wanted = content_stems(sentence)
    found = content_stems(" ".join(f"{source.title}\n{source.text}" for source in cited))
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", fold(without_escapes(text))).strip()
