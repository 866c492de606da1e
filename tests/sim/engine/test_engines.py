"""The Mesa model and the kernel play the same histories to the bit, however the work is split."""

import threading

import numpy as np
import pytest

from agents.decisions import DECISIONS
from experiments.runs.blocks import BLOCK, CompiledEngine, block_count, run
from experiments.runs.workers.threads import Threads
from sim.world import state
from tests.conftest import Listener, columns, compiled, kernel, listen, merged, mesa_columns, same, scenario
from tests.properties.random_scenarios import random_scenario
from tests.properties.strict import FromTheStart

pytestmark = pytest.mark.slow

RATES = {"rebels": {"violence": 40}, "state": {"violence": 60}}

SWAP = scenario(
    time={"rounds": 40},
    issues={
        "prisoners": {
            "kind": "steps",
            "range": [0, 8],
            "unit": "prisoners",
            "delivered_by": "state",
            "tranches": 4,
        },
        "truce": {"delivered_by": "rebels", "effects": {"calm": 0.5}},
    },
    parties={
        "rebels": {
            "standing": 0.3,
            "settles": {"beta": [4, 4]},
            "positions": {"prisoners": {"ideal": 8, "salience": 80}, "truce": {"ideal": 0, "salience": 20}},
        },
        "state": {
            "caution": -0.2,
            "positions": {
                "prisoners": {"ideal": 0, "salience": 20},
                "truce": {"ideal": 1, "salience": 80, "red_line": [0.2, 1]},
            },
        },
    },
    tables={
        "talks": {
            "failures": 3,
            "rungs": [
                {"name": "contact"},
                {
                    "name": "swap",
                    "agenda": ["prisoners", "truce"],
                    "order": ["truce", "prisoners"],
                    "package": True,
                },
                {"name": "settlement", "agenda": ["pie"], "binding": True},
            ],
        }
    },
)
"""Non-binding swap, then a binding pie; order, tranches and a package."""

MEDIATED = merged(
    SWAP,
    {
        "parties": {
            "broker": {
                "role": "mediator",
                "formulation": 0.8,
                "skill": 0.6,
                "bias": {"rebels": 0.7},
                "acceptability": {"state": -0.5},
                "guarantee": 0.2,
            },
            "neighbour": {
                "role": "mediator",
                "communication": 1,
                "stake": 0.9,
                "formulation": {"uniform": [0, 1]},
            },
            "rebels": {"patience": 12, "home_premium": -0.3},
            "state": {"patience": 12, "home_premium": -0.3},
        },
        "tables": {"talks": {"mediators": ["neighbour", "broker"], "secret": True, "leak": 0.2}},
    },
)
"""Two mediators with words and texts at a secret table that leaks."""

THREE = merged(
    SWAP,
    {
        "parties": {
            **RATES,
            "patron": {
                "role": "patron",
                "violence": 20,
                "troops": 15000,
                "exposure_with": {"rebels": 0.05},
                "positions": {
                    "pie": {"ideal": 0.4, "salience": 30},
                    "truce": {"ideal": 1, "salience": 50},
                    "bases": {"ideal": 0, "salience": 60},
                },
            },
            "rebels": {
                "hardliners": {"control": 0.1},
                "violence": 40,
                "positions": {"bases": {"ideal": 2, "salience": 60}},
            },
        },
        "issues": {
            "bases": {
                "kind": "steps",
                "range": [0, 2],
                "delivered_by": "patron",
                "effects": {"troops": 14000, "leverage": 0.1},
            }
        },
        "tables": {
            "talks": {
                "parties": ["patron", "rebels", "state"],
                "convener": "patron",
                "review": 0.9,
                "rungs": [
                    {"name": "opening", "agenda": ["truce", "bases"]},
                    {"name": "settlement", "agenda": ["pie", "prisoners"], "binding": True},
                ],
            }
        },
        "war": {
            "branching": 0.3,
            "season": [1, 1, 1, 2, 3, 3, 3, 3, 2, 1, 1, 1],
            "drift": 0.2,
            "trend": 0.005,
        },
    },
)
"""Three principals at one table in a seasonal war, with spoilers, withdrawal and frequent reviews."""

