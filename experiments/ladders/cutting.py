"""The same positions on a ladder of other rungs: one cut into smaller ones, or neighbours put together.

A rung that is cut gives its name to its last part, and rungs that are put together take that of the highest: whoever asks
whether a rung was reached still asks whether all that was on it, and below it, is agreed and carried out.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from experiments.ladders.references import left_to_ask, renamed
from experiments.ladders.waiting import may_be_one
from experiments.words.names import rung_title, title_of
from sim.scenario.checks.common import round_of
from sim.scenario.phrases import listed
from sim.scenario.vocabulary import Condition, Rung, Scenario, Table

Agenda = tuple[str, ...]


def cut(scenario: Scenario, table: str, name: str, agendas: Sequence[Agenda]) -> Scenario:
    """A rung cut into one for each of these agendas, which together are its own; it is as it was where there is one.

    Every part is opened, signed, public and demanded as the whole was. Whether everything left may be on the table is asked
    at the first.
    """
    found = scenario.tables[table]
    r = [rung.name for rung in found.rungs].index(name)
    if len(agendas) < 2:
        return scenario
    whole, title = found.rungs[r], rung_title(found, name)
    taken = {rung.name for rung in found.rungs}
    parts = []
    for i, agenda in enumerate(agendas):
        what = listed([title_of(scenario.issues, issue) for issue in agenda])
        parts.append(whole.model_copy(update={
            "name": name if i == len(agendas) - 1 else _free("_".join((name, *agenda)), taken),
            "title": f"{title}: {what}",
            "agenda": agenda,
            "order": tuple(issue for issue in whole.order if issue in agenda),
            "package": whole.package and i == 0,
        }))  # fmt: skip
    return _with_rungs(scenario, table, (*found.rungs[:r], *parts, *found.rungs[r + 1 :]))


def one_issue_a_step(scenario: Scenario) -> Scenario:
    """Every rung cut into one for each of its issues, in the agenda's order."""
    for table, found in scenario.tables.items():
        for rung in found.rungs:
            scenario = cut(scenario, table, rung.name, [(issue,) for issue in rung.agenda])
    return scenario


def largest_in_two(scenario: Scenario) -> Scenario:
    """Every table's rung with most issues (the lowest of several) cut in two halves, the first no smaller."""
    for table, found in scenario.tables.items():
        largest = max(found.rungs, key=lambda rung: len(rung.agenda))
        half = -(-len(largest.agenda) // 2)
        halves = (largest.agenda[:half], largest.agenda[half:])
        scenario = cut(scenario, table, largest.name, [agenda for agenda in halves if agenda])
    return scenario


def all_at_once(scenario: Scenario) -> Scenario:
    """Every table's rungs in one; in as few as can be where another table stands between them."""
    for table in scenario.tables:
        first = 0
        while first < len(scenario.tables[table].rungs):
            last = first
            while last + 1 < len(scenario.tables[table].rungs) and may_be_one(scenario, table, first, last + 1):
                last += 1
            scenario = together(scenario, table, first, last)
            first += 1
    return scenario


def neighbours(scenario: Scenario, table: str, lower: str, upper: str) -> Scenario:
    """Two rungs of a table in one, where they are neighbours that can be one; else the scenario as it is."""
    rungs = scenario.tables[table].rungs if table in scenario.tables else ()
    for r, (below, above) in enumerate(pairwise(rungs)):
        if (below.name, above.name) == (lower, upper) and may_be_one(scenario, table, r, r + 1):
            return together(scenario, table, r, r + 1)
    return scenario


def together(scenario: Scenario, table: str, first: int, last: int) -> Scenario:
    """The rungs from `first` to `last` of a table in one: signed, public or a package if any of them is, and none earlier.

    What an upper one requires of the lower ones, or of issues on their agendas, is on the same agenda now and no condition.
    """
    found = scenario.tables[table]
    group = found.rungs[first : last + 1]
    if len(group) < 2:
        return scenario
    one = group[-1].model_copy(update={
        "title": listed([rung_title(found, rung.name) for rung in group]),
        "agenda": tuple(dict.fromkeys(issue for rung in group for issue in rung.agenda)),
        "order": tuple(dict.fromkeys(issue for rung in group for issue in rung.order)),
        "binding": any(rung.binding for rung in group),
        "package": any(rung.package for rung in group),
        "public": any(rung.public for rung in group),
        "consent": tuple(dict.fromkeys(who for rung in group for who in rung.consent)),
        "not_before": _latest(scenario, group),
        "requires": _once(_required_of_all(table, group)),
        "demand": group[0].demand if len({rung.demand for rung in group}) == 1 else None,
    })  # fmt: skip
    changed = _with_rungs(scenario, table, (*found.rungs[:first], one, *found.rungs[last + 1 :]))
    return renamed(changed, table, {rung.name: one.name for rung in group})


def _latest(scenario: Scenario, group: Sequence[Rung]) -> datetime.date | int | None:
    """The last of the times before which some rung does not open."""
    times = [rung.not_before for rung in group if rung.not_before is not None]
    return max(times, key=lambda time: round_of(scenario, time)) if times else None


def stands_for(before: Table, after: Table) -> dict[str, str]:
    """For each rung of a table, the one of the ladder made of it that asks the same: by which all on it is settled."""
    left = {rung.name for rung in after.rungs}
    found: dict[str, str] = {}
    name = after.rungs[-1].name
    for rung in reversed(before.rungs):
        name = rung.name if rung.name in left else name
        found[rung.name] = name
    return dict(reversed(found.items()))


def _required_of_all(table: str, group: Sequence[Rung]) -> Iterator[Condition]:
    """What must hold before a group of rungs opens, other than what its lower ones would bring about."""
    for r, rung in enumerate(group):
        below = group[:r]
        names, issues = {each.name for each in below}, {issue for each in below for issue in each.agenda}
        left = (left_to_ask(condition, table, names, issues) for condition in rung.requires)
        yield from (condition for condition in left if condition is not None)


def _once(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions without those that ask what another does: of those that ask the same, one that nobody need demand."""
    found: dict[str, Condition] = {}
    for condition in conditions:
        asked = condition.model_dump_json(exclude={"demand", "evidence", "note"})
        if asked not in found or condition.demand is None:
            found[asked] = condition
    return tuple(found.values())


def _free(name: str, taken: set[str]) -> str:
    """The name, or the nearest that no rung of the table has."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def _with_rungs(scenario: Scenario, table: str, rungs: tuple[Rung, ...]) -> Scenario:
    changed = scenario.tables[table].model_copy(update={"rungs": rungs})
    return scenario.model_copy(update={"tables": scenario.tables | {table: changed}})
