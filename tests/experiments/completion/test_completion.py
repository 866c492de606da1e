"""What Tab offers, asked as a shell asks it; and bash, zsh and fish themselves where they are installed."""

import json
import os
import shutil
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.completion import installing, shells
from experiments.completion.scenario import KEYS
from experiments.docs import set_paths
from experiments.plots import gallery
from experiments.plots.names import NAMES
from tests.command_line.commands import environment
from tests.places import ROOT

CASE = "scenarios/afghan_peace_2018.yaml"


@pytest.fixture(autouse=True)
def here(monkeypatch):
    shells.register()
    monkeypatch.chdir(ROOT)


def asked(line, shell="bash"):
    """What a shell is told for a line that ends where Tab is pressed: kinds and values."""
    words = line.split(" ")
    variables = {"COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1), "_PARLEY_COMPLETE": f"{shell}_complete"}
    done = CliRunner().invoke(cli, [], prog_name="parley", env=variables)
    assert done.exit_code == 0, done.output
    return [tuple(each.split(",", 1)) for each in done.output.splitlines() if "," in each]


def values(line):
    return [value for _, value in asked(line)]


def test_commands_and_options():
    assert values("parley va") == ["validate"]
    assert {"run", "init", "doctor", "completion"} <= set(values("parley "))
    assert values("parley run --his") == ["--histories"]
    assert values("parley forecast s") == ["score", "seal"]
    assert values("parley run x.yaml --engine m") == ["mesa"]


def test_scenarios_experiments_and_questions_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("parley: 1\n")
    (tmp_path / "built.yaml").write_text("extends: mine.yaml\n")
    (tmp_path / "grid.yaml").write_text("parley_experiment: 1\n")
    (tmp_path / "ask.yaml").write_text("parley_questions: 1\n")
    (tmp_path / "note.txt").write_text("parley: 1\n")
    (tmp_path / "evil\x1b[2J.yaml").write_text("parley: 1\n")
    (tmp_path / "more").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    assert asked("parley run ") == [("path", "built.yaml"), ("path", "mine.yaml"), ("part", "more/")]
    assert values("parley sweep ") == ["grid.yaml", "more/"]
    assert values("parley validate ") == ["built.yaml", "grid.yaml", "mine.yaml", "more/"]
    assert values("parley forecast seal mine.yaml --questions ") == ["ask.yaml", "more/"]
    assert values("parley compare mine.yaml b") == ["built.yaml"]


def test_results_in_the_usual_place_are_offered_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("results/case-1", "results/empty", "kept", "other"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "results/case-1/manifest.json").write_text("{}")
    (tmp_path / "kept/lever.manifest.json").write_text("{}")
    assert values("parley brief ") == ["kept", "results/case-1", "other/", "results/"]
    assert values("parley plot results/") == ["results/case-1", "results/empty/"]
    assert values("parley export k") == ["kept"]


def test_figures():
    assert values("parley plot --kind rung") == ["rungs_over_time"]


def test_names_of_figures_are_those_there_are():
    assert list(gallery.KINDS) == list(NAMES)


def test_paths_of_set_are_those_of_the_scenario():
    assert "parties.taliban." in values(f"parley run {CASE} --set parties.")
    assert asked(f"parley run {CASE} --set parties.taliban.patience") == [
        ("part", "parties.taliban.patience="),
        ("part", "parties.taliban.patience_spread="),
    ]
    assert values(f"parley run {CASE} --set time.rou") == ["time.rounds="]
    assert values(f"parley run {CASE} --set tables.us_taliban.rungs.formal_talks.b") == [
        "tables.us_taliban.rungs.formal_talks.binding="
    ]
    assert values(f"parley run {CASE} --set parties.taliban.patience=1") == []
    assert values("parley run --set ti") == ["time."]


def test_a_mediator_has_a_mediators_numbers():
    assert values(f"parley run {CASE} --set parties.qatar.pat") == []
    assert values(f"parley run {CASE} --set parties.qatar.ski") == ["parties.qatar.skill="]
    assert values(f"parley run {CASE} --set parties.taliban.ski") == []


def test_every_path_offered_is_one_that_the_vocabulary_has():
    assert KEYS.read_text(encoding="utf-8") == set_paths.text()


def test_outcomes_and_rungs():
    assert values(f"parley lever {CASE} --target pea") == ["peace="]
    assert values(f"parley lever {CASE} --target peace+us_with") == ["peace+us_withdrawal_deal="]
    assert values(f"parley run {CASE} --headline us_taliban.f") == ["us_taliban.formal_talks"]
    assert values(f"parley discover {CASE} --outcome us_taliban.c") == [
        "us_taliban.confidence_building",
        "us_taliban.collapsed",
    ]
    assert values(f"parley doubt {CASE} --headline afghan_t") == ["afghan_talks_open"]
    assert values(f"parley lever {CASE} --target 1 --party ta") == ["taliban"]


@pytest.mark.parametrize("given", ["no_such.yaml", "README.md", "scenarios", "/dev/null"])
def test_what_is_no_scenario_offers_no_names(given):
    assert values(f"parley run {given} --headline ") == ["progress"]


def test_a_damaged_scenario_does_no_harm(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("parley: 1\nparties: [1, {name: 3}]\noutcomes: [\n")
    assert values(f"parley run {bad} --set parties.") == []
    bad.write_text("parley: 1\nparties: [1, {name: 3}]\noutcomes: 7\ntables: {a: 3, b: {rungs: {c: 1}}}\n")
    assert values(f"parley run {bad} --headline ") == ["progress", "b.c"]
    assert "parties." in values(f"parley run {bad} --set ")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_a_word_with_its_option_is_completed_whole(shell, monkeypatch):
    line = f"parley run {CASE} --set=time.rou"
    last = line.rsplit(" ", 1)[1] if shell == "fish" else str(len(line.split()) - 1)
    variables = {"COMP_WORDS": line, "COMP_CWORD": last, "_PARLEY_COMPLETE": f"{shell}_complete"}
    done = CliRunner().invoke(cli, [], prog_name="parley", env=variables)
    assert "--set=time.rounds=" in done.output


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        (["--set", "=", "time.rou"], ["--set", "time.rou"]),
        (["--set", "time.rounds", "=", "12"], ["--set", "time.rounds=12"]),
        (["--set", "time.rounds", "=", "12", "--seed", "=", "3"], ["--set", "time.rounds=12", "--seed", "3"]),
        (["a", "=", "=", "b"], ["a==b"]),
        (["--party", "Rebels", ":", "ins"], ["--party", "Rebels:ins"]),
        (["--party", "=", "Rebels", ":"], ["--party", "Rebels:"]),
    ],
)
def test_what_bash_cuts_is_put_together(words, joined):
    assert shells.joined(words) == joined


