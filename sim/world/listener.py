"""Where a history is told as it happens: does nothing unless someone listens.

The kernel compiles these to nothing; the uncompiled engine passes them to `w.listener`, from which `trace` makes a story.
"""

from agents.rules.commitment import Terms
from sim.world.state import World


def tell(w: World, kind: str, t: int, a: int, k: int, x: float) -> None:
    """Something happened: at table `t`, to party `a`, about issue `k`, of size `x` (−1 where there is none)."""
    if w.listener is not None:
        w.listener.tell(w, kind, t, a, k, x)


def tell_choice(
    w: World, kind: str, a: int, t: int, k: int, terms: Terms, settle: float, stall: float, yes: bool
) -> None:
    """A party decided: its terms for both types, Pr(yes) of each, and what it chose."""
    if w.listener is not None:
        w.listener.tell_choice(w, kind, a, t, k, terms, settle, stall, yes)
