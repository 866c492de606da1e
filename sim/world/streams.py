"""Draws that may be made in every round: when one is first asked for, those of the rounds that are left are drawn with it.

That takes less time than one by one, since none waits for another. Addresses are as for any draw (`sim.world.draws`), so that
the numbers are the same. What recurs alike is a stream: a party's change of leaders, one gesture, an event.
"""

from sim.world import draws
from sim.world.state import World

# Streams of each party, and of the war
TURNOVER, PRESS, RATE, RATE_CHECK, COUNT = range(5)
LEVEL, FORTUNE, VICTORY = range(3)
OF_PARTIES, OF_WAR = 5, 3
NO_HISTORY = -1


def number(parties: int, issues: int, events: int) -> int:
    """How many streams there are."""
    return (OF_PARTIES + issues) * parties + events + OF_WAR


def of_party(w: World, kind: int, a: int) -> int:
    """The stream of a party."""
    return kind * w.parties + a


def of_gesture(w: World, a: int, k: int) -> int:
    """The stream of a party's gesture on an issue."""
    return (OF_PARTIES + k) * w.parties + a


def of_event(w: World, e: int) -> int:
    """The stream of an event."""
    return (OF_PARTIES + w.issues) * w.parties + e


def of_war(w: World, kind: int) -> int:
    """The stream of something that there is one of."""
    return (OF_PARTIES + w.issues) * w.parties + w.events + kind


def begin(w: World) -> None:
    """Nothing is drawn yet."""
    for stream in range(w.drawn_for.shape[0]):
        w.drawn_for[stream] = NO_HISTORY


def uniform(w: World, stream: int, purpose: int, who: int, what: int) -> float:
    """`draws.uniform` at this address."""
    if w.drawn_for[stream] != w.history:
        draw_ahead(w, stream, purpose, who, what)
    return w.luck[stream, w.round]


def pair(w: World, stream: int, purpose: int, who: int, what: int) -> tuple[float, float]:
    """Both uniforms of the block at this address."""
    if w.drawn_for[stream] != w.history:
        draw_pairs_ahead(w, stream, purpose, who, what)
    return w.luck[stream, w.round], w.other_luck[stream, w.round]


def normal(w: World, stream: int, purpose: int, who: int, what: int) -> float:
    """`draws.normal` at this address."""
    if w.drawn_for[stream] != w.history:
        draw_pairs_ahead(w, stream, purpose, who, what)
        for t in range(w.round, w.rounds + 1):
            w.luck[stream, t] = draws.normal_from(w.luck[stream, t], w.other_luck[stream, t])
    return w.luck[stream, w.round]


def happens(w: World, probability: float, stream: int, purpose: int, who: int, what: int) -> bool:
    """`draws.happens` at this address."""
    if probability >= 1.0:
        return True
    if probability <= 0.0:
        return False
    return uniform(w, stream, purpose, who, what) < probability


def draw_ahead(w: World, stream: int, purpose: int, who: int, what: int) -> None:
    """Draw the uniform of an address for each round from the present one on."""
    history = w.history
    w.drawn_for[stream] = history
    seed_low = w.seed_low
    seed_high = w.seed_high
    for t in range(w.round, w.rounds + 1):
        a, b, _, _ = draws.philox(history, t * draws.PURPOSES + purpose, who, what, seed_low, seed_high)
        w.luck[stream, t] = draws.unit(a, b)


def draw_pairs_ahead(w: World, stream: int, purpose: int, who: int, what: int) -> None:
    """Draw both uniforms of an address for each round from the present one on."""
    history = w.history
    w.drawn_for[stream] = history
    seed_low = w.seed_low
    seed_high = w.seed_high
    for t in range(w.round, w.rounds + 1):
        a, b, c, d = draws.philox(history, t * draws.PURPOSES + purpose, who, what, seed_low, seed_high)
        w.luck[stream, t] = draws.unit(a, b)
        w.other_luck[stream, t] = draws.unit(c, d)
