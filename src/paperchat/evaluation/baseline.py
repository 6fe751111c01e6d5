"""A run kept in a file, to compare a later one with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from paperchat.errors import InputError
from paperchat.evaluation.grading import Outcome

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Run:
    """One run: which set was asked, by which version and model, and how each question went."""

    format: int
    version: str
    questions: str
    model: str
    outcomes: tuple[Outcome, ...]


_RUN = TypeAdapter(Run)


def save_run(run: Run, path: Path) -> None:
    """Write ``run`` to ``path`` as JSON; a file that is there is replaced when all is written.

    Raises:
        InputError: it cannot be written.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_bytes(_RUN.dump_json(run, indent=1))
        unfinished.replace(path)
    except OSError as error:
        raise InputError(
            f"The run cannot be saved to {path}: {error.strerror}; name a file in a folder that "
            "can be written."
        ) from error


def read_run(path: Path) -> Run:
    """Read a run that :func:`save_run` wrote.

    Raises:
        InputError: it cannot be read, or is no such file.
    """
    try:
        run = _RUN.validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"The baseline {path} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise InputError(
            f"{path} is no baseline: make one with 'paperchat evaluate --save {path}'."
        ) from error
    if run.format != FORMAT:
        raise InputError(
            f"{path} was saved in format {run.format}, and this version reads {FORMAT}: save the "
            "baseline anew."
        )
    return run
