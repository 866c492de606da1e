"""The levers of a scenario: who can move what, from where to where, and what that sets in the scenario."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from agents import parameters
from agents.parameters import Parameter
from agents.roles import MEDIATOR
from experiments.lever import kinds
from experiments.lever.kinds import Kind
from experiments.lever.moves import between, moved
from experiments.words.demands import demand_title
from experiments.words.names import readable
from sim.engine.arrays import middle
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Issue, Mediator, Number, Position, Principal, Rung, Scenario, Table

STEPS = 64  # into which the way of a lever is cut, where it has no steps of its own
SAME = 1e-9
Sets = Mapping[str, object]


class Lever(NamedTuple):
    """Something that a party can move, step by step, from where it is (step 0) to an end (the last step)."""

    party: str
    key: str
    title: str
    unit: str
    steps: int
    value: Callable[[int], float | str]
    """What it is at a step, in real units: a number (the median of an uncertain one), or a word."""
    sets: Callable[[int], Sets]
    """What it sets in the scenario at a step: path → value."""
    issue: str | None = None
    """The issue on which it is a concession."""
    cost: Callable[[int], float] = lambda step: 0.0
    """Of a concession: the share of all its own stakes (u) that the party gives up."""


def levers(scenario: Scenario) -> list[Lever]:
    """Every lever of a scenario, party by party in the file's order; concessions first."""
    scenario = resolve(scenario)
    found: list[Lever] = []
    for name, party in scenario.parties.items():
        if isinstance(party, Mediator):
            found += [_lever(name, f"parties.{name}", kind, getattr(party, kind.key)) for kind in kinds.MEDIATOR]
        else:
            found += _concessions(name, party, scenario)
            found += _deliveries(name, party, scenario)
            found += _of_principal(name, party, scenario)
            found += _at_tables(name, party, scenario)
    return [lever for lever in found if lever.steps > 0]


def called(thing: Principal | Mediator | Issue | Table | Rung, name: str) -> str:
    """What a reader calls a party, an issue, a table or a rung."""
    return thing.title or readable(name)


# ------------------------------------------------------------------------------
# Concessions: wanting less, and delivering before anything is agreed


def _concessions(name: str, party: Principal, scenario: Scenario) -> Iterator[Lever]:
    for key, position in party.positions.items():
        issue = scenario.issues[key]
        now, end = _ideal(position, issue), _other_ideal(name, key, scenario)
        if end is not None and abs(end - now) > SAME:
            steps = _steps(issue, now, end)
            sets = _concession_sets(f"parties.{name}.positions.{key}", position, issue, end, steps)
            cost = _cost(party, scenario, key, now, now, end, steps)
            title = f"gives way on: {called(issue, key)}"
            yield Lever(
                name, f"positions.{key}", title, issue.unit, steps, _real(issue, now, end, steps), sets, key, cost
            )


def _concession_sets(path: str, position: Position, issue: Issue, end: float, steps: int) -> Callable[[int], Sets]:
    """The ideal goes its way, and the red line opens as far."""

    def sets(step: int) -> Sets:
        share = step / steps
        found: dict[str, object] = {f"{path}.ideal": moved(position.ideal, end, share, *sorted(issue.range))}
        if position.red_line:
            found[f"{path}.red_line"] = _opened(position.red_line, end, share)
        return found

    return sets


def _opened(line: tuple[float, float], end: float, share: float) -> list[float]:
    """A red line whose end nearest to `end` goes part of the way there; unchanged if it leaves that free."""
    low, high = min(line), max(line)
    if end < low:
        return [between(low, end, share), high]
    return [low, between(high, end, share) if end > high else high]


def _deliveries(name: str, party: Principal, scenario: Scenario) -> Iterator[Lever]:
    for key, issue in scenario.issues.items():
        now = issue.range[0] if issue.in_force is None else issue.in_force
        end = _other_ideal(name, key, scenario) if issue.delivered_by == name else None
        if end is None or issue.follow is not None:  # what follows a rung is delivered by reaching it alone
            continue
        steps = _steps(issue, now, end)
        if steps and abs(end - now) > SAME:
            real = _real(issue, now, end, steps)
            wanted = _ideal(party.positions[key], issue) if key in party.positions else now
            cost = _cost(party, scenario, key, wanted, now, end, steps)
            title = f"delivers first: {called(issue, key)}"
            yield Lever(name, f"in_force.{key}", title, issue.unit, steps, real, _in_force(key, real), key, cost)