@pytest.mark.parametrize("before", ["parley init x --party Rebels :", "parley init x --party = Rebels :"])
def test_bash_is_told_what_stands_after_its_last_cut(before):
    assert values(f"{before} ins") == ["insurgent"]
    assert {"insurgent", "mediator"} <= set(values(before))
    assert values(f"{before} nobody") == []


def test_a_name_in_quotation_marks_is_not_cut_and_completed_whole():
    line = 'parley init x --party "Armed rebels:ins'
    variables = {"COMP_WORDS": line, "COMP_CWORD": "4", "_PARLEY_COMPLETE": "bash_complete"}
    done = CliRunner().invoke(cli, [], prog_name="parley", env=variables)
    assert done.output == "plain,Armed rebels:insurgent\n"


TIMED = """
import sys, json
from experiments import cli
status = cli.obey([])
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


@pytest.mark.parametrize("last", ["--set parties.taliban.", "--target ", "--party "])
def test_nothing_heavy_is_imported(last):
    line = f"parley lever {CASE} {last}"
    variables = {"COMP_WORDS": line, "COMP_CWORD": "4", "_PARLEY_COMPLETE": "bash_complete"}
    code = TIMED.replace("cli.obey([])", "cli.commanded()")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(**variables),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert "taliban" in done.stdout or "peace" in done.stdout
    loaded = set(json.loads(done.stderr))
    assert not loaded & {"numpy", "numba", "pydantic", "matplotlib", "duckdb", "scipy", "rich.table", "mesa"}


# ------------------------------------------------------------------------------
# The shells themselves


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A folder with a command `parley` in it."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "parley"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m experiments.cli "$@"\n')
    command.chmod(0o755)
    return folder


def typed(command, script, line, cwd, awaited, seconds=20):
    """What a terminal shows when Tab is pressed after a line in a shell that has read a script, until that is awaited."""
    pid, terminal = os.forkpty()
    if pid == 0:
        os.chdir(cwd)
        os.environ.update(TERM="dumb", PS1="ready> ")
        os.execvp(command[0], command)
    os.set_blocking(terminal, False)
    shown, until = "", time.time() + seconds
    waiting = [("ready> ", f"{script}; echo r''ead\n"), ("\nread", f"{line}\t")]
    try:
        while time.time() < until and awaited not in shown:
            try:
                shown += os.read(terminal, 65536).decode(errors="replace")
            except BlockingIOError:
                time.sleep(0.05)
            except OSError:
                break
            if waiting and waiting[0][0] in shown:
                os.write(terminal, waiting.pop(0)[1].encode())
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(terminal)
    return shown


@pytest.fixture
def script(tmp_path, path, monkeypatch):
    def written(shell):
        monkeypatch.setenv("PATH", f"{path}:{os.environ['PATH']}")
        done = CliRunner().invoke(cli, ["completion", shell])
        assert done.exit_code == 0
        file = tmp_path / f"completion.{shell}"
        file.write_text(done.output)
        return file

    return written


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("parley valid", "parley validate "),
        (f"parley run {CASE} --set parties.uni", "--set parties.united_states."),
        (f"parley run {CASE} --set=parties.uni", "--set=parties.united_states."),
        (f"parley run {CASE} --set time.rounds=3 --set time.s", "--set time.step="),
        ("parley run scenarios/hav", "scenarios/havana_2012.yaml "),
        ("parley init x --party Rebels:ins", "--party Rebels:insurgent "),
        ("parley init x --party=Rebels:med", "--party=Rebels:mediator "),
        ("parley init x --party 'Armed rebels:ins", "--party 'Armed rebels:insurgent' "),
        ("parley run 'with sp", "'with space.yaml' "),
        ("parley run with\\ sp", "with\\ space.yaml "),
    ],
)
def test_bash_completes(script, tmp_path, line, completed):
    file = script("bash")
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    (tmp_path / "with space.yaml").write_text("parley: 1\n")
    assert completed in typed(["bash", "--norc", "--noprofile", "-i"], f"source {file}", line, tmp_path, completed)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_asks_with_its_variables(script):
    code = (
        f"source {script('bash')}; compopt() {{ :; }}; COMP_WORDS=(parley lever {CASE} --party ''); COMP_CWORD=4; "
        '_parley_completion parley; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "--norc", "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.splitlines() == ["taliban", "united_states", "afghan_government"], done.stderr


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh here")
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("parley valid", "validate "),
        (f"parley run {CASE} --set=parties.uni", "--set=parties.united_states."),
    ],
)
def test_zsh_completes(script, line, completed):
    begin = f"autoload -Uz compinit; compinit -D -u; source {script('zsh')}"
    assert completed in typed(["zsh", "-f", "-i"], begin, line, ROOT, completed)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish here")
@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("parley valid", "validate"),
        (f"parley run {CASE} --set=parties.uni", "--set=parties.united_states."),
        (f"parley run {CASE} --set time.r", "time.rounds="),
    ],
)
def test_fish_completes(script, line, completed):
    code = f"source {script('fish')}; complete --do-complete '{line}'"
    done = subprocess.run(["fish", "--no-config", "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert completed in done.stdout, (done.stdout, done.stderr)


# ------------------------------------------------------------------------------
# `parley completion`


def test_the_script_is_printed_for_each_shell():
    for shell in installing.NAMES:
        assert "_PARLEY_COMPLETE" in CliRunner().invoke(cli, ["completion", shell]).output
    assert "fish_complete" in CliRunner().invoke(cli, ["completion"], env={"SHELL": "/usr/bin/fish"}).output
    done = CliRunner().invoke(cli, ["completion"], env={"SHELL": "/bin/tcsh"})
    assert done.exit_code == 2
    assert "say bash, zsh or fish" in done.output


@pytest.mark.parametrize("shell", installing.NAMES)
def test_installing_edits_nothing_of_the_users(tmp_path, monkeypatch, shell):
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".bashrc").write_text("# mine\n")
    assert not installing.active(shell)
    done = CliRunner().invoke(cli, ["completion", shell, "--install"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / ".bashrc").read_text() == "# mine\n"
    found = installing.installation(shell)
    assert found.script.is_file()
    assert str(found.script) in done.output
    if found.own is not None:
        assert not installing.active(shell)
        found.own.write_text(found.line + "\n")
    assert installing.active(shell)


def test_where_nothing_can_be_written_there_is_one_line(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(cli, ["completion", "bash", "--install"])
    assert done.exit_code == 2
    assert "cannot be written" in done.output
