"""A scenario at every combination of levels, on the same histories."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from experiments.runs.reservations import fresh_line, line_of
from experiments.runs.workers.choose import workers_of
from experiments.store.folder import Results
from experiments.store.reading import check_shape, kept_object
from experiments.sweep.experiment import load_experiment
from experiments.sweep.run import Request
from experiments.sweep.summary import PointPlayed, SweepSummary
from experiments.words.columns import FACTOR, Column, named
from parley.errors import ParleyError, in_own_words
from parley.rooms import Room, copied, new_room
from parley.showing import Picture, page, shortened
from parley.table import Table
from parley.written import Written
from sim.scenario.document import plain
from sim.scenario.yaml_text import Text, dump

if TYPE_CHECKING:
    from sim.scenario.vocabulary import Scenario

FILE = "experiment.yaml"
KINDS = ("heat_map", "response", "ranking", "levels")
"""Figures of a sweep, the most telling first: two factors of numbers make a map."""


@dataclass(frozen=True, repr=False)
class Sweep:
    """What a sweep says. `parley.open` makes one of a results folder."""

    room: Room

    @property
    def folder(self) -> Path:
        """Where it is kept: the folder that it was saved to, or one that goes when the sweep is forgotten."""
        return self.room.folder

    @cached_property
    def told(self) -> SweepSummary:
        """What `sweep --json` prints of it."""
        with in_own_words():
            _ = Results(self.folder).manifest
        return summary_in(self.folder)

    @property
    def command(self) -> str:
        """The command line that repeats it, once it is saved: its experiment file is kept with it."""
        return shlex.join(Results(self.folder).manifest["command"])

    def table(self) -> Table:
        """A row for each point: its levels, the share of the headline with its interval, and of every outcome."""
        factors, played = list(self.told["factors"]), self._played[:1]
        outcomes = [name for point in played for name in point["outcomes"]]
        rungs = [(table, rung) for p in played for table, of_it in p["tables"].items() for rung in of_it["rungs"]]
        rows = []
        for point in self.told["points"]:
            shares: list[Any] = [None] * (3 + len(outcomes) + len(rungs))
            if "error" not in point:
                shares = [point["headline"][key] for key in ("p", "lo", "hi")]
                shares += [point["outcomes"][name]["p"] for name in outcomes]
                shares += [point["tables"][table]["rungs"][rung]["p"] for table, rung in rungs]
            rows.append((*(point["values"][name] for name in factors), *shares))
        paths = [", ".join(self.told["factors"][name]["paths"]) or name for name in factors]
        columns = [
            *(Column(FACTOR, path) for path in paths), *(Column("asked", name) for name in ("headline", "lo", "hi")),
            *(Column("outcome", name) for name in outcomes), *(Column("table", ".".join(rung)) for rung in rungs),
        ]  # fmt: skip
        title = f"{self.told['experiment']}: {' or '.join(self.told['headline'])}"
        return Table(title, tuple(named(columns)), tuple(rows), self.reserved)

    @property
    def _played(self) -> list[PointPlayed]:
        return [point for point in self.told["points"] if "error" not in point]

    @property
    def errors(self) -> Mapping[int, str]:
        """What was wrong with points that could not be played, by number."""
        return {point["point"]: point["error"] or "" for point in self.told["points"] if "error" in point}

    def to_pandas(self) -> Any:
        """The table as a pandas DataFrame."""
        return self.table().to_pandas()

    def to_polars(self) -> Any:
        """The table as a polars DataFrame."""
        return self.table().to_polars()

    def to_arrow(self) -> Any:
        """The table as an Arrow table."""
        return self.table().to_arrow()

    def plot(self, kind: str | None = None) -> Picture:
        """A figure of the sweep: `heat_map`, `response`, `ranking` or `levels`; without a kind, the first with data."""
        from experiments.figures.page import reserved
        from experiments.plots.gallery import KINDS as GALLERY
        from experiments.plots.source import Folder, LeftOutError

        for name in (kind,) if kind is not None else KINDS:
            if name not in GALLERY:
                raise ParleyError(f"there is no kind {name!r} of a sweep; there are {', '.join(KINDS)}")
            try:
                with reserved(line_of(self.folder)):
                    return Picture(name, GALLERY[name](Folder(self.folder)))
            except LeftOutError as reason:
                if kind is not None:
                    raise ParleyError(str(reason)) from None
        raise ParleyError("this sweep has no figure")

    def save(self, folder: str | Path) -> "Sweep":
        """Keep it in a new folder, its experiment file beside it; the sweep that is there."""
        folder = Path(folder)
        with in_own_words():
            copied(self.room, folder)
            own = folder / FILE
            if own.is_file():
                about = {"command": ["parley", "sweep", str(own)], "experiment": str(own.resolve())}
                Results(folder).note(about)
        return Sweep(Room(folder))

    def __repr__(self) -> str:
        points = [point["headline"]["p"] for point in self._played]
        span = f"{100 * min(points):.1f} to {100 * max(points):.1f} %" if points else "no point could be played"
        asked = " or ".join(self.told["headline"])
        first = f"{self.reserved} " if self.reserved else ""
        return first + shortened(f"<parley sweep: {len(self.told['points'])} points; {asked} in {span} of histories>")

    @cached_property
    def reserved(self) -> str:
        """What is to be known first of it: points that failed, other rules, an outdated scenario; empty if nothing is."""
        with in_own_words():
            return line_of(self.folder) if self.room.is_saved else fresh_line(self.folder)

    def _repr_html_(self) -> str:
        first = [f"<p><strong>{escape(self.reserved)}</strong></p>"] if self.reserved else []
        try:
            return page(*first, self.plot().svg, replace(self.table(), reserved="")._repr_html_())
        except ParleyError:
            return page(*first, replace(self.table(), reserved="")._repr_html_())


def summary_in(folder: Path) -> SweepSummary:
    """What a sweep says, from its folder; ParleyError if there is none that is finished."""
    try:
        with in_own_words():
            found = kept_object(folder / "summary.json")
    except FileNotFoundError:
        raise ParleyError(f"{folder} holds no finished sweep") from None
    if "points" not in found:
        raise ParleyError(f"{folder} holds an analysis of sensitivity: its numbers are in {folder / 'numbers.csv'}")
    with in_own_words():
        check_shape(folder / "summary.json", found, SweepSummary)
    return cast("SweepSummary", found)


def swept(
    base: Written, levels: Mapping[str, Sequence[Any]], histories: int, seed: int, headline: str | Sequence[str],
    workers: int | None, quiet: bool,
) -> Sweep:  # fmt: skip
    """Play every combination of levels: an experiment of design `grid`, written down as one would by hand."""
    from experiments.experiment_files import play_experiment

    if not levels:
        raise ParleyError("name at least one number, by its path, and its levels")
    room = new_room()
    room.folder.parent.mkdir(exist_ok=True)
    file = room.folder.parent / FILE
    file.write_text(dump(experiment_of(base, levels, histories, seed, headline)), encoding="utf-8")
    with in_own_words(), workers_of(None, workers) as backend:
        play_experiment(
            Request(load_experiment(file), room.folder, False, quiet, command=("parley", "sweep", FILE)), backend
        )
    file.replace(room.folder / FILE)
    return Sweep(room)


def experiment_of(
    base: Written, levels: Mapping[str, Sequence[Any]], histories: int, seed: int, headline: str | Sequence[str]
) -> dict[str, Any]:
    """The experiment file of a grid of levels."""
    scenario = base.loaded.scenario
    changes = dict(change.split("=", 1) for change in base.changes)
    return {
        "parley_experiment": 1,
        "title": f"{scenario.title}: {', '.join(levels)}",
        "scenario": str(base.file.resolve()),
        **({"set": {path: _value(text) for path, text in changes.items()}} if changes else {}),
        "design": "grid",
        "factors": dict(_factor(path, values, list(levels), scenario) for path, values in levels.items()),
        "histories": histories,
        "seed": seed,
        "headline": headline if isinstance(headline, str) else list(headline),
    }


def _factor(path: str, values: Sequence[Any], paths: Sequence[str], scenario: "Scenario") -> tuple[str, dict[str, Any]]:
    """A factor of one path, and its name; both called as no other's of `paths` is."""
    from experiments.sensitivity.numbers import unit_of
    from experiments.words.places import place_title

    names, titles = [_name(each) for each in paths], [place_title(each, scenario) for each in paths]
    name, title, unit = _name(path), place_title(path, scenario), unit_of(path, scenario)
    if names.count(name) > 1:
        name = f"{name}_{paths.index(path)}"
    if titles.count(title) > 1:
        title = f"{title} ({path})"
    return name, {"title": title, **({"unit": unit} if unit else {}), "path": path, "values": list(values)}


def _name(path: str) -> str:
    return path.lower().replace(".", "_")


def _value(text: str) -> Any:
    """What a change sets, read as `--set` reads it."""
    root = Text(text, "--set").root()
    return plain(root) if root is not None else None
