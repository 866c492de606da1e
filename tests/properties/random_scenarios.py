"""Scenarios made at random, small and valid, in which any mechanism of the model may be on."""

import numpy as np

SIDES = ("insurgent", "government", "patron", "party")


def number(rng, low, high, ends=None):
    """A number within [low, high], known or uncertain; a beta only where they are the field's `ends`."""
    a, b, c = sorted(float(x) for x in rng.uniform(low, high, 3).round(4))
    forms = [
        b,
        b,
        b,
        {"uniform": [a, c]},
        {"triangular": [a, b, c]},
        {"choice": [a, b, c]},
        {"choice": {str(a): 1, str(c): 3}},
    ]
    if ends == (low, high):
        forms += [{"beta": [2, 3]}, {"normal": [b, (high - low) / 4]}, {"normal": [b, (high - low) / 4], "cut": 1.5}]
    return forms[rng.integers(len(forms))]


def some(rng, names, least=1, most=None):
    """Some of the names, at least `least`, in their order."""
    most = min(len(names), most or len(names))
    count = rng.integers(min(least, most), most + 1)
    return sorted(rng.choice(names, count, replace=False).tolist(), key=names.index)


def maybe(rng, chance, value):
    """`value()` with this chance, else nothing."""
    return value() if rng.random() < chance else {}


def random_scenario(seed):
    """The scenario of this seed, as a dictionary."""
    rng = np.random.default_rng(seed)
    issues = {f"issue_{i}": _issue(rng) for i in range(rng.integers(1, 6))}
    parties = [f"party_{i}" for i in range(rng.integers(2, 5))]
    for issue in issues.values():
        if rng.random() < 0.9:
            issue["delivered_by"] = str(rng.choice(parties))
    mediators = [f"mediator_{i}" for i in range(rng.integers(0, 3))]
    tables = {}
    for i in range(rng.integers(1, 4)):
        tables[f"table_{i}"] = _table(rng, list(issues), parties, mediators, tables)
    data = {
        "parley": 1,
        "title": f"Random scenario {seed}",
        "as_of": f"2018-{rng.integers(1, 13):02d}-{rng.integers(1, 29):02d}",
        "time": {"step": str(rng.choice(["month", "month", "week"])), "rounds": int(rng.integers(3, 30))},
        "issues": issues,
        "parties": {name: _principal(rng, i, parties, issues) for i, name in enumerate(parties)}
        | {name: _mediator(rng, parties) for name in mediators},
        "tables": tables,
        "outcomes": _outcomes(rng, tables, issues),
    }
    data |= maybe(rng, 0.7, lambda: {"war": _war(rng)})
    _reluctance(rng, data)
    _demands(rng, data)
    _followers(rng, data)
    data |= maybe(rng, 0.6, lambda: {"events": _events(rng, data)})
    _promises(np.random.default_rng((seed, 1)), data)
    return data


def _promises(rng, data):
    """Who carries things out, when, with whose consent, and events that move what is in force or wanted."""
    principals = [name for name, made in data["parties"].items() if made["role"] != "mediator"]
    for name, issue in data["issues"].items():
        if "follow" not in issue:
            _promise(rng, data, issue, principals)
            for event in data.get("events", []):
                event.setdefault("effects", []).extend(_moves(rng, data, name))
                if not event["effects"]:
                    del event["effects"]
    for table in data["tables"].values():
        absent = [name for name in principals if name not in table["parties"]]
        for rung in table["rungs"]:
            if rung.get("binding") and absent and rng.random() < 0.4:
                rung["consent"] = some(rng, absent)


def _promise(rng, data, issue, principals):
    """An issue may be delivered by several, later, or once a table has met."""
    if "delivered_by" in issue and "troops" not in issue["effects"] and rng.random() < 0.3:
        issue["delivered_by"] = some(rng, principals, least=2)
    table = str(rng.choice(list(data["tables"])))
    issue.update(maybe(rng, 0.2, lambda: {"lag": number(rng, 0, 4)}))
    issue.update(maybe(rng, 0.2, lambda: {"after": {"table": table, "meetings": int(rng.integers(1, 4))}}))


