"""Words around a question that say nothing of it: "by the way, ...", "... in simple terms"."""

from __future__ import annotations

import re

_MARKS = r"\s*[,.:;!…–—-]+\s+"
_OPENERS = re.compile(
    r"\W*(?:"
    r"(?:ok(?:ay)?|fine|great|good|nice|cool|perfect|awesome|interesting|thx|ty|cheers|"
    r"(?:many )?thanks?(?: you)?(?: for that| a lot| so much)?|well|right|one more|"
    r"alright|all right|anyway|anyhow|btw|by the way|hm+|sorry|actually|hi|hello|hey|so|now|"
    r"understood|i see|got it|good to know|moving on|let me ask|a follow-?up|"
    r"(?:switching|changing|change of|new|different|another) (?:topics?|subject)|"
    r"on (?:a|another) (?:different |related )?(?:note|topic|subject)|"
    r"(?:one|a|another|next|last|quick|one last|one more|a last|a quick|a new)"
    r" (?:more )?(?:question|thing)|"
    r"(?:now |and now )?(?:for |to )?(?:something|anything) (?:else|different)|"
    r"(?:in|of|from|across) (?:all(?: of)?(?: the| these)? papers|the (?:whole|entire) library)|"
    rf"back to (?:it|that|this|them|the (?:topic|paper|subject)))(?:{_MARKS})|"
    r"(?:(?:can|could) you |please )?(?:show|give) me the (?:exact )?(?:quote|sentence|passage)"
    r" (?:with|on|about|for|where)\s+|"
    # Without a mark only before another one.
    r"(?:ok(?:ay)?|well|so|now|and|but|thanks|hey|fine)\s+"
    r"(?=(?:back to|by the way|btw|switching|another question|one more)\b)|"
    r"back to (?!(?:it|that|this|them|the|basics)\b)(?=[^,.:;!?]{2,60}[,:])"
    r")",
    re.IGNORECASE,
)

_CLOSERS = re.compile(
    r"(?:[.?!]\s*(?:please )?(?:answer|reply|respond|write)(?: me)?(?: in| with| using| as) "
    r"[^.?!]{2,40}|"
    r"[\s,]+(?:(?:like|as if|as though) (?:i(?:['’]m| am| were| was)|to) (?:\w+ )?"
    r"(?:five|5|ten|10|twelve|12|a \w+|an \w+)(?:[- ]years?[- ]old)?|"
    r"(?:to|for) (?:an? (?:beginner|layperson|layman|child|newcomer|novice|non-?expert|"
    r"undergraduate|student)|(?:beginners|dummies|laypeople))|"
    r"in (?:very )?(?:simple|plain|easy|everyday|layman['’]?s?|non-?technical) "
    r"(?:terms|words|english|language)|eli5|simply|please))\W*$",
    re.IGNORECASE,
)
_SWITCH = re.compile(
    r"\b(?:(?:something|anything) (?:else|different)|moving on|(?:new|different|another) (?:topic|"
    r"subject)|(?:switching|changing|change of) (?:topics?|subject)|on another note)\b",
    re.IGNORECASE,
)
ALL_PAPERS = "In all papers"
"""Before a question and a colon it means the whole library, whatever was spoken of."""
_ALL = re.compile(r"\b(?:all(?: of)?(?: the| these)? papers|(?:whole|entire) library)\b", re.I)
_SINGLE = re.compile(r"\b(?:it|its|this|that|these|those|the (?:first|second|last|other))\b", re.I)


def turns_away(question: str) -> bool:
    """Tell whether ``question`` says that it leaves what was spoken of, and does.

    "Something else: what do they say about sleep?" means the papers, not those of the last answer;
    "moving on: what are its limits?" still means one of these.
    """
    asked = without_openers(question)
    opener = question[: len(question) - len(asked)]
    if _ALL.search(opener):
        return True
    return bool(_SWITCH.search(opener)) and not _SINGLE.search(asked)


def without_openers(question: str) -> str:
    """Return ``question`` from where it begins to ask; as it is where nothing else would be left.

    "Back to Janus: where is its code?" keeps the name.
    """
    left = question
    while match := _OPENERS.match(left):
        if not re.search(r"\w", left[match.end() :]):
            break
        left = left[match.end() :]
    return left


def without_closers(question: str) -> str:
    """Return ``question`` without how it is to be told, which quotes cannot heed."""
    match = _CLOSERS.search(question)
    return question[: match.start()] if match and match.start() else question
