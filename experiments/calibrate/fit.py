"""What the defaults may be together, given base rates of peace processes: a joint posterior, not a point.

    parley calibrate [SCENARIO]

The prior is what is thought possible of each default (`experiments.defaults`). The generic case is played at some
thousands of its points; an emulator learns from these what it would show anywhere; very many points of the prior are
weighted by the likelihood of the published counts at what the emulator says; a few hundred of these are played, and
weighted once more by what they show. Rates held out while fitting are predicted.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.calibrate import emulator
from experiments.calibrate.play import Batch, play_batch
from experiments.defaults.listed import DOUBTED, FARTHEST, PATHS, Doubted, drawn, values_at
from experiments.defaults.setting import Subject
from experiments.defaults.table import Points
from experiments.estimates.base_rates import (
    FIVE_YEARS,
    FULL,
    MONTHS,
    PARTIAL,
    TABLE,
    log_likelihood,
    shares_of,
)
from experiments.estimates.weighted import covariance, quantile_of, systematic, weights_of
from experiments.runs.workers.threads import Backend
from sim.engine.identity import rules_hash
from sim.scenario.vocabulary import Scenario

Floats = NDArray[np.float64]
AT_DEFAULTS = 12_000  # histories of the scenario as it stands
DRAWS = 200_000  # points of the prior that the emulator weighs
TESTED = 6  # one in so many points is kept from the emulator, to see how good it is
AT_ONCE = 10_000  # draws whose products fit into memory


class Effort(NamedTuple):
    """How much is played: points of the prior with histories each, and points of the posterior with histories each."""

    points: int = 3000
    histories: int = 60
    kept: int = 512
    kept_histories: int = 900

    @property
    def total(self) -> int:
        """All histories."""
        return self.points * self.histories + self.kept * self.kept_histories + AT_DEFAULTS


class Calibration(NamedTuple):
    """What fitting gave.

    `draws` are scores of points of the prior (draws, defaults), `draw_weights` their weights by the emulator; `kept` the
    points that were played again, with their weights, and `rates` what is believed of their rates (points, rates);
    `defaults` the rates at the present defaults (rates,). `played` says which defaults the scenario has a part for.
    """

    draws: Floats
    draw_weights: Floats
    kept: Points
    rates: Floats
    defaults: Floats
    qualities: list[emulator.Quality]
    played: tuple[str, ...]
    effort: Effort


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
    scenario: Scenario, effort: Effort, seed: int, backend: Backend, advance: Callable[[int], None] = lambda n: None
) -> Calibration:
    """Weigh points of the prior by the base rates; `advance` hears of histories played. NotGeneric if it does not fit."""
    check(scenario)
    subject, rng = Subject.of(scenario), np.random.default_rng(seed)
    columns = [PATHS.index(path) for path in subject.left.paths]
    design = drawn(effort.points, rng)
    counts = play_batch(subject, Batch(values_at(design), effort.histories), seed, backend, advance)
    qualities = tested(design[:, columns], counts)
    learnt = emulator.learn(design[:, columns], counts)
    draws = drawn(DRAWS, rng)
    likelihood = emulated_likelihood(learnt, draws[:, columns])
    weights = weights_of(likelihood)
    chosen = systematic(weights, effort.kept, rng)
    values = values_at(draws[chosen])
    again = Batch(values, effort.kept_histories, effort.points * effort.histories)
    emulated = emulator.rates(learnt, draws[chosen][:, columns])
    rates = between(emulated, play_batch(subject, again, seed, backend, advance))
    kept = Points(values, weights_of(log_likelihood(rates) - likelihood[chosen]), rules_hash())
    defaults = shares_of(play_batch(subject, Batch(None, AT_DEFAULTS), seed, backend, advance))[0]
    return Calibration(draws, weights, kept, rates, defaults, qualities, subject.left.paths, effort)


def between(emulated: Floats, counts: NDArray[np.int64]) -> Floats:
    """What is best believed of the rates at points that were played: (points, rates), from counts (points, rates, 2).

    What was seen differs from the truth by luck, of known variance; the emulator by an error of its own, which is what is
    left of the differences between the two. The mean difference is the emulator's; beyond that, the truth is expected
    between them, the nearer to either the less its error (the posterior mean of a normal with a normal prior).
    """
    seen, of = shares_of(counts), counts[..., 1]
    luck = np.maximum(seen * (1 - seen), 1 / (of + 2)) / np.maximum(of - 1, 1)
    gap = seen - emulated
    mean = gap.mean(axis=0)
    error = np.maximum(gap.var(axis=0, ddof=1) - luck.mean(axis=0), 0.0)
    return np.asarray(np.clip(emulated + mean + error / (error + luck) * (gap - mean), 0.0, 1.0))


def tested(scores: Floats, counts: NDArray[np.int64]) -> list[emulator.Quality]:
    """How good an emulator from most of the points is at the others, by rate."""
    others = np.arange(len(scores)) % TESTED == 0
    return emulator.quality(emulator.learn(scores[~others], counts[~others]), scores[others], counts[others])


def emulated_likelihood(learnt: list[emulator.Quadratic], scores: Floats) -> Floats:
    """Log likelihood of the published counts at what the emulator says of scores (points, defaults): (points,)."""
    parts = np.array_split(scores, -(-len(scores) // AT_ONCE))
    return np.concatenate([log_likelihood(emulator.rates(learnt, part)) for part in parts])


class Learnt(NamedTuple):
    """What the base rates say of one default: mean, standard deviation and 90 % interval of the posterior, in its unit.

    `learnt` is the share of the prior's variance (of scores) that the data took away.
    """

    about: Doubted
    mean: float
    sd: float
    low: float
    high: float
    learnt: float

    @property
    def placed(self) -> bool:
        """Whether the present default lies within the interval."""
        return self.low <= self.about.parameter.default <= self.high


def parameters(found: Calibration) -> Iterator[Learnt]:
    """Every default that the scenario has a part for; of the draws as the emulator weighs them."""
    prior = prior_variance()
    for path in found.played:
        i = PATHS.index(path)
        scores, weights = found.draws[:, i], found.draw_weights
        values = DOUBTED[i].value(scores)
        mean = float(weights @ values)
        spread = float(np.sqrt(weights @ (values - mean) ** 2))
        low, high = (quantile_of(values, weights, share) for share in (0.05, 0.95))
        left = float(weights @ (scores - weights @ scores) ** 2) / prior
        yield Learnt(DOUBTED[i], mean, spread, low, high, 1 - left)


def prior_variance() -> float:
    """Variance of a score before any data: a standard normal cut off at both ends."""
    from scipy.special import ndtr

    density = float(np.exp(-(FARTHEST**2) / 2) / np.sqrt(2 * np.pi))
    return 1 - 2 * FARTHEST * density / float(2 * ndtr(FARTHEST) - 1)


def ridges(found: Calibration) -> list[tuple[str, str, float]]:
    """Pairs of defaults by the size of their posterior correlation (of scores): what the data cannot tell apart."""
    columns = [PATHS.index(path) for path in found.played]
    matrix = covariance(found.draws[:, columns], found.draw_weights)
    spread = np.sqrt(np.diag(matrix))
    correlation = matrix / np.outer(spread, spread)
    pairs = [(i, j) for i in range(len(columns)) for j in range(i)]
    pairs.sort(key=lambda pair: -abs(correlation[pair]))
    return [(found.played[i], found.played[j], float(correlation[i, j])) for i, j in pairs]


def predicted(found: Calibration) -> list[tuple[float, float, float]]:
    """Of every rate the posterior's mean, 5 % and 95 % point, from the points that were played again."""
    weights = found.kept.weights
    return [
        (float(weights @ column), quantile_of(column, weights, 0.05), quantile_of(column, weights, 0.95))
        for column in found.rates.T
    ]
