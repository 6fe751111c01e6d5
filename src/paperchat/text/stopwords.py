"""English function words, which say nothing about what a text is about."""

from __future__ import annotations

_ARTICLES_AND_PRONOUNS = """
a an the this that these those it its itself i me my mine myself we us our ours ourselves you your
yours yourself he him his she her hers they them their theirs themselves one ones someone something
anyone anything everyone everything nothing none each every either neither both all any some such
same other others another many much more most few fewer less least several own
"""
_QUESTION_WORDS = """
what which who whom whose when where why how whether please tell explain describe say
"""
_VERBS = """
am is are was were be been being do does did doing done have has had having can could may might
must shall should will would ought cannot get gets got let lets make makes made
don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't can't couldn't won't
wouldn't shouldn't i'm it's that's there's what's who's we've they've i've let's
"""
_PREPOSITIONS_AND_CONJUNCTIONS = """
about above across after against along among amongst around as at before behind below beneath
beside besides between beyond but by despite down during except for from in inside into like near
of off on onto out outside over per since through throughout to toward towards under until unto up
upon via versus vs with within without and or nor so yet if then else than though although because
unless while whereas
"""
_ADVERBS = """
again also already almost always ever even here there hence however indeed instead just moreover
furthermore thus therefore thereby never no not now often only otherwise quite rather really still
too very well i.e e.g ie eg etc cf et al respectively
"""

STOP_WORDS = frozenset(
    (
        _ARTICLES_AND_PRONOUNS
        + _QUESTION_WORDS
        + _VERBS
        + _PREPOSITIONS_AND_CONJUNCTIONS
        + _ADVERBS
    ).split()
)
