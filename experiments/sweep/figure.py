"""The figures of a sweep, by what its points are: a map of two factors, a ranking, or what each factor moves."""

from typing import NamedTuple, TypedDict

from matplotlib.figure import Figure

from experiments.figures.heat_map import heat_map
from experiments.figures.ranking import Ranked, ranking
from experiments.sweep.summary import PointPlayed, SweepSummary, factor_of
from experiments.sweep.words import asked, level_words, played, ranked, where

MOST_RANKED = 40  # points that a ranking has room for
MOST_CELLS = 12  # levels of a factor that a map has room for


class Heading(TypedDict):
    """What stands above and below every figure of a sweep."""

    title: str
    question: str
    histories: int
    seed: int
    as_of: str
    points: int


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
    heading = _heading(told)
    grid = _grid(told)
    if grid is not None:
        found["heat_map"] = heat_map(*grid, meaning=f"Share of histories with {asked(told)}", **heading)
    rows = [_row(told, point) for point in ranked(told)]
    if grid is None and 1 < len(rows) <= MOST_RANKED:
        meaning = f"Share of histories with {asked(told)}; line: 95 % sampling interval"
        found["ranking"] = ranking({"": rows}, meaning=meaning, **heading)
    panels = _moves(told)
    if grid is None and len(panels) > 1:
        meaning = f"Share of histories with {asked(told)} at each level, over all levels of the others"
        found["levels"] = ranking(panels, meaning=meaning, **heading)
    return found


def _heading(told: SweepSummary) -> Heading:
    return {
        "title": told["experiment"], "question": told["question"] or "", "histories": told["histories"],
        "seed": told["seed"], "as_of": told["as_of"], "points": len(told["points"]),
    }  # fmt: skip


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
