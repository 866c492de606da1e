"""The engine against the second coding, on small scenarios made at random in which any mechanism may be on."""

import random

import pytest

from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import compile_scenario
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Scenario
from sim.world.codes import BLOCKS
from tests.theory import second_coding

pytestmark = pytest.mark.slow

SCENARIOS, HISTORIES, SEED = 200, 3, 7
CLOSE = 1e-9  # how near a measure must be: level, share, u
REACHED = (
    "reached", "signed", "delivered", "ended", "walk_outs", "leaked", "collapsed", "defaults", "turnovers", "called_off",
    "won by the insurgents", "won by the government", "stood_on_a_demand", "did_not_consent", "passed over", "followed",
    "followed as agreed", "moved for good", "an option agreed",
)  # fmt: skip
RARE = ("followed as agreed", "did_not_consent")
MONTHS = (0.1, 0.4, 1, 1.5, 2.5, 4)


# Scenarios at random


def number(r, low, high, ends=None):
    """A number within [low, high], known or uncertain; normal without a cut, or beta, where the key's ends are given."""
    a, b, c = sorted(round(r.uniform(low, high), 4) for _ in range(3))
    forms = [{"uniform": [a, c]}, {"triangular": [a, b, c]}, {"choice": [c, a, b]}, {"choice": {str(c): 1, str(a): 3}}]
    forms += [{"normal": [(low + high) / 2, (high - low) / 5], "cut": r.choice([0.5, 2])}]
    if ends == (low, high):
        forms += [{"beta": [r.choice([0.7, 2]), 3]}, {"normal": [b, (high - low) / 4]}]
    return b if r.random() < 0.6 else r.choice(forms)


def some(r, chance, value):
    """What `value()` gives, with this chance; else nothing."""
    return value() if r.random() < chance else {}


def random_scenario(seed):
    r = random.Random(seed)
    many_seats = r.random() < 0.3
    parties = [f"party_{i}" for i in range(3 if many_seats else r.choice([2, 3, 3]))]
    mediators = [f"mediator_{i}" for i in range(r.choice([0, 0, 1, 2]))]
    issues = {f"issue_{i}": issue(r, parties, many_seats) for i in range(r.choice([1, 2, 2, 3, 4]))}
    weekly = r.random() < 0.3
    start = f"20{r.randint(10, 29)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
    data = {
        "parley": 1,
        "title": f"Scenario {seed}",
        "as_of": start,
        "time": {"step": "week" if weekly else "month", "rounds": r.randint(4, 24)},
        "issues": issues,
        "parties": {name: principal(r, name, parties, issues) for name in parties},
        "tables": {},
    }
    data["parties"] |= {name: mediator(r, parties) for name in mediators}
    for name in [f"table_{i}" for i in range(r.choice([1, 1, 2, 2, 3]))]:
        seats = parties if many_seats else sorted(r.sample(parties, 2))
        data["tables"][name] = table(r, seats, mediators, issues)
        for party in seats:
            data["parties"][party]["effort_at"] |= some(r, 0.4, lambda name=name: {name: number(r, -0.2, 0.15)})
    if r.random() < 0.4:
        add_follower(r, data)
    if seed % 7 == 0:  # equal saliences, so that ties decide
        for party in parties:
            for position_of_it in data["parties"][party]["positions"].values():
                position_of_it["salience"] = 50
    if seed % 2:
        add_options(random.Random(-seed), data)
    data |= some(r, 0.65, lambda: {"war": war(r, parties)})
    for t in data["tables"].values():
        for made in t["rungs"]:
            made.update(some(r, 0.25, lambda: {"requires": [requirement(r, data) for _ in range(r.choice([1, 1, 2]))]}))
            if made is not t["rungs"][-1]:
                made.update(some(r, 0.25, lambda: {"demand": demand(r, data)}))
    add_waiting(r, data)
    about = [name for name, made in data["issues"].items() if made["kind"] == "options"]
    asked = {f"{name}_is": option_condition(r, data, name) for name in about}
    data["outcomes"] = asked | {f"outcome_{i}": condition(r, data) for i in range(4)} | {"nothing": {"otherwise": True}}
    return data | some(r, 0.5, lambda: {"events": [event(r, i, data) for i in range(r.choice([1, 2, 3]))]})


