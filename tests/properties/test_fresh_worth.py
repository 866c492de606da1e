"""What talking promises is read from a frontier that is laid once and kept: it must never be one of another day."""

import numpy as np
import pytest
from conftest import compiled, scenario
from properties.random_scenarios import random_scenario

from sim import worth
from sim.mesa_model import PeaceTalks


def assert_fresh(data, histories=3, seed=1):
    """After every round the kept frontiers say the same as new ones."""
    model = PeaceTalks(compiled(data), seed)
    w = model.world
    for history in range(histories):
        model.begin(history)
        while model.running:
            model.step()
            worth.weigh_up(w)
            kept = np.array(w.prospect), np.array(w.nash_text)
            for t in range(w.tables):
                w.frontier_old[t] = 1
            worth.weigh_up(w)
            np.testing.assert_allclose(kept[0], np.array(w.prospect), atol=1e-12)
            np.testing.assert_allclose(kept[1], np.array(w.nash_text), atol=1e-9)


@pytest.mark.parametrize("seed", [*range(1000, 1020), 130, 161, 1082])
def test_in_random_scenarios(seed):
    assert_fresh(random_scenario(seed), seed=seed)


SURE = {"settles": 1, "effort": -1, "home_premium": -1, "tactical_gain": 1}


def test_when_an_issue_becomes_pending_at_another_table():
    """The other table's frontier then ends at the level in force; when it is free again, it does not."""
    prisoners = {"delivered_by": "state", "kind": "binary", "tranches": 1}
    rungs = [{"name": "deal", "agenda": ["prisoners", "flag"]}]
    data = scenario(
        outcomes={"deal": None},
        issues={"prisoners": prisoners, "flag": {"delivered_by": "rebels"}},
        parties={
            "rebels": SURE | {"positions": {"prisoners": {"ideal": 1, "salience": 50}, "flag": {"ideal": 0, "salience": 20}}},
            "state": SURE | {"keep_word": -1, "positions": {"prisoners": {"ideal": 0, "salience": 20}, "flag": {"ideal": 1, "salience": 50}}},
        },
        tables={"talks": {"rungs": rungs}, "other": {"parties": ["rebels", "state"], "rungs": rungs}},
    )
    assert_fresh(data, 10)


@pytest.mark.parametrize("change", ["parties.patron.influence.state", "parties.state.exclusion", "parties.rebels.positions.prisoners.ideal"])
def test_when_an_event_changes_what_can_be_agreed(change):
    data = scenario(
        outcomes={"deal": None},
        issues={"prisoners": {"delivered_by": "state"}, "flag": {"delivered_by": "rebels"}},
        parties={
            "rebels": {"positions": {"prisoners": {"ideal": 1, "salience": 50}, "flag": {"ideal": 0, "salience": 20}}},
            "patron": {"role": "patron", "influence": {"state": 0.3}, "positions": {"prisoners": {"ideal": 0, "salience": 20}, "flag": {"ideal": 1, "salience": 50}}},
            "state": {"positions": {"prisoners": {"ideal": 0, "salience": 50}}},
        },
        tables={"talks": {"parties": ["patron", "rebels"], "occasion": 0.1, "rungs": [{"name": "swap", "agenda": ["prisoners", "flag"]}]}},
        events=[{"name": "rift", "on": 2, "months": 4, "effects": [{"change": change, "add": -0.25 if "exclusion" not in change else 0.1}]}],
    )  # fmt: skip
    assert_fresh(data)
