"""The figures of a sweep, by what its points are: a map of two factors, a ranking, or what each factor moves."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from experiments.figures.heat_map import heat_map
from experiments.figures.ranking import Ranked, ranking
from experiments.sweep.words import asked, level_words, played, ranked, where

MOST_RANKED = 40  # points that a ranking has room for
MOST_CELLS = 12  # levels of a factor that a map has room for


def figures_of(told: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures that suit a sweep, by name; none if no point could be played."""
    found: dict[str, Figure] = {}
    if not played(told):
        return found
    heading = {"title": told["experiment"], "question": told["question"] or "", **_source(told)}
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


def _source(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"histories": told["histories"], "seed": told["seed"], "as_of": told["as_of"], "points": len(told["points"])}


def _row(told: Mapping[str, Any], point: Mapping[str, Any]) -> Ranked:
    share = point["headline"]
    return Ranked(where(told, point), share["p"], share["lo"], share["hi"])


def _unit(told: Mapping[str, Any], factor: str) -> str | None:
    unit: str | None = told["factors"].get(factor, {}).get("unit")
    return unit


def _moves(told: Mapping[str, Any]) -> dict[str, list[Ranked]]:
    """What each factor moves: its levels' means, by its title."""
    panels = {}
    for finding in told["findings"]:
        factor = finding["factor"]
        if len(finding["levels"]) <= MOST_RANKED:
            name = told["factors"].get(factor, {"title": factor})["title"].replace("_", " ")
            panels[name] = [
                Ranked(level_words(level["level"], _unit(told, factor)), level["mean"], None, None)
                for level in finding["levels"]
            ]
    return panels


def _grid(told: Mapping[str, Any]) -> tuple[Any, ...] | None:
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
    return (
        _axis(told, names[wide]), labels[wide], _axis(told, names[tall]), list(reversed(labels[tall])), rows,
    )  # fmt: skip


def _axis(told: Mapping[str, Any], factor: str) -> str:
    about = told["factors"][factor]
    title = about["title"].replace("_", " ")
    unit = about["unit"]
    return f"{title} ({unit})" if unit and unit.lower() not in title.lower() else title
