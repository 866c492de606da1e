"""As much of a world as draws ask for: an address, ten parties by their numbers, and room for what is drawn ahead."""

from types import SimpleNamespace

from sim.world import streams

PARTIES = 10


class Table(dict):
    """Numbers by two indices, as in the arrays of a world."""

    def __init__(self, rows, columns):
        super().__init__(((i, j), 0.0) for i in range(rows) for j in range(columns))


def at(history=0, round_=1, seed=1):
    """This address of this seed, in the last round."""
    rows = streams.number(PARTIES, 0, 0)
    return SimpleNamespace(
        history=history,
        round=round_,
        rounds=round_,
        seed_low=seed % 2**32,
        seed_high=seed >> 32,
        parties=PARTIES,
        party_word=range(PARTIES),
        drawn_for=[streams.NO_HISTORY] * rows,
        luck=Table(rows, round_ + 1),
        other_luck=Table(rows, round_ + 1),
    )
