"""Papers of a Paperchat library in a query engine of LlamaIndex, without a key or a network.

Run it with a question and, if you like, filters:

    .venv/bin/python examples/llama_index_retriever.py "How is a model aligned without training?"
    .venv/bin/python examples/llama_index_retriever.py "reward models" "year>=2025"

LlamaIndex's stand-in for a language model is used, which repeats its prompt: what is printed is
what a real one would read. Put one in its place (``OpenAI(model=...)``, ``Ollama(model=...)``) to
have the question answered. What it writes is then not checked, as Paperchat's own answers are.
"""

import sys
from collections.abc import Sequence

from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine

from paperchat.retrieval.llama_index import PaperRetriever
from paperchat.settings import load_settings
from paperchat.wiring import open_workspace

QUESTION = "How can a model be aligned without training it?"


def main(arguments: Sequence[str]) -> None:
    """Retrieve passages for a question, print them with their places, and run a query engine."""
    question, filters = (arguments[0], arguments[1:]) if arguments else (QUESTION, ())
    # PAPERCHAT_HOME names the library; a new one is set up with the starter papers.
    workspace = open_workspace(load_settings(), lambda told: print(told, file=sys.stderr))
    try:
        retriever = PaperRetriever(
            workspace.library,
            workspace.embedder,
            limit=3,
            filters=filters,
            unit="passage",
            readings=workspace.assistant.readings,
        )
        for found in retriever.retrieve(question):
            about = found.node.metadata
            print(f"{found.get_score():.3f}  {about['title']}")
            print(f"       {about['paper_id']}, characters {about['start']} to {about['end']}")
        engine = RetrieverQueryEngine.from_args(retriever, llm=MockLLM())
        print(f"\n{engine.query(question)}")
    finally:
        workspace.close()


if __name__ == "__main__":
    main(sys.argv[1:])
