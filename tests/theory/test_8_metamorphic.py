"""Property 8: what should make no difference makes none, to the bit where names are the same."""

import json
from copy import deepcopy

import numpy as np
import pytest
from scipy import stats

from tests.conftest import STEADY_WAR, columns, merged, same, scenario
from tests.properties.random_scenarios import random_scenario

pytestmark = pytest.mark.slow

N = 400
MANY = 10_000
FALSE_ALARM = 1e-5

TALKS = scenario(
    time={"rounds": 36},
    issues={
        "prisoners": {"kind": "steps", "range": [0, 8], "delivered_by": "state", "tranches": 2},
        "truce": {"delivered_by": "rebels", "effects": {"calm": 0.5}},
    },
    parties={
        "rebels": {
            "violence": 40,
            "hardliners": {"control": 0.1},
            "positions": {"prisoners": {"ideal": 8, "salience": 70}, "truce": {"ideal": 0, "salience": 20}},
        },
        "state": {
            "violence": 60,
            "home_premium": 0,
            "positions": {"prisoners": {"ideal": 0, "salience": 20}, "truce": {"ideal": 1, "salience": 60}},
        },
        "broker": {"role": "mediator", "skill": 0.3, "bias": {"rebels": 0.5}},
    },
    tables={
        "talks": {
            "mediators": ["broker"],
            "communication": 0.5,
            "rungs": [
                {"name": "swap", "agenda": ["prisoners", "truce"], "package": True},
                {"name": "settlement", "agenda": ["pie"], "binding": True},
            ],
        }
    },
    war={"branching": 0.2, "drift": 0.1},
    events=[
        {
            "name": "offensive",
            "rate": 0.1,
            "effects": [{"change": "parties.rebels.violence", "times": {"uniform": [1, 3]}}],
        },
        {"name": "election", "on": 5, "effects": [{"change": "parties.state.turnover", "add": 0.2}]},
    ],
)


# Order in the file


def reversed_keys(data):
    """The same mapping with its keys, and those of all mappings below, in the opposite order."""
    if isinstance(data, dict):
        return {key: reversed_keys(data[key]) for key in reversed(data)}
    return [reversed_keys(item) for item in data] if isinstance(data, list) else data


def shuffled_file(data):
    """Mappings and lists whose order means nothing, the other way round."""
    turned = reversed_keys(data)
    turned["outcomes"] = data["outcomes"]
    turned["events"] = turned.get("events", [])[::-1]
    for table in turned["tables"].values():
        table["parties"] = table["parties"][::-1]
        table["mediators"] = table.get("mediators", [])[::-1]
        for rung in table["rungs"]:
            rung["agenda"] = rung["agenda"][::-1]
    return turned


def test_the_order_of_the_file_changes_no_bit():
    assert json.dumps(shuffled_file(TALKS)) != json.dumps(TALKS)
    same(columns(TALKS, N), columns(shuffled_file(TALKS), N))


@pytest.mark.parametrize("seed", range(200, 215))
def test_the_order_of_a_random_file_changes_no_bit(seed):
    data = random_scenario(seed)
    same(columns(data, 40), columns(shuffled_file(data), 40))


# Names

RENAMED = {
    "rebels": "zealots",
    "state": "kingdom",
    "pie": "a_crown",
    "prisoners": "zz_captives",
    "talks": "salon",
    "broker": "abbot",
    "swap": "exchange",
}


def renamed(data):
    """The same story under other names, which also sort in another order."""
    text = json.dumps(data)
    for old, new in RENAMED.items():
        text = text.replace(f'"{old}"', f'"{new}"').replace(f".{old}.", f".{new}.")
    return json.loads(text)


def test_other_names_change_no_distribution():
    these, those = columns(TALKS, MANY), columns(renamed(TALKS), MANY)
    assert not np.array_equal(these["talks.meetings"], those["salon.meetings"])
    for here, there in (
        ("outcome", "outcome"),
        ("talks.rungs", "salon.rungs"),
        ("talks.stage", "salon.stage"),
        ("talks.walk_outs", "salon.walk_outs"),
        ("rebels.settles", "zealots.settles"),
        ("prisoners.defaults", "zz_captives.defaults"),
    ):
        assert_same_shares(these[here], those[there])
    for here, there in (
        ("talks.meetings", "salon.meetings"),
        ("talks.first_meeting", "salon.first_meeting"),
        ("talks.swap.signed", "salon.exchange.signed"),
        ("rebels.belief", "zealots.belief"),
        ("state.utility", "kingdom.utility"),
        ("rebels.incidents", "zealots.incidents"),
        ("state.walk_away", "kingdom.walk_away"),
        ("leverage", "leverage"),
    ):
        assert stats.ks_2samp(these[here].round(9), those[there].round(9)).pvalue > FALSE_ALARM, (
            here
        )  # sums differ by rounding


@pytest.mark.parametrize(
    ("column", "names"),
    [("block_party", ["rebels", "state"]), ("block_issue", ["pie", "prisoners", "truce"])],
)
def test_other_names_change_nobodys_share_of_the_blame(column, names):
    these, those = columns(TALKS, MANY)[f"talks.{column}"], columns(renamed(TALKS), MANY)[f"salon.{column}"]
    places = sorted(RENAMED.get(name, name) for name in names)
    back = {-1: -1} | {places.index(RENAMED.get(name, name)): i for i, name in enumerate(names)}
    assert_same_shares(these, np.array([back[place] for place in those.tolist()]))


