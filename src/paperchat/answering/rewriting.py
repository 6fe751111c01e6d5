"""Orders to write an answer anew, in another language or form, where papers are only quoted."""

from __future__ import annotations

import re

NOT_TRANSLATED = (
    "Papers are quoted word for word, in the language they are written in, so nothing is "
    "translated here: copy the answer, with its numbers and sources, to a translator."
)
NOT_REWRITTEN = (
    "Answers are the papers' own sentences as they stand, and are not written anew in another "
    "form. “shorter”, “more detail”, “only the results” and “compare ...” change what is quoted."
)

_POLITELY = r"\W*(?:(?:and|now|ok|okay|please|can you|could you|would you|just)\W+)*"
_IT = r"(?:it|that|this|them|these|those|(?:the|your) (?:answer|summary|text|quotes?|last answer))"
_LANGUAGE = (
    r"(?:english|german|french|spanish|italian|portuguese|dutch|polish|russian|ukrainian|turkish|"
    r"arabic|hebrew|persian|hindi|chinese|mandarin|japanese|korean|vietnamese|swedish|danish|"
    r"norwegian|finnish|greek|czech|hungarian|romanian|indonesian|thai|latin)"
)
_TRANSLATES = re.compile(
    rf"{_POLITELY}(?:translate(?: {_IT})?(?: (?:in)?to [\w ]+)?|"
    rf"(?:(?:say|give|tell|write|repeat|answer|explain)(?: me)?(?: {_IT})? )?(?:again )?in "
    rf"{_LANGUAGE})(?: please)?\W*",
    re.IGNORECASE,
)
_FORM = (
    r"(?:(?:a|an|one) )?(?:(?:bullet(?:ed)?|numbered|short|simple|plain|nice|formatted) )?"
    r"(?:list|bullets|bullet points|table|poem|song|haiku|story|essay|e-?mail|tweet|blog post|"
    r"slides?|presentation|diagram|mind ?map|json|latex|own words|your own words|simpler words|"
    r"plain english|simple terms|layman['’]?s terms)"
)
_REWRITES = re.compile(
    rf"{_POLITELY}(?:(?:(?:re)?write|rephrase|reformulate|paraphrase|reword|format|put|turn|make|"
    rf"show|give|say|explain|present)(?: me)?(?: {_IT})? )?(?:as|in(?:to)?) {_FORM}(?: please)?\W*|"
    rf"{_POLITELY}(?:rephrase|reformulate|paraphrase|reword|rewrite|simplify) {_IT}(?: please)?\W*",
    re.IGNORECASE,
)


def not_rewritten(question: str) -> str | None:
    """Return what is said to an order to translate or rewrite an answer; None for all else."""
    if _TRANSLATES.fullmatch(question):
        return NOT_TRANSLATED
    return NOT_REWRITTEN if _REWRITES.fullmatch(question) else None
