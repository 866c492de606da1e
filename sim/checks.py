"""What a scenario must keep to beyond its vocabulary: names that exist, levels in range, no hindsight.

One small function a rule, listed in `ERRORS` (it means nothing), `UNRUNNABLE` (running it means nothing: the
rival models need neither tables nor outcomes) and `WARNINGS` (it means something, but hardly what was meant;
sweeps cross such points). Each yields places in the data as it was written, and what is wrong there. What was
left out is None, as in the file. `UNRUNNABLE` and `WARNINGS` are for a scenario without errors.

Nothing here imports numpy, so that `parley validate` starts at once.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from math import ceil, exp, floor, inf, isfinite, log
from typing import Any, NamedTuple

from agents import roles
from sim.calendar import Rounds
from sim.defaults import resolve
from sim.documents import Loc, shown, suggest
from sim.draws import word
from sim.scenario import (
    A_YEAR,
    Condition,
    Effect,
    Evidence,
    Issue,
    Mediator,
    Model,
    Number,
    Position,
    Rung,
    Scenario,
    Table,
)

Found = tuple[Loc, str]
Check = Callable[[Scenario], Iterator[Found]]
Spot = tuple[str, int]

SLACK = 1e-9
MAX_STEPS = 1_000_000
MAX_COUNT = 1_000_000
MAX_STACK = 60  # a condition is worked out on the bits of one integer
MAX_CONDITIONS = 1000  # each is compared with each
MAX_GROWTH = 1e4
AT_START = (
    "signals", "patience", "patience_spread", "walk_away_spread",
    "war.leverage", "war.hurt", "war.momentum", "war.branching", "war.answers",
)  # fmt: skip
"""Numbers that are read only as a history begins."""


class Key(tuple[str | int, ...]):
    """A place that is a key, as against the value that stands after it."""

    __slots__ = ()
    is_key = True


def errors(scenario: Scenario) -> Iterator[Found]:
    """Yield what keeps a scenario from meaning anything."""
    for check in ERRORS:
        yield from check(scenario)


def unrunnable(scenario: Scenario) -> Iterator[Found]:
    """Yield what a scenario without errors lacks for `run`, though not for the rival models."""
    for check in UNRUNNABLE:
        yield from check(scenario)


def warnings(scenario: Scenario) -> Iterator[Found]:
    """Yield what is probably not meant in a scenario without errors."""
    for check in WARNINGS:
        yield from check(scenario)


# ------------------------------------------------------------------------------
# Names


def position_issues(scenario: Scenario) -> Iterator[Found]:
    """A position is on an issue of the scenario."""
    for name, party in scenario.principals.items():
        for issue in party.positions:
            if issue not in scenario.issues:
                yield Key(("parties", name, "positions", issue)), _unknown("issue", issue, scenario.issues)


def agenda_issues(scenario: Scenario) -> Iterator[Found]:
    """What stands on an agenda is an issue of the scenario."""
    for loc, _, rung in _rungs(scenario):
        for i, issue in enumerate(rung.agenda):
            if issue not in scenario.issues:
                yield (*loc, "agenda", i), _unknown("issue", issue, scenario.issues)


def order_issues(scenario: Scenario) -> Iterator[Found]:
    """What is carried out in order is on the rung's agenda, or comes to it in a package."""
    for loc, table, rung in _rungs(scenario):
        before = table.rungs[: int(loc[-1])]
        start = next((i for i, other in enumerate(before) if other.package), len(before))
        known = {issue: None for other in (*before[start:], rung) for issue in other.agenda}
        for i, issue in enumerate(rung.order):
            if issue not in scenario.issues:
                yield (*loc, "order", i), _unknown("issue", issue, known or scenario.issues)
            elif issue not in known:
                yield (*loc, "order", i), f"{shown(issue)} is not on the agenda of this rung"


def deliverers(scenario: Scenario) -> Iterator[Found]:
    """An issue is delivered by a principal."""
    for name, issue in scenario.issues.items():
        if issue.delivered_by is not None:
            problem = _no_principal(issue.delivered_by, scenario, "a mediator has nothing to deliver")
            if problem:
                yield ("issues", name, "delivered_by"), problem


def seats(scenario: Scenario) -> Iterator[Found]:
    """Principals have seats."""
    for name, table in scenario.tables.items():
        for i, party in enumerate(table.parties):
            problem = _no_principal(party, scenario, "list it under mediators, not parties")
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
                yield loc, _unknown("mediator", mediator, scenario.mediators)


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
            yield loc, _unknown("party", table.convener, table.parties)


def weights_toward_parties(scenario: Scenario) -> Iterator[Found]:
    """Exposure, influence and shelter are toward another principal."""
    for name, party in scenario.principals.items():
        for field in ("exposure_with", "influence", "shelters"):
            for other in getattr(party, field):
                loc = Key(("parties", name, field, other))
                if other == name:
                    yield loc, f"{shown(name)} is the party itself; {field} is about other parties"
                    continue
                problem = _no_principal(other, scenario, f"{field} is about parties that bargain")
                if problem:
                    yield loc, problem


def attitudes_toward_parties(scenario: Scenario) -> Iterator[Found]:
    """A mediator is acceptable to principals and leans toward principals."""
    for name, mediator in scenario.mediators.items():
        for field in roles.MEDIATOR_TOWARD:
            for other in getattr(mediator, field):
                problem = _no_principal(other, scenario, f"{field} is about parties that bargain")
                if problem:
                    yield Key(("parties", name, field, other)), problem


def calmed_parties(scenario: Scenario) -> Iterator[Found]:
    """Issues calm principals."""
    for name, issue in scenario.issues.items():
        for party in issue.effects.calm_by_party:
            problem = _no_principal(party, scenario, "a mediator does not fight")
            if problem:
                yield Key(("issues", name, "effects", "calm_by_party", party)), problem


def answering_parties(scenario: Scenario) -> Iterator[Found]:
    """Principals answer principals."""
    for name, row in (scenario.war.answers if scenario.war else {}).items():
        for loc in (("war", "answers", name), *(("war", "answers", name, other) for other in row)):
            problem = _no_principal(loc[-1], scenario, "a mediator does not fight")
            if problem:
                yield Key(loc), problem


