"""The doubt of a scenario stands beside its answer wherever one was kept of it, and of nothing else."""

import json
import os

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.runs.doubts import kept_doubt
from sim.engine.identity import rules_hash
from tests.conftest import PLAIN, merged

DATA = merged(PLAIN, {"question": "Is there a deal?", "answers": "talks.settlement"})
SAID = "of 100 over assumptions that nobody can settle"


def kept(results, folder, lo, scenario="same", rules=None, name="deal"):
    path = results / folder / "doubt.json"
    path.parent.mkdir(parents=True)
    about = {"scenario_sha256": scenario, "rules_sha256": rules or rules_hash()}
    path.write_text(json.dumps({**about, "answers": {name: {"lo": lo, "hi": 0.9}}}))
    return path


def test_the_newest_of_the_same_scenario_rules_and_answer_is_found(tmp_path):
    assert kept_doubt("same", "deal", tmp_path) is None
    old = kept(tmp_path, "pie-doubt-1", 0.1)
    kept(tmp_path, "pie-report-1/doubt", 0.2)
    os.utime(old, (1, 1))
    newer = [
        kept(tmp_path, "of-another-scenario", 0.3, scenario="other"),
        kept(tmp_path, "of-other-rules", 0.4, rules="other"),
        kept(tmp_path, "of-another-answer", 0.5, name="war"),
    ]
    for path in newer:
        os.utime(path, (4e9, 4e9))
    found = kept_doubt("same", "deal", tmp_path)
    assert found is not None
    assert (found.lo, found.hi, found.folder) == (0.2, 0.9, tmp_path / "pie-report-1" / "doubt")
    assert found.words().startswith(f"20 to 90 {SAID}")


@pytest.mark.parametrize("damaged", ["", "[]", "{}", '{"answers": 3}', "null"])
def test_what_cannot_be_read_is_passed_over(damaged, tmp_path):
    path = kept(tmp_path, "pie-doubt-2", 0.1)
    path.write_text(damaged)
    assert kept_doubt("same", "deal", tmp_path) is None


@pytest.mark.slow
def test_it_stands_beside_the_answer_of_a_run_a_comparison_and_a_sweep(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pie.yaml").write_text(json.dumps(DATA))
    experiment = {
        "parley_experiment": 1, "title": "A pie", "scenario": "pie.yaml", "design": "grid", "histories": 20,
        "factors": {"patience": {"path": "parties.state.patience", "values": [6, 12]}},
    }  # fmt: skip
    (tmp_path / "e.yaml").write_text(json.dumps(experiment))

    def said(*words):
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    asked = [
        ("run", "pie.yaml", "--histories", "20"),
        ("compare", "pie.yaml", "--set", "parties.state.patience=9", "--histories", "20"),
        ("sweep", "e.yaml"),
    ]
    for words in asked:
        assert SAID not in said(*words)
    assert "parley doubt" in said(*asked[0])
    said("doubt", "pie.yaml", "--points", "8", "--histories", "4")
    for words in asked:
        assert f"{SAID} (results/pie-doubt-1)" in said(*words)
    assert "parley doubt" not in said(*asked[0])
    assert SAID not in said(*asked[0], "--set", "parties.state.patience=9")
