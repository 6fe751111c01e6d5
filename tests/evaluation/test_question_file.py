"""Reading question sets, and what is said of a line that cannot be used."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from paperchat.errors import InputError
from paperchat.evaluation.question_file import read_question_set, shipped_question_set
from paperchat.evaluation.question_set import Item, QuestionSet

YAML = """\
# Written by hand.
- id: tides
  question: " How high is the tide? "
  papers: [Tides in Narrow Bays]
  facts: ["12 m", [resonance, resonant]]
  note: from the second sentence

- id: both
  kind: comparison
  question: Compare the two
  papers: ["2305.01234", b]
  all: true
- id: talk
  dialogue:
    - question: What is TidePool?
    - {question: "Will it rain?", refusal: off_topic, id: ignored}
"""
LINES = (
    '{"id": "tides", "question": "How high is the tide?", "papers": ["Tides in Narrow Bays"], '
    '"facts": ["12 m", ["resonance", "resonant"]], "refusal": null}\n\n'
    '{"id": "both", "kind": "comparison", "question": "Compare the two", '
    '"papers": ["2305.01234", "b"], "all": true}\r\n'
    '{"id": "talk", "dialogue": [{"question": "What is TidePool?"}, '
    '{"question": "Will it rain?", "refusal": "off_topic"}]}'
)
ITEMS = (
    Item(
        "tides", "How high is the tide?", papers=("Tides in Narrow Bays",),
        facts=(("12 m",), ("resonance", "resonant")),
    ),
    Item("both", "Compare the two", "comparison", ("2305.01234", "b"), needs_all=True),
    Item("talk/1", "What is TidePool?"),
    Item("talk/2", "Will it rain?", refusal="off_topic"),
)  # fmt: skip


def _read(folder: Path, text: str | bytes, name: str = "set.jsonl") -> QuestionSet:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_question_set(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("set.yaml", YAML),
        ("set.YML", YAML),
        ("set.jsonl", LINES),
        ("set.jsonl", b"\xef\xbb\xbf" + LINES.encode()),
    ],
)
def test_both_formats_give_the_same_questions(tmp_path: Path, name: str, text: str) -> None:
    found = _read(tmp_path, text, name)
    assert found.name == str(tmp_path / name)
    assert found.items == ITEMS
    assert [len(exchange.turns) for exchange in found.exchanges] == [1, 1, 2]


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    found = _read(tmp_path, '{"id": "a", "question": "one\u2028two"}')
    assert [item.question for item in found.items] == ["one\u2028two"]


def test_the_shipped_set_covers_every_kind_and_reason_to_refuse() -> None:
    found = shipped_question_set()
    assert found.name == "starter.jsonl"
    sorts = Counter(item.sort for item in found.items)
    assert set(sorts) == {
        "ask", "summary", "comparison", "list", "facts", "chat",
        "off_topic", "near_topic", "detail",
    }  # fmt: skip
    assert sum(len(exchange.turns) > 1 for exchange in found.exchanges) >= 10


BAD = {
    "half a line": ("set.jsonl", '{"id": "a", "question": "x"}\n{"id"', "Line 2 of", "JSON"),
    "a list": ("set.jsonl", "[1]", "Line 1 of", "an object with id and question"),
    "no id": ("set.jsonl", '{"question": "x"}', "Line 1 of", "id: this field is missing"),
    "blank": ("set.jsonl", '{"id": "a", "question": " "}', "Line 1 of", "question: it is empty"),
    "twice": (
        "set.jsonl",
        '{"id": "a", "question": "x"}\n\n{"id": "a", "question": "y"}',
        "Line 3 of",
        "'a' was used on line 1",
    ),
    "a kind of its own": (
        "set.jsonl", '{"id": "a", "question": "x", "kind": "poem"}', "kind", "'comparison'",
    ),
    "a misspelt field": (
        "set.jsonl", '{"id": "a", "question": "x", "fact": ["y"]}', "fact: there is no such field",
        "facts",
    ),
    "no alternative": (
        "set.jsonl", '{"id": "a", "question": "x", "facts": ["y", []]}', "facts, number 2",
        "it is empty",
    ),
    "a turn without question": (
        "set.jsonl", '{"id": "a", "dialogue": [{"question": "x"}, {"kind": "ask"}]}',
        "dialogue, number 2, question", "missing",
    ),
    "question and dialogue": (
        "set.jsonl", '{"id": "a", "question": "x", "dialogue": []}', "Line 1 of", "dialogue",
    ),
    "too deep": ("set.jsonl", "[" * 100_000, "Line 1 of", "nested too deep"),
    "not UTF-8": ("set.jsonl", b'{"id": "caf\xe9"}', "set.jsonl", "UTF-8"),
    "nothing": ("set.jsonl", "\n", "set.jsonl", "holds no question"),
    "nothing in YAML": ("set.yaml", "# soon\n", "set.yaml", "holds no question"),
    "a number in YAML": (
        "set.yaml", "- id: a\n  question: x\n- id: b\n  question: y\n  facts: [48]\n",
        "Line 3 of", "in quotes",
    ),
    "an arXiv id in YAML": (
        "set.yaml", "- id: a\n  question: x\n  papers: [2305.01230]\n", "papers, number 1",
        "in quotes",
    ),
    "no list in YAML": ("set.yaml", "\nid: a\n", "Line 2 of", "'- '"),
    "a tab in YAML": ("set.yaml", "- id: a\n\tquestion: x\n", "Line 2 of", "not YAML"),
    "a document too many": ("set.yaml", "- id: a\n--- \n- 1\n", "Line 2 of", "not YAML"),
    "code in YAML": (
        "set.yaml", "- id: a\n  question: !!python/name:os.system\n", "Line 2 of", "not YAML",
    ),
    "a list in itself": ("set.yaml", "- &a [*a]\n", "Line 1 of", "an object"),
    "no date": ("set.yaml", "- id: 2024-99-99\n  question: x\n", "set.yaml", "not YAML"),
    "no text": ("set.yaml", "- id: \x00\n", "set.yaml", "not YAML"),
    "another ending": ("set.txt", LINES, "set.txt", ".jsonl, .yaml, .yml"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_used_is_named(tmp_path: Path, kind: str) -> None:
    name, text, *said = BAD[kind]
    with pytest.raises(InputError) as caught:
        _read(tmp_path, text, name)
    for part in (*said, name):
        assert part in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read: No such file"):
        read_question_set(tmp_path / "none.jsonl")