ABSENT = merged(
    THREE,
    {
        "parties": {
            "patron": {
                "influence": {"state": 0.3},
                "shelters": {"rebels": 0.1},
                "weary": 0.005,
                "gestures": {"pause": {"issue": "bases", "level": 1, "rate": 0.5}},
            },
            "rebels": {"gestures": {"holiday": {"issue": "truce", "level": 0.5, "months": 0.5, "rate": 0.6}}},
            "state": {"exclusion": 0.05, "shelters": {"patron": 0.05}},
        },
        "tables": {
            "talks": None,
            "channel": {
                "parties": ["patron", "rebels"],
                "secret": True,
                "review": 0.9,
                "met": 1,
                "rungs": [
                    {"name": "swap", "agenda": ["prisoners", "bases"]},
                    {"name": "truce", "agenda": ["truce"]},
                ],
            },
            "intra": {
                "parties": ["rebels", "state"],
                "rungs": [
                    {"name": "talks", "agenda": [], "requires": [{"table": "channel", "reached": "swap"}]},
                    {
                        "name": "peace",
                        "agenda": ["pie", "truce"],
                        "binding": True,
                        "requires": [{"issue": "bases", "at_most": 2}],
                    },
                ],
            },
        },
        "outcomes": {
            "deal": None,
            "no_deal": None,
            "peace": {"table": "intra", "reached": "peace", "by": "2021-06-30"},
            "channel": {
                "any": [
                    {"table": "channel", "signed": "truce"},
                    {
                        "all": [
                            {"table": "channel", "meetings": 2},
                            {"not": {"table": "intra", "collapsed": True}},
                        ]
                    },
                ]
            },
            "rest": {"otherwise": True},
        },
    },
)
"""Prisoners promised where their jailer does not sit; requirements across tables; shelters and gestures."""

EVENTFUL = merged(
    ABSENT,
    {
        "events": [
            {"name": "leak", "on": "2020-03-10", "effects": [{"change": "tables.channel.secret", "to": 0}]},
            {
                "name": "offensive",
                "rate": 0.2,
                "months": 2,
                "effects": [
                    {"change": "leverage", "add": {"uniform": [-0.2, 0.2]}},
                    {"change": "parties.rebels.violence", "times": 2},
                ],
            },
            {
                "name": "election",
                "on": 7,
                "months": 6,
                "once": True,
                "effects": [
                    {"change": "parties.state.turnover", "to": 0.3},
                    {"change": "parties.state.cost", "add": 0.1},
                ],
            },
            {
                "name": "envoy",
                "rate": 0.1,
                "months": 0,
                "effects": [
                    {"change": "tables.intra.occasion", "to": 1},
                    {"change": "war.drift", "times": 0.5},
                ],
            },
        ],
    },
)
"""Events of every kind."""

DEMANDING = merged(
    EVENTFUL,
    {
        "issues": {
            "prisoners": {"public": True},
            "meeting": {
                "kind": "binary", "revocable": False, "delivered_by": "rebels",
                "follow": {"table": "intra", "reached": "talks"},
            },
            "bases": {"two_way": True},
        },
        "parties": {
            "rebels": {
                "demands": {"first": {"firm": {"beta": [3, 2]}, "relent": 0.1}, "second": {"firm": 0.4}},
                "effort_at": {"intra": {"uniform": [0, 0.1]}},
                "standing_with": {"state": 0},
                "positions": {"meeting": {"ideal": 0, "salience": 10}},
            },
            "patron": {
                "gestures": {"pause": {"lasting": True}}, "positions": {"meeting": {"ideal": 1, "salience": 20}},
            },
        },
        "tables": {
            "channel": {
                "failures": 20,
                "rungs": [
                    {"name": "swap", "agenda": ["prisoners", "bases"]},
                    {"name": "truce", "agenda": ["truce", "meeting"]},
                ],
            },
            "intra": {
                "failures": 20,
                "rungs": [
                    {"name": "talks", "requires": [{"table": "channel", "reached": "swap", "demand": "rebels.first"}]},
                    {"name": "terms", "agenda": ["truce"], "demand": "rebels.second"},
                    {"name": "peace", "agenda": ["pie"], "binding": True, "public": True},
                ],
            },
        },
        "events": [
            *EVENTFUL["events"],
            {"name": "death", "rate": 0.1, "calls_off": {"channel": 0.5, "intra": 0.5}},
        ],
        "war": {"victory": 0.02, "volatility": 0.1},
        "outcomes": {
            "peace": None, "channel": None, "rest": None,
            "won": {"won": "insurgent"}, "agreed": {"table": "intra", "reached": "peace"}, "other": {"otherwise": True},
        },
    },
)  # fmt: skip
"""Demands, a fact that follows another, public acts, talks called off, and a war that may be won."""

