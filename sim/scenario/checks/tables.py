"""Tables: that there are some, and that those who sit at them have something to bargain over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sim.scenario.checks.common import Check, Found, Key, all_rungs, issues_on
from sim.scenario.checks.levels import best_options
from sim.scenario.phrases import listed, shown
from sim.scenario.vocabulary import Scenario, Table


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
        on_table = issues_on(table)
        held = {issue for party in table.parties for issue in scenario.principals[party].positions}
        if on_table and not on_table & held:
            yield (
                ("tables", name, "parties"),
                "none of these parties has a position on what is on this table's agendas",
            )


def no_disagreement(scenario: Scenario) -> Iterator[Found]:
    """Those at a table want different things."""
    for name, table in scenario.tables.items():
        on_table = issues_on(table)
        if on_table and not any(_disputed(scenario, table, issue) for issue in on_table):
            message = "no two of these parties want different levels of anything on this table's agendas"
            yield ("tables", name, "parties"), message


def issues_at_no_table(scenario: Scenario) -> Iterator[Found]:
    """What parties want something on is bargained over somewhere."""
    if not scenario.tables:
        return
    somewhere = {issue for table in scenario.tables.values() for issue in issues_on(table)}
    for name in scenario.issues:
        holders = [party for party, principal in scenario.principals.items() if name in principal.positions]
        if holders and name not in somewhere:
            verb = "has a position" if len(holders) == 1 else "have positions"
            yield Key(("issues", name)), f"is on no agenda, though {listed(holders)} {verb} on it"


def indifferent_tables(scenario: Scenario) -> Iterator[Found]:
    """Somebody at the table cares about what is on its agenda."""
    for loc, table, rung in all_rungs(scenario):
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


UNRUNNABLE: tuple[Check, ...] = (no_tables, no_outcomes, tables_without_stakes)
WARNINGS: tuple[Check, ...] = (
    no_disagreement, issues_at_no_table, indifferent_tables, careless_parties, unwelcome_mediators,
)  # fmt: skip


def _disputed(scenario: Scenario, table: Table, issue: str) -> bool:
    """Whether those at a table who care about an issue may want different levels."""
    held = [scenario.principals[party].positions.get(issue) for party in table.parties]
    caring = [p for p in held if p is not None and p.salience.support(0, 100)[1] > 0]
    if scenario.issues[issue].kind == "options":
        return any(best_options(a) != best_options(b) or len(best_options(a)) > 1 for a, b in combinations(caring, 2))
    wanted = [position.aim for position in caring]
    return any(a.value is None or b.value is None or a.value != b.value for a, b in combinations(wanted, 2))
