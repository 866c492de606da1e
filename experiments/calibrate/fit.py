"""Fit the defaults of the rule book to base rates of peace processes: a posterior over eight of them, not a point.

    parley calibrate [SCENARIO]

Simulation-based: at each point of an adaptive design the generic case is played some thousand times, and its rates are
held against published counts (`experiments.calibrate.base_rates`). Rates held out while fitting are predicted by the
posterior.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from agents import parameters
from agents.roles import PRINCIPALS, SETTLES_SPREAD
from experiments.calibrate.base_rates import (
    BASE_RATES,
    FIVE_YEARS,
    FULL,
    MONTHS,
    PARTIAL,
    TABLE,
    log_likelihood,
    measured,
)
from experiments.calibrate.importance import Box, Posterior, sample
from experiments.calibrate.results import CalibrationResult, RateTold
from experiments.estimates.statistics import wilson
from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.vocabulary import Number, Principal, Scenario


class Knob(NamedTuple):
    """A default that is fitted: where it stands, the range of its uniform prior and why."""

    name: str
    of: str  # "party", "table" or "prior"
    low: float
    high: float
    reason: str

    @property
    def default(self) -> float:
        """Its present default."""
        if self.of == "prior":
            return PRINCIPALS["insurgent"].settles.default
        return (parameters.PARTY if self.of == "party" else parameters.TABLE)[self.name].default


KNOBS = (
    Knob("settles", "prior", 0.30, 0.80, "insurgents' prior mean; a government's stays .15 above"),
    Knob("patience", "party", 3, 14, "meetings: from a season of monthly meetings to over a year"),
    Knob("occasion", "table", 0.5, 1, "per month: every other month to every month"),
    Knob("cost", "party", 0.05, 0.35, "u: from hardly felt to a third of all that is at stake"),
    Knob("home_premium", "party", 0, 0.3, "u: from no opposition at home to nearly a third of all stakes"),
    Knob("lock_in", "party", 0.05, 0.40, "u: from nothing spent or built to most of a resolve to fight on"),
    Knob("guarantee", "table", 0, 0.15, "u: what the world does for an agreement that nobody guarantees"),
    Knob("caution", "party", 0, 0.20, "u: what hope must be there before all is put on the table"),
)
AT_DEFAULTS = 12_000  # histories of the scenario as it stands
BOX = Box(np.array([knob.low for knob in KNOBS]), np.array([knob.high for knob in KNOBS]))


class Prediction(NamedTuple):
    """A rate as published, and as the posterior and the present defaults have it."""

    name: str
    title: str
    share: float
    lo: float
    hi: float
    held_out: bool
    posterior: float
    posterior_lo: float
    posterior_hi: float
    defaults: float

    @property
    def inside(self) -> bool:
        """Whether the present defaults fall within the published 95 % interval."""
        return self.lo <= self.defaults <= self.hi


class Calibration(NamedTuple):
    """What fitting gave."""

    posterior: Posterior
    predictions: list[Prediction]
    histories: int


class NotGeneric(Exception):
    """The scenario is not one that base rates speak of; the message says why."""


def check(scenario: Scenario) -> None:
    """NotGeneric unless there is a table `talks` with the two rungs, and monthly rounds for ten years."""
    table = scenario.tables.get(TABLE)
    if table is None or [rung.name for rung in table.rungs] != [PARTIAL, FULL]:
        raise NotGeneric(f"base rates speak of a table {TABLE} with the rungs {PARTIAL} and {FULL}")
    if scenario.time.step != "month" or scenario.time.rounds < MONTHS:
        raise NotGeneric(
            f"base rates need at least {MONTHS} monthly rounds: signed within {FIVE_YEARS}, watched as long"
        )


def calibrate(
    scenario: Scenario, points: int, generations: int, histories: int, seed: int, workers: int,
    advance: Callable[[int], None] = lambda n: None,
) -> Calibration:  # fmt: skip
    """Fit the knobs to the base rates; `advance` hears of histories played. NotGeneric if the scenario does not fit."""
    check(scenario)
    play = _player(histories, seed, workers, advance)
    posterior = sample(
        BOX, lambda parameters: play([turned(scenario, row) for row in parameters]), log_likelihood, points, generations, seed
    )  # fmt: skip
    at_defaults = _player(AT_DEFAULTS, seed, workers, advance)([scenario])[0]
    return Calibration(posterior, predictions(posterior, at_defaults), histories)


def _player(
    histories: int, seed: int, workers: int, advance: Callable[[int], None]
) -> Callable[[Sequence[Scenario]], np.ndarray]:
    """Plays scenarios and gives their rates (scenarios × rates), several at a time."""
    engine = CompiledEngine()
    engine.prepare()

    def rates(compiled: Compiled) -> np.ndarray:
        shares = measured(play(compiled, seed, 0, histories, engine))
        advance(histories)
        return shares

    def play_all(scenarios: Sequence[Scenario]) -> np.ndarray:
        with ThreadPoolExecutor(workers) as pool:
            return np.array(list(pool.map(lambda scenario: rates(compile_scenario(scenario)), scenarios)))

    return play_all


def turned(scenario: Scenario, values: Sequence[float]) -> Scenario:
    """The scenario with every knob at these values (in the order of `KNOBS`), for all parties and tables alike."""
    found = {knob.name: float(value) for knob, value in zip(KNOBS, values, strict=True)}
    of_party = {knob.name: Number(value=found[knob.name]) for knob in KNOBS if knob.of == "party"}
    of_table = {knob.name: Number(value=found[knob.name]) for knob in KNOBS if knob.of == "table"}
    parties = {
        name: party.model_copy(update=of_party | {"settles": _prior(party, found["settles"])})
        if isinstance(party, Principal)
        else party
        for name, party in scenario.parties.items()
    }
    tables = {name: table.model_copy(update=of_table) for name, table in scenario.tables.items()}
    return scenario.model_copy(update={"parties": parties, "tables": tables})


def _prior(party: Principal, insurgent: float) -> Number:
    """A role's prior, as far from the insurgents' as its default is."""
    mean = insurgent + PRINCIPALS[party.role].settles.default - PRINCIPALS["insurgent"].settles.default
    size = mean * (1 - mean) / SETTLES_SPREAD**2 - 1
    return Number(beta=(mean * size, (1 - mean) * size))


def predictions(posterior: Posterior, defaults: np.ndarray) -> list[Prediction]:
    """Every rate: published, posterior mean with 90 % interval, and at the defaults."""
    mean = posterior.mean(posterior.simulated)
    low, high = (posterior.quantile(posterior.simulated, share) for share in (0.05, 0.95))
    return [
        Prediction(
            rate.name, rate.title, rate.share, *wilson(rate.numerator, rate.denominator), rate.held_out,
            float(mean[i]), float(low[i]), float(high[i]), float(defaults[i]),
        )
        for i, rate in enumerate(BASE_RATES)
    ]  # fmt: skip


def ridges(posterior: Posterior) -> list[tuple[str, str, float]]:
    """Pairs of knobs by the size of their posterior correlation, largest first: what the data cannot tell apart."""
    covariance = posterior.covariance()
    spread = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(spread, spread)
    pairs = [(i, j) for i in range(len(KNOBS)) for j in range(i)]
    pairs.sort(key=lambda pair: -abs(correlation[pair]))
    return [(KNOBS[i].name, KNOBS[j].name, float(correlation[i, j])) for i, j in pairs]


def learnt(posterior: Posterior) -> np.ndarray:
    """Share of each knob's prior variance that the data took away: near 0 means that they say nothing about it."""
    return 1 - np.diag(posterior.covariance()) / ((BOX.high - BOX.low) ** 2 / 12)


