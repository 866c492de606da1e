"""The fit of the war: known numbers recovered, formulas against direct ones, no peeking ahead."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from experiments.validation import war_fit
from experiments.validation.war import fit, levels, negbin, page, scores
from experiments.validation.war.series import make_series, read_series
from sim.scenario.document import plain
from sim.scenario.load import load
from sim.scenario.vocabulary import War
from sim.scenario.yaml_text import Text
from tests.places import ROOT

pytestmark = pytest.mark.slow

DATA = ROOT.parent / "shared" / "data" / "violence_monthly.csv"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the monthly deaths are not beside the repository")

LEVEL, GROWTH, DISPERSION, BRANCHING = 1500.0, 0.004, 12.0, 0.1
SEASON = np.exp(-0.35 * np.cos(2 * np.pi * np.arange(12) / 12) - 0.1 * np.sin(2 * np.pi * np.arange(12) / 12))
SEASON = SEASON / SEASON.mean()


def month_names(n: int, year: int = 2001) -> list[str]:
    return [f"{year + i // 12}-{i % 12 + 1:02d}" for i in range(n)]


def simulate(n: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    counts = np.zeros(n)
    last = LEVEL * np.exp(-GROWTH * n)
    for t in range(n):
        own = LEVEL * np.exp(GROWTH * (t - n + 1)) * SEASON[t % 12]
        mean = (1 - BRANCHING) * own + BRANCHING * last
        last = counts[t] = rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + mean))
    return counts


def test_known_numbers_are_recovered_in_a_long_series():
    months = month_names(600)
    found = fit.fit(months, simulate(600, seed=3), months[-1], months[0], BRANCHING)
    assert abs(np.log(found.level / LEVEL)) < 3 * found.log_level_se
    assert abs(found.growth - GROWTH) < 3 * found.growth_se
    assert abs(np.log(found.dispersion / DISPERSION)) < 3 * found.log_dispersion_se
    assert np.all(np.abs(found.season - SEASON) < 3.5 * found.season_se)
    assert found.season.mean() == pytest.approx(1)
    assert found.log_level_se < 0.05


def test_errors_are_as_large_as_the_standard_errors_say():
    months = month_names(112)
    errors = []
    for seed in range(60):
        found = fit.fit(months, simulate(112, seed), months[-1], months[72], BRANCHING)
        errors.append(
            [
                np.log(found.level / LEVEL) / found.log_level_se,
                (found.growth - GROWTH) / found.growth_se,
                (found.season[6] - SEASON[6]) / found.season_se[6],
            ]
        )
    spread = np.std(errors, axis=0)
    assert np.all(spread > 0.7)
    assert np.all(spread < 1.4)
    assert np.all(np.abs(np.mean(errors, axis=0)) < 0.55)


def test_recommended_level_of_a_war_without_growth():
    rng = np.random.default_rng(5)
    mean = 900 * np.tile(SEASON, 12)
    deaths = rng.negative_binomial(40, 40 / (40 + mean)).astype(float)
    series = make_series(month_names(144), deaths)
    found = levels.recommend(series, series.months[96], branching=0.0)
    assert abs(found.level - 900) < 3 * found.level_se
    assert found.normal == pytest.approx(deaths[-24:].mean())


def test_likelihood_is_the_negative_binomial_of_scipy():
    months = month_names(84)
    deaths = simulate(84, seed=11)
    found = fit.fit(months, deaths, months[-1], months[40], BRANCHING)
    t = np.arange(40, 84)
    own = found.level * np.exp(found.growth * (t - 83)) * found.season[t % 12]
    mean = (1 - BRANCHING) * own + BRANCHING * deaths[t - 1]
    chance = found.dispersion / (found.dispersion + mean)
    direct = stats.nbinom.logpmf(deaths[t], found.dispersion, chance).sum()
    assert found.log_likelihood == pytest.approx(direct, rel=1e-10)
    assert found.n == 44


def test_nothing_nearby_is_more_likely():
    months = month_names(84)
    deaths = simulate(84, seed=12)
    found = fit.fit(months, deaths, months[-1], months[0], BRANCHING)
    t = np.arange(1, 84)

    def direct(level: float, growth: float, dispersion: float) -> float:
        own = level * np.exp(growth * (t - 83)) * found.season[t % 12]
        mean = (1 - BRANCHING) * own + BRANCHING * deaths[t - 1]
        return float(stats.nbinom.logpmf(deaths[t], dispersion, dispersion / (dispersion + mean)).sum())

    best = direct(found.level, found.growth, found.dispersion)
    for level, growth, dispersion in [(1.01, 0, 1), (0.99, 0, 1), (1, 2e-4, 1), (1, -2e-4, 1), (1, 0, 1.03)]:
        assert direct(found.level * level, found.growth + growth, found.dispersion * dispersion) < best


@pytest.mark.parametrize(("mean", "dispersion", "outcome"), [(4.0, 1.5, 0), (4.0, 1.5, 11), (9.0, 30.0, 8)])
def test_crps_of_a_negative_binomial_is_the_brute_force_one(mean: float, dispersion: float, outcome: int):
    k = np.arange(400)
    pmf = stats.nbinom.pmf(k, dispersion, dispersion / (dispersion + mean))
    to_outcome = np.sum(pmf * np.abs(k - outcome))
    among = np.sum(pmf[:, None] * pmf * np.abs(k[:, None] - k))
    assert negbin.crps_negbin(mean, dispersion, outcome) == pytest.approx(to_outcome - among / 2, abs=1e-8)


def test_crps_of_a_sample_is_the_integral_of_the_squared_distance():
    sample, outcome = [3.0, 7.0, 7.0, 12.0], 5.0
    step = 0.001
    grid = np.arange(0, 20, step) + step / 2
    distribution = np.mean(np.asarray(sample)[:, None] <= grid, axis=0)
    integral = np.sum((distribution - (grid >= outcome)) ** 2) * step
    assert negbin.crps_sample(sample, outcome) == pytest.approx(integral, abs=0.01)
    assert negbin.crps_sample([4.0], 9.0) == 5.0


def test_lumped_months_do_not_enter_the_fit():
    months = month_names(96)
    deaths = simulate(96, seed=21)
    swollen = deaths.copy()
    swollen[80] *= 3
    calm = make_series(months, swollen, deaths)
    assert list(np.flatnonzero(calm.lumped)) == [80]
    other = swollen.copy()
    other[80] *= 2
    again = make_series(months, other, deaths)
    one, two = (fit.fit_series(series, months[48]) for series in (calm, again))
    assert one.level == two.level
    assert one.log_likelihood == two.log_likelihood
    assert one.n == 47


def test_moving_average_forgets_its_start():
    assert levels.moving_average(np.array([2.0]), weight=0.2) == pytest.approx(1.2)
    assert levels.moving_average(np.full(100, 1.3)) == pytest.approx(1.3)


def test_block_bootstrap_covers_the_mean_of_noise_and_is_seeded():
    values = np.random.default_rng(4).normal(2, 1, 120)
    low, high = scores.block_interval(values)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * values.std() / np.sqrt(120), rel=0.35)
    assert scores.block_interval(values) == (low, high)


def test_rounded_season_still_has_mean_one():
    rounded = page.rounded_to_mean_one(SEASON)
    assert sum(round(1000 * float(value)) for value in rounded) == 12000
    assert np.all(np.abs(np.array(rounded, dtype=float) - SEASON) < 0.0011)


def test_later_months_change_nothing_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    deaths = simulate(108, seed=31)
    short, long = tmp_path / "short.csv", tmp_path / "long.csv"
    write_csv(short, deaths[:96])
    write_csv(long, np.append(deaths[:96], deaths[96:] * 5))
    texts = []
    for path in (short, long):
        assert war_fit.main([str(path), "--until", "2008-12", "--since", "2005-01"]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]
    assert "level:" in texts[0]


def test_scores_do_not_look_ahead():
    months = month_names(80)
    deaths = simulate(80, seed=41)
    first = scores.score(make_series(months, deaths), first=months[70])
    assert first[0].worse_by == 0
    for t in (70, 75):
        changed = np.append(deaths[: t + 1], deaths[t + 1 :] * 4)
        one = scores.forecasts(make_series(months, deaths), t, 0.1)
        two = scores.forecasts(make_series(months, changed), t, 0.1)
        assert str(one) == str(two)


def test_tables_of_a_page_are_replaced_and_the_rest_is_kept(tmp_path: Path):
    target, data = tmp_path / "page.md", tmp_path / "data.csv"
    write_csv(data, simulate(96, seed=51))
    target.write_text(f"before\n{war_fit.MARKS[0]}\nold\n{war_fit.MARKS[1]}\nafter\n", encoding="utf-8")
    asked = [str(data), "--until", "2008-12", "--since", "2005-01", "--write", str(target)]
    for _ in range(2):
        war_fit.main(asked)
        text = target.read_text(encoding="utf-8")
        assert text.startswith("before\n")
        assert text.endswith("\nafter\n")
        assert "old" not in text
        assert text.count("# level:") == 1
        block = text.partition("```yaml\n")[2].partition("```")[0]
        assert set(plain(Text(block, "page").root())) == {"war"}
        assert set(plain(Text(block, "page").root())["war"]) <= set(War.model_fields)


@needs_data
def test_afghan_numbers_do_not_know_the_summer_they_precede():
    whole = read_series(DATA)
    after = np.array([month > "2018-04" for month in whole.months])
    other = make_series(whole.months, np.where(after, 9 * whole.deaths, whole.deaths), whole.clean)
    texts = [page.report(series.through("2018-04"), "2015-01", 0.1) for series in (whole, other)]
    assert texts[0] == texts[1]
    assert "2018-05" not in texts[0]


@needs_data
@pytest.mark.parametrize(("until", "level"), [("2018-04", 1619), ("2018-08", 1774)])
def test_afghan_numbers_are_the_ones_the_page_states(until: str, level: int):
    series = read_series(DATA).through(until)
    text = (ROOT / "docs" / "war_fit.md").read_text(encoding="utf-8")
    assert round(levels.recommend(series, "2015-01").level) == level
    assert page.report(series, "2015-01", 0.1) in text


@needs_data
@pytest.mark.parametrize(
    ("until", "name"), [("2018-04", "secret_talks_2018_05"), ("2018-08", "second_meeting_2018_09")]
)
def test_what_parties_begin_in_the_scenarios_adds_up_to_what_the_page_says(until: str, name: str):
    text = page.report(read_series(DATA).through(until), "2015-01", 0.1)
    parties = load(ROOT / "scenarios" / f"{name}.yaml").scenario.principals.values()
    begun = sum(party.violence.value for party in parties if party.violence is not None)
    assert f"(1 − branching) · level = {begun:.0f} a month" in text


@needs_data
def test_the_recommended_level_forecasts_better_than_last_month():
    by_name = {row.name: row for row in scores.score(read_series(DATA), first="2016-01")}
    rows = list(by_name.values())
    assert rows[0].crps < by_name["same as last month, a point"].crps
    assert rows[0].crps < by_name["same as last month, spread of its past errors"].crps


def write_csv(path: Path, deaths: np.ndarray) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["month", "sb_best_views"])
        writer.writerows(zip(month_names(len(deaths)), deaths, strict=True))
