"""What a sweep is to play: the points of an experiment and the scenario at each, tried before anything is played."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from experiments.sheets.sheet import SheetError
from experiments.sweep.designs import made_of, points_of
from experiments.sweep.experiment import SAMPLED, LoadedExperiment
from experiments.sweep.player import At, Played, played_at
from experiments.sweep.points import DesignError, Layout, Place, Point
from experiments.sweep.rows import cut
from experiments.words.overrides import assigned, yaml_text
from sim.engine.arrays import Compiled, compile_scenario
from sim.engine.patch import placed, settable
from sim.scenario.alike import Alike, alike_at
from sim.scenario.document import Mark, Problem, ScenarioError
from sim.scenario.extends import Reading, read
from sim.scenario.load import sound
from sim.scenario.vocabulary import Scenario

TRIED = 200  # points that are looked at before anything is played, where a design draws them
SCENARIOS = 1024  # checked scenarios of points that are kept; elsewhere so many points are looked at before


ScenarioAt = Callable[[Point], Scenario]
"""The scenario of a point; ScenarioError if it cannot be."""


class Planned(NamedTuple):
    """What a sweep is to play: the scenario as it stands, the points, and what is played at each."""

    base: Compiled
    layout: Layout
    at: At


def planned(loaded: LoadedExperiment) -> Planned:
    """The points of an experiment, each level of each factor tried on its own; ScenarioError if one cannot be."""
    experiment = loaded.experiment
    base = read(loaded.scenario_file, assigned(experiment.set))
    try:
        layout = points_of(experiment, loaded.file.parent, base.data)
    except DesignError as error:
        raise ScenarioError([loaded.document.problem(error.loc, str(error))]) from None
    except SheetError as error:
        raise ScenarioError(error.problems) from None
    compiled = compile_scenario(loaded.base.scenario)
    scenario_at = scenarios_at(loaded)
    numbers = [settable(compiled, point.sets) for point in layout.points]
    at = played_at_each(compiled, layout.points, numbers, scenario_at)
    own = [point for point in layout.points if numbers[point.number] is None]
    _try_levels(loaded, own, at, scenario_at)
    return Planned(compiled, layout, at)


def _try_levels(loaded: LoadedExperiment, points: list[Point], at: At, scenario_at: ScenarioAt) -> None:
    """Load what is set for the first time: what is wrong on its own is a mistake, and not worth a sweep.

    What is wrong only together with other values is left to be a point that fails.
    """
    known: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for point in _to_try(points, TRIED if loaded.experiment.design in SAMPLED else SCENARIOS):
        new = {path: value for path, value in point.sets.items() if (path, yaml_text(value)) not in known}
        known |= {(path, yaml_text(value)) for path, value in new.items()}
        if new and at(point.number).error is not None:
            for path, error in _wrong_alone(points, at, scenario_at, point, new):
                problems.append(_problem(loaded, point.places.get(path) or _place(loaded, path), error))
    if problems:
        raise ScenarioError(cut(list(dict.fromkeys(problems))))  # a misspelt path is wrong alike at every value


def _to_try(points: list[Point], most: int) -> list[Point]:
    """The points that set something for the first time, so many at most; of more, those too with an end of a range."""
    known: set[tuple[str, str]] = set()
    found: dict[int, Point] = {}
    ends: dict[str, tuple[Point, Point]] = {}
    for point in points:
        keys = {(path, yaml_text(value)) for path, value in point.sets.items()}
        if not keys <= known and len(found) < most:
            found[point.number] = point
        known |= keys
        for path, value in point.sets.items():
            if isinstance(value, int | float):
                ends[path] = _wider(ends.get(path, (point, point)), point, path)
    return [*found.values(), *(each for pair in ends.values() for each in pair if each.number not in found)]


def _wider(ends: tuple[Point, Point], point: Point, path: str) -> tuple[Point, Point]:
    """The points with the least and the greatest value at a path, when one more is looked at."""
    low, high = ends
    value: Any = point.sets[path]
    return point if value < low.sets[path] else low, point if value > high.sets[path] else high


def _wrong_alone(
    points: Sequence[Point], at: At, scenario_at: ScenarioAt, point: Point, new: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    """What is wrong with each of some settings on its own, and at every point (of the first so many) that has it."""
    for path, value in new.items():
        alone = point._replace(sets={path: value})
        error = played_at(alone, scenario_at).error
        fellows = [each for each in points if path in each.sets and each.sets[path] == value][:TRIED]
        if error is not None and all(at(each.number).error is not None for each in fellows):
            yield path, error


def _problem(loaded: LoadedExperiment, place: Place, message: str) -> Problem:
    """A problem at a place of the experiment's file, or of a table beside it."""
    return Problem(place, "", message) if isinstance(place, Mark) else loaded.document.problem(place, message)


def _place(loaded: LoadedExperiment, path: str) -> Place:
    """Where in the experiment's file a path is set by a factor."""
    for name, factor in loaded.experiment.factors.items():
        if path in {*factor.places, *(each for sets in (factor.levels or {}).values() for each in sets)}:
            return ("factors", name)
    return (made_of(loaded.experiment),)


def scenarios_at(loaded: LoadedExperiment) -> ScenarioAt:
    """What gives the scenario of a point, from a file that is read once, if at all; ScenarioError if it cannot be.

    Of points that set plain numbers at the same paths, all but the first are checked by what looks at these numbers alone.
    """
    reading = cache(lambda: Reading(loaded.scenario_file))
    known: dict[frozenset[str], Alike | None] = {}

    def in_full(point: Point) -> Scenario:
        overrides = [*assigned(loaded.experiment.set), *assigned(point.sets)]
        return sound(reading().examine(overrides), to_run=True)[1]

    def at(point: Point) -> Scenario:
        paths = frozenset(point.sets)
        alike = known.get(paths)
        scenario = alike.at(point.sets) if alike is not None else None
        if scenario is None:
            scenario = in_full(point)
            if paths not in known:
                known[paths] = alike_at(loaded.base.scenario, point.sets)
        return scenario

    return at


def played_at_each(
    base: Compiled, points: list[Point], numbers: Sequence[Mapping[str, float] | None], scenario_at: ScenarioAt
) -> At:
    """What is played at points: the base with `numbers` set, or, for None, what is checked first: the base with others set,
    or a scenario of its own. These are each checked once, as long as they are not too many.
    """

    @lru_cache(SCENARIOS)
    def own(number: int) -> Played:
        found = played_at(points[number], scenario_at)
        given = placed(base, points[number].sets) if found.error is None else None
        return found if given is None else Played(base.scenario, given)

    def at(number: int) -> Played:
        given = numbers[number]
        return own(number) if given is None else Played(base.scenario, given)

    return at
