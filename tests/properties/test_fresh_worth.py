"""What talking promises is read from a frontier that is laid once and kept: never from an outdated one."""

import numpy as np
import pytest

from sim.engine.mesa_model import PeaceTalks
from sim.world import worth
from sim.world.codes import OUTDATED
from tests.conftest import columns, compiled, mesa_columns, same, scenario
from tests.properties.random_scenarios import random_scenario


def assert_fresh(data, histories=3, seed=1):
    """After every round the kept frontiers say the same as new ones."""
    model = PeaceTalks(compiled(data), seed)
    w = model.world
    for history in range(histories):
        model.begin(history)
        while model.running:
            model.step()
            for t in range(w.tables):
                w.busy[t] = 1  # whatever is asked for
            worth.weigh_up(w)
            kept = np.array(w.prospect), np.array(w.nash_text)
            for t in range(w.tables):
                w.frontier_state[t] = OUTDATED
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
