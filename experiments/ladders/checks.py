"""What is odd about a scenario's ladders: steps that only one side gains by, and those who carry out or decide nothing there.

One small function a rule, as in `sim.scenario.checks`; they stand here since no history depends on them. Each is for a
scenario without errors, and says what follows from what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator

from agents.roles import PRINCIPALS
from sim.scenario.checks.common import SLACK, Check, Found, Key, all_rungs
from sim.scenario.checks.levels import at_start, best_options
from sim.scenario.phrases import listed, shown
from sim.scenario.vocabulary import Issue, Position, Principal, Rung, Scenario, Table

Side = tuple[str, ...]
"""Parties at a table that stand on the same side of the war."""


def one_sided_rungs(scenario: Scenario) -> Iterator[Found]:
    """Every side gains something by a rung that does not bind, since it is weighed by itself.

    Not where the file says whose demand it is, or that more may be on the table at once.
    """
    for loc, table, rung in all_rungs(scenario):
        if rung.binding or rung.demand is not None or _may_be_packed(table, rung):
            continue
        gaining, losing = _gain_and_lose(scenario, table, rung)
        if gaining and losing:
            verb, it = ("gets", "it gives") if len(losing) == 1 else ("get", "they give")
            message = f"{_named(losing)} {verb} nothing here, where all goes the way of {_named(gaining)}"
            yield (*loc, "agenda"), f"{message}: {it} only what the hope of more to come is worth"


def lone_yes_or_no(scenario: Scenario) -> Iterator[Found]:
    """A yes or no that somebody wants and somebody does not is not alone on a rung that binds."""
    for loc, table, rung in all_rungs(scenario):
        if (
            rung.binding
            and len(rung.agenda) == 1
            and not _may_be_packed(table, rung)
            and not _may_be_joined(table, rung)
        ):
            issue = scenario.issues[rung.agenda[0]]
            gaining = [party for party in table.parties if _gains(scenario, party, rung)]
            losing = [party for party in table.parties if party not in gaining and _has_stakes(scenario, party, rung)]
            if gaining and losing and issue.kind == "binary" and issue.level(at_start(issue)) < 1:
                verb = "loses" if len(losing) == 1 else "lose"
                message = f"{_named(losing)} {verb} all there is here by a yes to {shown(rung.agenda[0])}"
                yield (*loc, "agenda"), f"{message}: alone on a rung that binds, it is never agreed"


def unseated_deliverers(scenario: Scenario) -> Iterator[Found]:
    """Who must carry something out sits where it is bargained over, or the file says what moves it from there."""
    for name, issue in scenario.issues.items():
        tables = [table for table in scenario.tables.values() if any(name in rung.agenda for rung in table.rungs)]
        seated = {party for table in tables for party in table.parties}
        if issue.follow is not None or not tables:
            continue
        for who in issue.delivered_by:
            if who not in seated and not any(who in scenario.principals[party].influence for party in seated):
                message = f"{shown(who)} has no seat where this is bargained over"
                moves = "it delivers only as far as the influence of those seated there moves it, and none is given"
                yield ("issues", name, "delivered_by"), f"{message}: {moves}"


def unbargained_issues(scenario: Scenario) -> Iterator[Found]:
    """An issue is on some agenda; where somebody has a position on it, `issues_at_no_table` says so."""
    somewhere = {issue for _, _, rung in all_rungs(scenario) for issue in rung.agenda}
    for name, issue in scenario.issues.items():
        held = any(name in party.positions for party in scenario.principals.values())
        if scenario.tables and name not in somewhere and issue.follow is None and not held:
            moved = any(g.issue == name for party in scenario.principals.values() for g in party.gestures.values())
            moves = "only gestures move it" if moved else "nothing ever moves it"
            yield Key(("issues", name)), f"is on no agenda, and so can never be agreed: {moves}"


def parties_without_stakes(scenario: Scenario) -> Iterator[Found]:
    """Whoever sits at a table has a stake in what is on a rung, if anybody there has."""
    for loc, table, rung in all_rungs(scenario):
        without = [party for party in table.parties if not _has_stakes(scenario, party, rung)]
        without = without if len(without) < len(table.parties) else []  # of which `indifferent_tables` speaks
        without = [party for party in without if not _is_careless(scenario, party)]
        if rung.agenda and without:
            says = "neither gains nor loses here, and says yes to any offer"
            say = "neither gain nor lose here, and say yes to any offer"
            yield (*loc, "agenda"), f"{_named(without)} {says if len(without) == 1 else say}"


WARNINGS: tuple[Check, ...] = (
    one_sided_rungs, lone_yes_or_no, unseated_deliverers, unbargained_issues, parties_without_stakes,
)  # fmt: skip


def warnings(scenario: Scenario) -> Iterator[Found]:
    """Yield what is odd about the ladders of a scenario without errors."""
    for check in WARNINGS:
        yield from check(scenario)


def _gain_and_lose(scenario: Scenario, table: Table, rung: Rung) -> tuple[list[str], list[str]]:
    """Parties that may gain by a rung, and those that have a stake in it but of whose side nobody gains."""
    gaining: list[str] = []
    losing: list[str] = []
    for side in _sides(scenario, table):
        winners = [party for party in side if _gains(scenario, party, rung)]
        gaining += winners
        losing += [party for party in side if not winners and _has_stakes(scenario, party, rung)]
    return gaining, losing


def _sides(scenario: Scenario, table: Table) -> list[Side]:
    """The parties at a table, by their sides in the war; each by itself where they stand on one side, or on none."""
    found: dict[str, list[str]] = {}
    for name in table.parties:
        found.setdefault(_side(name, scenario.principals[name]), []).append(name)
    return [tuple(side) for side in found.values()] if len(found) > 1 else [(name,) for name in table.parties]


def _side(name: str, party: Principal) -> str:
    side = party.side or PRINCIPALS[party.role].side
    return name if side == "none" else side


def _may_be_packed(table: Table, rung: Rung) -> bool:
    """Whether all that is left may be on the table at once, at this rung or from one below it on."""
    return any(each.package for each in table.rungs[: table.rungs.index(rung) + 1])


def _may_be_joined(table: Table, rung: Rung) -> bool:
    """Whether what is left of a rung below, which may be passed over, may come to this one's agenda."""
    return any(each.demand is not None and each.agenda for each in table.rungs[: table.rungs.index(rung)])


