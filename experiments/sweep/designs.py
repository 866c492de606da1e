"""From factors to points: every design that an experiment may have."""

import csv
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from experiments.sweep.constraints import ConstraintError, holds, parse
from experiments.sweep.experiment import MOST_POINTS, Experiment, Factor
from experiments.sweep.points import Level, LevelShown, Point
from sim.scenario.phrases import shown, suggest
from sim.scenario.quantiles import at_share

BASE = "as it is"  # how a factor is called where one at a time leaves it alone


class DesignError(Exception):
    """What no points can be made of; the message says why, and `key` where in the file."""

    def __init__(self, message: str, key: str):
        super().__init__(message)
        self.key = key


def points_of(experiment: Experiment, folder: Path) -> list[Point]:
    """All points that satisfy the constraints, numbered in the order of the design.

    `folder` is where the experiment's file stands. DesignError if there are none, or too many.
    """
    conditions = [parse(text, None) for text in experiment.conditions]
    found: list[Point] = []
    for combination in _combinations(experiment, folder):
        values = {name: level.shown for name, level in combination.items()}
        try:
            if not all(holds(condition, values) for condition in conditions):
                continue
        except ConstraintError as error:
            raise DesignError(str(error), "where") from None
        sets = {path: value for level in combination.values() for path, value in level.sets.items()}
        found.append(Point(len(found), values, sets))
        if len(found) > MOST_POINTS:
            raise DesignError(f"makes more than {MOST_POINTS:,} points", made_of(experiment))
    if not found and experiment.csv is not None and not experiment.conditions:
        raise DesignError(f"{folder / experiment.csv} has no row under its heading", "csv")
    if not found:
        raise DesignError("no point satisfies it", "where")
    return found


def made_of(experiment: Experiment) -> str:
    """The key of what an experiment's points are made of."""
    if experiment.design != "list":
        return "factors"
    return "rows" if experiment.csv is None else "csv"


def _combinations(experiment: Experiment, folder: Path) -> Iterator[dict[str, Level]]:
    factors = experiment.factors
    if experiment.design == "list":
        yield from _rows(experiment, folder)
    elif experiment.design == "one_at_a_time":
        yield dict.fromkeys(factors, Level(BASE, {}))
        for name, factor in factors.items():
            for level in tried(factor):
                yield dict.fromkeys(factors, Level(BASE, {})) | {name: level}
    elif experiment.design in {"grid", "zip"}:
        levels = [tried(factor) for factor in factors.values()]
        if experiment.design == "zip" and len(set(map(len, levels))) > 1:
            listed = ", ".join(f"{name} {len(each)}" for name, each in zip(factors, levels, strict=True))
            raise DesignError(
                f"zip goes through all factors side by side: they need equally many values ({listed})", "factors"
            )
        together = itertools.product(*levels) if experiment.design == "grid" else zip(*levels, strict=True)
        for each in together:
            yield dict(zip(factors, each, strict=True))
    else:
        yield from _drawn(experiment)


def tried(factor: Factor) -> list[Level]:
    """The values of a factor that a design without draws goes through."""
    if factor.levels is not None:
        return [Level(name, sets) for name, sets in factor.levels.items()]
    if factor.permutations is not None:
        return [_order(factor, order) for order in itertools.permutations(factor.permutations)]
    values = factor.values
    if values is None:
        assert factor.range is not None
        assert factor.steps is not None
        values = tuple(float(f"{x:.12g}") for x in np.linspace(*factor.range, factor.steps))
    return [placed(factor, value) for value in values]


def placed(factor: Factor, value: object) -> Level:
    """A value of a factor, set wherever the factor sets it."""
    return Level(plain(value), dict.fromkeys(factor.places, value))


def plain(value: object) -> LevelShown:
    """What a reader sees of a value: a scalar as it is, anything else as one line of text."""
    if isinstance(value, list | tuple):
        return ", ".join(str(plain(each)) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {plain(inner)}" for key, inner in value.items())
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)


