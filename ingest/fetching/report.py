"""What fetches brought, for machines and for people."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import TypeAdapter

from ingest.fetching.fetch import Fetched
from ingest.report import to_text

_ADAPTER = TypeAdapter(list[Fetched])


def fetched_to_json(fetched: Sequence[Fetched]) -> str:
    """Return fetches as one JSON list."""
    return json.dumps(_ADAPTER.dump_python(list(fetched), mode="json"), ensure_ascii=False)


def fetched_to_text(fetched: Fetched) -> str:
    """Return a fetch as lines for a terminal."""
    kept = f", {fetched.reused} of them taken before" if fetched.reused else ""
    lines = [f"{fetched.source}: {_count(fetched.pages, 'page')}{kept}."]
    lines += fetched.notes
    if fetched.report is not None:
        lines.append(to_text(fetched.report))
    return "\n".join(lines)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
