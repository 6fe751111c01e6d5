"""What a comparison of methods compares in the end: the papers their names were taken for.

"Compare DPO and PPO" names two methods of which many papers speak. The papers with these names in
their titles are compared, and the reader is told so.
"""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.answering.context import Context
from paperchat.answering.draft import listed
from paperchat.retrieval.owners import introduces
from paperchat.text.identity import title_key
from paperchat.types import Paper

NameTaken = tuple[str, Paper]
"""Words of a question, and the paper that they were taken for."""


def note_of_names(context: Context, named: Sequence[NameTaken]) -> tuple[str, ...]:
    """Say which names were taken for a paper that is not theirs alone; nothing if none was."""
    shared = [(name, paper) for name, paper in named if _is_shared(context, name, paper)]
    if not shared:
        return ()
    taken = listed([f"“{name}” was taken for “{paper.title}”" for name, paper in shared])
    them = "it" if len(shared) == 1 else "them"
    return (f"Compared are papers, not methods: {taken}. Other papers speak of {them} too.",)


def _is_shared(context: Context, name: str, paper: Paper) -> bool:
    """Tell whether ``name`` is one that several papers use, and ``paper`` did not give it."""
    if not name or (title_key(name) in title_key(paper.title) and " " in name.strip()):
        return False
    return not introduces(name, paper) and len(context.names.users(name)) > 1
