"""Conditions and outcomes: that they can be worked out, and that each can hold and counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.scenario.checks.common import Check, Found, Key, all_conditions, all_rungs, with_inner
from sim.scenario.checks.logic import asked_by, atoms_of, clash_of, implies, together, written
from sim.scenario.checks.reach import Reach
from sim.scenario.document import Loc
from sim.scenario.follow_ons import Unknown
from sim.scenario.phrases import shown, suggest
from sim.scenario.vocabulary import Condition, Scenario

MAX_STACK = 60  # a condition is worked out on the bits of one integer
MAX_CONDITIONS = 1000  # each is compared with each


def last_outcome(scenario: Scenario) -> Iterator[Found]:
    """The last outcome takes every history that is left."""
    if scenario.outcomes:
        name = list(scenario.outcomes)[-1]
        if not scenario.outcomes[name].otherwise:
            message = "the last outcome must be {otherwise: true}, for all other histories"
            yield Key(("outcomes", name)), message


def stray_otherwise(scenario: Scenario) -> Iterator[Found]:
    """`otherwise` stands alone, and only as the last outcome."""
    last = ("outcomes", list(scenario.outcomes)[-1]) if scenario.outcomes else ()
    for loc, condition in all_conditions(scenario):
        if not condition.otherwise:
            continue
        if loc != last and len(loc) == 2:
            yield (
                (*loc, "otherwise"),
                "always holds and hides the outcomes after it; only the last may have it",
            )
        elif loc != last:
            yield (*loc, "otherwise"), "only an outcome can be otherwise, and only the last"
        elif condition.model_fields_set - {"otherwise", "evidence", "note", "title"}:
            yield (*loc, "otherwise"), "stands alone: it always holds, whatever stands beside it"


def condition_sizes(scenario: Scenario) -> Iterator[Found]:
    """A condition is small enough to be worked out."""
    for loc, _, rung in all_rungs(scenario):
        problem = _too_large(rung.requires)
        if problem:
            yield (*loc, "requires"), problem
    others: list[tuple[Loc, Condition]] = [(("outcomes", name), outcome) for name, outcome in scenario.outcomes.items()]
    others += [(("issues", name, "after"), issue.after) for name, issue in scenario.issues.items() if issue.after]
    for place, condition in others:
        problem = _too_large([condition])
        if problem:
            yield place, problem


def required_twice(scenario: Scenario) -> Iterator[Found]:
    """A rung requires a thing once, whoever demands it."""
    for loc, _, rung in all_rungs(scenario):
        seen: set[str] = set()
        for i, condition in enumerate(rung.requires):
            asked = repr(_what_is_asked(condition))
            if asked in seen:
                yield (*loc, "requires", i), "is already required by this rung"
            seen.add(asked)


def never_holds(scenario: Scenario) -> Iterator[Found]:
    """A condition can hold."""
    reach = Reach(scenario)
    for loc, condition in all_conditions(scenario):
        for key in asked_by(condition):
            if not reach.leaf_can_hold(condition, key):
                yield (*loc, written(key)), reach.why_never(loc, condition, key)
        if condition.any is not None and not condition.any:
            yield (*loc, "any"), "can never hold: it lists nothing"
        if condition.not_ is not None and not reach.can_fail(condition.not_):
            yield (*loc, "not"), "can never hold: what it denies always holds"


def contradictions(scenario: Scenario) -> Iterator[Found]:
    """What must hold together can hold together."""
    for loc, _, rung in all_rungs(scenario):
        clash = clash_of(scenario, together(scenario, rung))
        if clash:
            yield (*loc, "requires"), clash
    inside = {(*loc, "all", i) for loc, condition in all_conditions(scenario) for i in range(len(condition.all or ()))}
    for loc, condition in all_conditions(scenario):
        if loc in inside or (len(loc) > 2 and loc[-2] == "requires"):
            continue
        clash = clash_of(scenario, atoms_of(scenario, condition))
        if clash:
            yield loc, clash


def hidden_outcomes(scenario: Scenario) -> Iterator[Found]:
    """An outcome is not swallowed by one before it."""
    reach = Reach(scenario)
    outcomes = list(scenario.outcomes.items())
    for i, (name, condition) in enumerate(outcomes):
        if i + 1 < len(outcomes) and not reach.can_fail(condition):
            yield Key(("outcomes", name)), "always holds, and so hides the outcomes after it"
        for earlier, other in outcomes[:i]:
            if not condition.otherwise and reach.can_hold(condition) and implies(scenario, condition, other):
                message = f"never counts: whenever it holds, {shown(earlier)}, which stands before it, holds too"
                yield Key(("outcomes", name)), message
                break


def won_before_talks(scenario: Scenario) -> Iterator[Found]:
    """Nothing waits for the war to be won: the history ends with it."""
    for loc, condition in all_conditions(scenario):
        if condition.won is not None and loc[0] != "outcomes":
            yield (*loc, "won"), "nothing comes after it: a history ends when the war is won"


def answer_known(scenario: Scenario) -> Iterator[Found]:
    """What answers the question is an outcome, or a rung of a table."""
    rungs = [f"{table}.{rung.name}" for table, of_it in scenario.tables.items() for rung in of_it.rungs]
    known = dict.fromkeys([*scenario.outcomes, *rungs])
    if scenario.answers is not None and scenario.answers not in known:
        words = f"{shown(scenario.answers)} is no outcome and no rung (TABLE.RUNG) of the scenario"
        yield ("answers",), Unknown(f"{words}{suggest(scenario.answers, known)}", "answer", scenario.answers)


def unanswered(scenario: Scenario) -> Iterator[Found]:
    """A question says what answers it."""
    if scenario.question and scenario.answers is None and scenario.outcomes:
        yield (
            ("question",),
            "nothing says what answers it: give answers, an outcome or TABLE.RUNG, and all that is printed leads with it",
        )


ERRORS: tuple[Check, ...] = (answer_known, last_outcome, stray_otherwise, condition_sizes, required_twice)
WARNINGS: tuple[Check, ...] = (unanswered, never_holds, won_before_talks, contradictions, hidden_outcomes)


def stack_of(condition: Condition) -> int:
    """Truth values that are kept at once while a condition is worked out."""
    parts = [1] * (sum(1 for _ in asked_by(condition)) + bool(condition.otherwise))
    parts += [
        _stack([stack_of(inner) for inner in group]) for group in (condition.all, condition.any) if group is not None
    ]
    parts += [stack_of(condition.not_)] if condition.not_ is not None else []
    return max(_stack(parts), 2 if condition.demand else 1)


def _what_is_asked(condition: Condition) -> dict[str, Any]:
    """What a condition asks, without whose demand it is, its evidence and its notes."""
    aside = {"demand", "evidence", "note", "title"}
    inner = {key: [_what_is_asked(each) for each in getattr(condition, key) or ()] for key in ("all", "any")}
    inner["not_"] = [_what_is_asked(each) for each in (condition.not_,) if each is not None]
    return {key: inner.get(key) or value for key, value in condition if key not in aside and value is not None}


def _stack(parts: Sequence[int]) -> int:
    """The same for several that are joined as they come: behind the first, one value waits for its fellow."""
    return max((part + (i > 0) for i, part in enumerate(parts)), default=1)


def _too_large(conditions: Sequence[Condition]) -> str | None:
    """Why conditions that must all hold cannot be worked out, if so."""
    things = sum(sum(1 for _ in with_inner((), condition)) for condition in conditions)
    if things > MAX_CONDITIONS:
        return f"may hold at most {MAX_CONDITIONS:,} conditions, those inside others counted, has {things:,}"
    if _stack([stack_of(condition) for condition in conditions]) > MAX_STACK:
        return "has too many conditions inside one another"
    return None
