"""Demands that something come first: that they can be told apart, be met, and matter."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.common import SLACK, Check, Found, Key, all_conditions, all_rungs, unknown, with_inner
from sim.scenario.checks.levels import at_start, may_want_more
from sim.scenario.checks.logic import asked_by, written
from sim.scenario.checks.reach import Reach
from sim.scenario.document import Loc
from sim.scenario.phrases import listed, shown
from sim.scenario.vocabulary import Condition, Principal, Scenario


def demand_names(scenario: Scenario) -> Iterator[Found]:
    """What refers to a demand refers to one that a party makes."""
    known = all_demands(scenario)
    for loc, _, name in _references(scenario):
        if name not in known:
            yield (*loc, "demand"), unknown("demand", name, known)


def demand_seats(scenario: Scenario) -> Iterator[Found]:
    """Who demands that something come first at a table sits at it."""
    known = all_demands(scenario)
    for loc, table, name in _references(scenario):
        party = name.split(".")[0]
        if name in known and table is not None and party not in scenario.tables[table].parties:
            yield (*loc, "demand"), f"{shown(party)} has no seat at table {shown(table)}, and so demands nothing there"


def stray_demands(scenario: Scenario) -> Iterator[Found]:
    """A demand stands in what a rung requires, and does not ask that something be otherwise by the back door."""
    for loc, condition in all_conditions(scenario):
        if condition.demand is None:
            continue
        if loc[0] in {"outcomes", "issues"}:
            what = "an outcome is what has come about" if loc[0] == "outcomes" else "what is agreed waits for facts"
            yield (*loc, "demand"), f"{what}, whoever demanded it: only a rung requires a demand"
        elif "not" in loc:
            message = "does not go inside not, where a demand that falls away would bar the rung: put it beside not"
            yield (*loc, "demand"), message


def last_rungs_demanded(scenario: Scenario) -> Iterator[Found]:
    """A rung that may be passed over has another after it, to which the table goes on."""
    for name, table in scenario.tables.items():
        if table.rungs[-1].demand is not None:
            loc = ("tables", name, "rungs", len(table.rungs) - 1, "demand")
            yield loc, "the last rung cannot be a demand: there is none after it to which the talks would go on"


def unmeetable_demands(scenario: Scenario) -> Iterator[Found]:
    """What is demanded can be brought about, so that the demand is not simply a refusal to talk."""
    for loc, condition, name in _demanded(scenario):
        reach = Reach(scenario, stands=name)
        if reach.can_be_met(condition):
            continue
        reasons = [
            ((*place, written(key)), reach.why_never(place, inner, key))
            for place, inner in with_inner(loc, condition)
            for key in asked_by(inner)
            if not reach.leaf_can_hold(inner, key)
        ]
        if not reasons:
            yield loc, "can never hold, and so cannot be demanded"
        for place, reason in reasons:
            yield place, f"cannot be demanded: it {reason}"


def idle_demands(scenario: Scenario) -> Iterator[Found]:
    """A demand is about something."""
    used = {name for _, _, name in _references(scenario)}
    for name in all_demands(scenario):
        if name not in used:
            party, demand = name.split(".")
            message = f"no rung refers to it: write {shown(f'demand: {name}')} at a rung, or in what one requires"
            yield Key(("parties", party, "demands", demand)), message


def moot_demands(scenario: Scenario) -> Iterator[Found]:
    """Who demands something would gain by it: otherwise the demand falls away as soon as it is made."""
    for loc, condition in all_conditions(scenario):
        if condition.demand is not None and condition.issue is not None:
            party = scenario.principals[condition.demand.split(".")[0]]
            if _gains_nothing(scenario, party, condition):
                message = f"{shown(condition.demand)} falls away at once: its party would gain nothing by this"
                yield (*loc, "demand"), message
    for loc, _, rung in all_rungs(scenario):
        if rung.demand is not None and rung.agenda:
            party = scenario.principals[rung.demand.split(".")[0]]
            if not any(may_want_more(scenario.issues[issue], party.positions.get(issue)) for issue in rung.agenda):
                what = listed(map(shown, rung.agenda), "or")
                yield (*loc, "demand"), f"{shown(rung.demand)} falls away at once: its party wants no more of {what}"


ERRORS: tuple[Check, ...] = (demand_names, demand_seats, stray_demands, last_rungs_demanded)
ERRORS_IN_SOUND: tuple[Check, ...] = (unmeetable_demands,)
WARNINGS: tuple[Check, ...] = (idle_demands, moot_demands)


def all_demands(scenario: Scenario) -> list[str]:
    """Every demand, as `PARTY.DEMAND`."""
    return [f"{name}.{demand}" for name, party in scenario.principals.items() for demand in party.demands]


def _references(scenario: Scenario) -> Iterator[tuple[Loc, str | None, str]]:
    """Where a demand is referred to, at which table (None in an outcome), and its name."""
    for loc, _, rung in all_rungs(scenario):
        if rung.demand is not None:
            yield loc, str(loc[1]), rung.demand
    for loc, condition in all_conditions(scenario):
        if condition.demand is not None:
            yield loc, str(loc[1]) if loc[0] == "tables" else None, condition.demand


def _demanded(scenario: Scenario) -> Iterator[tuple[Loc, Condition, str]]:
    """What is demanded, by which demand: what a rung requires by one, and what a rung requires that is one."""
    for loc, condition in all_conditions(scenario):
        if condition.demand is not None:
            yield loc, condition, condition.demand
    for loc, _, rung in all_rungs(scenario):
        for i, condition in enumerate(rung.requires):
            if rung.demand is not None and condition.demand is None:
                yield (*loc, "requires", i), condition, rung.demand


def _gains_nothing(scenario: Scenario, party: Principal, condition: Condition) -> bool:
    """Whether a party likes the level at the start as much as the one that it demands, though that is not yet met."""
    issue = scenario.issues[condition.issue or ""]
    real = condition.at_least if condition.at_least is not None else condition.at_most
    assert real is not None
    start, asked = issue.level(at_start(issue)), issue.level(real)
    if start >= asked - SLACK if condition.at_least is not None else start <= asked + SLACK:
        return False
    position = party.positions.get(condition.issue or "")
    ends = position.aim.support(*sorted(issue.range)) if position else (issue.range[0],)
    return all(abs(start - issue.level(end)) <= abs(asked - issue.level(end)) + SLACK for end in ends)
