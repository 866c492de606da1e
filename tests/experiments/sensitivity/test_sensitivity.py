"""Sobol's indices and Morris's effects: against closed forms, and as `parley sweep` prints and keeps them."""

import json
import math
import pickle
import threading

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.stats import qmc, sobol_indices

from experiments.cli import cli
from experiments.estimates.questions import headline_of
from experiments.runs.reservations import line_of
from experiments.runs.workers.threads import Threads
from experiments.sensitivity.morris import effects
from experiments.sensitivity.numbers import subject_of
from experiments.sensitivity.plans import Block, base_points, in_turn, morris_blocks, pages_of, swapped
from experiments.sensitivity.player import Player
from experiments.sensitivity.results import UNTOLD, warnings
from experiments.sensitivity.run import analyse, groups_of
from experiments.sensitivity.sobol import _ways, indices
from experiments.sensitivity.tables import share
from experiments.sweep.experiment import load_experiment
from experiments.sweep.run import Request
from experiments.words.places import place_title
from sim.engine.arrays import compile_scenario
from sim.scenario.document import ScenarioError
from sim.scenario.load import load
from tests.conftest import PLAIN, merged
from tests.places import SCENARIOS

pytestmark = pytest.mark.slow

# ------------------------------------------------------------------------------
# Closed forms


def ishigami(u, a=7.0, b=0.1):
    """The function of Ishigami & Homma [1990] over the unit cube."""
    x = math.pi * (2 * u - 1)
    return np.sin(x[..., 0]) + a * np.sin(x[..., 1]) ** 2 + b * x[..., 2] ** 4 * np.sin(x[..., 0])


def seen_of(function, numbers, groups=(), rows=1024, noise=0.0, seed=5):
    """What a function gives at all points of the design; both halves, each with its own noise."""
    pages = pages_of(numbers, dict(enumerate(groups)))
    values = function(swapped(*base_points(rows, numbers, seed), pages))
    luck = np.random.default_rng(seed).normal(size=(*values.shape, 2))
    return values[..., None] + noise * luck, pages


def test_ishigami_has_the_indices_of_its_closed_form():
    seen, _ = seen_of(ishigami, 3)
    found = indices(seen, 3, seed=1)
    for estimates, exact in ((found.first, (0.3139, 0.4424, 0.0)), (found.total, (0.5576, 0.4424, 0.2437))):
        for estimate, value in zip(estimates, exact, strict=True):
            assert estimate.lo - 5e-5 <= value <= estimate.hi + 5e-5
            assert estimate.value == pytest.approx(value, abs=0.03)
    assert found.noise == pytest.approx(0, abs=1e-12)


def test_without_noise_the_estimators_are_those_of_scipy():
    seen, _ = seen_of(ishigami, 3, rows=256)
    a, b, swaps = seen[:, 0, 0], seen[:, 1, 0], seen[:, 2:, 0]
    theirs = sobol_indices(func={"f_A": a[None], "f_B": b[None], "f_AB": swaps.T[:, None]}, n=256)
    (first, _), (total, _) = _ways(seen[None])[0]
    assert np.allclose(first, theirs.first_order, rtol=1e-12)
    assert np.allclose(total, theirs.total_order, rtol=1e-12)


def test_noise_is_measured_and_taken_out():
    sd = math.sqrt(7**2 / 8 + 0.1 * math.pi**4 / 5 + 0.01 * math.pi**8 / 18 + 0.5)
    seen, _ = seen_of(ishigami, 3, noise=sd)  # the mean of two halves: a third of what differs is noise
    found = indices(seen, 3, seed=1)
    assert found.noise == pytest.approx(1 / 3, abs=0.04)
    assert found.variance == pytest.approx(sd**2, rel=0.1)
    for estimate, exact in zip(found.total, (0.5576, 0.4424, 0.2437), strict=True):
        assert estimate.lo <= exact <= estimate.hi


def test_groups_hold_what_their_numbers_do_together():
    seen, pages = seen_of(ishigami, 3, groups=[(0, 2), (1,)])
    found = indices(seen, 3, seed=1)
    together, other = pages.index((0, 2)), pages.index((1,))
    assert found.first[together].value == pytest.approx(0.3139 + 0.2437, abs=0.02)
    assert found.total[together].value == pytest.approx(0.5576, abs=0.02)
    assert found.first[together].value + found.total[other].value == pytest.approx(1.0, abs=0.01)


