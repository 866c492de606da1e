"""`parley init` by answers: options, or questions on a terminal; what is guessed says so, and nothing is half written."""

import json
import os
import re
import select
import signal
import sys
import time

import pytest
import yaml
from click.testing import CliRunner

from experiments.cli import cli
from experiments.commands import init as command
from experiments.ladders.loading import load
from experiments.outline.answers import AnswerError, one_of
from tests.command_line.commands import environment

SIDES = ("--party", "Rebels:insurgent", "--party", "State:government", "--party", "Norway:mediator")
ISSUES = (
    "--issue",
    "Prisoners: State: 0-500 prisoners",
    "--issue",
    "Ceasefire:rebels:yes/no",
    "--issue",
    "Autonomy:State",
)


def parley(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_answers_stand_in_the_scenario(here):
    done = parley(
        "init", "case", *SIDES, *ISSUES, "--title", "A: war", "--as-of", "2018-09-13",
        "--table", "Geneva:Rebels,State,norway:truce=Ceasefire+Prisoners,settlement",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    scenario = load(here / "case.yaml", to_run=True).scenario
    assert (scenario.title, scenario.as_of.isoformat()) == ("A: war", "2018-09-13")
    assert {name: party.role for name, party in scenario.parties.items()} == {
        "rebels": "insurgent", "state": "government", "norway": "mediator",
    }  # fmt: skip
    prisoners, ceasefire, autonomy = scenario.issues.values()
    assert (prisoners.range, prisoners.unit, prisoners.delivered_by) == ((0, 500), "prisoners", ("state",))
    assert (ceasefire.kind, ceasefire.delivered_by) == ("binary", ("rebels",))
    assert autonomy.range == (0, 100)
    [geneva] = scenario.tables.values()
    assert (geneva.parties, geneva.mediators) == (("rebels", "state"), ("norway",))
    assert [rung.agenda for rung in geneva.rungs] == [("ceasefire", "prisoners"), ("autonomy",)]
    assert scenario.answers == "geneva.settlement"


def test_it_runs_and_is_no_foregone_conclusion():
    assert parley("init", "case", *SIDES, *ISSUES, "--table", "Talks:Rebels,State:truce,settlement").exit_code == 0
    told = json.loads(parley("run", "case.yaml", "--histories", 400, "--json").stdout)
    assert max(share["p"] for share in told["outcomes"].values()) < 0.95


def test_every_number_of_what_parties_want_says_that_it_is_a_guess(here):
    assert parley("init", "case", *SIDES, *ISSUES).exit_code == 0
    written = yaml.safe_load((here / "case.yaml").read_text())
    for name in ("rebels", "state"):
        for position in written["parties"][name]["positions"].values():
            for number in (position["ideal"], position["salience"]):
                assert number["evidence"]["assumed"].startswith("a guess: ")
    assert "a guess" in written["issues"]["autonomy"]["evidence"]["assumed"]
    assert "a guess" not in written["issues"]["prisoners"]["evidence"]["assumed"]
    count = (here / "case.yaml").read_text().count("a guess:")
    assert f"{count} guesses" in parley("init", "again", *SIDES, *ISSUES).output


def test_several_tables_share_what_is_at_stake(here):
    done = parley(
        "init", "case", *SIDES, "--party", "Patron:patron", *ISSUES, "--issue", "Bases:Patron:0-10 bases",
        "--table", "One:Rebels,Patron:deal", "--table", "Two:Rebels,State:truce,settlement",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    scenario = load(here / "case.yaml", to_run=True).scenario
    agendas = [issue for table in scenario.tables.values() for rung in table.rungs for issue in rung.agenda]
    assert sorted(agendas) == sorted(scenario.issues)
    assert list(scenario.outcomes)[-1] == "nothing"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--party", "A:insurgnt"), '--party "insurgnt" is no role; did you mean "insurgent"?'),
        (("--party", "A:xyzzy"), "there are insurgent, government, patron, mediator and party"),
        (("--party", ":party"), "--party a party has a name"),
        (("--party", "A, B:party"), "leave out ,"),
        (("--party", "A\x1b[2J:party"), "cannot be seen"),
        (("--party", "A:party"), "it takes two parties"),
        (("--party", "A:party", "--party", "a:party"), 'two parties are called "a"'),
        ((*SIDES,), "it takes an issue"),
        ((*SIDES, "--issue", "Land"), "write TITLE:WHO DELIVERS IT"),
        ((*SIDES, "--issue", "Land:Stat"), '--issue "Stat" is no party that bargains; did you mean "State"?'),
        ((*SIDES, "--issue", "Land:Norway"), "is no party that bargains"),
        ((*SIDES, "--issue", "Land:State:much"), "is no range"),
        ((*SIDES, "--issue", "Land:State:5-5 acres"), "the ends of a range differ"),
        ((*SIDES, *ISSUES, "--table", "T:Rebels"), "2 to 12 parties"),
        ((*SIDES, *ISSUES, "--table", "T:Rebels,Norway"), "2 to 12 parties"),
        ((*SIDES, *ISSUES, "--table", "T:Rebels,State:a=Prisonrs"), 'did you mean "Prisoners"?'),
        ((*SIDES, *ISSUES, "--table", "T:Rebels,State:a,A"), "two steps have one name"),
        ((*SIDES, *ISSUES, "--from", "x.csv"), "does not go with --from"),
        ((*SIDES, "--example"), "does not go with --example"),
        (("--seats", "all"), "--seats needs --from"),
    ],
)
def test_answers_that_cannot_be_used_write_nothing(here, words, message):
    done = parley("init", "case", *words)
    assert done.exit_code == 2, done.output
    assert message in done.output
    assert list(here.iterdir()) == []


def test_who_is_not_named_is_asked_for():
    with pytest.raises(AnswerError, match=r"^name one: Rebels or State$"):
        one_of("", ["Rebels", "State"], "party")


def test_every_mistake_of_a_kind_is_told_at_once():
    said = parley("init", "case", *SIDES, "--issue", "A:Nobody", "--issue", "B").output
    assert len(said.strip().splitlines()) == 2


def test_nothing_is_overwritten_or_asked_for_in_vain(here):
    (here / "case.yaml").symlink_to("nowhere")
    done = parley("init", "case", *SIDES, *ISSUES)
    assert (done.exit_code, (here / "case.yaml").is_symlink()) == (2, True)
    assert "exists already" in done.output


def test_the_file_is_whole_or_not_there(here, monkeypatch):
    def fails(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command.os, "fsync", fails)
    done = parley("init", "case", *SIDES, *ISSUES)
    assert done.exit_code == 2
    assert "cannot be written: No space left" in done.output
    assert list(here.iterdir()) == []


def test_where_there_are_no_links_the_file_is_written_all_the_same(here, monkeypatch):
    def fails(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(command.os, "link", fails)
    assert parley("init", "case").exit_code == 0
    assert [path.name for path in here.iterdir()] == ["case.yaml"]


# ------------------------------------------------------------------------------
# On a terminal


def answered(answers, cwd, *words, seconds=60):
    """What a terminal shows when a command asks and is answered, and its exit status."""
    pid, terminal = os.forkpty()
    if pid == 0:
        os.chdir(cwd)
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # also where the tests run in the background, which ignores it
        arguments = [sys.executable, "-m", "experiments.cli", *words]
        os.execve(sys.executable, arguments, environment())
    shown, waiting, until = "", list(answers), time.time() + seconds
    try:
        while time.time() < until:
            if select.select([terminal], [], [], 0.2)[0]:
                piece = os.read(terminal, 65536)
                if not piece:
                    break
                shown += piece.decode()
            elif waiting and shown.rstrip().endswith(":"):
                os.write(terminal, waiting.pop(0).encode())
        else:
            os.kill(pid, signal.SIGKILL)
    except OSError:  # nobody is there any more
        pass
    return shown, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


ANSWERS = [
    "My talks\n", "2018-02-30\n", "2018-09-13\n",
    "Rebels\n", "insurgnt\n", "insurgent\n", "\n", "rebels\n", "State\n", "government\n", "\n",
    "\n", "Prisoners\n", "Stat\n", "State\n", "many\n", "0-500 prisoners\n", "Truce\n", "rebels\n", "yes/no\n", "\n",
    "\n", "\n", "truce=Truce, settlement\n", "\n",
]  # fmt: skip


@pytest.mark.slow
def test_questions_make_a_scenario(here):
    shown, status = answered(ANSWERS, here, "init", "case")
    assert status == 0, shown
    assert 'did you mean "insurgent"?' in shown
    assert "It takes two parties that bargain" in shown
    assert "It takes one issue" in shown
    assert "rebels is there already" in shown
    scenario = load(here / "case.yaml", to_run=True).scenario
    assert (scenario.title, list(scenario.parties), list(scenario.issues)) == (
        "My talks", ["rebels", "state"], ["prisoners", "truce"],
    )  # fmt: skip
    assert max(map(len, re.split(r"[\r\n]+", shown))) < 160


@pytest.mark.slow
@pytest.mark.parametrize("end", ["\x03", "\x04"])
@pytest.mark.parametrize("after", [0, 4])
def test_who_leaves_leaves_nothing(here, end, after):
    shown, status = answered([*["T\n", "\n", "A\n", "\n"][:after], end], here, "init", "case")
    assert status == 130, shown
    assert "nothing was written" in shown
    assert "Traceback" not in shown
    assert list(here.iterdir()) == []


@pytest.mark.slow
def test_an_example_is_written_without_questions(here):
    shown, status = answered([], here, "init", "case", "--example")
    assert status == 0, shown
    assert "a scenario to change" in shown


def test_roles_are_completed():
    variables = {
        "COMP_WORDS": "parley init x --party Rebels:ins",
        "COMP_CWORD": "4",
        "_PARLEY_COMPLETE": "zsh_complete",
    }
    assert "Rebels:insurgent" in CliRunner().invoke(cli, [], prog_name="parley", env=variables).output