def gesture_issues(scenario: Scenario) -> Iterator[Found]:
    """A gesture moves an issue of the scenario."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            if gesture.issue not in scenario.issues:
                loc = ("parties", name, "gestures", gesture_name, "issue")
                yield loc, _unknown("issue", gesture.issue, scenario.issues)


def condition_names(scenario: Scenario) -> Iterator[Found]:
    """A condition asks of a table, of its rungs, or of an issue."""
    for loc, condition in _conditions(scenario):
        if condition.issue is not None and condition.issue not in scenario.issues:
            yield (*loc, "issue"), _unknown("issue", condition.issue, scenario.issues)
        if condition.violence is not None and condition.violence not in {"all", *scenario.principals}:
            yield (*loc, "violence"), _unknown("principal", condition.violence, ["all", *scenario.principals])
        if condition.table is None:
            continue
        if condition.table not in scenario.tables:
            yield (*loc, "table"), _unknown("table", condition.table, scenario.tables)
            continue
        rungs = [rung.name for rung in scenario.tables[condition.table].rungs]
        for key in ("reached", "signed", "ended"):
            rung = getattr(condition, key)
            if rung is not None and rung not in rungs:
                yield (*loc, key), _unknown(f"rung of table {shown(condition.table)} called", rung, rungs)


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


# ------------------------------------------------------------------------------
# Names that stand twice


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
    for loc, _, rung in _rungs(scenario):
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


# ------------------------------------------------------------------------------
# Levels


def issue_steps(scenario: Scenario) -> Iterator[Found]:
    """The range of an issue with steps is a whole number of them."""
    for name, issue in scenario.issues.items():
        if issue.kind != "steps":
            continue
        loc = ("issues", name, "step" if "step" in issue.model_fields_set else "range")
        steps = abs(issue.range[1] - issue.range[0]) / issue.step
        if steps > MAX_STEPS:
            yield (
                loc,
                f"more than {MAX_STEPS:,} steps from end to end; give a larger step or kind: continuous",
            )
        elif not _is_whole(steps) or steps < 0.5:
            step = _figure(issue.step)
            yield loc, f"the range, {_range(issue)}, is not a whole number of steps of {step}"


def levels_in_force(scenario: Scenario) -> Iterator[Found]:
    """The level in force at the start is one that the issue can have."""
    for name, issue in scenario.issues.items():
        if issue.in_force is not None:
            problem = _outside(issue, issue.in_force) or _between_steps(issue, issue.in_force)
            if problem:
                yield ("issues", name, "in_force"), problem


def ideals(scenario: Scenario) -> Iterator[Found]:
    """A party, and those at its home, want a level within the issue's range."""
    for loc, _, issue, position in _positions(scenario):
        home = position.home.ideal if position.home else None
        for place, ideal in ((loc, position.ideal), ((*loc, "home"), home)):
            ends = _wanted(ideal, issue) if ideal else ()
            problem = next(filter(None, (_outside(issue, end) for end in ends)), None)
            if problem:
                yield (*place, "ideal"), problem


def red_lines(scenario: Scenario) -> Iterator[Found]:
    """A red line lies within the issue's range."""
    for loc, _, issue, position in _positions(scenario):
        for i, end in enumerate(position.red_line or ()):
            problem = _outside(issue, end)
            if problem:
                yield (*loc, "red_line", i), problem


def red_lines_and_ideals(scenario: Scenario) -> Iterator[Found]:
    """A party's red line leaves room for what it wants itself."""
    for loc, _, issue, position in _positions(scenario):
        line = position.red_line
        ends = _wanted(position.ideal, issue)
        if line is None or any(_outside(issue, x) for x in (*line, *ends)):
            continue
        if beyond := [x for x in ends if not min(line) - SLACK <= x <= max(line) + SLACK]:
            never = f"{_figure(line[0])} to {_figure(line[1])}"
            yield (*loc, "red_line"), f"never leaves {never}, yet wants {_figure(beyond[0])} itself"


def gesture_levels(scenario: Scenario) -> Iterator[Found]:
    """A gesture moves its issue to a level that it can have."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            issue = scenario.issues.get(gesture.issue)
            if issue is not None:
                problem = _outside(issue, gesture.level) or _between_steps(issue, gesture.level)
                if problem:
                    yield ("parties", name, "gestures", gesture_name, "level"), problem


def condition_levels(scenario: Scenario) -> Iterator[Found]:
    """A condition asks for a level within the issue's range."""
    for loc, condition in _conditions(scenario):
        issue = scenario.issues.get(condition.issue or "")
        for key in ("at_least", "at_most"):
            level = getattr(condition, key)
            if issue is not None and level is not None:
                problem = _outside(issue, level)
                if problem:
                    yield (*loc, key), problem


# ------------------------------------------------------------------------------
# Time and evidence


def calendar(scenario: Scenario) -> Iterator[Found]:
    """Every round has a date."""
    last = scenario.as_of.year + scenario.time.rounds // (12 if scenario.time.step == "month" else 52)
    if scenario.as_of.year == 1 or last > 9990:
        yield ("as_of",), "the calendar runs from the year 2 to 9990; the scenario leaves it"


def later_sources(scenario: Scenario) -> Iterator[Found]:
    """No source is later than the date of knowledge."""
    for name, source in scenario.sources.items():
        if source.date > scenario.as_of:
            yield (
                ("sources", name, "date"),
                f"published on {source.date}, after as_of ({scenario.as_of}): that is hindsight",
            )


def earlier_events(scenario: Scenario) -> Iterator[Found]:
    """No dated event lies before the start."""
    for i, event in enumerate(scenario.events):
        if isinstance(event.on, datetime.date) and event.on < scenario.as_of:
            message = f"before as_of ({scenario.as_of}): what has happened belongs in the numbers at the start"
            yield ("events", i, "on"), message


def round_numbers(scenario: Scenario) -> Iterator[Found]:
    """Rounds are numbered from 1."""
    places: list[tuple[Loc, Any]] = [((*loc, "by"), condition.by) for loc, condition in _conditions(scenario)]
    places += [(("events", i, "on"), event.on) for i, event in enumerate(scenario.events)]
    for loc, given in places:
        if isinstance(given, int) and not 1 <= given <= MAX_COUNT:
            yield loc, f"rounds are numbered from 1 to at most {MAX_COUNT:,}"


def numbers_of_meetings(scenario: Scenario) -> Iterator[Found]:
    """Nobody has met a million times."""
    places: dict[Loc, int | None] = {("tables", name, "met"): table.met for name, table in scenario.tables.items()}
    places |= {(*loc, "meetings"): condition.meetings for loc, condition in _conditions(scenario)}
    for loc, given in places.items():
        if given is not None and given > MAX_COUNT:
            yield loc, f"may be at most {MAX_COUNT:,}"


def evidence_sources(scenario: Scenario) -> Iterator[Found]:
    """Evidence comes from a source of the scenario; words can be looked up only in one with a file."""
    for loc, evidence in _evidence(scenario):
        for key in ("quoted", "inferred"):
            name = getattr(evidence, key)
            if name is None:
                continue
            if name not in scenario.sources:
                yield (*loc, key), _unknown("source", name, scenario.sources)
            elif key == "quoted" and scenario.sources[name].file is None:
                message = f"{shown(name)} has no file to look the words up in; give it one, or use inferred"
                yield (*loc, key), message


def evidence_words(scenario: Scenario) -> Iterator[Found]:
    """Evidence says something."""
    wanted = {"text": "the exact words", "how": "how the number follows", "assumed": "why it was assumed"}
    for loc, evidence in _evidence(scenario):
        for key, what in wanted.items():
            said = getattr(evidence, key)
            if said is not None and not said.strip():
                yield (*loc, key), f"is empty; say {what}"


