"""What a report is about: a scenario, the variants beside it, and what the size of its pieces depends on."""

import os
import time
from pathlib import Path

from experiments.estimates.asked import answered, asked_of
from experiments.lever.levers import levers
from experiments.report.plan import Subject
from experiments.runs.blocks import Engine, play
from sim.engine.arrays import compile_scenario
from sim.scenario.document import ScenarioError
from sim.scenario.extends import extended
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario

TRIED = 400
"""Histories that are played first, to see how fast the scenario is and how often what is asked comes about."""


def beside(file: Path) -> tuple[Path, ...]:
    """The variants beside a scenario: files `what_if_*` in its folder that extend it and can be used."""
    return tuple(
        path
        for path in sorted(file.parent.glob("what_if_*.yaml"))
        if (base := extended(path)) is not None and os.path.samefile(base, file) and _usable(path)
    )


def _usable(path: Path) -> bool:
    try:
        load(path, to_run=True)
    except ScenarioError:
        return False
    return True


def tried(
    file: Path, scenario: Scenario, variants: tuple[Path, ...], seed: int, engine: Engine
) -> tuple[Subject, float]:
    """The subject, and how many histories a second are played, by a few of them on one processor."""
    compiled, asked = compile_scenario(scenario), asked_of(scenario)
    play(compiled, seed, 0, 1, engine)
    began = time.perf_counter()
    columns = play(compiled, seed, 0, TRIED, engine)
    rate = TRIED / max(1e-9, time.perf_counter() - began)
    chance = None
    if asked is not None:
        chance = float(answered(columns, asked, compiled.names, scenario.time.rounds).yes.mean())
    seated = asked.parties if asked is not None else ()
    return Subject(file, variants, seated, chance, len(levers(scenario)), len(compiled.uncertain)), rate
