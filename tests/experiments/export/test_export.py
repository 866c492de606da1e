"""An exported table says in words and real units what the run kept for the machine."""

import csv
import os
import subprocess
import sys

import duckdb
import numpy as np
import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.export.frame import fields, frame, value_at
from experiments.runs.blocks import play
from experiments.runs.reservations import line_of
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from sim.scenario.quantiles import at_share
from sim.world.codes import STAGES
from tests.conftest import kernel
from tests.places import ROOT
from tests.shipped.comparing import SCENARIOS

N = 300
SCENARIO = SCENARIOS / "second_meeting_2018_09.yaml"


def parley(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("run") / "out"
    done = parley("run", SCENARIO, "--histories", N, "--seed", 5, "--out", out, "--quiet")
    assert done.exit_code == 0, done.output
    return out


@pytest.fixture(scope="module")
def compiled():
    return compile_scenario(load(SCENARIO, to_run=True).scenario)


@pytest.fixture(scope="module")
def made(compiled):
    columns = play(compiled, 5, 0, N, kernel())
    return columns, frame(columns, compiled, 5, 0)


def test_csv_and_parquet_hold_the_same_rows(folder, tmp_path, made):
    for kind in ("csv", "parquet"):
        done = parley("export", folder, f"--{kind}", "-o", tmp_path / f"table.{kind}")
        assert done.exit_code == 0, done.output
        assert f"{N} histories" in done.output
    read = {
        kind: duckdb.execute(f"SELECT * FROM '{tmp_path}/table.{kind}'").fetchnumpy() for kind in ("csv", "parquet")
    }
    assert list(read["csv"]) == list(read["parquet"]) == [*made[1], "reservations"]
    for name, values in made[1].items():
        kept = np.ma.filled(read["parquet"][name], np.nan)  # what never came is missing there
        assert np.array_equal(np.asarray(kept, values.dtype), values, equal_nan=values.dtype.kind == "f"), name
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "table.codebook.csv", "table.csv", "table.parquet",
    ]  # fmt: skip


def test_the_codebook_has_a_line_for_each_column(folder, made):
    assert parley("export", folder, "--csv").exit_code == 0
    with open(folder / "histories.codebook.csv", encoding="utf-8") as file:
        first, *rows = csv.DictReader(file)
    assert first == {"column": "", "title": line_of(folder), "unit": "", "holds": "", "meaning": ""}
    assert [row["column"] for row in rows] == [*made[1], "reservations"]
    assert all(row["title"] and row["meaning"] and row["holds"] for row in rows)
    (level,) = [row for row in rows if row["column"] == "prisoners.level"]
    assert (level["unit"], level["holds"]) == ("prisoners", "number")


def test_nothing_is_a_code(compiled, made):
    columns, table = made
    for field in fields(compiled):
        values = table[field.name]
        kinds = {"text": "U", "true or false": "b", "count": "iu", "round": "f", "number": "f"}
        assert values.dtype.kind in kinds[field.kind], field.name
    assert set(table["us_taliban.stage"]) <= set(STAGES)
    assert set(table["outcome"]) <= set(compiled.names.outcomes)
    blocked = columns["us_taliban.block_party"] >= 0
    assert (table["us_taliban.blocked_by"][~blocked] == "").all()
    assert set(table["us_taliban.blocked_by"][blocked]) <= set(compiled.names.parties)
    met = columns["us_taliban.first_meeting"]
    assert np.array_equal(np.isnan(table["us_taliban.first_meeting"]), met == 0)
    assert np.array_equal(table["us_taliban.first_meeting"][met > 0], met[met > 0])


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.37, 0.5, 0.9, 0.9999])
def test_drawn_numbers_are_quantiles_of_their_distributions(compiled, share):
    for uncertain in compiled.uncertain:
        low, high = uncertain.low, uncertain.high
        exact = at_share(uncertain.number, share, low, high)
        assert value_at(uncertain, np.array([share]))[0] == pytest.approx(exact, abs=2e-2 * max(1.0, abs(exact)))


def test_what_cannot_be_exported(tmp_path, folder):
    for words, said in (
        ((tmp_path / "nowhere", "--csv"), "there is no such folder"),
        ((tmp_path, "--csv"), "manifest.json is not there"),
        ((folder,), "say --csv or --parquet"),
    ):
        done = parley("export", *words)
        assert done.exit_code == 2
        assert said in done.output
    assert not list(tmp_path.iterdir())


def test_the_ending_of_a_file_says_its_kind(folder, tmp_path):
    assert parley("export", folder, "-o", tmp_path / "new" / "all.parquet").exit_code == 0
    assert (tmp_path / "new" / "all.parquet").read_bytes().startswith(b"PAR1")


KILLED = """
import os
from experiments import cli
from experiments.export import run
run.put_in_place = lambda *files: os._exit(9)
cli.main()
"""


def test_nothing_stays_of_a_killed_export_once_it_is_asked_for_again(folder, tmp_path):
    words = ["export", str(folder), "--csv", "-o", str(tmp_path / "table.csv")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    killed = subprocess.run([sys.executable, "-c", KILLED, *words], env=environment, capture_output=True, check=False)
    assert (killed.returncode, len(list(tmp_path.iterdir()))) == (9, 1)
    assert parley(*words).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["table.codebook.csv", "table.csv"]