def source_files(scenario: Scenario) -> Iterator[Found]:
    """The file of a source is a name within the folder of sources."""
    for name, source in scenario.sources.items():
        if source.file is None:
            continue
        parts = source.file.replace("\\", "/").split("/")
        if not source.file.strip() or "\0" in source.file:
            yield ("sources", name, "file"), "is no file name; leave file out if there is none"
        elif parts[0] == "" or ".." in parts or ":" in parts[0]:
            yield ("sources", name, "file"), "must be the name of a file within the folder of sources"


# ------------------------------------------------------------------------------
# Conditions and outcomes


def last_outcome(scenario: Scenario) -> Iterator[Found]:
    """The last outcome takes every history that is left."""
    if scenario.outcomes:
        name = list(scenario.outcomes)[-1]
        if not scenario.outcomes[name].otherwise:
            message = "the last outcome must be {otherwise: true}, for all other histories"
            yield Key(("outcomes", name)), message


def stray_otherwise(scenario: Scenario) -> Iterator[Found]:
    """`otherwise` stands alone, and only as the last outcome."""
    last = ("outcomes", list(scenario.outcomes)[-1]) if scenario.outcomes else ()
    for loc, condition in _conditions(scenario):
        if not condition.otherwise:
            continue
        if loc != last and len(loc) == 2:
            yield (
                (*loc, "otherwise"),
                "always holds and hides the outcomes after it; only the last may have it",
            )
        elif loc != last:
            yield (*loc, "otherwise"), "only an outcome can be otherwise, and only the last"
        elif condition.model_fields_set - {"otherwise", "evidence", "note"}:
            yield (*loc, "otherwise"), "stands alone: it always holds, whatever stands beside it"


def condition_sizes(scenario: Scenario) -> Iterator[Found]:
    """A condition is small enough to be worked out."""
    for loc, _, rung in _rungs(scenario):
        problem = _too_large(rung.requires)
        if problem:
            yield (*loc, "requires"), problem
    for name, condition in scenario.outcomes.items():
        problem = _too_large([condition])
        if problem:
            yield ("outcomes", name), problem


# ------------------------------------------------------------------------------
# War and events


def season(scenario: Scenario) -> Iterator[Found]:
    """There is some month with violence."""
    if scenario.war and sum(scenario.war.season) / 12 == 0:
        yield ("war", "season"), "is 0 in every month; at least one must be above 0"


def explosive_war(scenario: Scenario) -> Iterator[Found]:
    """Incidents provoke fewer incidents than they are, whatever is drawn."""
    ratio = _radius(_alpha(scenario))
    if ratio >= 1 - SLACK:
        message = (
            f"violence could grow without end: at the top of what may be drawn, 100 incidents provoke "
            f"{100 * ratio:.4g} in the month after; lower branching or answers (spectral radius must be < 1)"
        )
        yield _war_loc(scenario), message


def event_targets(scenario: Scenario) -> Iterator[Found]:
    """An event changes a number that there is."""
    known = _changeable(scenario)
    for loc, effect in _effects(scenario):
        if effect.change not in known:
            yield (*loc, "change"), _no_target(effect.change, scenario, known)


def event_operations(scenario: Scenario) -> Iterator[Found]:
    """Leverage is shifted, a secret gets out, and what may be infinite is not multiplied by 0."""
    known = _changeable(scenario)
    for loc, effect in _effects(scenario):
        key, number = _operation(effect)
        if effect.change == LEVERAGE and key != "add":
            yield (*loc, key), "leverage can only be shifted: use add"
        elif _is_secrecy(effect.change) and not (key == "to" and number.value == 0):
            yield (*loc, key), "word can only get out: use to: 0"
        elif key == "times" and known.get(effect.change, ANY_NUMBER).high == inf and _may_be_zero(number):
            yield (*loc, key), "may not be 0: this number can be infinite, and infinity times 0 is none; use to"


def event_values(scenario: Scenario) -> Iterator[Found]:
    """What an event sets a number to, or shifts leverage by, is within range."""
    known = _changeable(scenario)
    for loc, effect in _effects(scenario):
        key, number = _operation(effect)
        ranged = key == ("add" if effect.change == LEVERAGE else "to")
        within = known.get(effect.change, ANY_NUMBER) if ranged else ANY_NUMBER
        ends = number.support(within.low, within.high)
        beyond = [end for end in ends if not within.low <= end <= within.high]
        if number.form == "beta" and (within is ANY_NUMBER or not isfinite(within.high)):
            yield (
                (*loc, key),
                "beta needs a field with two ends; use uniform, triangular, normal or choice here",
            )
        elif beyond and not _is_secrecy(effect.change):
            yield (*loc, key), f"must be {within.words()}, got {_figure(beyond[0])}"


# ------------------------------------------------------------------------------
# What only a run needs


def no_tables(scenario: Scenario) -> Iterator[Found]:
    """Somebody talks to somebody."""
    if not scenario.tables:
        yield ("tables",), "there are no tables, so nobody can talk: give at least one to run this scenario"


def no_outcomes(scenario: Scenario) -> Iterator[Found]:
    """Something is asked."""
    if not scenario.outcomes:
        yield (
            ("outcomes",),
            "there are no outcomes, so nothing is asked: give at least {other: {otherwise: true}}",
        )


def tables_without_stakes(scenario: Scenario) -> Iterator[Found]:
    """Somebody at a table has a position on something there."""
    for name, table in scenario.tables.items():
        on_table = _on_table(table)
        held = {issue for party in table.parties for issue in scenario.principals[party].positions}
        if on_table and not on_table & held:
            yield (
                ("tables", name, "parties"),
                "none of these parties has a position on what is on this table's agendas",
            )


# ------------------------------------------------------------------------------
# What is probably not meant


def never_holds(scenario: Scenario) -> Iterator[Found]:
    """A condition can hold."""
    reach = _Reach(scenario)
    for loc, condition in _conditions(scenario):
        for key in _asked(condition):
            if not reach.leaf_can_hold(condition, key):
                yield (*loc, key), reach.why_never(loc, condition, key)
        if condition.any is not None and not condition.any:
            yield (*loc, "any"), "can never hold: it lists nothing"
        if condition.not_ is not None and not reach.can_fail(condition.not_):
            yield (*loc, "not"), "can never hold: what it denies always holds"


def contradictions(scenario: Scenario) -> Iterator[Found]:
    """What must hold together can hold together."""
    for loc, _, rung in _rungs(scenario):
        clash = _clash(scenario, _together(scenario, rung))
        if clash:
            yield (*loc, "requires"), clash
    inside = {(*loc, "all", i) for loc, condition in _conditions(scenario) for i in range(len(condition.all or ()))}
    for loc, condition in _conditions(scenario):
        if loc in inside or (len(loc) > 2 and loc[-2] == "requires"):
            continue
        clash = _clash(scenario, _atoms(scenario, condition))
        if clash:
            yield loc, clash


