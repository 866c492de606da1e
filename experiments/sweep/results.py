"""What a sweep says: every point's run object, the headline with its interval, and what each factor moves."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from experiments.estimates.questions import headline_title
from experiments.estimates.shares import share_of
from experiments.estimates.statistics import Paired, Tally, add, paired, simultaneous
from experiments.estimates.tally import Frame, estimates_of
from experiments.sweep.experiment import Experiment
from experiments.sweep.journal import PieceEntry
from experiments.sweep.player import At, Given, from_entry
from experiments.sweep.points import Layout, LevelShown, Point
from experiments.sweep.summary import Finding, Gap, LevelMean, PointPlace, PointResult, SweepSummary
from experiments.words.overrides import assigned
from sim.engine.arrays import names_of
from sim.scenario.vocabulary import Scenario


class Sums:
    """What the points have given so far; the same whatever the order in which pieces come."""

    def __init__(self, points: int, histories: int):
        self.tallies: list[Tally] = [{} for _ in range(points)]
        self.errors: list[str | None] = [None] * points
        self.yes = np.zeros((points, histories), bool)

    def take_all(self, entries: Iterable[PieceEntry]) -> set[tuple[int, int]]:
        """Add the entries of a journal, each piece once; (point, first) of all that are there."""
        done: set[tuple[int, int]] = set()
        for entry in entries:
            place = entry["point"], entry["first"]
            if place not in done:
                done.add(place)
                self.take(*place, entry["count"], from_entry(entry))
        return done

    def take(self, point: int, first: int, count: int, given: Given) -> None:
        """Add what a piece gave."""
        if given.error is not None:
            self.errors[point] = given.error
            return
        self.tallies[point] = add(self.tallies[point], given.sums)
        self.yes[point, first : first + count] = given.yes


def object_of(
    experiment: Experiment, layout: Layout, sums: Sums, at: At,
    base: Scenario, hashes: Mapping[str, str],
) -> SweepSummary:  # fmt: skip
    """What a sweep says, as in its `summary.json`."""
    assert experiment.design != "sobol_indices"
    assert experiment.design != "morris"
    points = layout.points
    told: SweepSummary = {
        "experiment": experiment.title,
        "question": experiment.question,
        "experiment_sha256": hashes["experiment_sha256"],
        "scenario_sha256": hashes["scenario_sha256"],
        "scenario": base.title,
        "as_of": base.as_of.isoformat(),
        "seed": experiment.seed,
        "histories": experiment.histories,
        "design": experiment.design,
        "headline": list(experiment.asked),
        "headline_title": headline_title(experiment.asked, base),
        "factors": {
            name: {"title": factor.title or name, "unit": factor.unit, "paths": list(factor.places)}
            for name, factor in experiment.factors.items()
        },
        "findings": findings(points, sums),
        "points": [_point(experiment, point, sums, at(point.number).scenario) for point in points],
    }
    if experiment.set:
        told["changed"] = assigned(experiment.set)
    if layout.notes:
        told["notes"] = layout.notes
    return told


def _point(experiment: Experiment, point: Point, sums: Sums, scenario: Scenario | None) -> PointResult:
    place: PointPlace = {"point": point.number, "values": dict(point.values), "set": dict(point.sets)}
    if scenario is None or sums.errors[point.number] is not None:
        return {**place, "error": sums.errors[point.number]}
    added = sums.tallies[point.number]
    return {
        **place,
        "headline": share_of(int(sums.yes[point.number].sum()), experiment.histories),
        "histories": int(added["histories"]),
        **estimates_of(added, Frame(scenario, names_of(scenario))),
    }


def findings(points: Sequence[Point], sums: Sums) -> list[Finding]:
    """What each factor moves, those that move most first; those of which nothing can be said are left out."""
    names = list(points[0].values)
    found = [_finding(name, points, sums) for name in names]
    told = [finding for finding in found if finding is not None]
    return sorted(told, key=_narrowness)


def _narrowness(finding: Finding) -> float:
    return -finding["gap"]["d"] if finding["gap"] else 0.0


def _finding(name: str, points: Sequence[Point], sums: Sums) -> Finding | None:
    """What one factor moves: the mean of the headline at each of its levels, and the widest gap.

    Means are over the points that have a fellow at every other level, at which all other factors are alike: where some
    points were not played, or factors moved together, others say nothing of this factor. The gap is that between the
    levels of highest and lowest mean, history by history, with a 95 % interval that allows for its being the widest of
    several: it holds for every pair of levels at once.
    """
    at: dict[str, dict[str, int]] = {}
    shown: dict[str, LevelShown] = {}
    for point in points:
        if sums.errors[point.number] is None:
            key, others = repr(point.values[name]), repr({k: v for k, v in point.values.items() if k != name})
            at.setdefault(key, {})[others] = point.number
            shown[key] = point.values[name]
    alike = set.intersection(*map(set, at.values())) if at else set()
    if len(at) < 2 or not alike:
        return None
    groups = {key: [number for others, number in there.items() if others in alike] for key, there in at.items()}
    means = {key: float(sums.yes[numbers].mean()) for key, numbers in groups.items()}
    levels: list[LevelMean] = [{"level": shown[key], "points": len(groups[key]), "mean": means[key]} for key in groups]
    low, high = min(means, key=lambda key: means[key]), max(means, key=lambda key: means[key])
    return {"factor": name, "levels": levels, "gap": _gap(groups, shown, low, high, sums)}


def _gap(groups: dict[str, list[int]], shown: dict[str, LevelShown], low: str, high: str, sums: Sums) -> Gap | None:
    if low == high:
        return None
    before, after = (_answers(sums.yes[groups[key]]) for key in (low, high))
    difference = gap_between(before, after, len(groups) * (len(groups) - 1) // 2)
    return {"from": shown[low], "to": shown[high], "d": difference.d, "lo": difference.lo, "hi": difference.hi}


def gap_between(before: np.ndarray, after: np.ndarray, comparisons: int) -> Paired:
    """The gap between two of several levels, picked as the widest of so many."""
    return paired(before, after, simultaneous(comparisons))


def _answers(yes: np.ndarray) -> np.ndarray:
    """The answer of each history, or its mean where there are several points."""
    answer: np.ndarray = yes[0] if len(yes) == 1 else yes.mean(axis=0)
    return answer