def assert_same_shares(a, b):
    values = np.union1d(a, b)
    table = np.array([[np.sum(x == value) for value in values] for x in (a, b)])
    rare = table.sum(axis=0) < 10
    table = np.column_stack([table[:, ~rare], table[:, rare].sum(axis=1)]) if rare.any() else table
    table = table[:, table.sum(axis=0) > 0]
    assert table.shape[1] == 1 or stats.chi2_contingency(table).pvalue > FALSE_ALARM


# Saliences


def with_saliences_times(data, party, factor):
    data = deepcopy(data)
    for position in data["parties"][party]["positions"].values():
        position["salience"] *= factor
    return data


@pytest.mark.parametrize("factor", [0.5, 0.25])
def test_saliences_times_a_power_of_two_change_no_bit(factor):
    for party in ("rebels", "state"):
        same(columns(TALKS, N), columns(with_saliences_times(TALKS, party, factor), N))


def test_saliences_times_any_number_change_nothing_but_rounding():
    these, those = columns(TALKS, N), columns(with_saliences_times(TALKS, "rebels", 1 / 3), N)
    for name, values in these.items():
        if values.dtype.kind == "i":
            np.testing.assert_array_equal(values, those[name], name)
        else:
            np.testing.assert_allclose(values, those[name], rtol=1e-9, atol=1e-9, err_msg=name)


# What is switched off, or happens elsewhere

NOTHING_DONE = {
    "a leak of what is public": {"tables": {"talks": {"leak": 1}}},
    "gestures without occasion": {
        "parties": {"state": {"gestures": {"nod": {"issue": "truce", "level": 0.5, "rate": 0}}}}
    },
    "an idle mediator": {
        "parties": {
            "clerk": {
                "role": "mediator",
                "communication": 0,
                "formulation": 0,
                "guarantee": 0,
                "pull": 0,
                "skill": 0,
            }
        },
        "tables": {"talks": {"mediators": ["broker", "clerk"]}},
    },
    "a mediator at no table": {"parties": {"stranger": {"role": "mediator"}}},
    "a sponsor who has all he wants": {
        "parties": {"uncle": {"role": "party", "shelters": {"rebels": 0.5}}},
        "issues": {"zz_shrine": {}},
    },
    "a table that never opens": {
        "tables": {
            "void": {
                "parties": ["rebels", "state"],
                "rungs": [{"name": "never", "requires": [{"table": "void", "reached": "never"}]}],
            }
        }
    },
    "an outcome more": {
        "outcomes": {
            "deal": None,
            "no_deal": None,
            "odd": {"table": "talks", "meetings": 99},
            "deal_": {"table": "talks", "reached": "settlement"},
            "rest": {"otherwise": True},
        }
    },
}


@pytest.mark.parametrize("name", NOTHING_DONE)
def test_what_does_nothing_changes_no_bit(name):
    apart = {"outcome"} if name == "an outcome more" else set()
    if name == "a sponsor who has all he wants":
        apart = {"rebels.belief", "state.belief"}  # a mean over one observer more, who sees the same
    same(columns(TALKS, N), columns(merged(TALKS, NOTHING_DONE[name]), N), apart)


@pytest.mark.parametrize(
    "event",
    [
        {"name": "rumour", "rate": 0.5, "effects": [{"change": "parties.rebels.effort", "add": 0}]},
        {"name": "rumour", "rate": 0, "effects": [{"change": "parties.rebels.effort", "to": 1}]},
        {"name": "rumour", "on": 36, "months": 0, "effects": [{"change": "leverage", "add": 0}]},
        {
            "name": "a_rumour",
            "rate": 0.5,
            "effects": [{"change": "parties.state.grief", "times": 1}, {"change": "leverage", "add": 0}],
        },
    ],
    ids=["adds nothing", "never happens", "too late", "sorts before the others"],
)
def test_an_event_without_effect_changes_no_bit(event):
    same(columns(TALKS, N), columns(TALKS | {"events": [*TALKS["events"], event]}, N))


def test_a_party_elsewhere_changes_no_bit_of_the_others():
    """Unarmed, without seat and without positions, but last by name: parties are numbered by their names."""
    found = columns(merged(TALKS, {"parties": {"watchers": {"role": "party"}}}), N)
    same(columns(TALKS, N), found, {"rebels.belief", "state.belief"})


def test_a_war_between_others_changes_nothing_at_a_table_of_those_who_do_not_fight():
    data = scenario(
        war={"normal": 10, "drift": 0} | STEADY_WAR,
        parties={"rebels": {"side": "none", "cost": 0}, "state": {"side": "none", "cost": 0}},
    )
    fighters = {
        "parties": {
            "x_side": {"role": "insurgent", "violence": 20},
            "y_side": {"role": "government", "violence": 20},
        }
    }
    same(columns(data, N), columns(merged(data, fighters), N), {"hurt", "rebels.belief", "state.belief"})


def test_a_secret_table_differs_from_a_public_one_only_after_something_was_seen():
    """The same draws: until something was seen both histories agree, and so does the first round's war."""
    one_round = merged(TALKS, {"time": {"rounds": 1}})
    secret = merged(one_round, {"tables": {"talks": {"secret": True, "leak": 0}}})
    these, those = columns(one_round, N), columns(secret, N)
    for name in ("rebels.incidents", "state.incidents", "rebels.turnovers", "rebels.walk_away"):
        assert these[name].tobytes() == those[name].tobytes()
