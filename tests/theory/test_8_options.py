"""Property 8 for options: on a line, an issue of options is the same issue with steps; and their order means nothing."""

import numpy as np
import pytest

from agents.rules.bargaining import issue_value
from tests.conftest import Listener, columns, listen, merged, mesa_columns, same, scenario

pytestmark = pytest.mark.slow

N = 300
NAMES = ("union", "federation", "confederation", "two_states")
IDEALS = {"rebels": 3, "state": 0, "patron": 1}
"""Which option, in that order, a party likes best."""

TALKS = scenario(
    time={"rounds": 30},
    issues={
        "prisoners": {"kind": "steps", "range": [0, 8], "delivered_by": "state", "tranches": 2},
        "truce": {"delivered_by": "rebels", "effects": {"calm": 0.5}},
    },
    parties={
        "rebels": {
            "violence": 40, "standing": 0.2, "patience": 8, "home_premium": -0.2,
            "positions": {
                "prisoners": {"ideal": 8, "salience": {"uniform": [50, 80]}},
                "truce": {"ideal": 0, "salience": {"uniform": [10, 30]}},
                "pie": {"salience": {"uniform": [20, 50]}},
            },
        },
        "state": {
            "violence": 60, "standing": 0.2, "home_premium": -0.2, "patience": 8, "caution": -0.2,
            "positions": {
                "prisoners": {"ideal": 0, "salience": {"uniform": [10, 30]}},
                "truce": {"ideal": 1, "salience": {"uniform": [50, 70]}},
                "pie": {"salience": {"uniform": [20, 50]}},
            },
        },
        "broker": {"role": "mediator", "formulation": 0.6, "bias": {"rebels": 0.5}},
    },
    tables={
        "talks": {
            "mediators": ["broker"], "review": 0.3, "failures": 8,
            "rungs": [
                {"name": "swap", "agenda": ["prisoners", "truce"], "package": True},
                {"name": "settlement", "agenda": ["pie", "status"], "binding": True},
                {"name": "after", "agenda": ["status"]},
            ],
        }
    },
    war={"branching": 0.2, "drift": 0.1},
    outcomes={"deal": None, "no_deal": None, "settled": {"table": "talks", "signed": "settlement"}, "open": {"otherwise": True}},
)  # fmt: skip
"""Two rungs on which the status may be settled, the second of them once it has been."""

PATRON = {
    "parties": {
        "patron": {
            "role": "patron", "influence": {"state": 0.4},
            "positions": {
                "truce": {"ideal": 1, "salience": {"uniform": [20, 40]}}, "pie": {"ideal": 0.3, "salience": 20},
            },
        }
    },
}  # fmt: skip
THREE = merged(TALKS, merged(PATRON, {"tables": {"talks": {"parties": ["rebels", "state", "patron"]}}}))
ABSENT = merged(TALKS, merged(PATRON, {"tables": {"talks": {"parties": ["rebels", "patron"]}}}))
"""The state, which would have to carry the status out, has no seat."""


def on_a_line(base, names):
    """The status as whole steps, which may go both ways."""
    steps = len(names) - 1
    kind = {"kind": "steps"} if steps > 1 else {"kind": "binary"}
    data = merged(base, {"issues": {"status": {**kind, "range": [0, steps], "delivered_by": "state", "two_way": True}}})
    return with_wishes(data, lambda ideal: {"ideal": min(ideal, steps)})


def with_wishes(data, wish):
    parties = {
        name: {"positions": {"status": {**wish(ideal), "salience": {"uniform": [40, 60]}}}}
        for name, ideal in IDEALS.items()
        if name in data["parties"]
    }
    return merged(data, {"parties": parties})


def as_options(base, names, order=None):
    """The status as options, each worth what the step would be."""
    steps = len(names) - 1

    def table(ideal):
        top = min(ideal, steps) / steps
        return {"values": {name: 7 + 50 * issue_value(k / steps, top) for k, name in enumerate(names)}}

    options = list(order or names)
    status = {"kind": "options", "options": options, "in_force": names[0], "delivered_by": "state"}
    return with_wishes(merged(base, {"issues": {"status": status}}), table)


@pytest.mark.parametrize("names", [NAMES[:2], NAMES[:3], NAMES])
@pytest.mark.parametrize("base", [TALKS, THREE, ABSENT], ids=["two", "three", "absent"])
def test_options_in_a_row_are_the_steps_of_an_issue(base, names):
    these, those = columns(on_a_line(base, names), N), columns(as_options(base, names), N)
    assert (these["status.agreed"] > 0).mean() > 0.05
    assert len(set(these["status.agreed_level"])) > 1
    different = {name for name in these if not np.allclose(these[name], those[name], rtol=0, atol=1e-9)}
    # how little room an absent deliverer leaves is measured between steps, but between options there is nothing
    blamed = {"talks.block_party", "talks.block_issue", "talks.block_how"}
    assert different <= (blamed if base is ABSENT else set())


