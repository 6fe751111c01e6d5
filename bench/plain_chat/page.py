"""The alternative's page: a chat as Streamlit's documentation shows it, over a plain index.

Run by ``bench.page_servers``. It shows the five best chunks, for it has no model to answer with.
``BENCH_PLAIN`` is the folder of the index; it is made of ``BENCH_PAPERS``, JSON lines with id,
title and text, where it is empty.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import streamlit as st

from bench.corpora import Document
from bench.plain import PlainPipeline, PlainRetriever, default_splitter
from paperchat.embedding.factory import create_embedder
from paperchat.embedding.llama import PaperchatEmbedding
from paperchat.settings import load_settings

_TOP = 5


@st.cache_resource
def _retriever() -> PlainRetriever:
    model = PaperchatEmbedding(create_embedder(load_settings()))
    pipeline = PlainPipeline(Path(os.environ["BENCH_PLAIN"]), model)
    if not pipeline.count():
        lines = Path(os.environ["BENCH_PAPERS"]).read_text("utf-8").splitlines()
        papers = [json.loads(line) for line in lines]
        documents = [Document(paper["id"], paper["title"], paper["text"]) for paper in papers]
        pipeline.add(documents, default_splitter())
    return pipeline.retriever(_TOP)


def main() -> None:
    """Draw the page."""
    st.title("Papers")
    st.sidebar.toggle("Wide")
    retriever = _retriever()
    messages = st.session_state.setdefault("messages", [])
    for role, text in messages:
        with st.chat_message(role):
            st.markdown(text)
    if question := st.chat_input("Ask about the papers"):
        with st.chat_message("user"):
            st.markdown(question)
        with st.chat_message("assistant"):
            text = "\n\n".join(retriever.texts(question))
            st.markdown(text)
        messages.extend((("user", question), ("assistant", text)))


main()
