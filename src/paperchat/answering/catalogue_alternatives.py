"""Topics joined by "or": what each of them stands for when said alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TAIL = re.compile(r"^(?P<core>.+?)\s+(?P<tail>(?:in|for|with|by|from|using|under) .+)$", re.I)
_PREPOSITION = re.compile(r"\b(?:in|for|with|by|from|using|under|of|on|to|at|that|which)\b", re.I)
_GOVERNS = re.compile(r"^(?:of|for|in|with|on|by|from|that|\w{3,}ing)$", re.IGNORECASE)


def spelled_out(parts: Sequence[str]) -> list[str]:
    """Give each of the alternatives the words it shares with the others.

    "Poisoning or sabotage in federated learning" is about both in federated learning, "teams of
    robots or agents" about teams of agents, "answering medical or legal questions" about medical
    questions.
    """
    if len(parts) < 2:
        return list(parts)
    *earlier, last = parts
    found = _TAIL.match(last)
    core, tail = (found["core"], f" {found['tail']}") if found else (last, "")
    lead = _lead(earlier[0])
    head = " ".join(core.split()[1:])
    told = []
    for at, part in enumerate(earlier):
        own = part.split()[len(lead.split()) :] if at == 0 else part.split()
        text = part if at == 0 else f"{lead} {part}"
        if lead and head and len(own) == 1 and _is_modifier(own[0]):
            text = f"{text} {head}"
        bare = text.removeprefix(lead)
        told.append(text if _PREPOSITION.search(bare) else f"{text}{tail}")
    return [" ".join(text.split()) for text in [*told, f"{lead} {last}"]]


def _lead(first: str) -> str:
    """Return the words of the first alternative that govern the others too."""
    words = first.split()
    places = [at for at, word in enumerate(words[:-1]) if at and _GOVERNS.match(word)]
    if not places:
        return ""
    end = places[-1] + 1
    # "Agents that operate phones or desktops": the verb governs both.
    end += words[end - 1].lower() == "that"
    return " ".join(words[:end]) if end < len(words) else ""


def _is_modifier(word: str) -> bool:
    return word.islower() and not word.endswith("s")
