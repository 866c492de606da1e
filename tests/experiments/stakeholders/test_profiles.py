"""Profiles of negotiation software: what is linear is exact, what is not is named, and two profiles can be played."""

import itertools
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.stakeholders.profiles import Option, fitted, single_peaked
from experiments.stakeholders.read import read_stakeholders
from experiments.stakeholders.table import StakeholderError
from sim.scenario.load import load

BUYER = """<?xml version="1.0" encoding="UTF-8"?>
<utility_space type="any" number_of_issues="3"><objective index="0" etype="objective" name="any">
<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="Disk">
<item index="1" value="60 Gb" evaluation="1"/><item index="2" value="80 Gb" evaluation="2"/><item index="3" value="120 Gb" evaluation="3"/></issue>
<issue index="2" etype="real" type="real" name="Price"><range lowerbound="0" upperbound="1000"/>
<evaluator ftype="linear" offset="1" slope="-0.001"/></issue>
<issue index="3" etype="integer" type="integer" name="Days" lowerbound="1" upperbound="5">
<evaluator ftype="linear" parameter0="0" parameter1="0.2"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.3"/><weight index="3" value="0.2"/>
</objective><discount_factor value="0.8"/><reservation value="0.4"/></utility_space>
"""
WEB = {
    "LinearAdditiveUtilitySpace": {
        "name": "worker",
        "domain": {
            "name": "jobs",
            "issuesValues": {"car": {"values": ["no", "yes"]}, "pay": {"range": ["2000", "4000", "100"]}},
        },
        "issueUtilities": {
            "car": {"discreteutils": {"valueUtilities": {"yes": 1, "no": 0}}},
            "pay": {"numberutils": {"lowValue": 2000, "lowUtility": 0.0, "highValue": 4000, "highUtility": 1.0}},
        },
        "issueWeights": {"car": 0.2, "pay": 0.8},
    }
}


def written(folder: Path, **files: str) -> list[Path]:
    paths = [folder / name.replace("_", ".") for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text)
    return paths


def wanted(table, actor=0):
    titles = [issue.title for issue in table.issues]
    return {titles[i]: (w.position, w.salience) for i, w in table.actors[actor].wanted.items()}


def test_linear_values_are_exact(tmp_path):
    table = read_stakeholders(written(tmp_path, buyer_xml=BUYER))
    found = wanted(table)
    assert {title: position for title, (position, _) in found.items()} == {"Disk": 2, "Price": 0, "Days": 5}
    # what each issue can lose: disks from 3/3 to 1/3, prices all of it, days (least to most) 0.8
    stakes = {"Disk": 50 * 2 / 3, "Price": 30, "Days": 20 * 0.8}
    assert {title: stake for title, (_, stake) in found.items()} == pytest.approx(stakes, rel=1e-5)
    assert [issue.ends for issue in table.issues] == [(0, 2), (0, 1000), (1, 5)]
    assert any("discount factor 0.8" in note for note in table.notes)
    assert any("reservation value 0.4" in note for note in table.notes)
    assert not any("single-peaked" in note or "linear" in note for note in table.notes)


def test_a_profile_of_geniusweb_is_read_in_the_order_of_its_domain(tmp_path):
    table = read_stakeholders(written(tmp_path, w_json=json.dumps(WEB)))
    assert wanted(table) == {"car": (1, 20), "pay": (4000, 80)}
    assert [issue.options for issue in table.issues] == [("no", "yes"), ()]


def test_two_profiles_are_a_negotiation_that_plays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    seller = BUYER.replace('offset="1" slope="-0.001"', 'offset="0" slope="0.001"')
    written(tmp_path, buyer_xml=BUYER, seller_xml=seller)
    done = CliRunner().invoke(cli, ["init", "deal", "--from", "buyer.xml", "--from", "seller.xml"])
    assert done.exit_code == 0, done.output
    scenario = load("deal.yaml", to_run=True).scenario
    assert scenario.tables["talks"].parties == ("buyer", "seller")
    assert CliRunner().invoke(cli, ["run", "deal.yaml", "--histories", "10", "--quiet"]).exit_code == 0
    assert scenario.issues["disk"].kind == "steps"
    assert "table_2" in Path("deal.yaml").read_text().split("seller:")[1]


