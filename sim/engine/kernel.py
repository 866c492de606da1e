"""Blocks of histories by machine code: what is shipped for these sources and this processor, else what Numba makes."""

from collections.abc import Mapping
from functools import cache
from threading import Lock

import numpy as np

from sim.engine.ahead import shipped
from sim.engine.calling import Player, play_by
from sim.engine.records import Records

READYING = Lock()


def is_ready(many: bool = True) -> bool:
    """Whether there is machine code for these sources already, so that nothing needs to be compiled."""
    if shipped.find() is not None:
        return True
    from sim.engine.jit.block import is_compiled

    return is_compiled(many)


@cache
def make_ready(many: bool) -> Player:
    """The player of a block (see `sim.engine.jit.block`): shipped, else loaded, else compiled, once for a machine.

    `many`: one that plays tables of any number of seats; what is compiled for two alone is ready a sixth sooner.
    """
    player = shipped.load()
    if player is not None:
        return player
    from sim.engine.jit import block

    return block.make_ready(many)


def has_many_seats(arrays: Mapping[str, np.ndarray]) -> bool:
    """Whether a table of the scenario has three seats or more."""
    return bool((arrays["seats"] > 2).any())


def play_histories(
    arrays: Mapping[str, np.ndarray], sizes: Mapping[str, int], rounds: int, seed: int, first: int, records: Records,
    slots: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Play as many histories as `records` has rows for, from number `first` (see `play_by`)."""
    with READYING:
        player = make_ready(has_many_seats(arrays))
    play_by(player, arrays, sizes, rounds, seed, first, records, slots)
