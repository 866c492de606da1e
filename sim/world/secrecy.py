"""How a secret table becomes known, for good."""

from sim.world.state import World


def become_public(w: World, t: int) -> bool:
    """Make a table known to all, from now on; whether it was secret."""
    if w.public[t]:
        return False
    w.public[t] = 1
    w.leaked[t] = w.round
    return True
