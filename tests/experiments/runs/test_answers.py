"""Every study keeps its answer as a run does: in a folder of its own, which `runs` lists and `plot` draws again."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.runs.reservations import AS_GIVEN
from tests.conftest import PLAIN, merged

pytestmark = pytest.mark.slow

SET = ("--set", "parties.state.patience=9")
ASKED = {
    "comparison": ("compare", "pie.yaml", *SET, "--histories", "30"),
    "lever": (
        "lever",
        "pie.yaml",
        *SET,
        "--target",
        "deal=1",
        "--party",
        "rebels",
        "--budget",
        "0",
        "--histories",
        "20",
    ),
    "rivals": ("rivals", "pie.yaml", *SET, "--histories", "20"),
    "ablation": ("ablate", "pie.yaml", *SET, "--histories", "256"),
    "doubt": ("doubt", "pie.yaml", *SET, "--points", "8", "--histories", "4"),
    "discovery": ("discover", "pie.yaml", "--outcome", "deal", "--histories", "2000", "--limits", "1"),
}
FIGURES = {"comparison": "differences", "lever": "levers", "doubt": "doubt", "discovery": "boxes"}
CHANGED = "parties.state.patience = 9"


def parley(*words):
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A folder in which every study was asked once, without being told where to keep its answer."""
    folder = tmp_path_factory.mktemp("answers")
    data = merged(PLAIN, {"parties": {"rebels": {"settles": {"uniform": None, "choice": {"0.02": 1, "0.98": 1}}}}})
    for party in data["parties"].values():
        party.setdefault("capability", 0.5)
    (folder / "pie.yaml").write_text(json.dumps(data))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for kind, words in ASKED.items():
            done = parley(*words)
            assert done.exit_code == 0, done.output
            assert done.stdout.endswith(f"\nKept in results/pie-{kind}-1\n")
    return folder


@pytest.fixture(autouse=True)
def inside(here, monkeypatch):
    monkeypatch.chdir(here)


@pytest.mark.parametrize("kind", ASKED)
def test_json_is_what_is_kept_and_says_where(kind, here):
    told = json.loads(parley(*ASKED[kind], "--json").stdout)
    kept = here / told.pop("out")
    assert kept.parent == here / "results"
    assert json.loads((kept / f"{kind}.json").read_text()) == told
    assert json.loads((here / "results" / f"pie-{kind}-1" / f"{kind}.json").read_text()) == told


def test_runs_lists_each_with_what_was_changed():
    found = {each["folder"]: each for each in json.loads(parley("runs", "--json").stdout)["runs"]}
    for kind in ASKED:
        each = found[f"pie-{kind}-1"]
        assert (each["kind"], each["played"], each["seed"], each["complete"]) == (kind, "pie.yaml", 1, True)
        expected = {"discovery": [], "comparison": ["beside “parties.state.patience=9”"]}
        assert each["changed"] == expected.get(kind, [CHANGED])
    assert CHANGED in parley("runs").output


@pytest.mark.parametrize("kind", ASKED)
def test_plot_draws_its_figure_again_or_says_that_there_is_none(kind, here):
    folder = here / "results" / f"pie-{kind}-1"
    done = parley("plot", folder)
    if kind not in FIGURES:
        assert done.exit_code == 2
        assert done.stderr == f"{folder} holds {kind}.json, of which there is no figure\n"
        return
    assert done.exit_code == 0, done.output
    doubt_is_of_another = kind == "comparison"  # whose base is the scenario without what was set
    assert done.stderr == (f"With reservations: {AS_GIVEN}.\n" if doubt_is_of_another else "")
    [drawn] = done.stdout.splitlines()
    assert (folder / "figures" / f"{FIGURES[kind]}.svg").read_bytes() == Path(drawn).read_bytes()


def test_answers_to_one_question_may_share_a_folder_and_a_run_is_never_taken_for_another(here):
    (here / "variant.yaml").write_text(
        "extends: pie.yaml\ntitle: What if they waited?\nparties: {state: {patience: 9}}\n"
    )
    assert parley("run", "variant.yaml", "--histories", 20, "--quiet", "--out", "results/shared").exit_code == 0
    assert parley("rivals", "variant.yaml", "--histories", 20, "--out", "results/shared").exit_code == 0
    assert parley("run", "pie.yaml", *SET, "--histories", 20, "--quiet", "--out", "results/changed").exit_code == 0
    assert parley("run", "pie.yaml", "--histories", 20, "--quiet", "--out", "results/plain").exit_code == 0
    found = json.loads(parley("runs", "--json").stdout)["runs"]
    changed = {(each["folder"], each["kind"]): each["changed"] for each in found}
    assert changed["shared", "run"] == changed["shared", "rivals"] == ["“What if they waited?”"]
    assert changed["changed", "run"] == [CHANGED]
    assert changed["plain", "run"] == []


def test_nothing_is_left_where_nothing_came_of_it(here):
    before = sorted((here / "results").iterdir())
    assert parley("doubt", "pie.yaml", "--headline", "nothing", "--points", "8", "--histories", "4").exit_code == 2
    assert sorted((here / "results").iterdir()) == before
    (here / "taken").write_text("a file")
    done = parley("rivals", "pie.yaml", "--histories", 20, "--out", "taken")
    assert done.exit_code == 2
    assert "a file" in done.stderr
    (here / "mine").mkdir(exist_ok=True)
    done = parley("doubt", "pie.yaml", "--headline", "nothing", "--points", "8", "--histories", "4", "--out", "mine")
    assert done.exit_code == 2
    assert (here / "mine").is_dir()


def test_what_one_that_was_killed_was_writing_is_gone_once_it_is_given_again(here):
    words = ("doubt", "pie.yaml", "--points", "8", "--histories", "4", "--out", "killed")
    assert parley(*words).exit_code == 0
    whole = sorted(path.relative_to(here) for path in (here / "killed").rglob("*"))
    (here / "killed" / ".doubt.manifest.json.42bd0190f7b99059.tmp").write_bytes(b"{")
    (here / "killed" / "figures" / ".doubt.svg.0123456789abcdef.tmp").write_bytes(b"<")
    assert parley(*words).exit_code == 0
    assert sorted(path.relative_to(here) for path in (here / "killed").rglob("*")) == whole
