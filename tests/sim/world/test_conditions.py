"""What is asked by a deadline, and of violence: held against what a history looked like round by round."""

import pytest

from sim.engine.mesa_model import PeaceTalks
from sim.scenario.vocabulary import Scenario
from sim.world.codes import NOBODY, SUSPENDED
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
    "agreed": (
        {"issue": "pie", "agreed": True, "at_least": 4, "by": 4},
        lambda seen: any(s["agreed"] >= 4 for s in seen[:5]),
    ),
    "agreed now": ({"issue": "pie", "agreed": True, "at_most": 3}, lambda seen: seen[-1]["agreed"] <= 3),
    "leverage": ({"leverage": "insurgent", "at_least": 0.505}, lambda seen: seen[-1]["leverage"] >= 0.505),
    "leverage of the other": (
        {"leverage": "government", "at_least": 0.505, "by": 7},
        lambda seen: any(1 - s["leverage"] >= 0.505 for s in seen[:8]),
    ),
    "leverage never more": (
        {"leverage": "insurgent", "at_most": 0.51, "by": 7},
        lambda seen: all(s["leverage"] <= 0.51 for s in seen[:8]),
    ),
    "violence compared": (
        {"violence": "all", "months": 3, "earlier": 4, "at_most": 0.95},
        lambda seen: sum(s["all"] for s in seen[-3:]) <= 0.95 * sum(s["all"] for s in seen[-7:-4]),
    ),
    "violence compared by then": (
        {"violence": "rebels", "months": 2, "earlier": 6, "at_least": 1.1, "by": 8},
        lambda seen: sum(s["rebels"] for s in seen[7:9]) >= 1.1 * sum(s["rebels"] for s in seen[1:3]),
    ),
    "violence compared too early": (
        {"violence": "rebels", "months": 2, "earlier": 7, "at_least": 0, "by": 8},
        lambda seen: False,
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

TENSE = merged(
    WAR,
    {
        "parties": {
            "rebels": {"patience": 2, "positions": {"pie": {"red_line": [9, 10]}, "truce": {"red_line": [0, 0.2]}}},
            "state": {"patience": 2},
        },
        "tables": {"talks": {"failures": 4, "resume": 0.5}},
    },
)
"""The same with red lines that leave little room: talks are broken off, and go on."""
ASKED_OF_TENSE = {
    "walk-outs": ({"table": "talks", "walk_outs": 1}, lambda seen: seen[-1]["walk_outs"] >= 1),
    "walk-outs by then": ({"table": "talks", "walk_outs": 1, "by": 5}, lambda seen: seen[5]["walk_outs"] >= 1),
    "suspended now": ({"table": "talks", "suspended": True}, lambda seen: seen[-1]["suspended"]),
    "suspended once": (
        {"table": "talks", "suspended": True, "by": 9},
        lambda seen: any(s["suspended"] for s in seen[:10]),
    ),
    "never suspended": (
        {"table": "talks", "suspended": False, "by": 9},
        lambda seen: not any(s["suspended"] for s in seen[:10]),
    ),
}


def asking(condition, base=WAR):
    """The scenario with one outcome that asks this, one that does not."""
    return merged(base, {"outcomes": {"yes": condition, "no": {"otherwise": True}}})


@pytest.fixture(scope="module")
def watched():
    return watch(WAR)


@pytest.fixture(scope="module")
def watched_tense():
    return watch(TENSE)


def watch(base):
    """What stood at the start and at the end of each round, history by history."""
    model = PeaceTalks(compiled(asking({"table": "talks", "meetings": 1}, base)), 1)
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
        "walk_outs": w.walk_outs[0],
        "suspended": w.stage[0] == SUSPENDED,
        "agreed": 10 * (w.level[0] if w.pending[0] == NOBODY else w.agreed[0]),
        "leverage": min(1.0, max(0.0, w.leverage)),
        **incidents,
        "all": sum(incidents.values()),
    }


