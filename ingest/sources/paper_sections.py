"""The headings between which a paper's abstract stands."""

from __future__ import annotations

import re

_MARK = r"[ \t]{0,8}(?:#{1,6}[ \t]*|\*\*|__)?"
_CLOSED = r"(?:\*\*|__)?[ \t]*"
# On a line of its own, before a sign, or before a word with which abstracts begin: "Abstract Syntax
# Notation" is no heading.
_AFTER = (
    rf"{_CLOSED}(?:$|[:.—–-]+[ \t]*{_CLOSED}"
    r"|[ \t]+(?=(?:We|This|These|The|In|An?|Our|It|Recent|Recently|Despite|While|Although)\b))"
)

ABSTRACT_START = re.compile(
    rf"^{_MARK}(?:[Aa]bstract|[Aa] ?[Bb] ?[Ss] ?[Tt] ?[Rr] ?[Aa] ?[Cc] ?[Tt]"
    rf"|(?:[Ss]ummary|SUMMARY)(?=\W*$)){_AFTER}",
    re.MULTILINE,
)
"""The heading of an abstract, on a line of its own or before its first word ("Abstract—We")."""

ABSTRACT_END = re.compile(
    rf"^{_MARK}(?:"
    r"(?:\d{1,2}\.?|I\.?)?[ \t]*(?:introduction|i ?n ?t ?r ?o ?d ?u ?c ?t ?i ?o ?n)\b"
    r"|(?:key[ -]?words?|index terms|ccs concepts|categories and subject|acm reference"
    r"|general terms|contents|table of contents|acknowledge?ments?|references)\b"
    r"|1\.?[ \t]+[A-Z]\w+(?:[ \t]\w+){0,5}[ \t]*$"
    r"|#{1,6}[ \t]+\S"
    r")",
    re.MULTILINE | re.IGNORECASE,
)
"""What follows an abstract: the introduction, keywords, or any heading of Markdown."""
