"""From a scenario to the arrays that the rival models take.

The models know one number where a scenario may have a distribution: its median, so that what a rival says does not depend
on chance. Mediators have no positions and take no part; nor do principals without a position on anything. These models place
parties on a line: issues of kind options are left out.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from agents import parameters
from agents.roles import PRINCIPALS
from agents.rules import value
from experiments.rivals.nash import Bargain
from sim.engine.arrays import SIDE, middle, middle_line
from sim.scenario.defaults import resolve
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Issue, Number, Principal, Scenario

NORMAL_VIOLENCE = 1.0  # hurt in a war at its normal level
HIGHEST_CAPABILITY = 1e9  # the field's range in `sim.scenario.vocabulary`


class StakesError(Exception):
    """The scenario lacks what the rivals need; the message says what."""


class Stakes(NamedTuple):
    """Who wants what, how much, and with what weight. Names are sorted, so that no order in a file matters.

    `capability` (≥ 0): [parties]; `position` (in each issue's unit, 0 where there is none), `salience` (0–1, 0 where there
    is none) and `held` (whether there is a position): [parties, issues].
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    capability: np.ndarray
    position: np.ndarray
    salience: np.ndarray
    held: np.ndarray

    def weight(self, k: int) -> np.ndarray:
        """Capability × salience on issue k, [parties], in shares of the greatest capability."""
        greatest = self.capability.max(initial=0.0)
        weighed: np.ndarray = (self.capability / greatest if greatest > 0 else self.capability) * self.salience[:, k]
        return weighed


def stakes_of(scenario: Scenario) -> Stakes:
    """The stakes of a checked scenario. StakesError names the parties that have positions but no capability."""
    principals = {name: scenario.principals[name] for name in sorted(scenario.principals)}
    issues = tuple(name for name in sorted(scenario.issues) if scenario.issues[name].kind != "options")
    if not issues:
        raise StakesError("the rival models place parties on a line, and every issue here is of kind options")
    principals = {name: party for name, party in principals.items() if not party.positions.keys().isdisjoint(issues)}
    missing = [name for name, party in principals.items() if party.capability is None]
    if missing:
        raise StakesError(_without_capability(missing))
    position, salience = np.zeros((len(principals), len(issues))), np.zeros((len(principals), len(issues)))
    held = np.zeros(position.shape, bool)
    for p, party in enumerate(principals.values()):
        for k, name in enumerate(issues):
            wanted = party.positions.get(name)
            if wanted is None:
                continue
            position[p, k] = median_ideal(wanted.aim, scenario.issues[name])
            salience[p, k] = middle(wanted.salience, 0, 100) / 100
            held[p, k] = True
    capability = np.array([_capability(party) for party in principals.values()])
    return Stakes(tuple(principals), issues, capability, position, salience, held)


def median_ideal(ideal: Number, issue: Issue) -> float:
    """Median of what a party wants, in the issue's unit and within its range."""
    low, high = sorted(issue.range)
    return min(max(middle(ideal, low, high), low), high)


def ascending(stakes: Stakes, issues: Mapping[str, Issue]) -> np.ndarray:
    """Positions [parties, issues] as shares of each range from its lower end: which end is the status quo does not matter."""
    ends = np.array([sorted(issues[name].range) for name in stakes.issues])
    level: np.ndarray = np.clip((stakes.position - ends[:, 0]) / (ends[:, 1] - ends[:, 0]), 0.0, 1.0)
    return level


def bargain_of(scenario: Scenario, stakes: Stakes) -> tuple[Bargain, np.ndarray] | None:
    """What the principals could bargain over, and which issues (indices) that is; None where nobody cares for anything.

    Seats are the parties that care about something, issues those that some seat cares about; levels are shares from the
    lower end of each range. Bounds are the red lines of all.
    """
    seats = np.flatnonzero(stakes.salience.sum(axis=1) > 0)
    issues = np.flatnonzero(stakes.salience.sum(axis=0) > 0)
    if len(issues) == 0:
        return None
    care = stakes.salience[np.ix_(seats, issues)]
    red_lines = [_red_lines(scenario, stakes.issues[k]) for k in issues]
    resolved = resolve(scenario)
    bargain = Bargain(
        weight=care / care.sum(axis=1, keepdims=True),
        ideal=ascending(stakes, scenario.issues)[np.ix_(seats, issues)],
        low=np.array([low for low, _ in red_lines]),
        high=np.array([high for _, high in red_lines]),
        steps=np.array([scenario.issues[stakes.issues[k]].steps for k in issues]),
        walk_away=np.array([walk_away(resolved, stakes.parties[p]) for p in seats]),
    )
    return bargain, issues


def walk_away(scenario: Scenario, name: str) -> float:
    """A party's walk-away value as a history begins, 0–1: by the rule book [Fearon 1995], at the median of every number.

    `scenario` has its defaults written out (`sim.scenario.defaults.resolve`). Leverage and momentum are those at the start,
    with what concessions in force have shifted; violence is at its normal level; what differs between histories is left out.
    """
    party = scenario.principals[name]
    side = SIDE[party.side or "none"]

    def median(key: str) -> float:
        parameter = PRINCIPALS[party.role].parameter(key)
        return middle(getattr(party, key), parameter.low, parameter.high)

    own, momentum = _leverage(scenario, side)
    expected = value.expected_leverage(own, momentum * side, median("horizon"))
    return value.walk_away(expected, NORMAL_VIOLENCE, 0.0, 0.0, median("stake"), median("cost"))


def _leverage(scenario: Scenario, side: int) -> tuple[float, float]:
    """Leverage of a side (½ without one) and the insurgents' momentum, as a history begins."""
    leverage, momentum = parameters.WAR["leverage"].default, parameters.WAR["momentum"].default
    if scenario.war is not None:
        leverage = _war_median(scenario.war.leverage, "leverage")
        momentum = _war_median(scenario.war.momentum, "momentum")
    for issue in scenario.issues.values():
        start = 0.0 if issue.in_force is None else issue.level(issue.in_force)
        leverage += middle(issue.effects.leverage, -1, 1) * start
    leverage = value.clip(leverage, 0.0, 1.0)
    return {0: 0.5, 1: leverage, -1: 1.0 - leverage}[side], momentum


def _war_median(number: Number | None, key: str) -> float:
    parameter = parameters.WAR[key]
    return parameter.default if number is None else middle(number, parameter.low, parameter.high)


def _red_lines(scenario: Scenario, name: str) -> tuple[float, float]:
    """Lowest and highest level of an issue that all accept, as shares from the lower end; the first may be the higher."""
    issue = scenario.issues[name]
    start, end = sorted(issue.range)
    low, high = 0.0, 1.0
    for party in scenario.principals.values():
        line = middle_line(party.positions[name], issue) if name in party.positions else None
        if line is not None:
            low = max(low, (line[0] - start) / (end - start))
            high = min(high, (line[1] - start) / (end - start))
    return low, high


def _capability(party: Principal) -> float:
    assert party.capability is not None
    return middle(party.capability, 0, HIGHEST_CAPABILITY)


def _without_capability(names: list[str]) -> str:
    lacking = f"{listed(names)} {'has' if len(names) == 1 else 'have'}"
    return (
        f"{lacking} no capability, by which the rival models weigh parties; "
        f"give it for each, in any unit, for example parties.{names[0]}.capability: 50"
    )
