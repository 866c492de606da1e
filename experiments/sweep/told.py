"""What a sweep says of its points: of those that are alike but for their numbers, of many at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar, cast

from experiments.estimates.estimated import estimates_each
from experiments.estimates.nest import Nest, each, each_written, same
from experiments.estimates.shares import shares_each
from experiments.estimates.tally import Frame
from experiments.store import json_text
from experiments.sweep.experiment import Experiment
from experiments.sweep.player import At
from experiments.sweep.points import Point
from experiments.sweep.summary import PointPlace, PointResult
from experiments.sweep.sums import Sums
from sim.engine.arrays import names_of
from sim.scenario.vocabulary import Scenario

AT_ONCE = 1000  # points that are told together: the sums of each take some kilobytes

Made = TypeVar("Made")


class Group(NamedTuple):
    """Points of which the same keys are told: where each lies, and what else is said of them."""

    places: Sequence[PointPlace]
    said: Mapping[str, Nest]

    def results(self) -> list[PointResult]:
        """What is said of each of these points."""
        told = each(self.said, len(self.places))
        return [cast(PointResult, {**place, **said}) for place, said in zip(self.places, told, strict=True)]

    def lines(self) -> list[str]:
        """The same as JSON, in one line each."""
        texts = each_written(self.said, len(self.places), json_text.text)
        return [f"{json_text.text(place)[:-1]}, {text[1:]}" for place, text in zip(self.places, texts, strict=True)]


def in_order(told: Sequence[Group], made: Iterable[Iterable[Made]]) -> list[Made]:
    """What is made of each point, from what is made of those that are told together: in the order of their numbers."""
    numbers = [place["point"] for group in told for place in group.places]
    found = dict(zip(numbers, chain.from_iterable(made), strict=True))
    return [found[number] for number in sorted(found)]


def told_points(experiment: Experiment, points: Sequence[Point], sums: Sums, at: At) -> Iterator[Group]:
    """What is said of all points: of those that are the base with numbers set together, of all others one by one."""
    for some in (points[i : i + AT_ONCE] for i in range(0, len(points), AT_ONCE)):
        played = {point.number: at(point.number) for point in some}
        together: dict[int | None, list[Point]] = {}
        for point in some:
            alone = played[point.number].numbers is None or sums.errors[point.number] is not None
            together.setdefault(point.number if alone else None, []).append(point)
        for group in together.values():
            yield _told(experiment, group, sums, played[group[0].number].scenario)


def _told(experiment: Experiment, points: Sequence[Point], sums: Sums, scenario: Scenario | None) -> Group:
    """What is said of points of one scenario, or of a point that could not be played."""
    numbers, count = [point.number for point in points], len(points)
    places: list[PointPlace] = [
        {"point": point.number, "values": dict(point.values), "set": dict(point.sets)} for point in points
    ]
    error = sums.errors[numbers[0]]
    if scenario is None or error is not None:
        return Group(places, {"error": same(error, count)})
    yes = sums.yes[numbers].sum(axis=1).tolist()
    frame = Frame(scenario, names_of(scenario))
    return Group(places, {
        "headline": shares_each(yes, experiment.histories),
        "histories": same(int(sums.tallies[numbers[0]]["histories"]), count),
        **estimates_each([sums.tallies[number] for number in numbers], frame),
    })  # fmt: skip
