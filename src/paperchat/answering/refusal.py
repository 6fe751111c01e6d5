"""What is said when the library holds no answer: plainly, with what it lacks and what is near."""

from __future__ import annotations

from collections.abc import Sequence

from paperchat.types import Evidence, NearestPaper, Paper, PaperHit

NEAREST = 3
"""Papers shown beside a refusal, at most."""
_ASKED_BACK = 6
"""Papers named when a name may mean several."""

NOTHING_TO_SUMMARIZE = (
    "Say what to summarize: a paper by its title or name, a topic, or all papers of a year."
)


def nearest(
    hits: Sequence[PaperHit], evidence: Sequence[Evidence] = ()
) -> tuple[NearestPaper, ...]:
    """Return the papers to show beside a refusal, nearest first; scores are cosines.

    With ``evidence``, best first, each is shown with its best sentence.
    """
    quotes: dict[str, str] = {}
    for item in evidence:
        quotes.setdefault(item.paper.id, item.sentence.text)
    return tuple(
        NearestPaper(
            hit.paper.id,
            hit.paper.title,
            round(hit.dense_score or 0.0, 4),
            quotes.get(hit.paper.id, ""),
        )
        for hit in hits[:NEAREST]
    )


def no_evidence(missing: Sequence[str]) -> str:
    """Say that nothing in the library answers."""
    text = "The papers in this library do not answer this question."
    if missing:
        text += f" None of the papers near it mentions {_listed(_quoted(missing), 'or')}."
    return text


def near_in_meaning(used: Sequence[tuple[str, int]]) -> str:
    """Say which terms the papers use instead, and how many of them."""
    listed = [f"“{term}” ({_papers(count)})" for term, count in used]
    return f"Near in meaning, and spoken of: {_listed(listed)}."


def nothing_known(what: str, measure: str) -> str:
    """Say that of no paper is known what they are to be put in order by."""
    return f"Of the {what} in this library, none has {measure}."


def nothing_meets(conditions: Sequence[str]) -> str:
    """Say that the conditions leave no paper to look at."""
    return f"No paper in this library meets {_listed(conditions)}."


def not_in_abstract(
    papers: Sequence[Paper], missing: Sequence[str], searched: frozenset[str] = frozenset()
) -> str:
    """Say that the named papers are here, but their text does not hold the answer.

    Of the papers ``searched``, by id, not only the abstract was.
    """
    names, kind = _titles(papers), _kind_of(papers)
    text = f"Nothing that answers this was found in the {kind} of {names}."
    if searched and all(paper.id in searched for paper in papers):
        text = f"Nothing that answers this was found in the {kind} or the text of {names}."
    if missing:
        text += f" It does not mention {_listed(_quoted(missing), 'or')}."
    return text


def not_mentioned(what: str, papers: Sequence[Paper]) -> str:
    """Say that the abstracts or digests of the named papers do not hold a word or a name."""
    names, kind = _titles(papers), _kind_of(papers)
    return f"“{what}” is not mentioned in the {kind} of {names}."


def not_defined(name: str) -> str:
    """Say that papers use the name of a thing, and none explains it."""
    return f"No paper in this library explains “{name}”. What comes nearest is shown below."


def not_in_record(papers: Sequence[Paper]) -> str:
    """Say that the sources of the named papers did not give what is asked for."""
    names = _titles(papers)
    return f"Neither the text nor the record of {names} says that."


def unknown_paper(name: str) -> str:
    """Say that no paper goes by ``name``."""
    return f"No paper in this library is called “{name}”, or introduces something of that name."


def introduced_by_none(name: str, users: int) -> str:
    """Say that papers use a name, but none says that it comes from there."""
    use = "uses" if users == 1 else "use"
    return f"No paper in this library says that it introduces “{name}”; {_papers(users)} {use} it."


def no_such_place(shown: int) -> str:
    """Say that a list has no paper at the place that was pointed at."""
    verb = "was" if shown == 1 else "were"
    return f"Only {_papers(shown)} {verb} shown last: say by its title which one you mean."


def unknown_name(names: Sequence[str]) -> str:
    """Say that no paper mentions any of ``names``."""
    return f"No paper in this library mentions {_listed(_quoted(names), 'or')}."


def nothing_to_list(what: str) -> str:
    """Say that no paper is of the kind asked for."""
    return f"This library holds no {what}."


def none_of_these(count: int, what: str) -> str:
    """Say that the papers asked about are none of those that are ``what``."""
    if count == 1:
        return f"The paper you ask about is none of the {what}."
    return f"The {count} papers you ask about are none of the {what}."


def not_said_of(papers: Sequence[Paper]) -> str:
    """Say of which of the papers asked about it is not said."""
    names, kind = _titles(papers, "or"), _kind_of(papers)
    return f"The {kind} of {names} does not say so."


def said_by_none(count: int) -> str:
    """Say that none of the papers spoken of says what is asked for."""
    if count == 1:
        return "The paper spoken of does not say that."
    return f"None of the {count} papers spoken of says that."


def only_one(paper: Paper) -> str:
    """Say that both names of a comparison mean one paper."""
    return f"Both names mean “{paper.title}”: name two different papers."


def ambiguous(name: str, papers: Sequence[Paper]) -> str:
    """Ask which of several papers is meant: a few, each with the id that names it alone."""
    shown = [f"“{paper.title}” (id {paper.id})" for paper in papers[:_ASKED_BACK]]
    more = len(papers) - len(shown)
    if not more:
        return f"“{name}” may mean {_listed(shown, 'or')}: which one?"
    return (
        f"“{name}” may mean any of {len(papers)} papers, such as {_listed(shown, 'or')}; "
        f"{more} more {'has' if more == 1 else 'have'} it in the title. Which one?"
    )


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count} papers"


def _quoted(words: Sequence[str]) -> list[str]:
    return [f"“{word}”" for word in words]


def _titles(papers: Sequence[Paper], word: str = "and") -> str:
    return _listed([f"“{paper.title}”" for paper in papers], word)


def _kind_of(papers: Sequence[Paper]) -> str:
    """Return what is read of ``papers``: of one digest among them, no more is promised."""
    return "digest" if any(paper.text_kind == "digest" for paper in papers) else "abstract"


def _listed(items: Sequence[str], word: str = "and") -> str:
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
