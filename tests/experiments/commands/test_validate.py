"""`parley validate` refuses what `parley run` would refuse, and nothing else."""

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from sim.scenario import extends
from sim.scenario.document import ScenarioError
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from sim.scenario.yaml_text import Text
from tests.places import CASES

RICH = CASES / "valid" / "rich.yaml"
KEYS = [field.alias or name for name, field in Scenario.model_fields.items()]


def validated(file, *changes):
    """Exit status and messages of the command."""
    done = CliRunner().invoke(cli, ["validate", str(file), *(word for each in changes for word in ("--set", each))])
    return done.exit_code, done.output


def refused(file, *changes):
    """What a run would say of it; nothing if it would play."""
    try:
        load(file, changes, to_run=True)
    except ScenarioError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_null_is_refused_by_both_or_by_neither(key, tmp_path):
    extending = tmp_path / "extending.yaml"
    extending.write_text(f"extends: {RICH}\n{key}: null\n")
    for file, changes in ((RICH, (f"{key}=null",)), (extending, ())):
        status, said = validated(file, *changes)
        problems = refused(file, *changes)
        assert status == (2 if problems else 0), said
        assert all(problem in said for problem in problems)


def test_outcomes_taken_away_are_missed():
    status, said = validated(RICH, "outcomes=null")
    assert status == 2
    assert "there are no outcomes" in said


def test_positions_alone_are_fine_for_the_rivals(tmp_path):
    file = tmp_path / "positions.yaml"
    file.write_text(
        "parley: 1\ntitle: Positions only\nas_of: 1993-01-01\nissues: {standard: {unit: years, range: [4, 10]}}\n"
        "parties: {france: {role: party, capability: 0.6, positions: {standard: {ideal: 10, salience: 60}}}}\n"
    )
    status, said = validated(file)
    assert status == 0
    assert "fine for parley rivals" in said


def test_a_sound_file_is_read_once(monkeypatch):
    read = []
    monkeypatch.setattr(extends, "Text", lambda text, file: read.append(file) or Text(text, file))
    assert validated(RICH)[0] == 0
    assert read == [str(RICH)]
