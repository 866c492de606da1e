"""Every statement of the two articles is in a scenario, in its exact words, and matters: change it, and histories move."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from experiments.describe import evidence
from sim.scenario.load import load
from tests.places import ROOT, SCENARIOS
from tests.shipped.comparing import SURE, moved_surely

pytestmark = pytest.mark.slow

ARTICLES = ROOT.parent / "shared" / "articles"
MAY, SEPTEMBER, BOTH = "secret_talks_2018_05", "second_meeting_2018_09", "afghan_peace_2018"


class Statement(NamedTuple):
    """A statement, where it stands, its words, and changes that take it away (each must move something)."""

    about: str
    scenario: str
    words: str
    changes: tuple[tuple[str, ...], ...]


T, K = "tables.us_taliban", "tables.kabul_taliban"
TALIBAN, US, KABUL = "parties.taliban", "parties.united_states", "parties.afghan_government"
STATEMENTS = {
    "N1": Statement("secret talks, others taking part", MAY, "international organizations and other foreign governments are also participating",
                    ((f"{K}.secret=false",), (f"{K}.mediators=[]",))),
    "N2": Statement("an offer ignored", MAY, "their overtures were ignored", ((f"{TALIBAN}.signals=1",),)),
    "N3": Statement("a party for the constitution and an end to violence", MAY, "could become a political party if the Sunni group agrees",
                    ((f"{K}.rungs.settlement.agenda=[constitution, end_of_violence]",), (f"{TALIBAN}.positions.constitution.ideal=100",))),
    "N4": Statement("raids and attacks answer each other", MAY, "to avenge the barbaric night raids", (("war.branching=0",),)),
    "N5": Statement("violence gives leverage and makes Kabul seek talks", MAY, "the Taliban enjoys significant leverage with the central government",
                    ((f"{TALIBAN}.violence=300",), (f"{KABUL}.cost=0.05",))),
    "N6": Statement("two rival readings", MAY, "Are they actually interested in laying down their arms",
                    ((f"{TALIBAN}.settles=0.05",), (f"{TALIBAN}.settles=0.95",))),
    "N7": Statement("the US is convinced that talks are right", MAY, "pursuing negotiations with the Taliban is the right move", ((f"{KABUL}.effort=0.06",),)),
    "N8": Statement("Uzbekistan as host", MAY, "Uzbekistan has been floated as a location", (("parties.uzbekistan.pull=0.05",),)),
    "N9": Statement("some 20 countries behind the talks", MAY, "Leaders of around 20 countries met in Uzbekistan's capital in March",
                    (("parties.foreign_governments.guarantee=0",), ("parties.foreign_governments.pull=0",))),
    "N10": Statement("14 % of districts", MAY, "around 14 percent of the country's districts", (("war.leverage=0.35",),)),
    "A1": Statement("a second meeting, its date for the US to set", SEPTEMBER, "The Taliban is waiting on the U.S. to set the date of the meeting",
                    ((f"{T}.occasion=0.9",),)),
    "A2": Statement("its agenda", SEPTEMBER, "prisoner exchanges, confidence building measures, and ways to move from back-door meetings to formal negotiations",
                    ((f"{T}.rungs.confidence_building.agenda=[professors]",),)),
    "A3": Statement("a first meeting with very positive signals", SEPTEMBER, "very positive signals", ((f"{TALIBAN}.signals=1",),)),
    "A4": Statement("direct talks as the road to Afghan talks", BOTH, "they were thought to begin the process of leading to Afghan-Afghan talks",
                    (("tables.intra_afghan.rungs.opening.requires=[{table: kabul_taliban, reached: confidence_building}]",),)),
    "A5": Statement("office and sanctions first", SEPTEMBER, "political office in Qatar must first be recognized",
                    ((f"{T}.rungs.preconditions.agenda=[]", f"{T}.rungs.formal_talks.requires=[]"),)),
    "A6": Statement("some 2,000 prisoners", SEPTEMBER, "requested the release of some 2,000 prisoners held in Afghanistan", ((f"{TALIBAN}.positions.prisoners.ideal=500",),)),
    "A7": Statement("two professors", SEPTEMBER, "two American professors that were kidnapped in Aug. 2016", ((f"{T}.rungs.confidence_building.agenda=[prisoners]",),)),
    "A8": Statement("troops ordered out, more territory for the Taliban", SEPTEMBER, "ensure the Taliban’s control over large territory", (("war.leverage=0.42", "war.momentum=0"),)),
    "A9": Statement("frustration and weariness", SEPTEMBER, "citing frustrations and weariness over the ongoing war", ((f"{US}.weary=0",), (f"{US}.patience=8",))),
    "A10": Statement("two bases", SEPTEMBER, "[The] U.S. wants the Taliban to accept at least two military bases, Bagram and Shorabak.", ((f"{US}.positions.bases.ideal=2",), (f"{TALIBAN}.positions.bases.ideal=0",))),
    "A11": Statement("troops only for the diplomatic mission", SEPTEMBER, "a minimal number of troops required to carry out the U.S. diplomatic mission", ((f"{TALIBAN}.positions.troops.ideal=13000",),)),
    "A12": Statement("Ghani's invitation refused", BOTH, "the Taliban has refused", ((f"{TALIBAN}.exposure_with.afghan_government=0",),)),
    "A13": Statement("Afghan-led, Afghan-owned, the US participating", SEPTEMBER, "This must be an Afghan-led, Afghan-owned peace process", ((f"{US}.positions.afghan_talks.salience=0",), (f"{US}.settles=0.4",))),
}  # fmt: skip


def folded(text: str) -> str:
    """Text with white space and typographic quotes made plain."""
    return re.sub(r"\s+", " ", text).translate(str.maketrans("’‘“”", "''\"\""))


def quotations(scenario: object) -> list[tuple[str, str]]:
    """Every (source, words) quoted anywhere in a scenario."""
    return [(quoted.source, quoted.text) for quoted in evidence.quotations(evidence.evidence_of(scenario))]


@pytest.mark.parametrize("name", STATEMENTS)
def test_is_quoted(name: str) -> None:
    statement = STATEMENTS[name]
    texts = [folded(text) for _, text in quotations(load(SCENARIOS / f"{statement.scenario}.yaml").scenario)]
    assert any(folded(statement.words) in text for text in texts), statement.about


@pytest.mark.parametrize("name", STATEMENTS)
def test_matters(name: str) -> None:
    statement = STATEMENTS[name]
    for changes in statement.changes:
        column, size, told = moved_surely(statement.scenario, *changes)
        print(f"{name} {statement.about}: {'; '.join(changes)}: {told}")
        assert size > SURE, (name, changes, column, size)


@pytest.mark.skipif(not ARTICLES.is_dir(), reason="the articles are not beside the repository")
@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_quotations_are_word_for_word(path: Path) -> None:
    scenario = load(path).scenario
    for source, words in quotations(scenario):
        text = (ARTICLES / scenario.sources[source].file).read_text(encoding="utf-8")
        assert folded(words) in folded(text), (source, words)
