"""What a plain script does to answer once: open the stored index, retrieve, print.

Run as ``python -m bench.plain_start FOLDER QUESTION``. It writes no answer: there is no model.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.plain import PlainPipeline
from paperchat.embedding.factory import create_embedder
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.settings import load_settings


def main(folder: str, question: str) -> None:
    """Print the texts found for ``question`` in the index of ``folder``."""
    pipeline = PlainPipeline(Path(folder), PaperchatEmbedding(create_embedder(load_settings())))
    for text in pipeline.retriever().texts(question):
        print(text)
    pipeline.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
