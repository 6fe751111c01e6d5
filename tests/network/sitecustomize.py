"""Blocks outside connections in a child process whose PYTHONPATH names this folder."""

from __future__ import annotations

import outside_sockets

outside_sockets.block()
