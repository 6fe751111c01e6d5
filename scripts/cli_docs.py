"""Writes docs/cli.md anew from the help of the commands."""

from pathlib import Path

from paperchat.cli.manual import manual

PAGE = Path(__file__).resolve().parents[1] / "docs" / "cli.md"

if __name__ == "__main__":
    PAGE.write_text(manual(), encoding="utf-8")
    print(f"wrote {PAGE}")
