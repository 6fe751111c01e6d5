"""Verbs that look like nouns, and forms of verbs that no ending gives away, in any field."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


IRREGULAR_PASTS = _words("""
    ate beat became began bent blew bought broke brought built came caught chose chosen clung crept
    dealt drawn drew driven drove fallen fell felt fled flew forbade forbidden forgave forgot
    forgotten fought gave given gone got gotten grew grown held kept knew laid led left lent made
    meant met overcame paid put ran rang risen rode rose said sat saw sent shook shown shrank slept
    slid sold sought spent spoke spun stole stood struck stuck sung swept swung taught threw
    thrown told took tore understood undertaken undertook undergone underwent upheld went withdrew
    withstood woke won wore wove wrote
""")
"""Past forms and participles of verbs that seldom stand before a noun ("brought", not "hidden")."""

VERBS_IN_S = _words("""
    adds asks becomes begins borrows brings carries chooses closes comes converges decodes
    differs does draws finishes gets gives goes grows holds hurts keeps
    loses meets opens perpetuates picks puts reduces says sees
    sends sorts speaks spends spreads stands stops takes tells warns
    wins writes
""")
"""Verbs in "-s" that are seldom the plural of a noun."""

MORE_VERBS = _words("""
    add adhere borrow bring carry coincide converge decode defend perpetuate resort strive
    succeed succumb
""")
"""Verbs in their plain form that are seldom nouns."""

NOUNS_OR_VERBS = _words("""
    answer balance boost bridge cluster control cost cut drop edit filter group guide influence
    judge label lift link map mask match merge mirror monitor order pair plan probe prune query
    rank rate repair review rival route sample scale schedule score search shape shift sort split
    stress structure support switch target test track transfer transform trigger
""")
"""Words that are nouns and verbs alike: which of both, only their neighbours tell."""