def _moves(rng, data, name):
    """What an event may do to an issue: to what is in force, and to what those without a red line want of it."""
    issue = data["issues"][name]
    low, high = sorted(issue.get("range", [0, 1]))
    if rng.random() < 0.2:
        yield {"change": f"issues.{name}.level", "to": _level(rng, issue)}
    for party, made in data["parties"].items():
        if "red_line" not in made.get("positions", {}).get(name, {"red_line": None}) and rng.random() < 0.15:
            at = f"parties.{party}.positions.{name}"
            yield {"change": f"{at}.ideal", "to": number(rng, low, high)}
            yield {"change": f"{at}.salience", "times": 2}


def _reluctance(rng, data):
    """How reluctant some parties are about some of their tables."""
    for name, table in data["tables"].items():
        for party in table["parties"]:
            if rng.random() < 0.3:
                data["parties"][party].setdefault("effort_at", {})[name] = number(rng, -0.1, 0.2)


def _demands(rng, data):
    """Demands of some of those at a table: whole rungs, and things that a rung requires."""
    for name, table in data["tables"].items():
        for i, rung in enumerate(table["rungs"]):
            party = str(rng.choice(table["parties"]))
            demand = {"firm": number(rng, 0, 1, (0, 1)), "relent": number(rng, 0, 0.3)}
            if i + 1 < len(table["rungs"]) and rng.random() < 0.25:
                rung["demand"] = _demanded(data, party, f"{name}_{i}_first", demand)
            elif rng.random() < 0.3:
                for asked in rung.get("requires", ()) or [_something(rng, data, rung)]:
                    asked["demand"] = _demanded(data, party, f"{name}_{i}_needs", demand)


def _demanded(data, party, name, demand):
    data["parties"][party].setdefault("demands", {})[name] = demand
    return f"{party}.{name}"


def _something(rng, data, rung):
    """Something that a rung may require: a level of an issue that somebody bargains over or can move by a gesture."""
    issues = {issue for table in data["tables"].values() for each in table["rungs"] for issue in each["agenda"]}
    issues -= set(rung["agenda"])
    if not issues:
        asked = {"violence": "all", "at_most": 300}
    else:
        name = str(rng.choice(sorted(issues)))
        asked = {"issue": name, "at_least": data["issues"][name].get("range", [0, 1])[int(rng.random() < 0.5)]}
    rung["requires"] = [asked]
    return asked


def _followers(rng, data):
    """Some issues are carried out by reaching a rung, of a table at which their deliverer sits."""
    moved = {gesture["issue"] for party in data["parties"].values() for gesture in party.get("gestures", {}).values()}
    for name, issue in data["issues"].items():
        table = str(rng.choice(list(data["tables"])))
        seated = issue.get("delivered_by") in {None, *data["tables"][table]["parties"]}
        if issue["kind"] == "binary" and not issue["revocable"] and name not in moved and seated and rng.random() < 0.6:
            rung = data["tables"][table]["rungs"][int(rng.integers(len(data["tables"][table]["rungs"])))]
            issue["follow"] = {"table": table, "reached": rung["name"]}


def _issue(rng):
    kind = str(rng.choice(["continuous", "steps", "binary"]))
    issue = {"kind": kind, "revocable": bool(rng.random() < 0.7), "tranches": int(rng.choice([1, 1, 4]))}
    issue |= maybe(rng, 0.3 if issue["revocable"] else 0, lambda: {"two_way": True})
    issue |= maybe(rng, 0.15, lambda: {"public": True})
    if kind == "steps":
        issue |= {"range": [[0, 3], [10, 2], [0, 40]][rng.integers(3)]}
    if kind == "continuous" and rng.random() < 0.4:
        issue |= {"range": [15000, 500], "in_force": 12000}
    effects = {}
    for name, high in (("calm", 0.8), ("leverage", 0.2), ("troops", 5000)):
        effects |= maybe(rng, 0.3, lambda name=name, high=high: {name: number(rng, 0, high)})
    return issue | {"effects": effects}


