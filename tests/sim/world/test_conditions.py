"""What is asked by a deadline, and of violence: held against what a history looked like round by round."""

import pytest

from sim.engine.mesa_model import PeaceTalks
from sim.scenario.vocabulary import Scenario
from tests.conftest import STEADY_WAR, columns, compiled, merged, scenario

ROUNDS = 12
WAR = scenario(
    time={"rounds": ROUNDS},
    issues={
        "pie": {"range": [0, 10], "kind": "steps", "tranches": 3, "delivered_by": "state"},
        "truce": {"delivered_by": "rebels"},
    },
    parties={
        "rebels": {
            "violence": 20,
            "patience": 4,
            "positions": {"pie": {"ideal": 10, "salience": 60}, "truce": {"ideal": 0, "salience": 40}},
        },
        "state": {
            "violence": 10,
            "patience": 4,
            "keep_word": 0.05,
            "settles": 0.5,
            "positions": {"pie": {"ideal": 0, "salience": 40}, "truce": {"ideal": 1, "salience": 60}},
        },
    },
    war=STEADY_WAR,
    tables={"talks": {"grace": 3, "failures": 1, "rungs": [{"name": "swap", "agenda": ["pie", "truce"]}]}},
    outcomes=None,
)
HISTORIES = 150
DAY = "2020-06-15"  # falls in round 6

ASKED = {
    "level": ({"issue": "pie", "at_least": 4, "by": 6}, lambda seen: any(s["level"] >= 4 for s in seen[:7])),
    "level by a day": ({"issue": "pie", "at_least": 4, "by": DAY}, lambda seen: any(s["level"] >= 4 for s in seen[:7])),
    "never more": ({"issue": "pie", "at_most": 3, "by": 6}, lambda seen: all(s["level"] <= 3 for s in seen[:7])),
    "level now": ({"issue": "pie", "at_most": 3}, lambda seen: seen[-1]["level"] <= 3),
    "meetings": ({"table": "talks", "meetings": 2, "by": 5}, lambda seen: seen[5]["meetings"] >= 2),
    "collapsed": ({"table": "talks", "collapsed": True, "by": 11}, lambda seen: seen[11]["collapsed"]),
    "not collapsed": ({"table": "talks", "collapsed": False, "by": 11}, lambda seen: not seen[11]["collapsed"]),
    "reached": ({"table": "talks", "reached": "swap", "by": 11}, lambda seen: seen[11]["reached"]),
    "before the start": ({"table": "talks", "reached": "swap", "by": "2019-12-31"}, lambda seen: False),
    "violence": (
        {"violence": "all", "months": 4, "at_least": 125, "by": 9},
        lambda seen: sum(s["all"] for s in seen[6:10]) >= 125,
    ),
    "violence of one": (
        {"violence": "state", "at_most": 130},
        lambda seen: sum(s["state"] for s in seen[1:]) <= 130,
    ),
    "violence since the start": (
        {"violence": "rebels", "at_least": 45, "by": 2},
        lambda seen: sum(s["rebels"] for s in seen[1:3]) >= 45,
    ),
}


def asking(condition):
    """The scenario with one outcome that asks this, one that does not."""
    return merged(WAR, {"outcomes": {"yes": condition, "no": {"otherwise": True}}})


@pytest.fixture(scope="module")
def watched():
    """What stood at the start and at the end of each round, history by history."""
    model = PeaceTalks(compiled(asking({"table": "talks", "meetings": 1})), 1)
    histories = []
    for history in range(HISTORIES):
        model.begin(history)
        seen = [look(model)]
        while model.world.round < model.world.rounds:  # the step after the last round shows it again
            model.step()
            seen.append(look(model))
        histories.append(seen)
    return histories


def look(model):
    w, parties = model.world, model.compiled.names.parties
    incidents = {name: w.count[i] for i, name in enumerate(parties)}
    return {
        "level": 10 * w.level[0],
        "meetings": w.meetings_held[0],
        "collapsed": w.collapsed[0] > 0,
        "reached": w.rung_reached[0, 0] > 0,
        **incidents,
        "all": sum(incidents.values()),
    }


@pytest.mark.parametrize("name", ASKED)
def test_a_condition_holds_where_what_was_seen_says_so(name, watched):
    condition, truly = ASKED[name]
    found = columns(asking(condition), HISTORIES)["outcome"] == 0
    expected = [truly(seen) for seen in watched]
    assert list(found) == expected
    if name != "before the start":
        assert 0 < sum(expected) < HISTORIES, "the case decides nothing"


def test_a_rung_opens_only_where_its_deadline_was_kept():
    kept = {"issue": "pie", "at_least": 1, "by": 8}
    first = WAR["tables"]["talks"]["rungs"][0]
    later = {"name": "more", "requires": [kept]}
    found = columns(merged(asking(kept), {"time": {"rounds": 20}, "tables": {"talks": {"rungs": [first, later]}}}), 400)
    opened, in_time = found["talks.more.reached"] > 0, found["outcome"] == 0
    assert opened.any()
    assert not (opened & ~in_time).any()
    assert (~in_time & (found["talks.swap.reached"] > 0)).any(), "nothing came too late"


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        ({"violence": "all"}, "go with at_least or at_most"),
        ({"violence": "all", "issue": "pie", "at_least": 1}, "do not go together"),
        ({"issue": "pie", "at_least": 1, "months": 3}, "months goes with violence"),
        ({"by": 3, "all": []}, "by goes with"),
    ],
)
def test_what_does_not_go_together_is_refused(condition, complaint):
    with pytest.raises(ValueError, match=complaint):
        Scenario.model_validate(asking(condition))
