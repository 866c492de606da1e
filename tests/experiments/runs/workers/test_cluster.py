"""A Dask cluster plays the same histories; what dies is played again, or said in one line with the way to go on."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.runs.workers import cluster as cluster_module
from experiments.runs.workers.threads import AHEAD, BackendError
from tests.clusters import local_cluster
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"
HISTORIES = 33_000  # seven blocks, some seconds on two workers


def words_of(out, *more, histories=HISTORIES):
    return [
        str(word) for word in ("run", SCENARIO, "--histories", histories, "--seed", 3, "--quiet", "--out", out, *more)
    ]


def parley(*words):
    return CliRunner().invoke(cli, list(words))


def start(words):
    """The command in a process of its own, which can outlive a cluster."""
    return subprocess.Popen(
        [sys.executable, "-m", "experiments.cli", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )  # fmt: skip


def wait_for_parts(folder, process, parts=2):
    deadline = time.monotonic() + 120
    while len(list(folder.glob("part-*.parquet"))) < parts:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def said(folder):
    return [(folder / name).read_bytes() for name in ("summary.json", "course.json")]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "run"
    assert parley(*words_of(folder)).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def cluster():
    with local_cluster() as found:
        yield found


@pytest.fixture
def backend(cluster):
    with cluster_module.cluster(cluster.address) as found:
        yield found


def test_a_precision_is_reached_after_as_many_histories(cluster, tmp_path):
    words = ["run", str(SCENARIO), "--precision", "0.02", "--seed", "3", "--quiet", "--out"]
    for folder, more in (("here", ()), ("there", ("--scheduler", cluster.address))):
        done = parley(*words, str(tmp_path / folder), *more)
        assert done.exit_code == 0, done.stderr
    assert said(tmp_path / "here") == said(tmp_path / "there")


def test_a_killed_worker_shows_in_no_byte(cluster, whole, tmp_path):
    with distributed.Client(cluster.address, set_as_default=False) as client:
        processes = list(client.run(os.getpid).values())
    assert len(processes) == 2
    running = start(words_of(tmp_path / "run", "--scheduler", cluster.address))
    wait_for_parts(tmp_path / "run", running)
    os.kill(processes[0], signal.SIGKILL)
    assert not (tmp_path / "run" / "summary.json").exists()  # it was in the middle
    assert running.wait(timeout=120) == 0, running.stderr.read()
    assert said(tmp_path / "run") == said(whole)
    for part in whole.glob("*.parquet"):
        assert part.read_bytes() == (tmp_path / "run" / part.name).read_bytes(), part.name


def test_a_killed_scheduler_is_said_in_a_line_and_the_run_resumes_without_it(whole, tmp_path):
    with local_cluster() as doomed:
        running = start(words_of(tmp_path / "run", "--scheduler", doomed.address))
        wait_for_parts(tmp_path / "run", running)
        doomed.process.kill()
        _, message = running.communicate(timeout=60)
    assert running.returncode == 2
    first, command = message.strip().splitlines()
    assert f"the scheduler {doomed.address} is gone" in first
    assert "parley run" in command
    assert "--resume" in command
    assert parley(*words_of(tmp_path / "run", "--resume")).exit_code == 0
    assert said(tmp_path / "run") == said(whole)


def test_it_listens_on_this_machine_only(cluster):
    import psutil

    process = psutil.Process(cluster.process.pid)
    listening = [
        connection.laddr.ip
        for each in (process, *process.children(recursive=True))
        for connection in each.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 3
    assert set(listening) == {"127.0.0.1"}


def refused(tmp_path, address, message, *more):
    done = parley(*words_of(tmp_path / "run", "--scheduler", address, *more, histories=100))
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_sweep_without_workers_writes_nothing(tmp_path):
    words = ("sweep", ROOT / "experiments" / "mediators.yaml", "--out", tmp_path / "run", "--scheduler", "nonsense")
    done = parley(*map(str, words))
    assert done.exit_code == 2
    assert "no scheduler's address" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("address", ["", "nonsense", "http://127.0.0.1:8786", "tcp://127.0.0.1", "127.0.0.1:8786"])
def test_what_is_no_address_is_refused(tmp_path, address):
    refused(tmp_path, address, "no scheduler's address")


def test_a_scheduler_that_is_not_there_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "PATIENCE", 1)
    refused(tmp_path, "tcp://127.0.0.1:1", "cannot be reached")


def test_a_scheduler_without_workers_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_module, "PATIENCE", 1)
    with local_cluster(workers=0) as empty:
        refused(tmp_path, empty.address, "no workers")


def test_tls_without_certificates_is_refused(tmp_path):
    refused(tmp_path, "tls://127.0.0.1:1", "needs certificates")


def test_without_dask_the_command_that_adds_it_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    refused(tmp_path, "tcp://127.0.0.1:1", "-m pip install dask distributed")


def test_workers_with_another_rule_book_are_refused(tmp_path, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    for package in ("agents", "sim", "experiments"):
        shutil.copytree(ROOT / package, other / package, ignore=shutil.ignore_patterns("__pycache__"))
    rule = other / "agents" / "rules" / "choice.py"
    rule.write_text(rule.read_text() + "\n# changed\n")
    with local_cluster(root=other) as strange:
        refused(tmp_path, strange.address, "another rule book")


def test_agents_of_ones_own_are_refused(tmp_path):
    done = parley(
        *words_of(tmp_path / "run", "--scheduler", "tcp://127.0.0.1:1", "--engine", "mesa", "--agents", "mine")
    )
    assert done.exit_code == 2
    assert "--agents cannot be had" in done.stderr


def test_the_mesa_engine_plays_there_too(cluster, tmp_path):
    engines = {"mesa": ("--engine", "mesa", "--scheduler", cluster.address), "compiled": ()}
    for name, more in engines.items():
        done = parley(*words_of(tmp_path / name, *more, histories=60))
        assert done.exit_code == 0, done.output
    assert said(tmp_path / "mesa") == said(tmp_path / "compiled")


def test_a_sweep_is_the_same_there(cluster, tmp_path):
    for name, more in {"there": ("--scheduler", cluster.address), "here": ()}.items():
        words = (
            "sweep",
            ROOT / "experiments" / "mediators.yaml",
            "--histories",
            40,
            "--quiet",
            "--out",
            tmp_path / name,
        )
        done = parley(*map(str, (*words, *more)))
        assert done.exit_code == 0, done.output
    for name in ("summary.json", "points.csv"):
        assert (tmp_path / "there" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()


def test_few_pieces_are_out_at_once_and_each_is_kept_once(backend):
    taken, kept, heard = [], [], []

    def pieces():
        for piece in range(40):
            taken.append(piece)
            yield piece

    def keep(piece, given):
        assert given == piece * piece
        assert len(taken) - len(kept) <= AHEAD * backend.workers + 1
        kept.append(piece)
        return piece

    def play(piece, beat):
        beat(2)
        beat(1)
        return piece * piece

    assert sorted(backend.each(play, keep, pieces(), heard.append)) == list(range(40))
    assert sum(heard) == 3 * 40


def test_workers_is_the_most_at_once(cluster):
    taken, kept = [], []
    with cluster_module.cluster(cluster.address, 1) as backend:
        assert backend.workers == 1
        pieces = (taken.append(piece) or piece for piece in range(8))
        for piece in backend.each(lambda piece, beat: piece, lambda piece, given: given, pieces):
            kept.append(piece)
            assert len(taken) - len(kept) <= 1
    assert kept == list(range(8))


def test_a_failure_there_is_a_failure_here(backend):
    def play(piece, beat):
        raise ZeroDivisionError("there")

    with pytest.raises(ZeroDivisionError, match="there"):
        list(backend.each(play, lambda piece, given: given, range(3)))


def test_a_piece_that_kills_every_worker_is_given_up(monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "1")  # each is a worker to be started anew

    def play(piece, beat):
        os._exit(1)

    with (
        local_cluster() as doomed,
        cluster_module.cluster(doomed.address) as backend,
        pytest.raises(BackendError, match="died again and again"),
    ):
        list(backend.each(play, lambda piece, given: given, range(1)))
