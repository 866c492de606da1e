"""Who blocked a table last, and on what."""

from sim.world import draws
from sim.world.state import World

NOT_DRAWN = -1.0  # of a block that is the only one so far: nothing needs to be decided


def blame(w: World, t: int, a: int, k: int, how: int) -> None:
    """Note that party `a` blocked table `t` over issue `k`; of several in one round, chance picks whom to name.

    `how` is one of `sim.world.codes.BLOCKS`, by its number.
    """
    draw = NOT_DRAWN
    if w.block_round[t] == w.round:
        if w.block_draw[t] == NOT_DRAWN:
            w.block_draw[t] = share_of_blame(w, t, w.block_party[t], w.block_issue[t])
        draw = share_of_blame(w, t, a, k)
        if draw < w.block_draw[t]:
            return
    w.block_round[t] = w.round
    w.block_draw[t] = draw
    w.block_party[t] = a
    w.block_issue[t] = k
    w.block_how[t] = how


def share_of_blame(w: World, t: int, a: int, k: int) -> float:
    """The draw of a party and an issue by which one block of a round at a table is named before others."""
    issue = w.issue_word[k] if k >= 0 else 0
    return draws.uniform(w, draws.BLAME, w.party_word[a], draws.mix(w.table_word[t], issue))


def is_sorer(w: World, k: int, cost: float, worst: int, most: float) -> bool:
    """Whether issue `k` costs more than the worst so far (−1: none yet); a draw decides between equals, not the name."""
    return cost > most or (cost == most and worst >= 0 and w.tie[k] > w.tie[worst])
