"""What is asked of the lexical index."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence

import tantivy

from paperchat.library.lexical_schema import SCHEMA

TITLE_BOOST = 0.1
"""Weight of a title match on top of its match in the text, which begins with the title."""
_AS_TYPED = 3.0
_ACRONYM = re.compile(r"(?!\d+$)[b-df-hj-np-tv-xz\d]{3,}")


def search(
    searcher: tantivy.Searcher,
    tokens: Sequence[str],
    limit: int,
    among: Collection[str] | None = None,
) -> dict[str, float]:
    """Return the BM25 score of the papers that hold any of ``tokens``, best first.

    With ``among`` the documents of these names alone are looked at; scores are as among all.
    """
    if searcher.num_docs == 0 or not tokens or (among is not None and not among):
        return {}
    clauses = []
    for token in tokens:
        body = _in_either_number(token)
        title = tantivy.Query.term_query(SCHEMA, "title", token)
        clauses.append((tantivy.Occur.Should, body))
        clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(title, TITLE_BOOST)))
    query = tantivy.Query.boolean_query(clauses)
    if among is not None:
        named = tantivy.Query.term_set_query(SCHEMA, "paper_id", list(among))
        weightless = tantivy.Query.boost_query(named, 0.0)
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, query), (tantivy.Occur.Must, weightless)]
        )
    found = searcher.search(query, limit, count=False)
    return {searcher.doc(address)["paper_id"][0]: score for score, address in found.hits}


def _in_either_number(token: str) -> tantivy.Query:
    """Return what finds a token; of an acronym without vowels also its plural, or its singular.

    The stemmer leaves these as they are: "LLMs" and "LLM" are two tokens, "GANs" and "GAN" one.
    """
    forms = [token]
    if _ACRONYM.fullmatch(token):
        forms.append(token[:-1] if token.endswith("s") else f"{token}s")
    terms = [tantivy.Query.term_query(SCHEMA, "body", form) for form in forms]
    return tantivy.Query.disjunction_max_query(terms) if len(terms) > 1 else terms[0]


def matching(
    searcher: tantivy.Searcher, groups: Sequence[Sequence[str]], limit: int
) -> tuple[list[str], int]:
    """Return the ids of papers that hold a token of each group, best first, and how many do."""
    if searcher.num_docs == 0 or not groups or not all(groups):
        return [], 0
    clauses = []
    for tokens in groups:
        terms = [tantivy.Query.term_query(SCHEMA, "body", token) for token in tokens]
        # The first is the word as it was typed; what it may become counts less.
        terms[0] = tantivy.Query.boost_query(terms[0], _AS_TYPED)
        titled = [tantivy.Query.term_query(SCHEMA, "title", token) for token in tokens]
        either = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        clauses.append((tantivy.Occur.Must, either))
        # Who looks for a paper by some words mostly means its title.
        clauses += [(tantivy.Occur.Should, term) for term in titled]
    found = searcher.search(tantivy.Query.boolean_query(clauses), limit, count=True)
    ids = [searcher.doc(address)["paper_id"][0] for _, address in found.hits]
    return ids, found.count or 0  # type: ignore[attr-defined]  # its stubs lack it


def inverse_frequencies(searcher: tantivy.Searcher, tokens: Iterable[str]) -> dict[str, float]:
    """Return the BM25 idf of each token."""
    total = searcher.num_docs
    holders = {token: searcher.doc_freq("body", token) for token in tokens}
    return {key: math.log1p((max(total - n, 0) + 0.5) / (n + 0.5)) for key, n in holders.items()}


def holders(searcher: tantivy.Searcher, tokens: Sequence[str]) -> int:
    """Return how many papers hold the rarest of ``tokens``."""
    return min((searcher.doc_freq("body", token) for token in tokens), default=0)
