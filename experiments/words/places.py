"""What stands at a place of a scenario, for a reader: `Taliban: salience of US troops remaining`."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.words.demands import demand_title
from experiments.words.names import option_title, readable, rung_title, title_of
from experiments.words.sentences import begin, inside
from sim.scenario.vocabulary import Event, Scenario

TOLD = {
    "settles": "chance of meaning to settle", "truly_settles": "true chance of meaning to settle",
    "ideal": "ideal level", "occasion": "chance of an occasion to meet", "effort_at": "reluctance to join",
    "in_force": "level in force", "level": "level in force", "lag": "months until it is due",
}  # fmt: skip
OF_A_DEMAND = {"firm": "chance that it is meant", "relent": "chance a month that it is given up"}


def place_title(path: str, scenario: Scenario) -> str:
    """What stands at a dotted path: its owner's title, and what of the owner's it is."""
    kind, *rest = path.split(".")
    owners: dict[str, Mapping[str, Any]] = {
        "parties": scenario.parties, "tables": scenario.tables, "issues": scenario.issues,
    }  # fmt: skip
    if kind in owners and rest:
        return _joined(title_of(owners[kind], rest[0]), _what(rest[0], rest[1:], scenario))
    if kind == "events" and rest:
        return _of_event(rest[0], rest[1:], scenario)
    if kind == "war" and rest:
        return _joined("The war", _plain(rest, scenario))
    return readable(" ".join([kind, *rest]))


def change_title(change: str, scenario: Scenario) -> str:
    """One `path=value` for a reader: `Taliban: patience = 12`."""
    path, _, value = change.partition("=")
    return f"{place_title(path, scenario)} = {value}"


def _joined(owner: str, what: str) -> str:
    return f"{owner}: {what}" if what else owner


def _what(owner: str, steps: Sequence[str], scenario: Scenario) -> str:
    """What of a party, a table or an issue it is."""
    match steps:
        case ["positions", issue, "red_line", "0" | "1" as end, *_]:
            which = "first" if end == "0" else "second"
            return f"{which} end of the red line on {inside(title_of(scenario.issues, issue))}"
        case ["positions", issue, "values", option, *_] if issue in scenario.issues:
            title = option_title(option, scenario.issues[issue])
            return f"value of “{title}” in {inside(title_of(scenario.issues, issue))}"
        case ["positions", issue, *rest]:
            number = _plain([step for step in rest if step != "home"], scenario)
            title = title_of(scenario.issues, issue)
            at_home = ", at home" if "home" in rest else ""
            return f"{number} of {inside(title)}{at_home}" if number else title
        case ["effort_at", table]:
            return f"{TOLD['effort_at']} “{title_of(scenario.tables, table)}”"
        case ["demands", demand, *rest]:
            words = OF_A_DEMAND.get(" ".join(rest), _plain(rest, scenario))
            return _joined(f"demand “{demand_title(f'{owner}.{demand}', scenario)}”", words)
        case ["rungs", rung, *rest] if owner in scenario.tables:
            return _joined(f"“{begin(rung_title(scenario.tables[owner], rung))}”", _plain(rest, scenario))
        case ["effects", *rest]:
            return _plain(rest, scenario)
    return _plain(steps, scenario)


def _of_event(name: str, steps: Sequence[str], scenario: Scenario) -> str:
    """What of an event, called by its name or its place, it is."""
    event = next((each for i, each in enumerate(scenario.events) if name in {each.name, str(i)}), None)
    title = begin((event.title if event else None) or readable(event.name if event else name))
    return _joined(title, _changed_by(event, steps, scenario) or _plain(steps, scenario))


def _changed_by(event: Event | None, steps: Sequence[str], scenario: Scenario) -> str:
    """What an effect of an event changes; nothing if it is no effect."""
    if event is None or steps[:1] != ["effects"] or not steps[1:] or not steps[1].isdigit():
        return ""
    place = int(steps[1])
    return place_title(event.effects[place].change, scenario) if place < len(event.effects) else ""


def _plain(steps: Sequence[str], scenario: Scenario) -> str:
    """Steps of a path in words: parties and tables by their titles, and no places in lists."""
    titled = scenario.parties | scenario.tables
    words = (
        TOLD.get(step) or (title_of(titled, step) if step in titled else step) for step in steps if not step.isdigit()
    )
    return readable(" ".join(words))
