"""Paperchat and a plain LlamaIndex pipeline, measured side by side in one run.

Run it with ``python -m bench`` from the repository; see ``docs/performance.md`` for what it found.
"""
