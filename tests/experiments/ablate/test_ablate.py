"""Each mechanism can be taken away, leaves a sound scenario, and is missed where it matters; verdicts say what they should."""

import json

import numpy as np
import pytest

from experiments.ablate.conclusions import Run, conclusions, survivors
from experiments.ablate.mechanisms import MECHANISMS, READINGS
from experiments.ablate.medians import at_medians
from experiments.ablate.run import ablate
from experiments.ablate.tables import fate
from experiments.estimates.statistics import estimate, paired
from experiments.runs.blocks import play
from sim.engine.arrays import compile_scenario, middle
from sim.scenario import checks
from sim.scenario.data import scenario_data
from sim.scenario.defaults import resolve
from sim.scenario.load import load
from sim.scenario.vocabulary import Scenario
from tests.conftest import kernel
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


def flips(gained, lost):
    base = np.zeros(1000, bool)
    base[:lost] = True
    variant = np.zeros(1000, bool)
    variant[lost : lost + gained] = True
    return paired(base, variant)


BASE = run(0, {"deal": 600, "war": 400}, {"truce": 700, "deal": 300}, [("rebels", "land", 300), ("state", "arms", 100)],
           {"carrot": {"deal at talks": flips(200, 20)}})  # fmt: skip


def test_what_a_run_says_in_words():
    assert [c.text for c in conclusions(BASE)] == [
        "“deal” is the likeliest outcome",
        "talks mostly reaches truce, not deal",
        "talks is blocked most often by rebels",
        "talks is blocked most often on land",
        "carrot: deal at talks more often",
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (BASE, ["holds"] * 5),
        (
            run(0, {"deal": 400, "war": 600}, {"truce": 700, "deal": 600}, [("state", "arms", 300), ("rebels", "land", 100)],
                {"carrot": {"deal at talks": flips(20, 200)}}),
            ["fails"] * 5,
        ),
        (
            run(0, {"deal": 505, "war": 495}, {"truce": 505, "deal": 300}, [("state", "arms", 200), ("rebels", "land", 205)],
                {"carrot": {"deal at talks": flips(20, 20)}}),
            ["open"] * 5,
        ),
    ],
)  # fmt: skip
def test_verdicts(other, expected):
    assert [c.test(other) for c in conclusions(BASE)] == expected


def test_only_what_fails_nowhere_survives():
    assert survivors([["holds", "holds", "open"], ["open", "fails", "holds"]]) == [True, False, True]


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
