"""How good probabilities were once the answers are known: scores, a bootstrap over blocks, and reliability.

Pure arithmetic: probabilities and answers in, numbers out. A forecast is a sequence of K >= 2 probabilities of ordered
categories that add up to 1; an answer is the position, 0 … K − 1, of the category that came true. A yes/no question has
the categories yes and no. Every score is a loss, so lower is better, and each is proper: a forecaster expects the least
by giving the probabilities that they believe.
"""

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

import numpy as np

from experiments.estimates.statistics import expanded_tail

ScoreKind = Literal["brier", "log", "rps"]
KINDS: tuple[ScoreKind, ...] = ("brier", "log", "rps")
RESAMPLES = 10_000  # of the bootstrap
TAIL = 0.025  # what an interval leaves out at each end


class Scores(NamedTuple):
    """The three scores of one forecast, or their means: Brier 0–1, log in nats from 0, ranked probability 0–1."""

    brier: float
    log: float
    rps: float


class Interval(NamedTuple):
    """A 95 % interval."""

    lo: float
    hi: float


class Bin(NamedTuple):
    """Forecast events whose probability fell between `low` and `high`.

    `n` of them, of which `yes` happened; `forecast` is the mean probability, and `lo … hi` where the share that happened
    lies in 95 % of cases if each event has the probability that was forecast and they are independent.
    """

    low: float
    high: float
    n: int
    yes: int
    forecast: float
    lo: float
    hi: float


def estimator(counts: Sequence[int]) -> list[float]:
    """Probabilities to be scored of categories that were counted: (n + 1/2) / (N + K/2), never 0 or 1.

    The mean of Jeffreys' posterior [Krichevsky & Trofimov 1981, IEEE Trans. Inf. Theory 27]. A share of exactly 0 or 1
    from finitely many histories would stake everything on it: the log score of the other answer is infinite.
    """
    total = sum(counts) + len(counts) / 2
    return [(count + 0.5) / total for count in counts]


def uniform(categories: int) -> list[float]:
    """The forecast of one who knows nothing but the categories."""
    return [1 / categories] * categories


def score(probabilities: Sequence[float], answer: int) -> Scores:
    """All three scores of one forecast. ValueError if `answer` is none of its categories."""
    if not 0 <= answer < len(probabilities):
        raise ValueError(f"there is no category {answer} among {len(probabilities)}")
    return Scores(brier(probabilities, answer), log_score(probabilities, answer), ranked(probabilities, answer))


def brier(probabilities: Sequence[float], answer: int) -> float:
    """½ Σ (p_k − o_k)², 0–1, where o is 1 for the answer and 0 otherwise [Brier 1950, Monthly Weather Review 78].

    Half of Brier's own sum, so that a yes/no question has the usual (p − o)²; a uniform forecast of one gets 1/4.
    """
    return math.fsum((p - (k == answer)) ** 2 for k, p in enumerate(probabilities)) / 2


def log_score(probabilities: Sequence[float], answer: int) -> float:
    """−ln p of the answer, nats, 0 … ∞ [Good 1952, J. Royal Statistical Society B 14]; a uniform forecast gets ln K."""
    p = probabilities[answer]
    return -math.log(p) if p > 0 else math.inf


def ranked(probabilities: Sequence[float], answer: int) -> float:
    """Ranked probability score Σ (P_k − O_k)² / (K − 1), 0–1, over cumulated sums, k < K [Epstein 1969, J. Appl. Met. 8].

    A forecast that is off by one category is better than one that is off by two. With two categories it is the Brier score.
    """
    return math.fsum((p - happened) ** 2 for p, happened in events(probabilities, answer)) / (len(probabilities) - 1)


def events(probabilities: Sequence[float], answer: int) -> list[tuple[float, bool]]:
    """The K − 1 yes/no events of a question, each with its probability and whether it happened.

    Event k is "category k or one before it": "at least this far" where categories stand from the furthest down. Of a
    yes/no question it is the question itself.
    """
    cumulated = list(accumulate(probabilities))[:-1]
    return [(min(max(p, 0.0), 1.0), answer <= k) for k, p in enumerate(cumulated)]


def mean(scores: Sequence[Scores]) -> Scores:
    """Mean of each score over questions. ValueError if there are none."""
    if not scores:
        raise ValueError("there is nothing to average")
    return Scores(*(math.fsum(column) / len(scores) for column in zip(*scores, strict=True)))


def skill(loss: float, reference: float) -> float | None:
    """1 − loss/reference: 1 for a perfect forecast, 0 for one no better than the reference; None if that was perfect."""
    return 1 - loss / reference if reference > 0 else None


def block_bootstrap(differences: Sequence[float], blocks: Sequence[str], seed: int) -> Interval | None:
    """95 % interval of the mean difference over questions, drawing whole blocks with replacement.

    Percentiles are taken farther out where blocks are few (`statistics.expanded_tail`).
    Questions of one block share their luck, so they are drawn together [Künsch 1989, Annals of Statistics 17; Efron &
    Tibshirani 1993, ch. 8]. `differences` and `blocks` are (questions,). None with fewer than two blocks, which say
    nothing of how much another block may differ. ValueError if lengths differ.
    """
    if len(differences) != len(blocks):
        raise ValueError(f"{len(differences)} differences, but {len(blocks)} blocks")
    names = sorted(set(blocks))
    if len(names) < 2:
        return None
    members = np.array([names.index(block) for block in blocks])
    sums = np.bincount(members, weights=np.asarray(differences, float), minlength=len(names))
    sizes = np.bincount(members, minlength=len(names))
    drawn = np.random.default_rng(seed).integers(0, len(names), (RESAMPLES, len(names)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    tail = expanded_tail(len(names))
    lo, hi = np.quantile(means, [tail, 1 - tail])
    return Interval(float(lo), float(hi))


def reliability(forecasts: Sequence[tuple[float, bool]], bins: int) -> list[Bin]:
    """Events put into `bins` classes of equal width by their probability; classes without any are left out.

    A class is drawn at the mean of its forecasts, not at its middle, with the range in which a reliable forecaster's
    share would lie [Bröcker & Smith 2007, Weather and Forecasting 22]; that range is exact here, not resampled.
    """
    classes: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for p, happened in forecasts:
        classes[min(int(p * bins), bins - 1)].append((p, happened))
    return [_bin(i / bins, (i + 1) / bins, members) for i, members in enumerate(classes) if members]


def _bin(low: float, high: float, members: Sequence[tuple[float, bool]]) -> Bin:
    n = len(members)
    first, last = count_range([p for p, _ in members])
    forecast = math.fsum(p for p, _ in members) / n
    return Bin(low, high, n, sum(happened for _, happened in members), forecast, first / n, last / n)


def count_range(probabilities: Sequence[float]) -> tuple[int, int]:
    """Least and greatest number of independent events that happen, leaving out at most 2.5 % at each end.

    Quantiles of the Poisson binomial distribution, convolved one event after the other.
    """
    chance = np.array([1.0])
    for p in probabilities:
        chance = np.convolve(chance, [1 - p, p])
    below = np.cumsum(chance)
    return int(np.searchsorted(below, TAIL, side="right")), int(np.searchsorted(below, 1 - TAIL, side="left"))
