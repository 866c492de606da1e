"""What happened in a number of simulated histories: victories, agreements, talks that broke down or never began."""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from experiments.estimates.statistics import Z95, Estimate, estimate, first_of, wilson
from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import compile_scenario
from sim.scenario.vocabulary import Rung, Scenario, Table

Columns = Mapping[str, np.ndarray]
PRELIMINARY = ("confidence_building", "preconditions")  # rungs that prepare talks: what PA-X calls pre-negotiation


class Counts(NamedTuple):
    """Histories of one scenario in which each thing happened at any table, and how many there were."""

    title: str
    months: int
    histories: int
    insurgents_won: int
    government_won: int
    anything_signed: int  # also an exchange of prisoners
    substantive: int  # more than what prepares talks
    settled: int  # a settlement or a comprehensive agreement
    walked_out: int
    called_off: int
    collapsed: int
    never_met: int
    broken_off: int  # of histories with a meeting: a walk-out, a calling-off or a collapse

    def share(self, name: str) -> Estimate:
        """Share of all histories, with its 95 % interval."""
        return estimate(getattr(self, name), self.histories)

    def yearly(self, name: str) -> tuple[float, float, float]:
        """The constant chance a year that gives this share in these months, and its 95 % interval.

        For victories, of which only one side's can come: the hazard of both, divided as they were.
        """
        count, years = getattr(self, name), self.months / 12
        rivals = self.insurgents_won + self.government_won if name.endswith("_won") else count
        scale = count / rivals if rivals else 1.0
        shares = (rivals / self.histories, *wilson(rivals, self.histories, Z95)) if count else (0.0, 0.0, 0.0)
        middle, *_ = (-math.log1p(-share) / years * scale for share in shares)
        low, high = (-math.log1p(-min(share, 1 - 1e-9)) / years for share in wilson(count, self.histories))
        return middle, min(low, middle), max(high, middle)


def played(scenario: Scenario, histories: int, seed: int, engine: CompiledEngine) -> Columns:
    """The columns of so many histories."""
    return play(compile_scenario(scenario), seed, 0, histories, engine)


def signed(columns: Columns, scenario: Scenario, kind: str) -> np.ndarray:
    """Round of the first signature of an agreement of a kind at any table, 0 for never, history by history.

    `anything`: of any rung with an agenda; `substantive`: of any but those that prepare talks; `settled`: of one that binds.
    """
    return first_of([
        columns[f"{table}.{rung}.signed"]
        for table, of_it in scenario.tables.items()
        for rung in rungs_of(of_it, kind)
    ] or [np.zeros(len(columns["won"]), np.int64)])  # fmt: skip


def rungs_of(table: Table, kind: str) -> list[str]:
    """Names of the rungs whose agreements are of a kind, as in `signed`."""
    belongs: dict[str, Callable[[Rung], bool]] = {
        "anything": lambda rung: True,
        "substantive": lambda rung: rung.name not in PRELIMINARY,
        "settled": lambda rung: rung.binding,
    }
    return [rung.name for rung in table.rungs if rung.agenda and belongs[kind](rung)]


def counted(scenario: Scenario, columns: Columns) -> Counts:
    """Count what happened at any table."""

    def ever(column: str) -> np.ndarray:
        return np.asarray(np.any([columns[f"{table}.{column}"] > 0 for table in scenario.tables], axis=0))

    met = ever("first_meeting")
    broken = ever("walk_outs") | ever("called_off") | ever("collapsed")
    of_all = {
        "insurgents_won": columns["won"] > 0,
        "government_won": columns["won"] < 0,
        "anything_signed": signed(columns, scenario, "anything") > 0,
        "substantive": signed(columns, scenario, "substantive") > 0,
        "settled": signed(columns, scenario, "settled") > 0,
        "walked_out": ever("walk_outs"),
        "called_off": ever("called_off"),
        "collapsed": ever("collapsed"),
        "never_met": ~met,
        "broken_off": broken & met,
    }
    sums = {name: int(happened.sum()) for name, happened in of_all.items()}
    return Counts(scenario.title, scenario.time.rounds, len(met), **sums)
