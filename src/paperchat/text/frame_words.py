"""Words that frame a question and say nothing about its subject, in any field."""

from __future__ import annotations

FRAME_WORDS = frozenset(
    word
    for line in """
    about abstract according achieve actual address aim amount answer approach build built
    article author authors beat big call called claim come compare construct corpus deal define
    describe detail differ difference different discuss do drawback employ exactly example
    explain far fast find finding gain get give goal happen help idea improve introduce kind
    know large library limit limitation list long main make many matter mean mention method much
    name need number often outperform paper papers people percent percentage perform point
    possible present problem propose provide publication question reach report result say show
    solve stand state study suggest summarise summarize summary surpass system tackle talk
    technique tell term thing tool type use used user using various way work write year
    """.splitlines()
    for word in line.split()
)
"""Lower-case verbs and nouns of asking and reporting ("explain", "paper", "result")."""
