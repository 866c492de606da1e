"""Property 2: where no text could be signed, a binding rung is reached in none of many histories."""

import pytest

from tests.conftest import columns, merged, scenario

N = 5_000
HURT = {"cost": 1.5}
UNSURE = {"walk_away_spread": 1, "patience_spread": 1, "turnover": 0.2}
EAGER = {"effort": -0.5, "home_premium": -1, "patience": 3, "resolve": -1, "rationality": 2}
BROKER = {
    "parties": {"broker": {"role": "mediator", "formulation": 1, "pull": 0.5, "communication": 1}},
    "tables": {"talks": {"mediators": ["broker"]}},
}
BLOODY = {"war": {"hurt": 10}, "parties": {"rebels": {"violence": 50}, "state": {"violence": 50}}}


def both(party):
    return {"parties": {"rebels": party, "state": party}}


PARAMETERS = pytest.mark.parametrize(
    "changes",
    [
        {},
        both(HURT),
        both(UNSURE),
        both(EAGER),
        both(EAGER | HURT | UNSURE),
        merged(both(EAGER | UNSURE), BROKER),
        merged(both(EAGER), BLOODY),
    ],
    ids=["plain", "hurt", "unsure", "eager", "all", "mediated", "bloody"],
)


def assert_never_reached(data):
    found = columns(data, N)
    for record in ("reached", "signed", "delivered"):
        assert not found[f"talks.settlement.{record}"].any()
    return found


@PARAMETERS
def test_red_lines_that_do_not_overlap_are_never_bridged(changes):
    lines = {
        "rebels": {"positions": {"pie": {"red_line": [0.51, 1]}}},
        "state": {"positions": {"pie": {"red_line": [0, 0.5]}}},
    }
    assert_never_reached(merged(scenario(parties=lines), changes))


@PARAMETERS
@pytest.mark.parametrize(
    ("kind", "rebels", "state"),
    [({"kind": "binary"}, [1, 1], [0, 0]), ({"kind": "steps", "range": [0, 4]}, [3, 4], [0, 2])],
    ids=["binary", "steps"],
)
def test_one_issue_beyond_red_lines_blocks_all_that_is_settled_with_it(kind, rebels, state, changes):
    """Whatever else there is to trade; also where everything left is bargained over at once."""
    top = kind.get("range", [0, 1])[1]
    data = scenario(
        issues={"flag": kind},
        parties={
            "rebels": {"positions": {"flag": {"ideal": top, "salience": 1, "red_line": rebels}}},
            "state": {"positions": {"flag": {"ideal": 0, "salience": 1, "red_line": state}}},
        },
        tables={
            "talks": {
                "rungs": [
                    {"name": "contact", "package": True},
                    {"name": "settlement", "agenda": ["pie", "flag"], "binding": True},
                ]
            }
        },
    )
    assert_never_reached(merged(data, changes))


@PARAMETERS
def test_a_binary_issue_alone_is_never_given_away(changes):
    found = assert_never_reached(merged(scenario(issues={"pie": {"kind": "binary"}}), changes))
    if "rebels" in changes.get("parties", {}):
        assert found["talks.meetings"].mean() > 1  # it is not for want of meeting


def test_beside_another_issue_the_binary_one_can_be_traded():
    data = scenario(
        issues={"pie": {"kind": "binary"}, "flag": {"kind": "binary"}},
        parties={
            "rebels": {"positions": {"pie": {"salience": 80}, "flag": {"ideal": 1, "salience": 20}}} | EAGER,
            "state": {"positions": {"pie": {"salience": 20}, "flag": {"ideal": 0, "salience": 80}}} | EAGER,
        },
        tables={"talks": {"rungs": [{"name": "settlement", "agenda": ["pie", "flag"], "binding": True}]}},
    )
    assert (columns(data, N)["talks.settlement.signed"] > 0).mean() > 0.5
