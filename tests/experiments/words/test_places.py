"""A place of a scenario is called by titles, so that a reader never meets a key that has one."""

import re

import pytest

from experiments.describe.evidence import evidence_of
from experiments.words.places import place_title
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from tests.places import CASES, SCENARIOS

RICH = load(CASES / "valid" / "rich.yaml").scenario
AFGHAN = load(SCENARIOS / "afghan_peace_2018.yaml").scenario


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("parties.insurgent.positions.prisoners.salience", "The insurgents: salience of release of prisoners"),
        ("parties.insurgent.positions.bases.home.ideal", "The insurgents: ideal level of bases, at home"),
        ("parties.insurgent.effort_at.capital", "The insurgents: reluctance to join “In the host's capital”"),
        ("parties.insurgent.demands.contact_first.firm",
         "The insurgents: demand “that prisoners come home before anything else”: chance that it is meant"),
        ("parties.host.bias.insurgent", "The host: bias The insurgents"),
        ("issues.prisoners", "Release of prisoners"),
        ("issues.bases.effects.leverage", "bases: leverage"),
        ("tables.capital.occasion", "In the host's capital: chance of an occasion to meet"),
        ("tables.capital.rungs.formal_talks.requires.0.at_least", "In the host's capital: “Formal talks”: requires at least"),
        ("war.leverage", "The war: leverage"),
        ("events.election.months", "Presidential election: months"),
        ("events.offensive.effects.0.add", f"Offensive: {place_title(RICH.events[3].effects[0].change, RICH)}"),
        ("events.gone.rate", "Gone: rate"),
        ("time.rounds", "time rounds"),
    ],
)  # fmt: skip
def test_a_place_is_called_by_titles(path, title):
    assert place_title(path, RICH) == title


def test_no_key_that_has_a_title_is_left():
    kinds = (AFGHAN.parties, AFGHAN.issues, AFGHAN.tables)
    keys = {name for kind in kinds for name, each in kind.items() if each.title and "_" in name}
    assert len(keys) > 5
    for item in evidence_of(resolve(AFGHAN)):
        assert not keys & set(re.findall(r"\w+", place_title(item.path, AFGHAN)))
        assert "_" not in place_title(item.path, AFGHAN)
