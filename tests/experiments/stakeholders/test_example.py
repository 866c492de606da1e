"""The table of a conference in the documentation, and the scenario that was made of it by hand."""

from click.testing import CliRunner

from experiments.cli import cli
from sim.scenario.load import load
from tests.conftest import columns
from tests.places import ROOT

FOLDER = ROOT / "docs" / "examples"
RANGES = ("Temperature=2-1.5", "Finance=100-200", "Review=10-5", "Differentiation=100-0")


def test_the_worked_scenario_has_the_numbers_of_its_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["init", "paris", "--from", str(FOLDER / "paris_2015.csv"), "--seats", "all", "--as-of", "2015-11-29"]
    done = CliRunner().invoke(cli, [*words, *(word for each in RANGES for word in ("--range", each))])
    assert done.exit_code == 0, done.output
    table = load("paris.yaml", to_run=True).scenario
    worked = load(FOLDER / "paris_2015.yaml", to_run=True)
    assert worked.warnings == ()
    assert table.principals.keys() == worked.scenario.principals.keys()
    for name, party in table.principals.items():
        assert party.positions == worked.scenario.principals[name].positions
        assert party.capability == worked.scenario.principals[name].capability
    assert {name: issue.range for name, issue in table.issues.items()} == {
        name: issue.range for name, issue in worked.scenario.issues.items()
    }


def test_it_takes_somebody_who_drafts():
    """The page says 19 of 100 with a presidency, 1 without: in 400 histories that is far beyond chance."""
    data = load(FOLDER / "paris_2015.yaml", to_run=True).scenario.model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    drafted = (columns(data, 400)["outcome"] == 0).mean()
    data["tables"]["talks"]["mediators"] = []
    alone = (columns(data, 400)["outcome"] == 0).mean()
    assert 0.11 < drafted < 0.27
    assert alone < 0.04