def add_waiting(r, data):
    """Issues that wait for something before they are carried out, and rungs that need the consent of whoever has no seat."""
    for name, made in data["issues"].items():
        if name != "follower":
            made.update(some(r, 0.2, lambda: {"after": condition(r, data)}))
    for t in data["tables"].values():
        absent = [
            name for name, made in data["parties"].items() if made["role"] != "mediator" and name not in t["parties"]
        ]
        for made in t["rungs"]:
            made.update(some(r, 0.9 if made["binding"] and absent else 0, lambda absent=absent: {"consent": absent}))


def add_follower(r, data):
    """An issue that follows a rung of a table, mostly on an agenda of another one."""
    followed = r.choice(list(data["tables"]))
    rungs = [made["name"] for made in data["tables"][followed]["rungs"]]
    made = {"kind": "binary", "revocable": False, "public": r.random() < 0.2}
    made |= {"follow": {"table": followed, "reached": r.choice(rungs)}, "effects": {"leverage": number(r, -0.2, 0.2)}}
    made |= some(r, 0.8, lambda: {"delivered_by": r.choice(data["tables"][followed]["parties"])})
    data["issues"]["follower"] = made
    for party in data["parties"].values():
        if "positions" in party:
            party["positions"]["follower"] = position(r, made) | some(r, 0.8, lambda: {"ideal": 1, "red_line": None})
    for name in [name for name in data["tables"] if name != followed]:
        first = data["tables"][name]["rungs"][0]
        first["agenda"] = r.choice([["follower"], [*first["agenda"], "follower"]])
        first["order"] = []


def add_options(r, data):
    """One or two issues of options on some agendas, valued at random, some of them refused; and what is asked of them."""
    parties = [name for name, party in data["parties"].items() if "positions" in party]
    for name in ["options_0", "options_1"][: r.choice([1, 1, 2])]:
        options = [f"option_{i}" for i in range(r.choice([2, 3, 4]))]
        made = {"kind": "options", "options": options, "in_force": r.choice(options), "revocable": r.random() < 0.7}
        data["issues"][name] = made | some(r, 0.85, lambda: {"delivered_by": r.choice(parties)})
        for party in parties:
            values = {option: number(r, -50, 100) if r.random() < 0.5 else r.choice([0, 1, 5]) for option in options}
            held = {"values": values, "salience": r.choice([50, number(r, 20, 100)])}
            held |= some(r, 0.3, lambda: {"home": {"salience": 70}})
            best = max(options, key=lambda option: values[option] if not isinstance(values[option], dict) else 1000)
            others = [option for option in options if option != best and r.random() < 0.25]
            data["parties"][party]["positions"][name] = held | some(r, 0.5, lambda others=others: {"refuses": others})
        if made["revocable"] and r.random() < 0.4:
            gesture = {"issue": name, "level": r.choice(options), "rate": 0.3, "months": 2}
            data["parties"][r.choice(parties)].setdefault("gestures", {})[f"{name}_step"] = gesture
        for made_table in data["tables"].values():
            for rung_of_it in made_table["rungs"]:
                if r.random() < 0.6:
                    rung_of_it["agenda"] = [*rung_of_it["agenda"], name]


def issue(r, parties, many_seats):
    kind = r.choice(["continuous", "steps", "binary"])
    made = {"kind": kind, "revocable": r.random() < 0.7, "tranches": r.choice([1, 1, 2, 3]), "effects": {}}
    made |= {"two_way": made["revocable"] and r.random() < 0.5, "public": r.random() < 0.15}
    if kind == "steps":
        made["range"] = r.choice([[0, 3], [10, 8]]) if many_seats else r.choice([[0, 3], [10, 4], [0, 12], [0, 30]])
    if kind == "continuous":
        made |= some(r, 0.3, lambda: {"range": [15000, 500], "in_force": 12000})
    made |= some(r, 0.85, lambda: {"delivered_by": r.choice([r.choice(parties), r.sample(parties, 2)])})
    made |= some(r, 0.2, lambda: {"lag": number(r, 0, 4)})
    joint = isinstance(made.get("delivered_by"), list)
    for name, low, high in (("calm", 0, 0.8), ("leverage", -0.2, 0.2), *([] if joint else [("troops", 0, 15000)])):
        made["effects"] |= some(r, 0.3, lambda name=name, low=low, high=high: {name: number(r, low, high)})
    made["effects"] |= some(r, 0.2, lambda: {"calm_by_party": {r.choice(parties): number(r, 0, 1, (0, 1))}})
    return made


