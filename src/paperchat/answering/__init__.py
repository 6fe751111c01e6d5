"""Turning evidence into answers: what is asked, what fits, what is said, and when to refuse."""
