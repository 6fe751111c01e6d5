"""``serve`` in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

_SERVE = """
import sys
from paperchat.settings import load_settings
from paperchat.ui.server import serve
sys.exit(serve(load_settings(), lambda address: print(address, flush=True)))
"""


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C of POSIX")
def test_a_taken_port_the_next_one_and_a_clean_end(
    offline_environment: dict[str, str], starter_home: Path, tmp_path: Path
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = other.getsockname()[1]
        offline_environment |= {
            "PAPERCHAT_HOME": str(starter_home),
            "PAPERCHAT_PORT": str(taken),
        }
        # Outside the checkout, so that nothing but the package can provide the page.
        with subprocess.Popen(
            [sys.executable, "-c", _SERVE],
            cwd=tmp_path, env=offline_environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                assert address.startswith("http://127.0.0.1:"), process.communicate()
                assert taken < int(address.rpartition(":")[2]) < taken + 100
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=10) as health:
                    assert health.status == 200
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=30)
            finally:
                process.kill()
    assert process.returncode == 0
    assert (out, err) == ("", "")
