"""Checking one written sentence against the passages that were issued."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from paperchat.retrieval.readings import Readings
from paperchat.text.folding import fold
from paperchat.verification.findings import (
    contradicted,
    missing_names,
    missing_numbers,
    never_issued,
)
from paperchat.verification.labels import without_escapes
from paperchat.verification.support import SupportReader, Written, sentences_of
from paperchat.verification.verdict import Checked, CheckedVerdict, Problem, Source

SUPPORTED = 0.62
"""Support from which a sentence counts as borne out; :mod:`bench.verification` fits it."""
WEAK = 0.5
"""Support below which a sentence counts as not borne out at all."""

ADDED = 0.75
"""Support from which a passage is given to a sentence that came without a label."""
_MOST_ADDED = 2
_WEIGHED = 6
"""Passages weighed for a sentence that came without a label."""
_SHORTEST_QUOTE = 12
_NOT_LETTERS = re.compile(r"[\W_]+")
_LONGEST = 6000


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a sentence is found to be worth with certain passages."""

    problems: tuple[Problem, ...]
    unborne: bool
    support: float
    added: tuple[int, ...] = ()


class SentenceChecker:
    """Checks sentences; may be shared between threads."""

    def __init__(self, readings: Readings) -> None:
        self._reader = SupportReader(readings)

    def check(self, sentence: str, labels: Sequence[int], sources: Sequence[Source]) -> Checked:
        """Check ``sentence``, written with ``labels``, against ``sources``, all passages issued.

        ``sentence`` is without its labels; ``labels`` may hold some that were never issued.

        Raises:
            EmbeddingError: the reader failed.
        """
        sentence = without_escapes(sentence[:_LONGEST])
        issued = {source.label: source for source in sources}
        written = list(dict.fromkeys(labels))
        cited = [issued[label] for label in written if label in issued]
        unknown = never_issued([label for label in written if label not in issued])
        if not cited:
            return self._uncited(sentence, sources, unknown)
        others = [source for source in sources if source not in cited]
        found = self._find(sentence, self._read(sentence, cited), cited, others)
        known = tuple(source.label for source in cited)
        verdict = _verdict(found, weakened=bool(unknown))
        return Checked(
            verdict, known + found.added, found.added, (*unknown, *found.problems), found.support
        )

    def _read(self, sentence: str, cited: Sequence[Source]) -> Written | None:
        """Read a sentence, unless it is a quote, of which nothing more has to be asked."""
        return None if _is_quote(sentence, cited) else self._reader.read(sentence)

    def _find(
        self,
        sentence: str,
        written: Written | None,
        cited: Sequence[Source],
        others: Sequence[Source],
    ) -> _Finding:
        if written is None:
            return _Finding((), unborne=False, support=1.0)
        numbers, sure = missing_numbers(sentence, cited, others)
        names, added = missing_names(sentence, cited, others)
        against = contradicted(sentence, cited)
        problems = [*numbers, *names, *against]
        texts = [source.text for source in (*cited, *(o for o in others if o.label in added))]
        titles = list(dict.fromkeys(source.title for source in cited))
        support = self._reader.support(written, texts, titles).score
        if support < SUPPORTED and not problems:
            problems.append(_low(support, len(cited)))
        unborne = (sure and bool(numbers)) or bool(names) or bool(against) or support < WEAK
        return _Finding(tuple(problems), unborne, support, tuple(dict.fromkeys(added)))

    def _uncited(
        self, sentence: str, sources: Sequence[Source], unknown: Sequence[Problem]
    ) -> Checked:
        """Look for the passages that bear out a sentence without a label that was issued."""
        if unknown:
            return Checked("unsupported", (), (), tuple(unknown), 0.0)
        quoted = [source for source in sources if _is_quote(sentence, [source])][:1]
        if quoted:
            label = quoted[0].label
            return Checked("supported", (label,), (label,), (), 1.0)
        written = self._reader.read(sentence)
        ranked = self._ranked(written, sources)
        best = 0.0
        for count in range(1, min(_MOST_ADDED, len(ranked)) + 1):
            chosen = ranked[:count]
            others = [source for source in sources if source not in chosen]
            found = self._find(sentence, written, chosen, others)
            best = max(best, found.support)
            if found.support >= ADDED and not found.problems:
                labels = (*(source.label for source in chosen), *found.added)
                return Checked("supported", labels, labels, (), found.support)
        told = "No source is given for this, and none was found."
        return Checked("unsupported", (), (), (Problem("claim", told),), best)

    def _ranked(self, written: Written, sources: Sequence[Source]) -> list[Source]:
        """Return the passages nearest to a sentence, those that bear out most of it first."""
        near = self._reader.nearest(written, [source.text for source in sources])
        order = sorted(range(len(sources)), key=lambda place: -near[place])[:_WEIGHED]
        supports = {
            place: self._reader.support(
                written, [sources[place].text], [sources[place].title]
            ).score
            for place in order
        }
        return [sources[place] for place in sorted(order, key=lambda at: -supports[at])]


def _verdict(found: _Finding, *, weakened: bool) -> CheckedVerdict:
    if found.unborne:
        return "unsupported"
    return "weak" if found.problems or weakened else "supported"


def _low(support: float, count: int) -> Problem:
    passages = "passages say" if count > 1 else "passage says"
    how = "do not say this" if count > 1 else "does not say this"
    if support < WEAK:
        return Problem("claim", f"The cited passage{'s' if count > 1 else ''} {how}.")
    return Problem("claim", f"The cited {passages} this only in part.")


def _is_quote(sentence: str, cited: Sequence[Source]) -> bool:
    """Tell whether a sentence is a cited passage, or whole sentences of one, up to its signs."""
    plain = _plain(sentence)
    if len(plain) < _SHORTEST_QUOTE:
        return any(plain == _plain(source.text) for source in cited)
    return any(
        plain == _plain(source.text) or plain in map(_plain, sentences_of(source.text))
        for source in cited
    )


def _plain(text: str) -> str:
    return _NOT_LETTERS.sub(" ", fold(text)).strip()
