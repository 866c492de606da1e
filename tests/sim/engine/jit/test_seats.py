"""Code for two seats plays what code for many plays, and never a table of three."""

import subprocess
import sys

import pytest

from experiments.runs.blocks import CompiledEngine
from sim.engine import cache, kernel
from sim.engine.ahead import shipped
from sim.engine.arrays import compile_scenario
from sim.engine.jit import block
from sim.engine.records import Records
from sim.scenario.load import load
from tests.places import ROOT

TWO, THREE = "second_meeting_2018_09", "what_if_kabul_at_the_table"
LOADING = """
import hashlib, sys
from sim.engine import kernel
from sim.engine.jit import block
from tests.sim.engine.jit.test_seats import THREE, played, scenario
for many in sys.argv[1:]:
    player = block.load(many == "True")
kernel.make_ready = lambda many: player
print(hashlib.sha256(b"".join(played(scenario(THREE)))).hexdigest())
"""


def scenario(name):
    return compile_scenario(load(ROOT / "scenarios" / f"{name}.yaml", to_run=True).scenario)


def played(compiled, count=200):
    records = Records.empty(compiled, count)
    CompiledEngine().play(compiled, 3, 0, records)
    return [array.tobytes() for array in (records.whole, records.measured, *records.course)]


@pytest.mark.slow
def test_code_for_two_seats_plays_what_code_for_many_plays(monkeypatch):
    if not cache.holds(block.kind(many=False)):
        block._compile_apart(many=False)
    assert cache.holds(block.kind(many=False))
    compiled = scenario(TWO)
    expected = played(compiled)
    asked = []
    monkeypatch.setattr(kernel, "make_ready", lambda many: asked.append(many) or block.load(many))
    assert played(compiled) == expected
    assert asked == [False]


@pytest.mark.slow
def test_either_code_plays_its_own_rules_whichever_a_process_loaded_first():
    """Parts of one name in two codes are two parts; else a table of three is played without the rules for many."""
    for many in (True, False):
        if not cache.holds(block.kind(many)):
            block._compile_apart(many)
    bytes_of_three = [
        subprocess.run([sys.executable, "-c", LOADING, *order], capture_output=True, text=True, check=True).stdout
        for order in (["True"], ["False", "True"], ["True", "False", "True"])
    ]
    assert len(set(bytes_of_three)) == 1
    assert len(bytes_of_three[0]) > 60


@pytest.mark.parametrize(("name", "many"), [(TWO, False), (THREE, True)])
def test_a_scenario_is_played_by_code_that_has_all_its_rules(name, many, monkeypatch):
    asked, ready = [], kernel.make_ready
    monkeypatch.setattr(kernel, "make_ready", lambda many: asked.append(many) or ready(many))
    played(scenario(name), 2)
    assert asked == [many]


@pytest.mark.parametrize(
    ("kept", "many", "compiled", "used"),
    [
        ((), False, [False], False),  # nothing yet: the quicker is made
        ((), True, [True], True),
        ((False,), True, [True], True),
        ((False,), False, [], False),
        ((True,), False, [], True),  # what plays all plays two seats too
        ((True, False), False, [], True),
        (None, False, [], True),  # nothing can be kept: made here, once, for all that may come
    ],
)
def test_which_code_is_made_and_which_is_used(kept, many, compiled, used, monkeypatch):
    made, there = [], {block.kind(each) for each in kept or ()}

    def compile_apart(many):
        made.append(many)
        there.add(block.kind(many))

    monkeypatch.setattr(block.cache, "holds", lambda name: name in there)
    monkeypatch.setattr(block.cache, "can_keep", lambda name: kept is not None)
    monkeypatch.setattr(block, "_compile_apart", compile_apart)
    monkeypatch.setattr(block, "load", lambda many: many)
    assert block.make_ready(many) is used
    assert made == compiled


def test_what_is_shipped_plays_any_number_of_seats():
    if shipped.find() is None:
        pytest.skip("no machine code is shipped for this machine")
    assert kernel.is_ready(many=True)
    assert kernel.is_ready(many=False)
