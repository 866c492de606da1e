"""Values put at paths of a scenario: the same as writing them in its data and reading that anew."""

import pytest
from pydantic import ValidationError

from experiments.lever.lever import name_of
from experiments.lever.levers import levers
from experiments.lever.player import Player, Table
from experiments.runs.blocks import CompiledEngine
from sim.scenario.data import changed, scenario_data, with_value
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from tests.places import ROOT


@pytest.fixture(scope="module", params=["second_meeting_2018_09", "havana_2012"])
def base(request):
    return load(ROOT / "scenarios" / f"{request.param}.yaml").scenario


def test_every_lever_is_what_its_data_say(base):
    found = levers(base)
    player = Player(Table(base, (), 1, 1), found, CompiledEngine())
    data = scenario_data(resolve(base))
    for lever in found:
        sets = lever.sets(lever.steps)
        written = data
        for path, value in sets.items():
            written = with_value(written, path.split("."), value)
        expected = scenario_data(resolve(Scenario.model_validate(written)))
        assert scenario_data(resolve(player.scenario_at(((name_of(lever), lever.steps),)))) == expected


def test_what_is_not_on_the_path_is_shared(base):
    party, other = list(base.parties)[:2]
    new = changed(base, {f"parties.{party}.patience": 3})
    assert new.parties[party].patience.value == 3
    assert new.parties[other] is base.parties[other]
    assert base.parties[party].patience is None or base.parties[party].patience.value != 3


def test_items_of_lists_go_by_name(base):
    name = next(iter(base.parties))
    with_event = changed(base, {"events": [{"name": "storm", "rate": 0.1, "effects": [
        {"change": f"parties.{name}.patience", "times": 2}]}]})  # fmt: skip
    assert changed(with_event, {"events.storm.rate": 0.2}).events[0].rate.value == 0.2


def test_what_lies_on_the_path_is_validated(base):
    party = next(iter(base.parties))
    with pytest.raises(ValidationError):
        changed(base, {f"parties.{party}.settles": 1.5})
