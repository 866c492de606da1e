"""Machine code that was made ahead: found by the hash of the sources, called without Numba.

The file's name holds the hash of the sources that it was made of, so that a rule that is edited is never played by old
code: there is no file of that name, and Numba compiles it.
"""

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from sim.engine.ahead.targets import Target, fitting
from sim.engine.identity import compiled_hash

OBJECTS = Path(__file__).parent / "objects"
UNWANTED = "PARLEY_JIT"
"""A variable that, if it is set to anything, has Numba compile what is shipped too."""
BIND, PLAY = "parley_bind", "parley_play"
BORROWED = ("exp", "log", "pow", "ceil", "floor")
"""Functions of the C library's mathematics, which it is handed: as Numba does it, the best that this processor has."""
DIMENSIONS = {"slots": 1, "whole": 2, "measured": 2, "violence": 3, "incidents": 2, "beliefs": 4}
EXTENTS, SEED_AND_FIRST, SCRATCH = 6, 3, 64
WORDS = 2 + EXTENTS + SEED_AND_FIRST + sum(5 + 2 * axes for axes in DIMENSIONS.values())
"""Numba's C interface: where to put a result and an error, then the arguments, every array as its parts."""


def name_of(sources: str, target: Target) -> str:
    """Name of the file of machine code for a target, made of the sources with this hash."""
    return f"kernel-{sources[:16]}-{target.name}.so"


def find() -> Path | None:
    """The best machine code for these sources that this machine can run; None if none is shipped, or none is wanted."""
    if os.environ.get(UNWANTED):
        return None
    sources = compiled_hash()
    files = (OBJECTS / name_of(sources, target) for target in fitting())
    return next((file for file in files if file.is_file()), None)


def load() -> Callable[..., None] | None:
    """A player of blocks (see `sim.engine.jit.block`) from machine code that is shipped; None if there is none, or if it
    does not go with this system's C library.
    """
    file = find()
    with suppress(OSError, AttributeError):
        return player(file) if file is not None else None
    return None


def player(file: Path) -> Callable[..., None]:
    """The player of blocks in a file of machine code; OSError or AttributeError if this system cannot take it in."""
    library = ctypes.CDLL(str(file))
    system = ctypes.CDLL(None)
    functions = (ctypes.c_void_p * len(BORROWED))(
        *(ctypes.cast(getattr(system, name), ctypes.c_void_p).value for name in BORROWED)
    )
    getattr(library, BIND)(functions)
    play = getattr(library, PLAY)
    play.argtypes, play.restype = [ctypes.c_int64] * WORDS, ctypes.c_int

    def play_block(
        slots: np.ndarray, extents: tuple[int, ...], seed_low: int, seed_high: int, first: int, *records: np.ndarray
    ) -> None:
        result = np.zeros(SCRATCH, np.int64)
        place = result.__array_interface__["data"][0]
        outcome = play(
            place, place + result.nbytes // 2, *parts(slots), *extents, seed_low, seed_high, first,
            *(part for record in records for part in parts(record)),
        )  # fmt: skip
        if outcome != 0:
            raise ArithmeticError(
                f"a rule failed in one of the histories from number {first} on: --engine mesa shows which, and why"
            )

    return play_block


def parts(array: np.ndarray) -> Iterator[int]:
    """An array as Numba passes it: owner and parent (none), items, bytes of an item, address, lengths, strides."""
    yield from (0, 0, array.size, array.itemsize, array.__array_interface__["data"][0])
    yield from array.shape
    yield from array.strides
