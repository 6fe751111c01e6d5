"""``python -m ingest SOURCE...`` is the same as ``paperchat ingest SOURCE...``."""

import sys

from paperchat.cli import main

if __name__ == "__main__":
    main(["ingest", *sys.argv[1:]])
