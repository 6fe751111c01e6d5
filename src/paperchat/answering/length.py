"""How long an answer is to be."""

from __future__ import annotations

from enum import Enum


class Length(Enum):
    """How much is said. Sentences: in all, of one of several papers, of one alone, at least."""

    SHORT = (1, 1, 1, 1)
    NORMAL = (6, 3, 4, 3)
    LONG = (14, 5, 10, 6)

    @property
    def most(self) -> int:
        """Sentences at most."""
        return self.value[0]

    @property
    def per_paper(self) -> int:
        """Sentences of one paper at most, where several are quoted."""
        return self.value[1]

    @property
    def alone(self) -> int:
        """Sentences of one paper at most, where it answers alone."""
        return self.value[2]

    @property
    def least(self) -> int:
        """Sentences wanted even if they fit less well: one alone seldom says enough."""
        return self.value[3]