UNCERTAIN = merged(
    EVENTFUL,
    {
        "time": {"step": "week", "rounds": 60},
        "as_of": "2020-01-15",
        "parties": {
            "rebels": {
                "settles": {"beta": [2, 2]},
                "signals": {"uniform": [0.5, 2]},
                "patience": {"choice": [3, 5, 20]},
                "effort": {"normal": [0.05, 0.02]},
                "positions": {
                    "prisoners": {
                        "ideal": {"triangular": [2, 6, 8]},
                        "salience": {"choice": {"10": 1, "90": 2}},
                    }
                },
            },
            "state": {
                "rationality": float("inf"),
                "positions": {"truce": {"home": {"ideal": 0.5, "salience": {"uniform": [1, 100]}}}},
            },
        },
        "war": {"dispersion": float("inf"), "branching": {"beta": [1, 9]}},
    },
)
"""Weeks, every form of uncertain number, a party that never errs, and Poisson counts."""

PROMISED = merged(
    SWAP,
    {
        "issues": {
            "prisoners": {"lag": {"uniform": [0, 3]}},
            "truce": {"delivered_by": ["rebels", "state"], "after": {"violence": "all", "months": 1, "at_most": 200}},
        },
        "parties": {
            "rebels": {"violence": 60},
            "state": {"influence": {"voters": {"uniform": [-0.2, 0.2]}}},
            "voters": {"role": "party", "rationality": 3, "positions": {"pie": {"ideal": 0.3, "salience": 50}}},
        },
        "tables": {"talks": {"rungs": [*SWAP["tables"]["talks"]["rungs"][:2], {
            "name": "settlement", "agenda": ["pie"], "binding": True, "consent": ["voters"],
        }]}},
        "war": {},
        "events": [
            {"name": "verdict", "rate": 0.2, "months": 3, "effects": [
                {"change": "issues.pie.level", "add": 0.05},
                {"change": "parties.state.positions.pie.ideal", "to": {"uniform": [0, 0.3]}},
                {"change": "parties.rebels.positions.truce.salience", "times": 2},
            ]},
        ],
    },
)  # fmt: skip
"""What several deliver, later or once something holds; consent from outside; events that move levels and wants."""

REFUSED = merged(
    SWAP,
    {
        "parties": {
            "rebels": {"patience": 2, "positions": {"truce": {"red_line": [0, 0.1]}}},
            "state": {"standing": 0.3},
        },
        "tables": {"talks": {"failures": 1}},
    },
)
"""Red lines that leave no room, and talks that do not survive a failure."""

HAND_MADE = {
    "swap": SWAP,
    "mediated": MEDIATED,
    "three": THREE,
    "absent": ABSENT,
    "eventful": EVENTFUL,
    "demanding": DEMANDING,
    "uncertain": UNCERTAIN,
    "promised": PROMISED,
    "refused": REFUSED,
}


@pytest.mark.parametrize("name", HAND_MADE)
def test_both_engines_play_hand_made_histories_to_the_bit(name):
    same(columns(HAND_MADE[name], 25), mesa_columns(HAND_MADE[name], 25))


@pytest.mark.parametrize("seed", range(40))
def test_both_engines_play_random_histories_to_the_bit(seed):
    data = random_scenario(seed)
    same(columns(data, 5, seed=seed), mesa_columns(data, 5, seed=seed))


@pytest.mark.parametrize("data", [*HAND_MADE.values(), *map(random_scenario, range(10))])
def test_no_rule_counts_from_the_end_of_an_array(data, monkeypatch):
    monkeypatch.setattr(state, "memoryview", FromTheStart, raising=False)
    mesa_columns(data, 5)


def test_both_engines_agree_for_seeds_and_histories_of_more_than_32_bits_together():
    seed = 2**62 + 12345
    same(columns(SWAP, 10, seed=seed), mesa_columns(SWAP, 10, seed=seed))


class Heard(Listener):
    def __init__(self):
        self.heard = set()

    def tell(self, w, kind, t, a, k, x):
        self.heard.add(kind)

    def tell_choice(self, w, kind, a, t, k, terms, settle, stall, yes):
        self.heard.add((kind, bool(yes)))


