"""Levels of issues: within range, on a step, and with room between red lines."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from sim.scenario.checks.common import SLACK, Check, Found, all_conditions, all_positions, all_rungs, figure
from sim.scenario.checks.options import options_left
from sim.scenario.document import Loc
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Effect, Issue, Number, Position, Scenario, Table

MAX_STEPS = 1_000_000


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
            step = figure(issue.step)
            yield loc, f"the range, {_range_words(issue)}, is not a whole number of steps of {step}"


def levels_in_force(scenario: Scenario) -> Iterator[Found]:
    """The level in force at the start is one that the issue can have."""
    for name, issue in scenario.issues.items():
        if isinstance(issue.in_force, float) and issue.kind != "options":
            problem = _outside(issue, issue.in_force) or between_steps(issue, issue.in_force)
            if problem:
                yield ("issues", name, "in_force"), problem


def ideals(scenario: Scenario) -> Iterator[Found]:
    """A party, and those at its home, want a level within the issue's range."""
    for loc, _, issue, position in _on_lines(scenario):
        home = position.home.ideal if position.home else None
        for place, ideal in ((loc, position.ideal), ((*loc, "home"), home)):
            ends = _wanted(ideal, issue) if ideal else ()
            problem = next(filter(None, (_outside(issue, end) for end in ends)), None)
            if problem:
                yield (*place, "ideal"), problem


def red_lines(scenario: Scenario) -> Iterator[Found]:
    """A red line lies within the issue's range."""
    for loc, _, issue, position in _on_lines(scenario):
        for i, end in enumerate(position.red_line or ()):
            problem = next(filter(None, (_outside(issue, level) for level in _wanted(end, issue))), None)
            if problem:
                yield (*loc, "red_line", i), problem


def red_lines_that_cross(scenario: Scenario) -> Iterator[Found]:
    """The ends of an uncertain red line stay apart, whatever is drawn."""
    for loc, _, issue, position in _on_lines(scenario):
        if position.red_line is None or not any(end.uncertain for end in position.red_line):
            continue
        one, other = sorted(end.support(*sorted(issue.range)) for end in position.red_line)
        if one[1] > other[0] + SLACK:
            spans = " and ".join(f"{figure(low)} to {figure(high)}" for low, high in (one, other))
            yield (*loc, "red_line"), f"its two ends may cross ({spans}); give them ranges that do not overlap"


def red_lines_and_ideals(scenario: Scenario) -> Iterator[Found]:
    """A party's red line leaves room for what it wants itself."""
    for loc, _, issue, position in _on_lines(scenario):
        line, ends = position.widest_line(issue), _wanted(position.ideal, issue) if position.ideal else ()
        if line is None or any(_outside(issue, x) for x in (*line, *ends)):
            continue
        if beyond := [x for x in ends if not min(line) - SLACK <= x <= max(line) + SLACK]:
            never = f"{figure(line[0])} to {figure(line[1])}"
            yield (*loc, "red_line"), f"never leaves {never}, yet wants {figure(beyond[0])} itself"


def gesture_levels(scenario: Scenario) -> Iterator[Found]:
    """A gesture moves its issue to a level that it can have."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            issue = scenario.issues.get(gesture.issue)
            if issue is not None and issue.kind != "options" and isinstance(gesture.level, float):
                problem = _outside(issue, gesture.level) or between_steps(issue, gesture.level)
                if problem:
                    yield ("parties", name, "gestures", gesture_name, "level"), problem


def gestures_that_last(scenario: Scenario) -> Iterator[Found]:
    """What is moved for good has no end, and what cannot be taken back is moved for good."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            issue, loc = scenario.issues.get(gesture.issue), ("parties", name, "gestures", gesture_name)
            if gesture.lasting and gesture.months.value != 1:  # which is written out where a scenario is kept
                yield (*loc, "months"), "a lasting gesture has no end: leave out months"
            if issue is not None and not issue.revocable and not gesture.lasting:
                message = f"{shown(gesture.issue)} is not revocable, so that this cannot lapse: lasting: true"
                yield (*loc, "issue"), message


def two_way_issues(scenario: Scenario) -> Iterator[Found]:
    """What may be bargained back may be taken back."""
    for name, issue in scenario.issues.items():
        if issue.kind != "options" and issue.two_way and not issue.revocable:
            yield ("issues", name, "two_way"), "what may be bargained back is revocable: give one or the other"


def condition_levels(scenario: Scenario) -> Iterator[Found]:
    """A condition asks for a level within the issue's range."""
    for loc, condition in all_conditions(scenario):
        issue = scenario.issues.get(condition.issue or "")
        for key in ("at_least", "at_most"):
            level = getattr(condition, key)
            if issue is not None and issue.kind != "options" and level is not None:
                problem = _outside(issue, level)
                if problem:
                    yield (*loc, key), problem
            if condition.leverage is not None and level is not None and not 0 <= level <= 1:
                yield (*loc, key), f"leverage is from 0 to 1, got {figure(level)}"


def saliences_of_one(scenario: Scenario) -> Iterator[Found]:
    """Saliences are points of 100, not shares of 1."""
    found = [
        (("parties", name, "positions", issue, "salience"), position.salience.support(0, 100)[1])
        for name, party in scenario.principals.items()
        for issue, position in party.positions.items()
    ]
    if len(found) > 1 and 0 < max(most for _, most in found) <= 1:
        yield found[0][0], "no salience of this scenario is above 1: they are points of 100, not shares of 1"


