"""Events that move what is in force, for good, and what parties want, while they last."""

import numpy as np
import pytest

from tests.conftest import Listener, columns, listen, mesa_columns, same, scenario


class Notes(Listener):
    """Notes, as each round ends, what some question about the world gives."""

    def __init__(self, question):
        self.question, self.seen = question, []

    def tell(self, w, kind, t, a, k, x):
        if kind == "round over":
            self.seen.append(self.question(w))


def shaken(*effects, months=1, on=3, **changes):
    return scenario(
        events=[{"name": "shock", "on": on, "months": months, "effects": list(effects)}], time={"rounds": 6}, **changes
    )


def by_round(data, question):
    notes = Notes(question)
    listen(data, 1, notes)
    return notes.seen


PRISONERS = {"pie": {"range": [100, 0], "kind": "steps", "step": 10, "in_force": 80}}
NOBODY_MEETS = {"talks": {"occasion": 0}}


@pytest.mark.parametrize(
    ("effect", "level"),
    [
        ({"to": 30}, 30),
        ({"add": -20}, 60),
        ({"add": 10}, 90),
        ({"add": {"uniform": [-22, -22]}}, 60),
        ({"add": {"uniform": [-28, -28]}}, 50),
    ],
)
def test_an_issue_stands_from_then_on_where_an_event_moves_it(effect, level):
    """In its unit, on its steps, and for good, though the event is over."""
    data = shaken({"change": "issues.pie.level", **effect}, issues=PRISONERS, tables=NOBODY_MEETS)
    seen = by_round(data, lambda w: (100 - 100 * w.level[0], 100 - 100 * w.base_level[0]))
    assert np.allclose(seen, [(80, 80)] * 2 + [(level, level)] * 4)
    same(columns(data, 20), mesa_columns(data, 20))


def test_what_is_moved_beyond_the_end_stays_there():
    data = shaken({"change": "issues.pie.level", "add": -500}, issues=PRISONERS, tables=NOBODY_MEETS)
    assert by_round(data, lambda w: w.level[0])[2:] == [1.0] * 4


def test_a_gesture_is_over_once_an_event_moves_its_issue():
    """The truce of a party does not lapse to what was before the event."""
    no_more = {"change": "parties.rebels.gestures.sign.rate", "to": 0}
    data = shaken({"change": "issues.pie.level", "to": 0.7}, no_more, months=4, tables=NOBODY_MEETS)
    data["parties"]["rebels"]["gestures"] = {"sign": {"issue": "pie", "level": 0.4, "months": 4, "rate": 1}}
    data["parties"]["rebels"] |= {"informativeness": 1, "rationality": float("inf"), "settles": 1}
    assert by_round(data, lambda w: w.level[0]) == [0.4, 0.4, 0.7, 0.7, 0.7, 0.7]


@pytest.mark.parametrize(("months", "rounds"), [(1, 1), (3, 3)])
def test_a_party_wants_something_else_while_an_event_lasts(months, rounds):
    effects = (
        {"change": "parties.state.positions.pie.ideal", "to": 50},
        {"change": "parties.rebels.positions.pie.ideal", "add": -20},
        {"change": "parties.state.positions.war.salience", "times": 3},
    )
    war = {"range": [0, 1]}
    data = shaken(*effects, months=months, issues={"pie": {"range": [0, 100]}, "war": war}, tables=NOBODY_MEETS)
    data["parties"]["rebels"]["positions"] = {"pie": {"ideal": 100, "salience": 50}}
    data["parties"]["state"]["positions"] = {"pie": {"ideal": 0, "salience": 20}, "war": {"ideal": 1, "salience": 20}}
    seen = by_round(
        data, lambda w: (w.ideal[1, 0], w.ideal[0, 0], w.weight[1, 1], w.home_weight[1, 1], w.home_ideal[1, 0])
    )
    before, during = (0.0, 1.0, 0.5, 0.5, 0.0), (0.5, 0.8, 0.75, 0.75, 0.5)
    assert np.allclose(seen, [before] * 2 + [during] * rounds + [before] * (4 - rounds))


def test_those_at_home_keep_what_they_have_of_their_own():
    data = shaken(
        {"change": "parties.state.positions.pie.ideal", "to": 0.5},
        {"change": "parties.rebels.positions.pie.home.ideal", "to": 0.6},
        tables=NOBODY_MEETS,
    )
    for party in ("state", "rebels"):
        ideal = data["parties"][party]["positions"]["pie"]["ideal"]
        data["parties"][party]["positions"] = {"pie": {"ideal": ideal, "salience": 50, "home": {"ideal": 0.2}}}
    seen = by_round(data, lambda w: (w.ideal[0, 0], w.home_ideal[0, 0], w.ideal[1, 0], w.home_ideal[1, 0]))
    assert np.allclose(seen[2], (1, 0.6, 0.5, 0.2))


def test_the_share_of_stakes_on_a_table_follows():
    data = shaken({"change": "parties.state.positions.war.salience", "to": 0}, issues={"war": {}}, tables=NOBODY_MEETS)
    data["parties"]["state"]["positions"] = {"pie": {"ideal": 0, "salience": 20}, "war": {"ideal": 1, "salience": 80}}
    assert np.allclose(by_round(data, lambda w: w.table_share[0, 1])[1:4], (0.2, 1.0, 0.2))


def test_a_state_that_comes_to_want_a_deal_makes_one():
    """Nobody gains by half measures here: as long as the state would give nothing, there is no deal; then there is."""
    loath = {"rebels": {"positions": {"pie": {"ideal": 1, "salience": 50, "red_line": [0.9, 1]}}}}
    data = shaken({"change": "parties.state.positions.pie.ideal", "to": 1}, months=24, parties=loath)
    data["time"]["rounds"] = 24
    still = data | {"events": []}
    assert columns(data, 200)["talks.settlement.reached"].mean() > 0
    assert (columns(still, 200)["talks.settlement.reached"] > 0).mean() < 0.2 * (
        columns(data, 200)["talks.settlement.reached"] > 0
    ).mean()
