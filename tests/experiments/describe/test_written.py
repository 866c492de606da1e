"""What was written of a scenario is told again from the scenario as it ran."""

import pytest

from experiments.describe.evidence import evidence_of
from experiments.describe.written import as_written, stated
from sim.scenario.data import scenario_data
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from tests.places import CASES, SCENARIOS

FILES = [*sorted(SCENARIOS.glob("*.yaml")), CASES / "valid" / "rich.yaml"]


def as_it_ran(scenario):
    """The scenario as a results folder keeps it."""
    return Scenario.model_validate(scenario_data(resolve(scenario)))


def resting(scenario):
    return sorted((item.path, item.kind, item.value, item.is_number) for item in evidence_of(scenario))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_every_number_rests_on_the_same(file):
    scenario = load(file).scenario
    assert resting(as_written(as_it_ran(scenario), stated(scenario))) == resting(scenario)


def test_a_number_that_is_stated_to_be_its_default_is_told_from_one_that_is_left_out(tmp_path):
    source = (SCENARIOS / "second_meeting_2018_09.yaml").read_text(encoding="utf-8")
    plain, says = tmp_path / "plain.yaml", tmp_path / "says.yaml"
    assert "    tranches: 3\n" in source
    plain.write_text(source.replace("    tranches: 3\n", ""), encoding="utf-8")
    says.write_text(source.replace("    tranches: 3\n", "    tranches: 1\n"), encoding="utf-8")
    left_out, written = load(plain).scenario, load(says).scenario
    assert as_it_ran(left_out) == as_it_ran(written)
    assert "issues.troops.tranches" in stated(written)
    assert "issues.troops.tranches" not in stated(left_out)
    told = resting(as_written(as_it_ran(written), stated(written)))
    assert told == resting(written) != resting(left_out) == resting(as_written(as_it_ran(left_out), stated(left_out)))
