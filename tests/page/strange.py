"""Scenarios as nobody has written one yet: small ones, each with something odd, and random ones with more of everything."""

import numpy as np

from sim.scenario.checks import errors, unrunnable
from sim.scenario.vocabulary import Scenario
from tests.conftest import PLAIN, merged
from tests.properties.random_scenarios import maybe, number, random_scenario

ENDLESS = float("inf")
WAR = merged(
    PLAIN,
    {
        "issues": {"pie": {"effects": {"calm": 0.3}}},
        "parties": {
            "rebels": {"violence": 12},
            "state": {"violence": 10},
            "patron": {"role": "patron", "violence": 3, "positions": {"pie": {"ideal": 0.2, "salience": 9}}},
        },
        "war": {"branching": 0.4},
    },
)
"""A war over the pie: three parties fight."""
COUNTED = {
    **WAR["outcomes"],
    "no_deal": None,
    "quiet": {"violence": "all", "at_most": 300},
    "else": {"otherwise": True},
}


def fighting(*changes):
    """The war with changes, of which it is asked how much is fought, too."""
    data = {**WAR, "outcomes": {name: made for name, made in COUNTED.items() if made is not None}}
    for change in changes:
        data = merged(data, change)
    return data


def of_rebels(**changes):
    """Changes of one party."""
    return {"parties": {"rebels": changes}}


SMALL = {
    "no war": fighting({"war": None}),
    "violence that nobody knows": fighting(of_rebels(violence={"uniform": [5, 30]})),
    "no violence at all": fighting({"parties": {name: {"violence": 0} for name in ("rebels", "state", "patron")}}),
    "violence that is none at its middle": fighting(of_rebels(violence={"choice": [0, 0, 40]})),
    "answers that are given": fighting(
        {"war": {"answers": {"rebels": {"state": {"uniform": [0.3, 1]}, "rebels": 0.2}, "state": {"rebels": 1}}}}
    ),
    "a branching that nobody knows": fighting({"war": {"branching": {"triangular": [0.1, 0.3, 0.8]}}}),
    "a normal level that may be worked out": fighting({"war": {"normal": {"choice": [0, 60]}}}),
    "a normal level that is given": fighting({"war": {"normal": 25}}),
    "no limit to reason": fighting(
        of_rebels(rationality={"choice": {"4": 1, ".inf": 2}}), {"war": {"dispersion": {"choice": [2, ENDLESS]}}}
    ),
    "a red line that leaves no room": fighting(
        of_rebels(positions={"pie": {"ideal": {"uniform": [0.6, 1]}, "red_line": [{"uniform": [0.2, 0.9]}, 1]}})
    ),
    "a red line beside an event": fighting(
        of_rebels(positions={"pie": {"red_line": [{"uniform": [0.2, 0.7]}, 1]}}),
        {
            "events": [
                {"name": "shock", "rate": 0.2, "effects": [{"change": "parties.rebels.positions.pie.ideal", "to": 0.5}]}
            ]
        },
    ),
    "a red line of more digits than anybody needs": fighting(
        of_rebels(positions={"pie": {"red_line": [0.1234567890124, 1]}})
    ),
    "an event between two steps": fighting(
        {
            "issues": {"pie": {"kind": "steps", "range": [2, 8], "step": 2}},
            "parties": {
                "rebels": {"positions": {"pie": {"ideal": 8}}},
                "state": {"positions": {"pie": {"ideal": 2}}},
                "patron": {"positions": {"pie": {"ideal": {"normal": [3, 2]}}}},
            },
            "events": [
                {"name": "decree", "on": 3, "effects": [{"change": "issues.pie.level", "to": {"uniform": [2, 8]}}]},
                {"name": "drift", "rate": 0.2, "effects": [{"change": "issues.pie.level", "add": {"normal": [1, 2]}}]},
            ],
        }
    ),
    "hardly any doubt": fighting(of_rebels(violence={"uniform": [1000.1, 1000.2]}, patience={"uniform": [3, 3]})),
    "names of other things": fighting(
        {
            "parties": {
                "constructor": {
                    "role": "party",
                    "positions": {"pie": {"ideal": 1, "salience": 30}},
                    "standing_with": {"in_force": 0.1},
                    "violence": 4,
                },
                "in_force": {"role": "party", "positions": {"pie": {"ideal": 0, "salience": 30}}},
                "talks": {"role": "party", "positions": {"pie": {"ideal": 0, "salience": 30}}},
            },
            "tables": {"talks": {"parties": ["constructor", "in_force", "rebels", "state"]}},
        }
    ),
    "titles that end a script": fighting(
        {"title": "\u202eעברית 🕊 </script>{{data}} \u2028", "issues": {"pie": {"title": "<!-- 'a' \"b\" `${c}`"}}}
    ),
    "a single round": fighting({"time": {"rounds": 1}}),
    "many weeks": fighting({"time": {"step": "week", "rounds": 150}}),
}
"""By what is odd about each."""


def stranger(seed):
    """A random scenario with uncertain red lines, people at home, infinite values, options and every sort of war."""
    rng, data = np.random.default_rng((seed, 2)), random_scenario(seed)
    principals = {name: made for name, made in data["parties"].items() if made["role"] != "mediator"}
    for made in principals.values():
        for name, position in made["positions"].items():
            position.pop("red_line", None)
            low, high = sorted(data["issues"][name].get("range", [0, 1]))
            position.update(maybe(rng, 0.3, lambda low=low, high=high: _line(rng, low, high)))
            position.update(maybe(rng, 0.3, lambda low=low, high=high: {"home": {"ideal": number(rng, low, high)}}))
        made.update(maybe(rng, 0.5, lambda: {"violence": _violence(rng)}))
        made.update(maybe(rng, 0.3, lambda: {"rationality": {"choice": [5, ENDLESS]}}))
    if rng.random() < 0.3:
        _add_options(rng, data, principals)
    if "war" in data:
        data["war"] |= maybe(rng, 0.6, lambda: {"normal": [0, 20, {"choice": [0, 40]}][rng.integers(3)]})
        one, other = list(principals)[:2]
        for i, j in ((one, other), (other, one)) if rng.random() < 0.4 else ():
            data["war"].setdefault("answers", {})[i] = {j: number(rng, 0, 1.2)}
    return data


def _violence(rng):
    """None, or none at its middle, or a bell that is cut off there."""
    return [0, {"choice": [0, 0, 9]}, {"normal": [9, 20]}][rng.integers(3)]


def _line(rng, low, high):
    """A wish within a red line, whose ends may both be uncertain."""
    a, b, c, d = sorted(rng.uniform(low, high, 4).round(5).tolist())
    line = [number(rng, low, a), number(rng, d, high)]
    return {"ideal": number(rng, b, c), "red_line": line if rng.random() < 0.7 else line[::-1]}


def _add_options(rng, data, principals):
    """An issue whose levels lie on no line, on the last step of a table."""
    names = ("north", "south", "both")
    data["issues"]["where"] = {"kind": "options", "options": list(names), "delivered_by": next(iter(principals))}
    for made in principals.values():
        values = {name: number(rng, 0, 10) for name in names}
        made["positions"]["where"] = {"salience": number(rng, 1, 100), "values": values}
    rung = data["tables"]["table_0"]["rungs"][-1]
    rung["agenda"] = [*rung["agenda"], "where"]
    rung.pop("order", None)


def sound(data):
    """Whether a file may say so, and can be run."""
    try:
        scenario = Scenario.model_validate(data)
    except ValueError:
        return False
    return not any(True for check in (errors, unrunnable) for _ in check(scenario))
