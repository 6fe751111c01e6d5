"""How papers come in: read, deduplicate, chunk, store. Imports paperchat, never the reverse."""
