"""Sweeps: every point as if run alone, whatever the workers, interruptions and failures on the way."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from matplotlib.text import Text

from experiments.cli import cli
from experiments.estimates.statistics import paired
from experiments.figures.heat_map import cell_words
from experiments.figures.page import WIDTH
from experiments.runs.workers.threads import Threads
from experiments.store.folder import Results
from experiments.store.shards import Shard
from experiments.sweep import planning, player, run, told
from experiments.sweep.experiment import load_experiment
from experiments.sweep.figure import figures_of
from experiments.sweep.journal import Journal
from experiments.sweep.run import JOURNAL, Request, sweep
from experiments.sweep.words import sentence, share_words
from sim.scenario.yaml_text import dump
from tests.command_line.commands import parley, start_parley
from tests.conftest import columns, merged, scenario
from tests.places import ROOT

pytestmark = pytest.mark.slow

BASE = scenario(
    parties={"rebels": {"settles": 0.5}, "state": {"settles": 0.6}},
    tables={
        "talks": {"rungs": [{"name": "swap", "agenda": []}, {"name": "settlement", "agenda": ["pie"], "binding": True}]}
    },
)
EXPERIMENT = {
    "parley_experiment": 1,
    "title": "Prior against patience",
    "scenario": "base.yaml",
    "design": "grid",
    "factors": {
        "prior": {"title": "The rebels' sincerity", "path": "parties.rebels.settles", "values": [0.2, 0.8]},
        "patience": {"unit": "meetings", "path": "parties.state.patience", "values": [2, 6, 12]},
    },
    "histories": 1200,
    "headline": "deal",
}


DRAWN_AND_MISSPELT = {
    "design": "latin_hypercube",
    "points": 40,
    "factors": {
        "prior": {"path": "parties.rebbels.settles", "values": None, "range": [0.2, 0.8]},
        "patience": {"values": None, "range": [2, 12]},
    },
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.yaml").write_text(dump(BASE))
    return tmp_path


def write(folder, **changes):
    path = folder / "experiment.yaml"
    path.write_text(dump(merged(EXPERIMENT, changes)))
    return path


def swept(folder, out="out", workers=2, resume=False, **changes):
    return sweep(Request(load_experiment(write(folder, **changes)), folder / out, resume, quiet=True), Threads(workers))


def summary(folder, out="out"):
    return (folder / out / "summary.json").read_bytes()


def test_a_point_is_what_a_run_of_its_scenario_says(folder):
    told = swept(folder).told
    for point in told["points"]:
        changed = merged(BASE, {"parties": {"rebels": {"settles": point["values"]["prior"]}}})
        changed = merged(changed, {"parties": {"state": {"patience": point["values"]["patience"]}}})
        alone = columns(changed, 1200)
        assert point["headline"]["n"] == int((alone["outcome"] == 0).sum())
        assert point["tables"]["talks"]["rungs"]["swap"]["n"] == int(
            ((alone["talks.swap.reached"] > 0) | (alone["talks.settlement.reached"] > 0)).sum()
        )


def test_what_a_factor_moves_is_a_paired_difference(folder):
    told = swept(folder).told
    gap = next(finding["gap"] for finding in told["findings"] if finding["factor"] == "prior")
    means = []
    for settles in (0.2, 0.8):
        answers = [
            columns(merged(BASE, {"parties": {"rebels": {"settles": settles}, "state": {"patience": patience}}}), 1200)
            for patience in (2, 6, 12)
        ]
        means.append(np.mean([each["outcome"] == 0 for each in answers], axis=0))
    expected = paired(*means)
    assert (gap["from"], gap["to"]) == (0.2, 0.8)
    assert (gap["d"], gap["lo"], gap["hi"]) == (expected.d, expected.lo, expected.hi)


def test_workers_do_not_show(folder):
    for out, workers in (("one", 1), ("three", 3)):
        swept(folder, out, workers)
    assert summary(folder, "one") == summary(folder, "three")
    assert (folder / "one/points.csv").read_bytes() == (folder / "three/points.csv").read_bytes()


def test_how_many_points_are_told_together_does_not_show(folder, monkeypatch):
    """Nor that some of them are the base with a number set, others a scenario of their own, and one is none."""
    three, one = (
        {"tables.talks.rungs": [{"name": name, "agenda": ["pie"], "binding": True} for name in names]}
        for names in (("swap", "deal", "settlement"), ("settlement",))
    )
    factors = {
        "prior": {"values": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]},
        "patience": None,
        "ladder": {"levels": {"a": {}, "b": {}, "c": {}, "three": three, "one": one, "d": {}}},
    }
    for out, many in (("all", 1000), ("two", 2), ("one", 1)):
        monkeypatch.setattr(told, "AT_ONCE", many)
        swept(folder, out, histories=100, design="zip", factors=factors, headline="talks.swap")
    assert summary(folder, "all") == summary(folder, "two") == summary(folder, "one")
    assert (folder / "all/points.csv").read_bytes() == (folder / "one/points.csv").read_bytes()
    lines = (folder / "all/summary.json").read_text().splitlines()
    points = json.loads(summary(folder, "all"))["points"]
    assert ["error" in point for point in points] == [False, False, False, False, True, False]
    written = [line.strip().removesuffix(",") for line in lines if line.startswith('  {"point"')]
    assert written == [json.dumps(point, ensure_ascii=False) for point in points]


def test_half_a_sweep_is_balanced():
    order = list(player.rounds_of(7, 2 * player.CHUNK))
    half = order[: len(order) // 2]
    assert Counter(point for point, _, _ in half) == dict.fromkeys(range(7), 1)
    assert [point for point, _, _ in half] != sorted(range(7))


def test_pieces_of_few_histories_are_played_several_at_once():
    def sizes(points, histories):
        pieces = (player.Piece(*place, player.Played(None)) for place in player.rounds_of(points, histories))
        found = list(player.at_once(pieces, points * histories))
        assert [piece[:3] for several in found for piece in several] == list(player.rounds_of(points, histories))
        return [len(several) for several in found]

    assert sizes(1000, 100) == [20] * 50
    assert sizes(7, 2 * player.CHUNK) == [1] * 14
    assert sizes(40, 20) == [1] * 40  # so that every worker has some
    assert set(sizes(200, 20)) == {6, 2}


def test_a_torn_journal_is_gone_on_with(folder):
    swept(folder, "whole")
    swept(folder, "torn")
    journal = folder / "torn" / JOURNAL
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:5]) + lines[5][:40])
    (folder / "torn/summary.json").unlink()
    swept(folder, "torn", resume=True)
    assert summary(folder, "torn") == summary(folder, "whole")
    assert len(list(Journal(journal, Results(folder / "torn").mark).entries())) == len(lines)
    assert not list(Journal(journal, "another sweep").entries())


def test_a_line_that_was_changed_is_played_again(folder):
    swept(folder, "whole")
    swept(folder, "changed")
    journal = folder / "changed" / JOURNAL
    journal.write_text(journal.read_text().replace('"first":0', '"first":1', 1))
    swept(folder, "changed", resume=True)
    assert summary(folder, "changed") == summary(folder, "whole")


def test_killed_again_and_again_it_ends_the_same(folder):
    file = write(folder, histories=6000)
    assert parley("sweep", file, "--quiet", "--out", folder / "whole").returncode == 0
    kills = 0
    for _ in range(5):
        process = start_parley("sweep", file, "--quiet", "--out", folder / "killed", "--resume")
        before = _lines(folder)
        while process.poll() is None and _lines(folder) < before + 4:
            time.sleep(0.005)
        kills += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert kills >= 3
    assert parley("sweep", file, "--quiet", "--out", folder / "killed", "--resume").returncode == 0
    assert summary(folder, "killed") == summary(folder, "whole")


def test_shards_merge_to_the_same(folder):
    swept(folder, "whole")
    file = str(folder / "experiment.yaml")
    shards = [str(folder / f"shard{i}") for i in range(1, 8)]
    for i, shard in enumerate(shards, start=1):
        assert CliRunner().invoke(cli, ["sweep", file, "--shard", f"{i}/7", "--out", shard, "--quiet"]).exit_code == 0
        assert not (Path(shard) / "summary.json").exists()
    half = CliRunner().invoke(cli, ["merge", *shards[:5], "--out", str(folder / "half")])
    assert half.exit_code == 2
    assert "6/7, 7/7" in half.output
    assert not (folder / "half").exists()
    done = CliRunner().invoke(cli, ["merge", *reversed(shards), "--out", str(folder / "merged")])
    assert done.exit_code == 0, done.output
    for name in ("summary.json", "points.csv", "figures/heat_map.svg"):
        assert (folder / "merged" / name).read_bytes() == (folder / "whole" / name).read_bytes()


def test_shards_of_a_scenario_that_has_changed_are_refused(folder):
    file = str(write(folder, histories=600))
    assert (
        CliRunner().invoke(cli, ["sweep", file, "--shard", "1/1", "--out", str(folder / "1"), "--quiet"]).exit_code == 0
    )
    (folder / "base.yaml").write_text(dump(merged(BASE, {"parties": {"state": {"settles": 0.7}}})))
    done = CliRunner().invoke(cli, ["merge", str(folder / "1"), "--out", str(folder / "merged")])
    assert done.exit_code == 2
    assert "the scenario of" in done.output
    assert not (folder / "merged").exists()


def test_a_level_is_refused_only_if_it_is_wrong_everywhere(folder):
    """A shorter range is wrong with the ideals of the base, and right with those of some points."""
    factors = {
        "range": {"path": "issues.pie.range", "values": [[0, 100], [0, 50]]},
        "ideal": {"path": "parties.rebels.positions.pie.ideal", "values": [100, 20]},
    }
    for ideals in ([100, 20], [20, 100]):
        factors["ideal"]["values"] = ideals
        told = swept(folder, f"out{ideals[0]}", histories=20, factors={"prior": None, "patience": None} | factors).told
        assert sum("error" in point for point in told["points"]) == 1


def test_a_shard_that_lacks_a_piece_is_named(folder):
    file = str(write(folder))
    for i in (1, 2):
        CliRunner().invoke(cli, ["sweep", file, "--shard", f"{i}/2", "--out", str(folder / f"{i}"), "--quiet"])
    journal = folder / "2" / JOURNAL
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    done = CliRunner().invoke(cli, ["merge", str(folder / "1"), str(folder / "2"), "--out", str(folder / "merged")])
    assert done.exit_code == 2
    assert "shard 2/2" in done.output
    assert not (folder / "merged").exists()


def _lines(folder):
    path = folder / "killed" / JOURNAL
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_factors_are_compared_only_where_the_others_are_alike(folder):
    """Of six points the two with much patience and little sincerity, or the reverse, are left out."""
    told = swept(folder, where=["prior + 0.05 * patience <= 1.2", "prior + 0.05 * patience >= 0.4"]).told
    left = {(point["values"]["prior"], point["values"]["patience"]): point for point in told["points"]}
    assert set(left) == {(0.8, 2), (0.2, 6), (0.8, 6), (0.2, 12)}
    (finding,) = told["findings"]
    assert finding["factor"] == "prior"
    assert [(level["points"], level["mean"]) for level in finding["levels"]] == [
        (1, left[0.2, 6]["headline"]["p"]), (1, left[0.8, 6]["headline"]["p"])
    ]  # fmt: skip
    assert "where the others are alike, “The rebels' sincerity” moves it by" in sentence(told)


def test_factors_that_only_move_together_are_told_nothing_of(folder):
    told = swept(folder, design="zip", factors={"patience": {"values": [2, 6]}}).told
    assert told["findings"] == []
    assert "moves it" not in sentence(told)


def test_brackets_in_names_are_text(folder):
    file = write(folder, histories=20, title="[/bold] x [b]", factors={"prior": {"title": "[red]Prior[/red]"}})
    done = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(folder / "out"), "--quiet"])
    assert done.exit_code == 0, done.stderr
    assert "[/bold] x [b]" in done.stdout
    assert "[red]Prior[/red]" in done.stdout


def test_an_interrupt_says_how_to_go_on(folder, interruptible):
    file = write(folder, histories=200_000)
    command = [sys.executable, "-m", "experiments.cli", "sweep", str(file), "--quiet", "--out", str(folder / "out")]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    while not (folder / "out" / JOURNAL).exists() or os.path.getsize(folder / "out" / JOURNAL) == 0:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert f"parley sweep {file} --out {folder / 'out'} --resume" in said
    assert "Traceback" not in said


def test_another_experiment_is_not_gone_on_with(folder):
    swept(folder)
    file = write(folder, factors={"prior": {"values": [0.2, 0.9]}})
    done = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(folder / "out"), "--resume"])
    assert done.exit_code == 2
    assert "another experiment" in done.output


def test_a_point_that_fails_is_a_row_and_the_rest_goes_on(folder):
    """A red line and an ideal that are each possible, but not together."""
    factors = {
        "prior": None,
        "patience": None,
        "wanted": {"path": "parties.rebels.positions.pie.ideal", "values": [1, 0.2]},
        "line": {"path": "parties.rebels.positions.pie.red_line", "values": [[0, 1], [0.5, 1]]},
    }
    told = swept(folder, factors=factors).told
    failed = [point for point in told["points"] if "error" in point]
    assert [tuple(point["values"].values()) for point in failed] == [(0.2, "0.5, 1")]
    assert "red_line" in failed[0]["error"]
    rows = list(csv.DictReader((folder / "out/points.csv").open()))
    assert [bool(row["error"]) for row in rows] == [False, False, False, True]
    assert len(figures_of(told)) == 1


def test_no_column_of_the_points_overwrites_another(folder):
    """Factors and a ladder are called as columns are that every table of points has."""
    rungs = [{"name": "deal", "agenda": []}, {"name": "collapsed", "agenda": ["pie"]}]
    talks = scenario(BASE, tables={"talks": None, "outcome": {"parties": ["rebels", "state"], "rungs": rungs}})
    talks["outcomes"]["deal"] = {"table": "outcome", "reached": "collapsed"}
    (folder / "base.yaml").write_text(dump(talks))
    names = ("point", "histories", "error")
    factors = {
        name: {"path": f"parties.state.{path}", "values": values}
        for name, path, values in zip(names, ("patience", "cost", "effort"), ([2, 3], [0.5, 1], [0.5, 1]), strict=True)
    }
    told = swept(folder, histories=20, factors={"prior": None, "patience": None} | factors).told
    heading, *rows = csv.reader((folder / "out/points.csv").open())
    assert len(set(heading)) == len(heading) == len(rows[0])
    read = [dict(zip(heading, row, strict=True)) for row in rows]
    for row, point in zip(read, told["points"], strict=True):
        assert (row["point"], row["histories"], row["error"]) == (str(point["point"]), "20", "")
        assert [row[f"factor.{name}"] for name in names] == [str(point["values"][name]) for name in names]
        of_table = point["tables"]["outcome"]
        assert row["outcome.deal.p"] == str(point["outcomes"]["deal"]["p"])
        assert row["rung.outcome.deal.p"] == str(of_table["rungs"]["deal"]["p"])
        assert row["outcome.collapsed.p"] == str(of_table["rungs"]["collapsed"]["p"])
        assert row["table.outcome.collapsed.p"] == str(of_table["collapsed"]["p"])


def test_a_list_is_played_and_what_was_done_with_it_is_told(folder):
    (folder / "rows.csv").write_text("Prior;patience;Note\n0,2;2;as coded\n0,8;6;\n0,2;2,0;again\n")
    file = write(
        folder,
        design="list",
        csv="rows.csv",
        histories=20,
        factors={"prior": {"values": None}, "patience": {"values": None}},
    )
    done = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(folder / "out"), "--quiet"])
    assert done.exit_code == 0, done.output
    notes = json.loads(summary(folder))["notes"]
    assert notes == [
        'The column "Note" of rows.csv is for readers, and sets nothing.',
        "One point is another one again, and not played twice (line 4 is line 2 again).",
    ]
    for note in notes:
        assert note in " ".join(done.output.split())


@pytest.mark.parametrize("rows", [1, 30])
def test_a_value_out_of_range_is_named_by_its_cell_however_long_the_list(folder, rows, monkeypatch):
    monkeypatch.setattr(planning, "SCENARIOS", 5)
    (folder / "rows.csv").write_text(
        "prior,patience\n" + "".join(f"0.{i + 100},6\n" for i in range(rows)) + "1.5,6\n0.9,6\n"
    )
    file = write(
        folder, design="list", csv="rows.csv", factors={"prior": {"values": None}, "patience": {"values": None}}
    )
    done = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(folder / "out"), "--quiet"])
    assert done.exit_code == 2
    assert (
        done.output == f"{folder / 'rows.csv'}:{rows + 2}:1: parties.rebels.settles: must be between 0 and 1, got 1.5\n"
    )
    assert not (folder / "out").exists()


@pytest.mark.parametrize("factor", [{"range": [6, 12], "steps": 4}, {"values": [6.0, 12.0]}])
def test_a_whole_number_may_be_varied(folder, factor):
    factors = {"prior": None, "patience": None, "rounds": {"path": "time.rounds"} | factor}
    told = swept(folder, histories=20, factors=factors).told
    assert not any("error" in point for point in told["points"])
    assert all(point["values"]["rounds"] == int(point["values"]["rounds"]) for point in told["points"])


def test_a_point_without_the_headline_fails_alone(folder):
    factors = {
        "prior": None,
        "patience": None,
        "outcomes": {"levels": {"as it is": {}, "without": {"outcomes.deal": None}}},
    }
    told = swept(folder, factors=factors).told
    assert "headline" in told["points"][0]
    assert "deal" in told["points"][1]["error"]


def test_structure_may_differ_from_point_to_point(folder):
    """A ladder with another rung is another scenario; each point speaks of its own rungs."""
    ladder = [
        {"name": name, "agenda": agenda} for name, agenda in (("talk", []), ("swap", []), ("settlement", ["pie"]))
    ]
    factors = {
        "prior": None,
        "patience": None,
        "ladder": {"levels": {"two": {}, "three": {"tables.talks.rungs": ladder}}},
    }
    told = swept(folder, factors=factors).told
    assert list(told["points"][0]["tables"]["talks"]["rungs"]) == ["swap", "settlement"]
    assert list(told["points"][1]["tables"]["talks"]["rungs"]) == ["talk", "swap", "settlement"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"desing": "grid"}, "desing: not a known key"),
        ({"design": "gird"}, 'did you mean "grid"'),
        ({"scenario": "none.yaml"}, "there is no file"),
        ({"headline": "deel"}, 'did you mean "deal"'),
        ({"histories": 0}, "must be at least 1"),
        ({"factors": {"prior": {"path": "parties.rebbels.settles"}}}, 'did you mean "rebels"'),
        (DRAWN_AND_MISSPELT, 'did you mean "rebels"'),  # at every point alike
        (
            {"factors": {"prior": {"values": [0.2, 3]}}},
            "factors.prior: parties.rebels.settles: must be between 0 and 1, got 3",
        ),
        ({"factors": {"prior": {"values": None}}}, "a factor has one of values"),
        ({"factors": {"prior": {"values": None, "range": [0, 1]}}}, "needs steps"),
        ({"design": "sobol"}, "needs points"),
        ({"design": "zip"}, "equally many values (prior 2, patience 3)"),
        ({"where": "prior > patienc"}, 'did you mean "patience"'),
        ({"where": "prior > 7"}, "no point satisfies it"),
        ({"set": {"parties.state.patiense": 3}}, 'did you mean "patience"'),
        ({"design": "list", "csv": "none.csv"}, "there is no file"),
    ],
)
def test_bad_input_is_one_message_with_its_place_and_nothing_is_written(folder, changes, message):
    file = write(folder, **changes)
    before = sorted(folder.rglob("*"))
    done = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(folder / "out"), "--quiet"])
    assert done.exit_code == 2, done.output
    assert message in done.output
    assert f"{file}:" in done.output
    assert len(done.output.strip().splitlines()) == 1, done.output
    assert sorted(folder.rglob("*")) == before


def test_a_wrong_scenario_is_named_by_its_own_file(folder):
    file = write(folder)
    (folder / "base.yaml").write_text("parley: 1\ntitle: x\n")
    done = CliRunner().invoke(cli, ["sweep", str(file)])
    assert done.exit_code == 2
    assert "base.yaml:" in done.output


def test_json_is_the_summary_and_where_it_is(folder):
    file = write(folder)
    done = CliRunner().invoke(cli, ["sweep", str(file), "--out", str(folder / "out"), "--json"])
    told = json.loads(done.stdout)
    assert told.pop("out") == str(folder / "out")
    assert told == json.loads(summary(folder))


def test_figures_show_every_point(folder):
    told = swept(folder).told
    [(name, figure)] = figures_of(told).items()
    words = [text.get_text() for text in figure.findobj(Text)]
    assert name == "heat_map"
    for point in told["points"]:
        assert cell_words(point["headline"]["p"]) in words
    assert any("Rebels' sincerity".lower() in word.lower() for word in words)
    long = {"prior": {"title": "Mean sincerity " * 7}, "patience": {"title": "Mean patience of the state " * 4}}
    [widest] = figures_of(swept(folder, "long", factors=long).told).values()
    for drawn in (figure, widest):
        for text in drawn.findobj(Text):
            box = text.get_window_extent(drawn.canvas.get_renderer())
            assert not text.get_text() or (box.x0 >= 0 and box.x1 <= WIDTH / 72 * drawn.dpi)
    ranked = figures_of(swept(folder, "listed", design="one_at_a_time").told)
    assert set(ranked) == {"ranking", "levels"}


def test_the_sentence_has_both_ends(folder):
    told = swept(folder).told
    shares = [point["headline"] for point in told["points"]]
    said = sentence(told)
    for extreme in (min, max):
        assert share_words(extreme(shares, key=lambda share: share["p"])) in said
    assert "“The rebels' sincerity”" in said


class Stops:
    """Workers that take a few pieces, and then no more."""

    def each(self, play, take, pieces, advance=None, meanwhile=None):
        self.taken = list(islice(pieces, 3))
        return iter(())


@pytest.mark.parametrize("shard", [None, Shard(2, 3)])
def test_a_sweep_of_very_many_pieces_makes_them_as_they_are_played(tmp_path, monkeypatch, shard):
    monkeypatch.setattr(player, "CHUNK", 1)
    (tmp_path / "base.yaml").write_text(dump(BASE))
    (tmp_path / "e.yaml").write_text(dump({**EXPERIMENT, "histories": 40_000}))
    loaded = load_experiment(tmp_path / "e.yaml")
    request, backend = Request(loaded, tmp_path / "out", False, True, shard), Stops()
    plan = planning.planned(loaded)
    results = Results.begin(
        tmp_path / "out", run.manifest(loaded, plan.layout.points, shard), loaded.base.scenario, False
    )
    tracemalloc.start()
    run.play(request, plan, results, backend)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(backend.taken) == 3
    assert peak < 4e6  # bytes; a list of the 240,000 pieces takes over twenty million, of a third of them seven
