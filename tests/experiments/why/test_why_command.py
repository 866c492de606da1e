"""`parley why`: forced types against `--set` by hand, and what a reader is told."""

import json

import pytest

from experiments.why.run import combinations, reasons
from tests.command_line.commands import parley
from tests.places import SCENARIOS

AFGHAN = SCENARIOS / "second_meeting_2018_09.yaml"
N = 600


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("why")
    done = parley("why", AFGHAN, "--histories", N, "--out", folder / "out", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("out") == str(folder / "out")
    assert json.loads((folder / "out" / "why.json").read_text()) == found
    return found


def test_each_row_is_the_scenario_with_those_types_set(told, tmp_path):
    """What `parley compare --set …truly_settles` says of the same histories."""
    row = next(row for row in told["forced"] if row["settle"] == ["taliban"])
    sets = [word for party, means in (("taliban", 1), ("united_states", 0)) for word in (
        "--set", f"parties.{party}.truly_settles={means}")]  # fmt: skip
    compared = json.loads(
        parley("compare", AFGHAN, *sets, "--histories", N, "--out", tmp_path / "out", "--json").stdout
    )
    [variant] = compared["variants"]
    reached = variant["result"]["tables"]["us_taliban"]["rungs"]["formal_talks"]
    assert row["share"] == {key: reached[key] for key in ("n", "p", "lo", "hi")}
    assert row["difference"]["d"] == variant["difference"]["tables"]["us_taliban"]["rungs"]["formal_talks"]["d"]
    assert told["base"]["n"] == compared["base"]["answer"]["n"]
    assert told["why"] == compared["base"]["why"]


def test_those_who_mean_it_together_come_farthest(told):
    shares = {tuple(row["settle"]): row["share"]["p"] for row in told["forced"]}
    assert max(shares, key=shares.get) == ("taliban", "united_states")
    assert min(shares, key=shares.get) == ()
    assert shares["taliban", "united_states"] > told["base"]["p"] > shares[()]


def test_a_reader_sees_titles(tmp_path):
    done = parley("why", AFGHAN, "--histories", 100, "--out", tmp_path / "out")
    assert "Taliban alone" in done.stdout
    assert "Where histories part" in done.stdout
    assert "truly_settles" not in done.stdout


@pytest.mark.parametrize(("parties", "sets"), [("ab", 4), ("abc", 8), ("abcd", 16), ("abcde", 7)])
def test_every_set_is_played_at_small_tables(parties, sets):
    """At larger ones all, each alone, and none."""
    found = list(combinations(parties))
    assert len(found) == len(set(found)) == sets
    assert found[0] == tuple(parties)
    assert found[-1] == ()


def test_who_asks_nothing_gets_one_line(tmp_path):
    done = parley("why", AFGHAN, "--set", "answers=null", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "does not say what answers its question" in done.stderr
    assert not (tmp_path / "out").exists()


def test_beliefs_beforehand_stay_as_they_are():
    """Forced types move no belief at the start: only what is seen later tells."""
    from experiments.estimates.asked import asked_of
    from experiments.runs.blocks import play_block
    from experiments.why.run import forced
    from sim.engine.arrays import compile_scenario
    from sim.scenario.load import load
    from tests.conftest import kernel

    scenario = load(AFGHAN, ["time.rounds=1", "tables.us_taliban.occasion=0"], to_run=True).scenario
    asked = asked_of(scenario)
    beliefs = [
        play_block(compile_scenario(each), 1, 0, 50, kernel()).columns["taliban.belief"].tolist()
        for each in (scenario, forced(scenario, asked, ()), forced(scenario, asked, ("taliban",)))
    ]
    assert beliefs[1] != []
    assert max(abs(a - b) for a, b in zip(beliefs[1], beliefs[2], strict=True)) < 0.25
    assert reasons(scenario, 10, 1, 1, True)["base"]["n"] == 0
