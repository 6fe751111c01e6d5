"""Taking off what a model thinks aloud before it answers.

Most servers keep thoughts apart; some leave them in the text, between two marks at its beginning.
"""

from __future__ import annotations

_OPEN, _CLOSE = "<think>", "</think>"


class AnswerText:
    """The text of one answer, piece by piece, without blanks and thoughts before its first word."""

    def __init__(self) -> None:
        self.begun = False
        """Whether some of the answer came."""
        self._held = ""

    def take(self, text: str) -> str:
        """Add a piece, and return what may be shown by now; empty before the first word."""
        if self.begun:
            return text
        self._held = (self._held + text).lstrip()
        if self._held.startswith(_OPEN):
            _, closed, rest = self._held.partition(_CLOSE)
            if not closed:
                return ""
            self._held = rest.lstrip()
        if not self._held or _OPEN.startswith(self._held):
            return ""
        return self._release()

    def rest(self) -> str:
        """What was held back for looking like the beginning of a thought, and is the whole text."""
        return self._release() if self._held and not self._held.startswith(_OPEN) else ""

    def _release(self) -> str:
        self.begun, held, self._held = True, self._held, ""
        return held
