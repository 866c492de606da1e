"""What an analysis says, as plain data: each number, each kind of evidence, and how far any of it is to be trusted."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from experiments.describe.evidence import KINDS, Kind
from experiments.estimates.questions import headline_title
from experiments.estimates.statistics import paired
from experiments.sensitivity.morris import Effects, effects
from experiments.sensitivity.numbers import Subject, Varied
from experiments.sensitivity.plans import HIGH, LOW, Block, Group, pages_of
from experiments.sensitivity.sobol import ANYWHERE, Estimate, Indices, indices
from experiments.sensitivity.summary import (
    AnalysisAsked,
    AnalysisSummary,
    Effect,
    IndexEstimate,
    MorrisFindings,
    MorrisNumber,
    NumberAbout,
    SobolEvidence,
    SobolFindings,
    SobolNumber,
    Swing,
)
from experiments.sweep.experiment import Experiment
from experiments.sweep.summary import ExperimentHeading
from experiments.words.overrides import assigned
from sim.scenario.quantiles import choice_table, continuous_at

WIDE = 0.1  # width of a total index's interval from which on there is a warning
MUCH_NOISE = 0.5
UNTOLD = (
    "What rests on which number cannot be told: between so few points and histories the answer varies no more than luck "
    "would let it. Take more base points, or more histories at each."
)


class Seen(NamedTuple):
    """A block, and the histories that answered with yes at each of its points, of the even and of the odd ones."""

    block: Block
    yes: np.ndarray


def object_of(
    experiment: Experiment,
    subject: Subject,
    groups: Mapping[Kind, Group],
    seen: Sequence[Seen],
    hashes: Mapping[str, str],
) -> AnalysisSummary:
    """What an analysis says, as in its `summary.json`."""
    heading: ExperimentHeading = {
        "experiment": experiment.title,
        "question": experiment.question,
        "experiment_sha256": hashes["experiment_sha256"],
        "scenario_sha256": hashes["scenario_sha256"],
        "scenario": subject.compiled.scenario.title,
        "as_of": subject.compiled.scenario.as_of.isoformat(),
        "seed": experiment.seed,
        "histories": experiment.histories,
    }
    if experiment.set:
        heading["changed"] = assigned(experiment.set)
    asked: AnalysisAsked = {
        "base_points": experiment.points,
        "evaluations": sum(len(each.block.points) for each in seen),
        "headline": list(experiment.asked),
        "headline_title": headline_title(experiment.asked, subject.compiled.scenario),
        "all_uncertain": experiment.all_uncertain,
    }
    if experiment.design == "morris":
        return {**heading, "design": "morris", **asked, **_morris(experiment, subject, groups, seen)}
    return {**heading, "design": "sobol_indices", **asked, **_sobol(experiment, subject, groups, seen)}


def value_at(number: Varied, share: float) -> float:
    """The value of a number, in real units, below which this share of its distribution lies."""
    uncertain = number.uncertain
    if uncertain.number.choice is not None:
        edges, values = choice_table(uncertain.number)
        return float(values[min(int(np.searchsorted(edges, share, side="right")), len(values) - 1)])
    return float(continuous_at(uncertain.number, uncertain.low, uncertain.high, np.array([share]))[0])


def _number(number: Varied) -> NumberAbout:
    return {
        "name": number.name, "title": number.title, "unit": number.unit, "paths": list(number.paths),
        "evidence": number.kind, "may_be": number.words,
    }  # fmt: skip


# ------------------------------------------------------------------------------
# Sobol


def _sobol(
    experiment: Experiment, subject: Subject, groups: Mapping[Kind, Group], seen: Sequence[Seen]
) -> SobolFindings:
    rows, count = experiment.points or 0, len(subject.numbers)
    halves = np.array([(experiment.histories + 1) // 2, experiment.histories // 2])
    shares = np.array([each.yes for each in seen[:rows]]) / halves
    found = indices(shares, count, experiment.seed)
    swings = np.array([each.yes.sum(axis=1) for each in seen[rows:]]) / experiment.histories
    told: list[SobolNumber] = [
        {
            **_number(number),
            "first": _told(found.first[i]) if count > 1 else exactly(1.0),
            "total": _told(found.total[i]) if count > 1 else exactly(1.0),
            "swing": _swing(number, swings, i),
        }
        for i, number in enumerate(subject.numbers)
    ]
    pages = pages_of(count, groups)
    luck = found.mean * (1 - found.mean)
    return {
        "mean": found.mean,
        "at_medians": float(swings[:, 0].mean()),
        "sd": found.variance**0.5,
        "noise": found.noise,
        "of_one_history": found.variance / luck if luck > 0 else 0.0,
        "first_sum": _told(found.first_sum),
        "warnings": list(warnings(found, count, rows)),
        "evidence": [_class(kind, groups.get(kind, ()), count, pages, found) for kind in KINDS],
        "numbers": sorted(told, key=lambda each: (-each["total"]["value"], each["name"])),
    }


def _told(index: Estimate) -> IndexEstimate:
    return {"value": index.value, "lo": index.lo, "hi": index.hi}


def exactly(value: float) -> IndexEstimate:
    """An index that is what it is whatever was seen: of no number, or of all of them."""
    return {"value": value, "lo": value, "hi": value}


def _class(kind: Kind, group: Group, count: int, pages: Sequence[Group], found: Indices) -> SobolEvidence:
    """How much rests on a kind of evidence, of so many numbers in all: alone, and together with what others add."""
    if not group:
        return {"kind": kind, "numbers": 0, "alone": exactly(0.0), "total": exactly(0.0)}
    if len(group) == count:
        return {"kind": kind, "numbers": count, "alone": exactly(1.0), "total": exactly(1.0)}
    page = pages.index(group)
    return {
        "kind": kind, "numbers": len(group),
        "alone": _told(found.first[page]), "total": _told(found.total[page]),
    }  # fmt: skip


def _swing(number: Varied, shares: np.ndarray, i: int) -> Swing:
    """The answer with one number at its low and at its high end, all others in the middle: (blocks, points) in."""
    low, high = shares[:, 1 + 2 * i], shares[:, 2 + 2 * i]
    moved = paired(low, high)
    return {
        "from": value_at(number, LOW), "to": value_at(number, HIGH),
        "p_from": float(low.mean()), "p_to": float(high.mean()), "d": moved.d, "lo": moved.lo, "hi": moved.hi,
    }  # fmt: skip


def warnings(found: Indices, numbers: int, rows: int) -> list[str]:
    """What a reader must know before trusting the indices."""
    if found.variance <= 0:
        return ["The answer does not change with these numbers, as far as so many points and histories can tell."]
    if all(each[1:] == ANYWHERE for each in (*found.first[:numbers], *found.total[:numbers])):
        return [UNTOLD]
    said = []
    widest = max(total.hi - total.lo for total in found.total[:numbers])
    if widest > WIDE:
        needed = 1 << int(np.ceil(np.log2(rows * (widest / WIDE) ** 2)))
        said.append(
            f"Not converged: the widest interval of a total index is {widest:.2f}; "
            f"about {needed:,} base points would bring it to {WIDE:g} (this run: {rows:,})."
        )
    if found.first_sum.lo > 1:
        said.append("Not converged: first indices sum to more than 1. Take more base points.")
    if found.noise > MUCH_NOISE:
        said.append(
            f"{100 * found.noise:.0f} % of the differences between points is noise; it is taken out, but it widens every "
            "interval: take more histories at each point."
        )
    return said


# ------------------------------------------------------------------------------
# Morris


def _effect(found: Effects) -> Effect:
    return {"mu": found.mu, "mu_star": found.mu_star, "lo": found.lo, "hi": found.hi, "sigma": found.sigma}


def _morris(
    experiment: Experiment, subject: Subject, groups: Mapping[Kind, Group], seen: Sequence[Seen]
) -> MorrisFindings:
    points = np.array([each.block.points for each in seen])
    shares = np.array([each.yes.sum(axis=1) for each in seen]) / experiment.histories
    found = effects(points, shares, experiment.seed)
    told: list[MorrisNumber] = [
        {**_number(number), "effect": _effect(found[i])} for i, number in enumerate(subject.numbers)
    ]
    whole = sum(each.mu_star for each in found)
    return {
        "mean": float(shares.mean()),
        "warnings": [],
        "evidence": [
            {
                "kind": kind, "numbers": len(groups.get(kind, ())),
                "share": sum(found[i].mu_star for i in groups.get(kind, ())) / whole if whole > 0 else 0.0,
            }
            for kind in KINDS
        ],
        "numbers": sorted(told, key=lambda each: (-each["effect"]["mu_star"], each["name"])),
    }  # fmt: skip
