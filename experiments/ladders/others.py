"""Which other ladders there are for the same positions, each with a name and what it is in words."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from experiments.ladders.cutting import all_at_once, largest_in_two, neighbours, one_issue_a_step
from experiments.words.names import rung_title, title_of
from sim.scenario.checks import errors
from sim.scenario.vocabulary import Scenario


class Ladder(NamedTuple):
    """Another ladder: its name and what it is, for a reader, and the scenario on it."""

    name: str
    means: str
    on_it: Callable[[Scenario], Scenario]


CUT = (
    Ladder(
        "one issue a step", "each issue is settled and carried out before the next is talked about", one_issue_a_step
    ),
    Ladder(
        "the largest step in two",
        "the step with most issues is cut in half, in the order of its agenda",
        largest_in_two,
    ),
)
AT_ONCE = Ladder("everything at once", "all that can stand on one step is settled together", all_at_once)


def other_ladders(scenario: Scenario) -> tuple[Ladder, ...]:
    """Every other ladder that differs from the scenario's own, and from those before it.

    None on which something that is demanded could never come about: the positions would not be the same there.
    """
    found: list[Ladder] = []
    seen = [scenario.tables]
    for ladder in (*CUT, AT_ONCE, *_neighbours(scenario)):
        changed = ladder.on_it(scenario)
        if changed.tables not in seen and not any(errors(changed)):
            seen.append(changed.tables)
            found.append(ladder)
    return tuple(found)


def _neighbours(scenario: Scenario) -> Iterator[Ladder]:
    """Every two neighbouring steps in one; a step that a meeting is enough for is not put together with the next."""
    for name, table in scenario.tables.items():
        for lower, upper in pairwise(table.rungs):
            if lower.agenda:
                both = " with ".join(f"“{rung_title(table, rung.name)}”" for rung in (lower, upper))
                where = f", at the table “{title_of(scenario.tables, name)}”" if len(scenario.tables) > 1 else ""
                yield Ladder(both, f"settled together, on one step{where}", _pair(name, lower.name, upper.name))


def _pair(table: str, lower: str, upper: str) -> Callable[[Scenario], Scenario]:
    return lambda scenario: neighbours(scenario, table, lower, upper)
