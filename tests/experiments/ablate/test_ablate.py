"""Each mechanism can be taken away, leaves a sound scenario, and is missed where it matters; verdicts say what they should."""

import json

import numpy as np
import pytest

from experiments.ablate.conclusions import Run, conclusions, survivors
from experiments.ablate.mechanisms import MECHANISMS, READINGS
from experiments.ablate.medians import at_medians
from experiments.ablate.run import ablate
from experiments.ablate.words import fate, fate_on_ladders, on_other_ladders
from experiments.estimates.statistics import estimate, paired
from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario, middle
from sim.scenario import checks
from sim.scenario.data import scenario_data
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from tests import conftest
from tests.conftest import CERTAIN, STEADY_WAR, kernel
from tests.places import CASES, SCENARIOS

pytestmark = pytest.mark.slow

RICH = load(CASES / "valid" / "rich.yaml").scenario
AFGHAN = load(SCENARIOS / "afghan_peace_2018.yaml").scenario
GENERIC = load(SCENARIOS / "generic_civil_war.yaml").scenario
CASES = (*MECHANISMS, *READINGS)


def columns(scenario, histories=400):
    return play(compile_scenario(scenario), 1, 0, histories, kernel())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("scenario", [RICH, AFGHAN, GENERIC], ids=["rich", "afghan", "generic"])
def test_what_is_left_is_a_sound_scenario(case, scenario):
    left = Scenario.model_validate(scenario_data(case.off(resolve(scenario))))
    assert [*checks.errors(left)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mechanism_is_missed_somewhere(case):
    """Taken away, it changes some history of some scenario: no switch is connected to nothing."""
    for scenario in (RICH, AFGHAN, GENERIC):
        with_it, without = columns(resolve(scenario)), columns(case.off(resolve(scenario)))
        if any(not np.array_equal(with_it[name], without[name]) for name in with_it.keys() & without.keys()):
            return
    pytest.fail("changed nothing")


def test_medians_leave_nothing_uncertain_and_stand_in_the_middle():
    compiled = compile_scenario(AFGHAN)
    assert compiled.uncertain
    fixed = compile_scenario(at_medians(AFGHAN))
    assert fixed.uncertain == ()
    for number in compiled.uncertain:
        assert number.low <= middle(number.number, number.low, number.high) <= number.high
    ideal = fixed.scenario.principals["taliban"].positions["prisoners"].ideal.value
    assert ideal is not None
    assert 0 < ideal <= 15_000


def run(progress, outcomes, rungs, blame, moves=()):
    """A run object in small: counts of 1,000 histories."""
    share = lambda n: estimate(n, 1000)._asdict()  # noqa: E731
    told = {
        "histories": 1000,
        "outcomes": {name: share(n) for name, n in outcomes.items()},
        "tables": {"talks": {"rungs": {name: share(n) for name, n in rungs.items()}}},
        "blame": [{"table": "talks", "party": p, "issue": k, "share": n / 1000} for p, k, n in blame],
    }
    return Run(told, dict(moves))


SMALL = Scenario.model_validate(conftest.scenario(
    issues={"land": {"title": "Land", "delivered_by": "state"}, "arms": {"delivered_by": "rebels"}, "pie": None},
    parties={"rebels": {"title": "The Rebels", "positions": {"pie": None}}, "state": {"positions": {"pie": None}}},
    tables={"talks": {"rungs": [{"name": "truce"}, {"name": "deal", "title": "The deal", "agenda": ["land", "arms"]}]}},
    outcomes={"deal": {"title": "A deal", "reached": "deal"}, "no_deal": None, "war": {"otherwise": True}},
))  # fmt: skip
"""What the run objects below are of."""


def flips(gained, lost):
    base = np.zeros(1000, bool)
    base[:lost] = True
    variant = np.zeros(1000, bool)
    variant[lost : lost + gained] = True
    return paired(base, variant)


BASE = run(0, {"deal": 600, "war": 400}, {"truce": 700, "deal": 300}, [("rebels", "land", 300), ("state", "arms", 100)],
           {"carrot": {("talks", "deal"): flips(200, 20)}})  # fmt: skip


def drawn(base=BASE):
    return conclusions(base, SMALL, {"carrot": "What if there were a carrot?"})


def test_what_a_run_says_in_words():
    assert [(c.text, c.table) for c in drawn()] == [
        ("“A deal” is the likeliest outcome", None),
        ("Most histories reach “truce”, not “The deal”", "talks"),
        ("The Rebels blocks most often", "talks"),
        ("“Land” is what is blocked on most often", "talks"),
        ("“What if there were a carrot?”: The deal more often", None),
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (BASE, ["holds"] * 5),
        (
            run(0, {"deal": 400, "war": 600}, {"truce": 700, "deal": 600}, [("state", "arms", 300), ("rebels", "land", 100)],
                {"carrot": {("talks", "deal"): flips(20, 200)}}),
            ["fails"] * 5,
        ),
        (
            run(0, {"deal": 505, "war": 495}, {"truce": 505, "deal": 300}, [("state", "arms", 200), ("rebels", "land", 205)],
                {"carrot": {("talks", "deal"): flips(20, 20)}}),
            ["open"] * 5,
        ),
    ],
)  # fmt: skip
def test_verdicts(other, expected):
    assert [c.test(other) for c in drawn()] == expected


