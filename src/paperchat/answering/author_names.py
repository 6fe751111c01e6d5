"""Questions for what an author says: "what did Ada Low write about?", "what does Low say on X?"."""

from __future__ import annotations

import re
from collections.abc import Callable

_NAME = r"(?P<name>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,4}?)"
_WRITE = (
    r"(?:writ(?:e|ten)|publish(?:ed)?|author(?:ed)?|work(?:ed)? on|research(?:ed)?|stud(?:y|ied))"
)
_SAY = (
    r"(?:say|said|tell us|think|thought|report(?:ed)?|find|found|conclude[ds]?|argue[ds]?|"
    r"claim(?:ed)?|show|shown|propose[ds]?|suggest(?:ed)?|write|written)"
)
_ASKS = re.compile(
    rf"^\W*(?:and |so |but )?what (?:does|did|has|have) {_NAME} (?:"
    rf"(?:{_WRITE}|{_SAY})(?: about)?|(?P<says>{_SAY}) (?:about|on|regarding) (?P<topic>.+?))\W*$",
    re.IGNORECASE,
)


def of_an_author(question: str, is_author: Callable[[str], bool]) -> str | None:
    """Put a question for what somebody writes to the papers by them; None for any other.

    ``is_author`` tells whether a name is one of an author, as "what does MossNet show?" has none.
    """
    found = _ASKS.match(question)
    if found is None or not is_author(found["name"]):
        return None
    if found["topic"]:
        return f"What do the papers by {found['name']} say about {found['topic']}?"
    return f"List the papers by {found['name']}"
