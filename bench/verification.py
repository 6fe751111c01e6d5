"""``python -m bench.verification``: how well wrong sentences are told from right ones.

Thresholds of support are chosen on one half of the documents; what is printed is of the other
half, with the thresholds that ship. Each kind of wrong sentence is set against the right ones it
was made from: *precision* is the share of wrong ones among all that are flagged, *recall* the share
of wrong ones that are flagged. First counting ``unsupported`` alone, then ``weak`` as well.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from bench.corpora import SHARED
from bench.verification_cases import RIGHT, Case, close_cases, expert_cases
from paperchat.embedding.factory import create_embedder, create_reader
from paperchat.evaluation.intervals import wilson
from paperchat.retrieval.readings import Readings
from paperchat.settings import Settings
from paperchat.verification.checker import SUPPORTED, WEAK, SentenceChecker
from paperchat.verification.verdict import Checked

SCIFACT = SHARED / "bench" / "scifact-dev"
DAILY = SHARED / "bench" / "hf-daily" / "corpus.jsonl.gz"

_CONTRADICTING = "contradicting evidence"
_FOR_THRESHOLDS = ("random abstract", "nearest other abstract", "a sentence of the nearest paper")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case and what the checker said of it."""

    case: Case
    checked: Checked
    milliseconds: float

    @property
    def is_unsupported(self) -> bool:
        """Flagged plainly."""
        return self.checked.verdict == "unsupported"

    @property
    def is_flagged(self) -> bool:
        """Flagged plainly or as weak."""
        return self.checked.verdict != "supported"


def outcomes(cases: Sequence[Case], checker: SentenceChecker) -> list[Outcome]:
    """Check every case, its sources read before."""
    found = []
    read: set[tuple[str, int]] = set()
    for case in cases:
        sources = (case.sources[0].title, len(case.sources))
        if sources not in read:
            read.add(sources)
            everything = tuple(source.label for source in case.sources)
            checker.check(case.sentence, everything, case.sources)
        start = perf_counter()
        checked = checker.check(case.sentence, case.labels, case.sources)
        found.append(Outcome(case, checked, 1000 * (perf_counter() - start)))
    return found


def in_fitting_half(case: Case) -> bool:
    """Tell whether a case is of the documents that thresholds are chosen on."""
    return zlib.crc32(case.document.encode()) % 2 == 0


def table(found: Sequence[Outcome]) -> Iterator[str]:
    """Yield the lines of the table of one set."""
    yield (
        "| | sentences | unsupported | unsupported or weak "
        "| precision / recall / F1 | counting weak |"
    )
    yield "|---|---|---|---|---|---|"
    kinds = dict.fromkeys(outcome.case.kind for outcome in found)
    right = {o.case.base: o for o in found if o.case.kind == RIGHT}
    for kind in kinds:
        rows = [outcome for outcome in found if outcome.case.kind == kind]
        plain = sum(outcome.is_unsupported for outcome in rows)
        flagged = sum(outcome.is_flagged for outcome in rows)
        cells = [str(len(rows)), _share(plain, len(rows)), _share(flagged, len(rows))]
        if kind.startswith((RIGHT, "no label")):
            cells += ["", ""]
        else:
            bases = [right[o.case.base] for o in rows if o.case.base in right]
            if kind == _CONTRADICTING:
                bases = list(right.values())
            cells.append(_scores(plain, len(rows), sum(o.is_unsupported for o in bases)))
            cells.append(_scores(flagged, len(rows), sum(o.is_flagged for o in bases)))
        yield f"| {kind} | {' | '.join(cells)} |"


def _share(count: int, total: int) -> str:
    low, high = wilson(count, total)
    return f"{count / max(total, 1):.1%} ({low:.0%} to {high:.0%})"


def _scores(hits: int, total: int, false_alarms: int) -> str:
    precision = hits / max(hits + false_alarms, 1)
    recall = hits / max(total, 1)
    both = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{precision:.2f} / {recall:.2f} / {both:.2f}"


def thresholds(found: Sequence[Outcome]) -> Iterator[str]:
    """Yield what each threshold of support would do to right sentences and to wrong sources."""
    right = np.array([o.checked.support for o in found if o.case.kind == RIGHT])
    wrong = np.array([o.checked.support for o in found if o.case.kind in _FOR_THRESHOLDS])
    yield "| support below | right sentences | wrong sources |"
    yield "|---|---|---|"
    for bar in np.arange(0.3, 0.96, 0.05):
        yield f"| {bar:.2f} | {(right < bar).mean():.1%} | {(wrong < bar).mean():.1%} |"


def main() -> int:
    """Print the tables and the time a sentence takes; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.verification", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of what is altered, and how (1)")
    parser.add_argument(
        "--fit", action="store_true", help="print the half thresholds are fitted on"
    )
    options = parser.parse_args()
    if not SCIFACT.is_dir() or not DAILY.is_file():
        print("Nothing was measured: the folder 'shared' is not there.", file=sys.stderr)
        return 0
    settings = Settings()
    embedder = create_embedder(settings)
    checker = SentenceChecker(Readings(create_reader(settings, embedder)))
    print(f"thresholds: supported from {SUPPORTED}, unsupported below {WEAK}\n")
    times: list[float] = []
    for title, cases in (
        ("Expert claims", list(expert_cases(SCIFACT, embedder, options.seed))),
        ("Close sentences", list(close_cases(DAILY, embedder, options.seed))),
    ):
        found = outcomes([c for c in cases if in_fitting_half(c) == options.fit], checker)
        times += [outcome.milliseconds for outcome in found]
        print(f"{title}\n")
        for line in [*table(found), "", *(thresholds(found) if options.fit else ())]:
            print(line, flush=True)
        print()
    print(f"a sentence takes {np.median(times):.1f} ms (95 %: {np.quantile(times, 0.95):.1f} ms)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