@pytest.mark.parametrize("name", ASKED)
def test_a_condition_holds_where_what_was_seen_says_so(name, watched):
    condition, truly = ASKED[name]
    found = columns(asking(condition), HISTORIES)["outcome"] == 0
    expected = [truly(seen) for seen in watched]
    assert list(found) == expected
    if name not in {"before the start", "violence compared too early"}:
        assert 0 < sum(expected) < HISTORIES, "the case decides nothing"


@pytest.mark.parametrize("name", ASKED_OF_TENSE)
def test_what_is_asked_of_talks_that_are_broken_off_holds_where_what_was_seen_says_so(name, watched_tense):
    condition, truly = ASKED_OF_TENSE[name]
    found = columns(asking(condition, TENSE), HISTORIES)["outcome"] == 0
    expected = [truly(seen) for seen in watched_tense]
    assert list(found) == expected
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
        ({"issue": "pie", "at_least": 1, "earlier": 3}, "earlier goes with violence"),
        ({"leverage": "insurgent", "violence": "all", "at_least": 1}, "do not go together"),
        ({"leverage": "insurgent"}, "go with at_least or at_most"),
        ({"violence": "all", "agreed": True, "at_least": 1}, "agreed goes with issue"),
        ({"walk_outs": 1}, "table goes with"),
        ({"by": 3, "all": []}, "by goes with"),
    ],
)
def test_what_does_not_go_together_is_refused(condition, complaint):
    with pytest.raises(ValueError, match=complaint):
        Scenario.model_validate(asking(condition))


def test_a_rung_does_not_open_before_its_date():
    late = merged(asking({"table": "talks", "meetings": 1}), {"time": {"rounds": 20}})
    late["tables"]["talks"]["rungs"][0]["not_before"] = "2020-08-20"  # falls in round 8
    first = columns(late, HISTORIES)["talks.first_meeting"]
    assert first[first > 0].min() == 8
    early = merged(late, {})
    early["tables"]["talks"]["rungs"][0] |= {"not_before": 1}
    assert (
        columns(early, HISTORIES)["talks.first_meeting"] == columns(asking_long(), HISTORIES)["talks.first_meeting"]
    ).all()


def asking_long():
    plain = merged(asking({"table": "talks", "meetings": 1}), {"time": {"rounds": 20}})
    plain["tables"]["talks"]["rungs"][0].pop("not_before", None)
    return plain


def shaken(event):
    """The scenario with an event that ends all violence for good, and the incidents of its histories by round."""
    stop = [{"change": f"parties.{name}.violence", "to": 0} for name in WAR["parties"]]
    data = merged(
        asking({"table": "talks", "meetings": 1}),
        {"war": {"branching": 0}, "events": [{"name": "quiet", "months": 1200, "effects": stop, **event}]},
    )
    model = PeaceTalks(compiled(data), 1)
    found = []
    for history in range(HISTORIES):
        model.play(history)
        found.append([sum(model.world.incidents_in[a, t] for a in range(2)) for t in range(1, ROUNDS + 1)])
    return found


def quiet_from(counts):
    """The round from which there is no violence any more; after the last if there is."""
    return next((t for t in range(1, ROUNDS + 1) if not any(counts[t - 1 :])), ROUNDS + 1)


def test_an_event_with_a_date_happens_then_with_its_chance():
    starts = [quiet_from(counts) for counts in shaken({"on": 5, "chance": 0.3})]
    assert set(starts) == {5, ROUNDS + 1}
    assert abs(starts.count(5) / HISTORIES - 0.3) < 4.5 * (0.3 * 0.7 / HISTORIES) ** 0.5
    assert {quiet_from(counts) for counts in shaken({"on": 5})} == {5}
    assert shaken({"on": 5, "chance": 1}) == shaken({"on": 5})


def test_an_event_at_random_waits_for_its_date():
    free, held = shaken({"rate": 0.2}), shaken({"rate": 0.2, "not_before": 6})
    assert min(map(quiet_from, free)) < 6
    assert min(map(quiet_from, held)) == 6
    for before, after in zip(free, held, strict=True):  # where it comes late enough by itself, nothing changes
        if quiet_from(before) >= 6:
            assert before == after
