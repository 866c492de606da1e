"""Shares spread evenly over the unit cube: a Latin hypercube, and Sobol's sequence, scrambled.

The very numbers of `scipy.stats.qmc` with the same seed, which a test holds them against: importing `scipy.stats` takes
as long as playing ten thousand histories.
"""

from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray

Shares = NDArray[np.float64]
"""Points × numbers, each within [0, 1)."""
Words = NDArray[np.uint32]
BITS = 30  # of a coordinate of Sobol's sequence
TABLE = Path(scipy.__file__).parent / "stats" / "_sobol_direction_numbers.npz"
"""Primitive polynomials and first direction numbers [Joe & Kuo 2008, SIAM J. Sci. Comput. 30], as scipy brings them."""


def latin_hypercube(points: int, numbers: int, seed: int) -> Shares:
    """One point in every slice of every number [McKay, Beckman & Conover 1979, Technometrics 21]."""
    rng = _generator(seed)
    within = rng.random((points, numbers))
    slices = np.empty((numbers, points), np.int64)
    for row in slices:
        row[:] = np.arange(1, points + 1)
        rng.shuffle(row)
    found: Shares = (slices.T - within) / points
    return found


def sobol(points: int, numbers: int, seed: int) -> Shares:
    """The first points of Sobol's sequence, under a random linear scramble and shift [Matoušek 1998, J. Complexity 14]."""
    doublings = (points - 1).bit_length()
    if not TABLE.exists():
        return _by_scipy(doublings, numbers, seed)[:points]
    rng = _generator(seed)
    worth = np.left_shift(np.uint32(1), np.arange(BITS, dtype=np.uint32))
    shift = rng.integers(2, size=(numbers, BITS), dtype=np.uint32) @ worth
    directions = _scrambled(_directions(numbers), rng)
    found = np.empty((1 << doublings, numbers), np.uint32)
    found[0] = shift
    for j in range(doublings):  # of Gray's code, a half is the other half backwards with one bit more
        half = 1 << j
        found[half : 2 * half] = found[:half][::-1] ^ directions[:, j]
    return found[:points] / float(1 << BITS)


def _generator(seed: int) -> np.random.Generator:
    """What scipy draws from: a child of the generator that it is given."""
    return np.random.default_rng(seed).spawn(1)[0]


def _by_scipy(doublings: int, numbers: int, seed: int) -> Shares:
    """The same where scipy keeps its table elsewhere."""
    from scipy.stats import qmc

    found: Shares = qmc.Sobol(d=numbers, rng=np.random.default_rng(seed)).random_base2(doublings)
    return found


def _directions(numbers: int) -> Words:
    """The direction numbers of each coordinate, each a word of BITS bits: (numbers, BITS) [Bratley & Fox 1988, TOMS 14]."""
    with np.load(TABLE) as table:
        polynomials, first = table["poly"][:numbers].tolist(), table["vinit"][:numbers].tolist()
    places = np.arange(BITS - 1, -1, -1, dtype=np.uint32)
    rows = [[1] * BITS, *map(_direction, polynomials[1:], first[1:])]
    found: Words = np.array(rows[:numbers], np.uint32) << places
    return found


def _direction(polynomial: int, first: list[int]) -> list[int]:
    """Odd whole numbers, each from those before it by the recurrence that a polynomial over {0, 1} gives."""
    degree = polynomial.bit_length() - 1
    found = first[:degree]
    taken = [k for k in range(1, degree + 1) if polynomial >> (degree - k) & 1]
    for j in range(degree, BITS):
        new = found[j - degree]
        for k in taken:
            new ^= found[j - k] << k
        found.append(new)
    return found


def _scrambled(directions: Words, rng: np.random.Generator) -> Words:
    """Directions times a random lower triangle of bits for each coordinate, the highest bit first."""
    numbers, heights = len(directions), np.arange(BITS - 1, -1, -1, dtype=np.uint32)
    triangles = np.tril(rng.integers(2, size=(numbers, BITS, BITS), dtype=np.uint32), -1) + np.eye(
        BITS, dtype=np.uint32
    )
    bits = directions[:, None, :] >> heights[:, None] & np.uint32(1)
    mixed: Words = (triangles @ bits & np.uint32(1)) << heights[:, None]
    found: Words = mixed.sum(axis=1, dtype=np.uint32)
    return found
