"""``python -m paperchat`` is the same as ``paperchat``."""

from paperchat.cli import main

if __name__ == "__main__":
    main()