def red_lines_apart(scenario: Scenario) -> Iterator[Found]:
    """The red lines of those at a table leave room on every issue of its agendas."""
    for loc, table, rung in all_rungs(scenario):
        for i, issue in enumerate(rung.agenda):
            if scenario.issues[issue].kind != "options" and room_for(scenario, table, issue) is None:
                lines = [
                    f"{party} {figure(line[0])} to {figure(line[1])}"
                    for party in table.parties
                    if (line := _red_line(scenario, party, issue))
                ]
                message = f"the red lines leave no level of {shown(issue)} that all accept ({', '.join(lines)})"
                yield (*loc, "agenda", i), message + "; nobody can get beyond this rung"


def idle_gestures(scenario: Scenario) -> Iterator[Found]:
    """A gesture moves its issue."""
    for name, party in scenario.principals.items():
        for gesture_name, gesture in party.gestures.items():
            issue = scenario.issues[gesture.issue]
            start = at_start(issue)
            ahead = issue.level(gesture.level) - issue.level(start)
            loc = ("parties", name, "gestures", gesture_name, "level")
            if abs(ahead) < SLACK:
                yield loc, f"is the level at the start already ({_level(start)}): the gesture moves nothing"
            elif ahead < 0 and not issue.revocable:
                message = (
                    f"the level at the start is {_level(start)}, which is not revocable: the gesture moves nothing"
                )
                yield loc, message


ERRORS: tuple[Check, ...] = (
    issue_steps, levels_in_force, ideals, red_lines, red_lines_that_cross, red_lines_and_ideals, gesture_levels,
    gestures_that_last, two_way_issues, condition_levels,
)  # fmt: skip
WARNINGS: tuple[Check, ...] = (red_lines_apart, idle_gestures, saliences_of_one)


def moved_by(effect: Effect, issue: Issue, start: float) -> list[float]:
    """The levels (0–1) to which an event may move an issue: those that it sets, or as far as it adds, once or more."""
    low, high = sorted(issue.range)
    if effect.to is not None:
        return [issue.level(end) for end in effect.to.support(low, high)]
    assert effect.add is not None
    ways = [end / (issue.range[1] - issue.range[0]) for end in effect.add.support(low - high, high - low)]
    return [start, *(1.0 if way > 0 else 0.0 for way in ways if way != 0)]


def at_start(issue: Issue) -> float | str:
    """The level in force at the start, in the real unit; of options, which."""
    if issue.in_force is not None:
        return issue.in_force
    return next(iter(issue.options)) if issue.kind == "options" else issue.range[0]


def may_want_more(issue: Issue, position: Position | None) -> bool:
    """Whether a party with that position may want more of an issue than stands at the start."""
    if position is None or position.salience.support(0, 100)[1] <= 0:
        return False
    if issue.kind == "options":
        return best_options(position) != {at_start(issue)}
    start = issue.level(at_start(issue))
    return any(issue.level(end) > start + SLACK for end in position.aim.support(*sorted(issue.range)))


def best_options(position: Position) -> set[str]:
    """The options that a party may like best; all, where their values are uncertain."""
    values = {option: number.value for option, number in position.values.items()}
    known = [value for value in values.values() if value is not None]
    return {option for option, value in values.items() if len(known) < len(values) or value == max(known)}


def room_for(scenario: Scenario, table: Table, name: str) -> tuple[float, float] | None:
    """Lowest and highest level (0–1) that the red lines of all at a table allow, or None.

    What stands at the start is a floor, whatever the red lines, unless the issue may be bargained back. Options lie on no
    line: all of it, if any of them is left.
    """
    issue, low, high = scenario.issues[name], 0.0, 1.0
    if issue.kind == "options":
        return (low, high) if options_left(scenario, table, name) else None
    for party in table.parties:
        line = _red_line(scenario, party, name)
        if line:
            ends = sorted(map(issue.level, line))
            low, high = max(low, ends[0]), min(high, ends[1])
    if not issue.two_way:
        start = issue.level(at_start(issue))
        low, high = max(low, start), max(high, start)
    if issue.steps:
        low = ceil(low * issue.steps - SLACK) / issue.steps
        high = floor(high * issue.steps + SLACK) / issue.steps
    return (low, high) if low <= high + SLACK else None


def _on_lines(scenario: Scenario) -> Iterator[tuple[Loc, str, Issue, Position]]:
    """Positions on issues whose levels lie on a line."""
    return (found for found in all_positions(scenario) if found[2].kind != "options")


def _level(level: float | str) -> str:
    return shown(level) if isinstance(level, str) else figure(level)


def _red_line(scenario: Scenario, party: str, issue: str) -> tuple[float, float] | None:
    position = scenario.principals[party].positions.get(issue)
    return position.widest_line(scenario.issues[issue]) if position else None


def _wanted(ideal: Number, issue: Issue) -> tuple[float, ...]:
    """The ends of what may be drawn; of a normal, which is cut to the range, its middle; of a beta, none."""
    if ideal.normal:
        return ideal.normal[:1]
    return () if ideal.beta else tuple(dict.fromkeys(ideal.support(*sorted(issue.range))))


def _range_words(issue: Issue) -> str:
    return f"{figure(issue.range[0])} to {figure(issue.range[1])} {issue.unit}".rstrip()


def _outside(issue: Issue, level: float) -> str | None:
    if -SLACK <= issue.level(level) <= 1 + SLACK:
        return None
    return f"must be within the issue's range, {_range_words(issue)}, got {figure(level)}"


def _is_whole(steps: float) -> bool:
    return abs(steps - round(steps)) < 1e-6


def between_steps(issue: Issue, level: float) -> str | None:
    """What is wrong with a level that is none of the issue's steps."""
    if not issue.steps or _is_whole(issue.level(level) * issue.steps):
        return None
    if issue.kind == "binary":
        ends = " or ".join(map(figure, issue.range))
        return f"a binary issue is at one of its two ends, {ends}, got {figure(level)}"
    return f"is between two steps of {figure(issue.step)}, got {figure(level)}"
