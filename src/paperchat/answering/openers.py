"""Words that open a question and say nothing of it: "by the way,", "ok, back to it:"."""

from __future__ import annotations

import re

_MARKS = r"\s*[,.:;!…–—-]+\s+"
_OPENERS = re.compile(
    r"\W*(?:"
    r"(?:ok(?:ay)?|fine|great|good|nice|cool|thanks?(?: you)?(?: for that| a lot)?|well|right|"
    r"alright|all right|anyway|anyhow|btw|by the way|hm+|sorry|actually|hi|hello|hey|so|now|"
    r"understood|i see|got it|good to know|moving on|let me ask|a follow-?up|"
    r"(?:switching|changing|change of|new|different|another) (?:topics?|subject)|"
    r"on (?:a|another) (?:different |related )?(?:note|topic|subject)|"
    r"(?:one|a|another|next|last|quick|one last|one more|a last|a quick|a new)"
    r" (?:more )?(?:question|thing)|"
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
