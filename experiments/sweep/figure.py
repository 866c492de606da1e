"""The figures of a sweep, by what its points are: a curve, a map of two factors, a ranking, or what each factor moves."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from experiments.figures.changed import study_words
from experiments.figures.heat_map import heat_map
from experiments.figures.page import Heading, histories_words, source_line
from experiments.figures.ranking import Ranked, ranking
from experiments.figures.response_curve import Response, response
from experiments.sweep.experiment import SAMPLED
from experiments.sweep.findings import of_sweep
from experiments.sweep.summary import PointPlayed, SweepSummary, factor_of
from experiments.sweep.words import asked, level_words, played, ranked, where

MOST_RANKED = 40  # levels of a factor that a panel has room for
MOST_CELLS = 12  # levels of a factor that a map has room for
FEWEST = 3  # values that make a curve


class Grid(NamedTuple):
    """Axes and cells of a map, rows from the top; None where a point could not be played."""

    across: str
    columns: list[str]
    down: str
    rows: list[str]
    cells: list[list[float | None]]


def figures_of(told: SweepSummary) -> dict[str, Figure]:
    """The figures that suit a sweep, by name; none if no point could be played."""
    found: dict[str, Figure] = {}
    if not played(told):
        return found
    heading, source = (
        _heading(told),
        source_line(told["histories"], told["seed"], told["as_of"], None, len(told["points"])),
    )
    asked_for = f"Share of histories with {asked(told)}"
    grid, numbers = _grid(told), _numbers(told)
    if grid is not None:
        found["heat_map"] = heat_map(*grid, heading, asked_for, source)
    if numbers:
        meaning = f"{asked_for}; {'band' if numbers[0].line else 'lines'}: 95 % sampling interval."
        found["response"] = response(numbers, heading, meaning, source)
    if grid is None and not numbers and len(played(told)) > 1:
        rows = [_row(told, point) for point in ranked(told)]
        found["ranking"] = ranking({"": rows}, heading, f"{asked_for}; line: 95 % sampling interval.", source)
    panels = _moves(told)
    if grid is None and len(panels) > 1:
        found["levels"] = ranking(panels, heading, f"{asked_for} at each level, over all levels of the others.", source)
    return found


def _heading(told: SweepSummary) -> Heading:
    """What stands above every figure of a sweep."""
    points, each = len(told["points"]), histories_words(told["histories"])
    plotted = f"{told['experiment']}: {each} at " + (f"each of {points:,} points" if points > 1 else "its only point")
    return Heading(of_sweep(told), plotted, told["scenario"], study_words(told.get("changed", [])))


def _numbers(told: SweepSummary) -> list[Response]:
    """What is varied, if it is one number, or several that are drawn: shares by its values."""
    points = played(told)
    names = list(points[0]["values"])
    columns = {name: [point["values"][name] for point in points] for name in names}
    if not all(isinstance(x, int | float) and not isinstance(x, bool) for xs in columns.values() for x in xs):
        return []
    alone = len(names) == 1
    if len(set(columns[names[0]])) < FEWEST or not (alone or told["design"] in SAMPLED):
        return []
    shares = np.array([[point["headline"][key] for point in points] for key in ("p", "lo", "hi")])
    found = []
    for name in names:
        values = np.array(columns[name], dtype=float)
        order = np.argsort(values, kind="stable")
        p, lo, hi = shares[:, order]
        found.append(Response(_axis(told, name), values[order], p, lo, hi, alone))
    return found


def _row(told: SweepSummary, point: PointPlayed) -> Ranked:
    share = point["headline"]
    return Ranked(where(told, point), share["p"], share["lo"], share["hi"])


def _moves(told: SweepSummary) -> dict[str, list[Ranked]]:
    """What each factor moves: its levels' means, by its title."""
    panels = {}
    for finding in told["findings"]:
        factor = finding["factor"]
        if len(finding["levels"]) <= MOST_RANKED:
            about = factor_of(told, factor)
            panels[about["title"].replace("_", " ")] = [
                Ranked(level_words(level["level"], about["unit"]), level["mean"], None, None)
                for level in finding["levels"]
            ]
    return panels


def _grid(told: SweepSummary) -> Grid | None:
    """Axes and cells of a map, if two factors were tried in all combinations."""
    points = played(told)
    names = list(points[0]["values"])
    if told["design"] != "grid" or len(names) != 2:
        return None
    levels = [list(dict.fromkeys(point["values"][name] for point in told["points"])) for name in names]
    if max(map(len, levels)) > MOST_CELLS:
        return None
    cells = {tuple(point["values"].values()): point["headline"]["p"] for point in points}
    wide, tall = (0, 1) if len(levels[0]) >= len(levels[1]) else (1, 0)
    rows = [
        [cells.get((x, y) if wide == 0 else (y, x)) for x in levels[wide]]
        for y in reversed(levels[tall])
    ]  # fmt: skip
    labels = [[level_words(value, None) for value in of_it] for of_it in levels]
    return Grid(_axis(told, names[wide]), labels[wide], _axis(told, names[tall]), labels[tall][::-1], rows)


def _axis(told: SweepSummary, factor: str) -> str:
    about = told["factors"][factor]
    title = about["title"].replace("_", " ")
    unit = about["unit"]
    return f"{title} ({unit})" if unit and unit.lower() not in title.lower() else title
