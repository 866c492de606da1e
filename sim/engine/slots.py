"""The directory by which compiled code finds the arrays of a world: a vector of 64-bit slots.

For each array its address and shape, then the scalars. It is all that passes between this process and machine code, so
its layout belongs to neither the rules nor Numba.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.world import state

SLOTS = 4  # address and up to three lengths


class Place(NamedTuple):
    """Where an attribute of the world has its slots, what its items are, and how many axes it has (a scalar: none)."""

    slot: int
    item: type
    dimensions: int


def _places() -> dict[str, Place]:
    """Every attribute, arrays first."""
    arrays = {
        name: Place(i * SLOTS, state.ITEMS[name], len(field.dimensions))
        for i, (name, field) in enumerate(state.FIELDS.items())
    }
    first = len(arrays) * SLOTS
    scalars = {name: Place(first + i, kind, 0) for i, (name, kind) in enumerate(state.SCALARS.items())}
    return arrays | scalars


PLACES = _places()
LENGTH = len(state.FIELDS) * SLOTS + len(state.SCALARS)


def directory(arrays: Mapping[str, np.ndarray]) -> np.ndarray:
    """The slots for these arrays; scalars are zero. The arrays must outlive every use of it."""
    slots = np.zeros(LENGTH, np.int64)
    for name in state.FIELDS:
        array, place = arrays[name], PLACES[name]
        assert array.flags.c_contiguous, name
        assert array.ndim == place.dimensions, name
        slots[place.slot] = array.__array_interface__["data"][0]
        slots[place.slot + 1 : place.slot + 1 + array.ndim] = array.shape
    return slots
