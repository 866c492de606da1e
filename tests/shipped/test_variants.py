"""The shipped scenarios are no foregone conclusions, and the variants move the way a regional expert would expect."""

from pathlib import Path

import numpy as np
import pytest

from experiments.ladders.loading import load
from tests.places import SCENARIOS
from tests.shipped.comparing import FEW, HISTORIES, SURE, as_answer, difference, played, standard_errors

pytestmark = pytest.mark.slow

OF_A_CASE = sorted(path.stem for path in SCENARIOS.glob("*.yaml") if path.stem != "generic_civil_war")
FORMAL, PRECONDITIONS = "us_taliban.formal_talks.reached", "us_taliban.preconditions.reached"
SETTLEMENT, MEETINGS = "us_taliban.settlement.reached", "us_taliban.meetings"
FINAL, LAST_DRAFT = "havana.final_agreement.reached", "havana.victims_draft.reached"
EXPECTED = {
    "what_if_office_recognised": ((FORMAL, +1), (PRECONDITIONS, +1)),
    "what_if_sanctions_lifted": ((FORMAL, +1), (PRECONDITIONS, +1)),
    "what_if_prisoners_for_professors": ((FORMAL, +1), (MEETINGS, +1)),
    "what_if_bases_given_up": ((SETTLEMENT, +1), (FORMAL, +1)),
    "what_if_kabul_at_the_table": ((FORMAL, -1), (MEETINGS, -1)),
    "what_if_no_mediator": ((FORMAL, -1), (MEETINGS, -1)),
    "what_if_uzbekistan_hosts": (("kabul_taliban.confidence_building.reached", +1), ("kabul_taliban.meetings", +1)),
    "what_if_violent_summer": (("kabul_taliban.meetings", +1), ("taliban.incidents", +1)),
    "what_if_talks_leak": ((FORMAL, -1), (MEETINGS, -1)),
    "what_if_taliban_believed": ((FORMAL, +1), (MEETINGS, +1)),
    "what_if_washington_believed": ((FORMAL, +1), (SETTLEMENT, +1)),
    "what_if_recognition_not_demanded": ((FORMAL, +1), ("taliban.utility", -1)),
    "what_if_havana_no_guarantors": ((FINAL, -1), ("havana.meetings", -1)),
    "what_if_havana_opponent_elected": ((FINAL, -1), ("havana.final_agreement.signed", -1)),
    "what_if_havana_truce_first": ((FINAL, -1), (LAST_DRAFT, +1)),
}
"""Variant → what must move, and which way: up (+1) or down (−1)."""


@pytest.mark.parametrize("name", OF_A_CASE)
def test_no_foregone_conclusion(name: str) -> None:
    shares = np.bincount(played(name, histories=FEW)["outcome"]) / FEW
    assert (shares > 0.03).sum() >= 3, shares
    assert shares.max() < 0.8, shares


@pytest.mark.parametrize("name", EXPECTED)
def test_moves_as_expected(name: str) -> None:
    base_name = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0].removeprefix("extends: ")
    for column, direction in EXPECTED[name]:
        before, after = (as_answer(column, found[column]) for found in surely(Path(base_name).stem, name, column))
        assert direction * (after.mean() - before.mean()) > 0, column
        assert standard_errors(before, after) > SURE, column


def surely(base_name: str, name: str, column: str) -> tuple[dict, dict]:
    """Base and variant by few histories, or, where those do not show surely what moves, by all."""
    for histories in (FEW, HISTORIES):
        base, variant = (played(each, histories=histories) for each in (base_name, name))
        if standard_errors(as_answer(column, base[column]), as_answer(column, variant[column])) > SURE:
            break
    print(f"{name}: {difference(column, base, variant)}")
    return base, variant


def test_every_variant_is_expected_to_do_something() -> None:
    assert {path.stem for path in SCENARIOS.glob("what_if_*.yaml")} == set(EXPECTED)


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_loads_without_a_warning_and_knows_nothing_later(path: Path) -> None:
    loaded = load(path)
    assert not loaded.warnings
    assert all(source.date <= loaded.scenario.as_of for source in loaded.scenario.sources.values())
