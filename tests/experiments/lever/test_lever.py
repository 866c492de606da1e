"""Levers: what they set, the least step against a scan of all, bundles against all bundles, and the command."""

import io
import json
import shlex
from itertools import product

import numpy as np
import pytest
from rich.console import Console

from experiments.commands.common import DEFAULT_HISTORIES
from experiments.commands.lever import lever as command
from experiments.lever import kinds, player
from experiments.lever import run as running
from experiments.lever.bundle import Search, _until, best_bundle, cost_of
from experiments.lever.lever import Lever, name_of
from experiments.lever.levers import levers
from experiments.lever.moves import moved
from experiments.lever.player import Player, Table
from experiments.lever.run import Request, Target, find_levers
from experiments.lever.search import least_step
from experiments.lever.tables import change_words, print_levers
from experiments.runs.blocks import play
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Threads
from experiments.words.overrides import assigned
from sim.engine.arrays import compile_scenario, middle
from sim.scenario import checks
from sim.scenario.load import load
from sim.scenario.vocabulary import Number, Scenario
from tests.command_line.commands import parley
from tests.conftest import PLAIN, kernel, scenario
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SHIPPED = sorted(SCENARIOS.glob("*.yaml"))
CASE = SCENARIOS / "second_meeting_2018_09.yaml"


# ------------------------------------------------------------------------------
# Moves


@pytest.mark.parametrize(
    "number",
    [3.0, {"uniform": [1, 5]}, {"triangular": [1, 2, 6]}, {"normal": [4, 1]}, {"normal": [4, 1], "cut": 2}, {"choice": [1, 2, 9]},
     {"choice": {"1": 0.6, "4": 0.4}}, {"beta": [2, 5]}],
)  # fmt: skip
def test_a_number_goes_a_share_of_its_way(number):
    before = Number.model_validate(number)
    for share in (0.0, 0.25, 1.0):
        after = Number.model_validate(moved(before, 10.0, share, 0.0, 12.0))
        now = middle(before, 0.0, 12.0)
        assert middle(after, 0.0, 12.0) == pytest.approx(now + share * (10 - now), abs=0.05)


def test_the_form_stays_so_that_draws_stay():
    assert moved(Number(triangular=(0, 1, 2)), 4, 0.5, 0, 9) == {"triangular": [2.0, 2.5, 3.0]}
    assert moved(Number(choice={"0": 1, "2": 3}), 4, 0.5, 0, 9) == {"choice": {"2.0": 1, "3.0": 3}}
    assert moved(Number(choice=(0, 2)), 4, 1.0, 0, 9) == {"choice": {"4.0": 2.0}}


# ------------------------------------------------------------------------------
# Levers


@pytest.mark.parametrize("file", SHIPPED, ids=lambda path: path.stem)
def test_every_lever_can_be_set_all_the_way(file):
    """One by one, by `--set` on the file; where it extends another, whose levers they are, one by one in memory and by
    `--set` all at once.
    """
    extends = file.read_text(encoding="utf-8").startswith("extends: ")
    base = load(file, (), to_run=True).scenario
    found = levers(base)
    assert len({name_of(lever) for lever in found}) == len(found)
    player = Player(Table(base, (), 1, 1), found, None)
    for lever in found:
        assert 1 <= lever.steps <= 64
        assert lever.cost(0) == 0 <= lever.cost(lever.steps) <= 1
        assert lever.value(0) != lever.value(lever.steps)
        setting = ((name_of(lever), lever.steps),)
        if extends:
            moved_in_memory = player.scenario_at(setting)
            assert [*checks.errors(moved_in_memory), *checks.unrunnable(moved_in_memory)] == []
        else:
            assert load(file, player.assigned(setting), to_run=True).scenario is not None
    everything = tuple((name_of(lever), lever.steps) for lever in found)
    assert load(file, player.assigned(everything), to_run=True).scenario is not None


@pytest.mark.parametrize("step", [1, 2])
def test_a_setting_is_what_set_says(step):
    """The same histories, whether a lever is moved in memory or by `--set` on the file."""
    base = load(CASE, (), to_run=True).scenario
    found = levers(base)
    player = Player(Table(base, [("us_taliban",)], 60, 5), found, kernel())
    for lever in found[:: 2 + step]:
        setting = ((name_of(lever), min(step, lever.steps)),)
        told = load(CASE, player.assigned(setting), to_run=True).scenario
        these, those = (
            play(compile_scenario(each), 5, 0, 60, kernel()) for each in (player.scenario_at(setting), told)
        )
        assert all(these[name].tobytes() == those[name].tobytes() for name in those), lever.title


