"""A scenario that is read and checked, and can be played, compared and swept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from experiments.runs.resume import Interrupted
from parley.comparison import Comparison, Variation, compared, starts
from parley.doubt import Doubt, doubted
from parley.errors import in_own_words
from parley.page import Page
from parley.rooms import new_room
from parley.run import Run
from parley.showing import shortened, table_html
from parley.sweep import Sweep, swept
from parley.written import Changes, Written, assigned

if TYPE_CHECKING:
    from experiments.compare.play import Base


def load(path: str | Path, set: Changes | None = None) -> "Scenario":
    """A scenario from its file, with numbers changed; ParleyError with every mistake, each with its place."""
    return Scenario.of(Path(path), assigned(set or {}))


@dataclass(frozen=True, repr=False)
class Scenario(Written):
    """A scenario that was read and checked, and can be played."""

    @property
    def title(self) -> str:
        """What a reader sees first."""
        return self.loaded.scenario.title

    @property
    def question(self) -> str | None:
        """What it asks."""
        return self.loaded.scenario.question

    @property
    def warnings(self) -> tuple[str, ...]:
        """What its author may want to know."""
        return tuple(map(str, self.loaded.warnings))

    def with_changes(self, changes: Changes) -> "Scenario":
        """The same with further numbers changed."""
        return Scenario.of(self.file, (*self.changes, *assigned(changes)))

    def run(
        self,
        histories: int = 10_000,
        seed: int = 1,
        *,
        workers: int | None = None,
        quiet: bool = False,
        engine: Literal["compiled", "mesa"] = "compiled",
        agents: str | None = None,
    ) -> Run:
        """Play many histories: the same for the same seed, on any number of workers.

        `agents` is a module with `AGENTS` of your own, for `engine="mesa"`. Nothing is written where you work.
        """
        from experiments.runs.run import Request, run_scenario

        room = new_room()
        request = Request(
            loaded=self.loaded, file=self.file, seed=seed, histories=histories, out=room.folder, engine=engine,
            agents=agents, workers=workers, resume=False, quiet=quiet, overrides=self.changes, figures=False,
        )  # fmt: skip
        try:
            with in_own_words():
                run_scenario(request)
        except Interrupted:
            raise KeyboardInterrupt from None
        return Run(room, agents)

    def compare(
        self,
        *variants: "Variation | Scenario",
        histories: int = 10_000,
        seed: int = 1,
        workers: int | None = None,
        quiet: bool = False,
    ) -> Comparison:
        """Play this and its variants on the same histories: changes, files of variants, or scenarios."""
        made = [variant if isinstance(variant, Scenario) else self.variant(variant) for variant in variants]
        return compared(self, made, histories, seed, workers, quiet, self._kept)

    @cached_property
    def _kept(self) -> "Base":
        """What this keeps of its histories, for variants that they are compared with."""
        from experiments.compare.play import Base
        from sim.engine.arrays import compile_scenario

        return Base(compile_scenario(self.loaded.scenario))

    def variant(self, what: Variation) -> "Scenario":
        """A variant from changes to this scenario, or from a file of its own."""
        return self.with_changes(what) if isinstance(what, Mapping) else Scenario.of(Path(what), self.changes)

    def sweep(
        self,
        levels: Mapping[str, Sequence[Any]],
        histories: int = 1000,
        seed: int = 1,
        *,
        headline: str | Sequence[str] | None = None,
        workers: int | None = None,
        quiet: bool = False,
    ) -> Sweep:
        """Play every combination of levels, each number by its path, on the same histories.

        `headline` is what is asked: an outcome, TABLE.RUNG, progress, or several of them, any of which will do; left out,
        what answers the scenario's question, or else progress.
        """
        asked = headline or self.loaded.scenario.answers or "progress"
        return swept(self, levels, histories, seed, asked, workers, quiet)

    def doubt(
        self,
        *variants: "Variation | Scenario",
        points: int = 512,
        histories: int = 400,
        seed: int = 1,
        headline: str | None = None,
        workers: int | None = None,
        quiet: bool = False,
    ) -> Doubt:
        """How sure the answers are when the rule book's own numbers are not, and what variants do whatever these are.

        `points` (8 or more) sets of plausible numbers, `histories` (2 or more) at each; about a minute as it stands.
        """
        made = [variant if isinstance(variant, Scenario) else self.variant(variant) for variant in variants]
        return doubted(self, made, points, histories, seed, headline, workers, quiet)

    def page(self, *variants: "Variation | Scenario") -> Page:
        """The what-if page: a reader moves what can be moved and sees shares of histories follow, without Python.

        `variants` are what a reader may start from beside this: changes, files of variants, or scenarios.
        """
        made = [variant if isinstance(variant, Scenario) else self.variant(variant) for variant in variants]
        return Page.of(self.file, self.loaded, starts(self, made))

    def __repr__(self) -> str:
        changed = f", {', '.join(self.changes)}" if self.changes else ""
        return shortened(f"<parley scenario: {self.title} ({self.file}{changed})>")

    def _repr_html_(self) -> str:
        scenario = self.loaded.scenario
        rows = [("file", str(self.file)), ("knowledge of", scenario.as_of.isoformat())]
        rows += [("question", scenario.question)] if scenario.question else []
        rows += [("changed", change) for change in self.changes]
        rows += [(each.role, each.title or name) for name, each in scenario.parties.items()]
        return table_html(self.title, ("", ""), rows)
