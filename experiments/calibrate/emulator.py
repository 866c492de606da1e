"""An emulator: what the generic case would show at any point, learnt from a few thousand points where it was played.

Each rate is, on the logit scale, a quadratic function of the scores of the defaults. Slopes come first, by least squares;
squares and products after that, by ridge regression, each scaled by the slopes of its defaults: what matters little alone
is expected to matter little together with others (effect heredity [Chipman 1996, Canadian Journal of Statistics 24]).
The ridge's penalty is the one with the least generalised cross-validation error [Golub, Heath & Wahba 1979,
Technometrics 21].
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PENALTIES = 10.0 ** np.arange(-4, 4, 0.5)
LEAST_SCALE = 0.02
"""Scale of a default's products beyond its slope, logit per standard deviation: a default without a slope may bend."""
LACK = 0.02
"""Variance on the logit scale that no quadratic can follow; it keeps points with many agreements from counting alone."""


class Quadratic(NamedTuple):
    """A rate's logit: intercept and slopes, and the coefficients of squares and products of scores."""

    linear: Floats
    products: Floats


class Quality(NamedTuple):
    """Of one rate, at points that it was not learnt from: share of the true variance explained, and standard error."""

    explained: float
    error: float


def learn(scores: Floats, counts: NDArray[np.int64]) -> list[Quadratic]:
    """An emulator of each rate from scores (points, defaults) and counts (points, rates, 2)."""
    return [_learn_one(scores, *_logits(counts[:, k])) for k in range(counts.shape[1])]


def rates(emulator: Sequence[Quadratic], scores: Floats) -> Floats:
    """The rates at scores: (points, rates)."""
    linear = _linear(scores) @ np.column_stack([each.linear for each in emulator])
    bent = _products(scores) @ np.column_stack([each.products for each in emulator])
    return np.asarray(1 / (1 + np.exp(-(linear + bent))))


def quality(emulator: Sequence[Quadratic], scores: Floats, counts: NDArray[np.int64]) -> list[Quality]:
    """How good an emulator is at other points, where rates are seen through so many histories: by rate.

    What is seen differs from what is true by the luck of simulation, of known variance, which is taken off.
    """
    guessed = rates(emulator, scores)
    return [_quality(guessed[:, k], counts[:, k]) for k in range(counts.shape[1])]


def _quality(guessed: Floats, counts: NDArray[np.int64]) -> Quality:
    some = counts[:, 1] > 1
    seen, of = counts[some, 0] / counts[some, 1], counts[some, 1]
    noise = float((seen * (1 - seen) / (of - 1)).mean())
    missed = max(0.0, float(((seen - guessed[some]) ** 2).mean()) - noise)
    true = float(seen.var(ddof=1)) - noise
    return Quality(1 - missed / true if true > 0 else 0.0, float(np.sqrt(missed)))


def _logits(counts: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Empirical logits of counts (points, 2), and weights: the inverse of their variance [Haldane 1956; Anscombe 1956]."""
    yes, no = counts[:, 0] + 0.5, counts[:, 1] - counts[:, 0] + 0.5
    return np.log(yes / no), 1 / (1 / yes + 1 / no + LACK)


def _learn_one(scores: Floats, logits: Floats, weights: Floats) -> Quadratic:
    root = np.sqrt(weights / weights.mean())
    line = _linear(scores)
    linear = np.linalg.lstsq(line * root[:, None], logits * root, rcond=None)[0]
    scale = np.abs(linear[1:]) + LEAST_SCALE
    products = _products(scores * scale)
    centre = products.mean(axis=0)
    bent = _ridge((products - centre) * root[:, None], (logits - line @ linear) * root, line.shape[1])
    intercept = np.concatenate([[float(centre @ bent)], np.zeros(len(scale))])
    return Quadratic(linear - intercept, bent * _products(scale[None])[0])


def _ridge(x: Floats, y: Floats, spent: int) -> Floats:
    """Ridge coefficients at the penalty with the least cross-validation error; `spent` degrees of freedom are gone."""
    values, vectors = np.linalg.eigh(x.T @ x)
    values = np.maximum(values, 0.0)
    along = vectors.T @ (x.T @ y)
    total = float(y @ y)
    best, found = np.inf, np.zeros(x.shape[1])
    for penalty in PENALTIES:
        inner = along / (values + penalty)
        freedom = float((values / (values + penalty)).sum()) + spent
        if freedom >= len(y):
            continue
        left = total - 2 * float(inner @ along) + float((inner**2) @ values)
        error = left / (1 - freedom / len(y)) ** 2
        if error < best:
            best, found = error, vectors @ inner
    return np.asarray(found)


def _linear(scores: Floats) -> Floats:
    return np.column_stack([np.ones(len(scores)), scores])


def _products(scaled: Floats) -> Floats:
    """All squares and products of columns: (points, n (n + 1) / 2)."""
    i, j = np.triu_indices(scaled.shape[1])
    return scaled[:, i] * scaled[:, j]
