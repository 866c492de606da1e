"""What a figure says of a run that was played otherwise than its file says."""

from typing import Any

import pytest

from experiments.figures.changed import changed_words, study_words
from sim.scenario.vocabulary import Scenario

SCENARIO: Any = Scenario.model_construct(parties={}, issues={}, tables={})
FILE = "scenarios/what_if.yaml"
TITLE = {"path": "title", "before": "Talks", "after": "What if?", "by": FILE}


def change(path: str, after: Any, by: str = FILE) -> dict[str, Any]:
    return {"path": path, "before": 1, "after": after, "by": by}


def words(*changes: dict[str, Any], agents: str | None = None) -> str:
    return changed_words({"changes": list(changes), "agents": agents}, SCENARIO)  # type: ignore[typeddict-item]


def test_a_run_as_its_file_says_has_nothing_to_say():
    assert changed_words({}, SCENARIO) == words() == words(TITLE) == study_words(()) == ""  # type: ignore[typeddict-item]


def test_what_set_changed_is_told_once_each_in_words():
    one = change("war.branching", 0, "--set war.branching=0")
    by = "--set parties.the_rebels.positions.b={ideal: 1, salience: 1}"
    two = [change(f"parties.the_rebels.positions.b.{key}", 1, by) for key in ("ideal", "salience")]
    assert words(one) == "Changed: The war: branching = 0"
    assert words(one, *two) == "Changed: The war: branching = 0; the rebels: b = {ideal: 1, salience: 1}"
    assert study_words(["parties.taliban.patience=12"]) == "Changed: Taliban: patience = 12"
    ladder = 'tables.us_taliban.rungs=[{"name": "first", "agenda": ["office"]}]'
    assert study_words([ladder, 'outcomes={"peace": null}']) == "Changed: Us taliban: rungs; outcomes"
    assert study_words(['tables.talks.parties=["a", "b"]']) == "Changed: Talks: parties = a, b"
    party = 'parties.broker={"role": "mediator", "title": "The broker"}'
    assert (
        study_words([party, 'issues.land={"delivered_by": "state"}']) == "Changed: the party The broker; the issue Land"
    )


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (2, "a b = 2"),
        ({"value": 2, "evidence": {"assumed": "asked about"}}, "a b = 2"),
        ({"uniform": [1, 3]}, "a b = anywhere in 1–3"),
        (["one", "two"], "a b = one, two"),
        ([], "a b = none"),
        (False, "a b = false"),
        ([{"name": "x"}], "a b"),
        (None, "a b = taken away"),
    ],
)
def test_what_a_variant_changed_is_told_in_its_values(after, said):
    assert words(TITLE, change("a.b", after)) == f"Changed by what_if.yaml: {said}"


def test_a_variant_with_many_changes_is_counted_unless_it_has_a_title_of_its_own():
    many = [change(f"a.{i}", i) for i in range(5)]
    assert words(*many) == "Changed by what_if.yaml: a 0 = 0; a 1 = 1; a 2 = 2; and 2 more"
    assert words(TITLE, *many) == ""
    assert words(TITLE, *many[:3]) != ""


def test_evidence_is_no_change_and_agents_of_ones_own_are_one():
    assert words(change("a.b.evidence", {"assumed": "because"}), change("sources.x", {"title": "X"})) == ""
    assert words(agents="mine.bold 1234") == "Played with the agents of mine.bold in place of parley's own"
