"""Colombia, 2012: nothing is agreed until everything is agreed, land comes first, and a truce that is insisted on holds talks up."""

import pytest

from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario
from sim.engine.mesa_model import MesaEngine
from sim.scenario.load import load
from tests.conftest import same
from tests.places import SCENARIOS
from tests.shipped.comparing import played, standard_errors

pytestmark = pytest.mark.slow

HAVANA = "havana_2012"
DRAFTS = {"land": ["land"], "participation": ["seats"], "drugs": ["coca", "spraying"], "victims": ["penalties"]}
CARRIED_OUT = ("arms", "reforms")
"""What no gesture moves, and only the final agreement does."""
HISTORIES = 2000
CHANCE = 4.0  # standard errors


def test_both_engines_play_it_to_the_bit():
    ready = compile_scenario(load(SCENARIOS / f"{HAVANA}.yaml").scenario)
    few = {column: values[:4] for column, values in played(HAVANA, histories=HISTORIES).items()}
    same(few, play(ready, 1, 0, 4, MesaEngine()))


def test_nothing_is_carried_out_until_everything_is_agreed():
    found = played(HAVANA, histories=HISTORIES)
    signed = found["havana.final_agreement.signed"] > 0
    for issue in CARRIED_OUT:
        assert not found[f"{issue}.level"][~signed].any(), issue
        assert found[f"{issue}.level"][signed].any(), issue
    for issues in DRAFTS.values():  # drafts are there without it
        assert all(found[f"{issue}.level"][~signed].any() for issue in issues)


def test_a_draft_is_on_its_own_point_and_the_last_text_on_all():
    scenario = load(SCENARIOS / f"{HAVANA}.yaml").scenario
    *drafts, last = scenario.tables["havana"].rungs
    assert {rung.name.removesuffix("_draft"): list(rung.agenda) for rung in drafts} == DRAFTS
    assert next(iter(DRAFTS)) == "land"
    assert set(last.agenda) == set(scenario.issues)
    assert [rung.name for rung in (*drafts, last) if rung.binding] == [last.name]
    drafted = {issue for issues in DRAFTS.values() for issue in issues}
    assert {name for name, issue in scenario.issues.items() if not issue.delivered_by} == drafted
    assert {name for name, issue in scenario.issues.items() if issue.two_way} == drafted


def test_land_waits_for_a_truce_that_is_meant():
    bluff, meant = (played(HAVANA, f"parties.farc.demands.truce_first.firm={p}", histories=HISTORIES) for p in (0, 1))
    by_summer = [
        (found["havana.land_draft.reached"] > 0) & (found["havana.land_draft.reached"] <= 9) for found in (bluff, meant)
    ]
    assert by_summer[1].mean() < by_summer[0].mean()
    assert standard_errors(*by_summer) > CHANCE


def test_what_an_opponent_wants_matters_only_where_one_is_elected():
    election = "events.opponent_elected"
    for chance, moves in ((0, False), (1, True)):
        low, high = (
            played(HAVANA, f"{election}.chance={chance}", f"{election}.effects.1.to={p}", histories=HISTORIES)
            for p in (0.05, 0.95)
        )
        signed = [found["havana.final_agreement.signed"] > 0 for found in (low, high)]
        assert (standard_errors(*signed) > CHANCE) == moves
        assert not moves or signed[1].mean() > signed[0].mean()


def test_a_truce_for_nothing_helps_but_for_the_war_that_then_hurts_less():
    """Every draft comes sooner with it; the final agreement only where the truce would calm nothing."""
    granted = "issues.operations.in_force=100"
    as_hard = tuple(f"issues.operations.effects.calm_by_party.{party}=0" for party in ("government", "farc"))
    gains = {}
    for war in ((), as_hard):
        base, given = (
            {rung: found[f"havana.{rung}.reached"] > 0 for rung in ("victims_draft", "final_agreement")}
            for found in (played(HAVANA, *war, *more, histories=HISTORIES) for more in ((), (granted,)))
        )
        assert given["victims_draft"].mean() > base["victims_draft"].mean()
        assert standard_errors(base["victims_draft"], given["victims_draft"]) > CHANCE
        gains[war] = given["final_agreement"].astype(float) - base["final_agreement"]
    assert standard_errors(0 * gains[as_hard], gains[as_hard]) > CHANCE
    assert gains[as_hard].mean() > 0.02 > gains[()].mean()
    assert standard_errors(gains[()], gains[as_hard]) > CHANCE
