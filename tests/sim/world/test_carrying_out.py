"""Who carries out what was agreed, when it is due, and who without a seat must consent: in a world without chance."""

import numpy as np
import pytest

from sim.world.codes import BLOCKS, CARRYING_OUT
from tests.conftest import CERTAIN, columns, mesa_columns, same, scenario

FIRM = CERTAIN | {"keep_word": 1, "walk_away_spread": 0, "stake": 0, "cost": 0.4, "patience": 1, "exclusion": 0}
LOATH = {"keep_word": -1}
SURE_TABLE = {"occasion": 1, "review": 0, "grace": 2, "guarantee": 0}
RUNG = {"name": "settlement", "agenda": ["pie"]}


def talks(issue, rung=RUNG, state=FIRM, **changes):
    """Two parties that agree in the first month on half of a pie, or nearly, and would carry it out."""
    wants = {"positions": {"pie": {"ideal": 1, "salience": 50}}}
    wants_none = {"positions": {"pie": {"ideal": 0, "salience": 50}}}
    return scenario(
        issues={"pie": {"delivered_by": "state"} | issue},
        parties={"rebels": FIRM | wants, "state": state | wants_none} | changes.pop("parties", {}),
        tables={"talks": SURE_TABLE | {"rungs": [rung]}},
        **changes,
    )


@pytest.mark.parametrize("deliverers", [["state", "rebels"], ["rebels", "state"]])
def test_what_several_deliver_needs_them_all(deliverers):
    issue = {"delivered_by": deliverers, "tranches": 2}
    willing = columns(talks(issue), 1)
    assert willing["talks.settlement.reached"][0] > 0
    for loath in deliverers:
        found = columns(talks(issue, parties={loath: FIRM | LOATH | {"positions": position(loath)}}), 1)
        assert found["pie.defaults"][0] > 0
        assert found["pie.level"][0] == 0
        assert BLOCKS[found["talks.block_how"][0]] == "did_not_deliver"
        assert sorted(deliverers)[found["talks.block_party"][0]] == loath


def position(party):
    return {"pie": {"ideal": int(party == "rebels"), "salience": 50}}


def test_one_deliverer_is_one_in_a_list():
    same(columns(talks({"delivered_by": "state"}), 40), columns(talks({"delivered_by": ["state"]}), 40))


def test_any_of_several_deliverers_may_take_it_back():
    """A pie that both deliver goes back when the one that is worse off with it than without looks at it again."""
    fickle = FIRM | {"lock_in": -1, "positions": position("state")}
    ended = {}
    for deliverers in (("rebels",), ("rebels", "state")):
        data = talks({"delivered_by": list(deliverers)}, RUNG | {"binding": True}, parties={"state": fickle})
        data["tables"]["talks"]["review"] = 1
        found = columns(data, 1)
        assert found["talks.settlement.delivered"][0] > 0
        ended[deliverers] = found["talks.settlement.ended"][0]
    assert ended["rebels",] == 0
    assert ended["rebels", "state"] > 0


@pytest.mark.parametrize("lag", [0, 1, 3, 2.5])
def test_what_is_due_later_comes_as_many_months_later(lag):
    found = columns(talks({"lag": lag}), 1)
    at_once = columns(talks({}), 1)
    assert found["pie.agreed"][0] == at_once["pie.agreed"][0] > 0
    assert found["talks.settlement.reached"][0] == at_once["talks.settlement.reached"][0] + int(np.ceil(lag))


def test_nobody_defaults_on_what_is_not_due():
    found = columns(talks({"lag": 12}), 1)
    assert found["pie.defaults"][0] == 0
    assert found["talks.settlement.reached"][0] == found["pie.agreed"][0] + 12
    never = columns(talks({"lag": 100}), 1)
    assert never["talks.stage"][0] == CARRYING_OUT
    assert never["pie.defaults"][0] == never["talks.settlement.reached"][0] == 0


def test_an_uncertain_lag_is_one_of_those_that_may_be_drawn():
    found = columns(talks({"lag": {"choice": [2, 5]}}), 200)
    months = (found["talks.settlement.reached"] - found["pie.agreed"])[found["pie.level"] > 0]
    assert set(months.tolist()) == {2, 5}


def test_what_waits_for_something_comes_once_that_holds():
    """Carried out once a court opens the road, in month 9: then, and not before."""
    verdict = {"name": "verdict", "on": 9, "effects": [{"change": "issues.road.level", "to": 1}]}
    data = talks({"after": {"issue": "road", "at_least": 1}}, events=[verdict])
    data["issues"]["road"] = {"kind": "binary"}
    found = columns(data, 1)
    assert found["talks.settlement.reached"][0] == 9
    assert found["pie.defaults"][0] == 0
    same(found, mesa_columns(data, 1))


def test_without_consent_nothing_is_signed_for_good():
    """Voters that want nothing of it refuse, whatever those at the table sign; what their word weighs may move them."""
    rung = RUNG | {"binding": True, "consent": ["voters"]}
    against = FIRM | {"role": "party", "positions": {"pie": {"ideal": 0, "salience": 50}}, "exclusion": 1}

    def asked(**voters):
        return columns(talks({}, rung, parties={"voters": against | voters}), 1)

    refused = asked()
    assert BLOCKS[refused["talks.block_how"][0]] == "did_not_consent"
    assert refused["talks.settlement.signed"][0] > 0
    assert refused["talks.settlement.reached"][0] == 0
    assert asked(exclusion=0)["talks.settlement.reached"][0] > 0
    moved = talks({}, rung, parties={"voters": against})
    moved["parties"]["state"]["influence"] = {"voters": 2}
    assert columns(moved, 1)["talks.settlement.reached"][0] > 0


def test_who_need_not_consent_is_not_asked():
    against = FIRM | {"role": "party", "positions": {"pie": {"ideal": 0, "salience": 50}}}
    binding = RUNG | {"binding": True}
    same(columns(talks({}, binding, parties={"voters": against}), 20), columns(talks({}, binding), 20))
