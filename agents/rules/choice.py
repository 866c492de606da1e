"""Quantal response, and what an observer learns from seeing a choice.

Every yes/no decision in the model is made and read by these functions [McKelvey & Palfrey 1995].
"""

import math

from agents.rules.commitment import Terms

PROOF = 1e260  # likelihood ratio beyond which nothing is told any more: all evidence of a round together is finite
LIMIT = 30.0  # |ΛΔ| beyond which a choice is as good as certain; keeps exp and the likelihoods finite


def total(terms: tuple[float, ...]) -> float:
    """The sum of a decision's named terms, in u, in their order."""
    result = 0.0
    for term in terms:
        result += term
    return result


def probability(advantage: float, rationality: float) -> float:
    """Pr(yes) = 1 / (1 + exp(−ΛΔ)), Δ in u, Λ per u [McKelvey & Palfrey 1995]; Λ = ∞ is the threshold Δ ≥ 0."""
    if rationality == math.inf:
        return 1.0 if advantage >= 0.0 else 0.0
    x = max(-LIMIT, min(LIMIT, rationality * advantage))
    return 1.0 / (1.0 + math.exp(-x))


def probabilities(terms: Terms, rationality: float) -> tuple[float, float]:
    """Pr(yes) of a party that means to settle and of one that stalls, from the terms of both."""
    for_settling = total(terms[0])
    for_stalling = total(terms[1])
    settle = probability(for_settling, rationality)
    return settle, settle if for_stalling == for_settling else probability(for_stalling, rationality)


def likelihood_ratio(yes: bool, settle: float, stall: float) -> float:
    """Pr(act | settle) / Pr(act | stall), from each type's Pr(yes); 1 where either excludes the act."""
    if settle == stall:
        return 1.0
    if not yes:
        settle = 1.0 - settle
        stall = 1.0 - stall
    if settle <= 0.0 or stall <= 0.0:
        return 1.0
    return settle / stall


def updated(belief: float, ratio: float) -> float:
    """Bayes' rule: a belief after evidence of this likelihood ratio (≥ 0); what is sure already stays so."""
    if belief <= 0.0 or belief >= 1.0:
        return belief
    for_it = belief * max(1.0 / PROOF, min(PROOF, ratio))
    return for_it / (for_it + (1.0 - belief))


def after_turnover(belief: float, hazard: float, prior: float) -> float:
    """A belief about a party whose type was drawn anew from its prior with probability `hazard`."""
    return (1.0 - hazard) * belief + hazard * prior


def per_round(monthly: float, months: float) -> float:
    """A monthly probability as the probability over `months` months: 1 − (1 − p)^months."""
    if monthly >= 1.0:
        return 1.0
    never = 1.0 - monthly
    if months != 1.0:  # a power of 1 costs as much as any
        never = never**months
    return 1.0 - never
