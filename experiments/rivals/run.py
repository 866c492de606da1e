"""All rivals of one scenario, side by side."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from experiments.rivals.challenge import Rounds, play_rounds
from experiments.rivals.condorcet import Election, elect
from experiments.rivals.nash import nash_point
from experiments.rivals.points import weighted_mean, weighted_median
from experiments.rivals.results import IssuePredictions, RivalsResult
from experiments.rivals.simulated import Agreed
from experiments.rivals.stakes import Stakes, ascending, bargain_of, stakes_of
from sim.scenario.vocabulary import Issue, Scenario


class Predictions(NamedTuple):
    """What each model says of one issue, in its unit; None where there is nothing to compute it from."""

    weighted_mean: float | None
    weighted_median: float | None
    challenge: Rounds | None
    condorcet: float | None
    nash: float | None


class Comparison(NamedTuple):
    """Predictions by issue (in the order of the file), and the parties' part in the Condorcet election by name.

    `risk` and `probability` are None where nobody votes; `literal` says how the challenge model was read; `simulated` is
    empty until it is filled in.
    """

    issues: dict[str, Predictions]
    capability: dict[str, float]
    risk: dict[str, float | None]
    probability: dict[str, float | None]
    literal: bool
    simulated: Mapping[str, Agreed | None] = MappingProxyType({})

    def as_json(self) -> RivalsResult:
        """The object that `rivals --json` prints."""
        return {
            "issues": {name: _issue_object(found, self.simulated.get(name)) for name, found in self.issues.items()},
            "challenge_rounds": {
                name: {"median": found.challenge.median, "mean": found.challenge.mean} if found.challenge else None
                for name, found in self.issues.items()
            },
            "condorcet": {"risk": self.risk, "probability": self.probability},
        }


def compare(scenario: Scenario, literal: bool = False) -> Comparison:
    """Run the rivals on a checked scenario.

    `literal`: play the challenge model as its paper prints it, which does not reproduce the paper's table. StakesError if
    parties lack capability.
    """
    stakes = stakes_of(scenario)
    election, condorcet = _election(scenario, stakes)
    nash = _nash(scenario, stakes)
    issues = {}
    for name in (each for each in scenario.issues if each in stakes.issues):
        k = stakes.issues.index(name)
        held = stakes.held[:, k]
        position, weight = stakes.position[held, k], stakes.weight(k)[held]
        issues[name] = Predictions(
            weighted_mean(position, weight),
            weighted_median(position, weight),
            play_rounds(stakes.capability[held], position, stakes.salience[held, k], literal=literal),
            condorcet.get(name),
            nash.get(name),
        )
    return Comparison(
        issues,
        dict(zip(stakes.parties, map(float, stakes.capability), strict=True)),
        _by_name(stakes.parties, election.risk if election else None),
        _by_name(stakes.parties, election.probability if election else None),
        literal,
    )


def _by_name(names: tuple[str, ...], values: np.ndarray | None) -> dict[str, float | None]:
    """Values [n] under their names; None under each if there are no values."""
    return {name: None if values is None else float(values[i]) for i, name in enumerate(names)}


def _election(scenario: Scenario, stakes: Stakes) -> tuple[Election | None, dict[str, float]]:
    """The joint election, and its expected level of each issue on which there is a position; nothing if nobody votes.

    To be a candidate on all issues, a party needs a level on each. Where it has no position, it is given the weighted
    mean of those who have one: it asks for nothing there, and so pulls the answer nowhere.
    """
    if not (stakes.capability[:, None] * stakes.salience).any():
        return None, {}
    position = ascending(stakes, scenario.issues)
    known = np.flatnonzero(stakes.held.any(axis=0))
    for k in known:
        held = stakes.held[:, k]
        middle = weighted_mean(position[held, k], stakes.weight(int(k))[held])
        position[~held, k] = position[held, k].mean() if middle is None else middle
    election = elect(stakes.capability, position[:, known], stakes.salience[:, known])
    expected = zip(known, election.expected, strict=True)
    return election, {stakes.issues[k]: _real(x, scenario.issues[stakes.issues[k]]) for k, x in expected}


def _nash(scenario: Scenario, stakes: Stakes) -> dict[str, float]:
    """The Nash point of all principals, by issue; empty where there is none."""
    found = bargain_of(scenario, stakes)
    point = nash_point(found[0]) if found else None
    if found is None or point is None:
        return {}
    return {stakes.issues[k]: _real(x, scenario.issues[stakes.issues[k]]) for k, x in zip(found[1], point, strict=True)}


def _real(share: float, issue: Issue) -> float:
    """A share from the lower end of an issue's range as a level in its unit."""
    low, high = sorted(issue.range)
    return min(max(low + float(share) * (high - low), low), high)


def _issue_object(found: Predictions, agreed: Agreed | None) -> IssuePredictions:
    return {
        "weighted_mean": found.weighted_mean,
        "weighted_median": found.weighted_median,
        "challenge": found.challenge.median[-1] if found.challenge else None,
        "condorcet": found.condorcet,
        "nash": found.nash,
        "simulated": {"mean": agreed.mean, "lo": agreed.lo, "hi": agreed.hi} if agreed else None,
    }
