"""The rule book's hash covers every module that has a part in a history, and the machine code's all that is compiled."""

import json
import sys

import pytest

from sim.engine import identity
from tests.copies import copied, run_in
from tests.places import ROOT

PLAYING = """
import json, sys

from sim.engine.arrays import compile_scenario
from sim.engine.jit import block, handle, linking, passes, seats
from sim.engine.mesa_model import MesaEngine
from sim.engine.records import Records
from sim.engine import kernel, slots
from sim.scenario.load import load
from sim.world.state import copy_of

compiled = compile_scenario(load("scenarios/afghan_peace_2018.yaml").scenario)
rounds = compiled.scenario.time.rounds
these, those = Records.empty(compiled, 2), Records.empty(compiled, 2)
kernel.play_histories(copy_of(compiled.arrays), compiled.sizes, rounds, 1, 0, these)
MesaEngine().play(compiled, 1, 0, those)
assert these.whole.tobytes() == those.whole.tobytes() and these.measured.tobytes() == those.measured.tobytes()

ours = {n: m.__file__ for n, m in sys.modules.items() if n.partition(".")[0] in ("agents", "sim", "experiments")}
compiled = [module.__file__ for module in (block, handle, linking, passes, seats, slots, *block.sources())]
print(json.dumps({"played": ours, "compiled": compiled}))
"""
"""Plays a few histories on both engines and says which modules of the project took part."""


@pytest.fixture(scope="module")
def modules():
    """Files of the modules that are imported while histories are played, and of those that are compiled."""
    done = run_in(ROOT, [sys.executable, "-c", PLAYING])
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def unseen(files, hashed):
    """Of these files, those in which a byte can change and the hash stays."""
    before = hashed()
    found = []
    for file in files:
        copy = identity.ROOT / file.removeprefix(f"{ROOT}/")
        text = copy.read_bytes()
        copy.write_bytes(text[:-1] + b" ")
        if hashed() == before:
            found.append(file)
        copy.write_bytes(text)
    assert hashed() == before
    return found


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the sources, which is what is hashed."""
    monkeypatch.setattr(identity, "ROOT", copied(tmp_path, ("agents", "sim")))


def test_nothing_but_agents_and_sim_has_a_part_in_a_history(modules):
    assert {name.partition(".")[0] for name in modules["played"]} == {"agents", "sim"}
    assert len(modules["played"]) > 50


def test_a_byte_changed_in_any_module_that_plays_makes_another_rule_book(modules, copy):
    assert unseen(modules["played"].values(), identity.rules_hash) == []


def test_a_byte_changed_in_any_module_that_is_compiled_makes_other_machine_code(modules, copy):
    assert unseen(modules["compiled"], identity.compiled_hash) == []
