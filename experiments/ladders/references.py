"""What a scenario says of its rungs by name, once some of them are parts of others."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from sim.scenario.checks.logic import asked_by
from sim.scenario.vocabulary import Condition, Issue, Rung, Scenario, Table

AnyCondition = TypeVar("AnyCondition", bound=Condition)
OF_RUNGS = ("reached", "signed", "ended")
OF_TABLES = (*OF_RUNGS, "meetings", "collapsed")


def renamed(scenario: Scenario, table: str, names: Mapping[str, str]) -> Scenario:
    """The scenario with rungs of one table under new names wherever something refers to them; rungs keep their own."""

    def of_condition(condition: AnyCondition) -> AnyCondition:
        of_it = condition.table == table
        new = {key: names.get(rung, rung) for key in OF_RUNGS if of_it and (rung := getattr(condition, key))}
        inner = {key: tuple(map(of_condition, inside)) for key in ("all", "any") if (inside := getattr(condition, key))}
        denied = {"not_": of_condition(condition.not_)} if condition.not_ is not None else {}
        return condition.model_copy(update={**new, **inner, **denied})

    def of_rung(rung: Rung) -> Rung:
        return rung.model_copy(update={"requires": tuple(map(of_condition, rung.requires))})

    def of_table(each: Table) -> Table:
        return each.model_copy(update={"rungs": tuple(map(of_rung, each.rungs))})

    def of_issue(issue: Issue) -> Issue:
        new: dict[str, object] = {} if issue.after is None else {"after": of_condition(issue.after)}
        follow = issue.follow
        if follow is not None and follow.table == table:
            reached = names.get(follow.reached, follow.reached)
            new["follow"] = follow.model_copy(update={"reached": reached})
        return issue.model_copy(update=new) if new else issue

    return scenario.model_copy(update={
        "tables": {name: of_table(each) for name, each in scenario.tables.items()},
        "issues": {name: of_issue(issue) for name, issue in scenario.issues.items()},
        "outcomes": {name: of_condition(outcome) for name, outcome in scenario.outcomes.items()},
        "answers": _answer(scenario.answers, table, names),
    })  # fmt: skip


def _answer(answers: str | None, table: str, names: Mapping[str, str]) -> str | None:
    """What of a history answers the question, under its new name."""
    of_table, _, rung = (answers or "").partition(".")
    return f"{table}.{names[rung]}" if of_table == table and rung in names else answers


def left_to_ask(condition: Condition, table: str, rungs: Collection[str], issues: Collection[str]) -> Condition | None:
    """What a condition asks beyond these rungs of a table and the levels of these issues; None if nothing.

    Of several things that must all hold, those that speak of them are gone; an `any` or `not` that speaks of them is gone
    as a whole.
    """

    def speaks_of_them(asked: Condition) -> bool:
        of_rungs = asked.table == table and any(getattr(asked, key) in rungs for key in OF_RUNGS)
        inner = [*(asked.all or ()), *(asked.any or ()), *([asked.not_] if asked.not_ else [])]
        return of_rungs or asked.issue in issues or any(map(speaks_of_them, inner))

    gone: dict[str, object] = {}
    if condition.table == table:
        gone |= {key: None for key in OF_RUNGS if getattr(condition, key) in rungs}
        if all(key in gone or getattr(condition, key) is None for key in OF_TABLES):
            gone["table"] = None
    if condition.issue in issues:
        gone |= dict.fromkeys(("issue", "at_least", "at_most", "is_"))
    if condition.all is not None:
        left = [left_to_ask(each, table, rungs, issues) for each in condition.all]
        gone["all"] = tuple(each for each in left if each is not None) or None
    if any(map(speaks_of_them, condition.any or ())):
        gone["any"] = None
    if condition.not_ is not None and speaks_of_them(condition.not_):
        gone["not_"] = None
    kept = condition.model_copy(update=gone)
    asks = any(asked_by(kept)) or kept.all is not None or kept.any is not None or kept.not_ is not None
    return kept if asks else None
