"""The war: that violence can be drawn, and does not grow without end."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, inf, log

from agents import parameters
from agents.roles import PRINCIPALS
from sim.scenario.checks.common import SLACK, Check, Found
from sim.scenario.document import Loc
from sim.scenario.vocabulary import Number, Scenario

MAX_GROWTH = 1e4
Matrix = list[list[float]]


def season(scenario: Scenario) -> Iterator[Found]:
    """There is some month with violence."""
    if scenario.war and sum(scenario.war.season) / 12 == 0:
        yield ("war", "season"), "is 0 in every month; at least one must be above 0"


def explosive_war(scenario: Scenario) -> Iterator[Found]:
    """Incidents provoke fewer incidents than they are, whatever is drawn."""
    ratio = spectral_radius(_alpha(scenario))
    if ratio >= 1 - SLACK:
        message = (
            f"violence could grow without end: at the top of what may be drawn, 100 incidents provoke "
            f"{100 * ratio:.4g} in the month after; lower branching or answers (spectral radius must be < 1)"
        )
        yield _war_loc(scenario), message


def infinite_variance(scenario: Scenario) -> Iterator[Found]:
    """Violence has a finite variance, whatever is drawn."""
    alpha = _alpha(scenario)
    if not alpha or scenario.war is None or spectral_radius(alpha) >= 1 - SLACK:
        return
    least = _support(scenario.war.dispersion, parameters.WAR["dispersion"])[0]
    if spectral_radius(excess(alpha, least)) >= 1 - SLACK:
        message = (
            "violence has no finite variance at the top of what may be drawn, so that its mean says little; "
            "lower branching or answers, or raise dispersion"
        )
        yield _war_loc(scenario), message


def runaway_trend(scenario: Scenario) -> Iterator[Found]:
    """A trend leaves violence in bounds."""
    if scenario.war is None:
        return
    top = _support(scenario.war.trend, parameters.WAR["trend"])[1]
    months = scenario.time.rounds * (1.0 if scenario.time.step == "month" else 12 / 52.1775)
    if top * months > log(MAX_GROWTH):
        yield (
            ("war", "trend"),
            f"makes violence grow {exp(min(top * months, 600)):.0e} times within {months:.0f} months",
        )


ERRORS: tuple[Check, ...] = (season, explosive_war)
WARNINGS: tuple[Check, ...] = (infinite_variance, runaway_trend)


def _war_loc(scenario: Scenario) -> Loc:
    return ("war", "answers") if scenario.war and scenario.war.answers else ("war", "branching")


def _alpha(scenario: Scenario) -> Matrix:
    """Incidents that each provokes in the month after, at the top of what may be drawn."""
    if scenario.war is None:
        return []
    top = _support(scenario.war.branching, parameters.WAR["branching"])[1]
    answers = answers_of(scenario)
    parties = sorted({party for pair in answers for party in pair})
    return [[top * answers.get((i, j), 0.0) for j in parties] for i in parties]


def answers_of(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Who answers whom: as given, at its top, or else the other side's parties by their rates."""
    assert scenario.war is not None
    if scenario.war.answers:
        return {
            (i, j): number.support(0, 100)[1] for i, row in scenario.war.answers.items() for j, number in row.items()
        }
    rates = {name: middle(party.violence, 0, 1e7) for name, party in scenario.principals.items()}
    side = {name: party.side or PRINCIPALS[party.role].side for name, party in scenario.principals.items()}
    shares: dict[tuple[str, str], float] = {}
    for j in (name for name, rate in rates.items() if rate > 0):
        others = [i for i in rates if {side[i], side[j]} == {"insurgent", "government"} and rates[i] > 0]
        shares |= {(i, j): rates[i] / sum(rates[i] for i in others) for i in others}
    return shares


def _support(number: Number | None, parameter: parameters.Parameter) -> tuple[float, float]:
    """Least and greatest value of a number that may be left to its default."""
    if number is None:
        return parameter.default, parameter.default
    return number.support(parameter.low, parameter.high)


def middle(number: Number, low: float, high: float) -> float:
    """About the middle of a number."""
    if number.choice is not None:
        return sum(x * p for x, p in number.choices.items()) / sum(number.choices.values())
    if number.normal:
        return min(max(number.normal[0], low), high)
    if number.beta:
        return low + (high - low) * number.beta[0] / sum(number.beta)
    given = number.triangular or number.support(low, high)
    return sum(given) / len(given)


def _product(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a]


def spectral_radius(matrix: Matrix) -> float:
    """Spectral radius of a matrix without negative entries: lim ‖Aⁿ‖^(1/n) [Gelfand 1941], by squaring."""
    size, doublings = 0.0, 40
    for k in range(doublings + 1):
        largest = max((x for row in matrix for x in row), default=0.0)
        if not 0.0 < largest < inf:
            return largest
        matrix = [[x / largest for x in row] for row in matrix]
        size += log(largest) / 2**k
        if k < doublings:
            matrix = _product(matrix, matrix)
    return exp(size)


def excess(alpha: Matrix, dispersion: float) -> Matrix:
    """What overdispersion of one party's incidents adds to another's: (1/r) Σ_h (α^h)² entry by entry, h ≥ 1.

    Γ₀ = αΓ₀αᵀ + diag(d), d = m + (m² + diag(αΓ₀αᵀ))/r, is finite if the spectral radius of this is below 1.
    """
    total = [[0.0] * len(alpha) for _ in alpha]
    power = alpha
    for _ in range(min(100_000, 4_000_000 // len(alpha) ** 3 + 100)):
        total = [[t + x * x for t, x in zip(*rows, strict=True)] for rows in zip(total, power, strict=True)]
        if max(max(row) for row in power) < 1e-9:
            break
        power = _product(power, alpha)
    return [[x / dispersion for x in row] for row in total]