def test_a_group_of_one_number_costs_no_points():
    assert pages_of(3, {"assumed": (0, 1), "inferred": (2,)}) == [(0,), (1,), (2,), (0, 1)]


def test_an_answer_that_never_changes_has_no_indices():
    found = indices(np.zeros((16, 5, 2)), 3, seed=1)
    assert found.variance == found.noise == 0
    assert all(estimate == (0, 0, 1) for estimate in (*found.first, *found.total, found.first_sum))


def test_where_all_is_noise_no_index_is_told():
    luck = np.random.default_rng(3).normal(size=(64, 5, 2))
    found = indices(luck, 3, seed=1)
    assert all(estimate[1:] == (0, 1) for estimate in (*found.first, *found.total))
    assert warnings(found, 3, 64) == [UNTOLD]


@pytest.mark.parametrize(("rows", "noise"), [(8, 0.0), (8, 2.0), (64, 4.0)])
def test_an_index_is_a_share_and_never_surer_than_its_rows(rows, noise):
    for seed in range(10):
        seen, _ = seen_of(ishigami, 3, rows=rows, noise=noise, seed=seed)
        found = indices(seen, 3, seed=1)
        for estimate in (*found.first, *found.total):
            assert 0 <= estimate.lo < estimate.hi <= 1
            assert 0 <= estimate.value <= 1


def test_what_no_row_showed_may_be_much_in_few_rows_and_little_in_many():
    """The second number counts in one case of fifty, and is a fifth of the variance: 0.02 · 0.98 beside 1/12."""

    def jumps(u):
        return u[..., 0] + (u[..., 1] > 0.98) + 0 * u[..., 2]

    few = [seen_of(jumps, 3, rows=16, seed=seed)[0] for seed in range(20)]
    unseen = [indices(seen, 3, seed=1) for seen in few if not np.ptp(seen[:, 3] - seen[:, 0])]
    assert len(unseen) >= 3
    assert all(found.total[1].hi > 0.15 for found in unseen)
    never = [indices(seen_of(lambda u: u[..., 0] + u[..., 1], 3, rows=rows)[0], 3, seed=1) for rows in (64, 1024)]
    assert all(found.first[2].value == found.total[2].value == 0 for found in never)
    assert [found.total[2].hi for found in never] == [3 / 64, 3 / 1024]


def test_base_points_fill_the_cube_evenly():
    a, b = base_points(64, 5, seed=3)
    assert a.shape == b.shape == (64, 5)
    assert qmc.discrepancy(np.hstack([a, b])) < qmc.discrepancy(np.random.default_rng(1).random((64, 10)))


def test_one_at_a_time_moves_one_at_a_time():
    assert (in_turn(3) != 0.5).sum(axis=1).tolist() == [0, 1, 1, 1, 1, 1, 1]


def morris_of(function, numbers, trajectories=200):
    points = np.array([block.points for block in morris_blocks(trajectories, numbers, 2, seed=3)])
    return effects(points, function(points), seed=1)


def test_effects_of_a_linear_function_are_its_slopes():
    slopes = np.array([3.0, -1.0, 0.0])
    for found, slope in zip(morris_of(lambda u: u @ slopes, 3), slopes, strict=True):
        assert found.mu == pytest.approx(slope, abs=1e-12)
        assert found.mu_star == found.lo == found.hi == pytest.approx(abs(slope), abs=1e-12)
        assert found.sigma == pytest.approx(0, abs=1e-12)


def test_an_interaction_shows_in_how_much_effects_differ():
    first, second, third = morris_of(lambda u: u[..., 0] * u[..., 1] + u[..., 2], 3)
    for found in (first, second):  # the effect of one is the value of the other, 1/8 … 7/8 in four steps
        assert found.mu == pytest.approx(0.5, abs=0.06)
        assert found.sigma == pytest.approx(math.sqrt(5) / 8, abs=0.03)
    assert third.sigma == pytest.approx(0, abs=1e-12)


# ------------------------------------------------------------------------------
# An experiment

