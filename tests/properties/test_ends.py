"""With numbers at the ends of their ranges no rule looks outside an array, and both engines still agree to the bit.

Compiled code reads the world's arrays through bare pointers, so that no checking of bounds by Numba sees a wrong index. The
uncompiled engine runs the same rules, by arrays that refuse one; that the kernel looked at the same places, the bits say.
"""

import numpy as np
import pytest

from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario
from sim.engine.mesa_model import MesaEngine, PeaceTalks
from sim.world import state
from tests.conftest import kernel, same
from tests.properties.ends import TOGETHER, at_the_ends, numbers
from tests.properties.strict import FromTheStart

pytestmark = pytest.mark.slow

HISTORIES = 2


@pytest.mark.parametrize("seed", range(24))
def test_no_rule_looks_outside_an_array(seed, monkeypatch):
    scenario = at_the_ends(seed)
    if scenario is None:
        pytest.skip("this random scenario cannot be run as it is")
    compiled = compile_scenario(scenario)
    by_kernel = play(compiled, seed, 0, HISTORIES, kernel())
    monkeypatch.setattr(state, "memoryview", FromTheStart, raising=False)
    assert isinstance(PeaceTalks(compiled, 0, collect=False).world.belief, FromTheStart)
    same(by_kernel, play(compiled, seed, 0, HISTORIES, MesaEngine()))


def test_most_numbers_can_stand_at_their_ends():
    shares = []
    for seed in range(20):
        scenario = at_the_ends(seed, share=1)
        if scenario is not None:
            written = scenario.model_dump(by_alias=True, exclude_unset=True)
            found = [(at.get(key), within) for at, key, within in numbers(scenario, written)]
            ends = sum(_value(number) in (within.low, within.high) for number, within in found)
            shares.append(ends / len(found))
    assert len(shares) > 10
    assert min(shares) > 1 - 8 * TOGETHER / 100
    assert sum(shares) / len(shares) > 0.8


def _value(number):
    return number.get("value") if isinstance(number, dict) else number


@pytest.mark.parametrize(
    ("index", "kind"), [(-1, "counts"), (2, "out of bounds"), ((0, -1), "counts"), ((0, 3), "out of")]
)
def test_the_strict_arrays_refuse_what_lies_outside(index, kind):

    array = FromTheStart(np.zeros((2, 3) if isinstance(index, tuple) else 2))
    for use in (lambda: array[index], lambda: array.__setitem__(index, 1.0)):
        with pytest.raises(IndexError, match=kind):
            use()
