"""The command evaluate."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from paperchat.cli.evaluation_report import Report, report_as_json, report_as_text
from paperchat.cli.opening import workspace_for
from paperchat.cli.options import AsJson, Home, Model
from paperchat.cli.output import show, show_json, tell
from paperchat.cli.progress import shown_progress
from paperchat.errors import InputError

if TYPE_CHECKING:
    from paperchat.evaluation.baseline import Run
    from paperchat.evaluation.question_set import QuestionSet, Selection
    from paperchat.wiring import Workspace

_HELP = """QUESTIONS is a file of questions with what is expected of their answers, in YAML (.yaml,
.yml) or JSON Lines (.jsonl). Without it, the set about the starter library is asked, which comes
with Paperchat. docs/evaluation.md says what each field and each measure means.

\b
A question set in YAML:
  - id: dpo-1
    question: What does DPO do without?
    papers: ["A Survey of Direct Preference Optimization"]   # titles or ids
    facts: ["reward model", ["reinforcement learning", "RL"]]  # alternatives in a list
  - id: weather
    question: Will it rain tomorrow?
    refusal: off_topic

Questions that name a paper which the library does not hold are skipped and counted. Shares come
with their 95% Wilson interval, means with a bootstrap interval.

With --json the result is one object: questions (how many were graded), set, model, skipped, the
measures, latency_ms (p50 and p95), failures with --failures, and baseline with --baseline.

\b
Examples:
  paperchat evaluate
  paperchat evaluate my-questions.yaml --failures
  paperchat evaluate my-questions.yaml --save before.json
  paperchat evaluate my-questions.yaml --baseline before.json
"""

Questions = Annotated[
    Path | None,
    typer.Argument(metavar="QUESTIONS", help="A question set; the starter library's by default."),
]
Save = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Keep the run in FILE, as a baseline for later runs."),
]
Baseline = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Compare with the run that was saved in FILE."),
]
Failures = Annotated[
    bool,
    typer.Option("--failures", help="List what is not as expected: what was wanted, what came."),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        help="Grade only questions of one kind (ask, summary, comparison, list, facts, chat) or "
        "with one reason to be refused (off_topic, near_topic, detail). Repeat it for several.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the command of this module to ``app``."""
    app.command("evaluate", short_help="Measure answers.", epilog=_HELP)(evaluate)


def evaluate(  # noqa: PLR0913, PLR0917  # a command's options are its parameters
    context: typer.Context,
    questions: Questions = None,
    as_json: AsJson = False,
    failures: Failures = False,
    only: Only = None,
    save: Save = None,
    baseline: Baseline = None,
    model: Model = None,
    home: Home = None,
) -> None:
    """Ask the library a set of questions, and measure how good the answers are."""
    from paperchat.evaluation.baseline import read_run, save_run
    from paperchat.evaluation.comparing import compare_runs

    sorts = _sorts(only or [])
    asked = _question_set(questions)
    before = read_run(baseline) if baseline else None
    if save:
        _check_writable(save, questions)
    with workspace_for(context, home, model) as workspace:
        selection = _selection(workspace, asked, sorts)
        run = _run(workspace, asked, selection, sorts)
    difference = compare_runs(before.outcomes, run.outcomes) if before else None
    if difference is not None and not difference.common:
        raise InputError(
            f"{baseline} and this run have no question in common: compare runs of the same "
            "question set."
        )
    if save:
        save_run(run, save)
        tell(f"The run is saved in {save}.")
    report = Report(run, selection, difference, failures=failures)
    if as_json:
        show_json(report_as_json(report))
    else:
        show(report_as_text(report))


def _sorts(only: list[str]) -> frozenset[str]:
    from paperchat.evaluation.question_set import KINDS, REFUSALS

    known = (*KINDS, *REFUSALS)
    for sort in only:
        if sort not in known:
            raise InputError(f"--only knows no kind {sort!r}: choose from {', '.join(known)}.")
    return frozenset(only)


def _question_set(path: Path | None) -> QuestionSet:
    from paperchat.evaluation.question_file import read_question_set, shipped_question_set

    if path is not None:
        return read_question_set(path)
    tell("No QUESTIONS given: asking the set about the starter library that comes with Paperchat.")
    return shipped_question_set()


def _check_writable(path: Path, questions: Path | None) -> None:
    """Refuse a file that cannot be written before the questions are asked, not after."""
    if questions is not None and path.resolve() == questions.resolve():
        raise InputError(f"--save would overwrite the question set {path}: name another file.")
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise InputError(
            f"The run cannot be saved to {path}: name a file in a folder that can be written."
        )


def _selection(workspace: Workspace, asked: QuestionSet, sorts: frozenset[str]) -> Selection:
    from paperchat.evaluation.question_set import select

    found = select(asked, workspace.library.catalogue, sorts)
    home = workspace.settings.home
    if found.exchanges:
        if found.skipped:
            tell(
                f"Questions skipped: {found.skipped}, since the library in {home} lacks "
                f"{len(found.lacking)} of the {len(found.papers)} papers that the set names (such "
                f"as {found.lacking[0]!r}). Questions that name no paper are asked all the same, "
                "though they may have been written for another library."
            )
        return found
    if found.skipped:
        raise InputError(
            f"No question of {asked.name} is left to ask: all {found.skipped} name papers that the "
            f"library in {home} lacks (such as {found.lacking[0]!r}); give a question set about "
            "its papers, or another --home."
        )
    raise InputError(f"{asked.name} holds no question of the kind that --only names.")


def _run(
    workspace: Workspace, asked: QuestionSet, selection: Selection, sorts: frozenset[str]
) -> Run:
    from paperchat import __version__
    from paperchat.evaluation.answering_run import ask_all
    from paperchat.evaluation.baseline import FORMAT, Run

    with shown_progress() as report:
        outcomes = ask_all(
            workspace.assistant, workspace.library.catalogue, selection, sorts,
            lambda done, total: report("Asking questions", done, total),
        )  # fmt: skip
    return Run(FORMAT, __version__, asked.name, workspace.settings.model, outcomes)
