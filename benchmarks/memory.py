"""Peak and course of the memory of a long run: `python benchmarks/memory.py [--histories N] [--resume]`.

Samples the resident memory of the whole process (Linux, /proc) once a second, so that growth shows, not only a peak.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCENARIO = ROOT / "scenarios" / "second_meeting_2018_09.yaml"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=10_000_000)
    parser.add_argument("--scenario", type=Path, default=SCENARIO)
    parser.add_argument("--resume", action="store_true", help="then drop the summary and resume: all is read back")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        command = ["run", asked.scenario, "--histories", asked.histories, "--out", out, "--quiet"]
        report("playing", command, out)
        if asked.resume:
            (out / "summary.json").unlink()
            report("reading back", [*command, "--resume"], out)


def report(what: str, command: list[object], out: Path) -> None:
    """Run a command, and say how its memory went."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "experiments.cli", *map(str, command)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    series, peak = [], 0.0
    while process.poll() is None:
        now, top = resident(process.pid)
        series.append(now)
        peak = max(peak, top)
        time.sleep(1)
    seconds = time.monotonic() - began
    if process.returncode:
        sys.exit(process.returncode)
    tenths = [max(series[len(series) * i // 10 : len(series) * (i + 1) // 10] or [0]) for i in range(10)]
    files = list(out.glob("*.parquet"))
    size = sum(path.stat().st_size for path in files) / 2**20
    print(f"{what}: {seconds:.0f} s, peak {peak:.0f} MB; {len(files):,} files, {size:.0f} MB")
    print("  highest in each tenth of the time, MB:", " ".join(f"{value:.0f}" for value in tenths), flush=True)


def resident(process: int) -> tuple[float, float]:
    """Resident memory of a process now and at its highest, in MB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0, 0.0
    values = [re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM")]
    now, top = (int(found[1]) / 1024 if found else 0.0 for found in values)
    return now, top


if __name__ == "__main__":
    main()
