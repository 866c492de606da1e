"""What a sweep says: every point's run object, the headline with its interval, and what each factor moves."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import headline_title
from experiments.estimates.statistics import Paired, paired, simultaneous
from experiments.sweep.experiment import Experiment
from experiments.sweep.player import At
from experiments.sweep.points import Layout, LevelShown, Point
from experiments.sweep.summary import Finding, Gap, LevelMean, SweepSummary
from experiments.sweep.sums import Sums
from experiments.sweep.told import Group, in_order, told_points
from experiments.words.overrides import assigned
from sim.scenario.vocabulary import Scenario


class Told(NamedTuple):
    """What a sweep says, and the same of its points as it is written."""

    summary: SweepSummary
    points: Sequence[Group]


def object_of(
    experiment: Experiment, layout: Layout, sums: Sums, at: At,
    base: Scenario, hashes: Mapping[str, str],
) -> Told:  # fmt: skip
    """What a sweep says, as in its `summary.json`."""
    assert experiment.design != "sobol_indices"
    assert experiment.design != "morris"
    points = list(told_points(experiment, layout.points, sums, at))
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
        "findings": findings(layout.points, sums),
        "points": in_order(points, (group.results() for group in points)),
    }
    if experiment.set:
        told["changed"] = assigned(experiment.set)
    if layout.notes:
        told["notes"] = layout.notes
    return Told(told, points)


def findings(points: Sequence[Point], sums: Sums) -> list[Finding]:
    """What each factor moves, those that move most first; those of which nothing can be said are left out."""
    names, played = list(points[0].values), [point for point in points if sums.errors[point.number] is None]
    texts = [{name: f"{name}: {level!r}" for name, level in point.values.items()} for point in played]
    found = [_finding(name, played, texts, sums) for name in names]
    told = [finding for finding in found if finding is not None]
    return sorted(told, key=_narrowness)


def _narrowness(finding: Finding) -> float:
    return -finding["gap"]["d"] if finding["gap"] else 0.0


def _finding(
    name: str, points: Sequence[Point], texts: Sequence[Mapping[str, str]], sums: Sums
) -> Finding | None:  # fmt: skip
    """What one factor moves: the mean of the headline at each of its levels, and the widest gap.

    `points` are those that were played, `texts` what each factor is there, by which levels are told apart.

    Means are over the points that have a fellow at every other level, at which all other factors are alike: where some
    points were not played, or factors moved together, others say nothing of this factor. The gap is that between the
    levels of highest and lowest mean, history by history, with a 95 % interval that allows for its being the widest of
    several: it holds for every pair of levels at once.
    """
    at: dict[str, dict[tuple[str, ...], int]] = {}
    shown: dict[str, LevelShown] = {}
    for point, text in zip(points, texts, strict=True):
        others = tuple(each for other, each in text.items() if other != name)
        at.setdefault(text[name], {})[others] = point.number
        shown[text[name]] = point.values[name]
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
