"""What language models wrote before, kept so that the same prompt need not be paid for twice."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from paperchat.errors import LibraryError
from paperchat.library.answer_json import storable
from paperchat.library.database import Database
from paperchat.library.moment import now
from paperchat.library.tables import completions

_KEPT = 2_000
"""Newest texts that are kept; about 2 KB each."""


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole text that ``model`` wrote, and the tokens it took."""

    model: str
    text: str
    prompt_tokens: int | None
    completion_tokens: int | None


class CompletionStore:
    """Texts by the key of their prompt. Losing one is no loss, so that no write is waited for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> Completion | None:
        """Return what was written for the prompt with this key, if it is kept."""
        if not self._database.holds(completions):
            return None
        query = select(
            completions.c.model,
            completions.c.text,
            completions.c.prompt_tokens,
            completions.c.completion_tokens,
        ).where(completions.c.key == key)
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else Completion(**row._mapping)

    def put(self, key: str, completion: Completion) -> bool:
        """Keep a text, and drop the oldest beyond the most that are kept; False if that failed."""
        try:
            if not self._database.holds(completions):
                self._database.add_missing_tables(wait=False)
            with self._database.write(wait=False) as connection:
                connection.execute(delete(completions).where(completions.c.key == key))
                connection.execute(
                    insert(completions).values(
                        key=key,
                        model=completion.model,
                        text=storable(completion.text),
                        prompt_tokens=completion.prompt_tokens,
                        completion_tokens=completion.completion_tokens,
                        created_at=now(),
                    )
                )
                newest = (
                    select(completions.c.number)
                    .order_by(completions.c.number.desc())
                    .limit(1)
                    .offset(_KEPT)
                    .scalar_subquery()
                )
                connection.execute(delete(completions).where(completions.c.number <= newest))
        except LibraryError:
            return False
        return True
