"""What a sweep says of each of its points, and the same as a line of JSON."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from experiments.estimates.estimated import estimates_each, estimates_of
from experiments.estimates.nest import Nest, each, each_written, same
from experiments.estimates.shares import share_of, shares_each
from experiments.estimates.tally import Frame
from experiments.store import json_text
from experiments.sweep.experiment import Experiment
from experiments.sweep.player import At
from experiments.sweep.points import Point
from experiments.sweep.summary import PointPlace, PointPlayed, PointResult
from experiments.sweep.sums import Sums
from sim.engine.arrays import names_of
from sim.scenario.vocabulary import Scenario

AT_ONCE = 1000  # points that are told together: the sums of each take some kilobytes


class ToldPoint(NamedTuple):
    """What is said of a point, and the same as JSON in one line."""

    told: PointResult
    line: str


def told_points(
    experiment: Experiment, points: Sequence[Point], sums: Sums, at: At, base: Scenario
) -> Iterator[ToldPoint]:
    """What is said of each point: of those that are the base with numbers set, of many at once."""
    frame = Frame(base, names_of(base))
    for some in (points[i : i + AT_ONCE] for i in range(0, len(points), AT_ONCE)):
        played = {point.number: at(point.number) for point in some}
        of_base = [point for point in some if played[point.number].numbers is not None]
        found = _of_base(experiment, of_base, sums, frame) if of_base else {}
        for point in some:
            yield found.get(point.number) or _own(experiment, point, sums, played[point.number].scenario)


def _of_base(experiment: Experiment, points: Sequence[Point], sums: Sums, frame: Frame) -> dict[int, ToldPoint]:
    """What is said of points that are the base with numbers set, by number."""
    numbers, count = [point.number for point in points], len(points)
    yes = sums.yes[numbers].sum(axis=1).tolist()
    estimates: Nest = {
        "headline": shares_each(yes, experiment.histories),
        "histories": same(experiment.histories, count),
        **estimates_each([sums.tallies[number] for number in numbers], frame),
    }
    told = each(estimates, count)
    texts = each_written(estimates, count, json_text.text)
    places = map(_place, points)
    return {
        place["point"]: ToldPoint(cast(PointPlayed, {**place, **of_it}), f"{json_text.text(place)[:-1]}, {text[1:]}")
        for place, of_it, text in zip(places, told, texts, strict=True)
    }


def _own(experiment: Experiment, point: Point, sums: Sums, scenario: Scenario | None) -> ToldPoint:
    """What is said of a point that has a scenario of its own, or none that could be played."""
    told = _point(experiment, point, sums, scenario)
    return ToldPoint(told, json_text.text(told))


def _place(point: Point) -> PointPlace:
    return {"point": point.number, "values": dict(point.values), "set": dict(point.sets)}


def _point(experiment: Experiment, point: Point, sums: Sums, scenario: Scenario | None) -> PointResult:
    if scenario is None or sums.errors[point.number] is not None:
        return {**_place(point), "error": sums.errors[point.number]}
    added = sums.tallies[point.number]
    return {
        **_place(point),
        "headline": share_of(int(sums.yes[point.number].sum()), experiment.histories),
        "histories": int(added["histories"]),
        **estimates_of(added, Frame(scenario, names_of(scenario))),
    }
