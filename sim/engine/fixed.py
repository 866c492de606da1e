"""Uncertain numbers held, or looked up, without compiling anew: both engines draw them from tables in the arrays."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.engine.arrays import Compiled
from sim.world import draws
from sim.world.draws import word
from sim.world.history import quantile
from sim.world.state import plain_world


def held(compiled: Compiled, shares: Mapping[str, float]) -> Compiled:
    """The scenario with numbers held, by path, where this share (0–1) of their distribution lies below.

    What is held is a choice of one: histories still draw, and get the value that a draw of `share` would give, to the
    bit. Only the tables are copied; KeyError if a path is no uncertain number.
    """
    tables = {name: compiled.arrays[name].copy() for name in ("choices", "quantiles")}
    hold(tables, compiled, shares)
    return compiled._replace(arrays={**compiled.arrays, **tables})


def hold(arrays: Mapping[str, np.ndarray], compiled: Compiled, shares: Mapping[str, float]) -> None:
    """The same within a copy of the scenario's arrays."""
    Holding(compiled).hold(arrays, shares)


class Holding:
    """Holds numbers of one scenario again and again; keeps where they stand."""

    def __init__(self, compiled: Compiled):
        self._tables = plain_world({name: compiled.arrays[name] for name in ("choices", "quantiles")})
        self._places = _places(compiled)

    def hold(self, arrays: Mapping[str, np.ndarray], shares: Mapping[str, float]) -> None:
        """The same as `hold`."""
        for path, share in shares.items():
            for u in self._places[path]:
                arrays["choices"][u], arrays["quantiles"][u, 1] = 1, quantile(self._tables, u, share)


def shares_drawn(compiled: Compiled, seed: int, first: int, count: int) -> np.ndarray:
    """Where in its distribution (0–1) each history drew each uncertain number: (count, numbers), as `uncertain` has them."""
    histories: Any = np.arange(first, first + count, dtype=np.uint64)  # counters of as many draws at once
    found = np.empty((count, len(compiled.uncertain)))
    for i, uncertain in enumerate(compiled.uncertain):
        address = histories, draws.NUMBER, word(uncertain.path), 0  # of round 0, where `sim.world.history.begin` draws
        a, b, _, _ = draws.philox(*address, seed & draws.MASK, seed >> 32)
        found[:, i] = draws.unit(a, b)
    return found


def _places(compiled: Compiled) -> dict[str, list[int]]:
    """Where each uncertain number stands among the tables: more than once if several numbers of the world share it."""
    by_word: dict[int, list[int]] = {}
    for u, each in enumerate(compiled.arrays["uncertain_word"].tolist()):
        by_word.setdefault(each, []).append(u)
    return {u.path: by_word[word(u.path)] for u in compiled.uncertain}
