"""Property 7: among histories in which a believes with p that b means to settle, b does in p."""

import numpy as np
import pytest
from scipy import stats

from tests.conftest import columns, merged, scenario

pytestmark = pytest.mark.slow

N = 24_000
FALSE_ALARM = 1e-4
BINS = 16

# Acts that tell much: large differences between the types wherever they may differ.
TELLING = {
    "standing": 0.02,
    "resolve": 0.3,
    "temptation": 0.25,
    "turnover": 0.02,
    "home_premium": -0.1,
    "effort": 0.1,
}
TALKS = scenario(
    issues={"swap": {"delivered_by": "rebels"}},
    parties={
        "rebels": TELLING | {"settles": {"beta": [2, 2]}, "positions": {"swap": {"ideal": 0, "salience": 30}}},
        "state": TELLING
        | {
            "settles": {"beta": [3, 1]},
            "signals": {"uniform": [0.5, 3]},
            "positions": {"swap": {"ideal": 1, "salience": 40}},
        },
    },
    tables={
        "talks": {
            "review": 0.5,
            "rungs": [
                {"name": "swap", "agenda": ["swap"], "package": True},
                {"name": "settlement", "agenda": ["pie"], "binding": True},
            ],
        }
    },
)
WAR = {
    "war": {"branching": 0.3, "drift": 0.2},
    "parties": {
        "rebels": {
            "violence": 40,
            "press_swing": 0.5,
            "press_gain": 0.1,
            "backlash": 0.6,
            "hardliners": {"control": 0.1},
        },
        "state": {"violence": 60, "press_swing": 0.3, "backlash": 0.3},
    },
}
WORDS = {
    "parties": {
        "broker": {
            "role": "mediator",
            "skill": 0.6,
            "stake": 0.8,
            "bias": {"rebels": 0.6, "state": -0.2},
            "formulation": 0.5,
        }
    },
    "tables": {"talks": {"mediators": ["broker"]}},
}
EVENTS = {
    "events": [
        {
            "name": "death_of_a_leader",
            "rate": 0.2,
            "months": 2,
            "effects": [{"change": "parties.rebels.turnover", "to": 0.4}],
        },
        {
            "name": "scandal",
            "on": 3,
            "months": 3,
            "effects": [
                {"change": "parties.state.effort", "add": 0.1},
                {"change": "parties.state.settles", "to": 0.2},
            ],
        },
    ]
}
GESTURES = {"parties": {"rebels": {"gestures": {"truce": {"issue": "swap", "level": 0.5, "rate": 0.9}}}}}
NO_TURNOVER = {"parties": {"rebels": {"turnover": 0}, "state": {"turnover": 0}}}
RASH = {"parties": {"rebels": {"rationality": 25}, "state": {"rationality": 25}}}
CASES = {
    "talks": TALKS,
    "no turnover": merged(TALKS, NO_TURNOVER),
    "war": merged(TALKS, WAR),
    "words": merged(TALKS, WORDS),
    "events": merged(TALKS, EVENTS),
    "gestures": merged(TALKS, GESTURES),
    "all": merged(merged(merged(merged(TALKS, WAR), WORDS), EVENTS), GESTURES),
    "keen eyes": merged(merged(TALKS, WAR), RASH),
    "weeks": merged(merged(TALKS, WAR), {"time": {"step": "week"}}),
    "seen by one": merged(TALKS, {"tables": {"talks": {"secret": True, "leak": 0.1}}}),
}


def expected_variance(belief):
    return (belief * (1 - belief)).sum()


def assert_calibrated(belief, settles):
    """In each bin as many settle as are believed to; nor do beliefs err in slope over all bins."""
    order = np.argsort(belief, kind="stable")
    bins, sure = [], []
    for members in np.array_split(order, BINS):
        (bins if expected_variance(belief[members]) > 5 else sure).append(members)
    assert len(bins) >= 4
    if sure and expected_variance(belief[np.concatenate(sure)]) > 5:
        bins.append(np.concatenate(sure))
    statistic = sum((settles[m].sum() - belief[m].sum()) ** 2 / expected_variance(belief[m]) for m in bins)
    assert stats.chi2.sf(statistic, len(bins)) > FALSE_ALARM
    weight = belief - belief.mean()
    z = (weight * (settles - belief)).sum() / np.sqrt((weight**2 * belief * (1 - belief)).sum())
    assert 2 * stats.norm.sf(abs(z)) > FALSE_ALARM


@pytest.mark.parametrize("rounds", [3, 12, 36])
@pytest.mark.parametrize("name", CASES)
def test_beliefs_come_true_as_often_as_they_say(name, rounds):
    found = columns(merged(CASES[name], {"time": {"rounds": rounds}}), N, seed=rounds)
    for party in ("rebels", "state"):
        assert found[f"{party}.belief"].std() > 0.1
        assert_calibrated(found[f"{party}.belief"], found[f"{party}.settles"])


def test_beliefs_are_more_than_the_prior():
    """What was seen tells the types apart: settlers are believed more than stallers."""
    found = columns(merged(CASES["all"], {"time": {"rounds": 36}}), N)
    for party in ("rebels", "state"):
        belief, settles = found[f"{party}.belief"], found[f"{party}.settles"] == 1
        assert belief[settles].mean() > belief[~settles].mean() + 0.1


def test_turnover_keeps_beliefs_from_becoming_certain():
    without, with_it = (
        columns(merged(case, {"time": {"rounds": 36}}), 5_000) for case in (CASES["no turnover"], CASES["talks"])
    )
    certain = [np.mean(np.abs(found["rebels.belief"] - 0.5) > 0.49) for found in (without, with_it)]
    assert certain[0] > certain[1]


def test_third_parties_learn_from_public_acts_as_well_as_those_at_the_table():
    data = merged(CASES["war"], {"parties": {"watcher": {"role": "party"}}, "time": {"rounds": 24}})
    alone, watched = columns(merged(CASES["war"], {"time": {"rounds": 24}}), 2_000), columns(data, 2_000)
    np.testing.assert_allclose(watched["rebels.belief"], alone["rebels.belief"], rtol=1e-12)
