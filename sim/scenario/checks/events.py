"""Events: that they change numbers that there are, to values that these can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf, isfinite
from typing import Any, NamedTuple

from agents import parameters
from agents.roles import MEDIATOR, PRINCIPALS
from sim.scenario.checks.common import SLACK, Check, Found, all_effects, figure, unknown
from sim.scenario.checks.levels import at_start, between_steps
from sim.scenario.defaults import resolve
from sim.scenario.phrases import shown, suggest
from sim.scenario.vocabulary import (
    LARGEST,
    RENAMED,
    TOWARD_PARTIES,
    Effect,
    Issue,
    Mediator,
    Model,
    Number,
    Position,
    Scenario,
)

AT_START = (
    "signals", "truly_settles", "patience", "patience_spread", "walk_away_spread",
    "firm", "war.leverage", "war.hurt", "war.momentum", "war.branching", "war.answers",
)  # fmt: skip
"""Numbers that are read only as a history begins."""
LEVERAGE = "leverage"


class _Target(NamedTuple):
    """A number that an event can change: its range, and (if that is known) what it is at the start."""

    low: float
    high: float
    number: Number | None

    def words(self) -> str:
        """The range in words."""
        span = f"between {figure(self.low)} and {figure(self.high)}"
        return span if isfinite(self.high) else f"at least {figure(self.low)}"


ANY_NUMBER = _Target(-1e9, 1e9, None)
PARTY_RANGES: Mapping[str, tuple[float, float]] = {
    "settles": (0, 1), "signals": (0.001, 1000), "violence": (0, 1e7), "troops": (0, 1e9),
}  # fmt: skip
GESTURE_RANGES: Mapping[str, tuple[float, float]] = {"months": (0.1, 1200), "rate": (0, 1)}
DEMAND_NUMBERS = ("firm", "relent")


def event_targets(scenario: Scenario) -> Iterator[Found]:
    """An event changes a number that there is."""
    known = changeable(scenario)
    for loc, effect in all_effects(scenario):
        if effect.change not in known:
            yield (*loc, "change"), _no_target(effect.change, scenario, known)


def event_operations(scenario: Scenario) -> Iterator[Found]:
    """Leverage is shifted, a secret gets out, levels are not multiplied, nor what may be infinite by 0."""
    known = changeable(scenario)
    for loc, effect in all_effects(scenario):
        key, number = _operation(effect)
        if effect.change == LEVERAGE and key != "add":
            yield (*loc, key), "leverage can only be shifted: use add"
        elif _is_secrecy(effect.change) and not (key == "to" and number.value == 0):
            yield (*loc, key), "word can only get out: use to: 0"
        elif key == "times" and issue_moved(effect, scenario) is not None:
            yield (*loc, key), "a level is set or moved, not multiplied: use to or add"
        elif key == "times" and known.get(effect.change, ANY_NUMBER).high == inf and _may_be_zero(number):
            yield (*loc, key), "may not be 0: this number can be infinite, and infinity times 0 is none; use to"


def event_values(scenario: Scenario) -> Iterator[Found]:
    """What an event sets a number to, or shifts leverage by, is within range."""
    known = changeable(scenario)
    for loc, effect in all_effects(scenario):
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
            yield (*loc, key), f"must be {within.words()}, got {figure(beyond[0])}"


def event_levels(scenario: Scenario) -> Iterator[Found]:
    """What an event puts in force is a level that the issue can have, and that no rung carries out."""
    for loc, effect in all_effects(scenario):
        issue, (key, number) = issue_moved(effect, scenario), _operation(effect)
        if issue is None or not effect.change.startswith("issues."):
            continue
        name = effect.change.split(".")[1]
        if issue.follow is not None:
            yield (*loc, "change"), f"{shown(name)} is carried out by reaching a rung, not by an event"
        elif number.value is not None:
            real = number.value + (issue.range[0] if key == "add" else 0)
            problem = between_steps(issue, real)
            if problem and key == "add":
                problem = f"is no whole number of steps of {figure(issue.step)}, got {figure(number.value)}"
            if problem:
                yield (*loc, key), problem


def event_wants(scenario: Scenario) -> Iterator[Found]:
    """An event does not make a party want what it never accepts."""
    for loc, effect in all_effects(scenario):
        line = _line_of(effect.change, scenario)
        if line is None or effect.to is None:
            continue
        beyond = [x for x in effect.to.support(*sorted(line)) if not min(line) <= x <= max(line)]
        if beyond:
            never = f"{figure(line[0])} to {figure(line[1])}"
            yield (*loc, "to"), f"the party never leaves {never}, yet would want {figure(beyond[0])} itself"


def idle_effects(scenario: Scenario) -> Iterator[Found]:
    """An event changes what is read again after the start."""
    for loc, effect in all_effects(scenario):
        if _read_at_start(effect.change):
            hint = "; to shift leverage, write change: leverage" if effect.change == "war.leverage" else ""
            yield (*loc, "change"), f"is read only as a history begins: changing it later does nothing{hint}"


def effects_beyond_range(scenario: Scenario) -> Iterator[Found]:
    """What an event adds or multiplies leaves a number within its range."""
    known = changeable(scenario)
    for loc, effect in all_effects(scenario):
        target, (key, number) = known.get(effect.change), _operation(effect)
        before = target.number.value if target and target.number else None
        if target is None or before is None or number.value is None or key == "to":
            continue
        after = before + number.value if key == "add" else before * number.value
        if not target.low - SLACK <= after <= target.high + SLACK:
            change = f"from {figure(before)} to {figure(after)}"
            yield (*loc, key), f"takes {effect.change} {change}, but it is {target.words()}"


ERRORS: tuple[Check, ...] = (event_targets, event_operations, event_values, event_levels, event_wants)
WARNINGS: tuple[Check, ...] = (idle_effects, effects_beyond_range)


def issue_moved(effect: Effect, scenario: Scenario) -> Issue | None:
    """The issue of which an effect changes a level: what is in force, or what a party wants or never leaves."""
    match effect.change.split("."):
        case ["issues", name, "level"] | ["parties", _, "positions", name, "ideal"]:
            issue = scenario.issues.get(name)
        case ["parties", _, "positions", name, "home", "ideal"] | ["parties", _, "positions", name, "red_line", _]:
            issue = scenario.issues.get(name)
        case _:
            issue = None
    return issue if issue is not None and issue.kind != "options" else None


def _line_of(path: str, scenario: Scenario) -> tuple[float, float] | None:
    """The red line of the party whose ideal stands at a path."""
    match path.split("."):
        case ["parties", party, "positions", issue, "ideal"] if party in scenario.principals:
            position = scenario.principals[party].positions.get(issue)
            return position.widest_line(scenario.issues[issue]) if position and issue in scenario.issues else None
    return None


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
    kind, _, *pieces = (*path.split("."), "")
    if kind == "parties":  # its own numbers and those of its demands, not what it has toward a party or table
        return (len(pieces) == 2 or pieces[0] == "demands") and pieces[-2] in AT_START
    return path.startswith(tuple(name for name in AT_START if "." in name))


def changeable(scenario: Scenario) -> dict[str, _Target]:
    """Every number that an event can change, by its path; those left to their default too."""
    scenario = resolve(scenario)
    found = {LEVERAGE: _Target(-1, 1, None)}
    for name, party in scenario.parties.items():
        if isinstance(party, Mediator):
            found |= _mediator_targets(party, f"parties.{name}")
        else:
            found |= _party_targets(party, f"parties.{name}", scenario)
    for name, table in scenario.tables.items():
        found |= _parameter_targets(table, parameters.TABLE, f"tables.{name}")
        found[f"tables.{name}.secret"] = _Target(0, 1, None)
    for name, issue in scenario.issues.items():
        start = at_start(issue) if issue.kind != "options" else None
        if isinstance(start, float):
            found[f"issues.{name}.level"] = _Target(min(issue.range), max(issue.range), Number(value=start))
    if scenario.war is not None:
        found |= _parameter_targets(scenario.war, parameters.WAR, "war")
        for i, row in scenario.war.answers.items():
            found |= {f"war.answers.{i}.{j}": _Target(0, 100, number) for j, number in row.items()}
    return found


def _parameter_targets(model: Model, parameters: Mapping[str, parameters.Parameter], at: str) -> dict[str, _Target]:
    return {f"{at}.{key}": _Target(p.low, p.high, getattr(model, key)) for key, p in parameters.items()}


def _party_targets(party: Any, at: str, scenario: Scenario) -> dict[str, _Target]:
    found = _parameter_targets(party, {key: PRINCIPALS[party.role].parameter(key) for key in parameters.PARTY}, at)
    found |= {f"{at}.{key}": _Target(*ends, getattr(party, key)) for key, ends in PARTY_RANGES.items()}
    if party.truly_settles is not None:
        found[f"{at}.truly_settles"] = _Target(0, 1, party.truly_settles)
    if party.hardliners:
        found |= _parameter_targets(party.hardliners, parameters.HARDLINERS, f"{at}.hardliners")
    for table, number in party.effort_at.items():
        if table in scenario.tables:
            found[f"{at}.effort_at.{table}"] = _Target(parameters.EFFORT_AT.low, parameters.EFFORT_AT.high, number)
    for key in TOWARD_PARTIES:
        toward = {other: number for other, number in getattr(party, key).items() if other in scenario.principals}
        found |= {f"{at}.{key}.{other}": _Target(-1, 2, number) for other, number in toward.items()}
    for name, position in party.positions.items():
        if name in scenario.issues:
            found |= _position_targets(position, f"{at}.positions.{name}", scenario.issues[name])
    for name, demand in party.demands.items():
        found |= {f"{at}.demands.{name}.{key}": _Target(0, 1, getattr(demand, key)) for key in DEMAND_NUMBERS}
    for name, gesture in party.gestures.items():
        for key, ends in GESTURE_RANGES.items():
            found[f"{at}.gestures.{name}.{key}"] = _Target(*ends, getattr(gesture, key))
    return found


def _position_targets(position: Position, at: str, issue: Issue) -> dict[str, _Target]:
    """What an event may make a party want: an ideal of home changes with its delegation's unless it is given."""
    levels = {f"{at}.ideal": position.ideal} if position.ideal else {}
    saliences = {f"{at}.salience": position.salience}
    if position.home and position.home.ideal:
        levels[f"{at}.home.ideal"] = position.home.ideal
    if position.home and position.home.salience:
        saliences[f"{at}.home.salience"] = position.home.salience
    levels |= {f"{at}.red_line.{i}": end for i, end in enumerate(position.red_line or ())}
    values = {f"{at}.values.{option}": _Target(-LARGEST, LARGEST, value) for option, value in position.values.items()}
    return (
        values
        | {path: _Target(min(issue.range), max(issue.range), level) for path, level in levels.items()}
        | {path: _Target(0, 100, salience) for path, salience in saliences.items()}
    )


