"""Against people: measures and rival forecasts against closed forms and brute force; what is found, with margin."""

import itertools

import numpy as np
import pytest

from experiments.validation import human_bargaining, human_bargaining_page, laboratory, negotiations
from experiments.validation.laboratory import RULE_BOOK, bargains
from experiments.validation.negotiations import ORDERS, POINTS, Negotiations
from experiments.validation.war.scores import crps_sample
from tests.places import ROOT

pytestmark = pytest.mark.slow

DATA = ROOT.parent / "shared" / "data" / "casino.csv"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the negotiations are not beside the repository")
PACKAGES = np.array([*itertools.product(range(4), repeat=3)]) / 3


@pytest.fixture(scope="module")
def rows():
    return negotiations.read(DATA)


@pytest.fixture(scope="module")
def seen(rows):
    return negotiations.as_negotiations(rows)


@pytest.fixture(scope="module")
def found(rows):
    """What the page tells: some hundred settings, played once for all that is asked of them."""
    return human_bargaining.study(rows)


def row(own, other, got):
    cells = {f"{who}_{good}": str(n) for who, what in (("a", own), ("b", other), ("a_gets", got)) for good, n in zip(("food", "water", "firewood"), what, strict=True)}  # fmt: skip
    return cells


# ------------------------------------------------------------------------------ measures


def test_half_of_everything_is_wrong_by_a_half_at_the_ends_and_a_sixth_between():
    half = np.full((4, 3), 0.5)
    share = np.array([[0.0, 0, 0], [1, 1, 1], [1 / 3, 2 / 3, 1 / 3], [0, 1 / 3, 1]])
    np.testing.assert_allclose(negotiations.error(half, share), [50, 50, 100 / 6, (50 + 100 / 6 + 50) / 3])


@pytest.mark.parametrize("sure", [0, 1, 2, 3])
def test_crps_of_a_point_mass_is_its_error(sure):
    share = PACKAGES
    chances = np.zeros((len(share), 3, 4))
    chances[:, :, sure] = 1
    np.testing.assert_allclose(
        negotiations.crps(chances, share), negotiations.error(np.full(share.shape, sure / 3), share)
    )


def test_crps_is_that_of_the_sample():
    sample = np.random.default_rng(3).integers(0, 4, (50, 3)) / 3
    chances = np.array([negotiations.chances_of(sample)] * len(PACKAGES))
    direct = [100 * np.mean([crps_sample(sample[:, k], x[k]) for k in range(3)]) for x in PACKAGES]
    np.testing.assert_allclose(negotiations.crps(chances, PACKAGES), direct, atol=1e-9)


def test_points_of_both_are_what_the_packages_are_worth():
    first, second = negotiations.points(np.array([[1, 2 / 3, 0]]), np.array([[3.0, 4, 5]]))
    assert first == pytest.approx(15 + 8)
    assert second == pytest.approx(4 + 15)
    assert negotiations.inequality(np.array([[1, 2 / 3, 0]]), np.array([[3.0, 4, 5]])) == pytest.approx(4 / 36)
    assert negotiations.joint_points(np.array([[1, 2 / 3, 0]]), np.array([[3.0, 4, 5]])) == pytest.approx(42)


def test_names_of_goods_do_not_matter():
    own, other, got = (5, 3, 4), (3, 4, 5), (3, 1, 0)
    told = [
        negotiations.as_negotiations([row(*([each[i] for i in names] for each in (own, other, got)))])
        for names in itertools.permutations(range(3))
    ]
    for each in told:
        assert ORDERS[each.order[0]] == (3, 5, 4)
        np.testing.assert_allclose(each.share, [[1, 0, 1 / 3]])


def test_who_walks_away_agrees_on_nothing():
    found = negotiations.as_negotiations(
        [row((5, 4, 3), (5, 4, 3), ("", "", "")), row((5, 4, 3), (4, 5, 3), (3, 0, 1))]
    )
    assert found.number == found.walked_away == 1
    assert found.deals == 0.5


def test_an_agreement_is_forecast_by_the_others_alone():
    share = np.array([[0.0, 0, 0], [1, 1, 1], [1, 1, 1], [2 / 3, 1 / 3, 0], [1 / 3, 1 / 3, 0]])
    found = negotiations.among_themselves(Negotiations(np.array([0, 0, 0, 4, 4]), share, 0))
    np.testing.assert_allclose(found.mean, [100, 50, 50, 100 / 9, 100 / 9])
    np.testing.assert_allclose(found.median, [100, 50, 50, 100 / 9, 100 / 9])
    np.testing.assert_allclose(found.crps, [100, 25, 25, 100 / 9, 100 / 9])  # half and half: a quarter of the range


# ------------------------------------------------------------------------------ forecasts that know no simulation


@pytest.mark.parametrize("order", range(6))
def test_nash_split_is_the_best_of_all_packages(order):
    def product(share):
        first, second = negotiations.points(share, np.array([ORDERS[order]] * len(share), float))
        return np.where((first > 5) & (second > 5), (first - 5) * (second - 5), -np.inf)

    found = product(negotiations.nash_split()[[order]])
    assert found[0] == pytest.approx(product(PACKAGES).max())


