"""Why files could not be read or written, in a few words."""

from __future__ import annotations

import re
import shutil

_FULL = re.compile(r"no space left|disk is full|storagefull", re.IGNORECASE)
_LONGEST = 120


def reason_of(error: BaseException) -> str:
    """Return what ``error`` says, on one line that leaves room for what is to be done about it.

    A full disk is told in many ways, some of them long; it is always named so.
    """
    said = str(error)
    if _FULL.search(said):
        return "No space left on device"
    if isinstance(error, shutil.Error) and error.args and error.args[0]:
        # One entry a file that could not be copied: source, target, reason.
        said = str(error.args[0][0][-1])
    said = " ".join(said.split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
