"""Scenarios that differ in numbers alone: found sound, and faulty, exactly where a full reading finds them so."""

import random

import pytest

from sim.engine.arrays import compile_scenario
from sim.scenario.alike import Watched, alike_at
from sim.scenario.checks import evidence, levels, war
from sim.scenario.data import changed, scenario_data
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
IDEAL = "parties.taliban.positions.troops.ideal"
TRIED = 12  # paths of each scenario, of some two hundred


@pytest.fixture(scope="module", params=FILES)
def case(request):
    reading = Reading(FILES[request.param])
    base = sound(reading.examine(), to_run=True)[1]
    return reading, base, compile_scenario(base)


def in_full(reading, sets):
    """The scenario as `--set` has it; None if anything is wrong with it."""
    try:
        return sound(reading.examine([f"{path}={value!r}" for path, value in sets.items()]), True)[1]
    except ScenarioError:
        return None


def values(rng, compiled, path):
    """Values within the ends of a number's field, at them and beyond."""
    place = compiled.places[path][0]
    low, high = place.low, min(place.high, max(10.0, 3 * place.low))
    inside = [low, high, rng.uniform(low, high), rng.uniform(low, high), low + (high - low) * rng.random() ** 4]
    return [*inside, low - 1.0, place.high + 1.0]


def check_alike(reading, base, given):
    """Whether all that is found, of every set of values, is what a full reading finds; how many were sound, and not."""
    found = [in_full(reading, sets) for sets in given]
    first = next((sets for sets, full in zip(given, found, strict=True) if full is not None), None)
    if first is None:
        return 0, 0
    alike = alike_at(base, first)
    assert alike is not None, first
    for sets, full in zip(given, found, strict=True):
        quick = alike.at(sets)
        assert (quick is None) == (full is None), sets
        if full is not None:
            assert scenario_data(quick) == scenario_data(full), sets
    return sum(full is not None for full in found), sum(full is None for full in found)


def test_one_number(case):
    reading, base, compiled = case
    rng = random.Random(3)
    told = [
        check_alike(reading, base, [{path: value} for value in values(rng, compiled, path)])
        for path in rng.sample([path for path in sorted(compiled.places) if ".effects." not in path], TRIED)
    ]
    assert min(sum(each) for each in zip(*told, strict=True)) >= TRIED // 2


def test_several_numbers_at_once(case):
    reading, base, compiled = case
    rng = random.Random(4)
    ideals = [path for path in sorted(compiled.places) if path.endswith(".ideal")]
    paths = {*rng.sample(ideals, 2), *rng.sample(sorted(path for path in compiled.places if "parties" in path), 2)}
    drawn = {path: values(rng, compiled, path)[:5] for path in sorted(paths)}
    check_alike(reading, base, [{path: rng.choice(drawn[path]) for path in drawn} for _ in range(8)])


def test_what_a_check_looks_at_is_checked():
    base = sound(Reading(FILES["second_meeting"]).examine(), to_run=True)[1]
    looking = alike_at(base, {IDEAL: 500}).checks
    assert levels.ideals in looking
    assert evidence.evidence_words not in looking
    assert war.explosive_war not in looking
    assert war.explosive_war in alike_at(base, {"war.branching": 0.1}).checks


def test_a_number_that_is_only_there_is_not_looked_at():
    base = sound(Reading(FILES["second_meeting"]).examine(), to_run=True)[1]
    Watched.asked.clear()
    first = changed(base, {IDEAL: Watched(value=500)})
    Watched.asked.clear()
    assert first.parties["taliban"].positions["troops"].ideal is not None
    assert not Watched.asked
    assert first.parties["taliban"].positions["troops"].ideal.value == 500
    assert Watched.asked


@pytest.mark.parametrize("value", [True, "500", None, {"uniform": [0, 500]}, float("nan"), float("inf")])
def test_what_is_no_plain_number_is_read_in_full(value):
    base = sound(Reading(FILES["second_meeting"]).examine(), to_run=True)[1]
    assert alike_at(base, {IDEAL: value}) is None
    assert alike_at(base, {IDEAL: 500}).at({IDEAL: value}) is None


def test_what_stands_where_no_number_does_is_read_in_full():
    base = sound(Reading(FILES["second_meeting"]).examine(), to_run=True)[1]
    assert alike_at(base, {"time.rounds": 12}) is None