@pytest.mark.parametrize("order", list(itertools.permutations([0.2, 0.5, 0.9, 1.0]))[::3])
def test_single_peaked_is_what_its_definition_says(order):
    options = [Option(str(i), float(i), value) for i, value in enumerate(order)]
    top = order.index(1.0)
    rises = all(order[i] < order[i + 1] for i in range(top))
    falls = all(order[i] > order[i + 1] for i in range(top, 3))
    assert single_peaked(options) == (rises and falls)


def test_the_fit_is_the_least_squares_one_and_names_what_it_misses():
    options = [Option("a", 0, 1.0), Option("b", 1, 0.1), Option("c", 2, 0.4)]
    fit = fitted(options)

    def squares(stake):
        return sum((stake * option.level / 2 - (1 - option.value)) ** 2 for option in options)

    assert fit.ideal == 0
    assert all(squares(fit.stake) <= squares(fit.stake + step) for step in (-0.01, 0.01))
    assert "not single-peaked in the order of the options (a 1, b 0.1, c 0.4)" in fit.misfit
    assert not fitted([Option("a", 0, 0.0), Option("b", 1, 0.5), Option("c", 2, 1.0)]).misfit


def test_stakes_never_pass_what_a_scenario_takes(tmp_path):
    steep = BUYER.replace('evaluation="2"', 'evaluation="0"').replace('value="0.5"', 'value="1.0"')
    table = read_stakeholders(written(tmp_path, buyer_xml=steep))
    assert sum(salience for _, salience in wanted(table).values()) <= 100 + 1e-3


WRONG = {
    "a domain": (BUYER.replace('<weight index="1" value="0.5"/>', ""), "has no weight: the file is a domain"),
    "nonlinear": (BUYER.replace('type="any"', 'type="nonlinear"'), "sums over issues"),
    "no number": (BUYER.replace('evaluation="2"', 'evaluation="much"'), "t.xml:4: item: evaluation must be a number"),
    "twice": (BUYER.replace("80 Gb", "60 Gb"), '"60 Gb" twice'),
    "not well-formed": (BUYER.replace("</issue>", "", 1), "not well-formed"),
    "an encoding that is none": (BUYER.replace("UTF-8", "UT-F8"), "t.xml:1: its first line names an encoding"),
    "entities": ('<!DOCTYPE x [<!ENTITY a "aaaa">]><Scenario>&a;</Scenario>', "declares entities"),
    "something else": ("<recipe></recipe>", 'its outermost element is "recipe"'),
    "no actors": ("<Scenario><Dimensions><dName>x</dName></Dimensions></Scenario>", "has no actors"),
    "too few": (
        "<Scenario><Dimensions><dName>x</dName></Dimensions><Actors><Actor><name>A</name></Actor></Actors></Scenario>",
        "has 0 positions (dCoord)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_each_mistake_in_xml_is_told_with_its_line(case, tmp_path):
    text, said = WRONG[case]
    with pytest.raises(StakeholderError) as caught:
        read_stakeholders(written(tmp_path, t_xml=text))
    assert said in str(caught.value)
    assert f"{tmp_path / 't.xml'}:" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"PartialOrdering": {}}', '{"issueUtilities": 3, "issueWeights": {}}', "{"]
)
def test_other_json_is_refused(text, tmp_path):
    with pytest.raises(StakeholderError):
        read_stakeholders(written(tmp_path, t_json=text))


def test_profiles_of_other_issues_are_not_mixed(tmp_path):
    other = BUYER.replace('name="Disk"', 'name="Screen"')
    with pytest.raises(StakeholderError, match=r'not of the same issues .* "Disk" and "Screen"'):
        read_stakeholders(written(tmp_path, a_xml=BUYER, b_xml=other))
    with pytest.raises(StakeholderError, match="this one is a table"):
        read_stakeholders(written(tmp_path, a_xml=BUYER, b_csv="Actor,Position,Salience\nA,1,20\n"))
