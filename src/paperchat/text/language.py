"""Whether a question is English, told from its script and its function words, without a model.

Names and field words travel between languages, so they tell nothing: only function words count,
and a text without any of another language is taken for English.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from paperchat.text.stopwords import STOP_WORDS

Language = Literal["english", "other", "script"]

_LOOKED_AT = 2000
"""Characters that are enough to tell."""

_OTHER_SCRIPT = 0.3
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ELIDED = re.compile(r"(?:qu|[dlnjcs])['’](?=\w)")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish, Czech, Turkish,
# Finnish, Romanian, Hungarian, Indonesian. Words that English, names or Latin terms share are
# left out ("die", "la", "de", "in", "van", "con", "plus").
_FOREIGN = _words("""
    der dem des ein eine einen einem einer eines und oder aber nicht ist sind waren wird
    werden wurde wurden haben kann können könnte soll sollte mit von vom zu zum zur beim auf
    aus nach über unter für gegen ohne durch wie wer wann warum wieso welche welcher welches
    welchen welchem worum worin wovon gibt geht macht sich ich wir ihr sie mich dir dieser diese
    dieses diesem diesen auch nur noch schon sehr mehr kein keine ins bitte erkläre zwischen
    les une est sont était dans pour avec sans sous entre qui que quoi quel quelle quels quelles
    où quand comment pourquoi combien cette ces cet elle ils elles nous vous mais ou donc aux peut
    peuvent pas moins très être avoir fait
    los las una unos unas fue está están pero sin para por sobre qué cuál cuáles quién cómo
    cuándo dónde cuánto cuántos este esta estos estas ese esa sus hay tiene tienen más menos muy
    también puede como
    gli della delle dello degli dei nel nella nelle sono è senza tra che chi cosa quale quali
    quando dove perché questo questa questi queste più meno molto anche può
    um uma uns umas são foi estão sem quem qual quais onde quanto porque isto esse essa isso nos
    nas pelo pela não mais muito também há tem ao
    het een maar niet zijn waren wordt worden heeft hebben kan kunnen met zonder voor tegen tussen
    uit naar hoe wie wat waar wanneer waarom welke dit deze dat wij zij ook nog
    ett och eller inte är vad hur när vilken vilket vilka som på till från för av det att detta
    dessa hvad hvordan hvorfor hvilken hvilke og ikke til
    jest są był nie się jak co kto gdzie kiedy dlaczego który która które oraz lub ale dla przez
    czy tego jaki jakie jaka
    jsou byl není kdo kde kdy proč který která které nebo
    bir ve ile için bu şu nasıl neden hangi kim nerede değil daha çok olan nedir
    oli mitä miten miksi missä milloin kuka joka tämä ovat mikä
    și sau dar sunt când unde pentru
    és vagy nem hogyan miért melyik egy
    apa yang dari untuk dengan ini itu adalah bagaimana mengapa tidak siapa
""")
_ENGLISH = STOP_WORDS - _words("die was an as at no so me to do i on or over under") | _words(
    "paper papers method methods survey summarize summarise compare list show used work"
)


def language(text: str) -> Language:
    """Return "english", "other" (Latin letters, another language) or "script" (other letters).

    Greek letters count as Latin, since formulas use them. A text without letters is "english":
    nothing speaks against it.
    """
    text = text[:_LOOKED_AT]
    letters = [char for char in text if char.isalpha()]
    if sum(not _is_latin(char) for char in letters) > _OTHER_SCRIPT * len(letters):
        return "script"
    words = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    foreign = sum(word in _FOREIGN or bool(_ELIDED.match(word)) for word in words)
    english = sum(word in _ENGLISH for word in words)
    return "other" if foreign > english and (foreign > 1 or english == 0) else "english"


def _is_latin(char: str) -> bool:
    if char.isascii():
        return True
    name = unicodedata.name(char, "")
    return any(part in name for part in ("LATIN", "GREEK", "MATHEMATICAL", "MICRO", "ORDINAL"))