@pytest.mark.parametrize("base", [TALKS, THREE, ABSENT], ids=["two", "three", "absent"])
def test_the_order_of_options_changes_nothing_but_their_numbers(base):
    order = [NAMES[i] for i in (2, 0, 3, 1)]
    these, those = columns(as_options(base, NAMES), N), columns(as_options(base, NAMES, order), N)
    for measure in ("status.agreed_level", "status.level"):
        here, there = (np.rint(3 * found[measure]).astype(int) for found in (these, those))
        assert [NAMES[k] for k in here] == [order[k] for k in there]
    same(these, those, ("status.agreed_level", "status.level"))


def refused(base, who, *names):
    """The options of the base, with values in no order, some of which a party refuses."""
    data = as_options(base, NAMES, NAMES[::-1])
    values = {"rebels": (0, 30, 10, 90), "state": (80, 10, 60, 50), "patron": (5, 90, 40, 30)}
    for name in data["parties"]:
        if name in IDEALS:
            table = dict(zip(NAMES, values[name], strict=True))
            data = merged(data, {"parties": {name: {"positions": {"status": {"values": table}}}}})
    return merged(data, {"parties": {who: {"positions": {"status": {"refuses": list(names)}}}}})


@pytest.mark.parametrize("base", [TALKS, THREE], ids=["two", "three"])
def test_what_a_party_refuses_is_never_agreed(base):
    free, bound = columns(refused(base, "state"), N), columns(refused(base, "state", "two_states", "union"), N)
    names = NAMES[::-1]
    agreed = {names[round(3 * x)] for x in free["status.agreed_level"][free["status.agreed"] > 0]}
    assert "two_states" in agreed
    agreed = {names[round(3 * x)] for x in bound["status.agreed_level"][bound["status.agreed"] > 0]}
    assert agreed
    assert not agreed & {"two_states", "union"}


@pytest.mark.parametrize("base", [TALKS, THREE, ABSENT], ids=["two", "three", "absent"])
def test_both_engines_play_options_alike(base):
    data = merged(
        refused(base, "rebels", "federation"), {"issues": {"seat": {"kind": "options", "options": ["a", "b"]}}}
    )
    data = merged(data, {
        "parties": {"rebels": {"positions": {"seat": {"values": {"a": {"uniform": [0, 1]}, "b": 0.5}, "salience": 30}}}},
        "tables": {"talks": {"rungs": [
            {"name": "swap", "agenda": ["prisoners", "truce", "seat"], "package": True},
            {"name": "settlement", "agenda": ["pie", "status"], "binding": True},
            {"name": "after", "agenda": ["status"], "requires": [{"issue": "seat", "is": "b"}]},
        ]}},
        "outcomes": {
            "settled": {"issue": "status", "is": "two_states", "by": 20}, "open": None,
            "agreed": {"issue": "status", "agreed": True, "is": "confederation"}, "other": {"otherwise": True},
        },
    })  # fmt: skip
    these = columns(data, 40)
    assert len(set(these["outcome"])) > 1
    same(these, mesa_columns(data, 40))


def test_equal_values_leave_nothing_to_settle():
    data = as_options(TALKS, NAMES)
    equal = {"status": {"values": dict.fromkeys(NAMES, 5)}}
    data = merged(data, {"parties": {"rebels": {"positions": equal}, "state": {"positions": equal}}})
    found = columns(data, 50)
    assert not found["status.agreed"].any()


class Packages(Listener):
    """What is tabled is allowed."""

    def __init__(self, bad):
        self.bad, self.seen = bad, 0

    def tell(self, w, kind, t, a, k, x):
        if kind in {"offer", "text"} and x > 0:
            for i in range(int(x)):
                if w.options[w.item[i]]:
                    self.seen += 1
                    assert round(w.item_text[i] * w.item_steps[i]) not in self.bad


def test_what_a_party_refuses_is_never_tabled():
    heard = Packages({NAMES[::-1].index("two_states")})
    listen(refused(TALKS, "state", "two_states"), 5, heard)
    assert heard.seen > 10


@pytest.mark.parametrize("base", [TALKS, THREE], ids=["two", "three"])
def test_values_that_an_event_changes_at_once_and_for_ever_are_those_of_the_file(base):
    """The event comes before anything else of the first round; values are put between 0 and 1 anew."""
    data = as_options(base, NAMES)
    path, table = "parties.rebels.positions.status.values", data["parties"]["rebels"]["positions"]["status"]["values"]
    best = max(table, key=table.get)
    changed = merged(data, {"parties": {"rebels": {"positions": {"status": {"values": {best: -200}}}}}})
    effects = [{"change": f"{path}.{best}", "to": -200}]
    moved = merged(data, {"events": [{"name": "split", "on": 1, "months": 1200, "effects": effects}]})
    as_it_was = columns(data, 100)
    these, those = columns(changed, 100), columns(moved, 100)
    assert (these["status.agreed_level"] != as_it_was["status.agreed_level"]).any()
    same(these, those)
