"""Concessions: a party wants less, or delivers before anything is agreed; up to its red line, or beyond it."""

from collections.abc import Callable, Iterator
from math import ceil, floor

from experiments.lever.lever import SAME, STEPS, Lever, Sets
from experiments.lever.moves import between, moved
from experiments.words.names import title_of
from sim.engine.arrays import middle, middle_line
from sim.scenario.vocabulary import Issue, Number, Position, Principal, Scenario

Line = tuple[float, float]


def concessions(name: str, party: Principal, scenario: Scenario, cross_red_lines: bool) -> Iterator[Lever]:
    """What a party may give up on each issue, by giving way and by delivering first; the scenario is resolved.

    Where it may not cross its red lines, each way ends there, and one that begins beyond is none. Between options there is
    no way to go by degrees, so that they are left out.
    """
    on_lines = [key for key, issue in scenario.issues.items() if issue.kind != "options"]
    given = (_giving_way(name, party, key, scenario, cross_red_lines) for key in party.positions if key in on_lines)
    delivered = (_delivering(name, party, key, scenario, cross_red_lines) for key in on_lines)
    for lever in (*given, *delivered):
        if lever is not None and (cross_red_lines or not any(map(lever.crosses, range(1, lever.steps + 1)))):
            yield lever


# ------------------------------------------------------------------------------
# Giving way


def _giving_way(name: str, party: Principal, key: str, scenario: Scenario, cross: bool) -> Lever | None:
    issue, position = scenario.issues[key], party.positions[key]
    line = middle_line(position, issue)
    now, end = _ideal(position, issue), _other_ideal(name, key, scenario)
    if end is not None and line and not cross:
        end = _within(line, end)
    if end is None or abs(end - now) <= SAME:
        return None
    steps, low, high = _steps(issue, now, end), *sorted(issue.range)

    def wanted(step: int) -> object:
        return moved(position.aim, end, step / steps, low, high)

    def ends(step: int) -> tuple[float, ...]:
        return _ends(Number.model_validate(wanted(step)), issue)

    crosses = _crosses(line, ends)

    def sets(step: int) -> Sets:
        path = f"parties.{name}.positions.{key}"
        opens = {f"{path}.red_line": _opened(line, ends(step))} if line and crosses(step) else {}
        return {f"{path}.ideal": wanted(step), **opens}

    return Lever(
        name, f"positions.{key}", f"gives way on: {title_of(scenario.issues, key)}", issue.unit, steps,
        _in_words(issue, _real(issue, now, end, steps)), sets, key, _cost(party, scenario, key, now, now, end, steps),
        crosses,
    )  # fmt: skip


def _ends(ideal: Number, issue: Issue) -> tuple[float, ...]:
    """The least and the most that may be wanted; of a bell, which the issue's range cuts off, its middle."""
    return ideal.normal[:1] if ideal.normal else ideal.support(*sorted(issue.range))


def _opened(line: Line, ends: tuple[float, ...]) -> list[float]:
    """A red line, taken along by what goes beyond it."""
    return [min(*line, *ends), max(*line, *ends)]


def _within(line: Line, level: float) -> float:
    """The level that a red line allows next to another."""
    return min(max(level, min(line)), max(line))


def _crosses(line: Line | None, ends: Callable[[int], tuple[float, ...]]) -> Callable[[int], bool]:
    """Whether at a step something goes beyond a red line."""
    return lambda step: line is not None and any(abs(_within(line, end) - end) > SAME for end in ends(step))


# ------------------------------------------------------------------------------
# Delivering first


