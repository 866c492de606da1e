"""How simulated wars and talks end: counts by hand, switches that take away what they say, and what is reached at all."""

import math
import re

import numpy as np
import pytest

from experiments.runs.blocks import CompiledEngine
from experiments.validation.endings import __main__ as command
from experiments.validation.endings.counted import Counts, counted, played, rungs_of, signed
from experiments.validation.endings.published import FITTING, KINDS, SUBSETS, contradictions
from experiments.validation.endings.study import CASES, GENERIC, base_of
from experiments.validation.endings.switches import ALL, MERGED, SWITCHES
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from tests.places import ROOT, SCENARIOS

DATA = ROOT.parent / "shared" / "data" / "conflict_endings.csv"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the published endings are not beside the repository")
NONE = dict.fromkeys(Counts._fields[3:], 0)


@pytest.fixture(scope="module")
def cases():
    """The generic case and the Afghan cases, 4,000 histories each."""
    engine = CompiledEngine()
    engine.prepare()
    found = {}
    for name in (GENERIC, *CASES):
        scenario = load(SCENARIOS / f"{name}.yaml", to_run=True).scenario
        found[name] = counted(scenario, played(scenario, 4000, 1, engine))
    return found


def test_a_yearly_chance_is_that_of_a_constant_hazard_shared_by_both_sides():
    """19 of 100 wars won in ten years, a third of them by the insurgents: −ln(.81)/10 a year in all."""
    counts = Counts("", 120, 3000, **NONE | {"insurgents_won": 190, "government_won": 380, "settled": 300})
    total = -math.log(0.81) / 10
    assert counts.yearly("insurgents_won")[0] == pytest.approx(total / 3)
    assert counts.yearly("government_won")[0] == pytest.approx(2 * total / 3)
    middle, low, high = counts.yearly("settled")
    assert middle == pytest.approx(-math.log(0.9) / 10)
    assert low < middle < high
    assert Counts("", 120, 3000, **NONE).yearly("settled")[0] == 0


def test_things_are_counted_at_any_table():
    scenario = load(SCENARIOS / "afghan_peace_2018.yaml").scenario
    columns = {"won": np.array([1, 0, 0, -1])}
    for table, of_it in scenario.tables.items():
        for name in ("first_meeting", "walk_outs", "called_off", "collapsed"):
            columns[f"{table}.{name}"] = np.zeros(4, int)
        columns |= {f"{table}.{rung.name}.signed": np.zeros(4, int) for rung in of_it.rungs}
    columns["us_taliban.first_meeting"] = np.array([1, 1, 2, 0])
    columns["kabul_taliban.first_meeting"] = np.array([0, 5, 0, 0])
    columns["kabul_taliban.walk_outs"] = np.array([0, 2, 0, 0])
    columns["us_taliban.called_off"] = np.array([0, 1, 3, 4])
    columns["us_taliban.confidence_building.signed"] = np.array([1, 2, 3, 0])
    columns["us_taliban.formal_talks.signed"] = np.array([9, 9, 9, 9])
    columns["intra_afghan.afghan_settlement.signed"] = np.array([0, 30, 0, 0])
    found = counted(scenario, columns)
    assert (found.insurgents_won, found.government_won, found.never_met) == (1, 1, 1)
    assert (found.anything_signed, found.substantive, found.settled) == (3, 1, 1)
    assert (found.walked_out, found.called_off, found.collapsed, found.broken_off) == (1, 3, 0, 2)
    assert signed(columns, scenario, "anything").tolist() == [1, 2, 3, 0]


def test_a_partial_agreement_is_substantive_but_no_settlement():
    table = load(SCENARIOS / f"{GENERIC}.yaml").scenario.tables["talks"]
    assert rungs_of(table, "substantive") == ["partial_agreement", "comprehensive_agreement"]
    assert rungs_of(table, "settled") == ["comprehensive_agreement"]


def test_a_draft_is_no_settlement_where_nothing_is_agreed_until_everything_is():
    table = load(SCENARIOS / "havana_2012.yaml").scenario.tables["havana"]
    assert rungs_of(table, "settled") == ["final_agreement"]
    assert len(rungs_of(table, "anything")) == 5


def test_old_wars_end_as_often_as_was_counted():
    """80 endings in 502 years; shares and Wilson's interval by hand."""
    assert sum(FITTING.endings) == 80
    share = FITTING.yearly("rebel victory")
    assert share.p == pytest.approx(4 / 502)
    assert (share.lo, share.hi) == (pytest.approx(0.0031, abs=1e-4), pytest.approx(0.0203, abs=1e-4))