SCENARIO = merged(
    PLAIN,
    {
        "issues": {"truce": {"delivered_by": "rebels"}},
        "sources": {"paper": {"title": "A paper", "publisher": "A press", "date": "2019-12-01", "file": "paper.txt"}},
        "parties": {
            "rebels": {
                "positions": {"truce": {"ideal": 0, "salience": 20}},
                "settles": {"uniform": [0, 1], "evidence": {"assumed": "nobody knows"}},
                "patience": {"uniform": [2, 9], "evidence": {"inferred": "paper", "how": "they met often"}},
            },
            "state": {
                "settles": {"beta": [2, 2], "evidence": {"assumed": "nobody knows"}},
                "positions": {"pie": {"salience": {"choice": [20, 60, 90]}}, "truce": {"ideal": 1, "salience": 80}},
            },
        },
        "tables": {"talks": {"rungs": [{"name": "settlement", "agenda": ["pie", "truce"]}]}},
    },
)
EXPERIMENT = {
    "parley_experiment": 1, "title": "A pie", "scenario": "pie.yaml", "design": "sobol_indices",
    "factors": "all_uncertain", "points": 8, "histories": 25, "headline": "deal",
}  # fmt: skip


@pytest.fixture
def experiment(tmp_path):
    """Writes an experiment with changes, and returns its file."""
    (tmp_path / "paper.txt").write_text("They met often.")
    (tmp_path / "pie.yaml").write_text(json.dumps(SCENARIO))

    def write(**changes):
        file = tmp_path / "experiment.yaml"
        file.write_text(
            json.dumps({key: value for key, value in {**EXPERIMENT, **changes}.items() if value is not None})
        )
        return file

    return write


def run(file, out, workers=1, resume=False):
    return analyse(Request(load_experiment(file), out, resume, True), Threads(workers)).told


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"manifest.json", "pieces.jsonl", "SHA256SUMS"}
    }


def test_every_uncertain_number_is_varied_and_classed(experiment):
    subject = subject_of(load_experiment(experiment()))
    kinds = {number.name: number.kind for number in subject.numbers}
    assert kinds["parties.rebels.settles"] == kinds["parties.state.settles"] == "assumed"
    assert kinds["parties.rebels.patience"] == "inferred"
    assert kinds["parties.state.positions.pie.salience"] == "none"
    assert sorted(i for group in groups_of(subject).values() for i in group) == list(range(len(kinds)))


def test_reluctance_and_demands_are_varied_and_named_for_a_reader(experiment, tmp_path):
    demands = {"truce_first": {"firm": {"uniform": [0.2, 0.8]}}}
    rungs = [{"name": "contact", "demand": "state.truce_first"}, *SCENARIO["tables"]["talks"]["rungs"]]
    more = {"parties": {"state": {"demands": demands}}, "tables": {"talks": {"title": "Talks in town", "rungs": rungs}}}
    (tmp_path / "pie.yaml").write_text(json.dumps(merged(SCENARIO, more)))
    found = {number.name: (number.title, number.kind) for number in subject_of(load_experiment(experiment())).numbers}
    assert found["parties.rebels.effort_at.talks"] == ("rebels: reluctance to join “Talks in town”", "default")
    title = "state: demand “truce first”: chance that it is meant"
    assert found["parties.state.demands.truce_first.firm"] == (title, "none")


@pytest.mark.parametrize("name", ["second_meeting_2018_09", "afghan_peace_2018", "generic_civil_war"])
def test_no_number_of_a_shipped_scenario_is_called_by_a_name(name):
    scenario = load(SCENARIOS / f"{name}.yaml").scenario
    names = [
        key
        for kind in (scenario.parties, scenario.issues, scenario.tables)
        for key, of_it in kind.items()
        if of_it.title
    ]
    for uncertain in compile_scenario(scenario).uncertain:
        title = place_title(uncertain.path, scenario)
        assert "_" not in title
        assert not [key for key in names if "_" in key and key.replace("_", " ") in title]