def _delivering(name: str, party: Principal, key: str, scenario: Scenario, cross: bool) -> Lever | None:
    issue, position = scenario.issues[key], party.positions.get(key)
    line = middle_line(position, issue) if position else None
    now = issue.range[0] if issue.in_force is None else issue.in_force
    assert isinstance(now, float)  # of an issue on a line
    end = _other_ideal(name, key, scenario) if issue.delivered_by == (name,) else None
    if end is None or issue.follow is not None:  # what follows a rung is delivered by reaching it alone
        return None
    if line and not cross:
        end = now if (_within(line, end) - now) * (end - now) <= 0 else _within(line, end)
    end = _level_toward(issue, now, end)
    if abs(end - now) <= SAME:
        return None
    steps = _steps(issue, now, end)
    real = _real(issue, now, end, steps)
    return Lever(
        name, f"in_force.{key}", f"delivers first: {title_of(scenario.issues, key)}", issue.unit, steps,
        _in_words(issue, real), lambda step: {f"issues.{key}.in_force": real(step)}, key,
        _cost(party, scenario, key, _ideal(position, issue) if position else now, now, end, steps),
        _crosses(line, lambda step: (real(step),)),
    )  # fmt: skip


def _level_toward(issue: Issue, now: float, end: float) -> float:
    """The level next to `end` that the issue can have, on the way there from `now`."""
    if not issue.steps:
        return end
    here, there = issue.level(now) * issue.steps, issue.level(end) * issue.steps
    whole = floor(there + SAME) if there > here else ceil(there - SAME)
    return float(f"{issue.real(whole / issue.steps):.12g}")


# ------------------------------------------------------------------------------
# Levels of an issue, and what they cost


def _steps(issue: Issue, now: float, end: float) -> int:
    """Steps on the way: those of the issue, unless there are too many to tell apart or none."""
    if not issue.steps:
        return STEPS
    return min(STEPS, max(1, round(abs(issue.level(end) - issue.level(now)) * issue.steps)))


def _real(issue: Issue, now: float, end: float, steps: int) -> Callable[[int], float]:
    """The level at a step, in the issue's unit; one that the issue can have, if now and end are."""

    def real(step: int) -> float:
        if not issue.steps or step in {0, steps}:
            return between(now, end, step / steps)
        level = issue.level(between(now, end, step / steps))
        return float(f"{issue.real(round(level * issue.steps) / issue.steps):.12g}")

    return real


def _in_words(issue: Issue, real: Callable[[int], float]) -> Callable[[int], float | str]:
    """The level at a step for a reader: of a yes/no issue, which it is."""
    if issue.kind != "binary" or issue.unit:
        return real
    words = {issue.range[0]: "no", issue.range[1]: "yes"}
    return lambda step: words.get(real(step), real(step))


def _ideal(position: Position, issue: Issue) -> float:
    return middle(position.aim, *sorted(issue.range))


def _other_ideal(name: str, key: str, scenario: Scenario) -> float | None:
    """What the other side wants on an issue: of those who differ most from this party, in the issue's unit.

    The other side in the war where there is one that cares, else whoever it may be. None if nobody else cares.
    """
    issue, own = scenario.issues[key], scenario.principals[name]
    others = [
        (party, position)
        for other, party in scenario.principals.items()
        if other != name and (position := party.positions.get(key)) and middle(position.salience, 0, 100) > 0
    ]
    across = [pair for pair in others if {pair[0].side, own.side} == {"insurgent", "government"}]
    now = _ideal(own.positions[key], issue) if key in own.positions else issue.range[0]
    wanted = [_ideal(position, issue) for _, position in across or others]
    return max(wanted, key=lambda ideal: abs(ideal - now), default=None)


def _cost(
    party: Principal, scenario: Scenario, key: str, wanted: float, now: float, end: float, steps: int
) -> Callable[[int], float]:
    """What a step is worth less to the party than now, on the scale of all that it cares about (docs/model.md, 7.2)."""
    issue = scenario.issues[key]
    saliences = {name: middle(position.salience, 0, 100) for name, position in party.positions.items()}
    weight = saliences.get(key, 0.0) / (sum(saliences.values()) or 1.0)
    ideal = issue.level(wanted)

    def value(real: float) -> float:
        return 1 - abs(issue.level(real) - ideal) / max(ideal, 1 - ideal)

    return lambda step: max(0.0, round(weight * (value(now) - value(between(now, end, step / steps))), 9))
