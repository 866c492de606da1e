"""A sweep on a Dask cluster, with a worker killed in the middle, says the same as one on threads."""

import os
import signal
import time

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.sweep.run import JOURNAL
from tests.clusters import local_cluster
from tests.command_line.commands import start_parley
from tests.places import ROOT

pytestmark = pytest.mark.slow

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")

EXPERIMENT = ROOT / "experiments" / "sincerity_and_patience.yaml"
WORDS = ["sweep", str(EXPERIMENT), "--histories", "1000", "--quiet"]  # fifty pieces


def test_a_killed_worker_shows_in_no_byte_of_a_sweep(tmp_path):
    assert CliRunner().invoke(cli, [*WORDS, "--out", str(tmp_path / "whole")]).exit_code == 0
    with local_cluster() as cluster:
        with distributed.Client(cluster.address, set_as_default=False) as client:
            processes = list(client.run(os.getpid).values())
        assert len(processes) == 2
        words = [*WORDS, "--out", str(tmp_path / "far"), "--scheduler", cluster.address]
        far = start_parley(*words)
        journal = tmp_path / "far" / JOURNAL
        while not journal.exists() or journal.read_bytes().count(b"\n") < 10:
            assert far.poll() is None
            time.sleep(0.01)
        os.kill(processes[0], signal.SIGKILL)
        assert not (tmp_path / "far" / "summary.json").exists()  # it was in the middle
        assert far.wait(timeout=300) == 0
    for name in ("summary.json", "points.csv"):
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
