"""A results folder as figures read it: its files as they are asked for, its histories as counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from experiments.estimates.course_results import CourseSummary
from experiments.estimates.results import RunSummary
from experiments.figures.page import About, readable
from experiments.runs.figures import about_of, asked_first
from experiments.sensitivity.summary import AnalysisSummary
from experiments.store.folder import ChangedError, Results, StoreError
from experiments.store.reading import check_shape, kept_bytes, kept_object
from experiments.sweep.summary import SweepSummary
from sim.engine.arrays import Compiled, compile_scenario

Said = SweepSummary | AnalysisSummary
Columns = Mapping[str, np.ndarray]
Rungs = tuple[str, ...]
Count = Callable[[Columns], Sequence[np.ndarray]]
TableCount = Callable[[Columns, str, Rungs], Sequence[np.ndarray]]


SHAPES = {"numbers": AnalysisSummary, "experiment": SweepSummary}
"""What an experiment says, by a key that none but it has."""


class LeftOutError(Exception):
    """The folder lacks what a kind of figure is drawn from; the message says what."""


class Folder:
    """A results folder, read as it is asked for."""

    def __init__(self, path: Path):
        self.path = path
        self.results = Results(path)

    def json(self, name: str, shape: Any = None) -> Any:
        """The content of a JSON file; LeftOutError if it is not there, StoreError if it is damaged."""
        try:
            return kept_object(self.path / name, shape)
        except FileNotFoundError:
            raise LeftOutError(f"there is no {name}") from None

    @cached_property
    def told(self) -> Any:
        """What the run or the sweep says."""
        found = self.json("summary.json")
        shape = next((shape for key, shape in SHAPES.items() if key in found), RunSummary)
        check_shape(self.path / "summary.json", found, shape)
        return found

    @property
    def is_sweep(self) -> bool:
        """Whether it is of a sweep or of a sensitivity analysis, and not of a run."""
        return "experiment" in self.told

    @property
    def summary(self) -> RunSummary:
        """What the histories of a run say."""
        if self.is_sweep:
            raise LeftOutError("this is a sweep, not a run")
        found: RunSummary = self.told
        return found

    @property
    def experiment(self) -> Said:
        """What a sweep or a sensitivity analysis says."""
        if not self.is_sweep:
            raise LeftOutError("this is a run, not a sweep")
        found: Said = self.told
        return found

    @cached_property
    def course(self) -> CourseSummary:
        """The course of the histories by round."""
        found: CourseSummary = self.json("course.json", CourseSummary)
        return found

    @cached_property
    def compiled(self) -> Compiled:
        """The scenario as it ran."""
        from sim.scenario.document import ScenarioError
        from sim.scenario.load import load

        path = self.path / "scenario.yaml"
        try:
            kept_bytes(path)
        except FileNotFoundError:
            raise LeftOutError("there is no scenario.yaml") from None
        try:
            return compile_scenario(load(path, (), to_run=True).scenario)
        except ScenarioError as error:
            raise StoreError(f"{path} cannot be used: {error}") from None

    @cached_property
    def about(self) -> About:
        """What stands on every figure."""
        return about_of(self.summary, self.compiled.scenario, self.results.manifest)

    @cached_property
    def rounds(self) -> list[str]:
        """The rounds for a reader."""
        return [self.compiled.rounds.label(t) for t in range(1, self.compiled.rounds.rounds + 1)]

    def total(self, names: Iterable[str], count: Count) -> list[np.ndarray]:
        """What is counted in some columns, part by part, added up; LeftOutError if a part is missing."""
        sums: list[np.ndarray] = []
        _ = self.summary  # without one there are no parts to rely on
        try:
            for columns in self.results.columns(list(dict.fromkeys(names))):
                found = count(columns)
                sums = [a + b for a, b in zip(sums, found, strict=True)] if sums else list(found)
        except ChangedError:
            raise
        except StoreError as error:
            raise LeftOutError(str(error).replace(f"{self.path}/", "")) from None
        return sums

    def by_table(self, names: Callable[[str, Rungs], Iterable[str]], count: TableCount) -> list[list[np.ndarray]]:
        """The same for every table, in one reading: what each needs, and what is counted for it."""
        tables = self.tables
        found = self.total(
            [name for table, rungs in tables for name in names(table, rungs)],
            lambda columns: [part for table, rungs in tables for part in count(columns, table, rungs)],
        )
        size = len(found) // len(tables)
        return [found[i * size : (i + 1) * size] for i in range(len(tables))]

    def title(self, kind: str, name: str) -> str:
        """The title of a table, party or issue, or else its name in words."""
        found = getattr(self.compiled.scenario, kind).get(name)
        return (found.title if found is not None else None) or readable(name, None)

    def rung_title(self, table: str, name: str) -> str:
        """The title of a rung, or else its name in words."""
        rungs = self.compiled.scenario.tables[table].rungs
        return next(rung.title for rung in rungs if rung.name == name) or readable(name, None)

    @property
    def tables(self) -> list[tuple[str, Rungs]]:
        """Tables with their rungs, first the one that is asked about."""
        return [(table, self.compiled.names.rungs[table]) for table in asked_first(self.compiled.scenario)]
