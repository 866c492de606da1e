"""The measurement runs end to end, keeps what the page says, and its arithmetic is right; what it measures is no test."""

import json
import re
from importlib import import_module

import pytest
import yaml
from click.testing import CliRunner
from rich.console import Console

from benchmarks import __main__ as command
from benchmarks import counts, made, marked, measure, page, rebinding, showing, sizes, slopes
from sim.world import draws
from tests.conftest import PLAIN, compiled, scenario
from tests.places import ROOT

PAGE = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """What a quick look at one small scenario prints, and keeps."""
    folder = tmp_path_factory.mktemp("bench")
    file, out = folder / "plain.yaml", folder / "figures.json"
    file.write_text(yaml.safe_dump(PLAIN), encoding="utf-8")
    parts = [word for part in ("throughput", "counts", "starts") for word in ("--only", part)]
    done = CliRunner().invoke(command.main, ["--quick", "--scenario", str(file), "--json", str(out), *parts])
    assert done.exit_code == 0, done.output
    return done.output, json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_a_quick_look_prints_what_it_keeps_in_80_columns(kept):
    output, told = kept
    for grids in told["parts"].values():
        for grid in grids:
            assert grid["title"] in output
    assert max(map(len, output.splitlines()[:-1])) <= showing.WIDTH  # the last says where it is kept


@pytest.mark.slow
def test_the_json_has_the_keys_that_the_page_names(kept):
    _, told = kept
    named = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    assert set(told) | set(told["calibration"]) | {"title", "how", "rows"} == named
    assert list(told["parts"]) == ["throughput", "counts", "starts"]
    for grid in (grid for grids in told["parts"].values() for grid in grids):
        assert set(grid) == {"title", "how", "rows"}
        for shown in (shown for row in grid["rows"].values() for shown in row.values()):
            assert set(shown) == {"value", "low", "high", "unit"}
            assert shown["low"] <= shown["value"] <= shown["high"]


@pytest.mark.slow
def test_shares_of_a_command_are_of_all_that_it_took(kept):
    _, told = kept
    [warm] = told["parts"]["starts"]
    for row in warm["rows"].values():
        shares = [shown["value"] for shown in row.values() if shown["unit"] == "%"]
        assert sum(shares) == pytest.approx(100)
        assert min(shares) >= 0
        assert row["imports"]["value"] > 20


def test_both_ways_of_counting_draws_agree():
    plain, philox = compiled(PLAIN), draws.philox
    drawn = counts.purposes(plain, 3)
    assert draws.philox is philox
    named = sum(number for name, number in drawn.items() if name not in {"all", "drawn before"})
    assert drawn["all"] == pytest.approx(named)
    assert counts.counted(plain, 3)["Philox blocks"] == pytest.approx(named)


def test_what_a_bargain_needs_is_counted():
    found = counts.counted(compiled(scenario()), 4)
    assert (
        min(found[name] for name in ("Philox blocks", "log", "decisions", "meetings", "offers", "frontiers laid")) > 0
    )
    assert found["Nash points"] >= found["frontiers laid"] - found["meetings"]


def test_powers_are_counted_where_a_round_is_no_month():
    weekly = scenario(time={"step": "week", "rounds": 24})
    monthly = counts.counted(compiled(scenario()), 2)["powers"]
    assert counts.counted(compiled(weekly), 2)["powers"] > monthly + 24


def test_the_limit_is_counts_times_prices():
    price = {"log": measure.figure(10, "ns"), "exp": measure.figure(4, "ns")}
    found = counts.limit({"log": 300, "exp": 500, "offers": 7}, price, [15, 10, 20])
    assert found["limit"]["value"] == pytest.approx(5)
    assert found["engine/limit"] == {"value": 3, "low": 2, "high": 4, "unit": "×"}


@pytest.mark.parametrize("power", [0.5, 1, 2.3])
def test_the_slope_of_a_power_is_its_exponent(power):
    numbers = (2, 5, 10, 40)
    assert slopes.slope(numbers, [3 * n**power for n in numbers]) == pytest.approx(power)


def told(loop, time, speed):
    """A measurement of one time and one speed."""
    row = {"time": measure.figure(time, "s"), "speed": measure.figure(speed, "histories/s")}
    grid = {"title": "Both", "how": "", "rows": {"row": row}}
    return {"calibration": measure.figure(loop, "s"), "parts": {"part": [grid]}}


def test_a_slower_machine_is_taken_out_of_a_comparison():
    before, after = told(1, 10, 100), told(2, 20, 50)  # the same program on a machine of half the speed
    [found] = showing.ratios(before["parts"]["part"][0], after["parts"]["part"][0], 2).values()
    assert {name: ratio["value"] for name, ratio in found.items()} == {"time": 1, "speed": 1}
    [found] = showing.ratios(before["parts"]["part"][0], told(1, 5, 300)["parts"]["part"][0], 1).values()
    assert {name: ratio["value"] for name, ratio in found.items()} == {"time": 0.5, "speed": 3}


def test_a_comparison_prints_what_both_have(capsys):
    showing.compare(told(1, 10, 100), told(2, 20, 50), Console(width=showing.WIDTH))
    assert "2 times as long" in capsys.readouterr().out


def test_the_page_on_speed_is_of_the_measurement_that_is_kept():
    told = json.loads((command.RESULTS / "example.json").read_text(encoding="utf-8"))
    assert page.PAGE.read_text(encoding="utf-8") == page.page(told, "example.json")
    for wanted in ("limit", "kernel/batch", "slope"):  # what the first table takes from the others
        assert any(
            wanted in cells for grids in told["parts"].values() for grid in grids for cells in grid["rows"].values()
        )


def test_every_marked_function_is_there_and_in_one_phase():
    home = {module.__name__.rpartition(".")[2]: module for module in rebinding.sources()}
    for name in marked.PLACES[1:]:
        module, _, function = name.partition(".")
        assert callable(getattr(home[module], function)), name
    assert len(set(marked.PLACES)) == len(marked.PLACES)


def test_made_scenarios_have_the_extent_that_is_asked_for():
    extent = made.Extent(rounds=7, issues=9, steps=12, parties=4, seats=3, tables=2)
    large = made.made(extent)
    assert [large.sizes[letter] for letter in "PKT"] == [4, 9, 2]
    assert list(large.arrays["seats"]) == [3, 3]
    assert large.scenario.time.rounds == 7


def test_the_shipped_scenarios_are_all_but_the_variants():
    names = {path.stem for path in sizes.shipped()}
    assert "second_meeting_2018_09" in names
    assert not any(name.startswith("what_if") for name in names)


@pytest.mark.parametrize("part", command.PARTS)
def test_every_part_is_a_module_that_the_page_tells_of(part):
    assert callable(import_module(f"benchmarks.{part}").grids)
    assert f"| `{part}.py` |" in PAGE