def as_object(found: Calibration, seed: int) -> CalibrationResult:
    """What fitting gave, as plain data."""
    posterior = found.posterior
    low, high = (posterior.quantile(posterior.parameters, share) for share in (0.05, 0.95))
    return {
        "points": len(posterior.weights),
        "effective_size": posterior.effective_size,
        "histories_per_point": found.histories,
        "seed": seed,
        "parameters": {
            knob.name: {
                "mean": float(mean), "sd": float(sd), "q05": float(lo), "q95": float(hi),
                "prior": [knob.low, knob.high], "learnt": float(share), "default": knob.default,
            }
            for knob, mean, sd, lo, hi, share in zip(
                KNOBS, posterior.mean(posterior.parameters), np.sqrt(np.diag(posterior.covariance())), low, high,
                learnt(posterior), strict=True,
            )
        },
        "ridges": [{"between": [a, b], "correlation": r} for a, b, r in ridges(posterior)],
        "rates": [_rate(prediction) for prediction in found.predictions],
    }  # fmt: skip


def _rate(found: Prediction) -> RateTold:
    return {
        "name": found.name, "title": found.title, "share": found.share, "lo": found.lo, "hi": found.hi,
        "held_out": found.held_out, "posterior": found.posterior, "posterior_lo": found.posterior_lo,
        "posterior_hi": found.posterior_hi, "defaults": found.defaults, "inside": found.inside,
    }  # fmt: skip
