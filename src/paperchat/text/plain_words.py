"""Verbs, adjectives and the like that are so plain that nobody misses them in a text."""

from __future__ import annotations

from paperchat.text.irregular import plain_stem
from paperchat.text.terms import stem

_WORDS = """
able accept act actual add advise afford agree aim allow amount answer appear apply argue arise
ask assess assume attempt avoid bad base bear beat become begin behave believe belong best better
big bring call capable care carry cause certain change check choose claim close combine come
common compare concern conclude confirm consider consist contain continue contribute cope correct
cost count cover create current cut deal decide decrease define deliver demand depend derive
describe deserve determine develop differ different difficult discover discuss do drop early easy
effective either employ enable end enough ensure establish estimate evaluate examine exist expect
explain explore express extend face fail fall far fast feel few fill find fit fix focus follow
force form full gain general get give go goes good great grow handle happen hard help high hold
hope hurt identify ignore important improve include increase indicate inspire intend introduce
investigate involve join judge keep kind know lack large last late lead learn leave less let like
likely limit little live long look lose low lower main maintain major make manage many matter mean
measure meet mention mind miss more most move name need new next normal notice obtain occur offer
old open order other overcome own pass pay perform pick place plain plan play poor possible prefer
prepare present prevent produce promise propose prove provide pull purpose push put quick raise
rate reach ready real realise realize reason recent reduce refer regard rely remain remove replace
report represent require rest result reveal rise run same say seem select serve set several shape
share shift short show similar simple single slow small solve sort specific spend split stand
start state stay stop strong succeed suffer suggest suit support suppose sure surprise take talk
tell tend test think total touch treat true try turn type typical understand update use useful
usual value vary verify view want watch way weak well win wish work worry worse worst worth write
wrong
"""

_PLAIN = frozenset(_WORDS.split())
_STEMS = frozenset(plain_stem(stem(word)) for word in _PLAIN)
_DERIVED = tuple(
    f"{ending}{plural}"
    for ending in ("ion", "ment", "ity", "ness", "ance", "ence", "al", "ive", "or")
    for plural in ("", "s")
)
"""Ends a word made of another one: to represent is plain, a representation is a thing."""


def is_plain(word: str) -> bool:
    """Tell whether ``word``, in any of its forms, is missed by nobody; capitals make it a name."""
    lowered = word.lower()
    if any(map(str.isupper, word[1:])):
        return False
    if lowered in _PLAIN:
        return True
    return not lowered.endswith(_DERIVED) and plain_stem(stem(lowered)) in _STEMS
