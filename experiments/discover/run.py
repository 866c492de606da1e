"""Boxes found on one half of the points and judged on the other, one after another, as plain data."""

from pathlib import Path

import numpy as np

from experiments.discover.prim import Box, discover, inside, measure, quasi_p_value
from experiments.discover.results import BoxTold, DiscoveryResult, Limit
from experiments.discover.samples import Sample
from experiments.estimates.statistics import wilson
from experiments.store.files import folder_within
from experiments.store.folder import StoreError, write_answer

FEWEST = 20  # occurrences in each half below which nothing is looked for


def discoveries(sample: Sample, absent: bool, boxes: int, least: float, most: int) -> DiscoveryResult:
    """Up to `boxes` boxes with at most `most` limits each; every share is of the half that did not make the box."""
    y = 1 - sample.y if absent else sample.y
    made, kept = np.arange(len(y)) % 2 == 0, np.arange(len(y)) % 2 == 1
    found: list[BoxTold] = []
    base = float(y[kept].mean())
    while len(found) < boxes and min(y[made].sum(), y[kept].sum()) >= (FEWEST if sample.points == "histories" else 1):
        box = discover(sample.x[made], y[made], least, most)
        if box is None:
            break
        told = _told(box, sample, y, made, kept, base)
        if told["density"]["lo"] <= base:
            break
        found.append(told)
        outside = ~inside(box, sample.x)
        made, kept = made & outside, kept & outside
    discovery: DiscoveryResult = {
        "scenario": sample.scenario, "as_of": sample.as_of, "seed": sample.seed, "outcome": sample.outcome,
        "title": sample.title, "absent": absent, "points": len(y), "of": sample.points,
        "held_out": int((np.arange(len(y)) % 2 == 1).sum()), "inputs": len(sample.inputs), "share": base, "boxes": found,
    }  # fmt: skip
    if sample.changed:
        discovery["changed"] = list(sample.changed)
    return discovery


def keep(told: DiscoveryResult, out: Path) -> None:
    """Write what was discovered, and the figure of its boxes if there are any, into a folder; StoreError if it cannot be."""
    from experiments.discover.figure import save

    try:
        if told["boxes"]:
            folder_within(out, "figures")
            save(told, out / "figures" / "boxes.svg")
        write_answer(out, "discovery", told)
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None


def _told(box: Box, sample: Sample, y: np.ndarray, made: np.ndarray, kept: np.ndarray, base: float) -> BoxTold:
    judged, of_making = measure(box, sample.x[kept], y[kept]), measure(box, sample.x[made], y[made])
    lo, hi = interval_of(y[kept][inside(box, sample.x[kept])])
    everything = np.arange(len(y)) % 2 == 1  # the first box may have taken points away: shares are of all
    limits: list[Limit] = [
        {
            "input": sample.inputs[i].title, "is": sample.inputs[i].words(*box[i]),
            "low": _or_none(box[i][0]), "high": _or_none(box[i][1]),
            "span": [float((sample.x[:, i] < box[i][0]).mean()), float((sample.x[:, i] <= box[i][1]).mean())],
            "quasi_p": quasi_p_value(box, i, sample.x[kept], y[kept]),
            "density_without": measure({k: v for k, v in box.items() if k != i}, sample.x[kept], y[kept]).density,
        }
        for i in box
    ]  # fmt: skip
    return {
        "limits": sorted(limits, key=lambda limit: limit["density_without"]),
        "density": {"p": judged.density, "lo": lo, "hi": hi},
        "density_where_found": of_making.density,
        "support": judged.points / int(everything.sum()),
        "coverage": judged.within / float(y[everything].sum()),
        "lift": judged.density / base if base else 0.0,
    }


def interval_of(y: np.ndarray) -> tuple[float, float]:
    """95 % interval of a mean: Wilson's for yes and no, Student's for shares of points."""
    from scipy.special import stdtrit

    if len(y) == 0:
        return 0.0, 1.0
    if set(np.unique(y)) <= {0.0, 1.0}:
        return wilson(int(y.sum()), len(y))
    half = float(stdtrit(len(y) - 1, 0.975) * y.std(ddof=1)) / len(y) ** 0.5 if len(y) > 1 else 1.0
    return max(0.0, float(y.mean()) - half), min(1.0, float(y.mean()) + half)


def _or_none(end: float) -> float | None:
    return float(end) if np.isfinite(end) else None
