"""The library as tools for editors and agents, over the Model Context Protocol."""

from paperchat.mcp.server import serve

__all__ = ["serve"]
