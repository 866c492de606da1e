"""What talking promises is read from a frontier that is laid once and kept: never from an outdated one."""

import numpy as np
import pytest

from sim.engine.mesa_model import PeaceTalks
from sim.scenario.checks.events import changeable
from sim.scenario.vocabulary import Scenario
from sim.world import history, worth
from sim.world.codes import OUTDATED
from tests.conftest import columns, compiled, merged, mesa_columns, same, scenario
from tests.properties.random_scenarios import random_scenario
from tests.sim.world.begun import ONE_OF_EVERYTHING


def assert_fresh(data, histories=3, seed=1):
    """After every round the kept frontiers say the same as new ones."""
    model = PeaceTalks(compiled(data), seed)
    w = model.world
    for number in range(histories):
        model.begin(number)
        while model.running:
            model.step()
            for t in range(w.tables):
                w.busy[t] = 1  # whatever is asked for
            worth.weigh_up(w)
            kept = np.array(w.prospect), np.array(w.nash_text)
            left = [[worth.is_left(w, t, k) for k in range(w.issues)] for t in range(w.tables)]
            for t in range(w.tables):
                w.frontier_state[t] = OUTDATED
            assert left == [[worth.is_left(w, t, k) for k in range(w.issues)] for t in range(w.tables)]
            worth.weigh_up(w)
            np.testing.assert_allclose(kept[0], np.array(w.prospect), atol=1e-12)
            np.testing.assert_allclose(kept[1], np.array(w.nash_text), atol=1e-9)


@pytest.mark.parametrize("seed", [1044, 1051, 1052, 1054])
def test_nobody_asks_for_worth_that_was_not_worked_out(seed, monkeypatch):
    """Histories are the same where every table's worth is worked out every round."""
    data = random_scenario(seed)
    sparing = mesa_columns(data, 4, seed=seed)
    monkeypatch.setattr(worth, "is_sought", lambda w, t: True)
    same(sparing, mesa_columns(data, 4, seed=seed))


@pytest.mark.parametrize("seed", [*range(1000, 1020), 130, 161, 1082])
def test_in_random_scenarios(seed):
    assert_fresh(random_scenario(seed), seed=seed)


@pytest.mark.parametrize("occasion", [0.1, 0.8])
@pytest.mark.parametrize("kind", ["binary", "continuous"])
def test_when_an_issue_becomes_pending_at_another_table(kind, occasion):
    """The other table's frontier then ends at the level in force; once the issue is free, it does not."""
    rungs = [{"name": "deal", "agenda": ["prisoners", "flag"]}]
    swap = {
        "rebels": {"prisoners": {"ideal": 1, "salience": 50}, "flag": {"ideal": 0, "salience": 20}},
        "state": {"prisoners": {"ideal": 0, "salience": 20}, "flag": {"ideal": 1, "salience": 50}},
    }
    data = scenario(
        outcomes={"deal": None},
        issues={"prisoners": {"delivered_by": "state", "kind": kind}, "flag": {"delivered_by": "rebels"}},
        parties={
            name: {"settles": 1, "effort": -1, "keep_word": -1, "positions": positions}
            for name, positions in swap.items()
        },
        tables={
            "talks": {"rungs": rungs},
            "other": {"parties": ["rebels", "state"], "occasion": occasion, "rungs": rungs},
        },
    )
    columns(data, 100)
    assert_fresh(data, 5)


@pytest.mark.parametrize(
    "change",
    ["parties.patron.influence.state", "parties.state.exclusion", "parties.rebels.positions.prisoners.ideal"],
)
def test_when_an_event_changes_what_can_be_agreed(change):
    data = scenario(
        outcomes={"deal": None},
        issues={"prisoners": {"delivered_by": "state"}, "flag": {"delivered_by": "rebels"}},
        parties={
            "rebels": {"positions": {"prisoners": {"ideal": 1, "salience": 50}, "flag": {"ideal": 0, "salience": 20}}},
            "patron": {
                "role": "patron",
                "influence": {"state": 0.3},
                "positions": {
                    "prisoners": {"ideal": 0, "salience": 20},
                    "flag": {"ideal": 1, "salience": 50},
                },
            },
            "state": {"positions": {"prisoners": {"ideal": 0, "salience": 50}}},
        },
        tables={
            "talks": {
                "parties": ["patron", "rebels"],
                "occasion": 0.1,
                "rungs": [{"name": "swap", "agenda": ["prisoners", "flag"]}],
            }
        },
        events=[
            {
                "name": "rift",
                "on": 2,
                "months": 4,
                "effects": [{"change": change, "add": -0.25 if "exclusion" not in change else 0.1}],
            }
        ],
    )
    assert_fresh(data)


RICH = merged(
    ONE_OF_EVERYTHING,
    {
        "issues": {"land": {"delivered_by": ["neighbour", "state"], "in_force": 0.5, "two_way": False}},
        "parties": {
            "neighbour": {"exclusion": 0.1, "influence": {"state": 0.1}},
            "rebels": {
                "influence": {"neighbour": 0.2},
                "gestures": {"release": {"issue": "men", "level": 5}},
                "positions": {
                    "land": {"red_line": [0.25, 1], "home": {"ideal": 0.75, "salience": 20}},
                    "men": {"red_line": [2, 10]},
                },
            },
            "state": {
                "influence": {"neighbour": 0.1},
                "hardliners": {},
                "positions": {"land": {"red_line": [0, 0.75]}},
            },
        },
    },
)
"""A scenario in which an absent party carries something out, with a number of each kind that an event may change."""
TARGETS = changeable(Scenario.model_validate(RICH))
KINDS = [path for path in TARGETS if not path.startswith(("parties.broker", "war"))]


@pytest.mark.parametrize("path", KINDS)
def test_whatever_an_event_changes_what_was_kept_is_as_if_worked_out_anew(path):
    """Also what is weighed: shares of stakes, and what options are worth."""
    for share in (0.1, 0.85):
        events = [{"name": "shock", "on": 2, "months": 3, "effects": [effect_on(path, share)]}]
        assert_fresh(merged(RICH, {"events": events}), histories=1)


def effect_on(path, share):
    """An effect that moves what an event may change: a number to so far within its range."""
    low, high, _ = TARGETS[path]
    return (
        {"change": path, "add": share - 0.5}
        if path == "leverage"
        else {"change": path, "to": low + share * (high - low)}
    )


@pytest.mark.parametrize("path", KINDS)
def test_stakes_are_weighed_anew_if_and_only_if_an_event_changes_them(path):
    events = [{"name": "shock", "on": 1, "effects": [effect_on(path, 0.3)]}]
    w = PeaceTalks(compiled(merged(RICH, {"events": events})), 1).world
    before = stakes(w)
    w.event_until[0] = 1
    history.apply_events(w)
    history.weigh_stakes(w)
    weighed = any(what in path for what in (".salience", ".ideal", ".values.")) and not path.endswith(".home.ideal")
    assert bool(w.event_weighs[0]) == weighed
    assert w.event_weighs[0] or stakes(w) == before


def stakes(w):
    """All that is made of what parties want."""
    names = ("weight", "home_weight", "table_share", "option_worth", "ideal")
    return [np.array(getattr(w, name)).tolist() for name in names]