@needs_data
def test_what_is_restated_is_what_was_published():
    assert list(contradictions(DATA)) == []


def test_a_file_that_says_otherwise_is_told_and_nothing_is_written(tmp_path, capsys):
    rows = ["subset,ending,endings,dyad_years"]
    rows += [
        f"{name},{kind},{count},{subset.dyad_years}"
        for name, subset in SUBSETS.items()
        for kind, count in zip(KINDS, subset.endings, strict=True)
    ]
    data, target = tmp_path / "endings.csv", tmp_path / "page.md"
    data.write_text("\n".join(rows), encoding="utf-8")
    assert list(contradictions(data)) == []
    data.write_text("\n".join(rows).replace("rebel victory,4,", "rebel victory,5,"), encoding="utf-8")
    assert command.main(["--data", str(data), "--write", str(target)]) == 1
    assert "rebel victory" in capsys.readouterr().err
    assert not target.exists()


def test_the_generic_case_has_none_of_the_differences():
    """With all of them taken away it is the same scenario, every default written out."""
    generic = load(SCENARIOS / f"{GENERIC}.yaml").scenario
    assert resolve(ALL.off(generic)) == resolve(generic)


@pytest.mark.parametrize("name", CASES)
def test_every_switch_but_one_changes_every_case(name):
    """No condition stands between rungs of the secret talks."""
    scenario = load(SCENARIOS / f"{name}.yaml").scenario
    same = [switch.short for switch in (*SWITCHES, MERGED) if resolve(switch.off(scenario)) == resolve(scenario)]
    assert same == (["what must come first"] if name == "secret_talks_2018_05" else [])
    off = resolve(ALL.off(scenario))
    assert not off.events
    assert not any(table.secret or table.mediators or table.convener for table in off.tables.values())
    assert {name: party.positions for name, party in off.principals.items()} == {
        name: party.positions for name, party in scenario.principals.items()
    }


def test_variations_know_their_base():
    assert base_of(SCENARIOS / "what_if_violent_summer.yaml") == "secret_talks_2018_05"
    assert base_of(SCENARIOS / f"{GENERIC}.yaml") == ""


@pytest.mark.slow
def test_every_ending_is_reached(cases):
    """Victories of both sides, collapse, a calling-off, walk-outs, no meeting: of 4,000 histories each."""
    for name, counts in cases.items():
        print(
            f"{name}: won by insurgents {counts.insurgents_won}, government {counts.government_won}; walked out "
            f"{counts.walked_out}, called off {counts.called_off}, collapsed {counts.collapsed}, never met {counts.never_met}"
        )
        for reached in ("insurgents_won", "government_won", "walked_out", "never_met", "settled"):
            assert getattr(counts, reached) > 0, (name, reached)
        assert (counts.called_off > 0) == (name != GENERIC)
    assert cases[GENERIC].collapsed > 0
    assert cases["afghan_peace_2018"].collapsed > 0


@pytest.mark.slow
def test_wars_are_won_as_often_as_old_wars_are(cases):
    """Each side's chance a year lies in the published interval, and within a factor of two of the published share."""
    for name, counts in cases.items():
        for side, kind in (("insurgents_won", "rebel victory"), ("government_won", "government victory")):
            yearly, published = counts.yearly(side)[0], FITTING.yearly(kind)
            print(
                f"{name}, {side.replace('_', ' ')}: {100 * yearly:.2f} of 100 years, published {100 * published.p:.2f}"
            )
            assert published.lo < yearly < published.hi
            assert published.p / 2 < yearly < published.p * 2


@pytest.mark.slow
def test_the_generic_case_settles_as_often_as_old_wars_end_by_agreement(cases):
    yearly, published = cases[GENERIC].yearly("settled")[0], FITTING.yearly("peace agreement")
    assert published.lo < yearly < published.hi


@pytest.mark.slow
def test_the_page_is_written_and_knows_every_case(tmp_path, capsys):
    target = tmp_path / "page.md"
    assert command.main(["--histories", "200", "--generic", "300", "--write", str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    text = target.read_text(encoding="utf-8")
    shipped = (ROOT / "docs" / "endings.md").read_text(encoding="utf-8")
    for path in sorted(SCENARIOS.glob("*.yaml")):
        title = load(path).scenario.title.rstrip("?").replace("What if", "if", 1)
        words = "the generic civil war" if path.stem == GENERIC else title
        assert f"| {words} |" in text
        assert f"| {words} |" in shipped
    assert headings(text) == headings(shipped)


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ .*$", text, re.M)