def _order(factor: Factor, order: Sequence[object]) -> Level:
    name = " → ".join(str(plain(item)) for item in order)
    if factor.path is not None:
        return Level(name, {factor.path: list(order)})
    return Level(name, dict(zip(factor.paths, order, strict=True)))


def _drawn(experiment: Experiment) -> Iterator[dict[str, Level]]:
    """Points drawn from within the factors: a Latin hypercube, or Sobol's sequence, scrambled [scipy.stats.qmc]."""
    from scipy.stats import qmc

    assert experiment.points is not None
    count, kinds = len(experiment.factors), {"latin_hypercube": qmc.LatinHypercube, "sobol": qmc.Sobol}
    sampler = kinds[experiment.design](d=count, rng=np.random.default_rng(experiment.seed))
    for shares in _sample(sampler, experiment):
        yield {
            name: at(factor, float(share))
            for (name, factor), share in zip(experiment.factors.items(), shares, strict=True)
        }


def _sample(sampler: Any, experiment: Experiment) -> np.ndarray:
    assert experiment.points is not None
    shares: np.ndarray
    if experiment.design == "latin_hypercube":
        shares = sampler.random(experiment.points)
    else:
        shares = sampler.random_base2((experiment.points - 1).bit_length())[: experiment.points]
    return shares


def at(factor: Factor, share: float) -> Level:
    """The value of a factor below which this share (0–1) of its values lies; of a list, all are equally likely."""
    if factor.distribution is not None:
        return placed(factor, at_share(factor.distribution, share))
    if factor.range is not None and factor.steps is None:
        low, high = factor.range
        return placed(factor, low + (high - low) * share)
    levels = tried(factor)
    return levels[min(int(share * len(levels)), len(levels) - 1)]


# ------------------------------------------------------------------------------
# Rows


def _rows(experiment: Experiment, folder: Path) -> Iterator[dict[str, Level]]:
    rows: Iterable[Mapping[str, object]] = experiment.rows or ()
    place = made_of(experiment)
    if experiment.csv is not None:
        rows = _csv_rows(folder / experiment.csv)
    names: tuple[str, ...] | None = None
    for i, row in enumerate(rows):
        if names is None:
            names = tuple(row)
        if set(row) != set(names):
            raise DesignError(f"row {i + 1} has other columns than the first: {', '.join(row) or 'none'}", place)
        yield {name: _cell(experiment, name, row[name], f"row {i + 1}", place) for name in names}


def _cell(experiment: Experiment, name: str, value: object, row: str, place: str) -> Level:
    """A value in a row: of a factor, or set at a path of the scenario."""
    factor = experiment.factors.get(name)
    if factor is None:
        if "." not in name:
            raise DesignError(
                f"the column {shown(name)} is no factor and no path{suggest(name, experiment.factors)}", place
            )
        return Level(plain(value), {name: value})
    if factor.levels is not None:
        if value not in factor.levels:
            raise DesignError(f"{row}: {name} has no level {shown(value)}{suggest(str(value), factor.levels)}", place)
        return Level(value, factor.levels[value])
    return placed(factor, value)


def _csv_rows(path: Path) -> Iterator[dict[str, object]]:
    """Rows of a CSV file, numbers as numbers; DesignError if it cannot be read."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file)
            heading = [name.strip() for name in next(reader, [])]
            if not heading or len(set(heading)) != len(heading) or not all(heading):
                raise DesignError(f"{path}: the first line must name every column once", "csv")
            if len(heading) == 1 and ";" in heading[0]:
                raise DesignError(f"{path}: columns are separated by commas, not by semicolons", "csv")
            for line, cells in enumerate(reader, start=2):
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(heading):
                    raise DesignError(f"{path}:{line}: {len(cells)} cells under {len(heading)} headings", "csv")
                yield {name: _scalar(cell.strip()) for name, cell in zip(heading, cells, strict=True)}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DesignError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}", "csv") from None


def _scalar(cell: str) -> object:
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return {"true": True, "false": False}.get(cell.lower(), cell)
