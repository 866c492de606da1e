"""How a player of blocks, machine code in whatever way it was made, is called."""

from collections.abc import Callable, Mapping

import numpy as np

from sim.engine.records import Records
from sim.engine.slots import directory

Player = Callable[..., None]
"""See `sim.engine.jit.block`."""


def play_by(
    player: Player, arrays: Mapping[str, np.ndarray], sizes: Mapping[str, int], rounds: int, seed: int, first: int,
    records: Records, slots: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Play as many histories as `records` has rows for, from number `first`.

    `arrays` is scratch to this call: one copy for each thread. Whoever plays many small batches gives their `directory`
    too, made once.
    """
    player(
        directory(arrays) if slots is None else slots.copy(),
        (*(sizes[letter] for letter in "PKTME"), rounds),
        seed & 0xFFFFFFFF,
        seed >> 32,
        first,
        records.whole,
        records.measured,
        *records.course,
    )
