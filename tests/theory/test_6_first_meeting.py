"""Property 6: when only attendance is left to chance, the wait for the first meeting is geometric."""

import math

import numpy as np
import pytest
from scipy import stats

from tests.conftest import CERTAIN, FALSE_ALARM, columns, merged, scenario, unreluctant

N = 20_000
ROUNDS = 12
STEADY = CERTAIN | {"rationality": 8, "effort": 0.15, "exposure": 0.02}

PLAIN = scenario(
    time={"rounds": ROUNDS},
    parties={"rebels": STEADY | {"cost": 0.1}, "state": STEADY | {"cost": 0.3, "effort": 0.25}},
    tables={"talks": {"leak": 0, "occasion": 0.7}},
)
SECRET = merged(PLAIN, {"tables": {"talks": {"secret": True}}})
SEEN_WITH = merged(PLAIN, {"parties": {"rebels": {"exposure_with": {"state": 0.1}}}})
MEDIATED = merged(
    PLAIN,
    {
        "parties": {
            "broker": {
                "role": "mediator",
                "pull": 0.2,
                "skill": 0,
                "acceptability": {"rebels": 0.5, "state": -1},
            }
        },
        "tables": {"talks": {"mediators": ["broker"]}},
    },
)
SHELTERED = merged(
    PLAIN,
    {
        "parties": {
            "neighbour": STEADY
            | {
                "role": "party",
                "shelters": {"rebels": 0.2},
                "positions": {"pie": {"ideal": 0.8, "salience": 50}},
            }
        },
    },
)
WEEKS = merged(PLAIN, {"as_of": "2018-01-01", "time": {"step": "week"}})
ISSUE_ELSEWHERE = merged(
    PLAIN,
    {
        "issues": {"flag": {}},
        "parties": {"rebels": {"positions": {"flag": {"ideal": 1, "salience": 50}}}},
    },
)
THREE = merged(
    PLAIN,
    {
        "parties": {
            "patron": STEADY
            | {"role": "patron", "cost": 0.05, "weary": 0, "positions": {"pie": {"ideal": 0, "salience": 50}}}
        },
        "tables": {"talks": {"parties": ["patron", "rebels", "state"]}},
    },
)

SURPLUS = 0.1 + 0.3  # what peace saves: nobody pays the costs of the war


def logistic(advantage):
    return 1 / (1 + math.exp(-8 * advantage))


def three_party_hopes():
    """Rebels get x, state and patron 1 − x each: the Nash point of (x−.4)(.8−x)(.55−x), by search."""
    x = np.linspace(0.4, 0.55, 200_001)
    best = x[np.argmax((x - 0.4) * (1 - x - 0.2) * (1 - x - 0.45))]
    return best - 0.4, 0.8 - best, 0.55 - best


HOPES = three_party_hopes()


@pytest.mark.parametrize(
    ("data", "occasion", "advantages"),
    [
        (PLAIN, 0.7, (SURPLUS / 2 - 0.15 - 0.02, SURPLUS / 2 - 0.25 - 0.02)),
        (SECRET, 0.7, (SURPLUS / 2 - 0.15, SURPLUS / 2 - 0.25)),
        (SEEN_WITH, 0.7, (SURPLUS / 2 - 0.15 - 0.02 - 0.1, SURPLUS / 2 - 0.25 - 0.02)),
        (MEDIATED, 0.7, (SURPLUS / 2 - 0.15 - 0.02 + 0.1, SURPLUS / 2 - 0.25 - 0.02 - 0.2)),
        (SHELTERED, 0.7, (SURPLUS / 2 - 0.15 - 0.02 - 0.2 * 1.0, SURPLUS / 2 - 0.25 - 0.02)),
        (WEEKS, 1 - 0.3 ** (7 * 12 / 365.25), (SURPLUS / 2 - 0.15 - 0.02, SURPLUS / 2 - 0.25 - 0.02)),
        (
            ISSUE_ELSEWHERE,
            0.7,
            (SURPLUS / 4 - 0.15 - 0.02, SURPLUS / 2 - 0.25 - 0.02),
        ),  # half of the rebels' stakes
        (THREE, 0.7, (HOPES[0] - 0.17, HOPES[1] - 0.27, HOPES[2] - 0.17)),
    ],
    ids=["plain", "secret", "seen with", "mediated", "sheltered", "weeks", "issue elsewhere", "three"],
)
def test_the_wait_for_the_first_meeting_is_geometric(data, occasion, advantages):
    data = unreluctant(data)
    p = occasion * math.prod(logistic(x) for x in advantages)
    seen = np.bincount(columns(data, N)["talks.first_meeting"], minlength=ROUNDS + 1)
    expected = N * np.array([(1 - p) ** ROUNDS, *(p * (1 - p) ** n for n in range(ROUNDS))])
    thin = expected < 10
    seen, expected = (
        np.append(seen[~thin], seen[thin].sum()),
        np.append(expected[~thin], expected[thin].sum()),
    )
    used = expected > 0
    statistic = ((seen[used] - expected[used]) ** 2 / expected[used]).sum()
    assert stats.chi2.sf(statistic, used.sum() - 1) > FALSE_ALARM


def test_a_convener_that_stays_away_asks_nobody_else():
    """Who blocked tells who was asked: with a convener, the other only where the convener would come."""
    data = unreluctant(
        merged(PLAIN, {"time": {"rounds": 1}, "tables": {"talks": {"convener": "state", "occasion": 1}}})
    )
    found = columns(data, N)
    rebels_come, state_comes = logistic(SURPLUS / 2 - 0.17), logistic(SURPLUS / 2 - 0.27)
    absent = found["talks.meetings"] == 0
    for party, chance in enumerate((state_comes * (1 - rebels_come), 1 - state_comes)):
        blamed = int((found["talks.block_party"][absent] == party).sum())
        assert stats.binomtest(blamed, N, chance).pvalue > FALSE_ALARM


def test_talks_are_called_off_only_once_they_have_met():
    """An event in every round would call them off: it leaves the wait for the first meeting as it was, bit by bit."""
    event = {"name": "crisis", "rate": 1, "calls_off": {"talks": 1}}
    data = merged(PLAIN, {"tables": {"talks": {"resume": 0}}})
    quiet, crises = columns(data, N), columns(data | {"events": [event]}, N)
    assert (crises["talks.first_meeting"] == quiet["talks.first_meeting"]).all()
    met_before_the_last = (quiet["talks.first_meeting"] > 0) & (quiet["talks.first_meeting"] < ROUNDS)
    assert (crises["talks.called_off"] == met_before_the_last).all()
    met_earlier = columns(merged(data, {"tables": {"talks": {"met": 1}}}) | {"events": [event]}, 100)
    assert (met_earlier["talks.called_off"] == 1).all()
    assert (met_earlier["talks.meetings"] == 0).all()
