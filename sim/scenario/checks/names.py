"""Names that must exist, and names that may stand only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from agents.roles import MEDIATOR
from sim.scenario.checks.common import Check, Found, Key, all_conditions, all_rungs, no_principal, unknown
from sim.scenario.document import Loc
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import TOWARD_PARTIES, Scenario
from sim.world.draws import word


def position_issues(scenario: Scenario) -> Iterator[Found]:
    """A position is on an issue of the scenario."""
    for name, party in scenario.principals.items():
        for issue in party.positions:
            if issue not in scenario.issues:
                yield Key(("parties", name, "positions", issue)), unknown("issue", issue, scenario.issues)


def agenda_issues(scenario: Scenario) -> Iterator[Found]:
    """What stands on an agenda is an issue of the scenario."""
    for loc, _, rung in all_rungs(scenario):
        for i, issue in enumerate(rung.agenda):
            if issue not in scenario.issues:
                yield (*loc, "agenda", i), unknown("issue", issue, scenario.issues)


def order_issues(scenario: Scenario) -> Iterator[Found]:
    """What is carried out in order is on the rung's agenda, or comes to it in a package."""
    for loc, table, rung in all_rungs(scenario):
        before = table.rungs[: int(loc[-1])]
        start = next((i for i, other in enumerate(before) if other.package), len(before))
        known = {issue: None for other in (*before[start:], rung) for issue in other.agenda}
        for i, issue in enumerate(rung.order):
            if issue not in scenario.issues:
                yield (*loc, "order", i), unknown("issue", issue, known or scenario.issues)
            elif issue not in known:
                yield (*loc, "order", i), f"{shown(issue)} is not on the agenda of this rung"


def seats(scenario: Scenario) -> Iterator[Found]:
    """Principals have seats."""
    for name, table in scenario.tables.items():
        for i, party in enumerate(table.parties):
            problem = no_principal(party, scenario, "list it under mediators, not parties")
            if problem:
                yield ("tables", name, "parties", i), problem


def table_mediators(scenario: Scenario) -> Iterator[Found]:
    """Mediators mediate."""
    for name, table in scenario.tables.items():
        for i, mediator in enumerate(table.mediators):
            loc = ("tables", name, "mediators", i)
            if mediator in scenario.principals:
                role = scenario.principals[mediator].role
                yield (
                    loc,
                    f"{shown(mediator)} has the role {role}; only parties with the role mediator mediate",
                )
            elif mediator not in scenario.mediators:
                yield loc, unknown("mediator", mediator, scenario.mediators)


def conveners(scenario: Scenario) -> Iterator[Found]:
    """Who convenes a table sits at it."""
    for name, table in scenario.tables.items():
        if table.convener is None or table.convener in table.parties:
            continue
        loc = ("tables", name, "convener")
        if table.convener in scenario.parties:
            yield (
                loc,
                f"{shown(table.convener)} has no seat at this table; its convener is one of its parties",
            )
        else:
            yield loc, unknown("party", table.convener, table.parties)


def weights_toward_parties(scenario: Scenario) -> Iterator[Found]:
    """Exposure, influence and shelter are toward another principal."""
    for name, party in scenario.principals.items():
        for field in TOWARD_PARTIES:
            for other in getattr(party, field):
                loc = Key(("parties", name, field, other))
                if other == name:
                    yield loc, f"{shown(name)} is the party itself; {field} is about other parties"
                    continue
                problem = no_principal(other, scenario, f"{field} is about parties that bargain")
                if problem:
                    yield loc, problem


def reluctance_at_tables(scenario: Scenario) -> Iterator[Found]:
    """A party is reluctant about tables where it sits."""
    for name, party in scenario.principals.items():
        for table in party.effort_at:
            loc = Key(("parties", name, "effort_at", table))
            if table not in scenario.tables:
                yield loc, unknown("table", table, scenario.tables)
            elif name not in scenario.tables[table].parties:
                yield loc, f"{shown(name)} has no seat at table {shown(table)}, so nobody asks it to come"


def attitudes_toward_parties(scenario: Scenario) -> Iterator[Found]:
    """A mediator is acceptable to principals and leans toward principals."""
    for name, mediator in scenario.mediators.items():
        for field in MEDIATOR.toward:
            for other in getattr(mediator, field):
                problem = no_principal(other, scenario, f"{field} is about parties that bargain")
                if problem:
                    yield Key(("parties", name, field, other)), problem


def calmed_parties(scenario: Scenario) -> Iterator[Found]:
    """Issues calm principals."""
    for name, issue in scenario.issues.items():
        for party in issue.effects.calm_by_party:
            problem = no_principal(party, scenario, "a mediator does not fight")
            if problem:
                yield Key(("issues", name, "effects", "calm_by_party", party)), problem


def answering_parties(scenario: Scenario) -> Iterator[Found]:
    """Principals answer principals."""
    for name, row in (scenario.war.answers if scenario.war else {}).items():
        for loc in (("war", "answers", name), *(("war", "answers", name, other) for other in row)):
            problem = no_principal(loc[-1], scenario, "a mediator does not fight")
            if problem:
                yield Key(loc), problem