def hidden_outcomes(scenario: Scenario) -> Iterator[Found]:
    """An outcome is not swallowed by one before it."""
    reach = _Reach(scenario)
    outcomes = list(scenario.outcomes.items())
    for i, (name, condition) in enumerate(outcomes):
        if i + 1 < len(outcomes) and not reach.can_fail(condition):
            yield Key(("outcomes", name)), "always holds, and so hides the outcomes after it"
        for earlier, other in outcomes[:i]:
            if not condition.otherwise and reach.can_hold(condition) and _implies(scenario, condition, other):
                message = f"never counts: whenever it holds, {shown(earlier)}, which stands before it, holds too"
                yield Key(("outcomes", name)), message
                break


def red_lines_apart(scenario: Scenario) -> Iterator[Found]:
    """The red lines of those at a table leave room on every issue of its agendas."""
    for loc, table, rung in _rungs(scenario):
        for i, issue in enumerate(rung.agenda):
            if _room(scenario, table, issue) is None:
                lines = [
                    f"{party} {_figure(line[0])} to {_figure(line[1])}"
                    for party in table.parties
                    if (line := _red_line(scenario, party, issue))
                ]
                message = f"the red lines leave no level of {shown(issue)} that all accept ({', '.join(lines)})"
                yield (*loc, "agenda", i), message + "; nobody can get beyond this rung"


def no_disagreement(scenario: Scenario) -> Iterator[Found]:
    """Those at a table want different things."""
    for name, table in scenario.tables.items():
        on_table = _on_table(table)
        if on_table and not any(_disputed(scenario, table, issue) for issue in on_table):
            message = "no two of these parties want different levels of anything on this table's agendas"
            yield ("tables", name, "parties"), message


def issues_at_no_table(scenario: Scenario) -> Iterator[Found]:
    """What parties want something on is bargained over somewhere."""
    if not scenario.tables:
        return
    somewhere = {issue for table in scenario.tables.values() for issue in _on_table(table)}
    for name in scenario.issues:
        holders = [party for party, principal in scenario.principals.items() if name in principal.positions]
        if holders and name not in somewhere:
            verb = "has a position" if len(holders) == 1 else "have positions"
            yield Key(("issues", name)), f"is on no agenda, though {_listed(holders)} {verb} on it"


def indifferent_tables(scenario: Scenario) -> Iterator[Found]:
    """Somebody at the table cares about what is on its agenda."""
    for loc, table, rung in _rungs(scenario):
        for i, issue in enumerate(rung.agenda):
            if not any(issue in scenario.principals[party].positions for party in table.parties):
                yield (*loc, "agenda", i), f"nobody at this table has a position on {shown(issue)}"


def careless_parties(scenario: Scenario) -> Iterator[Found]:
    """Who has positions cares about one of them."""
    for name, party in scenario.principals.items():
        tops = [position.salience.support(0, 100)[1] for position in party.positions.values()]
        if tops and max(tops) == 0:
            yield ("parties", name, "positions"), "all saliences are 0: this party cares about nothing"


def unwelcome_mediators(scenario: Scenario) -> Iterator[Found]:
    """A mediator is welcome to somebody at its table."""
    for name, table in scenario.tables.items():
        for i, mediator in enumerate(table.mediators):
            given = scenario.mediators[mediator].acceptability
            if all(party in given and given[party].support(-1, 1)[1] < 0 for party in table.parties):
                yield (
                    ("tables", name, "mediators", i),
                    f"{shown(mediator)} is unwelcome to every party at this table",
                )


def late_events(scenario: Scenario) -> Iterator[Found]:
    """A dated event happens within the time that is simulated."""
    rounds = _rounds(scenario)
    for i, event in enumerate(scenario.events):
        if event.on is not None and _round(scenario, event.on) > rounds.rounds:
            message = f"after the last round, which ends on {rounds.end(rounds.rounds)}: it never happens"
            yield ("events", i, "on"), message


def idle_effects(scenario: Scenario) -> Iterator[Found]:
    """An event changes what is read again after the start."""
    for loc, effect in _effects(scenario):
        if _read_at_start(effect.change):
            hint = "; to shift leverage, write change: leverage" if effect.change == "war.leverage" else ""
            yield (*loc, "change"), f"is read only as a history begins: changing it later does nothing{hint}"


def effects_beyond_range(scenario: Scenario) -> Iterator[Found]:
    """What an event adds or multiplies leaves a number within its range."""
    known = _changeable(scenario)
    for loc, effect in _effects(scenario):
        target, (key, number) = known.get(effect.change), _operation(effect)
        before = target.number.value if target and target.number else None
        if target is None or before is None or number.value is None or key == "to":
            continue
        after = before + number.value if key == "add" else before * number.value
        if not target.low - SLACK <= after <= target.high + SLACK:
            change = f"from {_figure(before)} to {_figure(after)}"
            yield (*loc, key), f"takes {effect.change} {change}, but it is {target.words()}"


