"""Numbers set in the arrays: the same histories as a scenario that says so, for every number of which that is promised."""

import math
import random

import numpy as np
import pytest
from pydantic import ValidationError

from experiments.runs.blocks import CompiledEngine, play_block
from experiments.runs.holding import HoldingEngine
from sim.engine.arrays import compile_scenario
from sim.engine.patch import CHANGED, placed, settable, stands_alone
from sim.scenario.data import changed
from sim.scenario.document import ScenarioError
from sim.scenario.extends import Reading
from sim.scenario.load import sound
from tests.places import ROOT

FILES = {
    "second_meeting": ROOT / "scenarios" / "second_meeting_2018_09.yaml",
    "afghan_peace": ROOT / "scenarios" / "afghan_peace_2018.yaml",
    "havana": ROOT / "scenarios" / "havana_2012.yaml",
    "rich": ROOT / "tests" / "scenarios" / "valid" / "rich.yaml",
}
TRIED = 12  # numbers of each scenario that are tried alone, of some two hundred
HISTORIES = 40


@pytest.fixture(scope="module", params=FILES)
def case(request):
    reading = Reading(FILES[request.param])
    return reading, compile_scenario(sound(reading.examine(), to_run=True)[1])


def alone(compiled):
    """Paths of numbers that can be set, in an order that is always the same and has no system."""
    found = [path for path in sorted(compiled.places) if settable(compiled, {path: middle(compiled, path)}) is not None]
    return random.Random(5).sample(found, len(found))


def middle(compiled, path):
    low, high = ends(compiled, path)
    return (low + high) / 2


def ends(compiled, path):
    """The ends of a number's field, or what is far enough where it has none."""
    place = compiled.places[path][0]
    return place.low, min(place.high, max(10.0, 3 * place.low))


def played(compiled, engine):
    return play_block(compiled, 3, 0, HISTORIES, engine).columns


def set_in_file(reading, numbers):
    """The scenario, compiled, with these numbers as `--set` has them; fails if a check refuses them."""
    return compile_scenario(sound(reading.examine([f"{path}={value!r}" for path, value in numbers.items()]), True)[1])


def check_same(reading, compiled, numbers):
    engine = HoldingEngine(compiled)
    engine.set(settable(compiled, numbers))
    these, those = played(compiled, engine), played(set_in_file(reading, numbers), CompiledEngine())
    assert [name for name in those if not np.array_equal(these[name], those[name])] == [], numbers


def test_a_number_set_is_what_the_file_says(case):
    reading, compiled = case
    paths = alone(compiled)
    assert len(paths) > 20
    rng = random.Random(8)
    for path in paths[:TRIED]:
        low, high = ends(compiled, path)
        check_same(reading, compiled, {path: rng.choice([low, high, rng.uniform(low, high)])})


def test_what_checks_weigh_is_set_as_the_file_says_wherever_the_file_is_sound(case):
    reading, compiled = case
    rng = random.Random(6)
    paths = [
        path
        for path in sorted(compiled.places)
        if placed(compiled, {path: middle(compiled, path)}) and not settable(compiled, {path: middle(compiled, path)})
    ]
    assert len(paths) > 10
    sound_ones = 0
    for path in rng.sample(paths, min(len(paths), 2 * TRIED)):
        low, high = ends(compiled, path)
        numbers = {path: rng.choice([low, high, rng.uniform(low, high)])}
        try:
            theirs = played(set_in_file(reading, numbers), CompiledEngine())
        except ScenarioError:
            continue
        engine = HoldingEngine(compiled)
        engine.set(placed(compiled, numbers))
        ours = played(compiled, engine)
        assert [name for name in theirs if not np.array_equal(ours[name], theirs[name])] == [], numbers
        sound_ones += 1
    assert sound_ones > 3


def test_nothing_else_in_the_arrays_is_made_of_a_number_that_can_be_set(case):
    _, compiled = case
    tables = {"uncertain_target", "uncertain_word", "choices", "chance", "quantiles"}
    rng = random.Random(7)
    tried = 0
    for path in sorted(compiled.places):
        if placed(compiled, {path: middle(compiled, path)}) is None:
            continue
        value = rng.uniform(*ends(compiled, path))
        engine = HoldingEngine(compiled)
        engine.set(placed(compiled, {path: value}))
        try:
            own = compile_scenario(changed(compiled.scenario, {path: value}))
        except ValidationError:
            continue
        for name, array in own.arrays.items():
            drawn = np.shares_memory(array, own.arrays["numbers"])  # laid anew from `given` as a history begins
            assert drawn or name in tables or np.array_equal(engine.arrays[name], array), (path, name)
        tried += 1
    assert tried > 50


def test_many_at_once(case):
    reading, compiled = case
    rng = random.Random(9)
    for _ in range(2):
        check_same(reading, compiled, {path: rng.uniform(*ends(compiled, path)) for path in alone(compiled)})


def test_what_was_set_before_is_forgotten(case):
    _, compiled = case
    engine = HoldingEngine(compiled)
    engine.set({path: middle(compiled, path) for path in alone(compiled)})
    engine.set({})
    assert all(np.array_equal(engine.arrays[name], compiled.arrays[name]) for name in CHANGED)


def test_what_other_things_are_made_of_takes_a_scenario_of_its_own(case):
    _, compiled = case
    for path in compiled.places:
        kind, _, *rest = path.split(".")
        if rest[-1:] in (["violence"], ["secret"]) or kind == "issues" or "ideal" in rest or "red_line" in rest:
            assert not stands_alone(path)
    for path in ("war.branching", "war.normal", "war.dispersion", "war.trend", "time.rounds", "parties.nobody"):
        assert settable(compiled, {path: 0.0}) is None


def test_only_plain_numbers_within_their_range():
    compiled = compile_scenario(sound(Reading(FILES["second_meeting"]).examine())[1])
    path = "parties.taliban.settles"
    assert settable(compiled, {path: 1}) == {path: 1.0}
    for value in (True, "0.5", None, 1.0001, -0.1, math.nan, {"uniform": [0, 1]}, [0.5]):
        assert settable(compiled, {path: value}) is None


def test_what_an_event_changes_is_weighed_against_the_event(case):
    _, compiled = case
    for event in compiled.scenario.events:
        for effect in event.effects:
            assert settable(compiled, {effect.change: 0.5}) is None