def test_only_what_fails_nowhere_survives():
    assert survivors([["holds", "holds", "open"], ["open", "fails", "holds"]], 3) == [True, False, True]
    assert survivors([], 2) == [True, True]


def test_what_becomes_of_a_conclusion_counts_mechanisms_alone():
    verdicts = [("everything on", "open"), ("mediators", "fails"), ("leaks", "open"), ("war", "holds")]
    rows = [{"name": name, "reading": False, "verdicts": [verdict]} for name, verdict in verdicts]
    assert fate(rows, 0) == ["fails without mediators", "open in 1", "open with everything on"]
    rows[0]["verdicts"] = ["holds"]
    assert fate(rows[:1] + rows[2:], 0) == ["survives", "open in 1"]


def test_the_table_is_plain_data_and_names_every_mechanism():
    bases = load(SCENARIOS / "what_if_bases_given_up.yaml").scenario
    second = load(SCENARIOS / "second_meeting_2018_09.yaml").scenario
    told = ablate(second, {"bases": bases}, 500, 1, 2, quiet=True)
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert [row["name"] for row in told["rows"]] == ["everything on", *(case.name for case in CASES)]
    assert all(len(row["verdicts"]) == len(told["conclusions"]) for row in told["rows"])
    assert any("bases" in conclusion["text"] for conclusion in told["conclusions"])
    sponsors = next(row for row in told["rows"] if row["name"] == "sponsors")
    assert sponsors["absent"]
    assert sponsors["outcomes"] == told["rows"][0]["outcomes"]


# ------------------------------------------------------------------------------------------------------ other ladders


def laddered(positions, *agendas, **changes):
    """Rebels and a state, known to mean it, who bargain over land and arms, on rungs with these agendas; the last binds."""
    parties = {name: {**CERTAIN, "positions": {"pie": None, **wants}} for name, wants in positions.items()}
    issue = {"kind": "binary", "delivered_by": "state"}
    rungs = [{"name": f"step_{i}", "agenda": agenda} for i, agenda in enumerate(agendas)]
    rungs[-1]["binding"] = True
    last = rungs[-1]["name"]
    return Scenario.model_validate(conftest.scenario(
        issues={"pie": None, "land": issue, "arms": issue}, parties=parties, tables={"talks": {"rungs": rungs, "occasion": 1}},
        outcomes={"deal": {"reached": last}}, answers=f"talks.{last}", war=STEADY_WAR, **changes,
    ))  # fmt: skip


def ladders_of(scenario):
    return ablate(scenario, {}, 256, 1, 2, quiet=True)


def want(ideal, salience, **more):
    return {"ideal": ideal, "salience": salience, **more}


TORN = {"rebels": {"land": want(1, 50, red_line=[1, 1]), "arms": want(0, 50, red_line=[0, 0])},
        "state": {"land": want(0, 50, red_line=[0, 0]), "arms": want(1, 50, red_line=[1, 1])}}  # fmt: skip
AT_ONE = {name: {"land": want(1, 50), "arms": want(1, 50)} for name in ("rebels", "state")}
TRADERS = {"rebels": {"land": want(1, 90), "arms": want(0, 10)}, "state": {"land": want(0, 10), "arms": want(1, 90)}}
TOGETHER, APART = (["land", "arms"],), (["land"], ["arms"])


