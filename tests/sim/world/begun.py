"""A small world that has just begun, with one of everything, for tests that ask a single function of the rounds."""

import numpy as np

from sim.engine.mesa_model import PeaceTalks
from tests.conftest import compiled, merged

ONE_OF_EVERYTHING = {
    "parley": 1,
    "title": "One of everything",
    "as_of": "2020-01-01",
    "time": {"rounds": 12},
    "issues": {
        "land": {"delivered_by": "state", "two_way": True},
        "men": {"kind": "steps", "range": [0, 10], "delivered_by": ["rebels", "state"], "tranches": 3},
        "rule": {"kind": "options", "options": ["one", "two", "three", "four", "five"], "delivered_by": "state"},
    },
    "parties": {
        "neighbour": {"role": "party", "positions": {"land": {"ideal": 0.25, "salience": 10}}},
        "rebels": {
            "role": "insurgent",
            "violence": 20,
            "positions": {
                "land": {"ideal": 1, "salience": 50},
                "men": {"ideal": 10, "salience": 30},
                "rule": {"values": {"one": 0, "two": 1, "three": 2, "four": 3, "five": 4}, "salience": 20},
            },
        },
        "state": {
            "role": "government",
            "violence": 10,
            "positions": {
                "land": {"ideal": 0, "salience": 20},
                "men": {"ideal": 0, "salience": 30},
                "rule": {"values": {"one": 4, "two": 3, "three": 2, "four": 1, "five": 0}, "salience": 50},
            },
        },
        "broker": {"role": "mediator"},
    },
    "tables": {
        "back": {"parties": ["rebels", "state"], "rungs": [{"name": "men_first", "agenda": ["men"]}]},
        "talks": {
            "parties": ["rebels", "state"],
            "mediators": ["broker"],
            "rungs": [
                {"name": "swap", "agenda": ["men", "land"], "order": ["men", "land"]},
                {"name": "settlement", "agenda": ["land", "rule"], "binding": True},
            ],
        },
    },
    "war": {},
    "outcomes": {"deal": {"table": "talks", "reached": "settlement"}, "no_deal": {"otherwise": True}},
}
NEIGHBOUR, REBELS, STATE = range(3)
LAND, MEN, RULE = range(3)
BACK, TALKS = range(2)


def begun(listener=None, **changes):
    """The world of this scenario, with changes, as history 0 of seed 1 begins: its arrays may be written to."""
    return PeaceTalks(compiled(merged(ONE_OF_EVERYTHING, changes)), 1, listener=listener, collect=False).world


def fill(array, value):
    """Write a value, or nested lists of them, into all of an array of a world."""
    np.asarray(array)[...] = value
