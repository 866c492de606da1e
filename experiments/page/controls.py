"""What a reader of a page can move: levers of parties, numbers that nobody knows, and events.

Every step of a control says what it sets in the scenario, path by path, as `--set` would: nothing is worked out anew by
the page, so that a step on it is the same step of `parley lever` and of a saved file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor, isinf, log10
from typing import Literal, NotRequired, TypedDict

from experiments.lever.lever import SAME, Lever, name_of
from experiments.lever.levers import levers
from experiments.lever.player import shortly
from experiments.page.possible import as_carried, on_steps, possible
from experiments.words.names import readable, title_of
from experiments.words.numbers import figure, number_words
from experiments.words.places import place_title
from experiments.words.sentences import begin
from sim.engine.arrays import Compiled, Uncertain, middle
from sim.scenario.data import OPERATIONS
from sim.scenario.quantiles import at_share, choice_table
from sim.scenario.vocabulary import Event, Number, Scenario

Group = Literal["party", "number", "event"]
Shown = float | str
HELD = tuple(round(0.05 * i, 2) for i in range(1, 20))
"""Shares of an uncertain number's distribution at which it can be held."""
RATES = (0.0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5, 0.75, 1.0)
CHANCES = tuple(round(0.05 * i, 2) for i in range(21))
UNITS = {"u": "of its stakes", "share": ""}
"""What a reader sees for a unit: 1 u is all that a party can win or lose."""
DIGITS = 4
"""Digits of a value at which an uncertain number is held: as many as a reader wants to see in a command."""


class Control(TypedDict):
    """Something that a reader can move, from where it stands (step 0) to its lowest and its highest step."""

    id: str
    group: Group
    kind: str
    """What sort of lever it is: what levers of one kind have in common is told once."""
    owner: str
    """Whose it is: a party, an issue, a table, an event or the war, by its title."""
    title: str
    """What moving it up means, and then what moving it down does, where both can be done."""
    down: NotRequired[str]
    unit: str
    low: int
    high: int
    values: list[Shown]
    """What it is at each step from the lowest to the highest, in real units."""
    sets: dict[str, list[object]]
    """What each step sets, by path; null at step 0, which sets nothing."""
    levers: NotRequired[list[str]]
    """Names of the levers that it stands for, as `parley lever` knows them: downward and upward."""
    party: NotRequired[str]
    issue: NotRequired[str | None]
    table: NotRequired[str | None]
    costs: NotRequired[list[float]]
    """Of a concession, the share of its own stakes that the party gives up at each step, u."""
    now: NotRequired[str]
    """Of a number that nobody knows: between what it lies."""


def controls(compiled: Compiled) -> list[Control]:
    """Everything that can be moved in a scenario: levers party by party, numbers by their place, events by their name."""
    scenario = compiled.scenario
    events = [_event(event, scenario) for event in scenario.events]
    taken = {path for control in events for path in control["sets"]}
    unknown = [each for each in compiled.uncertain if each.path not in taken]
    held = (_held(each, scenario) for each in unknown)
    return [*_joined(_played(scenario), scenario), *(control for control in held if control is not None), *events]


# ------------------------------------------------------------------------------
# Levers


def _played(scenario: Scenario) -> list[Lever]:
    """The levers that move something in what is played: without a war nobody begins violence."""
    return [lever for lever in levers(scenario) if scenario.war is not None or lever.key != "violence"]


def _joined(found: Sequence[Lever], scenario: Scenario) -> Iterator[Control]:
    """Levers as controls; two that move the same number, one up and one down, are one control."""
    pairs: dict[tuple[str, ...], list[Lever]] = {}
    for lever in found:
        pairs.setdefault(tuple(sorted(lever.sets(lever.steps))), []).append(lever)
    seen: set[str] = set()
    for lever in found:
        same = pairs[tuple(sorted(lever.sets(lever.steps)))]
        if name_of(lever) in seen:
            continue
        both = len(same) == 2 and same[0].party == same[1].party
        seen.update(name_of(each) for each in (same if both else [lever]))
        yield _lever(lever, same[1] if both else None, scenario)


def _lever(up: Lever, down: Lever | None, scenario: Scenario) -> Control:
    """A lever as a control, with the one that goes the other way, if there is one."""
    steps = [*((down, step) for step in range(down.steps, 0, -1)), (up, 0)] if down else [(up, 0)]
    steps += [(up, step) for step in range(1, up.steps + 1)]
    path = next(iter(up.sets(up.steps)))
    control: Control = {
        "id": name_of(up),
        "group": "party",
        "kind": up.key.split(".")[0] if not up.key.startswith("tables.") else up.key.split(".")[-1],
        "owner": begin(title_of(scenario.parties, up.party)),
        "title": begin(up.title),
        "unit": UNITS.get(up.unit, up.unit),
        "low": -down.steps if down else 0,
        "high": up.steps,
        "values": [lever.value(step) for lever, step in steps],
        "sets": _sets(steps),
        "levers": [*([name_of(down)] if down else []), name_of(up)],
        "party": up.party,
        "issue": up.issue,
        "table": _table_of(path),
    }
    if down:
        control["down"] = begin(down.title)
    if up.issue is not None:
        control["costs"] = [lever.cost(step) for lever, step in steps]
    return control


