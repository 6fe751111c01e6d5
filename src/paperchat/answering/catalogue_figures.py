"""Figures of the library in sentences: years, papers a year, authors, and what it is about."""

from __future__ import annotations

from collections import Counter

from paperchat.answering.catalogue_answer import described
from paperchat.answering.catalogue_question import CatalogueQuestion
from paperchat.answering.context import Context
from paperchat.answering.draft import Draft
from paperchat.answering.periods import in_words
from paperchat.answering.selection import Selection
from paperchat.answering.speaker import Speakers
from paperchat.library.figures import Figures
from paperchat.retrieval.cluster_names import may_name, without_capitals
from paperchat.text.phrases import phrases
from paperchat.types import Paper

_READ = 3_000
"""Papers whose titles are read for an overview."""

_THEMES = 8
_EXAMPLES = 2
_FEW = 5
_TEXTS_READ = 500
"""Papers whose texts are read where their titles share few themes."""
_LONGER = 0.25
"""What each word of a theme adds to its weight, as a share of the papers that have it."""


def compose_figures(draft: Draft, asked: CatalogueQuestion, figures: Figures) -> None:
    """Say what the figures of the papers are: their years, papers a year or month, authors."""
    if asked.wanted == "mean_authors":
        draft.say(_authors(figures))
        return
    undated = figures.count - figures.dated
    silent = f" {undated} of {figures.count} have no date." if undated else ""
    years = figures.years()
    if not years:
        draft.say(f"None of the {figures.count} {described(asked, figures.count)} has a date.")
    elif asked.wanted == "years":
        counts = ", ".join(f"{year}: {count}" for year, count in years.items())
        draft.say(f"The papers are dated {min(years)} to {max(years)} ({counts}).{silent}")
    elif asked.wanted == "per_year":
        draft.say(f"Papers a year: {_spread({str(y): n for y, n in years.items()})}.{silent}")
    elif not figures.months:
        counts = _spread({str(year): number for year, number in years.items()})
        draft.say(f"The papers are known by their year only: {counts}.{silent}")
    else:
        alone = figures.by_year_only
        if alone:
            verb = "is" if alone == 1 else "are"
            silent = f" {alone} of {figures.count} {verb} known by year only.{silent}"
        months = {in_words(f"{y}-{m:02d}"): n for y, m, n in figures.months}
        draft.say(f"Papers a month: {_spread(months)}.{silent}")


def _spread(counts: dict[str, int]) -> str:
    most = max(counts.values())
    top = " and ".join(key for key, count in counts.items() if count == most)
    listed = ", ".join(f"{key}: {count}" for key, count in counts.items())
    return f"{listed}; the most in {top}" if len(counts) > 1 else listed


def _authors(figures: Figures) -> str:
    known = len(figures.author_counts)
    if not known:
        return "No paper of this library gives a number of authors."
    silent = f" The other {figures.count - known} give none." if known < figures.count else ""
    return (
        f"The {known} papers whose number of authors is known have {figures.mean_authors():.1f} "
        f"authors on average (median {figures.median_authors():g}, from "
        f"{figures.author_counts[0]} to {figures.author_counts[-1]}).{silent}"
    )


def compose_overview(draft: Draft, context: Context, selection: Selection) -> None:
    """Say what the titles speak of most, each theme with its number of papers and two examples."""
    count = selection.count()
    papers = selection.first(_READ, None)
    themes, speak = _themes(papers), "Their titles"
    if len(themes) < _FEW and len(papers) <= _TEXTS_READ:
        themes, speak = _themes(papers, in_texts=True), "They"
    if not themes:
        what = "1 paper" if count == 1 else f"{count or 'no'} papers"
        alone = ", which share no theme" if count > 1 else ""
        draft.say(f"The library holds {what}{alone}.")
        return
    read = "" if count <= len(papers) else f" (of the first {len(papers)})"
    draft.say(f"The library holds {count} papers. {speak}{read} speak most often of:")
    asked = CatalogueQuestion("list", (), tuple(themes), surveys=False)
    examples = {theme: found[:_EXAMPLES] for theme, found in themes.items()}
    shown = [paper for found in examples.values() for paper in found]
    speakers = Speakers(context, asked, shown)
    for theme, found in examples.items():
        names = " and ".join(f"“{paper.title}”" for paper in found)
        draft.say(f"{theme} ({len(themes[theme])} papers), for example {names}:")
        for paper in found:
            sentence = speakers.of(paper)
            if sentence is not None:
                draft.quote(sentence, paper)


def _themes(papers: list[Paper], *, in_texts: bool = False) -> dict[str, list[Paper]]:
    """Return the phrases that most titles, or texts, share, with the papers that use them.

    A theme is taken only if half of its papers are not under a theme that was taken before.
    """
    holders: dict[tuple[str, ...], list[Paper]] = {}
    surfaces: dict[tuple[str, ...], Counter[str]] = {}
    for paper in papers:
        read = f"{paper.title}. {paper.text}" if in_texts else paper.title
        for key, surface in _phrases(read).items():
            holders.setdefault(key, []).append(paper)
            surfaces.setdefault(key, Counter())[surface] += 1
    taken: dict[tuple[str, ...], list[Paper]] = {}
    covered: set[str] = set()
    # Of two that are as frequent the longer says more: "graph neural networks".
    for key in sorted(holders, key=lambda key: -len(holders[key]) * (1 + _LONGER * len(key))):
        found = holders[key]
        new = [paper for paper in found if paper.id not in covered]
        if len(taken) == _THEMES:
            break
        alike = any(len(set(key) & set(other)) > 1 for other in taken)
        if len(found) > 1 and 2 * len(new) >= len(found) and not alike:
            taken[key] = new + [paper for paper in found if paper not in new]
            covered |= {paper.id for paper in found}
    return {_capitalized(surfaces[key]): found for key, found in taken.items()}


def _phrases(text: str) -> dict[tuple[str, ...], str]:
    found = {phrase.key: phrase for phrase in phrases(text) if may_name(phrase)}
    return {
        key: without_capitals(phrase.surface)
        for key, phrase in found.items()
        if len(phrase.surface.split()) > 1
    }


def _capitalized(surfaces: Counter[str]) -> str:
    name = surfaces.most_common(1)[0][0]
    return name[:1].upper() + name[1:]
