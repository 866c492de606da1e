"""A compiled scenario that was sent to another process is the same, down to which arrays share memory."""

import pickle

import numpy as np
import pytest

from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.world import conditions
from sim.world.state import NUMBERS
from tests.conftest import compiled, merged
from tests.places import SCENARIOS
from tests.sim.world.begun import LAND, MEN, ONE_OF_EVERYTHING, REBELS, STATE


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_sent_scenario_has_the_same_arrays(file):
    whole = compile_scenario(load(file).scenario)
    sent = pickle.loads(pickle.dumps(whole))
    assert (sent.scenario, sent.names, sent.sizes) == (whole.scenario, whole.names, whole.sizes)
    assert list(sent.arrays) == list(whole.arrays)
    for name, array in whole.arrays.items():
        assert sent.arrays[name].tobytes() == array.tobytes(), name
        assert np.shares_memory(sent.arrays[name], sent.arrays["numbers"]) == (
            array.size > 0 and name in (*NUMBERS, "numbers")
        )


def test_what_is_looked_at_each_round_is_listed_once():
    """Gestures by whose they are and on what, and what is asked by a deadline; demands and violence are not."""
    data = merged(
        ONE_OF_EVERYTHING,
        {
            "parties": {
                "rebels": {"gestures": {"hold": {"issue": "men", "level": 5}}},
                "state": {
                    "gestures": {"free": {"issue": "men", "level": 2}, "cede": {"issue": "land", "level": 0.5}},
                },
            },
            "outcomes": {
                "deal": {"table": "talks", "reached": "settlement", "by": "2020-06-30"},
                "late": {"table": "talks", "reached": "settlement"},
                "calm": {"violence": "all", "at_most": 5, "months": 3, "by": "2020-06-30"},
                "no_deal": {"otherwise": True},
            },
        },
    )
    arrays = compiled(data).arrays
    assert list(zip(arrays["gesture_party"], arrays["gesture_issue"], strict=True)) == [
        (REBELS, MEN), (STATE, LAND), (STATE, MEN),
    ]  # fmt: skip
    [dated] = arrays["dated"]
    assert (arrays["instruction"][dated], arrays["deadline"][dated]) == (conditions.REACHED, 6)