@pytest.mark.parametrize("order", range(6))
def test_nobody_finds_more_points_than_all_to_whom_it_is_worth_more(order):
    second = np.array([ORDERS[order]] * len(PACKAGES), float)
    most = negotiations.joint_points(negotiations.to_the_keener()[[order]], second[:1])
    assert most[0] == pytest.approx(negotiations.joint_points(PACKAGES, second).max())


@needs_data
def test_known_forecasts_of_what_people_agreed(seen):
    """Half of everything 27.4, Nash 26.8, each issue to whom it is worth more 23.2; people's inequality .114, Nash's .080."""
    found = dict(human_bargaining.forecasts(seen))
    assert (seen.number, seen.walked_away) == (906, 24)
    for name, error in (("equal split", 27.45), ("Nash", 26.77), ("keener", 23.24), ("people", 20.02)):
        assert found[name].errors.mean.mean() == pytest.approx(error, abs=0.005)
    assert found["people"].errors.median.mean() == pytest.approx(19.05, abs=0.005)
    assert found["people"].inequality == pytest.approx(0.1142, abs=5e-5)
    assert found["Nash"].inequality == pytest.approx(0.0804, abs=5e-5)


# ------------------------------------------------------------------------------ the laboratory as a scenario


def test_walking_away_is_worth_five_points_to_both():
    from experiments.runs.blocks import CompiledEngine, play
    from sim.engine.arrays import compile_scenario

    found = play(compile_scenario(laboratory.scenario((3, 4, 5))), 1, 0, 50, CompiledEngine())
    for party in ("a", "b"):
        np.testing.assert_allclose(found[f"{party}.walk_away"], 5 / 36)


def test_whole_packages_are_agreed_and_nobody_is_worse_off_than_away():
    for order, played in zip(ORDERS, bargains(RULE_BOOK, 200), strict=True):
        assert played.deals == 1
        np.testing.assert_allclose(3 * played.share, np.rint(3 * played.share), atol=1e-9)
        first, second = negotiations.points(played.share, np.array([order], float))
        assert min(first.min(), second.min()) >= 5 - 1e-9


def test_two_who_want_the_same_get_the_same_on_average():
    played = bargains(RULE_BOOK, 4000)[ORDERS.index(POINTS)]
    error = played.share.std(axis=0) / np.sqrt(len(played.share))
    assert (np.abs(played.share.mean(axis=0) - 0.5) < 4 * error).all()


def test_who_answers_gets_what_whole_packages_leave_over_however_long_meetings_are():
    """Of two equally patient parties, some 5 of 100 points; in meetings a quarter as long, as much."""
    whole, short = (human_bargaining.gains_of(parts) for parts in (1, human_bargaining.PARTS))
    errors = [gains.std() / np.sqrt(len(gains)) for gains in (whole, short)]
    assert 3 * errors[0] < whole.mean() < 0.07
    assert abs(whole.mean() - short.mean()) < 3 * np.hypot(*errors)


# ------------------------------------------------------------------------------ what is found


@needs_data
@pytest.mark.parametrize("setting", ["rule book", "laboratory"])
def test_simulated_bargains_are_nearer_to_people_than_any_rival(found, setting):
    errors = found.rows[setting].errors
    assert errors.mean.mean() < 21.5
    assert errors.crps.mean() < 15.2
    for name in ("equal split", "Nash", "keener"):
        rival = found.rows[name].errors
        nearer = rival.mean - errors.mean
        assert nearer.mean() > negotiations.half_width(nearer)
        assert errors.crps.mean() < rival.crps.mean() - 5
    assert errors.mean.mean() > found.rows["people"].errors.mean.mean() - 0.5


@needs_data
def test_defaults_are_too_unequal_and_all_of_it_is_luck_in_patience(found, seen):
    people = negotiations.inequality(seen.share, seen.second).mean()
    assert found.sources["rule book"] > 1.6 * people
    assert found.sources["alike"] < 0.6 * people
    assert found.sources["one pace"] < 0.6 * people
    for whole, short in found.bands.values():  # how long both are patient, and how long meetings are, is all the same
        assert max(whole, short) < 0.6 * people


@needs_data
def test_the_spread_of_patience_is_chosen_on_the_first_half_and_holds_on_the_second(found, rows):
    first, second = negotiations.halves(rows)
    assert first.number + first.walked_away == second.number + second.walked_away == 465
    assert human_bargaining.chosen_spread(first) == human_bargaining.SPREAD
    held = found.halves["laboratory"][1]
    assert held.people == negotiations.inequality(second.share, second.second).mean()
    assert abs(held.inequality - held.people) < 0.02
    assert held.mean < 21.5
    assert held.crps < 15


@needs_data
def test_the_page_is_what_is_found(found):
    assert (ROOT / human_bargaining_page.PAGE).read_text(encoding="utf-8") == human_bargaining_page.page(found)


def test_without_the_data_the_page_stays_as_it_is(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert human_bargaining.main(["--data", "nowhere.csv"]) == 2
    assert "nowhere.csv is not there" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
