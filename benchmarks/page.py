"""The page on speed, from a measurement that is kept: what is to be reached, what was, and how far from the limit that is."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

from benchmarks.measure import Figure, Grid
from benchmarks.showing import markdown, named
from benchmarks.sizes import ROOT

PAGE = ROOT / "docs" / "speed.md"
SHOWN = (
    "Histories per second of processor", "The limit of a history", "Time by phase", "Slopes", "Commands, warm",
    "Commands, cold", "A lever moved", "A comparison", "Playing, of an experiment", "The runner beside the kernel",
    "A slider dragged",
)  # fmt: skip
"""Titles of the tables that the page has, in its order."""
Measured = Mapping[str, Any]


def page(told: Measured, name: str) -> str:
    """The page of a measurement that is kept under a name in `benchmarks/results/`."""
    grids = {grid["title"]: grid for part in told["parts"].values() for grid in part}
    tables = [f"{markdown(grids[title]).rstrip()}\n\n{grids[title]['how']}" for title in SHOWN if title in grids]
    return "\n\n".join([head(told, name), "\n".join(verdicts(grids)), *tables]) + "\n"


INTRODUCTION = """# How fast, and how far from the limit

What a history costs, what it would cost if only its random numbers, logarithms and other primitives took time, and what
commands spend before and after they play. [benchmarks/README.md](../benchmarks/README.md) says how figures are measured and
how to read them; what was changed for speed, and what did not pay, is in [decisions.md](decisions.md)."""


def head(told: Measured, name: str) -> str:
    """What was measured, on what."""
    machine, loop = told["machine"], told["calibration"]
    spread = 100 * (loop["high"] / loop["low"] - 1)
    words = (
        f"Made by `python -m benchmarks page benchmarks/results/{name}`, measured on",
        f"{machine['processor'] or machine['machine']}, {machine['processors']} processors, {machine['libc']}, Python",
        f"{machine['python']}, while {machine['load']:.1f} others were waiting for a processor.",
        f"A calibration loop of a million steps took {1e3 * loop['value']:.1f} ms,",
        f"the slowest {spread:.0f} % above the fastest: compare machines and days by `per loop`,",
        "and by ratios of times to that.",
    )
    return f"{INTRODUCTION}\n\n{fill(' '.join(words), 125)}"


def verdicts(grids: Mapping[str, Grid]) -> Iterator[str]:
    """What is to be reached and what was, a line each."""
    yield "| what is to be reached | what was measured |\n| --- | --- |"
    limit, speed = grids.get("The limit of a history"), grids.get("Histories per second of processor")
    if limit:
        yield row("the engine within 2 times its limit", column(limit, "engine/limit"))
    if speed:
        yield row("250 times as fast as `mesa.batch_run` of the same model", column(speed, "kernel/batch"))
    if slopes := grids.get("Slopes"):
        yield row("slopes at most 1.05; of 12-step issues and seats 1.5", column(slopes, "slope"))
    if warm := grids.get("Commands, warm"):
        yield row(
            "`validate` in 0.2 CPU-seconds; a run, of which 0.6 before its first history",
            column(warm, "CPU", ("validate", "run, 1 history")),
        )
    if lever := grids.get("A lever moved"):
        yield row("a lever that is set in the arrays: 3 ms", column(lever, "set"))
        yield row("a lever that takes a scenario of its own: 3 ms", column(lever, "own scenario"))
    if pairs := grids.get("A comparison"):
        yield row("2,000 pairs on two workers 1.8 times as fast; stopped within 50 ms", of(pairs, ("gain", "stop")))
    if slider := grids.get("A slider dragged"):
        yield row(
            "the what-if page, while a slider is dragged: half of the pictures within 80 ms",
            column(slider, "first picture, p50"),
        )
        yield row("of these pictures 95 % within 200 ms", column(slider, "first picture, p95"))
        yield row("2,000 pairs after a change within 400 ms, 95 %", column(slider, "2,000 pairs, p95"))
        yield row("20,000 within 6 s", column(slider, "20,000 pairs"))
        yield row("what was seen, again, within 50 ms", column(slider, "undo"))
    if playing := grids.get("Playing, of an experiment"):
        yield row("85 % of an experiment in the kernel", column(playing, "share"))


def row(wanted: str, found: str) -> str:
    """A line of the first table."""
    return f"| {wanted} | {found} |"


def column(grid: Grid, name: str, keys: tuple[str, ...] = ()) -> str:
    """A column of a table in words, or some of its rows."""
    rows = {key: cells for key, cells in grid["rows"].items() if name in cells and (not keys or key in keys)}
    return "; ".join(f"{named(key)} {worded(cells[name])}" for key, cells in rows.items())


def of(grid: Grid, names: tuple[str, ...]) -> str:
    """Some columns of a table in words."""
    return "; ".join(column(grid, name) for name in names)


def worded(shown: Figure) -> str:
    """A figure and its unit."""
    return f"{shown['value']:.3g} {shown['unit']}".rstrip()


def write(told: Measured, file: Path) -> Path:
    """Write the page of a measurement that is kept in a file."""
    PAGE.write_text(page(told, file.name), encoding="utf-8")
    return PAGE