@pytest.mark.parametrize(
    ("positions", "agendas", "answer", "says"),
    [
        (TORN, TOGETHER, 0, ["“No deal” is the likeliest outcome", "Most histories reach no step"]),
        (TORN, APART, 0, ["“No deal” is the likeliest outcome", "Most histories reach no step"]),
        (AT_ONE, TOGETHER, 1, ["“Deal” is the likeliest outcome", "Most histories reach “step 0”"]),
        (AT_ONE, APART, 1, ["“Deal” is the likeliest outcome", "Most histories reach “step 1”"]),
    ],
    ids=["no room, one step", "no room, two steps", "no quarrel, one step", "no quarrel, two steps"],
)
def test_where_no_ladder_can_matter_conclusions_survive_every_ladder(positions, agendas, answer, says):
    """Red lines that leave no room on anything, and issues on which both want the same: agreed never, and always."""
    told = ladders_of(laddered(positions, *agendas))
    assert [each["text"] for each in told["conclusions"]][:2] == says
    assert len(told["ladders"]) == 1
    assert [each["survives_ladders"] for each in told["conclusions"][:2]] == [True, True]
    assert [row["answer"] for row in (told["rows"][0], *told["ladders"])] == [answer, answer]
    assert " on the one other ladder. " in told["ladders_say"]


def test_a_trade_dies_where_its_halves_are_signed_apart():
    """Each would give up what it hardly cares about for what it wants, at once; alone on a binding step neither half has
    anything for who loses by it: one opposed yes or no never settles."""
    told = ladders_of(laddered(TRADERS, *TOGETHER))
    assert [(each["text"], each["survives_ladders"]) for each in told["conclusions"][:2]] == [
        ("“Deal” is the likeliest outcome", False), ("Most histories reach “step 0”", False),
    ]  # fmt: skip
    (apart,) = told["ladders"]
    assert apart["together"] == {"talks": {}}
    assert "counts as reached" not in told["ladders_say"]
    assert (apart["name"], apart["answer"]) == ("one issue a step", 0)
    assert apart["tables"] == {"talks": {"step_0_land": ["land"], "step_0": ["arms"]}}
    assert fate_on_ladders(told["ladders"], 0) == ["fails with one issue a step"]
    assert told["ladders_say"].startswith(
        "None of two conclusions survives on the one other ladder. Contradicted with "
    )


def test_what_is_asked_of_a_step_put_together_with_others_is_asked_of_them_all():
    """On two steps the first is a gift and never taken; put together both are, and so is the first."""
    told = ladders_of(laddered(TRADERS, *APART))
    (together,) = told["ladders"]
    assert together["tables"] == {"talks": {"step_1": ["land", "arms"]}}
    assert together["together"] == {"talks": {"step_0": "step_1"}}
    assert told["rows"][0]["answer"] == 0
    assert together["answer"] == together["outcomes"]["deal"] == 1


def test_on_a_ladder_of_one_issue_there_is_no_other():
    told = ablate(Scenario.model_validate(conftest.scenario()), {}, 256, 1, 2, quiet=True)
    assert told["ladders"] == []
    assert told["ladders_say"] == "The steps can be neither cut nor put together otherwise."
    assert all(each["survives_ladders"] for each in told["conclusions"])


def test_other_ladders_in_words():
    verdicts = [("cut in two", "fails", 0.2), ("at once", "open", 0.5)]
    told = {
        "asked": "a deal", "conclusions": [{"text": "War is likely", "survives_ladders": False}],
        "rows": [{"answer": 0.3}],
        "ladders": [{"name": name, "verdicts": [verdict], "answer": p, "together": {"talks": {"truce": "deal"}}}
                    for name, verdict, p in verdicts],
    }  # fmt: skip
    assert fate_on_ladders(told["ladders"], 0) == ["fails with cut in two", "open in 1"]
    assert on_other_ladders(told) == (
        "None of one conclusion survives on both other ladders. Contradicted with cut in two: War is likely. A deal: in 30 "
        "of 100 simulated histories as it is, on the others in 20 (cut in two) to 50 (at once). A step that "
        "is put together with others counts as reached when all of them are."
    )
