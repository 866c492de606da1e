"""The outside view: how often real peace processes came as far in as long, beside how often the simulated talks do.

Shown where it compares like with like: at a table where both sides of a war sit, over a year or more. The published
counts are of processes from their first agreement about talks on (`experiments.estimates.base_rates`).
"""

from typing import NamedTuple

from experiments.estimates.asked import Asked, Named
from experiments.estimates.base_rates import PAX, Rate, published
from experiments.estimates.results import OutsideView
from experiments.estimates.shares import share_of
from experiments.estimates.statistics import Tally
from sim.scenario.calendar import Rounds
from sim.scenario.vocabulary import Rung, Scenario

YEARS = (5, 2, 1)
"""Within which the published counts say how many had signed; the longest that a scenario simulates is taken."""
FACTOR = 3.0
"""How many times more or less often than in the published count is said to be far from it."""


class Compared(NamedTuple):
    """What is compared: a published rate, and the first of the table's steps whose signature counts."""

    rate: Rate
    step: str
    years: int


def comparable(scenario: Scenario, asked: Asked | None) -> Compared | None:
    """Which published rate the table in question is held against; None where there is no like."""
    if asked is None or asked.table is None or asked.rung is None or scenario.war is None:
        return None
    if not _opposed(scenario, asked.table):
        return None
    years = next((each for each in YEARS if _last_round(scenario, each) is not None), None)
    rungs = scenario.tables[asked.table].rungs
    full = rungs[-1].binding and asked.rung == len(rungs) - 1
    counting = rungs[-1:] if full else tuple(rung for rung in rungs if _substantive(rung))
    if years is None or not counting:
        return None
    return Compared(published(f"{'full' if full else 'any'}_{12 * years}"), counting[0].name, years)


def _substantive(rung: Rung) -> bool:
    return bool(rung.agenda)


def _opposed(scenario: Scenario, table: str) -> bool:
    """Whether both sides of the war have a seat."""
    sides = {scenario.principals[party].side for party in scenario.tables[table].parties}
    return {"insurgent", "government"} <= sides


def _last_round(scenario: Scenario, years: int) -> int | None:
    """The last round within so many years; None if a history is not that long (to half a month)."""
    months_a_round = Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds).months(0)
    if scenario.time.rounds * months_a_round < 12 * years - 0.5:
        return None
    return min(scenario.time.rounds, round(12 * years / months_a_round))


def outside_view(sums: Tally, compiled: Named, asked: Asked | None) -> OutsideView | None:
    """The published rate beside the simulated one; None where there is no like."""
    found = comparable(compiled.scenario, asked)
    if found is None or asked is None:
        return None
    last = _last_round(compiled.scenario, found.years)
    signed = sums[f"{asked.table}.{found.step}.signed"]
    simulated = share_of(int(signed[1 : (last or 0) + 1].sum()), int(sums["histories"]))
    rate = found.rate
    return {
        "rate": rate.name, "years": found.years, "full": rate.name.startswith("full"), "step": found.step,
        "n": rate.numerator, "of": rate.denominator, "source": PAX, "simulated": simulated,
        "far": not 1 / FACTOR <= simulated["p"] / rate.share <= FACTOR,
    }  # fmt: skip
