"""English words with how often they are used, from the word list that symspellpy carries.

Only the list is read; the package itself is never imported. It has 83 thousand words in American
and British spelling, counted in Google's n-grams, under the MIT licence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from paperchat.errors import ConfigurationError

_PACKAGE = "symspellpy"
_FILE = "frequency_dictionary_en_82_765.txt"


@dataclass(frozen=True, slots=True)
class EnglishWords:
    """``counts`` says how often a word is used; ``by_form`` lists words by initial and length."""

    counts: Mapping[str, int]
    by_form: Mapping[tuple[str, int], Sequence[str]]

    def like(self, word: str, slack: int) -> list[str]:
        """Return the words about as long as ``word`` that begin with its first or second letter."""
        lengths = range(len(word) - slack, len(word) + slack + 1)
        return [
            near
            for initial in dict.fromkeys(word[:2])
            for length in lengths
            for near in self.by_form.get((initial, length), ())
        ]


@cache
def english_words() -> EnglishWords:
    """Read the list, at first use (about 60 ms).

    Raises:
        ConfigurationError: the package that carries the list is not installed.
    """
    spec = find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise ConfigurationError(
            f"The package {_PACKAGE} is missing: install Paperchat again with ./scripts/setup."
        )
    counts: dict[str, int] = {}
    by_form: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for line in (Path(folders[0]) / _FILE).read_text(encoding="utf-8-sig").splitlines():
        word, _, count = line.partition(" ")
        if count.isdecimal():
            counts[word] = int(count)
            by_form[word[0], len(word)].append(word)
    return EnglishWords(counts, by_form)
