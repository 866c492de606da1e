"""What is promised: who carries it out and when, and who without a seat must consent."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.common import Check, Found, Key, all_rungs, no_principal, rounds_of
from sim.scenario.phrases import listed, shown
from sim.scenario.vocabulary import Issue, Scenario


def deliverers(scenario: Scenario) -> Iterator[Found]:
    """An issue is delivered by principals, each named once."""
    for name, issue in scenario.issues.items():
        several = len(issue.delivered_by) > 1
        for i, who in enumerate(issue.delivered_by):
            loc = ("issues", name, "delivered_by", *((i,) if several else ()))
            problem = no_principal(who, scenario, "a mediator has nothing to deliver")
            if problem:
                yield loc, problem
            elif who in issue.delivered_by[:i]:
                yield loc, f"{shown(who)} is already listed"


def troops_of_one(scenario: Scenario) -> Iterator[Found]:
    """The troops that leave are those of one party."""
    for name, issue in scenario.issues.items():
        if len(issue.delivered_by) > 1 and issue.effects.troops.value != 0:
            message = "whose troops leave? Where several deliver, give each party's troops an issue of their own"
            yield ("issues", name, "effects", "troops"), message


def later_that_follow(scenario: Scenario) -> Iterator[Found]:
    """What follows a rung is carried out as that is reached, no later."""
    for name, issue in scenario.issues.items():
        for key in ("lag", "after"):
            if issue.follow is not None and not _is_unset(issue, key):
                message = f"{key} does not go with follow: it is carried out as its rung is reached"
                yield ("issues", name, key), message


def consenting(scenario: Scenario) -> Iterator[Found]:
    """Who must consent is a principal without a seat, named once."""
    for loc, table, rung in all_rungs(scenario):
        for i, who in enumerate(rung.consent):
            problem = no_principal(who, scenario, "only parties that want something consent")
            if problem is None and who in table.parties:
                problem = f"{shown(who)} has a seat at this table, and signs: whether it must ratify, `ratifies` says"
            if problem is None and who in rung.consent[:i]:
                problem = f"{shown(who)} is already listed"
            if problem:
                yield (*loc, "consent", i), problem


def consent_without_stakes(scenario: Scenario) -> Iterator[Found]:
    """Who must consent wants something on what it consents to."""
    for loc, table, rung in all_rungs(scenario):
        before = {issue for other in table.rungs[: table.rungs.index(rung) + 1] for issue in other.agenda}
        for i, who in enumerate(rung.consent):
            if not before & set(scenario.principals[who].positions):
                message = f"{shown(who)} wants nothing on what is agreed here, and so consents or not whatever it says"
                yield (*loc, "consent", i), message


def too_late(scenario: Scenario) -> Iterator[Found]:
    """What is due some months after it is agreed is due within the time that is simulated."""
    rounds = rounds_of(scenario)
    for name, issue in scenario.issues.items():
        months = sum(rounds.months(t) for t in range(1, rounds.rounds + 1))
        if issue.lag.support(0, 1200)[0] >= months:
            message = f"never due: the {rounds.rounds} rounds are over {months:.0f} months after the start"
            yield ("issues", name, "lag"), message


def idle_delays(scenario: Scenario) -> Iterator[Found]:
    """What nobody bargains over is not due at any time."""
    on_agendas = {issue for _, _, rung in all_rungs(scenario) for issue in rung.agenda}
    for name, issue in scenario.issues.items():
        keys = [key for key in ("lag", "after") if not _is_unset(issue, key)]
        if keys and scenario.tables and name not in on_agendas:
            message = f"{listed(keys, 'and')} says when it is due once agreed, but it is on no agenda"
            yield Key(("issues", name, keys[0])), message


ERRORS: tuple[Check, ...] = (deliverers, troops_of_one, later_that_follow, consenting)
WARNINGS: tuple[Check, ...] = (consent_without_stakes, too_late, idle_delays)


def _is_unset(issue: Issue, key: str) -> bool:
    """Whether a key is left at what it is by itself."""
    return issue.after is None if key == "after" else issue.lag.value == 0