def test_the_hand_made_scenarios_leave_no_mechanism_out():
    listener = Heard()
    for data in HAND_MADE.values():
        listen(data, 25, listener)
    decisions = {
        (kind, yes) for kind in DECISIONS if kind not in {"propose", "accept", "accept_text"} for yes in (True, False)
    }
    events = {
        "round",
        "event",
        "turnover",
        "leak",
        "resumed",
        "meeting",
        "package",
        "offer",
        "refusal",
        "no offer possible",
        "text",
        "walk-out",
        "warning",
        "vouching",
        "agreed",
        "delivery",
        "default",
        "climbed",
        "collapse",
        "taken back",
        "gesture",
        "incidents",
        "announced",
        "relented",
        "passed over",
        "held to a demand",
        "called off",
        "won",
        "not yet due",
        "moved by an event",
    }
    assert decisions | events <= listener.heard, (decisions | events) - listener.heard


@pytest.mark.parametrize("name", ["mediated", "uncertain"])
def test_however_the_histories_are_split_each_is_the_same(name):
    data = HAND_MADE[name]
    at_once = columns(data, 100)
    in_sevens = [columns(data, min(7, 100 - first), first=first) for first in range(0, 100, 7)]
    same(at_once, {key: np.concatenate([part[key] for part in in_sevens]) for key in at_once})


def test_a_history_on_its_own_is_the_same_as_in_its_row():
    at_once = columns(EVENTFUL, 20)
    for history in (19, 0, 7):
        same(
            {key: values[history : history + 1] for key, values in at_once.items()},
            columns(EVENTFUL, 1, first=history),
        )


def test_one_engine_may_play_several_scenarios_in_turn():
    engine = CompiledEngine()
    first = columns(SWAP, 10, engine=engine)
    columns(THREE, 10, engine=engine)
    same(first, columns(SWAP, 10, engine=engine))


def test_another_seed_gives_other_histories():
    these, those = columns(SWAP, 200, seed=1), columns(SWAP, 200, seed=2)
    assert (these["talks.first_meeting"] != those["talks.first_meeting"]).any()
    assert (these["rebels.walk_away"] != those["rebels.walk_away"]).mean() > 0.9


def test_one_worker_and_two_add_up_to_the_same():
    made, histories = compiled(SWAP), BLOCK + 700
    assert block_count(histories) == 2
    advanced = []
    lock = threading.Lock()

    def advance(n):
        with lock:
            advanced.append(n)

    alone = run(made, 1, histories, kernel(), None, Threads(1)).sums
    together = run(made, 1, histories, kernel(), None, Threads(2), advance).sums
    same(
        {key: np.asarray(value) for key, value in alone.items()},
        {key: np.asarray(value) for key, value in together.items()},
    )
    assert alone.keys() == together.keys()
    assert sum(advanced) == histories


def test_agents_remember_nothing_of_another_history():
    """An agent that keeps count counts from nothing in every history: a history is the same alone and in a row."""
    from agents.insurgent import Insurgent
    from sim.engine.mesa_model import PeaceTalks

    class Tired(Insurgent):
        asked = 0

        def attend(self, table):
            self.asked += 1
            settle, stall = super().attend(table)
            return (*settle, -0.05 * self.asked), (*stall, -0.05 * self.asked)

    row = PeaceTalks(compiled(scenario()), 1, agents={"rebels": Tired})
    for number in range(6):
        row.play(number)
    alone = PeaceTalks(compiled(scenario()), 1, agents={"rebels": Tired})
    alone.play(5)
    assert list(row.world.meetings_held) == list(alone.world.meetings_held)


def test_mirror_images_are_reviewed_alike():
    """Two parties that differ in their names alone take back alike, though both may refuse in the same round."""
    wish = {"positions": {"x": {"ideal": 1, "salience": 50}, "y": {"ideal": 0, "salience": 50}}}
    mirror = {"positions": {"x": {"ideal": 0, "salience": 50}, "y": {"ideal": 1, "salience": 50}}}
    hasty = {"settles": 1, "effort": -1, "keep_word": 0.5, "lock_in": -1, "role": "party"}
    data = {
        **scenario(),
        "issues": {"x": {"delivered_by": "bb"}, "y": {"delivered_by": "aa"}},
        "parties": {"aa": hasty | wish, "bb": hasty | mirror},
        "tables": {"talks": {"parties": ["aa", "bb"], "review": 1, "rungs": [{"name": "swap", "agenda": ["x", "y"]}]}},
        "outcomes": {"all": {"otherwise": True}},
    }
    found = columns(data, 4000)
    difference = found["x.level"] - found["y.level"]
    assert abs(difference.mean()) < 5 * difference.std() / len(difference) ** 0.5 + 1e-12
