"""From factors to points: every design that an experiment may have."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from experiments.sweep.clashes import Clashes
from experiments.sweep.constraints import ConstraintError, holds, parse
from experiments.sweep.even import latin_hypercube, sobol
from experiments.sweep.experiment import MOST_POINTS, Experiment
from experiments.sweep.levels import at, is_whole, tried
from experiments.sweep.points import DesignError, Layout, Level, LevelShown, Place, Point, as_text
from experiments.sweep.rows import rows_of
from experiments.words.overrides import yaml_text
from sim.scenario.document import Mark
from sim.scenario.phrases import listed

BASE = "as it is"  # how a factor is called where one at a time leaves it alone
EXAMPLES = 3  # repetitions that are named

Combination = Mapping[str, Level]
"""The level of each factor, or at each path, at a point."""


def points_of(experiment: Experiment, folder: Path, scenario: Mapping[str, Any] | None = None) -> Layout:
    """All points that satisfy the constraints, each once, numbered in the order of the design.

    `folder` is where the experiment's file stands, `scenario` its scenario as plain data. DesignError or SheetError if
    there are no points or too many, or two factors set one place.
    """
    notes: list[str] = []
    fit = list(_fitting(experiment, _combinations(experiment, folder, notes)))
    if not fit:
        raise DesignError("no point satisfies it", "where")
    clashes = Clashes(scenario or {})
    for combination in fit:
        if clash := clashes.at(combination):
            raise DesignError(clash.words(), *_loc(experiment, clash.second.owner))
    once, repeated = _once(fit)
    points = [_point(i, each) for i, each in enumerate(_told_apart(once))]
    return Layout(points, [*notes, *_of_steps(experiment), *_of_repeated(repeated)])


def made_of(experiment: Experiment) -> str:
    """The key of what an experiment's points are made of."""
    if experiment.design != "list":
        return "factors"
    return "rows" if experiment.csv is None else "csv"


def _loc(experiment: Experiment, owner: str) -> tuple[str | int, ...]:
    """Where in the experiment's data a factor, or a column of a list, stands."""
    if owner in experiment.factors:
        return ("factors", owner)
    return ("csv",) if experiment.csv is not None else ("rows", 0, owner)


def _fitting(experiment: Experiment, combinations: Iterable[Combination]) -> Iterator[Combination]:
    """The combinations that satisfy the constraints; DesignError if they are too many."""
    conditions = [parse(text, None) for text in experiment.conditions]
    count = 0
    for combination in combinations:
        values = {name: level.shown for name, level in combination.items()}
        try:
            if not all(holds(condition, values) for condition in conditions):
                continue
        except ConstraintError as error:
            raise DesignError(str(error), "where") from None
        count += 1
        if count > MOST_POINTS:
            raise DesignError(f"makes more than {MOST_POINTS:,} points", made_of(experiment))
        yield combination


def _point(number: int, combination: Combination) -> Point:
    values = {name: level.shown for name, level in combination.items()}
    sets = {path: value for level in combination.values() for path, value in level.sets.items()}
    places = {path: level.place for level in combination.values() if level.place is not None for path in level.sets}
    return Point(number, values, sets, places)


# ------------------------------------------------------------------------------
# Combinations


def _combinations(experiment: Experiment, folder: Path, notes: list[str]) -> Iterator[Combination]:
    """Every combination of levels that the design makes; what was passed over on the way is added to `notes`."""
    factors = experiment.factors
    if experiment.design == "list":
        rows = rows_of(experiment, folder)
        notes += rows.notes
        yield from rows.found
    elif experiment.design == "one_at_a_time":
        yield dict.fromkeys(factors, Level(BASE, {}))
        for name, factor in factors.items():
            for level in tried(factor):
                yield dict.fromkeys(factors, Level(BASE, {})) | {name: level}
    elif experiment.design in {"grid", "zip"}:
        levels = [tried(factor) for factor in factors.values()]
        if experiment.design == "zip" and len(set(map(len, levels))) > 1:
            counts = ", ".join(f"{name} {len(each)}" for name, each in zip(factors, levels, strict=True))
            raise DesignError(
                f"zip goes through all factors side by side: they need equally many values ({counts})", "factors"
            )
        together = itertools.product(*levels) if experiment.design == "grid" else zip(*levels, strict=True)
        for each in together:
            yield dict(zip(factors, each, strict=True))
    else:
        yield from _drawn(experiment)


