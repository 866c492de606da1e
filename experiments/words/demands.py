"""Demands that something come first, in words."""

from experiments.words.names import title_of
from sim.scenario.vocabulary import Demand, Scenario

SIDES = {"insurgent": "the insurgent side", "government": "the government side"}
"""The sides of a war as a reader sees them."""


def demand_title(name: str, scenario: Scenario) -> str:
    """A demand, given as `PARTY.DEMAND`, as a reader sees it: its title, or else its name in words."""
    party, demand = name.split(".")
    return title_of(demands_by(party, scenario), demand)


def dropped(name: str, scenario: Scenario) -> str:
    """When what a demand asks is no condition: `unless the demand “ceasefire first” (the Government) is dropped`."""
    party, _ = name.split(".")
    return f"unless the demand “{demand_title(name, scenario)}” ({title_of(scenario.parties, party)}) is dropped"


def demands_by(party: str, scenario: Scenario) -> dict[str, Demand]:
    """The demands that a party makes, by name; none for whoever makes none."""
    principal = scenario.principals.get(party)
    return principal.demands if principal is not None else {}
