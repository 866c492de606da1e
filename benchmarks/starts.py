"""What each command costs from the prompt, with machine code kept and without, and where that goes."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from benchmarks.inside import CODE, IMPORTS, LOOKING, OTHER, PLAYING, READING, WRITING
from benchmarks.measure import Figure, Grid, figure
from benchmarks.sizes import ROOT, Size
from sim.scenario.load import load

HOW = (
    "Processor seconds from the prompt, children included, of {scenario}; “wall”: seconds on the wall. Shares in per cent "
    "of one more run that a thread of its own looks at, its time taken out: imports, reading the scenario, loading or "
    "making machine code, playing, writing (files, figures, tables); “Python”: its start and its end; “other”: sums, words "
    "and all else. Imports that a command makes late, of Numba, DuckDB and Matplotlib, are imports. Bytecode is there."
)
COLD_HOW = (
    "The same where no machine code is shipped for the sources or the machine, with nothing compiled yet: the rules are "
    "compiled, in a process of their own. Once each."
)


class Command(NamedTuple):
    """A command: its name in the table, its words, and whether it plays, so that it needs machine code;
    `at_a_glance` if a quick look times it."""

    name: str
    words: list[str]
    plays: bool = False
    at_a_glance: bool = False


def commands(file: Path, folder: Path, size: Size) -> list[Command]:
    """Every command that is timed, in an order in which each finds what it reads."""
    many = 20_000 if size.compiles else 200
    scenario, run = str(file), str(folder / "run")
    party = next(iter(load(file).scenario.principals))
    sweep = folder / "sweep.yaml"
    asked = {
        "parley_experiment": 1, "title": "Patience", "question": "Does patience matter?", "scenario": scenario,
        "design": "grid", "histories": many // 20,
        "factors": {"patience": {"title": "Patience", "unit": "meetings", "path": f"parties.{party}.patience",
                                 "values": [1, 2, 3, 4, 6, 8, 10, 12, 16, 24]}},
    }  # fmt: skip
    sweep.write_text(yaml.safe_dump(asked), encoding="utf-8")

    def out(name: str) -> list[str]:
        return ["--quiet", "--out", str(folder / name)]

    return [
        Command("--version", ["--version"]),
        Command("validate", ["validate", scenario], at_a_glance=True),
        Command("show", ["show", scenario]),
        Command("trace", ["trace", scenario, "--history", "0"]),
        Command("run, 1 history", ["run", scenario, "--histories", "1", *out("one")], True, True),
        Command(f"run, {many:,}", ["run", scenario, "--histories", str(many), "--quiet", "--out", run], True),
        Command("brief", ["brief", run]),
        Command(
            f"compare, 2 × {many // 10:,}",
            ["compare", scenario, "--set", f"parties.{party}.patience=4", "--histories", str(many // 10), *out("two")],
            True,
        ),
        Command(f"sweep, 10 × {many // 20:,}", ["sweep", str(sweep), *out("swept")], True),
    ]


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Starts of the commands on the last of these files."""
    file = files[-1]
    how = HOW.format(scenario=file.stem)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        asked = [each for each in commands(file, folder, size) if size.compiles or each.at_a_glance]
        warm = {command.name: timed(command, folder, {}, size.repeats) for command in asked}
        found: list[Grid] = [{"title": "Commands, warm", "how": how, "rows": warm}]
        if size.compiles:
            cold = {command.name: timed_cold(command, folder) for command in asked if command.plays}
            found.append({"title": "Commands, cold", "how": COLD_HOW, "rows": cold})
    return found


def timed_cold(command: Command, folder: Path) -> dict[str, Figure]:
    """A command where no machine code fits, with nothing compiled."""
    with tempfile.TemporaryDirectory() as empty:
        cpu, wall = started(["experiments.cli", *command.words], folder, {"PARLEY_CACHE": empty, "PARLEY_JIT": "1"})
    return {"CPU": figure(cpu, "s"), "wall": figure(wall, "s")}


def timed(command: Command, folder: Path, variables: dict[str, str], repeats: int) -> dict[str, Figure]:
    """Time of a command, and shares of it."""
    started(["experiments.cli", *command.words], folder, variables)  # what is cached by anybody is cached now
    times = [started(["experiments.cli", *command.words], folder, variables) for _ in range(repeats)]
    told = folder / "inside.json"
    total, _ = started(["benchmarks.inside", str(told), *command.words], folder, variables)
    spent = json.loads(told.read_text(encoding="utf-8"))
    kinds = (IMPORTS, READING, CODE, PLAYING, WRITING, OTHER)
    total -= spent.pop(LOOKING)
    shares = {kind: 100 * spent.get(kind, 0.0) / total for kind in kinds}
    shares["Python"] = 100 - sum(shares.values())
    return {
        "CPU": figure([cpu for cpu, _ in times], "s"),
        "wall": figure([wall for _, wall in times], "s"),
        **{kind: figure(share, "%") for kind, share in shares.items()},
    }


def started(words: Sequence[str], folder: Path, variables: dict[str, str]) -> tuple[float, float]:
    """Processor seconds and seconds on the wall of a module as a command, started afresh; it must succeed."""
    for kept in ("one", "two", "swept", *(["run"] if "run" in words else [])):
        clear(folder / kept)
    with tempfile.TemporaryFile() as complaint:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=surroundings(variables), stdout=subprocess.DEVNULL,
            stderr=complaint,
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            complaint.seek(0)
            raise RuntimeError(f"{' '.join(words)}: {complaint.read().decode(errors='replace')}")
    return used.ru_utime + used.ru_stime, wall


def surroundings(variables: dict[str, str]) -> dict[str, str]:
    """The environment of a command: bytecode is kept, as on any user's machine, whatever the shell says."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | variables


def clear(folder: Path) -> None:
    """Take away what a command left behind."""
    if folder.exists():
        shutil.rmtree(folder)