def _drawn(experiment: Experiment) -> Iterator[Combination]:
    """Points drawn from within the factors: a Latin hypercube, or Sobol's sequence, scrambled."""
    assert experiment.points is not None
    draw = latin_hypercube if experiment.design == "latin_hypercube" else sobol
    for shares in draw(experiment.points, len(experiment.factors), experiment.seed).tolist():
        yield {
            name: at(factor, share) for (name, factor), share in zip(experiment.factors.items(), shares, strict=True)
        }


# ------------------------------------------------------------------------------
# Each point once, and no two alike to a reader


SetThere = tuple[tuple[str, str], ...]
"""What a level sets: of each path its value, as text."""
Key = tuple[tuple[str, str, SetThere], ...]
"""What makes a combination what it is: of each factor its name, its level and what that sets, as text."""


def _once(
    combinations: Iterable[Combination],
) -> tuple[dict[Key, Combination], list[tuple[Combination, Combination]]]:
    """Combinations without those that call and set all as one before; these, each with that one before."""
    first: dict[Key, Combination] = {}
    repeated = []
    for combination in combinations:
        key = tuple([_of_key(name, level) for name, level in combination.items()])
        if key in first:
            repeated.append((combination, first[key]))
        else:
            first[key] = combination
    return first, repeated


def _of_key(name: str, level: Level) -> tuple[str, str, SetThere]:
    shown = yaml_text(level.shown)  # of a number, what it sets as well
    sets = [(path, shown if value is level.shown else yaml_text(value)) for path, value in level.sets.items()]
    return name, shown, tuple(sets)


def _told_apart(combinations: Mapping[Key, Combination]) -> list[Combination]:
    """The same with levels shown as YAML where two of a factor would else look alike: null, and the text of it."""
    known: dict[tuple[str, str], set[SetThere]] = {}
    for key, combination in combinations.items():
        for (name, _, sets), level in zip(key, combination.values(), strict=True):
            known.setdefault((name, as_text(level.shown)), set()).add(sets)
    if all(len(sets) == 1 for sets in known.values()):
        return list(combinations.values())
    return [
        {
            name: _spelt_out(level) if len(known[name, as_text(level.shown)]) > 1 else level
            for name, level in each.items()
        }
        for each in combinations.values()
    ]


def _spelt_out(level: Level) -> Level:
    values: list[LevelShown] = list(dict.fromkeys(yaml_text(value) for value in level.sets.values()))
    return level._replace(shown=", ".join(map(str, values))) if values else level


def _of_repeated(repeated: list[tuple[Combination, Combination]]) -> Iterator[str]:
    """What to say of points that are there more than once."""
    if not repeated:
        return
    named = [(_row(again), _row(before)) for again, before in repeated[:EXAMPLES]]
    examples = [f"{again} is {before} again" for again, before in named if again and before]
    more = ["…"] if examples and len(repeated) > EXAMPLES else []
    count = "One point is" if len(repeated) == 1 else f"{len(repeated):,} points are"
    said = f" ({'; '.join([*examples, *more])})" if examples else ""
    yield f"{count} another one again, and not played twice{said}."


def _row(combination: Combination) -> str | None:
    """The row of a list that a combination is, for a reader; None if it is of no list."""
    place: Place | None = next((level.place for level in combination.values()), None)
    if place is None:
        return None
    return f"line {place.line}" if isinstance(place, Mark) else f"row {int(place[1]) + 1}"


def _of_steps(experiment: Experiment) -> Iterator[str]:
    """What to say of ranges with more steps than there are whole numbers in them."""
    fewer = [
        f"{name} has {len(tried(factor))}"
        for name, factor in experiment.factors.items()
        if factor.steps is not None and is_whole(factor) and len(tried(factor)) < factor.steps
    ]
    if fewer and experiment.design != "list":
        yield f"Ranges of whole numbers have fewer values than steps: {listed(fewer)}."
