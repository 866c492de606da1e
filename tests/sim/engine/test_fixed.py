from pathlib import Path

import numpy as np
import pytest

from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario
from sim.engine.fixed import held, shares_drawn
from sim.scenario.load import load
from sim.world.history import begin
from sim.world.state import copy_of, plain_world
from tests.conftest import compiled as compiled_of
from tests.conftest import kernel, scenario

SEED = 2**40 + 17  # so that both words of the key count
NUMBERS = {
    "parties": {
        "rebels": {"settles": {"beta": [2, 3]}, "patience": {"uniform": [2, 9]}},
        "state": {
            "settles": {"choice": {"0.2": 1, "0.6": 2, "0.9": 1}},
            "positions": {"pie": {"ideal": {"triangular": [0, 0.1, 0.4]}, "salience": {"normal": [50, 30]}}},
        },
    }
}


@pytest.fixture(scope="module")
def compiled():
    return compiled_of(scenario(**NUMBERS))


def drawn_by(compiled, seed, history):
    """The numbers of a history as the engines draw them."""
    world = plain_world(copy_of(compiled.arrays))
    for name, letter in (("parties", "P"), ("issues", "K"), ("tables", "T"), ("mediators", "M"), ("events", "E")):
        setattr(world, name, compiled.sizes[letter])
    world.rounds, world.seed_low, world.seed_high = compiled.scenario.time.rounds, seed & 0xFFFFFFFF, seed >> 32
    begin(world, history)
    return np.array(world.drawn)


def test_held_where_a_history_drew_is_that_history(compiled):
    shares = shares_drawn(compiled, SEED, 40, 5)
    for row in range(5):
        at = dict(zip((u.path for u in compiled.uncertain), shares[row], strict=True))
        assert np.array_equal(drawn_by(held(compiled, at), SEED, 3), drawn_by(compiled, SEED, 40 + row))


def test_a_history_held_where_it_drew_plays_the_same(compiled):
    shares = shares_drawn(compiled, SEED, 7, 1)[0]
    at = dict(zip((u.path for u in compiled.uncertain), shares, strict=True))
    as_drawn, as_held = (play(each, SEED, 7, 1, kernel()) for each in (compiled, held(compiled, at)))
    assert all(np.array_equal(as_drawn[name], as_held[name]) for name in as_drawn)


def test_what_is_not_held_is_drawn_as_ever(compiled):
    path = "parties.rebels.patience"
    place = [u.path for u in compiled.uncertain].index(path)
    shares = shares_drawn(compiled, SEED, 0, 1)[0]
    some = held(compiled, {path: shares[place]})
    assert np.array_equal(drawn_by(some, SEED, 0), drawn_by(compiled, SEED, 0))
    assert len(np.flatnonzero(drawn_by(some, SEED, 1) != drawn_by(compiled, SEED, 1))) == 1


def test_the_scenario_itself_stays_as_it_was(compiled):
    before = {name: array.copy() for name, array in compiled.arrays.items()}
    held(compiled, {"parties.rebels.settles": 0.9})
    assert all(np.array_equal(before[name], array) for name, array in compiled.arrays.items())


def test_an_unknown_path_is_refused(compiled):
    with pytest.raises(KeyError):
        held(compiled, {"parties.rebels.cost": 0.5})


def test_every_uncertain_number_of_a_shipped_scenario_is_found():
    compiled = compile_scenario(load(Path("scenarios/second_meeting_2018_09.yaml"), (), to_run=True).scenario)
    at = dict.fromkeys((u.path for u in compiled.uncertain), 0.5)
    assert (held(compiled, at).arrays["choices"] == 1).all()
