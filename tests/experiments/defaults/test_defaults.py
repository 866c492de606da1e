"""Ranges of defaults as distributions; defaults set in arrays as a scenario that gives them would have them; the table."""

import numpy as np
import pytest
from scipy.stats import kstest, norm

from agents import parameters
from agents.roles import MEDIATOR, PRINCIPALS
from experiments.defaults.listed import DOUBTED, FARTHEST, PATHS, drawn, values_at
from experiments.defaults.setting import Subject, turn
from experiments.defaults.table import SHIPPED, Points, TableError, read_table, resampled, text_of
from sim.engine.arrays import compile_scenario
from sim.engine.fixed import held
from sim.engine.patch import CHANGED, restore
from sim.scenario.defaults import prior, reluctance
from sim.scenario.load import load
from sim.scenario.vocabulary import Mediator, Number, Principal
from sim.world.state import copy_of
from tests.places import SCENARIOS

FACTS = {
    "party": set(), "hardliners": set(), "table": set(), "patron": set(),
    "war": {"normal", "trend", "hurt", "volatility", "momentum"},
}  # fmt: skip
FILES = [
    SCENARIOS / f"{name}.yaml"
    for name in ("second_meeting_2018_09", "generic_civil_war", "afghan_peace_2018", "secret_talks_2018_05")
]


def test_every_default_has_a_plausible_range_but_facts_of_a_case():
    groups = {
        "party": parameters.PARTY, "hardliners": parameters.HARDLINERS, "table": parameters.TABLE,
        "war": parameters.WAR, "patron": PRINCIPALS["patron"].defaults,
    }  # fmt: skip
    for whose, of_it in groups.items():
        assert {key for key, each in of_it.items() if each.plausible is None} == FACTS[whose]
    assert all(each.plausible for each in MEDIATOR.defaults.values())
    assert {f"{role}.settles" for role in PRINCIPALS} | {"party.reluctance"} <= set(PATHS)
    assert len(set(PATHS)) == len(PATHS) == 58


@pytest.mark.parametrize("each", DOUBTED, ids=lambda each: each.path)
def test_a_default_lies_within_its_range_and_the_range_within_what_is_allowed(each):
    low, high, reason = each.plausible
    assert each.parameter.low <= low <= each.parameter.default <= high <= each.parameter.high
    assert low < high
    assert reason


@pytest.mark.parametrize("each", DOUBTED, ids=lambda each: each.path)
def test_one_in_twenty_lies_below_the_range_and_one_in_twenty_above(each):
    ends = each.value(norm.ppf([0.05, 0.95]))
    assert ends == pytest.approx([each.plausible.low, each.plausible.high], rel=1e-9, abs=1e-12)
    assert each.score(each.value(np.array([-1.0, 0.5]))) == pytest.approx([-1.0, 0.5])


def test_the_kind_of_number_says_its_distribution():
    scales = {each.path: each.scale for each in DOUBTED}
    assert scales["party.effort"] == scales["party.weary"] == scales["mediator.pull"] == "plain"
    assert scales["party.patience"] == scales["war.dispersion"] == scales["table.failures"] == "log"
    assert scales["party.stake"] == scales["table.occasion"] == scales["insurgent.settles"] == "logit"


def test_draws_are_independent_normals_cut_off():
    scores = drawn(4000, np.random.default_rng(1))
    assert np.abs(scores).max() <= FARTHEST
    cut = (norm.cdf(scores) - norm.cdf(-FARTHEST)) / (1 - 2 * norm.cdf(-FARTHEST))
    assert kstest(cut.ravel()[:20_000], "uniform").pvalue > 0.001
    off = np.corrcoef(scores.T) - np.eye(len(PATHS))
    assert np.abs(off).max() < 5 / np.sqrt(4000)  # of 1,653 pairs one is beyond with chance 0.1 %