def _mediator_targets(mediator: Mediator, at: str) -> dict[str, _Target]:
    found = _parameter_targets(mediator, MEDIATOR.defaults, at)
    for key in MEDIATOR.toward:
        found |= {f"{at}.{key}.{party}": _Target(-1, 1, number) for party, number in getattr(mediator, key).items()}
    return found


def _no_target(path: str, scenario: Scenario, known: Mapping[str, _Target]) -> str:
    """Why an event cannot change what stands at a path."""
    kind, name, field, toward, *_ = (*path.split("."), "", "", "", "")
    if instead := RENAMED.get(field):
        reason = f"there is no {shown(field)} any more: {instead}"
    elif kind == "issues" and name in scenario.issues and scenario.issues[name].kind == "options":
        reason = f"{shown(name)} is of kind options: only an agreement or a gesture changes which is in force"
    elif kind == "issues" and name in scenario.issues:
        reason = f"of an issue, an event changes what is in force: {shown(f'issues.{name}.level')}"
    elif kind == "issues":
        reason = unknown("issue", name, scenario.issues)
    elif kind in {"events", "time", "outcomes", "sources"}:
        reason = f"an event changes numbers of parties, issues, tables and the war, or leverage; not of {kind}"
    elif kind == "war" and scenario.war is None:
        reason = "there is no war in this scenario; give it one (war: {}) to change its numbers"
    elif kind == "parties" and name not in scenario.parties:
        reason = unknown("party", name, scenario.parties)
    elif field == "positions" and name in scenario.principals and toward not in scenario.principals[name].positions:
        reason = f"{shown(name)} has no position on {shown(toward)} that an event could change"
    elif kind == "tables" and name not in scenario.tables:
        reason = unknown("table", name, scenario.tables)
    elif field in TOWARD_PARTIES and toward in scenario.principals:
        reason = f"{shown(path)} is not given; write it out there, even as 0, for an event to change it"
    elif field == "hardliners" and name in scenario.principals:
        reason = f"{shown(path)} is not given; give the party hardliners for an event to change them"
    else:
        reason = f"there is no number {shown(path)} that an event can change{suggest(path, known)}"
    return reason
