"""Sweeping for as long as is asked: whether memory stays where it is.

One process of `parley sweep`, the lowest in priority, with more points than it can play; its resident memory (Linux, /proc) is
looked at every second, and Ctrl-C ends it.
"""

import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import linear_regression

from benchmarks.memory import resident
from tests.nightly.samples import EXPERIMENT, dumped, written
from tests.nightly.watched import interruptible

EVERY = 1.0  # seconds
SETTLED = 0.2  # the share of the time after which memory should grow no more
MOST = 20.0  # MB in an hour: what a leak of a few hundred bytes a point would exceed
POINTS = 300
INTERRUPTED = 130
LARGE = {
    **{key: value for key, value in EXPERIMENT.items() if key != "where"},
    "design": "latin_hypercube", "points": POINTS, "histories": 500_000,
    "factors": {
        "cost": {"title": "Cost", "path": "parties.rebels.cost", "range": [0, 0.2]},
        "patience": {"path": "parties.state.patience", "range": [2.0, 6.0]},
    },
}  # fmt: skip
"""300,000 pieces of 500 histories, round and round all points: more than an hour can play."""


def endurance(minutes: float) -> dict[str, object]:
    """Sweep for so many minutes; how memory went, for the record."""
    with tempfile.TemporaryDirectory(prefix="endurance") as room:
        folder = Path(room)
        written(folder)
        (folder / "experiment.yaml").write_text(dumped(LARGE), encoding="utf-8")
        words = ["sweep", "experiment.yaml", "--out", "out", "--quiet", "--workers", "1"]
        process = interruptible(["nice", "-n", "19", sys.executable, "-m", "experiments.cli", *words], folder)
        times, sizes = followed(process, minutes * 60)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
        pieces = _lines(folder / "out" / "pieces.jsonl")
    first = next((i for i, at in enumerate(times) if at >= SETTLED * times[-1]), 0)
    slope = linear_regression(times[first:], sizes[first:]).slope * 3600
    return {
        "minutes": times[-1] / 60, "pieces": pieces, "settled": sizes[first], "last": sizes[-1], "peak": max(sizes), "slope": slope,
        "status": process.returncode, "said": said.strip()[-300:].replace(room, ""),
        "harmed": _harm(process.returncode, slope, sizes[-1] - sizes[first], said),
    }  # fmt: skip


def followed(process: subprocess.Popen, seconds: float) -> tuple[list[float], list[float]]:
    """Seconds and resident MB of a process, every second, until so many are over or it has ended."""
    began, times, sizes = time.monotonic(), [], []
    while process.poll() is None and time.monotonic() - began < seconds:
        times.append(time.monotonic() - began)
        sizes.append(resident(process.pid)[0])
        time.sleep(EVERY)
    return times, sizes


def _harm(status: int, slope: float, growth: float, said: str) -> list[str]:
    wrong = [] if status == INTERRUPTED else [f"exit status {status} after Ctrl-C"]
    if slope > MOST and growth > 1:  # a MB more is no trend in a short while
        wrong.append(f"memory grows by {slope:.1f} MB an hour")
    return wrong + (["a traceback"] if "Traceback" in said else [])


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.is_file() else 0
