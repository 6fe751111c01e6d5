"""What a kept conversation is, as the store returns it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from paperchat.library.ratings import Rating
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
    def conversation(self) -> Conversation:
        """What the assistant is given to go on with it."""
        return Conversation(tuple(kept.turn for kept in self.turns))
