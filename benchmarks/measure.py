"""Figures and grids of them: what every part measures, in processor time, repeated."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median
from typing import TypedDict


class Figure(TypedDict):
    """A number: the median of what was measured, the lowest and the highest of it, and its unit."""

    value: float
    low: float
    high: float
    unit: str


class Grid(TypedDict):
    """A table of figures: its title, how they were measured and what they cannot say, and rows of named columns."""

    title: str
    how: str
    rows: dict[str, dict[str, Figure]]


def figure(values: float | Sequence[float], unit: str) -> Figure:
    """A figure from one value or from repeated ones."""
    found = [float(values)] if isinstance(values, int | float) else [float(value) for value in values]
    return {"value": median(found), "low": min(found), "high": max(found), "unit": unit}


def figures(values: Mapping[str, float], unit: str) -> dict[str, Figure]:
    """A row of figures of one unit, each measured once."""
    return {name: figure(value, unit) for name, value in values.items()}


def cpu_seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process, all its threads, that a piece of work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def wall_seconds(work: Callable[[], object]) -> float:
    """Seconds on the wall that a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def seconds_each(play: Callable[[int], object], least: float) -> tuple[float, int]:
    """Processor seconds of each of n pieces of work, and n: doubled until all take `least` seconds."""
    count = 1
    while True:
        taken = cpu_seconds(partial(play, count))
        if taken >= least:
            return taken / count, count
        count *= 2 if taken < least / 8 else 1 + int(least / taken)