def _principal(rng, i, parties, issues):
    role = SIDES[i] if rng.random() < 0.7 else str(rng.choice(SIDES))
    others = [p for j, p in enumerate(parties) if j != i]
    party = {"role": role, "positions": {}, "ratifies": bool(rng.random() < 0.8)}
    for name, issue in issues.items():
        if rng.random() < 0.85:
            party["positions"][name] = _position(rng, issue)
    ranges = {
        "settles": (0, 1),
        "signals": (0.3, 3),
        "turnover": (0, 0.1),
        "rationality": (1, 30),
        "patience": (1, 6),
        "concession": (0.3, 3),
        "stake": (0, 1),
        "cost": (0, 0.4),
        "weary": (0, 0.01),
        "effort": (-0.2, 0.1),
        "standing": (-0.1, 0.3),
        "resolve": (0, 0.5),
        "home_premium": (-0.5, 0.1),
        "keep_word": (0, 0.3),
        "caution": (-0.1, 0.1),
        "press_swing": (0, 0.5),
        "backlash": (0, 0.3),
        "grief": (0, 0.1),
        "exclusion": (0, 0.3),
        "lock_in": (-0.2, 0.3),
        "horizon": (0, 12),
        "surprise": (0, 0.2),
    }
    for name, (low, high) in ranges.items():
        if rng.random() < 0.4:
            party[name] = number(rng, low, high, (0, 1))
    party |= maybe(rng, 0.1, lambda: {"rationality": float("inf")})
    party |= maybe(rng, 0.7, lambda: {"violence": number(rng, 0, 60)})
    party |= maybe(rng, 0.3, lambda: {"troops": 15000})
    party |= maybe(rng, 0.4, lambda: {"hardliners": _hardliners(rng)})
    for name in ("exposure_with", "standing_with", "influence", "shelters"):
        party |= maybe(rng, 0.4, lambda name=name: {name: {str(rng.choice(others)): number(rng, 0, 0.2)}})
    return party | maybe(rng, 0.4, lambda: {"gestures": {"truce": _gesture(rng, issues)}})


def _hardliners(rng):
    found = maybe(rng, 0.5, lambda: {"control": number(rng, -0.1, 0.3)})
    return found | maybe(rng, 0.5, lambda: {"restraint": number(rng, 0, 0.5)})


def _gesture(rng, issues):
    name = str(rng.choice(list(issues)))
    gesture = {"issue": name, "level": _level(rng, issues[name]), "rate": number(rng, 0.1, 1)}
    lasting = not issues[name]["revocable"] or rng.random() < 0.3
    return gesture | ({"lasting": True} if lasting else {"months": number(rng, 0.5, 3)})


def _level(rng, issue):
    low, high = sorted(issue.get("range", [0, 1]))
    if issue["kind"] == "continuous":
        return float(rng.uniform(low, high))
    return float(rng.integers(low, high + 1)) if issue["kind"] == "steps" else float(rng.integers(2))


def _position(rng, issue):
    start, end = sorted(issue.get("range", [0, 1]))
    ideal = float(rng.choice([start, end])) if rng.random() < 0.7 else number(rng, start, end, (start, end))
    position = {"ideal": ideal, "salience": number(rng, 1, 100)}
    position |= maybe(rng, 0.15, lambda: {"red_line": sorted(rng.uniform(start, end, 2).tolist())})
    return position | maybe(rng, 0.2, lambda: {"home": {"ideal": _level(rng, issue), "salience": 40}})


def _mediator(rng, parties):
    mediator = {"role": "mediator"}
    for name in ("communication", "formulation", "guarantee", "pull", "skill", "stake"):
        mediator |= maybe(rng, 0.6, lambda name=name: {name: number(rng, 0, 1, (0, 1))})
    for name in ("acceptability", "bias"):
        mediator |= maybe(rng, 0.6, lambda name=name: {name: {str(rng.choice(parties)): number(rng, -1, 1, (-1, 1))}})
    return mediator


