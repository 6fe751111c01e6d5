"""Takes pictures of every page in both themes, as wide as a desk and as a telephone.

    scripts/screenshots             writes screenshots/PAGE-THEME-WIDTH.png, which git ignores
    scripts/screenshots PAGE ...    only these pages

The starter library is opened in a passing folder; nothing of yours is touched.
"""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "tour"))

from tour import HEIGHTS, STOPS, THEMES, WIDTHS, Stop, visit  # noqa: E402

OUT = ROOT / "screenshots"
_STARTS_WITHIN_S = 120.0


def main() -> int:
    """Take the pictures, and return the exit code."""
    wanted = sys.argv[1:]
    unknown = set(wanted) - {stop.name for stop in STOPS}
    if unknown:
        known = ", ".join(stop.name for stop in STOPS)
        print(f"There is no page {sorted(unknown)[0]!r}: choose of {known}.", file=sys.stderr)
        return 2
    stops = [stop for stop in STOPS if not wanted or stop.name in wanted]
    OUT.mkdir(exist_ok=True)
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for stop in stops:
            for path in _pictures(browser, address, stop):
                print(path.relative_to(ROOT))
        browser.close()
    return 0


def _pictures(browser: Browser, address: str, stop: Stop) -> Iterator[Path]:
    for theme in THEMES:
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHTS[width]},
                color_scheme="dark" if theme == "dark" else "light",
                has_touch=width == min(WIDTHS),
            )
            page = context.new_page()
            visit(page, address, stop)
            path = OUT / f"{stop.name}-{theme}-{width}.png"
            page.screenshot(path=path)
            context.close()
            yield path


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="paperchat-pictures-") as folder:
        environment = {**os.environ, "PAPERCHAT_HOME": f"{folder}/library"}
        process = subprocess.Popen(
            [sys.executable, "-m", "paperchat"],
            cwd=folder, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert process.stdout is not None
            ready, _, _ = select.select([process.stdout], [], [], _STARTS_WITHIN_S)
            address = process.stdout.readline().strip() if ready else ""
            if not address.startswith("http://"):
                raise SystemExit("Paperchat did not start: see above.")
            yield address
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
