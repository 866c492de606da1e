"""The command line as a user meets it: exit codes, messages, files, interrupts."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.command_line.commands import fresh_parley, parley, start_parley
from tests.places import ROOT, SCENARIOS

pytestmark = pytest.mark.slow

SCENARIO = SCENARIOS / "secret_talks_2018_05.yaml"


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished run of two and a half blocks, and what it printed."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    done = parley("run", SCENARIO, "--histories", 12_500, "--seed", 3, "--out", folder, "--json")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_help_and_version():
    assert "Commands:" in fresh_parley("--help").stdout
    assert fresh_parley("--version").stdout.startswith("parley ")


def test_json_is_one_object_with_the_settled_names(finished):
    folder, run = finished
    assert list(run) == [
        "scenario", "scenario_sha256", "seed", "histories", "engine", "progress", "outcomes", "tables", "issues", "blame",
        "answer", "changed", "war", "why", "outside", "simulate_seconds", "histories_per_second", "out",
    ]  # fmt: skip
    assert run["histories"] == 12_500
    assert sum(o["n"] for o in run["outcomes"].values()) == 12_500
    table = run["tables"]["kabul_taliban"]
    assert set(table) == {"meetings_mean", "walk_outs_mean", "collapsed", "suspended", "called_off", "rungs"}
    assert set(table["rungs"]["settlement"]) == {"n", "p", "lo", "hi", "median_round", "signed", "ended"}
    for short_of in {row["short_of"] for row in run["blame"]}:
        blamed = sum(row["share"] for row in run["blame"] if row["short_of"] == short_of)
        assert blamed + table["rungs"][short_of]["p"] == pytest.approx(1)
    reached = [rung["p"] for rung in table["rungs"].values()]
    assert reached == sorted(reached, reverse=True)
    assert run["out"] == str(folder)


def test_results_folder_holds_every_history(finished):
    folder, run = finished
    assert sorted(path.name for path in folder.iterdir()) == [
        "SHA256SUMS", "course-000000.parquet", "course-000001.parquet", "course-000002.parquet", "course.json", "figures", "manifest.json", "part-000000.parquet", "part-000001.parquet", "part-000002.parquet", "scenario.yaml", "summary.json",
    ]  # fmt: skip
    rows, progress = duckdb.execute(f"SELECT count(*), sum(progress) FROM '{folder}/part-*.parquet'").fetchone()
    assert (rows, progress) == (12_500, run["progress"]["n"])
    summary = json.loads((folder / "summary.json").read_text())
    assert summary == {
        k: v for k, v in run.items() if k not in {"engine", "simulate_seconds", "histories_per_second", "out"}
    }
    assert {path.name for path in (folder / "figures").iterdir()} == {"outcomes.svg", "rungs_over_time.svg"}


def test_the_resolved_scenario_runs_as_the_same_scenario(finished, tmp_path):
    folder, run = finished
    again = parley("run", folder / "scenario.yaml", "--histories", 200, "--out", tmp_path / "again", "--json")
    assert json.loads(again.stdout)["scenario_sha256"] == run["scenario_sha256"]


def test_workers_and_resume_show_in_no_byte(finished, tmp_path):
    """One worker, two workers, and a folder that lost parts and its summary: equal summaries."""
    folder, _ = finished
    other = tmp_path / "one"
    assert (
        parley(
            "run", SCENARIO, "--histories", 12_500, "--seed", 3, "--out", other, "--workers", 1, "--quiet"
        ).returncode
        == 0
    )
    expected = (folder / "summary.json").read_bytes()
    assert (other / "summary.json").read_bytes() == expected
    (other / "summary.json").unlink()
    (other / "part-000001.parquet").unlink()
    resumed = parley("run", SCENARIO, "--histories", 12_500, "--seed", 3, "--out", other, "--resume", "--quiet")
    assert resumed.returncode == 0, resumed.stderr
    assert (other / "summary.json").read_bytes() == expected


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (("--seed", 4), "seed"),
        (("--histories", 10_000), "number of histories"),
        (("--set", "parties.taliban.patience=9"), "scenario"),
    ],
)
def test_resume_refuses_another_run(finished, changed, reason):
    folder, _ = finished
    options = {"--histories": 12_500, "--seed": 3} | {changed[0]: changed[1]}
    done = parley("run", SCENARIO, "--out", folder, "--resume", *[x for pair in options.items() for x in pair])
    assert done.returncode == 2
    assert f"another {reason}" in done.stderr


def test_an_existing_folder_is_refused(finished):
    folder, _ = finished
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
    done = parley("run", SCENARIO, "--out", folder)
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "made", "message"),
    [
        ("figures", "touch", "figures is a file"),
        ("figures/outcomes.svg", "mkdir", "outcomes.svg cannot be written"),
        ("part-000000.parquet", "mkdir", "part-000000.parquet"),
        ("summary.json", "mkdir", "summary.json is a folder, where a file goes"),
        ("course.json", "mkdir", "course.json is a folder, where a file goes"),
        ("manifest.json", "mkdir", "cannot be used"),
    ],
)
def test_what_stands_in_the_way_of_resuming_is_named(tmp_path, name, made, message):
    folder = tmp_path / "run"
    arguments = ("run", SCENARIO, "--histories", 20, "--out", folder, "--quiet")
    assert parley(*arguments).returncode == 0
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    getattr(path, made)()
    done = parley(*arguments, "--resume")
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_default_folders_never_collide(tmp_path):
    for n in (1, 2):
        assert parley("run", SCENARIO, "--histories", 10, "--quiet", cwd=tmp_path).returncode == 0
        assert (tmp_path / "results" / f"secret_talks_2018_05-{n}" / "summary.json").exists()


def test_mesa_engine_gives_the_same_summary(tmp_path):
    for engine in ("compiled", "mesa"):
        done = parley("run", SCENARIO, "--histories", 60, "--engine", engine, "--out", tmp_path / engine, "--quiet")
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "mesa" / "summary.json").read_bytes() == (tmp_path / "compiled" / "summary.json").read_bytes()


def test_own_agents_change_what_happens(tmp_path):
    (tmp_path / "stubborn.py").write_text(
        "from agents.insurgent import Insurgent\n"
        "class Absent(Insurgent):\n"
        "    def attend(self, table):\n"
        "        return (-9.0,), (-9.0,)\n"
        "AGENTS = {'taliban': Absent}\n"
    )
    done = parley(
        "run", SCENARIO, "--histories", 30, "--engine", "mesa", "--agents", "stubborn", "--json", cwd=tmp_path
    )
    assert done.returncode == 2 or json.loads(done.stdout)["tables"]["kabul_taliban"]["meetings_mean"] == 0.0, (
        done.stderr
    )


@pytest.mark.parametrize(
    ("module", "message"),
    [
        ("AGENTS = {'taliban': int}", "int, given for 'taliban', must be a subclass of agents.party.Principal"),
        (
            "AGENTS = {'taliban': Mediator}",
            "Mediator, given for 'taliban', must be a subclass of agents.party.Principal",
        ),
        ("AGENTS = {'patron': Mediator}", "Mediator, given for 'patron', must be a subclass of agents.party.Principal"),
        (
            "AGENTS = {'mediator': Insurgent}",
            "Insurgent, given for 'mediator', must be a subclass of agents.mediator.Mediator",
        ),
        ("AGENTS = {'talban': Insurgent}", "no party or role is called 'talban'; did you mean \"taliban\"?"),
        ("AGENTS = {3: Insurgent}", "no party or role is called 3"),
        ("AGENTS = {'taliban': Insurgent()}", "missing 4 required positional arguments"),
        ("AGENTS = {'taliban': 'Insurgent'}", "agent classes"),
        ("AGENTS = [Insurgent]", "agent classes"),
        ("", "needs a dictionary AGENTS"),
        ("class Own(Insurgent):\n    def __init__(self):\n        pass\nAGENTS = {'taliban': Own}", "Own.__init__()"),
        ("raise SystemExit(0)", "SystemExit"),
        ("1 +", "SyntaxError"),
    ],
)
def test_agents_that_are_none(tmp_path, module, message):
    imports = "from agents.insurgent import Insurgent\nfrom agents.mediator import Mediator\n"
    (tmp_path / "own.py").write_text(imports + module)
    done = parley("run", SCENARIO, "--engine", "mesa", "--agents", "own", "--out", "out", cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("--agents own: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_trace_is_the_history_that_the_batch_counted(finished):
    folder, _ = finished
    told = json.loads(parley("trace", SCENARIO, "--history", 12_345, "--seed", 3, "--json").stdout)
    row = (
        duckdb.execute(f"SELECT * FROM '{folder}/part-000002.parquet' LIMIT 1 OFFSET 2345").fetchdf().iloc[0].to_dict()
    )
    assert {key: float(value) for key, value in told["row"].items()} == {
        key: float(value) for key, value in row.items()
    }


def test_infinity_is_a_text_in_json(tmp_path):
    def no_number(word):
        raise AssertionError(f"{word} is not JSON")

    endless = ("--set", "parties.taliban.rationality=.inf", "--set", "war.dispersion=.inf")
    folder = tmp_path / "endless"
    done = parley("run", SCENARIO, "--histories", 10, "--out", folder, "--json", *endless)
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout, parse_constant=no_number)
    manifest = json.loads((folder / "manifest.json").read_text(), parse_constant=no_number)
    assert [change["after"] for change in manifest["changes"]] == [".inf", ".inf"]
    assert parley("validate", folder / "scenario.yaml").returncode == 0
    told = parley("trace", SCENARIO, "--history", 0, "--json", *endless).stdout
    assert '".inf"' in told
    json.loads(told, parse_constant=no_number)


def test_a_kill_leaves_whole_parts_only(tmp_path):
    """Killed without warning in the middle, the folder holds whole parts, and resuming gives the undisturbed bytes."""
    arguments = ["run", SCENARIO, "--histories", 35_000, "--seed", 3, "--workers", 1, "--quiet"]
    folder = tmp_path / "killed"
    process = start_parley(*arguments, "--out", folder)
    deadline = time.time() + 120
    while time.time() < deadline and not list(folder.glob("part-*.parquet")):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for part in folder.glob("part-*.parquet"):
        assert duckdb.execute(f"SELECT count(*) FROM '{part}'").fetchone() == (5000,)
    assert not (folder / "summary.json").exists()
    assert parley(*arguments, "--out", folder, "--resume").returncode == 0
    assert parley(*arguments, "--out", tmp_path / "whole").returncode == 0
    assert (folder / "summary.json").read_bytes() == (tmp_path / "whole" / "summary.json").read_bytes()
    assert not list(folder.glob(".*.tmp"))


def test_an_interrupt_says_how_to_go_on(tmp_path, interruptible):
    folder = tmp_path / "stopped"
    command = [
        sys.executable,
        "-m",
        "experiments.cli",
        "run",
        str(SCENARIO),
        "--histories",
        "99000",  # as many as are played in small blocks: some seconds, and the first is soon done
        "--out",
        str(folder),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    deadline = time.time() + 120
    while time.time() < deadline and not list(folder.glob("part-*.parquet")):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    try:
        _, message = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "--resume" in message
    assert str(folder) in message
    assert "Traceback" not in message


@pytest.mark.parametrize("package", ["click", "yaml"])
@pytest.mark.parametrize("excuse", ["raise", "raise ImportError('half a package')", "pass"])
def test_an_interrupt_while_packages_are_imported(tmp_path, interruptible, package, excuse):
    """`click` is imported before anything can catch an exception, `yaml` by the command."""
    (tmp_path / f"{package}.py").write_text(
        "import os, signal, time\n"
        "try:\n"
        "    os.kill(os.getpid(), signal.SIGINT); time.sleep(9)\n"
        f"except BaseException:\n    {excuse}\n"
    )
    command = [sys.executable, "-m", "experiments.cli", "validate", str(SCENARIO)]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}:{ROOT}"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "Interrupted.")


@pytest.mark.parametrize("excuse", ["raise ImportError('half a package')", "pass"])
def test_an_interrupt_that_an_import_swallows_stops_a_run(tmp_path, interruptible, excuse):
    """The figures are imported while the workers play."""
    code = (
        "import os, signal, sys, time; from experiments import cli; from experiments.runs import run as running\n"
        "def warm_up():\n"
        "    try:\n        os.kill(os.getpid(), signal.SIGINT); time.sleep(9)\n"
        f"    except KeyboardInterrupt:\n        {excuse}\n"
        "running.warm_up, running.processors = warm_up, lambda: 99\n"
        f"sys.argv = ['parley', 'run', {str(SCENARIO)!r}, '--histories', '99000', '--out', {str(tmp_path / 'run')!r}]\n"
        "cli.main()"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 130
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("parley: 1\ntitle: [", "bad.yaml:"),
        ("", "nothing in it"),
        ("parley: 1\ntitle: x\nas_of: 2018-01-01\nissues: {a: {}}\nparties: {b: {role: insurgent}}\n", "tables"),
        (
            "parley: 1\ntitle: x\nas_of: 2018-01-01\nissues: {a: {kindd: binary}}\nparties: {b: {role: insurgent}}\n",
            'did you mean "kind"',
        ),
    ],
)
def test_bad_input_is_one_message_and_writes_nothing(tmp_path, text, message):
    (tmp_path / "bad.yaml").write_text(text)
    done = parley("run", "bad.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["bad.yaml"]


@pytest.mark.parametrize(
    "arguments",
    [("run",), ("run", "no_such.yaml"), ("run", SCENARIO, "--seed", "-1"), ("run", SCENARIO, "--histories", "0"), ("fly",),
     ("run", SCENARIO, "--set", "parties.talban.patience=3"), ("run", SCENARIO, "--resume"), ("trace", SCENARIO),
     ("run", SCENARIO, "--engine", "mesa", "--agents", "no_such_module"), ("run", SCENARIO, "--engine", "mesa", "--agents", ""),
     ("run", SCENARIO, "--agents", ""), ("run", SCENARIO, "--out", ""), ("run", SCENARIO, "--out", "", "--resume"), ("run", ""),
     ("validate", ""), ("trace", "", "--history", 1), ("show", "")],
)  # fmt: skip
def test_bad_usage_is_exit_2(arguments, tmp_path):
    done = parley(*arguments, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_misspelt_command_is_told_which_was_meant(tmp_path):
    done = parley("valdate", SCENARIO, cwd=tmp_path)
    assert done.returncode == 2
    assert 'there is no command "valdate"; did you mean "validate"?' in done.stderr


def test_a_misspelt_seat_is_bad_input(tmp_path):
    done = parley("run", SCENARIO, "--set", "tables.kabul_taliban.parties=[afghan_goverment, taliban]", cwd=tmp_path)
    assert done.returncode == 2
    assert 'did you mean "afghan_government"' in done.stderr


def test_a_reader_who_has_seen_enough_is_no_failure():
    command = f"{sys.executable} -m experiments.cli show {SCENARIO} | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_exit_1_without_a_traceback(tmp_path, monkeypatch):
    code = (
        "import sys; from experiments import cli; from experiments.runs import run as running\n"
        "def broken(request): raise RuntimeError('a wheel came off')\n"
        "running.run_scenario = broken\n"
        f"sys.argv = ['parley', 'run', {str(SCENARIO)!r}]\n"
        "cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a wheel came off" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("words", "status"), [(["--version"], 0), (["fly"], 2)])
def test_what_was_put_off_until_the_end_is_done(words, status):
    """The program ends at once, but what packages registered for its end comes first, and is not lost."""
    code = (
        "import atexit, sys; from experiments import cli\n"
        "atexit.register(lambda: print('tidied up', end=''))\n"
        "atexit.register(lambda: print('and said so', end='', file=sys.stderr))\n"
        f"sys.argv = ['parley', *{words!r}]\n"
        "cli.main()"
    )
    command, buffered = [sys.executable, "-c", code], {**os.environ, "PYTHONUNBUFFERED": ""}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=buffered, check=False)
    assert done.returncode == status
    assert done.stdout.endswith("tidied up")
    assert done.stderr.endswith("and said so")


def test_no_colour_codes_when_piped(tmp_path):
    done = parley("run", SCENARIO, "--histories", 100, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted where Linux lists them")
@pytest.mark.parametrize("given", [None, "2"])
def test_linear_algebra_takes_one_thread_unless_told_otherwise(given):
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    environment |= {"OPENBLAS_NUM_THREADS": given} if given else {}
    threads = "import os; print(len(os.listdir('/proc/self/task')))"
    program = f"from experiments.cli import commanded; commanded(); import numpy, os; {threads}"
    command = [sys.executable, "-c", program, "--version"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.splitlines()[-1] == (given or "1")
