"""Language models: the port, and what stands behind each value of ``PAPERCHAT_MODEL``."""