def _sets(steps: Sequence[tuple[Lever, int]]) -> dict[str, list[object]]:
    """What each step sets, by path."""
    made = [lever.sets(step) if step else {} for lever, step in steps]
    paths = dict.fromkeys(path for sets in made for path in sets)
    return {path: [shortly(sets.get(path)) for sets in made] for path in paths}


def _table_of(path: str) -> str | None:
    """The table at which a lever is moved; a party may have the same name."""
    match path.split("."):
        case ["tables", table, _] | ["parties", _, "effort_at", table]:
            return table
    return None


# ------------------------------------------------------------------------------
# What nobody knows


def _held(uncertain: Uncertain, scenario: Scenario) -> Control | None:
    """An uncertain number that can be held at one of its values; at step 0 it is not known. None if it can be at none."""
    path = _settable(uncertain.path, scenario)
    values = possible(path, on_steps(uncertain.path, held_values(uncertain), scenario), scenario)
    if not values:
        return None
    owner, title = _place(uncertain.path, scenario)
    return {
        "id": f"hold {uncertain.path}",
        "group": "number",
        "kind": uncertain.path.split(".")[-1],
        "owner": owner,
        "title": begin(title),
        "unit": _unit(uncertain.path, scenario),
        "low": 0,
        "high": len(values),
        "values": ["not known", *(figure(value) if isinf(value) else value for value in values)],
        "sets": {path: [None, *map(as_carried, values)]},
        "now": number_words(uncertain.number, uncertain.low, uncertain.high, _unit(uncertain.path, scenario)),
    }


SHARED = {"issues": "What is agreed on", "tables": "The talks", "events": "Events", "war": "The war"}
"""Under what a reader finds the numbers that are no party's."""


def _place(path: str, scenario: Scenario) -> tuple[str, str]:
    """Whose number stands at a path, and which it is."""
    title = place_title(path, scenario)
    kind = path.split(".", maxsplit=1)[0]
    if kind in SHARED and kind != "war":
        return SHARED[kind], title
    owner, _, what = title.partition(": ")
    return SHARED.get(kind, owner), what or title


def _settable(path: str, scenario: Scenario) -> str:
    """The path at which a file has the number: of an effect of an event, that of what it does."""
    match path.split("."):
        case ["events", name, "effects", place]:
            effect = next(event for event in scenario.events if event.name == name).effects[int(place)]
            return f"{path}.{next(key for key in OPERATIONS if getattr(effect, key) is not None)}"
    return path


def held_values(uncertain: Uncertain) -> list[float]:
    """The values at which an uncertain number can be held, the lowest first."""
    number, low, high = uncertain.number, uncertain.low, uncertain.high
    if number.form == "choice":
        return [float(value) for value in choice_table(number)[1]]
    exact = [at_share(number, share, low, high) for share in HELD]
    least, most = number.support(low, high)
    digits = DIGITS + _digits_alike(exact[0], exact[-1])
    return sorted({min(max(float(f"{value:.{digits}g}"), least), most) for value in exact})


def _digits_alike(low: float, high: float) -> int:
    """How many of the leading digits of two numbers are the same, about: they tell nothing."""
    largest, apart = max(abs(low), abs(high)), high - low
    return max(0, floor(log10(largest / apart))) if 0 < apart < largest else 0


def _unit(path: str, scenario: Scenario) -> str:
    """The unit of a level of an issue; of other numbers none that a reader would miss."""
    match path.split("."):
        case ["parties", _, "positions", issue, *rest] if {"ideal", "red_line"} & set(rest):
            return scenario.issues[issue].unit
    return ""


# ------------------------------------------------------------------------------
# Events


def _event(event: Event, scenario: Scenario) -> Control:
    """How likely an event is: from never to at once."""
    key, number, ladder = ("rate", event.rate, RATES) if event.rate is not None else ("chance", event.chance, CHANCES)
    now = middle(number or Number(value=1.0), 0, 1)
    below = [value for value in ladder if value < now - SAME]
    above = [value for value in ladder if value > now + SAME]
    values: list[float | None] = [*below, None, *above]
    control: Control = {
        "id": f"event {event.name}",
        "group": "event",
        "kind": key,
        "owner": "Events",
        "title": begin(event.title or readable(event.name)),
        "unit": "chance a month" if key == "rate" else "chance",
        "low": -len(below),
        "high": len(above),
        "values": [*below, now, *above],
        "sets": {f"events.{event.name}.{key}": [shortly(value) for value in values]},
    }
    if number is not None and number.uncertain:
        control["now"] = number_words(number, 0, 1)
    return control


def paths_of(every: Iterable[Control]) -> list[str]:
    """All paths that controls set."""
    return sorted({path for control in every for path in control["sets"]})


def changes_at(every: Mapping[str, Control], moves: Mapping[str, int]) -> dict[str, object]:
    """What some moved controls set together, by path."""
    return {
        path: values[step - every[name]["low"]]
        for name, step in moves.items()
        if step
        for path, values in every[name]["sets"].items()
        if values[step - every[name]["low"]] is not None
    }
