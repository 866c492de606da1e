"""The results folder: what is not whole is played again, what is not ours is refused."""

import json

import numpy as np
import pytest

from experiments.store.folder import Results, StoreError, begin_free
from sim.scenario.load import load
from tests.places import SCENARIOS

MANIFEST = {"scenario_sha256": "a", "seed": 1, "histories": 10, "rules_sha256": "b", "block": 5000, "agents": None}


@pytest.fixture(scope="module")
def scenario():
    return load(SCENARIOS / "generic_civil_war.yaml").scenario


@pytest.fixture
def results(tmp_path, scenario):
    return Results.begin(tmp_path / "run", MANIFEST, scenario, resume=False)


def test_a_folder_that_cannot_be_begun_is_taken_away_again(tmp_path, scenario, monkeypatch):
    """Or the same command, given when there is room again, would find it in the way; without --out, one after the other."""

    def full(path, _):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("experiments.store.folder.write_whole", full)
    with pytest.raises(StoreError, match="No space left"):
        Results.begin(tmp_path / "run", MANIFEST, scenario, resume=False)
    with pytest.raises(StoreError, match="No space left"):
        begin_free(tmp_path, "run", MANIFEST, scenario)
    assert list(tmp_path.iterdir()) == []


COURSE_OF_IT = {"what": np.zeros(1, np.int8), "cell": np.zeros(1, np.int64), "count": np.ones(1, np.int64)}


def columns(n=5):
    return {"outcome": np.arange(n, dtype=np.int32), "a.level": np.linspace(0, 1, n)}


def test_a_part_comes_back_to_the_bit(results):
    results.write_block(0, columns(), COURSE_OF_IT)
    back = results.read_part(0, ["outcome", "a.level"], 5)
    assert back["outcome"].tolist() == [0, 1, 2, 3, 4]
    assert back["a.level"].tobytes() == columns()["a.level"].tobytes()


@pytest.mark.parametrize("fault", ["short", "other columns", "cut off", "absent"])
def test_what_is_not_whole_counts_as_absent(results, fault):
    if fault != "absent":
        results.write_block(0, columns(4 if fault == "short" else 5), COURSE_OF_IT)
    if fault == "cut off":
        path = results.part_path(0)
        path.write_bytes(path.read_bytes()[:-20])
    names = ["outcome", "b.level"] if fault == "other columns" else ["outcome", "a.level"]
    assert results.read_part(0, names, 5) is None


@pytest.mark.parametrize("key", ["scenario_sha256", "seed", "histories", "rules_sha256", "agents"])
def test_resume_refuses_what_would_change_histories(results, scenario, key):
    with pytest.raises(StoreError, match="begun with another"):
        Results.begin(results.folder, MANIFEST | {key: "other"}, scenario, resume=True)


def test_resume_goes_on_where_only_the_scenario_was_written(results, scenario):
    results.manifest_path.unlink()
    Results.begin(results.folder, MANIFEST, scenario, resume=True)
    assert json.loads(results.manifest_path.read_bytes()) == MANIFEST


def test_a_damaged_manifest_is_said_to_be(results, scenario):
    results.manifest_path.write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        Results.begin(results.folder, MANIFEST, scenario, resume=True)


def test_a_folder_of_something_else_is_left_alone(tmp_path, scenario):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("Dear")
    for resume in (False, True):
        with pytest.raises(StoreError):
            Results.begin(tmp_path / "letters", MANIFEST, scenario, resume)
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]


def test_a_file_in_the_way_is_no_fault_of_ours(tmp_path, scenario):
    (tmp_path / "file").write_text("")
    for resume in (False, True):
        with pytest.raises(StoreError):
            Results.begin(tmp_path / "file", MANIFEST, scenario, resume)
        with pytest.raises(StoreError):
            Results.begin(tmp_path / "file" / "below", MANIFEST, scenario, resume)


def test_free_folders_are_never_shared(tmp_path, scenario):
    folders = [begin_free(tmp_path / "results", "talks", MANIFEST, scenario).folder.name for _ in range(3)]
    assert folders == ["talks-1", "talks-2", "talks-3"]


@pytest.mark.parametrize("name", ["outcome=1", "q*", "r[1]", "what?", "it's"])
def test_no_path_is_read_as_a_pattern(tmp_path, scenario, name):
    (tmp_path / "r1").mkdir()
    results = Results.begin(tmp_path / name, MANIFEST, scenario, resume=False)
    results.write_block(0, columns(), COURSE_OF_IT)
    assert results.read_part(0, ["outcome", "a.level"], 5)["outcome"].tolist() == [0, 1, 2, 3, 4]


def test_a_part_of_another_block_or_run_is_not_taken(results, tmp_path, scenario):
    results.write_block(0, columns(), COURSE_OF_IT)
    results.part_path(1).write_bytes(results.part_path(0).read_bytes())
    other = Results.begin(tmp_path / "other", MANIFEST | {"seed": 2}, scenario, resume=False)
    other.part_path(0).write_bytes(results.part_path(0).read_bytes())
    assert results.read_part(1, ["outcome", "a.level"], 5) is None
    assert other.read_part(0, ["outcome", "a.level"], 5) is None
