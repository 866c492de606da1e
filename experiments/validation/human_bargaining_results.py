"""What the check of the bargaining core against people finds."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from experiments.validation.negotiations import Array, Errors, Negotiations


class Row(NamedTuple):
    """Measures of one way to bargain, or to forecast bargains (`experiments.validation.negotiations` has their formulas)."""

    errors: Errors
    inequality: float
    joint: float
    """Points of both, mean."""
    deals: float | None
    """Share that ends in agreement; None for a forecast of agreements only."""


class Half(NamedTuple):
    """Simulated bargains against a part of the file: means of the errors, inequality, and people's own."""

    mean: float
    median: float
    crps: float
    inequality: float
    people: float


class Study(NamedTuple):
    """All that the page says; keys are `people`, `rule book`, `laboratory`, and names of forecasts or of changes."""

    seen: Negotiations
    rows: Mapping[str, Row]
    halves: Mapping[str, tuple[Half, Half]]
    spread: float
    """Difference of patience chosen on the first half, log sd, of so many `tried`."""
    tried: int
    sources: Mapping[str, float]
    """Inequality with one thing changed at a time."""
    bands: Mapping[tuple[float, float], tuple[float, float]]
    """Mean inequality of equally patient parties by patience, with whole meetings and with short ones."""
    gains: tuple[Array, Array]
    """What who accepts an offer gets more than who tables it, share of all points: in whole meetings, in short ones."""
    lengths: Mapping[str, tuple[float, float]]
    """Messages until agreement: mean, and log sd."""
    whole: Mapping[str, float]
    """Share of issues of which one side gets everything."""
    shares: Sequence[Array]
    """Mean simulated shares of each order, [issues]."""
    histories: int
    seed: int
