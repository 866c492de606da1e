"""`parley validate` refuses what `parley run` or `parley sweep` would refuse, and nothing else."""

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from sim.scenario import extends
from sim.scenario.document import ScenarioError
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from sim.scenario.yaml_text import Text, dump
from tests.conftest import scenario
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


GRID = {
    "parley_experiment": 1,
    "title": "T",
    "scenario": "s.yaml",
    "design": "grid",
    "histories": 10,
    "factors": {"ideal": {"path": "parties.rebels.positions.pie.ideal", "values": [0, 1]}},
}
SOBOL = {**GRID, "design": "sobol_indices", "points": 4, "factors": {"who": {"path": "parties.rebels.settles"}}}
RANGE = {"path": "parties.rebels.positions.pie.ideal", "range": [0, 1]}
EXPERIMENTS = {
    "fine": GRID,
    "fine, drawn": {**GRID, "design": "latin_hypercube", "points": 6, "factors": {"ideal": RANGE}},
    "fine, with a warning of its scenario": {**GRID, "scenario": "warned.yaml"},
    "a key that is unknown": {**GRID, "desing": "grid"},
    "no factors": {**GRID, "factors": {}},
    "no design of that name": {**GRID, "design": "gird"},
    "no such scenario": {**GRID, "scenario": "absent.yaml"},
    "a scenario that is wrong": {**GRID, "scenario": "wrong.yaml"},
    "a headline that is not in the scenario": {**GRID, "headline": "nowhere.deal"},
    "something set that cannot be": {**GRID, "set": {"parties.rebels.patience": -1}},
    "a level that cannot be": {**GRID, "factors": {"ideal": {"path": "parties.rebels.patience", "values": [3, -1]}}},
    "a path to nothing": {**GRID, "factors": {"ideal": {"path": "parties.nobody.patience", "values": [3, 4]}}},
    "a table that is not there": {**GRID, "design": "list", "csv": "absent.csv"},
    "a condition that leaves no point": {**GRID, "where": "ideal > 2"},
    "points that are no power of two": {**SOBOL, "points": 3},
    "an analysis with too few histories": {**SOBOL, "histories": 1},
    "an analysis of what is not uncertain": {**SOBOL, "factors": {"who": {"path": "parties.rebels.capability"}}},
}


@pytest.fixture
def experiments(tmp_path, monkeypatch):
    """A folder with an experiment of each kind, and the scenarios that they are of."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(dump(scenario()))
    (tmp_path / "wrong.yaml").write_text(dump(scenario(time={"rounds": 0})))
    (tmp_path / "warned.yaml").write_text(dump(scenario(parties={"rebels": {"positions": {"pie": {"salience": 0}}}})))
    for name, data in EXPERIMENTS.items():
        (tmp_path / f"{name}.yaml").write_text(dump(data))
    return tmp_path


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_of_an_experiment_it_says_what_a_sweep_says_before_it_plays(experiments, monkeypatch, name):
    class NothingIsPlayedError(Exception):
        pass

    def play(*_):
        raise NothingIsPlayedError

    for place in ("experiments.sweep.run.play", "experiments.sensitivity.run.play"):
        monkeypatch.setattr(place, play)
    swept = CliRunner().invoke(cli, ["sweep", f"{name}.yaml", "--out", "out", "--quiet"])
    done = CliRunner().invoke(cli, ["validate", f"{name}.yaml"])
    begun = isinstance(swept.exception, NothingIsPlayedError)
    assert done.stderr == swept.stderr
    assert (done.exit_code == 0) == begun == name.startswith("fine")
    assert done.stdout.startswith(f"{name}.yaml: fine: an experiment of " if begun else "")
    assert begun or done.stderr
    assert ("warning" in done.stderr) == ("warning" in name)


def test_how_much_an_experiment_plays_is_said(experiments):
    assert validated("fine.yaml") == (0, "fine.yaml: fine: an experiment of 2 points, 10 histories each\n")


def test_nothing_is_set_in_an_experiment_from_outside(experiments):
    status, said = validated("fine.yaml", "seed=3")
    assert (status, said) == (2, "fine.yaml is an experiment, and --set is for scenarios: write set: in it\n")


def test_scenarios_and_experiments_may_be_named_together(experiments):
    done = CliRunner().invoke(cli, ["validate", "s.yaml", "no factors.yaml", "fine.yaml", "wrong.yaml"])
    assert done.exit_code == 2
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["s.yaml", "fine.yaml"]
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["no factors.yaml", "wrong.yaml"]
