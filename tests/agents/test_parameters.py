"""The defaults: each within its range, its plausible range about it, and what a scenario leaves out is nothing."""

import numpy as np
import pytest

from agents import parameters
from agents.mediator import Mediator
from agents.roles import PRINCIPALS
from tests.conftest import compiled, merged, scenario

GROUPS = {
    "party": parameters.PARTY,
    "hardliners": parameters.HARDLINERS,
    "table": parameters.TABLE,
    "war": parameters.WAR,
    "mediator": Mediator.defaults,
    "mediator toward": Mediator.toward,
    "reluctance": {"mean": parameters.EFFORT_AT, "sd": parameters.RELUCTANCE},
    **{f"{role}": {"settles": kind.settles, **kind.defaults} for role, kind in PRINCIPALS.items() if role != "party"},
    "no role": {"settles": PRINCIPALS["party"].settles},
}
ALL = {f"{group}: {name}": each for group, of_it in GROUPS.items() for name, each in of_it.items()}


@pytest.mark.parametrize("name", ALL)
def test_a_default_is_within_its_range(name):
    assert ALL[name].low <= ALL[name].default <= ALL[name].high
    assert ALL[name].low < ALL[name].high
    if ALL[name].unit == "probability":
        assert (ALL[name].low, ALL[name].high) == (0, 1)


@pytest.mark.parametrize("name", [name for name, each in ALL.items() if each.plausible])
def test_what_is_plausible_is_about_the_default_and_within_the_range(name):
    """And never so wide that most of a share, a probability or a month would do."""
    each, plausible = ALL[name], ALL[name].plausible
    assert each.low <= plausible.low <= each.default <= plausible.high <= each.high
    assert plausible.low < plausible.high
    if each.unit in {"u", "share", "probability", "per month"}:
        assert plausible.high - plausible.low <= 1.0


def test_what_a_scenario_leaves_out_is_nothing():
    """No leaning, full welcome, no drift, no hurry: written out, the scenario is the same to the last number."""
    broker = {"role": "mediator"}
    told = {"bias": {"rebels": 0, "state": 0}, "acceptability": {"rebels": 1, "state": 1}}
    reluctance = {"normal": [0, 0.08], "cut": 2}
    flat = {"trend": 0, "volatility": 0, "momentum": 0, "hurt": 1, "normal": 0, "leverage": 0.5}
    base = scenario(
        war={},
        parties={"rebels": {"violence": 5}, "broker": broker},
        tables={"talks": {"mediators": ["broker"]}},
    )
    parties = {name: {"effort_at": {"talks": reluctance}, "weary": 0} for name in ("rebels", "state")}
    written = merged(base, {"war": flat, "parties": parties | {"broker": told}})
    left_out, given = compiled(base), compiled(written)
    for name, array in given.arrays.items():
        np.testing.assert_array_equal(left_out.arrays[name], array, name)


def test_a_patron_tires_and_others_do_not():
    tired = {role: kind.parameter("weary").default for role, kind in PRINCIPALS.items()}
    assert tired.pop("patron") > 0
    assert set(tired.values()) == {0}


def test_insurgents_are_least_trusted():
    """Of all roles [Walter 1997]."""
    prior = {role: kind.settles.default for role, kind in PRINCIPALS.items()}
    assert min(prior, key=prior.get) == "insurgent"
    assert sorted(prior.values())[1] > prior["insurgent"]
