"""What is played for docs/endings.md: every shipped scenario, the generic case over as many months, and the switches."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments.estimates.statistics import Estimate, Paired, estimate, paired
from experiments.runs.blocks import CompiledEngine
from experiments.validation.endings.counted import Columns, Counts, counted, played, signed
from experiments.validation.endings.switches import ALL, MERGED, SWITCHES, Switch
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario

GENERIC = "generic_civil_war"
CASES = ("second_meeting_2018_09", "afghan_peace_2018", "secret_talks_2018_05")
"""The Afghan cases, of which the page takes apart what lifts and what keeps down."""
ALL_CASES = (*CASES, "havana_2012")  # what-ifs vary one of these
SMALL = ("prisoners", "access")  # a first agreement of the generic case without the ceasefire
KINDS = ("anything", "settled")


class Beside(NamedTuple):
    """A chance of signing in a scenario, and in the generic case within the same months."""

    here: Estimate
    generic: Estimate

    @property
    def times(self) -> float:
        """How many times the generic case's."""
        return self.here.p / self.generic.p if self.generic.p else float("inf")


class Ended(NamedTuple):
    """A scenario as played, beside the generic case."""

    name: str
    counts: Counts
    beside: dict[str, Beside]  # by kind of agreement
    generic_substantive: Estimate


class Moved(NamedTuple):
    """What taking a difference away does to the chance of signing: share without it, and difference on the same histories."""

    switch: Switch
    by: dict[str, tuple[Estimate, Paired]]  # by kind of agreement


class Study(NamedTuple):
    """All that the page tells."""

    histories: int
    seed: int
    ended: dict[str, Ended]
    moved: dict[str, list[Moved]]
    bases: dict[str, str]  # of each variation: the scenario that it extends
    generic_rungs: dict[int, dict[str, Estimate]]  # months → anything, and anything if the first rung is small


def study(folder: Path, histories: int, generic_histories: int, seed: int) -> Study:
    """Play everything; scenarios without a war or a table are passed over."""
    engine = CompiledEngine()
    engine.prepare()
    scenarios = {path.stem: load(path, to_run=True).scenario for path in sorted(folder.glob("*.yaml"))}
    scenarios = {name: each for name, each in scenarios.items() if each.war is not None and each.tables}
    generic = scenarios[GENERIC]
    base = played(generic, generic_histories, seed, engine)
    columns = {name: played(each, histories, seed, engine) for name, each in scenarios.items() if name != GENERIC}
    columns[GENERIC] = base
    ended = {name: _ended(name, scenarios[name], columns[name], generic, base) for name in scenarios}
    moved = {
        name: [
            _moved(switch, scenarios[name], columns[name], histories, seed, engine)
            for switch in (*SWITCHES, ALL, MERGED)
        ]
        for name in CASES
    }
    months = sorted({each.time.rounds for each in scenarios.values()})
    bases = {path.stem: found for path in sorted(folder.glob("*.yaml")) if (found := base_of(path))}
    return Study(histories, seed, ended, moved, bases, _small_first(generic, base, months, seed, engine))


def base_of(path: Path) -> str:
    """The scenario that a file extends, by name; nothing if it stands alone."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((Path(line.split(":", 1)[1].strip()).stem for line in lines if line.startswith("extends:")), "")


def within(rounds: np.ndarray, months: int) -> Estimate:
    """Share of histories in which something happened by that month."""
    return estimate(int(((rounds > 0) & (rounds <= months)).sum()), len(rounds))


def _ended(name: str, scenario: Scenario, columns: Columns, generic: Scenario, base: Columns) -> Ended:
    months = scenario.time.rounds
    beside = {
        kind: Beside(within(signed(columns, scenario, kind), months), within(signed(base, generic, kind), months))
        for kind in KINDS
    }
    return Ended(name, counted(scenario, columns), beside, within(signed(base, generic, "substantive"), months))


def _moved(
    switch: Switch, scenario: Scenario, base: Columns, histories: int, seed: int, engine: CompiledEngine
) -> Moved:
    without = switch.off(scenario)
    columns = played(without, histories, seed, engine)
    by = {}
    for kind in KINDS:
        before, after = signed(base, scenario, kind) > 0, signed(columns, without, kind) > 0
        by[kind] = (estimate(int(after.sum()), len(after)), paired(before, after))
    return Moved(switch, by)


def _small_first(
    generic: Scenario, base: Columns, months: Sequence[int], seed: int, engine: CompiledEngine
) -> dict[int, dict[str, Estimate]]:
    """The generic case with its ceasefire moved to the second rung: how often anything is signed."""
    table = generic.tables["talks"]
    first, last = table.rungs
    later = tuple(issue for issue in first.agenda if issue not in SMALL)
    rungs = (
        first.model_copy(update={"agenda": SMALL}),
        last.model_copy(update={"agenda": (*later, *last.agenda)}),
    )
    changed = generic.model_copy(update={"tables": {"talks": table.model_copy(update={"rungs": rungs})}})
    columns = played(changed, len(base["won"]), seed, engine)
    return {
        month: {
            "anything": within(signed(base, generic, "anything"), month),
            "small": within(signed(columns, changed, "anything"), month),
        }
        for month in months
    }