def level(r, an_issue):
    low, high = an_issue.get("range", [0, 1])
    if an_issue["kind"] == "continuous":
        return round(r.uniform(low, high), 3)
    return r.randint(min(low, high), max(low, high)) if an_issue["kind"] == "steps" else r.choice([0, 1])


NUMBERS = {
    "settles": (0, 1),
    "signals": (0.3, 3),
    "turnover": (0, 0.1),
    "rationality": (1, 30),
    "patience": (1, 12),
    "patience_spread": (0, 1),
    "concession": (0.3, 3),
    "stake": (0, 1),
    "cost": (0, 0.6),
    "weary": (0, 0.02),
    "walk_away_spread": (0, 0.3),
    "horizon": (0, 12),
    "effort": (-0.3, 0.1),
    "standing": (0, 0.3),
    "exposure": (-0.1, 0.1),
    "grief": (0, 0.1),
    "caution": (-0.2, 0.1),
    "home_premium": (-0.9, 0.1),
    "surprise": (0, 0.2),
    "resolve": (0, 0.3),
    "keep_word": (0, 0.3),
    "temptation": (0, 0.2),
    "lock_in": (-0.8, 0.1),
    "exclusion": (0, 0.2),
    "informativeness": (0, 1),
    "press_swing": (0, 0.5),
    "press_gain": (-0.1, 0.1),
    "backlash": (0, 0.3),
}


def principal(r, name, parties, issues):
    others = [p for p in parties if p != name]
    role = ["insurgent", "government", "patron"][parties.index(name)]
    made = {"role": r.choice([role, role, "party"]), "positions": {}, "ratifies": r.random() < 0.7, "effort_at": {}}
    for key, an_issue in issues.items():
        if r.random() < 0.85 or not made["positions"]:
            made["positions"][key] = position(r, an_issue)
    for key, (low, high) in NUMBERS.items():
        made |= some(r, 0.4, lambda key=key, low=low, high=high: {key: number(r, low, high, (0, 1))})
    made |= some(r, 0.1, lambda: {"rationality": r.choice([float("inf"), 0])})
    made |= some(r, 0.05, lambda: {"settles": r.choice([0, 1])})
    made |= some(r, 0.1, lambda: {"truly_settles": number(r, 0, 1, (0, 1))})
    made |= some(r, 0.7, lambda: {"violence": number(r, 0, r.choice([8, 60, 900]))})
    made |= some(r, 0.3, lambda: {"troops": 20000})

    def hardliners():
        wing = {"control": number(r, -0.2, 0.4), "force": 0.7, "stake": 1.2}
        return {"hardliners": wing | some(r, 0.6, lambda: {"restraint": number(r, -0.1, 0.4)})}

    made |= some(r, 0.35, hardliners)
    for key, chance in (("exposure_with", 0.3), ("standing_with", 0.4), ("influence", 0.6), ("shelters", 0.3)):
        made |= some(r, chance, lambda key=key: {key: {r.choice(others): number(r, -0.05, 0.3)}})
    for key in ("first", "second"):
        chances = {"firm": number(r, 0, 1, (0, 1))} | some(r, 0.6, lambda: {"relent": number(r, 0, 0.3)})
        made.setdefault("demands", {})[key] = chances
    return made | some(r, 0.5, lambda: {"gestures": gestures(r, issues)})


def position(r, an_issue):
    low, high = sorted(an_issue.get("range", [0, 1]))
    ideal = r.choice([low, high]) if r.random() < 0.6 else number(r, low, high, (low, high))
    salience = 0 if r.random() < 0.03 else number(r, 1, 100)
    made = {"ideal": ideal, "salience": salience}

    def home():
        return {"home": some(r, 0.7, lambda: {"ideal": level(r, an_issue)}) | some(r, 0.7, lambda: {"salience": 40})}

    made |= some(r, 0.2, home)
    if not isinstance(ideal, dict):
        made |= some(r, 0.3, lambda: {"red_line": red_line(r, low, ideal, high)})
    return made


def red_line(r, low, ideal, high):
    ends = [r.uniform(low, ideal), r.uniform(ideal, high)]
    if r.random() < 0.4:
        ends = [number(r, low, ideal), number(r, ideal, high)]
    return r.choice([ends, ends[::-1]])


