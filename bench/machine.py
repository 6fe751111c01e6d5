"""What a reader must know of the machine: no host name, no path, no user."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("chromadb", "llama-index-core", "numpy", "onnxruntime", "tantivy")


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and with what a run was made; unknown facts are empty."""

    system: str
    processor: str
    cores: int
    memory_gib: float
    python: str
    packages: dict[str, str]


def this_machine() -> Machine:
    """Describe the machine this runs on."""
    return Machine(
        system=f"{platform.system()} {platform.machine()}",
        processor=_processor(),
        cores=_cores(),
        memory_gib=_memory_gib(),
        python=platform.python_version(),
        packages={name: version(name) for name in _PACKAGES},
    )


def load() -> float | None:
    """Return the load average of the last minute, where the system tells it."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def memory_mib() -> tuple[float, float]:
    """Return the memory this process takes now and took at most (as Linux tells it; else 0)."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return 0.0, 0.0
    known = dict(line.split(":", 1) for line in lines if ":" in line)
    now, peak = (int(known[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, peak


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory_gib() -> float:
    if not hasattr(os, "sysconf"):
        return 0.0
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