def idle_gestures(scenario: Scenario) -> Iterator[Found]:
    """A gesture moves its issue."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            issue = scenario.issues[gesture.issue]
            start = issue.range[0] if issue.in_force is None else issue.in_force
            if abs(issue.level(gesture.level) - issue.level(start)) < SLACK:
                loc = ("parties", name, "gestures", gesture_name, "level")
                yield loc, f"is the level at the start already ({_figure(start)}): the gesture moves nothing"


def infinite_variance(scenario: Scenario) -> Iterator[Found]:
    """Violence has a finite variance, whatever is drawn."""
    alpha = _alpha(scenario)
    if not alpha or scenario.war is None or _radius(alpha) >= 1 - SLACK:
        return
    least = _support(scenario.war.dispersion, roles.WAR["dispersion"])[0]
    if _radius(_excess(alpha, least)) >= 1 - SLACK:
        message = (
            "violence has no finite variance at the top of what may be drawn, so that its mean says little; "
            "lower branching or answers, or raise dispersion"
        )
        yield _war_loc(scenario), message


def runaway_trend(scenario: Scenario) -> Iterator[Found]:
    """A trend leaves violence in bounds."""
    if scenario.war is None:
        return
    top = _support(scenario.war.trend, roles.WAR["trend"])[1]
    months = scenario.time.rounds * (1.0 if scenario.time.step == "month" else 12 / 52.1775)
    if top * months > log(MAX_GROWTH):
        yield (
            ("war", "trend"),
            f"makes violence grow {exp(min(top * months, 600)):.0e} times within {months:.0f} months",
        )


ERRORS: tuple[Check, ...] = (
    position_issues, agenda_issues, order_issues, deliverers, seats, table_mediators, conveners,
    weights_toward_parties, attitudes_toward_parties, calmed_parties, answering_parties, gesture_issues,
    condition_names, same_words, rungs_twice, events_twice, entries_twice, gestures_twice,
    seated_without_position, issue_steps, levels_in_force, ideals, red_lines,
    red_lines_and_ideals, gesture_levels, condition_levels, calendar, later_sources,
    earlier_events, round_numbers, numbers_of_meetings, evidence_sources, evidence_words, source_files,
    last_outcome, stray_otherwise, condition_sizes, season, explosive_war, event_targets,
    event_operations, event_values,
)  # fmt: skip
UNRUNNABLE: tuple[Check, ...] = (no_tables, no_outcomes, tables_without_stakes)
WARNINGS: tuple[Check, ...] = (
    never_holds, contradictions, hidden_outcomes, red_lines_apart, no_disagreement, issues_at_no_table,
    indifferent_tables, careless_parties, unwelcome_mediators, late_events, idle_effects,
    effects_beyond_range, idle_gestures, infinite_variance, runaway_trend,
)  # fmt: skip


# ------------------------------------------------------------------------------
# Going through a scenario


def _rungs(scenario: Scenario) -> Iterator[tuple[Loc, Table, Rung]]:
    for name, table in scenario.tables.items():
        for i, rung in enumerate(table.rungs):
            yield ("tables", name, "rungs", i), table, rung


def _positions(scenario: Scenario) -> Iterator[tuple[Loc, str, Issue, Position]]:
    """Positions on issues that there are."""
    for name, party in scenario.principals.items():
        for issue, position in party.positions.items():
            if issue in scenario.issues:
                yield ("parties", name, "positions", issue), name, scenario.issues[issue], position


def _conditions(scenario: Scenario) -> Iterator[tuple[Loc, Condition]]:
    """Every condition, those inside others too."""
    for loc, _, rung in _rungs(scenario):
        for i, condition in enumerate(rung.requires):
            yield from _with_inner((*loc, "requires", i), condition)
    for name, condition in scenario.outcomes.items():
        yield from _with_inner(("outcomes", name), condition)


def _with_inner(loc: Loc, condition: Condition) -> Iterator[tuple[Loc, Condition]]:
    yield loc, condition
    for key in ("all", "any"):
        for i, inner in enumerate(getattr(condition, key) or ()):
            yield from _with_inner((*loc, key, i), inner)
    if condition.not_ is not None:
        yield from _with_inner((*loc, "not"), condition.not_)


def _effects(scenario: Scenario) -> Iterator[tuple[Loc, Effect]]:
    for i, event in enumerate(scenario.events):
        for j, effect in enumerate(event.effects):
            yield ("events", i, "effects", j), effect


def _names(scenario: Scenario) -> Iterator[tuple[Loc, str]]:
    """Every name that enters the address of a random number."""
    for kind in ("issues", "parties", "tables"):
        for name in getattr(scenario, kind):
            yield Key((kind, name)), name
    for i, event in enumerate(scenario.events):
        yield ("events", i, "name"), event.name


def _evidence(scenario: Scenario) -> Iterator[tuple[Loc, Evidence]]:
    return ((loc, model) for loc, model in _walk(scenario, ()) if isinstance(model, Evidence))


def _walk(value: Any, loc: Loc) -> Iterator[tuple[Loc, Model]]:
    """Every model that was written, and where. A single piece of evidence mostly stands without a list."""
    if isinstance(value, Model):
        yield loc, value
        for name in type(value).model_fields:
            if name in value.model_fields_set:
                inner = getattr(value, name)
                single = name == "evidence" and len(inner) == 1
                yield from _walk(inner[0] if single else inner, (*loc, type(value).model_fields[name].alias or name))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*loc, key))
    elif isinstance(value, tuple):
        for i, inner in enumerate(value):
            yield from _walk(inner, (*loc, i))


def _repeated(names: Sequence[str]) -> Iterator[int]:
    """Positions of names that stood before."""
    seen: Counter[str] = Counter()
    for i, name in enumerate(names):
        if seen[name]:
            yield i
        seen[name] += 1


# ------------------------------------------------------------------------------
# Words


def _unknown(kind: str, name: str, known: Iterable[str]) -> str:
    choices = list(known)
    guess = suggest(name, choices) or (f"; known here: {', '.join(choices)}" if 0 < len(choices) <= 12 else "")
    return f"there is no {kind} {shown(name)}{guess}"


def _no_principal(name: str, scenario: Scenario, why_no_mediator: str) -> str | None:
    """What is wrong with a name that should be a principal's."""
    if name in scenario.principals:
        return None
    if name in scenario.mediators:
        return f"{shown(name)} is a mediator; {why_no_mediator}"
    return _unknown("party", name, scenario.principals)


def _figure(number: float) -> str:
    return f"{number:.12g}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


# ------------------------------------------------------------------------------
# Levels


def _range(issue: Issue) -> str:
    return f"{_figure(issue.range[0])} to {_figure(issue.range[1])} {issue.unit}".rstrip()


def _outside(issue: Issue, level: float) -> str | None:
    if -SLACK <= issue.level(level) <= 1 + SLACK:
        return None
    return f"must be within the issue's range, {_range(issue)}, got {_figure(level)}"


def _is_whole(steps: float) -> bool:
    return abs(steps - round(steps)) < 1e-6


def _between_steps(issue: Issue, level: float) -> str | None:
    if not issue.steps or _is_whole(issue.level(level) * issue.steps):
        return None
    if issue.kind == "binary":
        ends = " or ".join(map(_figure, issue.range))
        return f"a binary issue is at one of its two ends, {ends}, got {_figure(level)}"
    return f"is between two steps of {_figure(issue.step)}, got {_figure(level)}"


def _wanted(ideal: Number, issue: Issue) -> tuple[float, ...]:
    """The ends of what may be drawn; of a normal, which is cut to the range, its middle; of a beta, none."""
    if ideal.normal:
        return ideal.normal[:1]
    return () if ideal.beta else tuple(dict.fromkeys(ideal.support(*sorted(issue.range))))


def _red_line(scenario: Scenario, party: str, issue: str) -> tuple[float, float] | None:
    position = scenario.principals[party].positions.get(issue)
    return position.red_line if position else None


def _room(scenario: Scenario, table: Table, name: str) -> tuple[float, float] | None:
    """Lowest and highest level (0–1) that the red lines of all at a table allow, or None."""
    issue, low, high = scenario.issues[name], 0.0, 1.0
    for party in table.parties:
        line = _red_line(scenario, party, name)
        if line:
            ends = sorted(map(issue.level, line))
            low, high = max(low, ends[0]), min(high, ends[1])
    if issue.steps:
        low = ceil(low * issue.steps - SLACK) / issue.steps
        high = floor(high * issue.steps + SLACK) / issue.steps
    return (low, high) if low <= high + SLACK else None


def _on_table(table: Table) -> set[str]:
    return {issue for rung in table.rungs for issue in rung.agenda}


def _disputed(scenario: Scenario, table: Table, issue: str) -> bool:
    """Whether those at a table who care about an issue may want different levels."""
    held = [scenario.principals[party].positions.get(issue) for party in table.parties]
    wanted = [p.ideal for p in held if p is not None and p.salience.support(0, 100)[1] > 0]
    return any(a.value is None or b.value is None or a.value != b.value for a, b in combinations(wanted, 2))


# ------------------------------------------------------------------------------
# Time


