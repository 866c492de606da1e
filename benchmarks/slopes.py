"""How time grows: with the number of histories, and with the extent of a scenario."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from math import log
from pathlib import Path
from statistics import linear_regression

from benchmarks.made import Extent, made
from benchmarks.measure import Figure, Grid, cpu_seconds, figure, seconds_each
from benchmarks.overhead import run_kept
from benchmarks.playing import compiled, player, ready
from benchmarks.sizes import Size
from experiments.runs.blocks import CompiledEngine
from experiments.runs.workers.threads import Threads
from sim.engine.arrays import Compiled

BASE = Extent()
GROWN: dict[str, tuple[str, Extent, tuple[int, ...]]] = {
    "rounds": ("rounds", BASE, (12, 24, 48, 96, 192)),
    "continuous issues": ("issues", BASE, (2, 5, 10, 20, 40)),
    "12-step issues": ("issues", replace(BASE, steps=12), (2, 4, 6, 8, 10)),
    "2-step issues": ("issues", replace(BASE, steps=2), (2, 5, 10, 20)),
    "parties, 2 of them seated": ("parties", BASE, (2, 4, 6, 8)),
    "seats": ("seats", BASE, (2, 3, 4, 6)),
    "tables, 12 issues": ("tables", replace(BASE, issues=12), (1, 2, 4, 6)),
}
"""What grows: the field of the extent, from which extent, and to what."""

HOW = (
    "Slope of the logarithm of time over that of the size, from the least to the largest: 1 is time in proportion. “slope "
    "at the end” is that between the last two sizes. Scenarios made for this ({rounds} rounds, {issues} issues, two "
    "parties, one table where nothing else is said), bare kernel, microseconds a history."
)
LONG_HOW = "Processor seconds of a run with its files and sums, one thread, machine code loaded; slope as above."


def grids(size: Size, files: Sequence[Path]) -> list[Grid]:
    """Slopes in the extent of made scenarios, and in the number of histories of the last of these files."""
    engine = ready()
    rows = {}
    for name, (field, base, sizes) in GROWN.items():
        numbers = sizes if size.compiles else sizes[:2]
        timed = []
        for number in numbers:
            play = player(made(replace(base, **{field: number})), engine)
            timed.append([seconds_each(play, size.seconds / 2)[0] * 1e6 for _ in range(size.repeats)])
        rows[f"{name} ({numbers[0]}–{numbers[-1]})"] = row(numbers, timed, "µs")
    long = growth(compiled(files[-1]), engine, size)
    return [
        {"title": "Slopes", "how": HOW.format(rounds=BASE.rounds, issues=BASE.issues), "rows": rows},
        {"title": f"Slope in histories, {files[-1].stem}", "how": LONG_HOW, "rows": long},
    ]


def row(sizes: Sequence[int], timed: Sequence[Sequence[float]], unit: str) -> dict[str, Figure]:
    """Time at the least and the largest size, and the slope between."""
    times = [figure(each, unit) for each in timed]
    repeats = range(min(len(each) for each in timed))
    return {
        "least": times[0],
        "largest": times[-1],
        "slope": figure([slope(sizes, [each[i] for each in timed]) for i in repeats], ""),
        "slope at the end": figure([slope(sizes[-2:], [each[i] for each in timed[-2:]]) for i in repeats], ""),
    }


def slope(sizes: Sequence[int], times: Sequence[float]) -> float:
    """Least-squares slope of log time over log size."""
    return linear_regression([log(n) for n in sizes], [log(t) for t in times]).slope


def growth(scenario: Compiled, engine: CompiledEngine, size: Size) -> dict[str, dict[str, Figure]]:
    """Seconds of runs of more and more histories."""
    run_kept(scenario, engine, size.series[0], Threads(1))  # what is imported late
    seconds = [cpu_seconds(partial(run_kept, scenario, engine, n, Threads(1))) for n in size.series]
    rows = {
        f"{n:,}": {"time": figure(taken, "s"), "each": figure(taken / n * 1e6, "µs")}
        for n, taken in zip(size.series, seconds, strict=True)
    }
    return rows | {"slope": {"each": figure(slope(size.series, seconds), "")}}