def written_out(scenario, point):
    """The scenario as an analyst would write it who gives every number that it leaves out."""

    def filled(model, whose, keys, also=()):
        missing = {key: Number(value=point[whose(key)]) for key in keys if getattr(model, key) is None}
        return model.model_copy(update=missing | dict(also))

    def party(name, each):
        if isinstance(each, Mediator):
            return filled(each, lambda key: f"mediator.{key}", MEDIATOR.defaults)
        assert isinstance(each, Principal)
        own = PRINCIPALS[each.role].defaults
        also = {"settles": each.settles or prior(point[f"{each.role}.settles"])}
        seats = [table for table, of_it in scenario.tables.items() if name in of_it.parties]
        also["effort_at"] = {table: reluctance(point["party.reluctance"]) for table in seats} | each.effort_at
        if each.role == "patron":
            clients = [
                other
                for other, of_it in scenario.principals.items()
                if of_it.role == "government" and of_it.side is None
            ]
            word = {other: Number(value=point["patron.influence"]) for other in clients}
            also["influence"] = word | each.influence
        if each.hardliners:
            also["hardliners"] = filled(each.hardliners, lambda key: f"hardliners.{key}", parameters.HARDLINERS)
        return filled(each, lambda key: f"{each.role if key in own else 'party'}.{key}", parameters.PARTY, also)

    ranged = [key for key, each in parameters.WAR.items() if each.plausible]
    return scenario.model_copy(
        update={
            "parties": {name: party(name, each) for name, each in scenario.parties.items()},
            "tables": {
                name: filled(each, lambda key: f"table.{key}", parameters.TABLE)
                for name, each in scenario.tables.items()
            },
            "war": scenario.war and filled(scenario.war, lambda key: f"war.{key}", ranged),
        }
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_setting_defaults_in_arrays_is_writing_them_into_the_scenario(file):
    scenario = load(file).scenario
    subject = Subject.of(scenario)
    point = dict(zip(PATHS, map(float, values_at(drawn(1, np.random.default_rng(2)))[0]), strict=True))
    arrays = copy_of(subject.compiled.arrays)
    turn(arrays, subject.compiled, subject.left, point)
    expected = compile_scenario(written_out(scenario, point)).arrays
    for name in ("given", "quantiles", "choices", "uncertain_word"):
        assert np.array_equal(arrays[name], expected[name]), name
    assert not np.array_equal(arrays["given"], subject.compiled.arrays["given"])
    restore(arrays, subject.compiled)
    assert all(np.array_equal(arrays[name], subject.compiled.arrays[name]) for name in CHANGED)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_at_the_defaults_nothing_changes(file):
    subject = Subject.of(load(file).scenario)
    arrays = copy_of(subject.compiled.arrays)
    turn(arrays, subject.compiled, subject.left, {each.path: each.parameter.default for each in DOUBTED})
    assert all(np.array_equal(arrays[name], subject.compiled.arrays[name]) for name in CHANGED)


def test_what_the_scenario_gives_stays():
    """The Afghan case gives occasions, leaks and leverage, and Washington's patience, but not the Taliban's."""
    subject = Subject.of(load(SCENARIOS / "second_meeting_2018_09.yaml").scenario)
    assert not {"table.occasion", "table.leak", "war.leverage", "patron.settles"} & set(subject.left.paths)
    assert {"party.patience", "government.settles", "mediator.pull"} <= set(subject.left.paths)
    names = subject.compiled.names.parties
    arrays = copy_of(subject.compiled.arrays)
    point = {each.path: each.parameter.default for each in DOUBTED} | {"party.patience": 77.0}
    turn(arrays, subject.compiled, subject.left, point)
    assert (arrays["given"] == 77.0).sum() == 2
    assert "united_states" in names
    assert len(names) == 3


def test_an_input_is_held_where_its_default_puts_it():
    """Held at a share of its distribution as it is at a point, and not as it was before."""
    from experiments.doubt.plan import Design
    from experiments.doubt.player import set_point
    from experiments.runs.holding import HoldingEngine

    scenario = load(SCENARIOS / "generic_civil_war.yaml").scenario
    subject = Subject.of(scenario)
    values = values_at(drawn(1, np.random.default_rng(4)))
    shares = np.full((1, len(subject.compiled.uncertain)), 0.3)
    engine = HoldingEngine(subject.compiled)
    set_point(engine, subject, Design("both", values, shares, np.ones(1), 0), 0)
    point = dict(zip(PATHS, map(float, values[0]), strict=True))
    expected = compile_scenario(written_out(scenario, point))
    expected = held(expected, {each.path: 0.3 for each in expected.uncertain})
    for name in CHANGED:
        assert np.array_equal(engine.arrays[name], expected.arrays[name]), name


def test_the_shipped_table_fits_the_rule_book():
    points = read_table()
    assert points.values.shape == (512, len(PATHS))
    assert points.weights.sum() == pytest.approx(1)
    assert SHIPPED.stat().st_size < 250_000
    assert len(points.rules_sha256) == 64
    for column, each in enumerate(DOUBTED):
        farthest = each.value(np.array([-FARTHEST, FARTHEST]))
        inside = points.values[:, column]
        room = 1e-3 * np.abs(farthest).max()
        assert farthest[0] - room <= inside.min() <= inside.max() <= farthest[1] + room, each.path


def test_a_table_is_read_as_it_was_written(tmp_path):
    values = values_at(drawn(5, np.random.default_rng(3)))
    points = Points(values, np.array([0.5, 0.125, 0.125, 0.125, 0.125]), "0" * 64)
    (tmp_path / "t.csv").write_text(text_of(points))
    found = read_table(tmp_path / "t.csv")
    assert found.values == pytest.approx(values, rel=1e-3)
    assert found.weights == pytest.approx(points.weights)
    assert found.rules_sha256 == "0" * 64


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        (lambda text: text.replace("party.patience", "party.impatience"), "of other defaults"),
        (lambda text: "weight\n" + text, "no table of points"),
        (lambda text: text.replace("0.", "zero", 3), "no table of points"),
        (lambda text: "", "no table of points"),
    ],
)
def test_a_table_of_anything_else_is_refused(spoilt, says, tmp_path):
    (tmp_path / "t.csv").write_text(spoilt(SHIPPED.read_text()))
    with pytest.raises(TableError, match=says):
        read_table(tmp_path / "t.csv")


def test_fewer_points_are_taken_by_their_weights():
    values = np.arange(4.0)[:, None] * np.ones(len(PATHS))
    points = Points(values, np.array([0.5, 0.25, 0.25, 0.0]), "")
    assert resampled(points, 4, 1) is points
    for seed in range(20):
        found = resampled(Points(np.repeat(values, 2, axis=0), np.repeat(points.weights, 2) / 2, ""), 4, seed)
        assert sorted(found.values[:, 0]) == [0, 0, 1, 2]
        assert found.weights == pytest.approx([0.25] * 4)
