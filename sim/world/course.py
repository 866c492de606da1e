"""The course of many histories, month by month: how violent, and how far the others believed whom, as counts.

Counts of histories add up exactly whatever the blocks, shards or threads, and stay small however many histories there
are. Violence falls into bins that are exact below 64 incidents and at most 1/32 wide above; beliefs into hundredths.
"""

import numpy as np

from agents.rules.arrays import IntCube, IntMatrix, IntTesseract
from sim.world.state import World

EXACT = 64  # numbers of incidents below this have a bin of their own
PARTS = 32  # bins for each doubling above
VIOLENCE_BINS = EXACT + PARTS * 34  # up to 64 · 2³⁴ > 10¹² incidents
MOST_INCIDENTS = EXACT * 2.0**34 - 1.0  # more in a round count as so many
BELIEF_BINS = 100
TYPES = ("stall", "settle")


def violence_bin(incidents: float) -> int:
    """The bin of a number of incidents; the last one of any that is greater."""
    n = int(min(incidents, MOST_INCIDENTS))
    doublings = 0
    while n >= EXACT:
        n >>= 1
        doublings += 1
    return n + PARTS * doublings


def belief_bin(belief: float) -> int:
    """The bin of a belief."""
    return min(BELIEF_BINS - 1, int(belief * BELIEF_BINS))


def leave_course(w: World, violence: IntCube, incidents: IntMatrix, beliefs: IntTesseract) -> None:
    """Add the finished history of `w` to the counts.

    `violence[p, t, bin]` counts histories by incidents of party p (last: all together) in round t + 1, `incidents[p, t]`
    sums them; `beliefs[p, s, t, bin]` counts histories by the others' mean belief in p, where s = 1 if p meant to settle.
    """
    for t in range(w.rounds):
        total = 0.0
        for a in range(w.parties):
            total += w.incidents_in[a, t + 1]
            violence[a, t, violence_bin(w.incidents_in[a, t + 1])] += 1
            incidents[a, t] += int(min(w.incidents_in[a, t + 1], MOST_INCIDENTS))
            beliefs[a, w.settles_in[a, t + 1], t, belief_bin(w.belief_in[a, t + 1])] += 1
        violence[w.parties, t, violence_bin(total)] += 1
        incidents[w.parties, t] += int(min(total, MOST_INCIDENTS))


def violence_edges() -> np.ndarray:
    """Lower edges of the bins of violence, in incidents; one more than there are bins."""
    bins = np.arange(VIOLENCE_BINS + 1)
    doublings = np.maximum(0, bins // PARTS - 1)
    return np.asarray((bins - PARTS * doublings) * 2.0**doublings)


def quantile(counts: np.ndarray, edges: np.ndarray, share: float) -> np.ndarray:
    """The quantile of whole-number counts along the last axis, in the units of `edges`: the middle of its bin.

    A bin of one whole number gives that number. nan where nothing was counted.
    """
    total = counts.sum(axis=-1, keepdims=True)
    place = (np.cumsum(counts, axis=-1) < share * total).sum(axis=-1)
    place = np.minimum(place, counts.shape[-1] - 1)
    last = np.where(edges[1:] - edges[:-1] >= 1, edges[1:] - 1, edges[1:])
    return np.where(total[..., 0] > 0, (edges[:-1][place] + last[place]) / 2, np.nan)