def gesture_issues(scenario: Scenario) -> Iterator[Found]:
    """A gesture moves an issue of the scenario."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            if gesture.issue not in scenario.issues:
                loc = ("parties", name, "gestures", gesture_name, "issue")
                yield loc, unknown("issue", gesture.issue, scenario.issues)


def condition_names(scenario: Scenario) -> Iterator[Found]:
    """A condition asks of a table, of its rungs, or of an issue."""
    for loc, condition in all_conditions(scenario):
        if condition.issue is not None and condition.issue not in scenario.issues:
            yield (*loc, "issue"), unknown("issue", condition.issue, scenario.issues)
        if condition.violence is not None and condition.violence not in {"all", *scenario.principals}:
            yield (*loc, "violence"), unknown("principal", condition.violence, ["all", *scenario.principals])
        if condition.table is None:
            continue
        if condition.table not in scenario.tables:
            yield (*loc, "table"), unknown("table", condition.table, scenario.tables)
            continue
        rungs = [rung.name for rung in scenario.tables[condition.table].rungs]
        for key in ("reached", "signed", "ended"):
            rung = getattr(condition, key)
            if rung is not None and rung not in rungs:
                yield (*loc, key), unknown(f"rung of table {shown(condition.table)} called", rung, rungs)


def same_words(scenario: Scenario) -> Iterator[Found]:
    """No two names share the 32-bit word that addresses their random numbers."""
    places: dict[str, Loc] = {}
    for loc, name in _names(scenario):
        places.setdefault(name, loc)
    by_word: dict[int, str] = {}
    for name, loc in places.items():
        other = by_word.setdefault(word(name), name)
        if other != name:
            yield loc, f"{shown(name)} would draw the same random numbers as {shown(other)}; rename one"


def seated_without_position(scenario: Scenario) -> Iterator[Found]:
    """Who sits at a table wants something."""
    for name, table in scenario.tables.items():
        for i, party in enumerate(table.parties):
            principal = scenario.principals.get(party)
            if principal and not principal.positions:
                where = f"parties.{party}.positions"
                message = f"{shown(party)} has a seat but no positions; say in {where} what it wants"
                yield ("tables", name, "parties", i), message


def rungs_twice(scenario: Scenario) -> Iterator[Found]:
    """The rungs of a table have different names."""
    for name, table in scenario.tables.items():
        for i in _repeated([rung.name for rung in table.rungs]):
            loc = ("tables", name, "rungs", i, "name")
            yield loc, f"another rung of this table is called {shown(table.rungs[i].name)} too"


def events_twice(scenario: Scenario) -> Iterator[Found]:
    """Events have different names."""
    for i in _repeated([event.name for event in scenario.events]):
        yield ("events", i, "name"), f"another event is called {shown(scenario.events[i].name)} too"


def entries_twice(scenario: Scenario) -> Iterator[Found]:
    """Nothing stands twice on an agenda, in an order, or at a table."""
    for name, table in scenario.tables.items():
        for field in ("parties", "mediators"):
            entries = getattr(table, field)
            for i in _repeated(entries):
                yield ("tables", name, field, i), f"{shown(entries[i])} is already listed"
    for loc, _, rung in all_rungs(scenario):
        for field in ("agenda", "order"):
            entries = getattr(rung, field)
            for i in _repeated(entries):
                yield (*loc, field, i), f"{shown(entries[i])} is already listed"


def gestures_twice(scenario: Scenario) -> Iterator[Found]:
    """A party has at most one gesture on an issue."""
    for name, party in scenario.principals.items():
        gestures = list(party.gestures)
        for i in _repeated([gesture.issue for gesture in party.gestures.values()]):
            issue = party.gestures[gestures[i]].issue
            first = next(other for other in gestures if party.gestures[other].issue == issue)
            loc = ("parties", name, "gestures", gestures[i], "issue")
            yield loc, f"{shown(first)} is this party's gesture on {shown(issue)} already; it can have one"


def called_off_tables(scenario: Scenario) -> Iterator[Found]:
    """An event calls off the talks of tables that there are."""
    for i, event in enumerate(scenario.events):
        for table in event.calls_off:
            if table not in scenario.tables:
                yield Key(("events", i, "calls_off", table)), unknown("table", table, scenario.tables)


ERRORS: tuple[Check, ...] = (
    position_issues, agenda_issues, order_issues, seats, table_mediators, conveners,
    weights_toward_parties, reluctance_at_tables, attitudes_toward_parties, calmed_parties, answering_parties,
    gesture_issues, called_off_tables, condition_names, same_words, entries_twice, gestures_twice,
    seated_without_position,
)  # fmt: skip
TWICE: tuple[Check, ...] = (rungs_twice, events_twice)
"""Two things under one name: what would have been the other's name is missing."""


def _names(scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    """Every name that enters the address of a random number."""
    for kind in ("issues", "parties", "tables"):
        for name in getattr(scenario, kind):
            yield Key((kind, name)), name
    for i, event in enumerate(scenario.events):
        yield ("events", i, "name"), event.name
    for party, principal in scenario.principals.items():
        for demand in principal.demands:
            yield Key(("parties", party, "demands", demand)), demand


def _repeated(names: Sequence[str]) -> Iterator[int]:
    """Positions of names that stood before."""
    seen: Counter[str] = Counter()
    for i, name in enumerate(names):
        if seen[name]:
            yield i
        seen[name] += 1
