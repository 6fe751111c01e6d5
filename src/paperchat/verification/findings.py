"""What keeps a sentence from being supported, in one sentence for the reader each."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.verification.direction import contradiction
from paperchat.verification.named import is_named, unbacked_names
from paperchat.verification.numbers import may_be_counted, passage_numbers, unbacked_numbers
from paperchat.verification.support import sentences_of
from paperchat.verification.verdict import Problem, ProblemKind, Source

_LONGEST_TOLD = 40
_MOST_TOLD = 3


def never_issued(labels: Sequence[int]) -> list[Problem]:
    """Tell of labels that no passage has."""
    return [
        Problem("label", f"There is no passage with the label [{label}].")
        for label in labels[:_MOST_TOLD]
    ]


def missing_numbers(
    sentence: str, cited: Sequence[Source], others: Sequence[Source]
) -> tuple[list[Problem], bool]:
    """Tell of numbers that the cited passages lack, and whether that is sure.

    A small count in words may be the writer's own, so it alone is not sure.
    """
    texts = _texts(cited)
    missing = unbacked_numbers(sentence, texts)
    problems = []
    for quantity in missing[:_MOST_TOLD]:
        having = [
            source.label for source in others if passage_numbers(source.text).bear_out(quantity)
        ]
        problems.append(_missing("number", quantity.surface, cited, having))
    return problems, not all(may_be_counted(quantity, sentence, texts) for quantity in missing)


def missing_names(
    sentence: str, cited: Sequence[Source], others: Sequence[Source]
) -> tuple[list[Problem], list[int]]:
    """Tell of names that cited passages and titles lack.

    Also returns labels to add: where another passage of a cited paper has the name, that one bears
    it out ("Our method" in one sentence is named in another).
    """
    problems: list[Problem] = []
    added: list[int] = []
    titles = {source.title for source in cited}
    issued = [source.text for source in others]
    for name in unbacked_names(sentence, _texts(cited), issued)[:_MOST_TOLD]:
        having = [source for source in others if is_named(name, _texts([source]))]
        same = [source.label for source in having if source.title in titles]
        if same:
            added.append(same[0])
        else:
            problems.append(_missing("name", name, cited, [source.label for source in having]))
    return problems, added


def contradicted(sentence: str, cited: Sequence[Source]) -> list[Problem]:
    """Tell of a cited passage that says the opposite."""
    sentences = [part for source in cited for part in sentences_of(source.text)]
    told = {
        "order": "The cited passage has it the other way round.",
        "direction": "The cited passage says the opposite.",
        "negation": "The cited passage says the opposite: one of the two says “not”.",
    }
    conflict = contradiction(sentence, sentences)
    return [Problem("direction", told[conflict])] if conflict else []


def _texts(sources: Sequence[Source]) -> list[str]:
    return list(dict.fromkeys(text for source in sources for text in (source.text, source.title)))


def _missing(
    kind: ProblemKind, surface: str, cited: Sequence[Source], having: Sequence[int]
) -> Problem:
    shown = " ".join(surface.split())
    if len(shown) > _LONGEST_TOLD:
        shown = shown[: _LONGEST_TOLD - 1] + "…"
    passages = "cited passages" if len(cited) > 1 else "cited passage"
    elsewhere = f"; it stands in [{having[0]}]" if having else ""
    return Problem(kind, f"The {kind} {shown} is not in the {passages}{elsewhere}.")
