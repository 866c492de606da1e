"""The likelihood of the war with a level that is given by a design, and what errors its estimates have."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from experiments.validation.war.negbin import negbin_log_pmf
from experiments.validation.war.series import Array


def waves(calendar: NDArray[np.intp], harmonics: int) -> Array:
    """Cosines and sines of the year, a column each."""
    angles = 2 * np.pi * np.asarray(calendar)[:, None] * np.arange(1, harmonics + 1) / 12
    return np.concatenate([np.cos(angles), np.sin(angles)], axis=1)


def bends(n: int) -> Array:
    """Columns of a piecewise linear function of n months with a knot every twelve (last piece 6 to 17)."""
    knots = np.arange(0, n - 1, 12)
    if len(knots) > 1 and n - 1 - knots[-1] < 6:
        knots = knots[:-1]
    knots = np.append(knots, n - 1)
    return np.column_stack([np.interp(np.arange(n), knots, unit) for unit in np.eye(len(knots))])


def likelihood_at(theta: Array, counts: Array, before: Array, design: Array, branching: float) -> tuple[float, Array]:
    """Log-likelihood and its gradient; theta is the design's coefficients and then log r."""
    from scipy.special import digamma

    r = float(np.exp(theta[-1]))
    own = (1 - branching) * np.exp(design @ theta[:-1])
    mean = own + branching * before
    by_mean = counts / mean - (counts + r) / (r + mean)
    by_r = digamma(counts + r) - digamma(r) + np.log(r / (r + mean)) + 1 - (counts + r) / (r + mean)
    gradient = np.append(design.T @ (by_mean * own), r * by_r.sum())
    return float(negbin_log_pmf(counts, mean, r).sum()), gradient


def maximise(counts: Array, before: Array, design: Array, branching: float) -> tuple[Array, Array, float]:
    """Maximum-likelihood theta, the Hessian of the log-likelihood there, and its value."""
    from scipy.optimize import minimize

    start = np.append(np.linalg.lstsq(design, np.log(np.maximum(counts, 1)), rcond=None)[0], 2.0)
    box = [(value - 4, value + 4) for value in start[:-1]] + [(-3.0, 12.0)]

    def loss(theta: Array) -> tuple[float, Array]:
        value, gradient = likelihood_at(theta, counts, before, design, branching)
        return -value, -gradient

    tight = {"ftol": 1e-13, "gtol": 1e-7}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=box, options=tight)
    hessian = jacobian(lambda theta: -loss(theta)[1], found.x)
    return found.x, (hessian + hessian.T) / 2, -float(found.fun)


def jacobian(function: Callable[[Array], Array], point: Array, step: float = 1e-5) -> Array:
    """Central differences of a vector function."""
    columns = [
        (function(point + step * unit) - function(point - step * unit)) / (2 * step) for unit in np.eye(len(point))
    ]
    return np.column_stack(columns)


def joint_covariance(hessian: Array, cross: Array, shape_cov: Array) -> Array:
    """Covariance of (theta, shape) when the shape was estimated first (two-step estimation)."""
    inverse = np.asarray(np.linalg.pinv(-hessian), dtype=float)
    moved = inverse @ cross  # how the estimate moves with the shape
    corner = moved @ shape_cov
    return np.block([[inverse + corner @ moved.T, corner], [corner.T, shape_cov]])


def delta_errors(function: Callable[[Array], Array], point: Array, cov: Array) -> Array:
    """Standard errors of a function of estimates, to first order."""
    slopes = jacobian(function, point)
    variances = np.einsum("ij,jk,ik->i", slopes, cov, slopes)
    return np.asarray(np.sqrt(np.maximum(variances, 0)), dtype=float)
