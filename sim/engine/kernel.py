"""Blocks of histories by machine code: what is shipped for these sources and this processor, else what Numba makes."""

from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock

import numpy as np

from sim.engine.ahead import shipped
from sim.engine.records import Records
from sim.engine.slots import directory

READYING = Lock()


def is_ready() -> bool:
    """Whether there is machine code for these sources already, so that nothing needs to be compiled."""
    if shipped.find() is not None:
        return True
    from sim.engine.jit.block import is_compiled

    return is_compiled()


@cache
def make_ready() -> Callable[..., None]:
    """The player of a block (see `sim.engine.jit.block`): shipped, else loaded, else compiled, once for a machine."""
    player = shipped.load()
    if player is not None:
        return player
    from sim.engine.jit import block

    return block.make_ready()


def play_histories(
    arrays: Mapping[str, np.ndarray], sizes: Mapping[str, int], rounds: int, seed: int, first: int, records: Records,
    slots: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Play as many histories as `records` has rows for, from number `first`.

    `arrays` is scratch to this call: one copy for each thread. Whoever plays many small batches gives their `directory`
    too, made once.
    """
    with READYING:
        play_block = make_ready()
    play_block(
        directory(arrays) if slots is None else slots.copy(),
        (*(sizes[letter] for letter in "PKTME"), rounds),
        seed & 0xFFFFFFFF,
        seed >> 32,
        first,
        records.whole,
        records.measured,
        *records.course,
    )
