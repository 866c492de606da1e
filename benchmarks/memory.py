"""Memory of a long run, and bytes that a history takes on disk.

Samples the resident memory of the whole process (Linux, /proc) ten times a second, so that growth shows, not only a peak.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Figure, Grid, figure
from benchmarks.playing import ready
from benchmarks.sizes import ROOT, Size

HOW = (
    "Resident memory of `parley run` of {histories:,} histories of {scenario}, machine code there already, and of the same "
    "when its summary is lost and it is resumed: all is read back. “first” and “last tenth”: the highest in that tenth of "
    "the time; where they are alike, memory does not grow. “disk”: bytes of the results folder a history."
)


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Memory of a run of the last of these files, played and read back."""
    ready()  # compiling is another matter
    file = files[-1]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        words = ["run", str(file), "--histories", str(size.memory), "--out", str(out), "--quiet"]
        rows = {"playing": followed(words, out, size.memory)}
        (out / "summary.json").unlink()
        rows["reading back"] = followed([*words, "--resume"], out, size.memory)
    how = HOW.format(histories=size.memory, scenario=file.stem)
    return [{"title": "Memory and disk", "how": how, "rows": rows}]


def followed(words: Sequence[str], out: Path, histories: int) -> dict[str, Figure]:
    """Run a command, and see how its memory goes."""
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "experiments.cli", *words], cwd=ROOT, stdout=subprocess.DEVNULL)
    series, peak = [], 0.0
    while process.poll() is None:
        now, top = resident(process.pid)
        series.append(now)
        peak = max(peak, top)
        time.sleep(0.1)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)}: exit status {process.returncode}")
    tenths = [max(series[len(series) * i // 10 : len(series) * (i + 1) // 10] or [0.0]) for i in range(10)]
    disk = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return {
        "peak": figure(peak, "MB"),
        "first tenth": figure(tenths[0], "MB"),
        "last tenth": figure(tenths[-1], "MB"),
        "disk": figure(disk / histories, "bytes"),
        "wall": figure(time.perf_counter() - began, "s"),
    }


def resident(process: int) -> tuple[float, float]:
    """Resident memory of a process now and at its highest, in MB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0, 0.0
    values = [re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM")]
    now, top = (int(found[1]) / 1024 if found else 0.0 for found in values)
    return now, top
