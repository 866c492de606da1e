"""The values of one factor: those that are tried, or that at a share of them where a design draws."""

import itertools
import math
from collections.abc import Sequence

import numpy as np

from experiments.sweep.experiment import Factor
from experiments.sweep.points import Level, LevelShown, Place
from experiments.sweep.whole import evenly, nearest, takes_whole_only
from sim.scenario.quantiles import at_share


def tried(factor: Factor) -> list[Level]:
    """The values of a factor that a design without draws goes through; a range of a whole number has whole ones only."""
    if factor.levels is not None:
        return [Level(name, sets) for name, sets in factor.levels.items()]
    if factor.permutations is not None:
        return [_order(factor, order) for order in itertools.permutations(factor.permutations)]
    values = factor.values
    if values is None:
        assert factor.range is not None
        assert factor.steps is not None
        values = steps(factor.range, factor.steps, is_whole(factor))
    return [placed(factor, value) for value in values]


def steps(ends: tuple[float, float], count: int, whole: bool) -> tuple[float, ...]:
    """A range in so many even steps; of whole numbers the nearest ones, each once."""
    low, high = (math.ceil(ends[0]), math.floor(ends[1])) if whole else ends
    found = np.linspace(low, high, count)
    return tuple(dict.fromkeys(nearest(x) if whole else float(f"{x:.12g}") for x in found))


def at(factor: Factor, share: float) -> Level:
    """The value of a factor below which this share (0–1) of its values lies; of a list, all are equally likely."""
    whole = is_whole(factor)
    if factor.distribution is not None:
        drawn = at_share(factor.distribution, share)
        return placed(factor, nearest(drawn) if whole and factor.distribution.choice is None else drawn)
    if factor.range is not None and factor.steps is None:
        low, high = factor.range
        return placed(factor, evenly(low, high, share) if whole else low + (high - low) * share)
    levels = tried(factor)
    return levels[min(int(share * len(levels)), len(levels) - 1)]


def is_whole(factor: Factor) -> bool:
    """Whether a factor sets what takes whole numbers only."""
    return any(map(takes_whole_only, factor.places))


def placed(factor: Factor, value: object, place: Place | None = None) -> Level:
    """A value of a factor, set wherever the factor sets it."""
    return Level(plain(value), dict.fromkeys(factor.places, value), place)


def plain(value: object) -> LevelShown:
    """What a reader sees of a value: a scalar as it is, anything else as one line of text."""
    if isinstance(value, list | tuple):
        return ", ".join(str(plain(each)) for each in value) or "[]"
    if isinstance(value, dict):
        return ", ".join(f"{key} {plain(inner)}" for key, inner in value.items()) or "{}"
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _order(factor: Factor, order: Sequence[object]) -> Level:
    name = " → ".join(str(plain(item)) for item in order)
    if factor.path is not None:
        return Level(name, {factor.path: list(order)})
    return Level(name, dict(zip(factor.paths, order, strict=True)))
