"""Ten invented papers on weaving, for questions that ask for lists of papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sample_library import filled_library

from paperchat.assistant import Assistant
from paperchat.embedding.port import Embedder
from paperchat.types import Record

LOOMCAST = Record(
    title="LoomCast: Foretelling Yarn Breaks from Tension",
    text=(
        "Yarn breaks stop looms for minutes at a time. "
        "We propose LoomCast, which reads the tension of the warp and warns a minute ahead. "
        "LoomCast needs no training and runs on the loom's own controller. "
        "It foretells 81% of the breaks of three mills."
    ),
    authors=("Eve Kim", "Ola Berg"),
    published=date(2025, 3, 2),
    source="tests",
)
HEDDLE = Record(
    title="HeddleNet: Finding Faults in Patterned Cloth",
    text=(
        "Faults in patterned cloth are hard to see. "
        "We present HeddleNet, a network that compares each repeat of a pattern with the last one. "
        "The network is trained for five hours on four machines. "
        "At a new mill it then works with no training on the cloth of that mill. "
        "The code of HeddleNet is available at https://github.com/example/heddle."
    ),
    authors=("Tom Reed",),
    published=date(2025, 6, 9),
    code_url="https://github.com/example/heddle",
    source="tests",
)
SHUTTLE = Record(
    title="Watching Shuttles by Ear",
    text=(
        "Worn shuttles can be heard before they can be seen. "
        "The paper introduces a training-free detector of worn shuttles that listens to the loom. "
        "It hears 9 of 10 worn shuttles in a noisy hall."
    ),
    authors=("Mia van den Berg",),
    published=date(2024, 1, 15),
    source="tests",
)
REVIEW = Record(
    title="A Survey of Fault Detection in Weaving",
    text=(
        "Fault detection in weaving has a long history. "
        "Earlier methods work without training but cry wolf too often. "
        "This survey reviews 70 ways of finding faults in cloth and sorts them by sensor."
    ),
    authors=("Eve Kim",),
    published=date(2025, 8, 1),
    source="tests",
)
TALK = Record(
    title="Asking a Mill What Went Wrong",
    text=(
        "Large language models (LLMs) may explain the logs of a mill to its workers. "
        "We build MillTalk, an assistant that answers questions about stops with large language "
        "models. Workers find the cause of a stop in half the time."
    ),
    published=date(2024, 5, 5),
    source="tests",
)
LOGS = Record(
    title="Do LLMs Read Loom Logs Rightly?",
    text=(
        "We ask four LLMs about the logs of looms. "
        "The LLMs mistake the order of events in a third of the cases."
    ),
    published=date(2025, 2, 2),
    source="tests",
)
PICTURES = Record(
    title="Describing Cloth with MLLMs",
    text=(
        "Multimodal large language models (MLLMs) describe the pattern of a cloth in words. "
        "Their words let buyers search for a pattern. "
        "Buyers find what they look for in 7 of 10 cases."
    ),
    published=date(2023, 2, 2),
    source="tests",
)
TONES = Record(
    title="Matching Dyes under Poor Light",
    text=(
        "Dyes look different under poor light. "
        "Which of two dyes an MLLM takes for the darker one depends on the lamp. "
        "We measure this for 40 dyes and six lamps."
    ),
    published=date(2025, 4, 4),
    source="tests",
)
CLOTHSET = Record(
    title="ClothSet: Pictures of Faulty Cloth",
    text=(
        "Pictures of faulty cloth are seldom shared, so one mill's dataset has to do for tests. "
        "We collect and release ClothSet, a large corpus of 9,000 pictures from twelve mills. "
        "Detectors that do well on one mill lose a fifth of their hits on the others."
    ),
    published=date(2024, 7, 7),
    source="tests",
)
KNOTS = Record(
    title="Which Knots Hold?",
    text=(
        "Weavers tie broken yarn with many knots. "
        "A benchmark of 30 knots and five yarns is introduced. "
        "On this benchmark the weaver's knot holds best, as a formal proof explains."
    ),
    published=date(2022, 7, 7),
    source="tests",
)
MILL = (LOOMCAST, HEDDLE, SHUTTLE, REVIEW, TALK, LOGS, PICTURES, TONES, CLOTHSET, KNOTS)


@pytest.fixture(scope="session")
def mill(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over the ten papers."""
    library = filled_library(tmp_path_factory.mktemp("mill"), embedder, MILL)
    yield Assistant(library, embedder, embedder)
    library.close()
