"""The starter library: its form, and its agreement with the page it was made from."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import paperchat
from ingest.sources import Source, read_source
from paperchat.starter import starter_path
from paperchat.text.sentences import split_sentences
from paperchat.types import Record

KEYS = [
    "title",
    "text",
    "text_kind",
    "published",
    "author_count",
    "comment_count",
    "arxiv_id",
    "url",
    "code_url",
    "project_url",
]
LONGEST_SHARED_RUN = 7
"""Words that a digest may share with its abstract in one run."""

_ADDRESS = re.compile(r"(?:https?://|\b(?=[\w-]+\.com/))\S+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:\s?%|[kKMB]\b)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W_]+")


def numbers(text: str) -> set[str]:
    """The figures of a text with their unit ("69%", "192k"), addresses aside."""
    plain = _THOUSANDS.sub("", _ADDRESS.sub(" ", text.replace("\\%", "%")))
    return {found.replace(" ", "") for found in _NUMBER.findall(plain)}


def copied_runs(digest: str, abstract: str, title: str) -> list[str]:
    """Runs of more than ``LONGEST_SHARED_RUN`` words that both texts have, names aside.

    A name is a run that stands in the title, or one in which every word is capitalised or a number.
    """
    size = LONGEST_SHARED_RUN + 1
    theirs = {tuple(run) for run in _runs(_WORD.findall(abstract.casefold()), size)}
    named = {tuple(run) for run in _runs(_WORD.findall(title.casefold()), size)}
    copied = []
    for run in _runs(_WORD.findall(digest), size):
        folded = tuple(word.casefold() for word in run)
        is_name = folded in named or all(not word[0].islower() for word in run)
        if folded in theirs and not is_name:
            copied.append(" ".join(run))
    return copied


def _runs(words: list[str], size: int) -> Iterator[list[str]]:
    for start in range(len(words) - size + 1):
        yield words[start : start + size]


@dataclass(frozen=True)
class Entry:
    """One line of the starter library beside what the page says of the same paper."""

    digest: Record
    paper: Record


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return starter_path().read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def digests() -> list[Record]:
    items = list(read_source(Source.from_path(starter_path())))
    assert all(isinstance(item, Record) for item in items)
    return [item for item in items if isinstance(item, Record)]


@pytest.fixture(scope="module")
def entries(digests: list[Record], shared: Path) -> list[Entry]:
    page = Source.from_path(shared / "corpus" / "daily-papers-alignment.txt")
    papers = [item for item in read_source(page) if isinstance(item, Record)]
    assert [digest.title for digest in digests] == [paper.title for paper in papers]
    return [Entry(digest, paper) for digest, paper in zip(digests, papers, strict=True)]


class TestForm:
    def test_48_papers_each_with_all_keys_in_order(self, lines: list[str]) -> None:
        assert len(lines) == 48
        for line in lines:
            assert list(json.loads(line)) == KEYS

    def test_titles_are_different(self, digests: list[Record]) -> None:
        assert len({digest.title.casefold() for digest in digests}) == 48

    def test_the_reader_takes_every_value_as_it_stands(
        self, lines: list[str], digests: list[Record]
    ) -> None:
        for line, digest in zip(lines, digests, strict=True):
            raw = json.loads(line)
            assert raw["text_kind"] == "digest"
            published = raw.pop("published")
            assert digest.published == (date.fromisoformat(published) if published else None)
            for key, value in raw.items():
                assert getattr(digest, key) == value, (digest.title, key)

    def test_url_follows_from_the_arxiv_id(self, digests: list[Record]) -> None:
        for digest in digests:
            known = digest.arxiv_id
            assert digest.url == (f"https://arxiv.org/abs/{known}" if known else None)

    def test_five_to_nine_sentences_that_can_be_quoted_alone(self, digests: list[Record]) -> None:
        for digest in digests:
            sentences = [digest.text[s.start : s.end] for s in split_sentences(digest.text)]
            assert 5 <= len(sentences) <= 9, digest.title
            for sentence in sentences:
                assert sentence[0].isupper(), sentence
                assert sentence.endswith("."), sentence
                assert 40 <= len(sentence) <= 430, sentence
                # A pronoun at the start has nothing to refer to once the sentence is quoted.
                assert not re.match(r"(It|They|Its|Their|Them|He|She)\b", sentence), sentence


class TestAgreementWithThePage:
    def test_date_and_counts(self, entries: list[Entry]) -> None:
        for entry in entries:
            for key in ("published", "author_count", "comment_count"):
                assert getattr(entry.digest, key) == getattr(entry.paper, key), (
                    entry.digest.title,
                    key,
                )

    def test_links_are_those_of_the_abstract(self, entries: list[Entry]) -> None:
        for entry in entries:
            kept = {entry.digest.code_url, entry.digest.project_url} - {None}
            given = {url.rstrip(".,") for url in re.findall(r"https?://\S+", entry.paper.text)}
            assert kept == given, entry.digest.title
            assert entry.digest.code_url == entry.paper.code_url
            assert entry.digest.project_url == entry.paper.project_url

    def test_words_are_our_own(self, entries: list[Entry]) -> None:
        for entry in entries:
            copied = copied_runs(entry.digest.text, entry.paper.text, entry.digest.title)
            assert copied == [], entry.digest.title

    def test_figures_are_those_of_the_abstract(self, entries: list[Entry]) -> None:
        for entry in entries:
            ours, theirs = numbers(entry.digest.text), numbers(entry.paper.text)
            assert theirs - ours == set(), ("left out", entry.digest.title)
            assert ours - theirs == set(), ("added", entry.digest.title)

    def test_acronyms_of_the_abstract_are_spelled_out(self, entries: list[Entry]) -> None:
        for entry in entries:
            for short in re.findall(r"\(([A-Z][\w-]*[A-Z])s?\)", entry.paper.text):
                assert re.search(rf"\({short}s?\)", entry.digest.text), (entry.digest.title, short)

    def test_arxiv_ids_are_the_known_ones(self, entries: list[Entry], shared: Path) -> None:
        table = (shared / "corpus" / "known-arxiv-ids.tsv").read_text(encoding="utf-8")
        known = dict(row.split("\t") for row in table.splitlines()[1:] if row)
        assert len(known) == 10
        ours = {e.digest.title: e.digest.arxiv_id for e in entries if e.digest.arxiv_id}
        assert ours == known


class TestTheComparisonItself:
    """The checks above are worth something only if they see a fault."""

    ABSTRACT = (
        "Our sketch of a kite reaches 69% on 1,204 windy days, beats 3.5 older kites by 12k points "
        "and is shown at https://example.org/kites42 for everyone."
    )

    def test_a_copied_sentence_is_seen(self) -> None:
        digest = f"Kites are fun. {self.ABSTRACT}"
        assert copied_runs(digest, self.ABSTRACT, "On Kites")

    def test_a_run_of_eight_is_seen_and_one_of_seven_is_not(self) -> None:
        eight = "Sketch of a kite, reaches: 69% on 1"
        assert copied_runs(f"Here, {eight} day.", self.ABSTRACT, "On Kites") == [
            "Sketch of a kite reaches 69 on 1"
        ]
        assert copied_runs("A sketch of a kite reaches 69% on days.", self.ABSTRACT, "") == []

    def test_names_may_be_repeated(self) -> None:
        title = "A sketch of a kite that reaches the very top"
        assert copied_runs(f"In {title} there is wind.", f"We call it {title}.", title) == []
        assert copied_runs(f"In {title} there is wind.", f"We call it {title}.", "") != []
        names = "Ant Bee Cat Dog Elk Fox Gnu Hen 9"
        assert copied_runs(f"on {names} too", f"from {names} again", "") == []

    def test_an_altered_figure_is_seen(self) -> None:
        assert numbers(self.ABSTRACT) == {"69%", "1204", "3.5", "12k"}
        assert numbers(self.ABSTRACT.replace("69%", "96%")) != numbers(self.ABSTRACT)
        assert numbers(self.ABSTRACT.replace("69%", "69")) != numbers(self.ABSTRACT)
        assert numbers(self.ABSTRACT.replace("3.5", "35")) != numbers(self.ABSTRACT)
        assert numbers(self.ABSTRACT.replace("12k", "12")) != numbers(self.ABSTRACT)
        assert numbers("69\\% of 1204") == numbers("69% of 1,204")


def test_the_path_is_good_also_when_the_package_is_in_an_archive(tmp_path: Path) -> None:
    package = Path(paperchat.__file__).parent
    archive = tmp_path / "paperchat.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for file in (package / "__init__.py", *sorted((package / "starter").glob("*.*"))):
            zipped.write(file, file.relative_to(package.parent))
    code = (
        "import paperchat.starter as s; p = s.starter_path(); "
        "assert '.zip' in s.__file__ and p == s.starter_path(); "
        "print(p.suffix, len(p.read_text(encoding='utf-8').splitlines()))"
    )
    environment = {**os.environ, "PYTHONPATH": str(archive)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == [".jsonl", "48"], done.stderr
