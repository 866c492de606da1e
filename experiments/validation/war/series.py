"""A monthly series of deaths, and which of its months can be trusted.

The CSV has the columns `month` (YYYY-MM), `sb_best_views` (state-based deaths a month, UCDP/VIEWS, CC BY 4.0) and, if
known, `all_types_single_month_events_pace` (deaths in events that begin and end in one month).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


LUMP_RATIO = 1.25  # a month with over 1.25 × the deaths of its single-month events holds lumped events


@dataclass(frozen=True)
class Series:
    """Consecutive months: deaths, and a mark on months that hold deaths of other months."""

    months: tuple[str, ...]
    deaths: Array  # deaths a month, as published
    clean: Array  # the same, lumped months replaced by the deaths of their single-month events
    lumped: Mask

    @property
    def calendar(self) -> NDArray[np.intp]:
        """Calendar month of each, 0 for January."""
        return np.array([int(month[5:7]) - 1 for month in self.months])

    @property
    def before(self) -> Array:
        """Deaths of the month before each (clean); not a number for the first."""
        return np.concatenate([[np.nan], self.clean[:-1]])

    def head(self, n: int) -> Series:
        """The first n months."""
        return Series(self.months[:n], self.deaths[:n], self.clean[:n], self.lumped[:n])

    def through(self, until: str) -> Series:
        """The months up to and including `until`."""
        return self.head(self.months.index(until) + 1)


def read_series(path: str | Path) -> Series:
    """Read the monthly CSV described at the head of this module."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    single = [row.get("all_types_single_month_events_pace") for row in rows]
    known = [float(value) for value in single if value]
    return make_series(
        [row["month"] for row in rows],
        [float(row["sb_best_views"]) for row in rows],
        known if len(known) == len(rows) else None,
    )


def make_series(months: Sequence[str], deaths: ArrayLike, single_month: ArrayLike | None = None) -> Series:
    """Mark lumped months by their own two counts alone, so that later months change nothing."""
    counts = np.asarray(deaths, dtype=float)
    if len(months) != len(counts):
        raise ValueError(f"{len(months)} months but {len(counts)} counts")
    if single_month is None:
        return Series(tuple(months), counts, counts, np.zeros(len(counts), dtype=bool))
    single = np.asarray(single_month, dtype=float)
    lumped = counts > LUMP_RATIO * single
    return Series(tuple(months), counts, np.where(lumped, single, counts), lumped)


def usable(series: Series) -> Mask:
    """Months whose own count counts: not lumped, and with a month before them."""
    return ~series.lumped & (np.arange(len(series.months)) > 0)