def _rounds(scenario: Scenario) -> Rounds:
    return Rounds(scenario.as_of, scenario.time.step, scenario.time.rounds)


def _round(scenario: Scenario, given: datetime.date | int) -> int:
    return given if isinstance(given, int) else _rounds(scenario).round_of(given)


# ------------------------------------------------------------------------------
# What conditions come to

Atom = tuple[str, Any, Any, float]
"""What is asked, of what, how much, and by which round (∞ for none)."""


def _asked(condition: Condition) -> Iterator[str]:
    """The keys by which a condition itself asks something."""
    keys = ("reached", "signed", "ended", "meetings", "collapsed", "at_least", "at_most")
    return (key for key in keys if getattr(condition, key) is not None)


def _stack_of(condition: Condition) -> int:
    """Truth values that are kept at once while a condition is worked out."""
    parts = [1] * (sum(1 for _ in _asked(condition)) + bool(condition.otherwise))
    parts += [
        _stack([_stack_of(inner) for inner in group]) for group in (condition.all, condition.any) if group is not None
    ]
    parts += [_stack_of(condition.not_)] if condition.not_ is not None else []
    return _stack(parts)


def _stack(parts: Sequence[int]) -> int:
    """The same for several that are joined as they come: behind the first, one value waits for its fellow."""
    return max((part + (i > 0) for i, part in enumerate(parts)), default=1)


def _too_large(conditions: Sequence[Condition]) -> str | None:
    """Why conditions that must all hold cannot be worked out, if so."""
    things = sum(sum(1 for _ in _with_inner((), condition)) for condition in conditions)
    if things > MAX_CONDITIONS:
        return f"may hold at most {MAX_CONDITIONS:,} conditions, those inside others counted, has {things:,}"
    if _stack([_stack_of(condition) for condition in conditions]) > MAX_STACK:
        return "has too many conditions inside one another"
    return None


def _rung_index(scenario: Scenario, table: str, rung: str) -> int:
    return [r.name for r in scenario.tables[table].rungs].index(rung)


def _atoms(scenario: Scenario, condition: Condition) -> list[Atom]:
    """What must hold together for a condition to hold."""
    by = inf if condition.by is None else float(_round(scenario, condition.by))
    found: list[Atom] = []
    for key in _asked(condition):
        value = getattr(condition, key)
        if key in {"reached", "signed", "ended"}:
            assert condition.table is not None
            value = _rung_index(scenario, condition.table, value)
        if condition.violence is not None and key in {"at_least", "at_most"}:
            found.append((key, (condition.violence, condition.months or A_YEAR, by), value, inf))
        elif key in {"at_least", "at_most"}:
            assert condition.issue is not None
            level = scenario.issues[condition.issue].level(value)
            found.append((key if by == inf else f"{key} by", condition.issue, level, by))
        else:
            found.append((key, condition.table, value, by))
    for inner in condition.all or ():
        found += _atoms(scenario, inner)
    if condition.any is not None:
        found.append(("any", None, condition.any, inf))
    if condition.not_ is not None:
        found.append(("not", None, condition.not_, inf))
    return found


def _together(scenario: Scenario, rung: Rung) -> list[Atom]:
    """All that a rung requires."""
    return [atom for condition in rung.requires for atom in _atoms(scenario, condition)]


def _clash(scenario: Scenario, atoms: Sequence[Atom]) -> str | None:
    """How atoms that must hold together contradict each other, if they do."""
    for a, b in permutations(atoms, 2):
        if a[0] == "at_least" and b[0] == "at_most" and a[1] == b[1] and a[2] > b[2] + SLACK:
            what = "violence" if isinstance(a[1], tuple) else shown(a[1])
            return f"can never hold: {what} cannot be both that far and that near"
        if a[0] == b[0] == "collapsed" and a[1] == b[1] and a[2] and not b[2] and a[3] <= b[3]:
            return f"can never hold: {shown(a[1])} cannot both have collapsed and not"
    for a in atoms:
        if a[0] == "not" and all(any(_gives(scenario, x, y) for x in atoms) for y in _atoms(scenario, a[2])):
            return "can never hold: it asks for something and for its opposite"
    return None


def _implies(scenario: Scenario, a: Condition, b: Condition) -> bool:
    """Whether one condition cannot hold without the other (as far as is easily seen)."""
    known = _atoms(scenario, a)
    return all(any(_gives(scenario, x, y) for x in known) for y in _atoms(scenario, b))


def _gives(scenario: Scenario, x: Atom, y: Atom) -> bool:
    """Whether one atom cannot hold without the other."""
    if x[0] == "any":
        given = bool(x[2])
        for part in x[2]:
            given = given and any(_gives(scenario, inner, y) for inner in _atoms(scenario, part))
        return given
    if y[0] == "any":
        return any(all(_gives(scenario, x, inner) for inner in _atoms(scenario, part)) for part in y[2])
    if x[0] == y[0] == "not":
        return _implies(scenario, y[2], x[2])
    lasting = x[0] == "at_most by" or (x[0] == "collapsed" and not x[2])
    in_time = x[3] >= y[3] if lasting else x[3] <= y[3]
    return x[:2] == y[:2] and in_time and _at_least_as_much(x[0].removesuffix(" by"), x[2], y[2])


def _at_least_as_much(key: str, given: float, wanted: float) -> bool:
    """Whether what one atom asks for contains what another does."""
    if key in {"reached", "signed", "meetings", "at_least"}:
        return given >= wanted - SLACK
    if key == "at_most":
        return given <= wanted + SLACK
    return given == wanted