def _table(rng, issues, parties, mediators, earlier):
    seats = some(rng, parties, 2)
    table = {
        "parties": seats,
        "mediators": some(rng, mediators, 0) if mediators else [],
        "secret": bool(rng.random() < 0.4),
    }
    table |= maybe(rng, 0.2, lambda: {"convener": seats[0]})
    table |= maybe(rng, 0.2, lambda: {"met": 2})
    for name, low in (
        ("occasion", 0.5),
        ("resume", 0.3),
        ("review", 0.1),
        ("leak", 0.1),
        ("communication", 0),
        ("guarantee", 0),
    ):
        table |= maybe(rng, 0.5, lambda name=name, low=low: {name: number(rng, low, 1)})
    table |= maybe(rng, 0.3, lambda: {"grace": 2, "failures": 2})
    table["rungs"] = []
    for i in range(rng.integers(1, 4)):
        agenda = some(rng, issues, 0, 3)
        rung = {
            "name": f"rung_{i}",
            "agenda": agenda,
            "binding": bool(rng.random() < 0.4),
            "package": bool(rng.random() < 0.4),
        }
        rung |= maybe(rng, 0.15, lambda: {"public": True})
        rung |= maybe(rng, 0.3, lambda agenda=agenda: {"order": agenda[::-1]})
        if earlier and rng.random() < 0.2:
            other = str(rng.choice(list(earlier)))
            rung["requires"] = [{"table": other, "reached": earlier[other]["rungs"][0]["name"]}]
        table["rungs"].append(rung)
    return table


def _outcomes(rng, tables, issues):
    outcomes = {}
    for i, (name, table) in enumerate(tables.items()):
        rung = table["rungs"][-1]["name"]
        conditions = [
            {"table": name, "reached": rung},
            {"table": name, "signed": rung, "by": 3},
            {"all": [{"table": name, "meetings": 1}, {"not": {"table": name, "collapsed": True}}]},
            {
                "any": [
                    {"table": name, "ended": rung},
                    {
                        "issue": next(iter(issues)),
                        "at_least": issues[next(iter(issues))].get("range", [0, 1])[1],
                    },
                ]
            },
        ]
        conditions.append({"any": [{"won": "insurgent"}, {"won": "government", "by": 9}]})
        outcomes[f"outcome_{i}"] = conditions[rng.integers(len(conditions))]
    return outcomes | {"nothing": {"otherwise": True}}


def _war(rng):
    war = {"branching": number(rng, 0, 0.5), "drift": number(rng, 0, 0.3), "leverage": number(rng, 0.2, 0.8)}
    war |= maybe(rng, 0.3, lambda: {"dispersion": float("inf")})
    war |= maybe(rng, 0.5, lambda: {"season": rng.uniform(0.5, 2, 12).round(2).tolist(), "trend": 0.01})
    for name, high in (("volatility", 0.3), ("leverage_volatility", 0.1), ("victory", 0.02)):
        war |= maybe(rng, 0.4, lambda name=name, high=high: {name: number(rng, 0, high)})
    return war | maybe(rng, 0.3, lambda: {"momentum": 0.01, "hurt": 1.5, "memory": 0.5})


def _events(rng, data):
    party, table = str(rng.choice(list(data["parties"])[:2])), str(rng.choice(list(data["tables"])))
    possible = [
        {"change": f"parties.{party}.turnover", "add": 0.3},
        {"change": f"parties.{party}.cost", "times": number(rng, 0.5, 2)},
        {"change": f"tables.{table}.occasion", "to": number(rng, 0, 1)},
        {"change": f"tables.{table}.secret", "to": 0},
        {"change": "leverage", "add": number(rng, -0.3, 0.3)},
    ]
    events = []
    for i in range(rng.integers(1, 4)):
        event = {
            "name": f"event_{i}",
            "effects": [possible[j] for j in rng.choice(len(possible), 2, replace=False)],
        }
        event |= {"on": int(rng.integers(1, 4))} if rng.random() < 0.4 else {"rate": number(rng, 0.05, 0.6)}
        event |= maybe(rng, 0.6, lambda: {"months": number(rng, 0.3, 6)}) | maybe(rng, 0.3, lambda: {"once": True})
        event |= maybe(rng, 0.4, lambda: {"calls_off": {table: number(rng, 0.2, 1)}})
        if "calls_off" in event and rng.random() < 0.3:
            del event["effects"]
        events.append(event)
    return events
