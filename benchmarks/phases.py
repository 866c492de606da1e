"""Share of a history's time by phase: where the kernel is, seen from outside while it plays."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from benchmarks.measure import Figure, Grid, figure, seconds_each
from benchmarks.playing import compiled, player, ready
from benchmarks.sizes import ROOT, Size

LONGER = 10  # times as long as other measurements: some five thousand looks at a scenario
HOW = (
    "The kernel is compiled once more with marks: on entering some sixty functions it writes into memory where it is, and "
    "another thread looks there about a thousand times a second. What a marked function calls that has no mark counts to "
    "it; what several phases share counts where it is defined (limits of items: worth and Nash). Intervals are 95 % of the "
    "sampling. “marked”: the least time with marks over that without, what they and lost inlining cost. It "
    "cannot say which instruction waits, nor what would be gained if a phase were gone."
)
PLACES_HOW = "The same looks by function: the {most} in which the kernel was seen most."
MOST = 16


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Shares of these scenarios by phase and by function; nothing where the rules may not be compiled anew."""
    if not size.compiles:
        return []
    from benchmarks.marked import PHASES, PIECES

    engine = ready()
    phase_of = {name: phase for phase, names in PHASES.items() for name in names} | {"outside": "bookkeeping"}
    phases: dict[str, dict[str, Figure]] = {phase: {} for phase in (*PHASES, "marked")}
    places: dict[str, dict[str, Figure]] = {}
    for scenario, seen in looked_at(files, size.seconds * LONGER).items():
        looks: dict[str, int] = seen["looks"]
        total = sum(looks.values())
        for phase in PHASES:
            phases[phase][scenario] = share(sum(n for name, n in looks.items() if phase_of[name] == phase), total)
        [file] = [each for each in files if each.stem == scenario]
        play = player(compiled(file), engine)
        bare = min(seconds_each(play, size.seconds)[0] for _ in range(PIECES))
        phases["marked"][scenario] = figure(seen["microseconds"] / (bare * 1e6), "×")
        for name, n in looks.items():
            places.setdefault(name.replace("_", " "), {})[scenario] = share(n, total)
    most = sorted(places, key=lambda name: -sum(each["value"] for each in places[name].values()))[:MOST]
    return [
        {"title": "Time by phase", "how": HOW, "rows": phases},
        {
            "title": "Time by function",
            "how": PLACES_HOW.format(most=MOST),
            "rows": {name: places[name] for name in most},
        },
    ]


def share(n: int, total: int) -> Figure:
    """A share of looks in per cent, with a 95 % interval of its sampling."""
    p = n / total
    half = 1.96 * sqrt(p * (1 - p) / total)
    return {"value": 100 * p, "low": 100 * max(0.0, p - half), "high": 100 * (p + half), "unit": "%"}


def looked_at(files: Sequence[Path], seconds: float) -> dict[str, Any]:
    """What the marked kernel, in a process and with machine code of its own, was seen doing."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "benchmarks.marked", str(seconds), *map(str, files)]
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=os.environ | {"PARLEY_CACHE": folder, "PARLEY_JIT": "1"},
            stdout=subprocess.PIPE,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
