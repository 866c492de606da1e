"""The commands and job files of the page on large runs work as they are written there, with small numbers."""

import os
import re
import shlex
import subprocess

import pytest
import yaml

from tests.clusters import COMMAND, local_cluster
from tests.command_line.commands import parley, put_on_path
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

EXAMPLES = ROOT / "docs" / "examples"
PAGE = (ROOT / "docs" / "large_runs.md").read_text(encoding="utf-8")
AT_A_GLANCE = (ROOT / "docs" / "at_a_glance.md").read_text(encoding="utf-8")
FEW = {"HISTORIES": "10100", "SHARDS": "3"}


@pytest.fixture
def folder(tmp_path):
    """Where a reader stands: the scenarios at hand, and `parley` a command."""
    (tmp_path / "scenarios").symlink_to(SCENARIOS)
    (tmp_path / "bin").mkdir()
    put_on_path(tmp_path / "bin")
    return tmp_path


def run(command, folder, **variables):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", **variables}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def summary(folder):
    return (folder / "summary.json").read_bytes()


@pytest.fixture(scope="module")
def undivided(tmp_path_factory):
    """What the same histories say, played in one go."""
    folder = tmp_path_factory.mktemp("undivided") / "run"
    words = [SCENARIOS / "second_meeting_2018_09.yaml", "--histories", FEW["HISTORIES"], "--seed", 1, "--out", folder]
    done = parley("run", *words)
    assert done.returncode == 0, done.stderr
    return summary(folder)


def commands(text):
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.S) for line in block.splitlines() if line]


def test_the_slurm_array(folder, undivided):
    script = EXAMPLES / "slurm_array.sh"
    text = script.read_text()
    assert re.search(r"--array=1-(\d+)", text)[1] == re.search(r"SHARDS:-(\d+)", text)[1]
    for task in ("1", "2", "3", "2"):  # a task that is started again does nothing
        run(["bash", str(script)], folder, SLURM_ARRAY_TASK_ID=task, SLURM_CPUS_PER_TASK="2", **FEW)
    merge = re.search(r"^#   (parley merge .*)$", text, re.M)[1]
    run(["bash", "-c", merge], folder)
    assert summary(folder / "results" / "whole") == undivided


def test_the_kubernetes_job(folder, undivided):
    text = (EXAMPLES / "kubernetes_indexed_job.yaml").read_text()
    job = yaml.safe_load(text)
    assert (job["kind"], job["spec"]["completionMode"]) == ("Job", "Indexed")
    [container] = job["spec"]["template"]["spec"]["containers"]
    variables = {each["name"]: each["value"] for each in container["env"]}
    assert variables["SHARDS"] == str(job["spec"]["completions"])
    assert variables["WORK"] == container["volumeMounts"][0]["mountPath"]
    del variables["PARLEY_CACHE"]  # compiling again would only cost time
    for index in range(int(FEW["SHARDS"])):
        here = {**variables, **FEW, "WORK": str(folder), "JOB_COMPLETION_INDEX": str(index)}
        run(container["command"], folder, **here)
    merge = re.search(r"^#   (parley merge .*)$", text, re.M)[1]
    run(["bash", "-c", merge.replace("/data", str(folder))], folder)
    assert summary(folder / "whole") == undivided


def test_the_commands_of_the_page(folder, undivided):
    told = commands(PAGE)
    assert [line for line in told if not line.startswith("parley ")] == [COMMAND]
    with local_cluster() as cluster:
        for line in told:
            if line.startswith("parley "):
                small = line.replace("1000000", FEW["HISTORIES"]).replace("tcp://127.0.0.1:8786", cluster.address)
                run(shlex.split(small), folder)
    assert summary(folder / "whole") == summary(folder / "dask") == undivided


def test_the_readme_brings_up_the_same_cluster():
    assert any(line.split("  ")[0] == COMMAND for line in commands(AT_A_GLANCE))
    assert any("--scheduler tcp://127.0.0.1:8786" in line for line in commands(AT_A_GLANCE))
