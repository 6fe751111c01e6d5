"""What a kept conversation is, as the store returns it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from paperchat.errors import InputError
from paperchat.library.rating import Rating
from paperchat.types import Conversation, Turn


@dataclass(frozen=True, slots=True)
class ConversationHead:
    """What a list shows of a conversation. Times are UTC and, as stored, without their zone."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    """When its last question was answered; a new title is no update."""
    turn_count: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A turn, the time at which it was kept (UTC, without its zone), and its reader's rating."""

    turn: Turn
    answered_at: datetime
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A whole conversation, oldest turn first."""

    head: ConversationHead
    turns: tuple[KeptTurn, ...]

    @property
    def ratings(self) -> dict[int, Rating]:
        """What its reader thought of some of its turns, by their number, from 1."""
        rated = {number: kept.rating for number, kept in enumerate(self.turns, 1)}
        return {number: rating for number, rating in rated.items() if rating is not None}

    def turn(self, number: int) -> KeptTurn:
        """Return the turn with this number, from 1.

        Raises:
            InputError: there is none.
        """
        if not 1 <= number <= len(self.turns):
            have = f"1 to {len(self.turns)}" if len(self.turns) > 1 else "only 1"
            raise InputError(f"There is no answer {number} in this conversation: choose {have}.")
        return self.turns[number - 1]

    @property
    def conversation(self) -> Conversation:
        """What the assistant is given to go on with it."""
        return Conversation(tuple(kept.turn for kept in self.turns))
