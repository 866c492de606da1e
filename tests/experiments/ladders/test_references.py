"""What conditions say of rungs: under new names, and what is left to ask where some are spoken of no more."""

import pytest

from experiments.ladders.references import left_to_ask, renamed
from sim.scenario.data import scenario_data
from sim.scenario.vocabulary import Condition, Scenario
from tests.conftest import scenario

OPENED, SIGNED, ELSEWHERE = (
    {"table": "talks", "reached": "opening"}, {"table": "talks", "signed": "opening"}, {"table": "palace", "reached": "opening"},
)  # fmt: skip
HELD, GIVEN, KEPT = {"table": "talks", "meetings": 3}, {"issue": "land", "at_least": 1}, {"issue": "arms", "at_most": 1}


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (OPENED, None),
        (SIGNED, None),
        (GIVEN, None),
        (ELSEWHERE, ELSEWHERE),
        (HELD, HELD),
        (KEPT, KEPT),
        (OPENED | HELD, HELD),
        (OPENED | KEPT, KEPT),
        ({"table": "talks", "reached": "opening", "ended": "top"}, {"table": "talks", "ended": "top"}),
        ({"all": [OPENED, KEPT, GIVEN]}, {"all": [KEPT]}),
        ({"all": [OPENED, GIVEN]}, None),
        ({"any": [KEPT, {"all": [HELD, GIVEN]}]}, None),
        ({"any": [KEPT, HELD]}, {"any": [KEPT, HELD]}),
        ({"not": OPENED}, None),
        ({"not": KEPT, "any": [GIVEN]}, {"not": KEPT}),
        (GIVEN | {"won": "insurgent"}, {"won": "insurgent"}),
    ],
)
def test_what_is_left_to_ask(asked, left):
    """Without the rung `opening` of `talks` and the issue `land`; what is left stands as it was written."""
    found = left_to_ask(Condition.model_validate(asked), "talks", {"opening"}, {"land"})
    wanted = None if left is None else Condition.model_validate(left)
    assert (found and found.model_dump(exclude_none=True)) == (wanted and wanted.model_dump(exclude_none=True))


def test_rungs_are_renamed_wherever_they_are_named_and_nowhere_else():
    nested = {"any": [OPENED, {"not": SIGNED}, {"all": [ELSEWHERE, HELD]}]}
    base = scenario(
        issues={
            "law": {"kind": "binary", "revocable": False, "follow": {"table": "talks", "reached": "opening"}},
            "pie": {"after": {"all": [OPENED, ELSEWHERE]}},
        },
        tables={
            "talks": {"rungs": [{"name": "opening"}, {"name": "top", "requires": [nested]}]},
            "palace": {"parties": ["rebels", "state"], "rungs": [{"name": "opening", "requires": [OPENED]}]},
        },
        outcomes={"deal": {"table": "talks", "reached": "opening", "ended": "top"}},
        answers="talks.opening",
    )
    before = scenario_data(Scenario.model_validate(base))
    after = scenario_data(renamed(Scenario.model_validate(base), "talks", {"opening": "start"}))
    moved = dict(_differences(before, after))
    assert set(moved.values()) == {("opening", "start"), ("talks.opening", "talks.start")}
    assert sorted(moved) == [
        "answers", "issues.law.follow.reached", "issues.pie.after.all.0.reached", "outcomes.deal.reached", "tables.palace.rungs.0.requires.0.reached",
        "tables.talks.rungs.1.requires.0.any.0.reached", "tables.talks.rungs.1.requires.0.any.1.not.signed",
    ]  # fmt: skip


def _differences(before, after, path=()):
    if isinstance(before, dict | list):
        for key in before if isinstance(before, dict) else range(len(before)):
            yield from _differences(before[key], after[key], (*path, key))
    elif before != after:
        yield ".".join(map(str, path)), (before, after)
