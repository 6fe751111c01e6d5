"""A language model of 270 tokens in a GGUF file that llama.cpp loads, and its server.

Its weights are set by hand: each token of ``ANSWER`` is followed by the next, the last by the end
of the text, and anything else by the first. So whatever it is asked, it says ``ANSWER``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from gguf import GGUFWriter, TokenType

ANSWER = "The papers say so [1]."
_WORDS = ("▁The", "▁papers", "▁say", "▁so", "▁[1].")
_SPECIAL = ("<unk>", "<s>", "</s>")
_END = 2
_WIDTH = 288
_HEADS = 9
_INNER = 32
TEMPLATE = (
    "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant:{% endif %}"
)


def write_tiny_gguf(
    path: Path,
    *,
    context_length: int | None = 4096,
    template: str | None = TEMPLATE,
    endless: bool = False,
    silent: bool = False,
) -> Path:
    """Write the model to ``path``, and return that.

    Args:
        path: the file to write.
        context_length: what the file says of its window.
        template: its chat template, null for none.
        endless: begin the answer again at its end, for ever.
        silent: end the text at once.
    """
    tokens = [*_SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256)), *_WORDS]
    first = len(tokens) - len(_WORDS)
    writer = GGUFWriter(path, "llama")
    writer.add_name("tiny")
    if context_length is not None:
        writer.add_context_length(context_length)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    kinds = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL]
    kinds += [TokenType.BYTE] * 256 + [TokenType.NORMAL] * len(_WORDS)
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(_END)
    writer.add_unk_token_id(0)
    if template is not None:
        writer.add_chat_template(template)
    for name, values in _tensors(len(tokens), first, endless, silent).items():
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _tensors(count: int, first: int, endless: bool, silent: bool) -> dict[str, np.ndarray]:
    # A token is one number of the vector. The block adds nothing to it, so that the last matrix
    # sees the last token alone and says which is next.
    embedding = np.eye(count, _WIDTH)
    following = np.full(count, _END if silent else first)
    following[first:-1] = np.arange(first + 1, count)
    following[-1] = first if endless else _END
    output = np.zeros((count, _WIDTH))
    output[following, np.arange(count)] = 1.0
    square, ones = np.zeros((_WIDTH, _WIDTH)), np.ones(_WIDTH)
    return {
        "token_embd.weight": embedding,
        "output.weight": output,
        "output_norm.weight": ones,
        "blk.0.attn_norm.weight": ones,
        "blk.0.ffn_norm.weight": ones,
        **{f"blk.0.attn_{name}.weight": square for name in ("q", "k", "v", "output")},
        "blk.0.ffn_gate.weight": np.zeros((_INNER, _WIDTH)),
        "blk.0.ffn_up.weight": np.zeros((_INNER, _WIDTH)),
        "blk.0.ffn_down.weight": np.zeros((_WIDTH, _INNER)),
    }


@contextmanager
def tiny_server(path: Path, window: int = 512) -> Iterator[str]:
    """Serve the file with llama.cpp, and yield the address of its OpenAI API.

    Each byte of a prompt is a token of this model, so that prompts of passages need a window of
    some 8,000.
    """
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = window
    parameters.verbosity = -1
    parameters.warmup = False
    server = xllamacpp.Server(parameters)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