class _Reach:
    """Which rungs can be reached and how far issues can move: the least that follows from the start."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.rungs: set[Spot] = set()
        self.open: set[str] = set()
        self.levels = {name: self._at_start(name) for name in scenario.issues}
        before = None
        while before != len(self.rungs) + len(self.open):
            before = len(self.rungs) + len(self.open)
            for name, table in scenario.tables.items():
                for i in range(len(table.rungs)):
                    self._try(name, table, i)

    def _at_start(self, name: str) -> tuple[float, float]:
        """Lowest and highest level without any agreement."""
        issue = self.scenario.issues[name]
        levels = [0.0 if issue.in_force is None else issue.level(issue.in_force)]
        for party in self.scenario.principals.values():
            levels += [issue.level(gesture.level) for gesture in party.gestures.values() if gesture.issue == name]
        return min(levels), max(levels)

    def _try(self, name: str, table: Table, i: int) -> None:
        """Note what can be reached from a rung, if the table can stand on it and it can open."""
        if i > 0 and (name, i - 1) not in self.rungs:
            return
        if not all(self.can_hold(condition) for condition in table.rungs[i].requires):
            return
        if _clash(self.scenario, _together(self.scenario, table.rungs[i])):
            return
        self.open.add(name)
        for last in {i, len(table.rungs) - 1 if table.rungs[i].package else i}:
            agenda = {issue for rung in table.rungs[i : last + 1] for issue in rung.agenda}
            rooms = {issue: _room(self.scenario, table, issue) for issue in agenda}
            if None not in rooms.values():
                self.rungs |= {(name, r) for r in range(i, last + 1)}
                for issue, room in rooms.items():
                    low, high = self.levels[issue]
                    assert room is not None
                    self.levels[issue] = min(low, room[0]), max(high, room[1])

    def can_hold(self, condition: Condition) -> bool:
        """Whether a condition may hold in some history."""
        if _clash(self.scenario, _atoms(self.scenario, condition)):
            return False
        return (
            all(self.leaf_can_hold(condition, key) for key in _asked(condition))
            and all(map(self.can_hold, condition.all or ()))
            and (condition.any is None or any(map(self.can_hold, condition.any)))
            and (condition.not_ is None or self.can_fail(condition.not_))
        )

    def can_fail(self, condition: Condition) -> bool:
        """Whether a condition may fail to hold in some history."""
        return (
            any(self._leaf_can_fail(condition, key) for key in _asked(condition))
            or any(map(self.can_fail, condition.all or ()))
            or (condition.any is not None and all(map(self.can_fail, condition.any)))
            or (condition.not_ is not None and self.can_hold(condition.not_))
        )

    def leaf_can_hold(self, condition: Condition, key: str) -> bool:
        """Whether one thing that a condition asks may hold in some history."""
        if condition.by is not None and _round(self.scenario, condition.by) < 1:
            return False
        value = getattr(condition, key)
        if condition.violence is not None and key in {"at_least", "at_most"}:
            return value >= 0 if key == "at_most" else value <= 0 or self._fights(condition.violence)
        if key in {"at_least", "at_most"}:
            low, high = self.levels[condition.issue or ""]
            level = self.scenario.issues[condition.issue or ""].level(value)
            return high >= level - SLACK if key == "at_least" else low <= level + SLACK
        assert condition.table is not None
        if key == "meetings":
            return value == 0 or (value <= self.scenario.time.rounds and condition.table in self.open)
        if key == "collapsed":
            return not value or condition.table in self.open
        return (condition.table, _rung_index(self.scenario, condition.table, value)) in self.rungs

    def _leaf_can_fail(self, condition: Condition, key: str) -> bool:
        value = getattr(condition, key)
        if condition.violence is not None and key in {"at_least", "at_most"}:
            return value > 0 if key == "at_least" else self._fights(condition.violence)
        if key in {"at_least", "at_most"}:
            low, high = self.levels[condition.issue or ""]
            level = self.scenario.issues[condition.issue or ""].level(value)
            return low < level - SLACK if key == "at_least" else high > level + SLACK
        if key == "meetings":
            return bool(value > 0)
        return not (key == "collapsed" and value is False and condition.table not in self.open)

    def _fights(self, party: str) -> bool:
        """Whether there may be any violence by a party, or by anyone."""
        parties = self.scenario.principals
        who = parties.values() if party == "all" else [parties[party]]
        return self.scenario.war is not None and any(p.violence.support(0, 1e7)[1] > 0 for p in who)

    def why_never(self, loc: Loc, condition: Condition, key: str) -> str:
        """Why one thing that a condition asks never holds."""
        value, rounds = getattr(condition, key), self.scenario.time.rounds
        if condition.by is not None and _round(self.scenario, condition.by) < 1:
            reason = f"{condition.by} is before as_of ({self.scenario.as_of})"
        elif condition.violence is not None and key in {"at_least", "at_most"}:
            reason = "incidents are not negative" if key == "at_most" else "there is no such violence"
        elif condition.issue is not None and key in {"at_least", "at_most"}:
            low, high = map(self.scenario.issues[condition.issue].real, self.levels[condition.issue])
            beyond = f"beyond {_figure(high)}" if key == "at_least" else f"back to before {_figure(low)}"
            reason = f"nothing takes {shown(condition.issue)} {beyond}"
        elif key == "meetings" and value > rounds:
            reason = f"there is one meeting a round at most, and {rounds} rounds"
        elif key in {"meetings", "collapsed"}:
            reason = f"table {shown(condition.table)} never opens"
        elif self._waits_itself(loc, condition.table or "", value):
            reason = f"{shown(value)} itself waits for this rung, so that both wait for ever"
        else:
            reason = f"rung {shown(value)} of table {shown(condition.table)} cannot be reached"
        return f"can never hold: {reason}"

    def _waits_itself(self, loc: Loc, table: str, rung: str) -> bool:
        """Whether a rung that is required at `loc` has to wait for the rung that stands there."""
        target = table, _rung_index(self.scenario, table, rung)
        return loc[0] == "tables" and (str(loc[1]), int(loc[3])) in self._waits_for(target)

    def _waits_for(self, target: Spot) -> set[Spot]:
        """A rung and all that must, or may have to, be reached before it."""
        found, left = set(), [target]
        while left:
            table, i = spot = left.pop()
            if spot in found:
                continue
            found.add(spot)
            left += [(table, i - 1)] if i > 0 else []
            for condition in self.scenario.tables[table].rungs[i].requires:
                for _, inner in _with_inner((), condition):
                    for key in ("reached", "signed", "ended"):
                        rung = getattr(inner, key)
                        if inner.table is not None and rung is not None:
                            left.append((inner.table, _rung_index(self.scenario, inner.table, rung)))
        return found


# ------------------------------------------------------------------------------
# The war

Matrix = list[list[float]]


def _war_loc(scenario: Scenario) -> Loc:
    return ("war", "answers") if scenario.war and scenario.war.answers else ("war", "branching")


def _alpha(scenario: Scenario) -> Matrix:
    """Incidents that each provokes in the month after, at the top of what may be drawn."""
    if scenario.war is None:
        return []
    top = _support(scenario.war.branching, roles.WAR["branching"])[1]
    answers = _answers(scenario)
    parties = sorted({party for pair in answers for party in pair})
    return [[top * answers.get((i, j), 0.0) for j in parties] for i in parties]


def _answers(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Who answers whom: as given, at its top, or else the other side's parties by their rates."""
    assert scenario.war is not None
    if scenario.war.answers:
        return {
            (i, j): number.support(0, 100)[1] for i, row in scenario.war.answers.items() for j, number in row.items()
        }
    rates = {name: _middle(party.violence, 0, 1e7) for name, party in scenario.principals.items()}
    side = {name: party.side or roles.SIDES[party.role] for name, party in scenario.principals.items()}
    shares: dict[tuple[str, str], float] = {}
    for j in (name for name, rate in rates.items() if rate > 0):
        others = [i for i in rates if {side[i], side[j]} == {"insurgent", "government"} and rates[i] > 0]
        shares |= {(i, j): rates[i] / sum(rates[i] for i in others) for i in others}
    return shares


def _support(number: Number | None, parameter: roles.Parameter) -> tuple[float, float]:
    """Least and greatest value of a number that may be left to its default."""
    if number is None:
        return parameter.default, parameter.default
    return number.support(parameter.low, parameter.high)


