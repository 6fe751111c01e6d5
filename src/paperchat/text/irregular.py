"""What no stemmer knows: that "rose" says "rise", and "LLMs" are many of an "LLM"."""

from __future__ import annotations

import re

from paperchat.text.terms import stem

_FORMS = """
arise arose arisen; become became; begin began begun; bind bound; break broke broken; bring
brought; build built; buy bought; catch caught; choose chose chosen; come came; deal dealt; do did
done; draw drew drawn; drive drove driven; fall fell fallen; feed fed; find found; forget forgot
forgotten; freeze froze frozen; get got gotten; give gave given; go went gone; grow grew grown;
hide hid hidden; hold held; keep kept; know knew known; lead led; leave left; lose lost; make
made; mean meant; meet met; overcome overcame; pay paid; rise rose risen; run ran; say said; see
saw seen; seek sought; sell sold; send sent; show shown; shrink shrank shrunk; speak spoke spoken;
spend spent; stand stood; steal stole stolen; strike struck; take took taken; teach taught; tell
told; think thought; throw threw thrown; understand understood; withdraw withdrew withdrawn; write
wrote written
"""
_PLAIN = {
    stem(form): stem(base)
    for base, *forms in (verb.split() for verb in _FORMS.split(";"))
    for form in forms
}
_PLURAL = re.compile(r"(?P<one>(?!\d+$)[b-df-hj-np-rtv-xz\d]{2,})s", re.IGNORECASE)


def plain_stem(token: str) -> str:
    """Return the stem of the verb that the stem ``token`` is a form of, or ``token`` itself.

    Of an acronym without vowels, from whose plural no stemmer takes the s, the singular.
    """
    plural = _PLURAL.fullmatch(token)
    return plural["one"] if plural else _PLAIN.get(token, token)
