"""`parley rivals`: from a scenario to the models and back to its units; what is null, what is refused, what is printed."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest
import yaml
from click.testing import CliRunner
from scipy import stats

from experiments import cli
from experiments.rivals import tables
from experiments.rivals.run import compare
from experiments.rivals.simulated import agreed, agreed_levels, simulate
from experiments.rivals.stakes import StakesError, stakes_of, walk_away
from sim.engine.arrays import compile_scenario
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Issue, Scenario
from tests.conftest import PLAIN, columns, kernel, merged, scenario
from tests.places import ROOT, SCENARIOS
from tests.theory.test_rival_models import EMISSIONS, FOUND_MEDIANS

pytestmark = pytest.mark.slow

MODELS = ("weighted_mean", "weighted_median", "challenge", "condorcet", "nash", "simulated")


def wants(capability, **positions):
    """A party by its capability and, for each issue, its ideal and salience (0–100)."""
    given = {name: {"ideal": ideal, "salience": salience} for name, (ideal, salience) in positions.items()}
    return {"role": "party", "capability": capability, "positions": given}


def positions_only(issues, **parties):
    """A scenario of nothing but issues and parties."""
    return {"parley": 1, "title": "Positions only", "as_of": "1993-01-01", "issues": issues, "parties": parties}


def answer(data, **options):
    """The object of `rivals --json` without simulating."""
    found = compare(Scenario.model_validate(data), **options).as_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    return found


def names(text):
    return text.lower().replace(" ", "_")


STANDARDS = positions_only(
    {"standard": {"unit": "years", "range": [4, 10]}},
    **{names(who): wants(c, standard=(x, 100 * s)) for who, (c, x, s) in EMISSIONS.items()},
)
PER_CENT = {"x": {"range": [0, 100], "unit": "per cent"}}
MANY = positions_only(
    {"x": {"range": [0, 100]}, "y": {"range": [15000, 500]}, "z": {"kind": "binary"}},
    a=wants(1, x=(10, 50), y=(500, 90)),
    b=wants(2, x=(60, 20), y=(13000, 40), z=(1, 30)),
    c=wants(0.7, x=(80, 70), z=(0, 60)),
    d=wants(1.5, x=(40, 45), y=(15000, 70), z=(1, 10)),
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write(tmp_path):
    def write(data):
        path = tmp_path / "scenario.yaml"
        path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        return path

    return write


def rivals(*arguments):
    """The command in this process; standard output and error apart."""
    return CliRunner().invoke(cli.cli, ["rivals", *map(str, arguments)])


class TestObject:
    def test_names_are_those_of_the_interface(self):
        found = answer(MANY)
        assert list(found) == ["issues", "challenge_rounds", "condorcet"]
        assert list(found["issues"]) == ["x", "y", "z"]
        assert all(tuple(issue) == MODELS for issue in found["issues"].values())
        assert all(list(rounds) == ["median", "mean"] for rounds in found["challenge_rounds"].values())
        assert list(found["condorcet"]) == ["risk", "probability"]
        assert all(list(by_party) == ["a", "b", "c", "d"] for by_party in found["condorcet"].values())

    def test_published_case(self):
        found = answer(STANDARDS)
        assert found["issues"]["standard"]["weighted_mean"] == pytest.approx(7.389955686853766)
        assert found["issues"]["standard"]["weighted_median"] == 7
        assert found["challenge_rounds"]["standard"]["median"][0] == 7
        assert np.round(found["challenge_rounds"]["standard"]["median"][1:], 3) == pytest.approx(FOUND_MEDIANS)
        assert found["issues"]["standard"]["challenge"] == found["challenge_rounds"]["standard"]["median"][-1]

    def test_literal_reading_changes_the_challenge_model_only(self):
        table, literal = answer(STANDARDS)["issues"]["standard"], answer(STANDARDS, literal=True)["issues"]["standard"]
        assert {model for model in MODELS if table[model] != literal[model]} == {"challenge"}

    def test_condorcet_is_the_expected_position_of_the_unique_candidates(self):
        found = answer(STANDARDS)
        p = found["condorcet"]["probability"]
        assert p["netherlands"] == p["germany"]  # at one position
        by_position = {EMISSIONS[who][1]: p[names(who)] for who in EMISSIONS}
        assert sum(by_position.values()) == pytest.approx(1)
        expected = sum(position * chance for position, chance in by_position.items())
        assert found["issues"]["standard"]["condorcet"] == pytest.approx(expected)

    def test_medians_stand_for_uncertain_numbers(self):
        certain = positions_only(PER_CENT, a=wants(2, x=(20, 50)), b=wants(1, x=(90, 40)))
        spread = positions_only(
            PER_CENT,
            a=wants({"uniform": [1, 3]}, x=({"choice": [10, 20, 30]}, {"triangular": [20, 50, 80]})),
            b=wants({"normal": [1, 0.1]}, x=({"uniform": [80, 100]}, {"uniform": [30, 50]})),
        )
        first, second = (answer(data)["issues"]["x"] for data in (certain, spread))
        assert [second[model] for model in MODELS[:5]] == pytest.approx([first[model] for model in MODELS[:5]])

    def test_who_has_no_position_has_no_say(self):
        """On an issue alone; and one without any position takes no part and needs no capability."""
        with_idle = merged(MANY, {"parties": {"idle": {"role": "government"}, "host": {"role": "mediator"}}})
        assert answer(with_idle) == answer(MANY)
        alone = positions_only({"y": MANY["issues"]["y"]}, **{n: MANY["parties"][n] for n in "abd"})
        alone["parties"] = {
            n: wants(p["capability"], y=tuple(p["positions"]["y"].values())) for n, p in alone["parties"].items()
        }
        for model in ("weighted_mean", "weighted_median", "challenge"):
            assert answer(MANY)["issues"]["y"][model] == pytest.approx(answer(alone)["issues"]["y"][model])

    def test_candidates_without_a_position_stand_at_the_mean_of_the_others(self):
        data = positions_only(
            {"x": {}, "y": {}},
            a=wants(1, x=(0, 50), y=(0, 50)),
            b=wants(1, x=(1, 50), y=(1, 50)),
            c=wants(1, x=(0.5, 50)),
        )
        middle = merged(data, {"parties": {"c": wants(1, x=(0.5, 50), y=(0.5, 0))}})
        assert answer(data)["condorcet"] == answer(middle)["condorcet"]
        assert answer(data)["issues"]["y"]["condorcet"] == pytest.approx(0.5)


class TestProperties:
    def values(self, data):
        found = answer(data)
        return [found["issues"][name][model] for name in "xyz" for model in MODELS[:5]]

    def test_order_of_the_file(self):
        turned = MANY | {key: dict(reversed(MANY[key].items())) for key in ("issues", "parties")}
        assert self.values(turned) == self.values(MANY)

    def test_names_of_parties(self):
        renamed = dict(zip("pdba", MANY["parties"].values(), strict=True))
        found = answer(MANY | {"parties": renamed})
        assert [found["issues"][n][m] for n in "xyz" for m in MODELS[:5]] == pytest.approx(self.values(MANY), abs=1e-6)
        assert found["condorcet"]["risk"]["p"] == pytest.approx(answer(MANY)["condorcet"]["risk"]["a"])

    @pytest.mark.parametrize("scale", [0.01, 40])
    def test_scale_of_capability(self, scale):
        parties = {name: party | {"capability": scale * party["capability"]} for name, party in MANY["parties"].items()}
        assert self.values(MANY | {"parties": parties}) == pytest.approx(self.values(MANY), rel=1e-5)

    def test_which_end_of_a_range_is_the_status_quo(self):
        issues = {"x": {"range": [100, 0]}, "y": {"range": [500, 15000]}, "z": {"kind": "binary", "range": [1, 0]}}
        assert self.values(MANY | {"issues": issues}) == pytest.approx(self.values(MANY))

    def test_unit_of_an_issue(self):
        """Thousandths in place of per cent, counted from another zero: the same answers in the new unit."""
        parties = {
            name: merged(party, {"positions": {"x": {"ideal": 10 * party["positions"]["x"]["ideal"] - 300}}})
            for name, party in MANY["parties"].items()
        }
        other = answer(MANY | {"parties": parties, "issues": MANY["issues"] | {"x": {"range": [-300, 700]}}})
        for model in MODELS[:5]:
            assert other["issues"]["x"][model] == pytest.approx(10 * answer(MANY)["issues"]["x"][model] - 300)
            assert other["issues"]["y"][model] == pytest.approx(answer(MANY)["issues"]["y"][model])


class TestStrangeButLegal:
    def test_all_at_one_point(self):
        found = answer(positions_only(PER_CENT, a=wants(1, x=(40, 50)), b=wants(2, x=(40, 20)), c=wants(0, x=(40, 0))))
        assert [found["issues"]["x"][model] for model in MODELS[:5]] == [40] * 5
        assert found["challenge_rounds"]["x"] == {"median": [40] * 9, "mean": [40] * 9}
        assert found["condorcet"] == {"risk": dict.fromkeys("abc", 0), "probability": dict.fromkeys("abc", 1)}

    def test_one_party(self):
        """Its point, but no bargain: that takes two."""
        found = answer(positions_only(PER_CENT, a=wants(1, x=(40, 50))))["issues"]["x"]
        assert [found[model] for model in MODELS] == [40, 40, 40, 40, None, None]

    def test_two_equals(self):
        found = answer(positions_only(PER_CENT, a=wants(1, x=(0, 50)), b=wants(1, x=(100, 50))))["issues"]["x"]
        assert [found[model] for model in MODELS[:5]] == pytest.approx([50] * 5)

    def test_nobody_has_capability(self):
        """Only the Nash point, which weighs no party, is left."""
        found = answer(positions_only(PER_CENT, a=wants(0, x=(40, 50)), b=wants(0, x=(60, 50))))
        assert [found["issues"]["x"][model] for model in MODELS] == [None, None, None, None, pytest.approx(50), None]
        assert found["challenge_rounds"] == {"x": None}
        assert found["condorcet"] == {"risk": {"a": None, "b": None}, "probability": {"a": None, "b": None}}

    def test_nobody_cares(self):
        found = answer(positions_only(PER_CENT, a=wants(1, x=(40, 0)), b=wants(1, x=(60, 0))))
        assert set(found["issues"]["x"].values()) == {None}

    def test_nobody_has_a_position(self):
        found = answer(positions_only(PER_CENT, a={"role": "party"}))
        assert set(found["issues"]["x"].values()) == {None}
        assert found["condorcet"] == {"risk": {}, "probability": {}}

    def test_an_issue_without_positions(self):
        found = answer(positions_only(PER_CENT | {"y": {}}, a=wants(1, x=(40, 50)), b=wants(1, x=(60, 50))))
        assert set(found["issues"]["y"].values()) == {None}
        assert found["issues"]["x"]["nash"] == pytest.approx(50)

    def test_opposed_on_a_binary_issue(self):
        """No package is worth more to both than fighting on."""
        issues = {"x": {"kind": "binary"}}
        found = answer(positions_only(issues, a=wants(3, x=(0, 50)), b=wants(1, x=(1, 50))))["issues"]["x"]
        assert found["nash"] is None
        assert found["weighted_median"] == 0

    @pytest.mark.parametrize("ends", [[-1e15, 1e15], [0, 1e-300]])
    def test_ranges_at_the_edge_of_arithmetic(self, ends):
        low, high = ends
        parties = {"a": wants(1e9, x=(low, 30)), "b": wants(1e-300, x=(high, 100)), "c": wants(1, x=(low / 2, 1e-300))}
        found = answer(positions_only({"x": {"range": ends}}, **parties))["issues"]["x"]
        assert all(low <= found[model] <= high for model in MODELS[:5])

    def test_random_inputs(self):
        """Numbers or nulls, within what is wanted, whatever is given."""
        rng = np.random.default_rng(4)
        for _ in range(300):
            issues = {f"i{k}": {"range": [0, 100] if k % 2 else [15000, 500]} for k in range(rng.integers(1, 4))}
            parties = {}
            for p in range(rng.integers(1, 7)):
                drawn = {
                    n: i["range"][0] + rng.choice([0, 0.5, 1, rng.random()]) * np.diff(i["range"])[0]
                    for n, i in issues.items()
                }
                care = {
                    name: float(rng.choice([0, 50, 100, 100 * rng.random()])) for name in issues if rng.random() < 0.8
                }
                parties[f"p{p}"] = wants(
                    float(rng.choice([0, 1, rng.random()])), **{n: (float(drawn[n]), care[n]) for n in care}
                )
            data = positions_only(issues, **parties)
            for name, found in answer(data, literal=bool(rng.integers(2)))["issues"].items():
                ideals = [p["positions"][name]["ideal"] for p in parties.values() if name in p["positions"]]
                for value in found.values():
                    assert value is None or min(ideals) - 1e-6 <= value <= max(ideals) + 1e-6


class TestWalkAway:
    @pytest.mark.parametrize(
        "changes",
        [
            {},
            {"war": {"leverage": 0.7, "momentum": 0.02}},
            {
                "war": {"leverage": 0.3, "momentum": -0.01},
                "issues": {"pie": {"in_force": 0.5, "effects": {"leverage": -0.4}}},
            },
            {"parties": {"rebels": {"cost": 0.3, "stake": 0.9, "horizon": 24}, "state": {"side": "none"}}},
        ],
    )
    def test_is_what_the_simulation_begins_with(self, changes):
        calm = {name: {"walk_away_spread": 0, "weary": 0} for name in ("rebels", "state")}
        data = merged(scenario(time={"rounds": 1}, parties=calm), changes)
        first_round = columns(data, 3)
        for name in ("rebels", "state"):
            expected = walk_away(resolve(Scenario.model_validate(data)), name)
            assert first_round[f"{name}.walk_away"] == pytest.approx(expected)

    def test_red_lines_and_walk_away_values_move_the_nash_point(self):
        data = merged(scenario(), {"parties": {"rebels": {"capability": 1}, "state": {"capability": 1}}})
        nash = lambda **changes: answer(merged(data, changes))["issues"]["pie"]["nash"]  # noqa: E731
        assert nash() == pytest.approx(0.5)
        assert nash(war={"leverage": 0.75}) == pytest.approx(0.6)  # D = 0.4 ± 0.4·¼, and half of what is left
        assert nash(parties={"state": {"positions": {"pie": {"red_line": [0, 0.2]}}}}) is None
        assert nash(parties={"state": {"positions": {"pie": {"red_line": [0, 0.45]}}}}) == pytest.approx(0.45)
        assert nash(parties={"rebels": {"positions": {"pie": {"red_line": [0.55, 1]}}}}) == pytest.approx(0.55)


class TestCapability:
    def test_who_lacks_it_is_named(self):
        data = merged(MANY, {"parties": {"b": {"capability": None}, "d": {"capability": None}}})
        with pytest.raises(StakesError, match=r"b and d have no capability.*parties\.b\.capability"):
            stakes_of(Scenario.model_validate(data))

    def test_shipped_scenarios_have_it(self):
        for path in sorted(SCENARIOS.glob("*.yaml")):
            done = rivals(path, "--json", "--histories", 1)
            assert done.exit_code == 0, (path.name, done.output)


class TestSimulated:
    def test_levels_agreed(self):
        """Over the histories in which the issue was agreed, in its unit."""
        data = scenario(issues={"pie": {"range": [200, 100]}}, parties={
            "rebels": {"capability": 1, "positions": {"pie": {"ideal": 100}}},
            "state": {"capability": 1, "positions": {"pie": {"ideal": 200}}},
        })  # fmt: skip
        found = simulate(Scenario.model_validate(data), 3, 800, quiet=True)["pie"]
        played = columns(data, 800, seed=3)
        levels = 200 - 100 * played["pie.agreed_level"][played["pie.agreed"] > 0]
        assert found.histories == len(levels) > 50
        assert found.mean == pytest.approx(levels.mean())
        padded = np.append(levels, [100, 200])  # one more at each end of the range
        half = stats.t.ppf(0.975, len(padded) - 1) * padded.std(ddof=1) / np.sqrt(len(padded))
        assert (found.lo, found.hi) == pytest.approx((padded.mean() - half, padded.mean() + half))
        assert (found.p5, found.p95) == pytest.approx(tuple(np.quantile(levels, [0.05, 0.95])))

    def test_blocks_add_up(self, monkeypatch):
        import experiments.rivals.simulated as module

        ready = compile_scenario(Scenario.model_validate(PLAIN))
        whole = agreed_levels(ready, 1, 50, kernel())
        monkeypatch.setattr(module, "BLOCK", 20)
        monkeypatch.setattr(module, "block_count", lambda histories: 3)
        monkeypatch.setattr(module, "block_length", lambda block, histories: (20, 20, 10)[block])
        assert agreed_levels(ready, 1, 50, kernel()) == whole

    def test_one_history_says_little(self):
        found = agreed(np.array([0.25]), Issue(range=(100, 0)))
        assert (found.mean, found.lo, found.hi) == (75, 0, 100)

    def test_never_agreed(self):
        assert agreed(np.array([]), Issue()) is None

    def test_positions_alone_cannot_be_simulated(self):
        assert simulate(Scenario.model_validate(STANDARDS), 1, 10, quiet=True) == {}


class TestCommand:
    def test_prints_one_object_and_nothing_else(self, write):
        """Warnings are errors here, so that no arithmetic on the way is doubtful."""
        command = [sys.executable, "-W", "error", "-m", "experiments.cli", "rivals", str(write(STANDARDS)), "--json"]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            cwd=write(STANDARDS).parent,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == {**answer(STANDARDS), "out": "results/scenario-rivals-1"}

    def test_simulates_what_can_be_run(self, tmp_path):
        path = SCENARIOS / "secret_talks_2018_05.yaml"
        words = ("--json", "--histories", 300, "--out", "kept", "--set", "parties.taliban.capability=90", "--seed")
        first, again, other = (rivals(path, *words, seed) for seed in (5, 5, 6))
        assert first.stdout == again.stdout != other.stdout
        simulated = json.loads(first.stdout)["issues"]["raids"]["simulated"]
        assert list(simulated) == ["mean", "lo", "hi"]
        assert 0 <= simulated["lo"] < simulated["mean"] < simulated["hi"] <= 100
        assert [path.name for path in tmp_path.iterdir()] == ["kept"]

    def test_the_weighted_mean_comes_first(self):
        done = rivals(SCENARIOS / "second_meeting_2018_09.yaml", "--histories", 300)
        assert done.exit_code == 0
        heading = next(line for line in done.stdout.splitlines() if line.startswith("issue"))
        assert heading.split() == ["issue", "mean", "median", "challenge", "Condorcet", "Nash", "simulated"]
        assert "22.99" in done.stdout
        assert "26.83" in done.stdout
        assert "None of the rivals knows of tables, rungs, mediators" in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 100
        assert "where an issue was agreed" in done.stdout
        assert "Afghan government" in done.stdout
        assert "Recognition of the Taliban" in done.stdout
        assert "qatar office" not in done.stdout

    def test_says_that_positions_alone_are_not_simulated(self, write):
        assert "Not simulated" in rivals(write(STANDARDS)).stdout

    def test_literal_reading_is_labelled(self, write):
        shown = " ".join(rivals(write(STANDARDS), "--challenge", "literal").stdout.split())
        assert tables.LITERAL in shown
        done = rivals(write(STANDARDS), "--challenge", "literal", "--json")
        assert done.stderr.strip() == tables.LITERAL
        assert json.loads(done.stdout) == {**answer(STANDARDS, literal=True), "out": "results/scenario-rivals-2"}

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"parties": {"belgium": {"capability": None}}}, "belgium has no capability"),
            ({"parties": {"belgium": {"capability": -1}}}, "must be between 0 and"),
            ({"parties": {"belgium": {"positions": {"standard": {"ideal": 12}}}}}, "must be within the issue's range"),
            ({"parties": {"belgium": {"positions": {"standrd": {"ideal": 7, "salience": 1}}}}}, "did you mean"),
        ],
    )
    def test_bad_input(self, write, changes, message):
        done = rivals(write(merged(STANDARDS, changes)), "--json")
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr
        assert "scenario.yaml" in done.stderr

    def test_such_a_file_does_not_run(self, write, tmp_path):
        path = write(STANDARDS)
        done = CliRunner().invoke(cli.cli, ["run", str(path)])
        assert done.exit_code == 2
        assert "there are no tables" in done.stderr
        assert "there are no outcomes" in done.stderr
        assert [entry.name for entry in tmp_path.iterdir()] == ["scenario.yaml"]


class TestPrinting:
    @pytest.mark.parametrize(
        ("value", "ends", "shown"),
        [(1234.6, (0, 2000), "1,235"), (8.416, (4, 10), "8.42"), (0.4567, (0, 1), "0.46"), (56.7, (100, 0), "57"), (None, (0, 1), "–"),
         (1.5e-7, (0, 1e-6), "1.5e-07"), (3e12, (0, 1e13), "3e+12")],
    )  # fmt: skip
    def test_figures_suit_the_range(self, value, ends, shown):
        assert tables.level(value, Issue(range=ends)) == shown
