"""A visitor of the chat page, whose library is that of the environment; see ``visit``.

Asks the question of the first argument, where there is a box for it, and prints what there is to
see as JSON.
"""

from __future__ import annotations

import json
import sys

from streamlit.testing.v1 import AppTest

from paperchat.ui.server import SCRIPT


def main() -> None:
    """Open the page, and ask."""
    app = AppTest.from_file(SCRIPT, default_timeout=100).run()
    if app.chat_input:
        app.chat_input[0].set_value(sys.argv[1]).run()
    shown = [*app.sidebar.get("html"), *app.main.get("html")]
    html = "\n".join(e.proto.body for e in shown if not e.proto.unsafe_allow_javascript)
    errors = [error.value for error in app.exception]
    sys.stdout.write(json.dumps({"html": html, "errors": errors}))


if __name__ == "__main__":
    main()
