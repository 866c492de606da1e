"""Where labels and ticks go, so that none meets another."""

import itertools
from collections.abc import Sequence

import numpy as np

from experiments.figures.page import MONTHS, SMALL, WEEKS, text_width


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of labels of these heights that do not overlap, close (least squares) to those wanted.

    `wanted` ascends, and so do the results; they stay between `low` and `high` if there is room.
    Pools adjacent violators: labels that would meet share the mean of their wishes.
    """
    if not wanted:
        return []
    offsets = np.cumsum([0.0, *((a + b) / 2 for a, b in itertools.pairwise(heights))])
    pools: list[tuple[float, int]] = []
    for wish in np.asarray(wanted) - offsets:
        mean, size = float(wish), 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (before * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    places = np.repeat([mean for mean, _ in pools], [size for _, size in pools])
    last = high - heights[-1] / 2 - offsets[-1]
    return [float(place) for place in np.maximum(np.minimum(places, last), low + heights[0] / 2) + offsets]


def tick_rounds(round_labels: Sequence[str], width: float) -> list[int]:
    """Indices of the rounds to name on an axis of `width` points: the first, then as many as stay apart."""
    rounds = len(round_labels)
    widest = max(text_width(label, SMALL) for label in round_labels[:60])
    strides = WEEKS if round_labels[0][:1].isdigit() else MONTHS
    stride = next((s for s in strides if s * width / rounds >= widest + 8), rounds)
    return list(range(0, rounds, stride))


def not_drawn(names: Sequence[str], why: str = "") -> str:
    """What a page has no room for, or what says nothing, in a sentence; nothing if all is drawn."""
    return f"Not drawn{why}: {'; '.join(names)}." if names else ""


def step_of(round_labels: Sequence[str]) -> str:
    """What a round is called: labels of weeks begin with a day."""
    return "week" if round_labels and round_labels[0][:1].isdigit() else "month"