def _middle(number: Number, low: float, high: float) -> float:
    """About the middle of a number."""
    if number.choice is not None:
        return sum(x * p for x, p in number.choices.items()) / sum(number.choices.values())
    if number.normal:
        return min(max(number.normal[0], low), high)
    if number.beta:
        return low + (high - low) * number.beta[0] / sum(number.beta)
    given = number.triangular or number.support(low, high)
    return sum(given) / len(given)


def _product(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in columns] for row in a]


def _radius(matrix: Matrix) -> float:
    """Spectral radius of a matrix without negative entries: lim ‖Aⁿ‖^(1/n) [Gelfand 1941], by squaring."""
    size, doublings = 0.0, 40
    for k in range(doublings + 1):
        largest = max((x for row in matrix for x in row), default=0.0)
        if not 0.0 < largest < inf:
            return largest
        matrix = [[x / largest for x in row] for row in matrix]
        size += log(largest) / 2**k
        if k < doublings:
            matrix = _product(matrix, matrix)
    return exp(size)


def _excess(alpha: Matrix, dispersion: float) -> Matrix:
    """What overdispersion of one party's incidents adds to another's: (1/r) Σ_h (α^h)² entry by entry, h ≥ 1.

    Γ₀ = αΓ₀αᵀ + diag(d), d = m + (m² + diag(αΓ₀αᵀ))/r, is finite if the spectral radius of this is below 1.
    """
    total = [[0.0] * len(alpha) for _ in alpha]
    power = alpha
    for _ in range(min(100_000, 4_000_000 // len(alpha) ** 3 + 100)):
        total = [[t + x * x for t, x in zip(*rows, strict=True)] for rows in zip(total, power, strict=True)]
        if max(max(row) for row in power) < 1e-9:
            break
        power = _product(power, alpha)
    return [[x / dispersion for x in row] for row in total]


# ------------------------------------------------------------------------------
# What events can change


class _Target(NamedTuple):
    """A number that an event can change: its range, and (if that is known) what it is at the start."""

    low: float
    high: float
    number: Number | None

    def words(self) -> str:
        """The range in words."""
        span = f"between {_figure(self.low)} and {_figure(self.high)}"
        return span if isfinite(self.high) else f"at least {_figure(self.low)}"


LEVERAGE = "leverage"
ANY_NUMBER = _Target(-1e9, 1e9, None)


PARTY_RANGES: Mapping[str, tuple[float, float]] = {
    "settles": (0, 1), "signals": (0.001, 1000), "violence": (0, 1e7), "troops": (0, 1e9),
}  # fmt: skip
GESTURE_RANGES: Mapping[str, tuple[float, float]] = {"months": (0.1, 1200), "rate": (0, 1)}


def _operation(effect: Effect) -> tuple[str, Number]:
    keys = ("to", "add", "times")
    return next((key, number) for key in keys if (number := getattr(effect, key)) is not None)


def _may_be_zero(number: Number) -> bool:
    """Whether 0 may be drawn; from a bell it hardly ever is."""
    if number.normal:
        return number.normal == (0, 0)
    low, high = number.support(1, 1)
    return low <= 0 <= high


def _is_secrecy(path: str) -> bool:
    return path.startswith("tables.") and path.endswith(".secret")


def _read_at_start(path: str) -> bool:
    return path.startswith(tuple(name for name in AT_START if "." in name)) or (
        path.startswith("parties.") and path.count(".") == 2 and path.split(".")[2] in AT_START
    )


def _changeable(scenario: Scenario) -> dict[str, _Target]:
    """Every number that an event can change, by its path; those left to their default too."""
    scenario = resolve(scenario)
    found = {LEVERAGE: _Target(-1, 1, None)}
    for name, party in scenario.parties.items():
        if isinstance(party, Mediator):
            found |= _mediator_targets(party, f"parties.{name}")
        else:
            found |= _party_targets(party, f"parties.{name}", scenario)
    for name, table in scenario.tables.items():
        found |= _parameter_targets(table, roles.TABLE, f"tables.{name}")
        found[f"tables.{name}.secret"] = _Target(0, 1, None)
    if scenario.war is not None:
        found |= _parameter_targets(scenario.war, roles.WAR, "war")
        for i, row in scenario.war.answers.items():
            found |= {f"war.answers.{i}.{j}": _Target(0, 100, number) for j, number in row.items()}
    return found


def _parameter_targets(model: Model, parameters: Mapping[str, roles.Parameter], at: str) -> dict[str, _Target]:
    return {f"{at}.{key}": _Target(p.low, p.high, getattr(model, key)) for key, p in parameters.items()}


def _party_targets(party: Any, at: str, scenario: Scenario) -> dict[str, _Target]:
    found = _parameter_targets(party, {key: roles.party_parameter(party.role, key) for key in roles.PARTY}, at)
    found |= {f"{at}.{key}": _Target(*ends, getattr(party, key)) for key, ends in PARTY_RANGES.items()}
    if party.hardliners:
        found |= _parameter_targets(party.hardliners, roles.HARDLINERS, f"{at}.hardliners")
    for key in ("exposure_with", "influence", "shelters"):
        toward = {other: number for other, number in getattr(party, key).items() if other in scenario.principals}
        found |= {f"{at}.{key}.{other}": _Target(-1, 2, number) for other, number in toward.items()}
    for name, gesture in party.gestures.items():
        for key, ends in GESTURE_RANGES.items():
            found[f"{at}.gestures.{name}.{key}"] = _Target(*ends, getattr(gesture, key))
    return found


def _mediator_targets(mediator: Mediator, at: str) -> dict[str, _Target]:
    found = _parameter_targets(mediator, roles.MEDIATOR, at)
    for key in roles.MEDIATOR_TOWARD:
        found |= {f"{at}.{key}.{party}": _Target(-1, 1, number) for party, number in getattr(mediator, key).items()}
    return found


def _no_target(path: str, scenario: Scenario, known: Mapping[str, _Target]) -> str:
    """Why an event cannot change what stands at a path."""
    kind, name, field, toward, *_ = (*path.split("."), "", "", "", "")
    if kind == "parties" and field == "positions":
        reason = "what a party wants cannot be changed by an event; change its turnover, cost or effort instead"
    elif kind in {"issues", "events", "time", "outcomes", "sources"}:
        reason = f"an event changes numbers of parties, tables and the war, or leverage; not of {kind}"
    elif kind == "war" and scenario.war is None:
        reason = "there is no war in this scenario; give it one (war: {}) to change its numbers"
    elif kind == "parties" and name not in scenario.parties:
        reason = _unknown("party", name, scenario.parties)
    elif kind == "tables" and name not in scenario.tables:
        reason = _unknown("table", name, scenario.tables)
    elif field in {"exposure_with", "influence", "shelters"} and toward in scenario.principals:
        reason = f"{shown(path)} is not given; write it out there, even as 0, for an event to change it"
    elif field == "hardliners" and name in scenario.principals:
        reason = f"{shown(path)} is not given; give the party hardliners for an event to change them"
    else:
        reason = f"there is no number {shown(path)} that an event can change{suggest(path, known)}"
    return reason
