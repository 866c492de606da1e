"""The kinds of processor that machine code is shipped for, and which of them this is."""

import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Target(NamedTuple):
    """A kind of machine: its name, LLVM's for it, and what a processor must say that it can do."""

    name: str
    triple: str
    processor: str
    machine: str
    abilities: frozenset[str] = frozenset()


X86_64_V3 = frozenset(["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"])
"""What makes an x86-64-v3 of an x86-64, in the words of Linux (x86-64 psABI 1.0, table 3.1; `abm` has LZCNT)."""
TARGETS = (
    Target("x86-64-v3", "x86_64-unknown-linux-gnu", "x86-64-v3", "x86_64", X86_64_V3),
    Target("x86-64", "x86_64-unknown-linux-gnu", "x86-64", "x86_64"),
    Target("aarch64", "aarch64-unknown-linux-gnu", "generic", "aarch64"),
)
"""The best first."""


def fitting() -> Iterator[Target]:
    """The targets whose machine code this machine can run, the best first."""
    if sys.platform != "linux":
        return
    here = [target for target in TARGETS if target.machine == platform.machine()]
    able = abilities() if any(target.abilities for target in here) else frozenset()
    yield from (target for target in here if target.abilities <= able)


def abilities(told: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """What the first processor says it can do; nothing if it does not say."""
    try:
        with told.open() as lines:
            return frozenset(next((line.partition(":")[2] for line in lines if line.startswith("flags")), "").split())
    except OSError:
        return frozenset()