def test_listed_factors_are_drawn_as_they_say(experiment):
    factors = {
        "patience": {"paths": ["parties.rebels.patience", "parties.state.patience"], "range": [3, 5]},
        "grief": {"path": "parties.rebels.grief", "values": [0.1, 0.3], "title": "Grief"},
        "prior": {"path": "parties.state.settles", "distribution": {"triangular": [0.1, 0.2, 0.9]}},
    }
    subject = subject_of(load_experiment(experiment(factors=factors)))
    forms = {number.name: number.uncertain.number for number in subject.numbers}
    assert [number.name for number in subject.numbers] == ["patience", "grief", "prior"]
    assert forms["patience"].uniform == (3, 5)
    assert forms["grief"].choices == {0.1: 1, 0.3: 1}
    assert forms["prior"].triangular == (0.1, 0.2, 0.9)
    assert subject.numbers[0].paths == ("parties.rebels.patience", "parties.state.patience")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"points": 100}, "points: sobol_indices needs a power of two"),
        ({"design": "morris", "points": 1}, "points: morris needs at least 2 trajectories"),
        ({"points": None}, "needs points"),
        ({"histories": 1}, "at least 2 histories"),
        ({"design": "grid", "points": None}, "all_uncertain"),
        ({"factors": {}}, "at least one factor"),
        (
            {"factors": {"x": {"path": "parties.rebels.patience", "range": [2, 3]}}, "all_uncertain": True},
            "factors: all_uncertain",
        ),
        ({"headline": "peace"}, "no outcome"),
        ({"where": "a > 1"}, "where: sobol_indices varies each factor on its own"),
        ({"factors": {"x": {"path": "parties.rebels.patience", "levels": {"a": {}}}}}, "several paths"),
        ({"factors": {"x": {"levels": {"a": {"parties.rebels.patience": 3}}}}}, "numbers"),
        ({"factors": {"x": {"path": "parties.rebels.patience", "values": ["a", "b"]}}}, "numbers"),
        ({"factors": {"x": {"path": "parties.rebel.patience", "range": [2, 3]}}}, "rebel"),
        ({"factors": {"x": {"path": "time.rounds", "range": [2, 3]}}}, "time.rounds"),
        ({"factors": {n: {"path": "parties.rebels.patience", "range": [2, 3]} for n in "ab"}}, "which a sets too"),
    ],
)
def test_what_cannot_be_analysed_is_said_in_a_line_and_nothing_written(experiment, tmp_path, changes, words):
    out = tmp_path / "out"
    told = CliRunner().invoke(cli, ["sweep", str(experiment(**changes)), "--out", str(out)])
    assert told.exit_code == 2
    assert words in told.output
    assert "experiment.yaml:" in told.output
    assert not out.exists()


def test_a_scenario_without_doubt_cannot_be_analysed(experiment, tmp_path):
    certain = {"settles": 1, "signals": 1, "effort_at": {"talks": 0}}
    (tmp_path / "pie.yaml").write_text(json.dumps(merged(PLAIN, {"parties": {"rebels": certain, "state": certain}})))
    with pytest.raises(ScenarioError, match="uncertain"):
        subject_of(load_experiment(experiment()))


@pytest.mark.parametrize("design", [{"design": "sobol_indices"}, {"design": "morris", "points": 6}])
def test_any_number_of_workers_and_any_interruption_give_the_same_bytes(experiment, tmp_path, design):
    file = experiment(**design)
    run(file, tmp_path / "one")
    run(file, tmp_path / "two", workers=2)
    run(file, tmp_path / "killed")
    journal = tmp_path / "killed" / "pieces.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[3:5]) + lines[0][:40])  # some pieces, out of order, and a torn one
    (tmp_path / "killed" / "summary.json").unlink()
    run(file, tmp_path / "killed", workers=2, resume=True)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two") == files_of(tmp_path / "killed")
    assert len(journal.read_bytes().splitlines()) == len(lines) + 1


def test_shards_merge_to_the_same(experiment, tmp_path):
    file = experiment()
    run(file, tmp_path / "whole")
    shards = [str(tmp_path / f"{i}") for i in (1, 2, 3)]
    for i, shard in enumerate(shards, start=1):
        words = ["sweep", str(file), "--shard", f"{i}/3", "--out", shard, "--quiet"]
        assert CliRunner().invoke(cli, words).exit_code == 0
    done = CliRunner().invoke(cli, ["merge", *shards, "--out", str(tmp_path / "merged")])
    assert done.exit_code == 0, done.output
    assert files_of(tmp_path / "merged") == files_of(tmp_path / "whole")


def test_an_interrupted_analysis_says_how_to_go_on(experiment, tmp_path):
    from experiments.runs.resume import Interrupted

    class Impatient(Threads):
        def each(self, play, keep, pieces, advance=None, meanwhile=None):
            for i, given in enumerate(super().each(play, keep, pieces)):
                if i == 2:
                    raise KeyboardInterrupt
                yield given

    file = experiment()
    with pytest.raises(Interrupted, match="--resume"):
        analyse(Request(load_experiment(file), tmp_path / "out", False, True), Impatient(1))
    assert not (tmp_path / "out" / "summary.json").exists()
    run(file, tmp_path / "out", resume=True)
    run(file, tmp_path / "whole")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")
    assert threading.active_count() < 10


