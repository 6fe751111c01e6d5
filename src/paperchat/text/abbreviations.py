"""Words after which a full stop rarely, or only sometimes, ends a sentence.

All are lower case and without their last full stop.
"""

from __future__ import annotations

NEVER_FINAL = frozenset(
    """
    e.g eg i.e ie cf viz vs v.s w.r.t wrt s.t c.f a.k.a aka resp approx esp incl excl ca
    dr mr mrs ms prof st mt rev hon gen sen capt
    fig figs eq eqs eqn eqns tab thm lem cor ref refs sect chap vol
    """.split()
)
"""A sentence does not end with these, whatever follows."""

BEFORE_NUMBER = frozenset(
    """
    no nos sec secs art ch p pp n def defn prop alg app ex ver par obs suppl av
    jan feb mar apr jun jul aug sep sept oct nov dec
    """.split()
)
"""These belong to a number, a letter or a bracket that follows ("No. 5", "Sec. (2)")."""

NAMES_WITH_EXCLAMATION = frozenset({"yahoo", "jeopardy"})

PREPOSITIONS = frozenset(
    "by of from with and in to for on at the or & between against after than as de van von".split()
)
"""After these a single capital letter is somebody's initial or a genus, not the end of a name."""

STARTERS = frozenset(
    """
    A After All Although Among An And Another As At Background Based Because Before Both But By
    Code Compared Conclusion Conclusions Consequently Data Despite Does During Each Empirical Even
    Existing Experimental Experiments Extensive Few Finally First For From Further Furthermore
    Given Hence Here How However If Importantly In Indeed Instead Is It Its Later Many Meanwhile
    Methods Moreover More Most Much No Nonetheless Nevertheless None Not Notably Now Of On Once One
    Only Other Our Over Overall Patients Recent Recently Results Second Several She He Similarly
    Simulations Since So Some Specifically Subsequently Such That The Their Then There Thereby
    Therefore These They Third This Those Three Through Thus To Together Two Under Unlike Until
    Using We What When Where Whereas Whether Which While Who Why With Within Without Yet You
    Additionally Also Are Can Do Evaluations Code Source Through Ultimately Unfortunately Via
    """.split()
)
"""Capitalised words that start sentences far more often than they start names."""
