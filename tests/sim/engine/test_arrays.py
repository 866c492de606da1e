"""A compiled scenario that was sent to another process is the same, down to which arrays share memory."""

import pickle

import numpy as np
import pytest

from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.world.state import NUMBERS
from tests.places import SCENARIOS


@pytest.mark.parametrize("file", sorted(SCENARIOS.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_sent_scenario_has_the_same_arrays(file):
    compiled = compile_scenario(load(file).scenario)
    sent = pickle.loads(pickle.dumps(compiled))
    assert (sent.scenario, sent.names, sent.sizes) == (compiled.scenario, compiled.names, compiled.sizes)
    assert list(sent.arrays) == list(compiled.arrays)
    for name, array in compiled.arrays.items():
        assert sent.arrays[name].tobytes() == array.tobytes(), name
        assert np.shares_memory(sent.arrays[name], sent.arrays["numbers"]) == (
            array.size > 0 and name in (*NUMBERS, "numbers")
        )
