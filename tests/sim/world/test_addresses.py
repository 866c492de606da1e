"""Every draw of a history has an address that docs/model.md, 7.15, gives it: its purpose, who, what, and when."""

from itertools import product
from types import SimpleNamespace

import pytest

from sim.engine.arrays import compile_scenario
from sim.engine.mesa_model import PeaceTalks
from sim.scenario.vocabulary import Scenario
from sim.world import draws
from tests.theory.second_coding import mix
from tests.theory.test_second_coding import random_scenario

SEED = 11 + 13 * 2**32
AT_THE_START = {0, 1, 2, 3, 29}
DRAWN_AHEAD = {5, 6, 7, 9, 24, 26, 32, 33, 34}
MOST_ATTEMPTS = 200
ALL_PURPOSES = (68, 114)  # seeds in which something is drawn for every purpose


def addresses(w):
    """Purpose → the pairs of who and what that it may have, of the names in this world."""
    parties, tables, issues = list(w.party_word), list(w.table_word), list(w.issue_word)
    events, demands, mediators = list(w.event_word), list(w.demand_word), list(w.mediator_word)
    rungs = [mix(tables[t], w.rung_word[t, r]) for t in range(w.tables) for r in range(w.rungs[t])]
    options = [(issues[k], w.option_word[k, option]) for k in range(w.issues) for option in range(w.options[k])]
    at_table = [mix(t, k) for t, k in product(tables, issues)]
    pairs = [mix(a, b) for a, b in product(parties, parties) if a != b]
    attempts = range(MOST_ATTEMPTS)
    spoken = [mix(mix(m, t), kind) for m, t, kind in product(mediators, tables, (1, 2))]
    gestures = [*issues, *(mix(k, number) for k, number in product(issues, (1, 2)))]
    alone, nothing = {(a, 0) for a in parties}, {(0, 0)}
    of_table, at_a_table = {(t, 0) for t in tables}, set(product(parties, tables))
    of_rung, promised = set(product(parties, rungs)), set(product(parties, demands))
    found = {0: {(path, 0) for path in w.uncertain_word}, 3: {(k, 0) for k in issues} | set(options)}
    found |= dict.fromkeys((1, 2, 4, 5, 7, 8), alone) | dict.fromkeys((32, 33, 34), nothing)
    found |= dict.fromkeys((10, 11, 13, 27), of_table) | dict.fromkeys((22, 23), of_rung)
    found |= dict.fromkeys((12, 14, 17, 18, 19, 20, 35), at_a_table) | dict.fromkeys((29, 30), promised)
    return found | {
        6: {(e, 0) for e in events},
        9: set(product(parties, [*attempts, mix(7, 7)])),
        15: set(product(pairs, at_table)),
        16: set(product(mediators, [*tables, *(mix(t, 1) for t in tables)])),
        21: set(product(parties, at_table)),
        24: set(product(parties, gestures)),
        25: set(product(pairs, spoken)),
        26: set(product(parties, attempts)),
        28: set(product(parties, [*at_table, *(mix(t, 0) for t in tables)])),
        31: set(product(events, tables)),
    }


def drawn(seed, patch, histories=2):
    """Play histories of a random scenario, each draw checked against its address; returns the purposes."""
    world = SimpleNamespace(history=0, round=0, rounds=0)
    purposes, philox = set(), draws.philox
    allowed = {}

    def checked(history, at, who, what, low, high):
        round_, purpose = divmod(at, 64)
        assert (history, low, high) == (world.history, 11, 13)
        if purpose in DRAWN_AHEAD:
            assert world.round <= round_ <= world.rounds
        else:
            assert round_ == (0 if purpose in AT_THE_START else world.round)
        assert not allowed or (who, what) in allowed[purpose], purpose
        purposes.add(purpose)
        return philox(history, at, who, what, low, high)

    patch.setattr(draws, "philox", checked)
    model = PeaceTalks(compile_scenario(Scenario.model_validate(random_scenario(1000 + seed))), SEED, collect=False)
    world = model.world
    allowed |= addresses(world)
    for history in range(histories):
        world.round = 0
        world.history = history
        model.play(history)
    return purposes


@pytest.mark.parametrize("seed", range(24))
def test_every_draw_has_its_address(seed, monkeypatch):
    assert drawn(seed, monkeypatch)


def test_something_is_drawn_for_every_purpose():
    """Lest an address go unchecked."""
    found = set()
    for seed in ALL_PURPOSES:
        with pytest.MonkeyPatch.context() as patch:
            found |= drawn(seed, patch)
    assert found == set(range(36))