def gestures(r, issues):
    """One or two gestures, each on an issue of its own; what is not revocable moves up, and for good."""
    made = {}
    for name in r.sample(list(issues), min(len(issues), r.choice([1, 2]))):
        an_issue = issues[name]
        goal = level(r, an_issue)
        if not an_issue["revocable"] and "in_force" in an_issue:
            goal = r.choice([an_issue["in_force"], an_issue["range"][1]])
        made[f"{name}_step"] = {"issue": name, "level": goal, "rate": number(r, 0.1, 1)}
        if not an_issue["revocable"] or r.random() < 0.4:
            made[f"{name}_step"]["lasting"] = True
        else:
            made[f"{name}_step"]["months"] = r.choice([*MONTHS, number(r, 0.1, 5)])
    return made


def mediator(r, parties):
    made = {"role": "mediator"}
    for key in ("communication", "formulation", "guarantee", "pull", "skill", "stake"):
        made |= some(r, 0.7, lambda key=key: {key: number(r, 0, 1, (0, 1))})
    for key in ("acceptability", "bias"):
        made |= some(r, 0.6, lambda key=key: {key: {r.choice(parties): number(r, -1, 1, (-1, 1))}})
    return made


def table(r, seats, mediators, issues):
    made = {"parties": seats, "mediators": [m for m in mediators if r.random() < 0.7], "secret": r.random() < 0.4}
    made |= some(r, 0.2, lambda: {"convener": r.choice(seats)}) | some(r, 0.2, lambda: {"met": 2})
    for key, low in (("occasion", 0.6), ("resume", 0.4), ("review", 0.4), ("leak", 0)):
        made |= some(r, 0.7, lambda key=key, low=low: {key: number(r, low, 1)})
    made |= some(r, 0.7, lambda: {"guarantee": number(r, -0.4, 0.4)})
    made |= some(r, 0.6, lambda: {"communication": r.choice([0, 0.5, 1])})
    made |= some(r, 0.6, lambda: {"grace": r.choice([1, 1, 2, 4]), "failures": r.choice([0.5, 2, 4])})
    made["rungs"] = [rung(r, i, list(issues)) for i in range(r.choice([1, 2, 2, 3]))]
    return made


def rung(r, i, issues):
    agenda = sorted(r.sample(issues, min(len(issues), r.choice([0, 1, 1, 2, 3]))))
    made = {"name": f"rung_{i}", "agenda": agenda, "binding": r.random() < 0.4, "package": r.random() < 0.4}
    made |= {"public": r.random() < 0.15} | some(r, 0.2, lambda: {"not_before": r.randint(2, 6)})
    return made | some(r, 0.3, lambda: {"order": sorted(r.sample(agenda, r.randint(0, len(agenda))))})


def war(r, parties):
    made = {"branching": number(r, 0, 0.4), "drift": number(r, 0, 0.3), "leverage": number(r, 0.2, 0.8)}
    made |= some(r, 0.6, lambda: {"dispersion": r.choice([float("inf"), 0.5, 3, 40])})
    made |= some(r, 0.6, lambda: {"season": [round(r.uniform(0.4, 2), 2) for _ in range(12)], "trend": 0.02})
    made |= some(r, 0.4, lambda: {"momentum": -0.02, "hurt": 1.5, "memory": 0.5, "normal": 50})
    for key, high in (("volatility", 0.3), ("leverage_volatility", 0.1), ("victory", 0.05)):
        made |= some(r, 0.6, lambda key=key, high=high: {key: number(r, 0, high)})

    def answers():
        return {"answers": {p: {r.choice(parties): number(r, 0, 1)} for p in parties}}

    return made | some(r, 0.25, answers)


def demand(r, data):
    return r.choice([p for p in data["parties"] if p.startswith("party")]) + r.choice([".first", ".second"])


def requirement(r, data):
    """A condition that may be a demand, or of which a part may be."""
    made = condition(r, data)
    if r.random() < 0.4:  # what is often wanted
        name = r.choice(on_lines(data))
        made = {"issue": name, "at_least": level(r, data["issues"][name])}
    parts = [made, *made.get("all", []), *made.get("any", [])]
    if r.random() < 0.7:
        r.choice(parts)["demand"] = demand(r, data)
    return made