def by_key(case, **how):
    """Levers of a scenario that is given as data, by party and key."""
    return {(lever.party, lever.key): lever for lever in levers(Scenario.model_validate(case), **how)}


def test_a_concession_moves_the_ideal_and_a_delivery_the_level_in_force():
    found = by_key(scenario())
    lever = found["rebels", "positions.pie"]
    assert lever.sets(lever.steps // 2) == {"parties.rebels.positions.pie.ideal": 0.5}
    assert lever.cost(lever.steps) == pytest.approx(1.0)
    assert lever.cost(lever.steps // 4) == pytest.approx(0.25)
    delivers = found["state", "in_force.pie"]
    assert delivers.sets(delivers.steps) == {"issues.pie.in_force": 1.0}
    assert ("rebels", "in_force.pie") not in found


RED = scenario(
    parties={
        "rebels": {"positions": {"pie": {"ideal": {"uniform": [0.8, 1]}, "red_line": [0.6, 1]}}},
        "state": {"positions": {"pie": {"red_line": [0, 0.4]}}},
    }
)
"""Rebels give no more than 0.4 of the pie, and the state no more than that: nobody offers what it would not accept."""


def test_concessions_stop_at_the_partys_own_red_line(tmp_path):
    found = by_key(RED)
    (tmp_path / "red.yaml").write_text(json.dumps(RED))
    ends = {("rebels", "positions.pie"): 0.6, ("state", "positions.pie"): 0.4, ("state", "in_force.pie"): 0.4}
    for place, end in ends.items():
        lever = found[place]
        assert lever.value(lever.steps) == pytest.approx(end)
        assert not any(lever.crosses(step) for step in range(lever.steps + 1))
        for step in range(1, lever.steps + 1, 9):
            assert not any(path.endswith("red_line") for path in lever.sets(step))
            assert load(tmp_path / "red.yaml", assigned(lever.sets(step)), to_run=True)


def test_concessions_cross_a_red_line_only_where_they_may_and_say_so(tmp_path):
    (tmp_path / "red.yaml").write_text(json.dumps(RED))
    kept, crossing = by_key(RED), by_key(RED, cross_red_lines=True)
    assert kept.keys() == crossing.keys()
    lever = crossing["rebels", "positions.pie"]
    assert lever.value(lever.steps) == 0
    for step in range(1, lever.steps + 1):
        sets = lever.sets(step)
        least = min(sets["parties.rebels.positions.pie.ideal"]["uniform"])
        assert lever.crosses(step) == (least < 0.6 - 1e-9)
        line = sets.get("parties.rebels.positions.pie.red_line", [0.6, 1])
        assert line == [pytest.approx(min(least, 0.6)), 1]
        assert load(tmp_path / "red.yaml", assigned(sets), to_run=True)
    delivers = crossing["state", "in_force.pie"]
    assert delivers.value(delivers.steps) == pytest.approx(0.9)
    assert [delivers.crosses(step) for step in (1, delivers.steps)] == [False, True]


def test_without_red_lines_it_is_all_one_whether_they_may_be_crossed():
    for file in [path for path in SHIPPED if "red_line" not in path.read_text(encoding="utf-8")][:3]:
        base = load(file, (), to_run=True).scenario
        kept, crossing = levers(base), levers(base, cross_red_lines=True)
        assert [name_of(lever) for lever in kept] == [name_of(lever) for lever in crossing]
        assert not any(lever.crosses(lever.steps) for lever in crossing)


def test_a_party_at_its_red_line_has_nothing_to_give():
    at = scenario(parties={"rebels": {"positions": {"pie": {"ideal": 0.6, "red_line": [0.6, 1]}}}})
    assert ("rebels", "positions.pie") not in by_key(at)
    assert ("rebels", "positions.pie") in by_key(at, cross_red_lines=True)
    beyond = scenario(
        issues={"pie": {"in_force": 0.5}}, parties={"state": {"positions": {"pie": {"red_line": [0, 0.4]}}}}
    )
    assert ("state", "in_force.pie") not in by_key(beyond)


def test_a_red_line_between_two_steps_ends_a_delivery_at_the_step_before_it():
    case = scenario(
        issues={"pie": {"unit": "slices", "kind": "steps", "range": [0, 8], "step": 2}},
        parties={
            "rebels": {"positions": {"pie": {"ideal": 8}}},
            "state": {"positions": {"pie": {"red_line": [0, 5]}}},
        },
    )
    lever = by_key(case)["state", "in_force.pie"]
    assert [lever.value(step) for step in range(lever.steps + 1)] == [0, 2, 4]


def test_levels_are_told_in_their_unit_and_yes_or_no_where_they_have_none():
    case = scenario(issues={"pie": {"kind": "binary"}})
    lever = by_key(case)["state", "in_force.pie"]
    row = {"now": lever.value(0), "value": lever.value(1), "unit": lever.unit, "crosses_red_line": False}
    assert change_words(row) == "no → yes"
    row = {"now": 500.0, "value": 2000.0, "unit": "prisoners held abroad", "crosses_red_line": False}
    assert change_words(row) == "500 → 2,000 prisoners held abroad"
    assert change_words({**row, "crosses_red_line": True}) == "500 → 2,000 prisoners held abroad, crosses its red line"


def test_demands_reluctance_and_restraint_are_levers():
    rebels = {
        "demands": {"talks_first": {"title": "talks first", "firm": {"uniform": [0.2, 0.6]}}},
        "effort_at": {"talks": 0.1},
        "hardliners": {"restraint": 0.2},
        "standing_with": {"state": 0.1},
    }
    case = Scenario.model_validate(scenario(parties={"rebels": rebels}))
    found = {lever.key: lever for lever in levers(case) if lever.party == "rebels"}
    ends = {
        "demands.talks_first.firm": ("drops its demand: talks first", 0.4, 0.0),
        "effort_at.talks": ("overcomes its reluctance to join “talks”", 0.1, -0.16),
        "hardliners.restraint": ("holds them more firmly if it means to settle", 0.2, 1.0),
        "standing_with.state": ("gains standing by meeting state", 0.1, 0.5),
        "standing": ("gains standing by coming", 0.08, 0.5),
    }
    for key, (title, now, end) in ends.items():
        lever = found[key]
        assert (lever.title, lever.value(0), lever.value(lever.steps)) == (
            title,
            pytest.approx(now),
            pytest.approx(end),
        )
    assert found["demands.talks_first.firm"].sets(32) == {
        "parties.rebels.demands.talks_first.firm": {"uniform": [0.1, 0.3]}
    }
    state = {lever.key: lever for lever in levers(case) if lever.party == "state"}
    assert state["effort_at.talks"].sets(32) == {"parties.state.effort_at.talks": {"normal": [-0.08, 0.04], "cut": 2.0}}


def test_nobody_delivers_first_what_follows_a_rung():
    seat = {"kind": "binary", "revocable": False, "delivered_by": "state"}
    wants = {
        name: {"positions": {"seat": {"ideal": ideal, "salience": 9}}} for name, ideal in (("rebels", 1), ("state", 0))
    }
    for follow, keys in (({}, ["in_force.seat"]), ({"follow": {"table": "talks", "reached": "settlement"}}, [])):
        case = Scenario.model_validate(scenario(issues={"seat": seat | follow}, parties=wants))
        assert [lever.key for lever in levers(case) if lever.key.endswith("in_force.seat")] == keys


def test_whoever_is_beyond_the_end_has_no_such_lever():
    case = scenario(parties={"rebels": {"home_premium": -0.1, "signals": 20, "patience": 1}})
    keys = [lever.title for lever in levers(Scenario.model_validate(case)) if lever.party == "rebels"]
    assert "wins over those at home" not in keys
    assert "shows beforehand that it means it" not in keys
    assert "comes down from its demands sooner" not in keys
    assert "waits longer before it walks out or gives way" in keys


def test_the_page_names_every_kind():
    text = (ROOT / "docs" / "levers.md").read_text(encoding="utf-8")
    every = [
        *kinds.PRINCIPAL,
        *kinds.WITH_OTHERS,
        kinds.EFFORT_AT,
        kinds.FIRM,
        kinds.CONTROL,
        kinds.RESTRAINT,
        kinds.GESTURE,
        *kinds.CONVENER,
        kinds.PATRON,
        *kinds.MEDIATOR,
    ]
    for kind in every:
        row = next(
            line
            for line in text.splitlines()
            if line.startswith("| `") and kind.key in line and f"{kind.end:g}".replace("-", "−") in line
        )
        assert (
            row.rstrip(" |").endswith(
                kind.why.replace("one at every", "a text at every").replace("who does", "who means it")
            )
            or kind.key == "signals"
        )


# ------------------------------------------------------------------------------
# The least step


def response(shares, histories=1000):
    """Answers in which the first so many say yes: a step up or down flips some one way only."""
    return lambda step: np.arange(histories) < round(shares[step] * histories)


@pytest.mark.parametrize("target", [0.31, 0.5, 0.77, 0.9])
@pytest.mark.parametrize("steps", [1, 2, 7, 64])
def test_the_least_step_of_a_rise_is_that_of_a_scan(steps, target):
    shares = np.linspace(0.3, 0.8, steps + 1) ** 1.3
    found = least_step(steps, response(shares), response(shares), target)
    scan = [step for step in range(steps + 1) if np.round(shares[step], 3) >= target]
    assert found.step == (scan[0] if scan else None)
    assert found.best == steps
    assert found.shape == "rises"


def test_what_falls_has_its_best_at_the_start():
    falling, flat = response(np.linspace(0.4, 0.1, 65)), response([0.4] * 65)
    assert least_step(64, falling, falling, 0.5) == (None, 0, "falls")
    assert least_step(64, flat, flat, 0.5) == (None, 0, "flat")


def test_a_hill_is_looked_at_more_closely():
    """Above the target between a quarter and a half only, where five places would miss the least step."""
    shares = 0.2 + 0.5 * np.exp(-((np.arange(65) - 26) ** 2) / 60)
    found = least_step(64, response(shares), response(shares), 0.6)
    assert found.shape == "rises and falls"
    assert found.step == next(step for step in range(65) if np.round(shares[step], 3) >= 0.6)


@pytest.mark.parametrize("tilt", [0.6, 1.0, 1.4])
@pytest.mark.parametrize("target", [0.33, 0.44, 0.5, 0.56, 0.79])
def test_the_least_step_is_that_of_all_histories_however_lucky_those_are_that_are_looked_at(tilt, target):
    shares = np.linspace(0.3, 0.8, 65)
    found = least_step(64, response(0.25 + tilt * (shares - 0.3), 200), response(shares), target)
    assert found.step == next(step for step in range(65) if np.round(shares[step], 3) >= target)


# ------------------------------------------------------------------------------
# Bundles


def made_up(party, issue, cost):
    return Lever(
        party,
        f"positions.{issue}",
        f"gives way on: {issue}",
        "",
        2,
        lambda step: step,
        lambda step: {},
        issue,
        lambda step: cost * step / 2,
    )


def test_the_best_bundle_is_that_of_a_scan_and_needs_two_that_only_help_together():
    concessions = [made_up("a", "x", 0.2), made_up("a", "y", 0.2), made_up("b", "x", 0.2), made_up("b", "z", 0.4)]
    names = [name_of(lever) for lever in concessions]
    known = dict(zip(names, concessions, strict=True))

    def chance(setting):
        at = dict(setting)
        x, y, other, z = (at.get(name, 0) / 2 for name in names)
        return 0.1 + 0.5 * x * other + 0.05 * y + 0.3 * z**2

    def ask(settings, rough):
        return [np.arange(2000) < 2000 * chance(setting) for setting in settings]

    for budget in (0.0, 0.2, 0.4, 0.6, 1.0):
        found = best_bundle(concessions, budget, ask)
        every = [
            tuple((name, step) for name, step in zip(names, steps, strict=True) if step)
            for steps in product(range(3), repeat=4)
        ]
        best = max(chance(setting) for setting in every if cost_of(setting, known) <= budget + 1e-9)
        assert chance(found.steps) == pytest.approx(best, abs=0.01)
        assert found.cost <= budget + 1e-9
    whole = best_bundle(concessions, 1.0, ask)
    order = [name for name, _ in whole.steps]
    assert abs(order.index(names[0]) - order.index(names[2])) == 1  # what helps together stands together
    assert order[-1] == names[1]


def test_a_bundle_stops_at_the_target_and_costs_no_more_than_it_must():
    concessions = [
        made_up(party, issue, cost) for party, issue, cost in (("a", "x", 0.1), ("a", "y", 0.3), ("b", "z", 0.2))
    ]
    known = {name_of(lever): lever for lever in concessions}

    def chance(setting):
        return 0.2 + sum(0.1 * step for _, step in setting)

    def ask(settings, rough):
        return [np.arange(2000) < 2000 * chance(setting) for setting in settings]

    for target in (0.25, 0.3, 0.4, 0.55, 0.7):
        found = best_bundle(concessions, 1.0, ask, target)
        every = [
            tuple((name, step) for name, step in zip(known, steps, strict=True) if step)
            for steps in product(range(3), repeat=3)
        ]
        cheapest = min(cost_of(setting, known) for setting in every if chance(setting) >= target - 1e-9)
        assert chance(found.steps) >= target - 1e-9
        assert found.cost == pytest.approx(cheapest)
        assert all(chance(found.steps[:n]) < target - 1e-9 for n in range(len(found.steps)))


def test_no_step_comes_after_the_one_that_reaches_the_target():
    def ask(settings, rough):
        return [np.arange(100) < 100 * (0.2 + 0.1 * len(setting)) for setting in settings]

    order = [("a", 1), ("b", 2), ("c", 1)]
    for target, steps in ((0.3, 1), (0.35, 2), (0.4, 2), (0.5, 3), (0.9, 3)):
        assert _until(order, Search({}, 1.0, target, ask)) == order[:steps]


def test_two_concessions_on_one_issue_cost_as_much_as_the_dearer():
    demand, delivery = made_up("a", "x", 0.3), made_up("a", "x", 0.2)._replace(key="in_force.x")
    known = {name_of(lever): lever for lever in (demand, delivery)}
    assert cost_of(tuple((name, 2) for name in known), known) == pytest.approx(0.3)


# ------------------------------------------------------------------------------
# The command


@pytest.fixture(scope="module")
def pie(tmp_path_factory):
    file = tmp_path_factory.mktemp("lever") / "pie.yaml"
    file.write_text(json.dumps(PLAIN))
    return file


@pytest.fixture(scope="module")
def told(pie):
    done = parley("lever", pie, "--target", "deal=0.6", "--histories", 300, "--out", pie.parent / "out", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.pop("out") == str(pie.parent / "out")
    return found


def share_in_a_run(words, folder, asked="deal"):
    """The share of an outcome that a command line of `parley run` gives."""
    assert words[:2] == ["parley", "run"]
    done = parley(*words[1:], "--out", folder, "--quiet", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["outcomes"][asked]


def test_the_base_is_the_share_of_a_run(told, pie, tmp_path):
    words = ["parley", "run", str(pie), "--histories", "300"]
    assert told["base"] == share_in_a_run(words, tmp_path / "run")
    assert {each.name: each.default for each in command.params}["histories"] == DEFAULT_HISTORIES


def test_what_is_advised_gives_in_a_run_what_is_printed(pie, tmp_path, monkeypatch):
    """With other histories, another seed and changes of one's own; and the search looks at a few of the histories."""
    monkeypatch.setattr(player, "LOOK", 100)
    sets = ("--set", "parties.state.patience={uniform: [3, 9]}", "--set", "title=It's a pie")
    options = ("--histories", "400", "--seed", "7")
    base = load(pie, sets[1::2], to_run=True).scenario
    run = ("parley", "run", str(pie), *sets)
    request = Request(base, Target(("deal",), 0.6), (), 2.0, 400, 7, True, run=run, options=options)
    told = find_levers(request, Threads(2))
    assert told["looked_at"] == 100
    assert told["base"] == share_in_a_run([*run, *options], tmp_path / "base")
    advised = [row for row in told["levers"] if row["enough"]]
    assert len(advised) >= 3
    assert told["bundle"]["enough"]
    forms = sorted(advised, key=lambda row: "{" not in row["command"].removeprefix(shlex.join(run)))
    for i, row in enumerate(
        [*forms[:2], forms[-1], {**told["bundle"], "chance": told["bundle"]["steps"][-1]["chance"]}]
    ):
        assert row["chance"]["p"] >= 0.6
        assert row["chance"] == share_in_a_run(shlex.split(row["command"]), tmp_path / str(i))
    console = Console(file=io.StringIO(), width=80)
    print_levers(told, console)
    lines = console.file.getvalue().splitlines()
    for row in (*advised, told["bundle"]):
        assert f"  {row['command']}" in lines, "in one line, to be copied"


def test_progress_never_passes_the_whole(pie, monkeypatch):
    seen = []

    class Watched(Progress):
        def advance(self, n):
            super().advance(n)
            seen.append(self.done / self.total)

    monkeypatch.setattr(running, "Progress", Watched)
    find_levers(Request(load(pie).scenario, Target(("deal",), 0.6), (), 0.5, 60, 1, True), Threads(1))
    assert len(seen) > 100
    assert max(seen) <= 1
    assert np.mean(np.array(seen) > 0.99) < 0.3, "it is not at its end for long"


def test_crossing_a_red_line_is_said_in_every_row_that_does(tmp_path):
    (tmp_path / "red.yaml").write_text(json.dumps(RED))
    words = ["lever", tmp_path / "red.yaml", "--target", "deal=0.2", "--histories", 100, "--out"]
    kept = parley(*words, tmp_path / "kept")
    assert "no party gives more than its own red line allows" in " ".join(kept.stdout.split())
    assert "crosses its red line" not in kept.stdout
    told = json.loads((tmp_path / "kept" / "lever.json").read_text())
    assert told["red_lines"] == "kept"
    assert not any(row["crosses_red_line"] or row["enough"] for row in told["levers"])
    crossed = parley(*words, tmp_path / "crossed", "--cross-red-lines")
    told = json.loads((tmp_path / "crossed" / "lever.json").read_text())
    marked = [row for row in (*told["levers"], *told["bundle"]["steps"]) if row["crosses_red_line"]]
    assert marked
    assert any(path.startswith("parties.rebels.positions.pie.red_line") for row in marked for path in row["set"])
    assert "crosses its red line" in " ".join(crossed.stdout.split())


def test_every_row_is_enough_or_falls_short(told):
    assert any(row["enough"] for row in told["levers"])
    for row in told["levers"]:
        assert (row["chance"]["p"] >= 0.6) == row["enough"]


def test_the_bundle_keeps_to_its_budget_and_the_folder_holds_what_was_said(told, pie):
    bundle = told["bundle"]
    assert bundle["cost"] <= bundle["budget"]
    assert [step["cost"] for step in bundle["steps"]] == sorted(step["cost"] for step in bundle["steps"])
    assert all(step["chance"]["p"] < 0.6 for step in bundle["steps"][:-1])
    assert json.loads((pie.parent / "out" / "lever.json").read_text()) == told
    assert (pie.parent / "out" / "figures" / "levers.svg").read_text().startswith("<?xml")


def test_workers_do_not_show(told, pie):
    words = ("lever", pie, "--target", "deal=0.6", "--histories", 300, "--workers", 1, "--json")
    again = json.loads(parley(*words, cwd=pie.parent).stdout)
    assert again.pop("out") == "results/pie-lever-1"
    assert again == told


def test_it_says_when_nothing_is_enough_or_needed(pie):
    words = ("lever", pie, "--target", "deal=1", "--histories", 100, "--party", "state", "--budget", 0)
    short = parley(*words, cwd=pie.parent)
    assert "No single change is enough" in " ".join(short.stdout.split())
    assert "No concessions worth 0 u" in " ".join(short.stdout.split())
    assert "To play what is enough" not in short.stdout
    done = parley("lever", pie, "--target", "deal+no_deal=0.9", "--histories", 100, cwd=pie.parent)
    assert "nothing needs to change" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--target", "deel=0.5"), "did you mean"),
        (("--target", "deal"), "write NAME=P"),
        (("--target", "deal=1.5"), "write NAME=P"),
        (("--target", "deal=nan"), "write NAME=P"),
        (("--target", "deal=0.5", "--party", "rebel", "--party", "stat"), "no party"),
        (("--target", "deal=0.5", "--budget", "nan"), "--budget"),
        ((), "--target"),
    ],
)
def test_bad_input_is_said_and_nothing_written(options, said, pie, tmp_path):
    done = parley("lever", pie, *options, "--out", tmp_path / "none")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "none").exists()
    if "rebel" in options:
        assert len(done.stderr.strip().splitlines()) == 2
