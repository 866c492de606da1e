"""A probabilistic Condorcet election between the parties' positions, all issues at once.

As in KTAB of KAPSARC, its spatial model of politics: everyone votes between every pair of positions, with its capability
and in proportion to how much more it likes the one; a position's chance is that of winning all its pairs.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAME_POSITION = 1e-3  # positions closer than this (Euclidean, on 0–1) are one candidate
FLOOR = 1e-8  # strength of a coalition of nobody, so that no chance is 0/0
EVEN = 1e-9  # chances closer than this are equal


class Election(NamedTuple):
    """Risk attitudes [n] (−½ … 1), chances [n] of the candidate at each party's position, and the expected position [k]."""

    risk: Floats
    probability: Floats
    expected: Floats


def elect(capability: Floats, position: Floats, salience: Floats) -> Election:
    """Hold the election. `capability` (≥ 0): [n]; `position`, `salience` (both 0–1): [n, k].

    Risk comes from the chances over all parties; the chances reported are over the unique positions. Parties at one
    position each report it, so that their sum may exceed 1. `expected` is Σ p x over the unique positions.
    """
    distance = distances(position, salience)
    risk = attitudes(chances(coalitions(capability, value(distance, np.zeros(len(position))))))
    unique, candidate_of = candidates(position)
    p = chances(coalitions(capability, value(distance, risk)[:, unique]))
    return Election(risk, p[candidate_of], p @ position[unique])


def distances(position: Floats, salience: Floats) -> Floats:
    """d[i, j] = √(Σ_k (s_ik (x_ik − x_jk))² / Σ_k s_ik²), 0–1: how far i finds j's position; 0 if i cares for nothing."""
    gap = np.abs(position[:, None, :] - position[None, :, :])
    squared = (salience[:, None, :] * gap) ** 2
    care = (salience**2).sum(axis=1)[:, None]
    share = np.divide(squared.sum(axis=2), care, out=np.zeros(gap.shape[:2]), where=care > 0)
    far: Floats = np.minimum(np.sqrt(share), 1.0)
    return far


def value(distance: Floats, risk: Floats) -> Floats:
    """u[i, j] = (1 − d)(1 + d R_i): what j's position is worth to i."""
    return (1 - distance) * (1 + distance * risk[:, None])


def coalitions(capability: Floats, worth: Floats) -> Floats:
    """c[i, j] = 1e-8 + Σ_k c_k max(0, u_ki − u_kj): who stands for candidate i against candidate j. `worth`: [n, m]."""
    votes = capability[:, None, None] * (worth[:, :, None] - worth[:, None, :])
    strength: Floats = FLOOR + np.maximum(votes, 0.0).sum(axis=0)
    return strength


def chances(strength: Floats) -> Floats:
    """p_i = Π_j P(i beats j), normalised; P(i beats j) = c_ij/(c_ij + c_ji), ½ against itself. `strength`: [m, m]."""
    log_win = np.log(strength / (strength + strength.T)).sum(axis=1)  # logarithms, lest many candidates underflow
    win = np.exp(log_win - log_win.max())
    chance: Floats = win / win.sum()
    return chance


def attitudes(p: Floats) -> Floats:
    """R_i = (3p_i − (p_max + 2 p_min))/(2 (p_max − p_min)), −½ … 1: the likeliest can afford risk; 0 if all are even."""
    spread = p.max() - p.min()
    if spread <= EVEN:
        return np.zeros(len(p))
    attitude: Floats = (3 * p - (p.max() + 2 * p.min())) / (2 * spread)
    return attitude


def candidates(position: Floats) -> tuple[Ints, Ints]:
    """Rows of the unique positions, and for each party the candidate at its position.

    Rows are gone through from the lowest position up, so that neither names nor the order of the file matter.
    """
    unique: list[int] = []
    candidate_of = np.zeros(len(position), dtype=int)
    for i in np.lexsort(position.T[::-1]):
        gaps = [float(np.linalg.norm(position[i] - position[j])) for j in unique]
        if gaps and min(gaps) < SAME_POSITION:
            candidate_of[i] = int(np.argmin(gaps))
        else:
            candidate_of[i] = len(unique)
            unique.append(int(i))
    return np.array(unique), candidate_of
