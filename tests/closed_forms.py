"""Numbers of the literature that the model is held against, worked out from the formulas that stand beside them."""

FEARON_RANGE = [(0.55, 0.10, 0.15, (0.45, 0.70)), (0.20, 0.25, 0.05, (0.0, 0.25))]
"""Chance that A wins a war over a pie of size 1, costs of war to A and B, what A may get so that neither would rather
fight: max(0, p − cost of A) to min(1, p + cost of B) [Fearon 1995]."""

NASH_SPLIT = [((0.3, 0.1), (0.6, 0.4)), ((0.7, 0.5), None)]
"""Outside options on a pie of size 1, and how the Nash bargain splits it: each gets its option and half of what is left;
none where the options are worth more than the pie [Nash 1950]."""

CONCESSION_TARGET = [(0.2, 1.0, 0.6), (0.2, 0.2, 0.975), (0.2, 5.0, 0.3035595)]
"""Reservation value, β, and what is asked for half way to the deadline: R + (1 − R)(1 − t^(1/β)) [Faratin et al. 1998]."""

RUBINSTEIN_FIRST_SHARE = [
    (0.9, 0.9, 0.5263157894736842),
    (0.9, 0.8, 0.7142857142857143),
    (0.5, 0.95, 0.09523809523809526),
]
"""Discount factors, and the share of who proposes first: (1 − δ₂)/(1 − δ₁δ₂) [Rubinstein 1982]."""
