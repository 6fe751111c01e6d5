from sample_library import assistant, empty_assistant, library

__all__ = ["assistant", "empty_assistant", "library"]
