from sample_library import assistant, library

__all__ = ["assistant", "library"]
