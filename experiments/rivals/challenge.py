"""The challenge model: actors move each other by the threat of a vote.

Bueno de Mesquita's expected utility model as rebuilt by Scholz, Calbert & Smith, "Unravelling Bueno de Mesquita's Group
Decision Model", ICAART 2011, doi:10.5220/0003121500180030. The equations printed there do not give the rounds printed
there. Four choices do, to within 0.3 on every round's median and 0.07 on its mean:

1. The chance to prevail has one denominator for all pairs: all that is voted over all ordered pairs.
2. Both expected utilities of a pair carry the focal actor's own risk exponent.
3. Among compromises an actor takes the one whose meeting point is lowest, not the one that asks least of it.
   Confrontations come before compromises, and nobody is compelled.
4. Risk exponents are on and made anew from r = 1 in each round; voter k's distances carry voter k's exponent.

The literal reading reverses 1 to 3: each pair has its own denominator, each expected utility carries the exponent of the
actor whose utility it is, and of all that others ask of it, compulsion included, an actor takes what moves it least. It
does not reproduce the published table.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.rivals.points import weighted_mean, weighted_median

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROUNDS = 8  # as many as the published table has
CAUTION = 3.0  # R/3: keeps risk exponents within ½ … 2
NOTHING = 1e-9  # differences of utility, of security and of position (as a share of their range) that are rounding


class Rounds(NamedTuple):
    """Weighted median and weighted mean of positions, round by round; the first are those of the positions as given."""

    median: list[float]
    mean: list[float]


def play_rounds(
    capability: Floats, position: Floats, salience: Floats, rounds: int = ROUNDS, literal: bool = False
) -> Rounds | None:
    """Play `rounds` rounds of challenges on one issue; None if nobody has both capability and salience.

    `capability` (≥ 0), `position` (any unit), `salience` (0–1): [n]. The model's prediction is the last median.
    """
    weight = relative(capability) * salience
    same = NOTHING * float(np.ptp(position)) if len(position) else 0.0
    medians, means = [], []
    for _ in range(rounds + 1):
        median, mean = weighted_median(position, weight), weighted_mean(position, weight)
        if median is None or mean is None:
            return None
        medians.append(median)
        means.append(mean)
        position = moved(position, weight, salience, same, literal)
    return Rounds(medians, means)


def moved(position: Floats, weight: Floats, salience: Floats, same: float = 0.0, literal: bool = False) -> Floats:
    """Positions [n] after one round in which all move at once; unchanged once they are within `same` of each other.

    `weight`: capability × salience, in any scale.
    """
    if np.ptp(position) <= same:
        return position
    distance = distances(position)
    neutral = np.ones(len(position))
    chance = prevailing(weight, distance, neutral, literal)
    exponent = risk_exponents(expected_utility(chance, distance, salience, neutral[:, None]))
    chance = prevailing(weight, distance, exponent, literal)
    own = expected_utility(chance, distance, salience, exponent[:, None])
    # by row the challenger, by column the challenged: the exponent of either, then turned round
    whose = exponent[:, None] if literal else exponent[None, :]
    against = expected_utility(chance, distance, salience, whose).T
    move = least_move if literal else confrontation_then_compromise
    return np.array([move(position, own[i], against[i], i) for i in range(len(position))])


def relative(capability: Floats) -> Floats:
    """Capabilities [n] (≥ 0) as shares of the greatest: only their ratios matter here."""
    greatest = capability.max(initial=0.0)
    return capability / greatest if greatest > 0 else capability


def distances(position: Floats) -> Floats:
    """d[i, j] = |x_i − x_j| / (max x − min x) over the actors as they now stand, 0–1; they may not all be at one point."""
    apart: Floats = np.minimum(np.abs(position[:, None] - position[None, :]) / np.ptp(position), 1.0)
    return apart


def prevailing(weight: Floats, distance: Floats, exponent: Floats, literal: bool = False) -> Floats:
    """P[i, j]: the chance that i's position prevails over j's.

    The votes for i over all that is voted, with v_k(x_i, x_j) = w_k (d_kj^r_k − d_ki^r_k). `weight`, `exponent`: [n];
    `distance`: [n, n]. Where nobody votes it is 0, as it is for a position that nobody prefers.
    """
    far = distance ** exponent[:, None]
    vote = weight[:, None, None] * (far[:, None, :] - far[:, :, None])
    strength = np.abs(vote).sum(axis=0)
    total = strength if literal else np.full_like(strength, strength.sum())
    chance: Floats = np.divide(np.maximum(vote, 0.0).sum(axis=0), total, out=np.zeros_like(total), where=total > 0)
    return chance


def expected_utility(chance: Floats, distance: Floats, salience: Floats, exponent: Floats) -> Floats:
    """E[i, j]: what i expects of challenging j, against leaving things as they are (Q = 1).

    s_j (P U_s + (1 − P) U_f) + (1 − s_j) U_s − U_q, with U_s = 2 − 4 (½ − ½d)^r on success, U_f = 2 − 4 (½ + ½d)^r on
    failure and U_q = 2 − 4·½^r. `chance`, `distance`: [n, n]; `salience` (0–1): [n]; `exponent`: a row or column of r.
    """
    success = 2 - 4 * (0.5 - 0.5 * distance) ** exponent
    failure = 2 - 4 * (0.5 + 0.5 * distance) ** exponent
    resisted = chance * success + (1 - chance) * failure
    expected: Floats = salience[None, :] * resisted + (1 - salience[None, :]) * success - (2 - 4 * 0.5**exponent)
    return expected


def risk_exponents(expected: Floats) -> Floats:
    """r = (1 − R/3)/(1 + R/3), R = (2S − S_max − S_min)/(S_max − S_min), S_i = Σ_{j≠i} E_ji: [n], ½ … 2.

    `expected` [n, n] is E at r = 1. S is how much the others hope for from challenging an actor. Where all are equally
    secure, R is 0 and r is 1.
    """
    threat = expected.sum(axis=0) - expected.diagonal()
    spread = threat.max() - threat.min()
    if spread <= NOTHING:
        return np.ones(len(threat))
    risk = (2 * threat - threat.max() - threat.min()) / spread
    exponents: Floats = (1 - risk / CAUTION) / (1 + risk / CAUTION)
    return exponents


# What an actor does with what others ask of it. `own` [n] is a, what it expects of challenging each other actor;
# `against` [n] is b, what that actor expects of challenging it.


def confrontation_then_compromise(position: Floats, own: Floats, against: Floats, i: int) -> float:
    """Where actor i goes: the nearest of those that it confronts and loses to; else the lowest compromise; else nowhere."""
    lost = loses(own, against)
    if lost.any():
        return nearest(position[lost], position[i], NOTHING * float(np.ptp(position)))
    met = compromises(own, against)
    if not met.any():
        return float(position[i])
    weight_of_other = np.abs(against[met]) / (np.abs(own[met]) + np.abs(against[met]))
    meeting_point = position[i] + weight_of_other * (position[met] - position[i])
    lowest = meeting_point <= meeting_point.min() + NOTHING * np.ptp(position)
    return float(conceded(position, own, against, i)[met][lowest].min())


def least_move(position: Floats, own: Floats, against: Floats, i: int) -> float:
    """Where actor i goes in the literal reading: whatever moves it least of all that is asked of it."""
    taken = loses(own, against) | is_compelled(own, against)
    targets = [position[taken], conceded(position, own, against, i)[compromises(own, against)]]
    asked = np.concatenate(targets)
    return nearest(asked, position[i], NOTHING * float(np.ptp(position))) if len(asked) else float(position[i])


def loses(own: Floats, against: Floats) -> Flags:
    """Confrontation, b > a > 0: both hope to gain, the other more."""
    return (own > NOTHING) & (against > own + NOTHING)


def compromises(own: Floats, against: Floats) -> Flags:
    """Compromise, a < 0 < b and |a| < b: the other hopes for more than the actor fears."""
    return (own < -NOTHING) & (against > -own + NOTHING)


def is_compelled(own: Floats, against: Floats) -> Flags:
    """Compulsion, a < 0 < b and |a| ≥ b: the actor fears more than the other hopes for."""
    return (own < -NOTHING) & (against > NOTHING) & (against <= -own + NOTHING)


def conceded(position: Floats, own: Floats, against: Floats, i: int) -> Floats:
    """Where each compromise would take actor i: x_i + (x_j − x_i)|a/b|; meaningless where there is none."""
    part = np.divide(np.abs(own), np.abs(against), out=np.zeros_like(own), where=compromises(own, against))
    compromise: Floats = position[i] + (position - position[i]) * part
    return compromise


def nearest(targets: Floats, here: float, same: float) -> float:
    """The nearest target; of several equally near (within `same`), the lowest, so that no order of names decides."""
    away = np.abs(targets - here)
    return float(targets[away <= away.min() + same].min())
