"""Turning text into vectors: the packaged MiniLM encoder, and any LlamaIndex embedding."""
