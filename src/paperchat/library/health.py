"""What is known of how sound a library is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Health:
    """How the three stores stand to each other."""

    papers: int
    chunks: int
    lexical: int
    vectors: int
    vectors_waiting: int
    pending: int
    lexical_sound: bool
    vectors_sound: bool

    @property
    def sound(self) -> bool:
        """Whether both indexes hold exactly what the catalogue holds."""
        complete = self.lexical == self.papers and self.vectors == self.chunks and not self.pending
        return complete and self.lexical_sound and self.vectors_sound