def test_a_player_can_be_sent_elsewhere(experiment):
    subject = subject_of(load_experiment(experiment()))
    headline = headline_of(["deal"], subject.compiled.scenario)
    player = Player(subject.compiled, [number.paths for number in subject.numbers], headline, 30, 1)
    block = Block(0, 60, in_turn(len(subject.numbers)))
    here = player(block, lambda n: None)
    assert np.array_equal(pickle.loads(pickle.dumps(player))(block, lambda n: None), here)
    assert here.sum(axis=0).min() > 0


LISTED = {"prior": {"path": "parties.state.settles", "distribution": {"triangular": [0.1, 0.2, 0.9]}}}


def test_an_analysis_of_listed_factors_is_of_the_scenario_that_its_file_says(experiment, tmp_path):
    """The factors' own distributions are no change of that: nothing to say in its first line, and shards of it merge."""
    file = str(experiment(factors=LISTED, points=8))
    shards = [str(tmp_path / f"part_{i}") for i in (1, 2)]
    for i, out in enumerate(shards, start=1):
        done = CliRunner().invoke(cli, ["sweep", file, "--shard", f"{i}/2", "--quiet", "--out", out])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(cli, ["merge", *shards, "--out", str(tmp_path / "merged")])
    assert done.exit_code == 0, done.output
    assert "has changed" not in line_of(tmp_path / "merged")


def test_all_numbers_together_are_all_of_it_by_definition(experiment, tmp_path):
    told = run(experiment(factors=LISTED, points=8), tmp_path / "out")
    [number] = told["numbers"]
    [kind] = [each for each in told["evidence"] if each["numbers"]]
    assert number["first"] == number["total"] == kind["alone"] == kind["total"] == {"value": 1, "lo": 1, "hi": 1}
    assert share(kind["alone"]) == "100 %"


def test_another_analysis_cannot_be_resumed_into(experiment, tmp_path):
    run(experiment(), tmp_path / "out")
    told = CliRunner().invoke(cli, ["sweep", str(experiment(points=16)), "--out", str(tmp_path / "out"), "--resume"])
    assert told.exit_code == 2
    assert "another experiment" in told.output


def test_what_is_printed_says_what_the_doubt_rests_on(experiment, tmp_path):
    told = CliRunner().invoke(cli, ["sweep", str(experiment()), "--out", str(tmp_path / "out"), "--quiet"])
    assert told.exit_code == 0, told.output
    said = " ".join(told.output.split())
    for words in (
        "Of that variance",
        "assumed",
        "inferred from a source",
        "No number that is quoted",
        "Warning: Not converged",
    ):
        assert words in said
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert {each["kind"]: each["numbers"] for each in summary["evidence"]}["inferred"] == 1
    assert (tmp_path / "out" / "numbers.csv").read_text().startswith("name,title,unit,evidence,may_be,first,")
    assert (tmp_path / "out" / "figures" / "tornado.svg").stat().st_size > 0


def test_other_points_are_those_of_a_file_that_says_so(experiment, tmp_path):
    asked = ["sweep", str(experiment(points=32)), "--points", "8", "--out", str(tmp_path / "asked"), "--quiet"]
    assert CliRunner().invoke(cli, asked).exit_code == 0
    assert CliRunner().invoke(cli, [*asked, "--resume"]).exit_code == 0
    run(experiment(points=8), tmp_path / "written")
    assert files_of(tmp_path / "asked") == files_of(tmp_path / "written")


@pytest.mark.parametrize(
    ("design", "points", "words"), [("sobol_indices", 9, "power of two, such as 8 or 16"), ("morris", 1, "at least 2")]
)
def test_other_points_must_suit_the_design(experiment, tmp_path, design, points, words):
    told = CliRunner().invoke(cli, ["sweep", str(experiment(design=design)), "--points", str(points)])
    assert told.exit_code == 2
    assert f"--points {points}: " in told.stderr
    assert words in told.stderr


def test_json_prints_the_summary_and_nothing_else(experiment, tmp_path):
    file = experiment(design="morris", points=3)
    told = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(tmp_path / "out"), "--json"])
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert json.loads(told.output) == summary | {"out": str(tmp_path / "out")}
    assert [each["effect"]["mu_star"] for each in summary["numbers"]] == sorted(
        (each["effect"]["mu_star"] for each in summary["numbers"]), reverse=True
    )