def on_lines(data):
    """Issues of which a level is asked."""
    return [name for name, made in data["issues"].items() if made["kind"] != "options"]


def option_condition(r, data, name):
    """That an option is in force, or agreed, perhaps by some round."""
    made = {"issue": name, "is": r.choice(data["issues"][name]["options"])}
    made |= some(r, 0.3, lambda: {"agreed": True})
    return made | some(r, 0.3, lambda: {"by": r.randint(1, data["time"]["rounds"])})


def condition(r, data, depth=0):
    name = r.choice(list(data["tables"]))
    rungs = [q["name"] for q in data["tables"][name]["rungs"]]
    key = r.choice(on_lines(data))
    of_issue = {"issue": key, r.choice(["at_least", "at_most"]): level(r, data["issues"][key])}
    of_violence = {"violence": r.choice(["all", "party_0"]), r.choice(["at_least", "at_most"]): r.choice([5, 100])}
    kinds = [
        {"table": name, r.choice(["reached", "signed", "ended"]): r.choice(rungs)},
        {"table": name, "meetings": r.randint(0, 4), "reached": rungs[0]},
        {"table": name, "collapsed": r.random() < 0.5},
        {"won": r.choice(["insurgent", "government"])},
        {"table": name, "walk_outs": r.randint(1, 2)},
        {"table": name, "suspended": r.random() < 0.7},
        {
            "leverage": r.choice(["insurgent", "government"]),
            r.choice(["at_least", "at_most"]): r.choice([0.4, 0.5, 0.6]),
        },
        of_issue,
        of_issue | some(r, 0.6, lambda: {"agreed": True}),
        of_violence | some(r, 0.7, lambda: {"months": r.choice([1, 2, 3, 12])}),
        {
            "violence": "all",
            "months": r.choice([1, 2, 3]),
            "earlier": r.choice([1, 2, 4]),
            r.choice(["at_least", "at_most"]): 1,
        },
    ]
    if depth < 2 and r.random() < 0.3:
        inner = [condition(r, data, depth + 1) for _ in range(2)]
        return r.choice([{"all": inner}, {"any": inner}, {"not": inner[0]}])
    year, month = data["as_of"][:4], data["as_of"][5:7]
    return r.choice(kinds) | some(r, 0.4, lambda: {"by": r.choice([1, 2, 5, f"{year}-{month}-28", f"{year}-12-31"])})


def event(r, i, data):
    party, a_table = r.choice([p for p in data["parties"] if p.startswith("party")]), r.choice(list(data["tables"]))
    possible = [
        {"change": f"parties.{party}.turnover", "add": 0.3},
        {"change": f"parties.{party}.cost", "times": number(r, 0.5, 2)},
        {"change": f"parties.{party}.patience", "to": number(r, 1, 9)},
        {"change": f"parties.{party}.walk_away_spread", "times": 2},
        {"change": f"parties.{party}.settles", "to": number(r, 0, 1)},
        {"change": f"parties.{party}.violence", "times": 1.6},
        {"change": f"parties.{party}.standing", "to": number(r, -0.2, 0.3)},
        {"change": f"parties.{party}.weary", "to": number(r, -0.05, 0.05)},
        {"change": f"tables.{a_table}.grace", "to": 3},
        {"change": f"parties.{data['tables'][a_table]['parties'][0]}.effort_at.{a_table}", "add": number(r, -0.3, 0.3)},
        {"change": f"tables.{a_table}.occasion", "to": number(r, 0, 1)},
        {"change": f"tables.{a_table}.guarantee", "add": -2},
        {"change": f"tables.{a_table}.secret", "to": 0},
        {"change": "leverage", "add": number(r, -0.4, 0.4)},
        {"change": "leverage", "add": number(r, -0.4, 0.4)},
    ]
    if "war" in data:
        possible += [{"change": "war.branching", "to": 0.3}, {"change": "war.memory", "times": 2}]
        possible += [{"change": "war.drift", "add": 0.1}, {"change": "war.trend", "to": 0.05}]
        possible += [{"change": "war.victory", "times": 3}, {"change": "war.volatility", "to": 0.2}]
    moved = r.choice([key for key in on_lines(data) if key != "follower"])
    low, high = sorted(data["issues"][moved].get("range", [0, 1]))
    possible += [{"change": f"issues.{moved}.level", r.choice(["to", "add"]): level(r, data["issues"][moved])}]
    if moved in data["parties"][party]["positions"]:
        at = f"parties.{party}.positions.{moved}"
        possible += [{"change": f"{at}.salience", "times": number(r, 0, 4)}, {"change": f"{at}.salience", "to": 60}]
        possible += [
            {"change": f"{at}.ideal", "to": number(r, low, high)},
            {"change": f"{at}.ideal", "add": high - low},
        ]
    for name in [name for name in data["issues"] if name not in on_lines(data)]:
        path = f"parties.{party}.positions.{name}.values.{r.choice(data['issues'][name]['options'])}"
        possible += [{"change": path, "to": number(r, -50, 100)}, {"change": path, "times": number(r, -2, 2)}]
    made = {"name": f"event_{i}", "effects": r.sample(possible, r.choice([1, 2, 3]))}
    if r.random() < 0.6:
        made |= {"rate": number(r, 0.1, 0.8)} | some(r, 0.3, lambda: {"not_before": r.randint(1, 5)})
    else:
        made |= {"on": r.randint(1, 4)} | some(r, 0.4, lambda: {"chance": number(r, 0, 1, (0, 1))})
    tables = r.sample(list(data["tables"]), r.randint(1, len(data["tables"])))
    made |= some(r, 0.4, lambda: {"calls_off": {name: number(r, 0.3, 1, (0, 1)) for name in tables}})
    return made | {"months": r.choice([*MONTHS, number(r, 0.3, 6)])} | some(r, 0.3, lambda: {"once": True})


