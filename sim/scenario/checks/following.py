"""Issues that are carried out by reaching a rung of another table, and in no other way."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.common import SLACK, Check, Found, unknown
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Follow, Issue, Scenario


def followed_rungs(scenario: Scenario) -> Iterator[Found]:
    """An issue follows a rung that there is."""
    for name, _, follow in _following(scenario):
        loc = ("issues", name, "follow")
        if follow.table not in scenario.tables:
            yield (*loc, "table"), unknown("table", follow.table, scenario.tables)
        elif not _exists(scenario, follow):
            rungs = [rung.name for rung in scenario.tables[follow.table].rungs]
            yield (*loc, "reached"), unknown(f"rung of table {shown(follow.table)} called", follow.reached, rungs)


def kinds_that_follow(scenario: Scenario) -> Iterator[Found]:
    """A rung is reached or not, and has been reached for good: so it is with what follows it."""
    for name, issue, _ in _following(scenario):
        if issue.kind != "binary":
            yield ("issues", name, "follow"), "only an issue of kind binary can follow a rung, which is reached or not"
        if issue.revocable:
            message = "has been carried out for good once its rung is reached: give it revocable: false"
            yield ("issues", name, "follow"), message


def deliverers_that_follow(scenario: Scenario) -> Iterator[Found]:
    """Who must carry out what follows a rung sits at the table of that rung."""
    for name, issue, follow in _following(scenario):
        table = scenario.tables.get(follow.table)
        for who in issue.delivered_by:
            if table is not None and who in scenario.principals and who not in table.parties:
                message = f"{shown(who)} has no seat at table {shown(follow.table)}, whose rung this issue follows"
                yield ("issues", name, "delivered_by"), message


def starts_that_follow(scenario: Scenario) -> Iterator[Found]:
    """What follows a rung is not in force before it."""
    for name, issue, _ in _following(scenario):
        if isinstance(issue.in_force, float) and abs(issue.level(issue.in_force)) > SLACK:
            yield (
                ("issues", name, "in_force"),
                "follows a rung that is not yet reached, and so is not in force: leave it out",
            )


def gestures_that_follow(scenario: Scenario) -> Iterator[Found]:
    """Nobody moves by a gesture what only a rung can move."""
    for party, principal in scenario.principals.items():
        for name, gesture in principal.gestures.items():
            issue = scenario.issues.get(gesture.issue)
            if issue is not None and issue.follow is not None:
                where = f"rung {shown(issue.follow.reached)} of table {shown(issue.follow.table)}"
                loc = ("parties", party, "gestures", name, "issue")
                yield loc, f"{shown(gesture.issue)} is carried out by reaching {where}, not by a gesture"


def waits_for_itself(scenario: Scenario) -> Iterator[Found]:
    """What a rung carries out is not to be settled at its own table before that rung is reached."""
    for name, _, follow in _following(scenario):
        rungs = scenario.tables[follow.table].rungs
        for i, rung in enumerate(rungs):
            if name in rung.agenda:
                loc = ("tables", follow.table, "rungs", i, "agenda", rung.agenda.index(name))
                yield (
                    loc,
                    f"{shown(name)} is carried out by reaching {shown(follow.reached)}, and so waits for itself here",
                )
            if rung.name == follow.reached:
                break


ERRORS: tuple[Check, ...] = (
    followed_rungs, kinds_that_follow, deliverers_that_follow, starts_that_follow, gestures_that_follow,
)  # fmt: skip
WARNINGS: tuple[Check, ...] = (waits_for_itself,)


def _following(scenario: Scenario) -> Iterator[tuple[str, Issue, Follow]]:
    """Every issue that follows a rung, with that rung."""
    for name, issue in scenario.issues.items():
        if issue.follow is not None:
            yield name, issue, issue.follow


def _exists(scenario: Scenario, follow: Follow) -> bool:
    return any(rung.name == follow.reached for rung in scenario.tables[follow.table].rungs)
