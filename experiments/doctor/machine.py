"""Versions, the system, and how much of it there is."""

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from experiments.doctor.findings import Finding
from sim.engine.identity import ROOT, rules_hash, versions

OLDEST = (3, 11)
SHOWN = 12  # letters of a hash


def parley() -> Iterator[Finding]:
    """Which parley this is, and by which rules it plays."""
    try:
        number = version("parley")
    except PackageNotFoundError:
        number = "not installed as a package"
    yield Finding("parley", "ok", f"{number}, in {ROOT}")
    yield Finding("rules", "ok", f"rule book {rules_hash()[:SHOWN]}: results of equal rules can be compared")


def system() -> Iterator[Finding]:
    """Python, the system and the processor."""
    number = platform.python_version()
    if sys.version_info < OLDEST:
        yield Finding("Python", "problem", number, f"install Python {'.'.join(map(str, OLDEST))} or newer")
    else:
        yield Finding("Python", "ok", f"{number}, {sys.executable}")
    name = f"{platform.system()} {platform.release()}, {' '.join(platform.libc_ver())}".strip(", ")
    yield Finding("system", "ok", name)
    yield Finding("processor", "ok", f"{processor()}, {cores()}")


def processor(told: Path = Path("/proc/cpuinfo")) -> str:
    """What the processor calls itself, or else its kind."""
    try:
        with told.open(errors="replace") as lines:
            named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    except OSError:
        named = platform.processor()
    kind = platform.machine()
    return f"{named} ({kind})" if named and named != kind else kind


def cores() -> str:
    """How many histories are played at once, unless --workers says otherwise."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    there = os.cpu_count() or usable
    words = "core" if usable == 1 else "cores"
    return f"{usable} {words}" if usable == there else f"{usable} of {there} cores may be used"


def packages() -> Iterator[Finding]:
    """What comes with parley, and whether all of it is there."""
    from importlib.util import find_spec

    needed = ("click", "duckdb", "matplotlib", "mesa", "numba", "numpy", "pydantic", "yaml", "rich", "scipy")
    missing = [name for name in needed if find_spec(name) is None]
    if missing:
        yield Finding("packages", "problem", f"{', '.join(missing)} missing", "pip install parley, once more")
    else:
        found = ", ".join(f"{name} {number}" for name, number in versions().items() if name != "parley")
        yield Finding("packages", "ok", f"all there: {found}")
