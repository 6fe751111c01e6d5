"""The sentence that says best what a paper does, what it gives away, or that it is a survey."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paperchat.answering.facets import facets_of
from paperchat.types import Sentence

_WHO = (
    r"\b(?:we|(?:the|this|our) (?:present )?(?:paper|work|study|article|report|survey|review|"
    r"authors?|letter|thesis))\b"
)
_VERB = (
    r"(?:propos|introduc|present|develop|design|describ|survey|review|offer|build|construct|"
    r"formali|investigat|stud|examin|analy[sz]|identif|argu)"
)
_ANNOUNCES = re.compile(
    rf"{_WHO}(?: \w+){{0,3}}? {_VERB}\w*|\b(?:is|are) (?:proposed|introduced|presented)\b",
    re.IGNORECASE,
)
_PROPOSES = re.compile(
    rf"{_WHO}(?: \w+){{0,3}}? (?:propos|introduc|present)\w*|\bis an? (?:new|novel)\b",
    re.IGNORECASE,
)
"""Announces the contribution in plain words, whatever else the sentence tells."""

_CODE = re.compile(
    r"\b(?:codes?|codebase|implementations?|software|repositor(?:y|ies)|github)\b|github\.com",
    re.IGNORECASE,
)
_SURVEYS = re.compile(
    rf"{_WHO}.*\b(?:survey|review|overview)|\b(?:survey|review)s?\b", re.IGNORECASE
)


def headline(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence that says best what a paper does: its main contribution."""
    faceted = facets_of(sentences)
    approach = sorted(faceted.sentences["method"], key=lambda sentence: sentence.start)
    announcing = [one for one in approach if _ANNOUNCES.search(one.text)]
    announcing += [one for one in sentences if _PROPOSES.search(one.text)]
    return next(iter(announcing), faceted.first("method") or next(iter(sentences), None))


def code_released(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence that says where the code of a paper is, or that it is given away."""
    given = facets_of(sentences).sentences["resource"]
    return next((sentence for sentence in given if _CODE.search(sentence.text)), None)


def survey_said(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence in which a survey says what it surveys."""
    approach = facets_of(sentences).sentences["method"]
    ordered = sorted(approach, key=lambda sentence: sentence.start)
    return next((sentence for sentence in ordered if _SURVEYS.search(sentence.text)), None)