def _in_force(key: str, real: Callable[[int], float]) -> Callable[[int], Sets]:
    return lambda step: {f"issues.{key}.in_force": real(step)}


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


def _ideal(position: Position, issue: Issue) -> float:
    return middle(position.ideal, *sorted(issue.range))


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


# ------------------------------------------------------------------------------
# All other numbers


def _of_principal(name: str, party: Principal, scenario: Scenario) -> Iterator[Lever]:
    at = f"parties.{name}"
    for kind in kinds.PRINCIPAL:
        yield _lever(name, at, kind, getattr(party, kind.key))
    for kind in kinds.WITH_OTHERS:
        for other, number in getattr(party, kind.key).items():
            toward = kind._replace(
                key=f"{kind.key}.{other}", title=f"{kind.title} {called(scenario.parties[other], other)}"
            )
            yield _lever(name, at, toward, number)
    for table, reluctance in party.effort_at.items():
        about = kinds.EFFORT_AT._replace(
            key=f"effort_at.{table}", title=f"{kinds.EFFORT_AT.title} {called(scenario.tables[table], table)}"
        )
        yield _lever(name, at, about, reluctance)
    for demand, said in party.demands.items():
        title = f"{kinds.FIRM.title}: {demand_title(f'{name}.{demand}', scenario)}"
        yield _lever(name, at, kinds.FIRM._replace(key=f"demands.{demand}.firm", title=title), said.firm)
    if party.hardliners:
        yield _lever(name, at, kinds.CONTROL, party.hardliners.control)
        yield _lever(name, at, kinds.RESTRAINT, party.hardliners.restraint)
    for gesture, of_it in party.gestures.items():
        seeks = kinds.GESTURE._replace(
            key=f"gestures.{gesture}.rate", title=f"{kinds.GESTURE.title}: {readable(gesture)}"
        )
        yield _lever(name, at, seeks, of_it.rate)


def _at_tables(name: str, party: Principal, scenario: Scenario) -> Iterator[Lever]:
    for key, table in scenario.tables.items():
        at, title = f"tables.{key}", called(table, key)
        if table.convener == name or (table.convener is None and name in table.parties):
            for kind in kinds.CONVENER:
                yield _lever(name, at, kind._replace(title=f"{kind.title} ({title})"), getattr(table, kind.key))
            yield _secrecy(name, at, title, table.secret)
        if party.role == "patron":
            kind = kinds.PATRON._replace(title=f"{kinds.PATRON.title} ({title})")
            yield _lever(name, at, kind, table.guarantee)


def _secrecy(name: str, at: str, title: str, secret: bool) -> Lever:
    words = ("secret", "public") if secret else ("public", "secret")
    meets = kinds.PUBLIC if secret else kinds.SECRET
    return Lever(
        name, f"{at}.secret", f"{meets} ({title})", "", 1, lambda step: words[step],
        lambda step: {f"{at}.secret": secret if step == 0 else not secret},
    )  # fmt: skip


def _lever(name: str, at: str, kind: Kind, number: Number | None) -> Lever:
    """A number's lever; without steps where the number is at the end, or beyond it, already."""
    assert number is not None  # resolved
    low, high = _range(at, kind)
    now = middle(number, low, high)
    steps = STEPS if (kind.end - now) * kind.way > SAME else 0
    return Lever(
        name, kind.key if at == f"parties.{name}" else f"{at}.{kind.key}", kind.title, kind.unit, steps,
        lambda step: between(now, kind.end, step / STEPS),
        lambda step: {f"{at}.{kind.key}": moved(number, kind.end, step / STEPS, low, high)},
    )  # fmt: skip


def _range(at: str, kind: Kind) -> tuple[float, float]:
    """The ends of a number's field, over which a beta stretches."""
    last = kind.key.rpartition(".")[2]
    tables: tuple[Mapping[str, Parameter], ...] = (
        (parameters.TABLE,)
        if at.startswith("tables.")
        else (parameters.PARTY, parameters.HARDLINERS, MEDIATOR.defaults)
    )
    for table in tables:
        if last in table:
            return table[last].low, table[last].high
    if kind.key.startswith("effort_at."):
        return parameters.EFFORT_AT.low, parameters.EFFORT_AT.high
    return (0.0, 1.0) if last in {"rate", "firm"} else (-1.0, 2.0)
