"""`make coverage`: which lines the tests reach, the rules played as Python, where lines can be counted."""

import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.places import ROOT

COVERAGE = ROOT / "docs" / "mutation" / "coverage.json"
ROOMS = ("agents", "sim/world", "sim/scenario", "sim/engine", "experiments", "parley")
TESTS = ("tests", "--ignore=tests/page", "-m", "not slow")
RULES = (
    "tests/theory/test_second_coding.py", "tests/agents", "tests/sim/world",
)  # fmt: skip
ABOUT = """`make coverage` counts statements by coverage.py. {} What only other tests or the kernel reach, as much of
`sim/engine/jit` and of what draws, counts as not reached: these are lower bounds."""
OF_RULES = """The second coding and tests of rules and rounds play the rules as Python (`tests.mutation.plugin` has the Mesa engine
play what the kernel would, with `NUMBA_DISABLE_JIT=1`)."""
OF_ALL = OF_RULES + " The quick tests (`pytest -m 'not slow'`) are added, without those that need a browser."


def main() -> None:
    """Measure, and write the record; with `--rules`, only by the tests of rules, and only of what these are about."""
    only_rules = "--rules" in sys.argv
    with tempfile.TemporaryDirectory() as room:
        data = Path(room) / "coverage"
        _run(data, [*RULES, "-p", "tests.mutation.plugin", "-k", "not compiled and not scenarios_reach"])
        if not only_rules:
            _run(data, [*TESTS])
        report = Path(room) / "report.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", f"--data-file={data}", "-o", str(report)]
        subprocess.run(command, cwd=ROOT, check=True)
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    rooms = defaultdict(lambda: [0, 0])
    for file, found in files.items():
        room = next((room for room in ROOMS if file.startswith(f"{room}/")), "sim")
        rooms[room][0] += found["summary"]["num_statements"]
        rooms[room][1] += found["summary"]["covered_lines"]
    about = ABOUT.format(OF_RULES if only_rules else OF_ALL)
    write({"about": about, "rooms": {room: rooms[room] for room in (ROOMS[:2] if only_rules else (*ROOMS, "sim"))}})


def write(found: dict[str, object]) -> None:
    """Write the record of coverage."""
    COVERAGE.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _run(data: Path, tests: list[str]) -> None:
    sources = ",".join(sorted({room.partition("/")[0] for room in ROOMS}))
    command = [
        sys.executable,
        "-m",
        "coverage",
        "run",
        "--append",
        f"--data-file={data}",
        f"--source={sources}",
        "-m",
        "pytest",
    ]
    subprocess.run([*command, "-p", "no:cacheprovider", "-p", "no:xdist", *tests], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
