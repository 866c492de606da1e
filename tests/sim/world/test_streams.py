"""What is drawn ahead is what would have been drawn in its round."""

import pytest

from sim.world import draws, streams
from tests.sim.world.begun import begun
from tests.sim.world.drawing import at


def both(w, purpose, who, what):
    a, b, c, d = draws.philox(w.history, w.round * draws.PURPOSES + purpose, who, what, w.seed_low, w.seed_high)
    return draws.unit(a, b), draws.unit(c, d)


WAYS = {
    "uniform": (streams.uniform, draws.uniform),
    "normal": (streams.normal, draws.normal),
    "pair": (streams.pair, both),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("first", [1, 4, 9])
def test_each_round_has_the_draw_of_its_own_address(way, first):
    """Also of a stream that is first asked for in the middle, or not in every round; and of the next history its own."""
    ahead, alone = WAYS[way]
    w = at(round_=9, seed=7 + 2**33)
    for w.history in (3, 4, 3):
        for stream, address in ((2, (draws.PRESS, 5, 1)), (6, (draws.GESTURE, 8, 0))):
            for w.round in range(first, 10, 2):
                assert ahead(w, stream, *address) == alone(w, *address)


@pytest.mark.parametrize("p", [-1.0, 0.0, 0.4, 1.0, 2.0])
def test_what_happens_is_what_happens_without_looking_ahead(p):
    w = at(round_=9)
    for w.history in range(20):
        for w.round in range(1, 10):
            address = (draws.EVENT, 5, 0)
            assert streams.happens(w, p, 3, *address) == draws.happens(w, p, *address)
    assert (w.drawn_for[3] == streams.NO_HISTORY) == (p <= 0 or p >= 1)


def test_nothing_shares_a_stream():
    w = begun(
        events=[{"name": each, "rate": 0.1, "months": 1, "calls_off": {"talks": 0.5}} for each in ("flood", "fire")]
    )
    kinds, wars = range(streams.OF_PARTIES), range(streams.OF_WAR)
    numbers = [streams.of_party(w, kind, a) for kind in kinds for a in range(w.parties)]
    numbers += [streams.of_gesture(w, a, k) for a in range(w.parties) for k in range(w.issues)]
    numbers += [streams.of_event(w, e) for e in range(w.events)] + [streams.of_war(w, kind) for kind in wars]
    assert sorted(numbers) == list(range(streams.number(w.parties, w.issues, w.events)))
    assert len(w.drawn_for) == len(numbers)


def test_a_history_begins_with_nothing_drawn():
    w = begun()
    for stream in range(len(w.drawn_for)):
        w.drawn_for[stream] = 0
    streams.begin(w)
    assert w.drawn_for.tolist() == [streams.NO_HISTORY] * len(w.drawn_for)
