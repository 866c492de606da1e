"""What kind of machine this is, and how fast it is now: the loop that all speeds are compared with."""

import math
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from numba import njit

from benchmarks.measure import cpu_seconds
from sim.engine.identity import kind_of_machine, rules_hash, versions

STEPS = 1_000_000


def _loop(steps: int) -> float:
    """Whole numbers multiplied, logarithms and exponentials, each waiting for the one before."""
    word = 1
    total = 0.0
    for _ in range(steps):
        word = (word * 1103515245 + 12345) & 0x7FFFFFFF
        total += math.log(1.0 + word) - math.exp(-word / 2147483648.0)
    return total


@cache
def _compiled() -> Callable[[int], float]:
    """The loop as machine code; it calls nothing of the project's, so that it never changes with it."""
    compile_: Any = njit(nogil=True)
    loop: Callable[[int], float] = compile_(_loop)
    loop(1)
    return loop


def loop_seconds() -> float:
    """Processor seconds of the calibration loop: a million steps."""
    loop = _compiled()
    return cpu_seconds(lambda: loop(STEPS))


def kind() -> dict[str, object]:
    """Processor, system and versions; how many others were waiting for a processor when asked."""
    return {
        **kind_of_machine(),
        "processor": processor(),
        "processors": os.cpu_count() or 1,
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0,
        "rules_sha256": rules_hash(),
        "versions": versions(),
    }


def processor() -> str:
    """The processor's name as the system knows it, or nothing."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
