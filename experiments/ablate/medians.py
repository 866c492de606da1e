"""The uncertain numbers of a scenario: which there are, and the scenario with some of them fixed."""

from sim.engine.arrays import compile_scenario, middle
from sim.scenario.data import with_values
from sim.scenario.vocabulary import Scenario


def at_medians(scenario: Scenario) -> Scenario:
    """The scenario with every uncertain number at its median."""
    compiled = compile_scenario(scenario)
    medians = {u.path: middle(u.number, u.low, u.high) for u in compiled.uncertain}
    return with_values(compiled.scenario, medians)