def _is_careless(scenario: Scenario, party: str) -> bool:
    """Whether a party has positions and cares about none, which `careless_parties` says."""
    positions = scenario.principals[party].positions.values()
    return bool(positions) and not any(map(_cares, positions))


def _has_stakes(scenario: Scenario, party: str, rung: Rung) -> bool:
    """Whether something on a rung may matter to a party."""
    positions = scenario.principals[party].positions
    return any(issue in positions and _cares(positions[issue]) for issue in rung.agenda)


def _gains(scenario: Scenario, party: str, rung: Rung) -> bool:
    """Whether something on a rung may move a party's way from where it stood before anybody gave anything."""
    positions = scenario.principals[party].positions
    return any(issue in positions and _moves_its_way(scenario.issues[issue], positions[issue]) for issue in rung.agenda)


def _moves_its_way(issue: Issue, position: Position) -> bool:
    """Whether a party may want more than the status quo, or some of what stands back, where that may be bargained back."""
    if issue.kind == "options":
        return _cares(position) and best_options(position) != {at_start(issue)}
    start = issue.level(at_start(issue))
    ends = [issue.level(end) for end in position.aim.support(*sorted(issue.range))]
    back = issue.two_way and any(end < start - SLACK for end in ends)
    return _cares(position) and (back or any(end > SLACK for end in ends))


def _named(parties: list[str]) -> str:
    return listed(map(shown, parties))


def _cares(position: Position) -> bool:
    return position.salience.support(0, 100)[1] > 0
