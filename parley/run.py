"""A run: many histories of one scenario, and what may be asked of them."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.export.frame import fields, together
from experiments.export.run import frames, scenario_of
from experiments.runs.engines import mesa_engine
from experiments.runs.reservations import line_of
from experiments.store.folder import Results
from experiments.store.reading import check_shape
from experiments.words.names import rung_title, title_of
from parley.errors import ParleyError, in_own_words
from parley.estimates import Estimates, estimate_of
from parley.frames import to_arrow, to_pandas, to_polars
from parley.rooms import Room, copied
from parley.showing import Picture, Story, page, shortened, table_html
from sim.scenario.phrases import shown, suggest

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from experiments.estimates.results import RunSummary
    from experiments.export.frame import Field
    from experiments.plots.source import Folder
    from experiments.store.folder import Results
    from experiments.store.manifest import Manifest
    from sim.engine.arrays import Compiled


@dataclass(frozen=True, repr=False)
class Run:
    """Histories that were played, each with all that it left behind. `parley.open` makes one of a results folder."""

    room: Room
    agents: str | None = None
    """The module with agents of one's own that it was played with here; unknown of a run that was kept."""

    @property
    def folder(self) -> Path:
        """Where it is kept: the folder that it was saved to, or one that goes when the run is forgotten."""
        return self.room.folder

    @cached_property
    def _results(self) -> "Results":
        return Results(self.folder)

    @cached_property
    def _compiled(self) -> "Compiled":
        with in_own_words():
            return scenario_of(self._results)

    @cached_property
    def _manifest(self) -> "Manifest":
        with in_own_words():
            return self._results.manifest

    @cached_property
    def summary(self) -> "RunSummary":
        """What `run --json` prints of it, but for times and folders."""
        from experiments.estimates.results import RunSummary

        with in_own_words():
            found: RunSummary | None = self._results.summary
        if found is None:
            raise ParleyError(f"{self.folder} holds no finished run")
        with in_own_words():
            check_shape(self.folder / "summary.json", found, RunSummary)
        return found

    @property
    def title(self) -> str:
        """The scenario's title."""
        return str(self.summary["scenario"])

    @property
    def seed(self) -> int:
        """The seed of all draws."""
        return int(self.summary["seed"])

    @property
    def command(self) -> str:
        """The command line that repeats it."""
        return shlex.join(self._manifest["command"])

    def __len__(self) -> int:
        return int(self.summary["histories"])

    def __repr__(self) -> str:
        first, outcomes = f"{self.reserved} " if self.reserved else "", replace(self.outcomes, reserved="")
        return first + shortened(f"<parley run: {self.title}; {len(self):,} histories, seed {self.seed}; {outcomes!r}>")

    @cached_property
    def reserved(self) -> str:
        """What is to be known first of a run that was kept: other rules, an outdated scenario …; empty if nothing is."""
        with in_own_words():
            return line_of(self.room.folder) if self.room.is_saved else ""

    # ------------------------------------------------------------------------------
    # Estimates

    @cached_property
    def progress(self) -> Any:
        """How many histories saw any table climb."""
        return estimate_of(self.summary["progress"], len(self))

    @cached_property
    def outcomes(self) -> Estimates:
        """How histories end: exclusive outcomes that add up to all, in the scenario's order."""
        found = {name: estimate_of(share, len(self)) for name, share in self.summary["outcomes"].items()}
        return Estimates("How it ends", found, reserved=self.reserved)

    @cached_property
    def tables(self) -> Mapping[str, Estimates]:
        """How far each table gets: how many histories ever reached each rung, or a later one."""
        scenario, found = self._compiled.scenario, {}
        for table, of_it in self.summary["tables"].items():
            shares = {rung: estimate_of(share, len(self)) for rung, share in of_it["rungs"].items()}
            titles = {rung: rung_title(scenario.tables[table], rung) for rung in shares}
            found[table] = Estimates(title_of(scenario.tables, table), shares, titles, self.reserved)
        return found

    # ------------------------------------------------------------------------------
    # Histories

    @cached_property
    def arrays(self) -> Mapping[str, "np.ndarray"]:
        """Every column by its name, a row for each history: names, words and real units; a round that never came is nan."""
        with in_own_words():
            return together(frames(self._results, self._compiled))

    @cached_property
    def columns(self) -> Sequence["Field"]:
        """What each column holds: name, title, unit, kind and meaning."""
        return fields(self._compiled)

    def __getitem__(self, name: str) -> "np.ndarray":
        """A column, as `us_taliban.formal_talks.reached` or `prisoners.level`; ParleyError if there is none."""
        if name not in self.arrays:
            raise ParleyError(f"there is no column {shown(name)}{suggest(name, self.arrays)}; .columns lists them")
        return self.arrays[name]

    @property
    def frame(self) -> "pd.DataFrame":
        """All columns as a pandas DataFrame."""
        return self.to_pandas()

    def to_pandas(self) -> "pd.DataFrame":
        """All columns as a pandas DataFrame; what each holds is in its `attrs["columns"]`."""
        return to_pandas(self.arrays, self.columns, self.reserved)

    def to_polars(self) -> Any:
        """All columns as a polars DataFrame."""
        return to_polars(self.arrays)

    def to_arrow(self) -> Any:
        """All columns as an Arrow table, whose fields carry title, unit and meaning."""
        return to_arrow(self.arrays, self.columns, self.reserved)

    def trace(self, history: int, agents: str | None = None) -> Story:
        """One history by its number, told round by round: what each party chose, and why.

        `agents` is the module with `AGENTS` that it was played with. It must be given again for a run that was kept: what a
        results folder names is not imported, since the folder may come from anybody.
        """
        from experiments.trace import chronicle, story

        if not 0 <= history < len(self):
            raise ParleyError(f"there are histories 0 to {len(self) - 1:,}, got {history}")
        module, played_with = agents or self.agents, self._manifest.get("agents")
        if played_with and not module:
            name = played_with.split()[0]
            raise ParleyError(
                f"these histories were played with the agents of a module called {shown(name)}: "
                f"if you trust it, ask for trace({history}, agents={name!r})"
            )
        with in_own_words():
            kinds = mesa_engine(module, self._compiled).agents if module and played_with else None
            told = story.as_text(chronicle.trace(self._compiled, self.seed, history, kinds))
            return Story("\n".join([*([self.reserved, ""] if self.reserved else []), *told]))

    # ------------------------------------------------------------------------------
    # Pictures and files

    @cached_property
    def _drawing(self) -> "Folder":
        from experiments.plots.source import Folder

        return Folder(self.folder)

    def plot(self, kind: str = "outcomes") -> Picture:
        """A figure of this kind, or of the kind whose name begins so: `rungs`, `flow`, `blame`, `zone` …"""
        from experiments.figures.page import reserved
        from experiments.plots.gallery import KINDS

        named = [name for name in KINDS if name == kind] or [name for name in KINDS if name.startswith(kind)]
        if len(named) != 1:
            raise ParleyError(f"there is no kind {shown(kind)}{suggest(kind, KINDS)}; there are {', '.join(KINDS)}")
        with in_own_words(), reserved(line_of(self.folder)):
            return Picture(named[0], KINDS[named[0]](self._drawing))

    def save(self, folder: str | Path) -> "Run":
        """Keep it in a new folder, as `parley run --out` would; the run that is there."""
        from experiments.plots.plot import plot
        from experiments.runs.figure_paths import FIGURES, FORMAT

        folder = Path(folder)
        with in_own_words():
            copied(self.room, folder)
            Results(folder).note({"command": [*self._manifest["command"], "--out", str(folder)]})
            plot(folder, FIGURES, FORMAT)
        return Run(Room(folder), self.agents)

    def _repr_html_(self) -> str:
        heading = ("how it ends", "share of simulated histories (95 % interval)")
        caption = " ".join(filter(None, [self.reserved, f"{self.title}: {len(self):,} histories, seed {self.seed}"]))
        return page(table_html(caption, heading, self.outcomes.rows()), self.plot("rungs").svg)