# The comparison


@pytest.fixture(scope="module")
def engine():
    made = CompiledEngine()
    made.prepare()
    return made


def disagreements(seed, engine):
    """Histories of a random scenario that differ: the columns with both values, and the doubts."""
    return differing_histories(seed, random_scenario(seed), HISTORIES, engine)


def differing_histories(seed, data, histories, engine):
    """Histories that differ: whole numbers are compared exactly, measures within `CLOSE`."""
    scenario = resolve(Scenario.model_validate(data))
    columns = play(compile_scenario(scenario), SEED, 0, histories, engine)
    found = {}
    for history in range(histories):
        row, doubts = second_coding.history(scenario, SEED, history)
        assert row.keys() == columns.keys()
        differing = {}
        for name, values in columns.items():
            theirs, ours = values[history].item(), row[name]
            if theirs != ours if values.dtype.kind == "i" else not abs(theirs - ours) <= CLOSE:
                differing[name] = theirs, ours
        if differing:
            found[seed, history] = differing, doubts
    return found


@pytest.mark.parametrize("first", range(0, SCENARIOS, 20))
def test_the_engine_does_what_the_documentation_says(first, engine):
    """Rules written anew from docs/model.md, 20 scenarios of 3 histories a case, every column of every history.

    One history in 20 scenarios may be set aside, with its reason: a hard threshold is met but for rounding.
    """
    differing = {}
    for seed in range(first, first + 20):
        differing |= disagreements(seed, engine)
    set_aside = {place: set(doubts) for place, (_, doubts) in differing.items() if doubts}
    print(f"histories set aside: {set_aside}")
    assert len(set_aside) <= 1
    assert {place: columns for place, (columns, doubts) in differing.items() if not doubts} == {}


def test_the_scenarios_reach_what_there_is(engine):
    """What was compared happened: agreements kept and broken, walk-outs, leaks, collapse, victories, demands held to."""
    seen = dict.fromkeys(REACHED, 0)
    for seed in range(SCENARIOS):
        scenario = resolve(Scenario.model_validate(random_scenario(seed)))
        columns = play(compile_scenario(scenario), SEED, 0, HISTORIES, engine)
        for name, values in columns.items():
            kind = name.rsplit(".", maxsplit=1)[-1]
            if kind in seen:
                seen[kind] += int((values > 0).sum())
            if kind == "block_how":
                for how in ("stood_on_a_demand", "did_not_consent"):
                    seen[how] += int((values == BLOCKS.index(how)).sum())
        seen["won by the insurgents"] += int((columns["won"] == 1).sum())
        seen["won by the government"] += int((columns["won"] == -1).sum())
        for name, made in scenario.tables.items():
            for i, rung in enumerate(made.rungs):
                passed = (columns[f"{name}.rungs"] > i) & (columns[f"{name}.{rung.name}.reached"] == 0)
                seen["passed over"] += int(passed.sum())
        for name, made in scenario.issues.items():
            if made.kind == "options":
                seen["an option agreed"] += int((columns[f"{name}.agreed"] > 0).sum())
                continue
            moved = columns[f"{name}.level"] > made.level(made.range[0] if made.in_force is None else made.in_force)
            if made.follow is not None:
                seen["followed"] += int(moved.sum())
                seen["followed as agreed"] += int((moved & (columns[f"{name}.in_force"] > 0)).sum())
            elif not made.revocable:  # only a lasting gesture moves what cannot be taken back and nobody agreed
                seen["moved for good"] += int((moved & (columns[f"{name}.agreed"] == 0)).sum())
    print(seen)
    assert {kind: count for kind, count in seen.items() if count < (5 if kind in RARE else 20)} == {}


# What the engine did otherwise once

WILLING = {"rationality": float("inf"), "settles": 1, "effort": -1, "keep_word": 1}
TWO = {"parley": 1, "title": "Two parties", "as_of": "2020-01-01", "outcomes": {"nothing": {"otherwise": True}}}


def test_an_order_is_followed_as_fast_whatever_the_issues_are_called(engine):
    """Two steps in an order: the second is decided in the round in which the first is done, whatever their names."""
    wants = {"positions": {"a": {"ideal": 1, "salience": 10}, "b": {"ideal": 1, "salience": 10}}} | WILLING
    rounds = []
    for order in (["a", "b"], ["b", "a"]):
        data = TWO | {
            "time": {"rounds": 4},
            "issues": {name: {"kind": "binary", "delivered_by": "state"} for name in "ab"},
            "parties": {"rebels": {"role": "insurgent"} | wants, "state": {"role": "government"} | wants},
        }
        deal = {"name": "deal", "agenda": ["a", "b"], "order": order}
        data["tables"] = {"talks": {"parties": ["rebels", "state"], "occasion": 1, "rungs": [deal]}}
        rounds.append(played(data, engine)["talks.deal.reached"])
    assert rounds[0] > 0
    assert rounds[0] == rounds[1]


def test_red_lines_hold_where_an_indifferent_party_delivers(engine):
    """Nobody agrees beyond its red line, even where the absent deliverer cares nothing and would not move."""
    wants = {"land": {"ideal": 1, "salience": 10, "red_line": [0.5, 1]}, "trade": {"ideal": 0, "salience": 90}}
    data = TWO | {
        "time": {"rounds": 6},
        "issues": {"land": {"delivered_by": "neighbour"}, "trade": {}, "water": {}},
        "parties": {
            "rebels": {"role": "insurgent", "positions": wants, "patience": 1} | WILLING,
            "state": {"role": "government", "positions": {"land": {"ideal": 0, "salience": 10}}} | WILLING,
            "neighbour": {"role": "party", "positions": {"water": {"ideal": 1, "salience": 10}}, "exclusion": 0.1},
        },
    }
    deal = {"name": "deal", "agenda": ["land", "trade"]}
    data["tables"] = {"talks": {"parties": ["rebels", "state"], "occasion": 1, "rungs": [deal]}}
    assert played(data, engine)["land.agreed"] == 0


def test_equal_ratios_go_by_the_smaller_tie(engine):
    """Four issues that are worth the same to concede: which one goes first is drawn, and both codings agree on it."""
    data = TWO | {"time": {"rounds": 12}, "issues": {name: {} for name in "abcd"}}
    sides = {"rebels": ("insurgent", 1), "state": ("government", 0)}
    data["parties"] = {
        name: {"role": role, "positions": {issue: {"ideal": ideal, "salience": 50} for issue in "abcd"}, "patience": 5}
        | WILLING
        for name, (role, ideal) in sides.items()
    }
    deal = {"name": "deal", "agenda": list("abcd")}
    data["tables"] = {"talks": {"parties": ["rebels", "state"], "occasion": 1, "communication": 1, "rungs": [deal]}}
    assert played(data, engine)["a.agreed"] > 0
    assert differing_histories(0, data, 20, engine) == {}


def played(data, engine):
    """The first history of a scenario, by column."""
    scenario = resolve(Scenario.model_validate(data))
    return {name: values[0].item() for name, values in play(compile_scenario(scenario), SEED, 0, 1, engine).items()}
