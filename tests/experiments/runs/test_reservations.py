"""What is to be known first of results that were kept stands in the first line of everything that is made of them."""

import html
import re

import pytest
from click.testing import CliRunner

import parley
from experiments.cli import cli
from experiments.runs.reservations import AS_GIVEN, line_of
from experiments.store.folder import Results
from sim.engine import identity
from sim.scenario.yaml_text import dump
from tests.conftest import scenario
from tests.experiments.brief.briefs import played

pytestmark = pytest.mark.slow

BEGINS = "With reservations: "


def fewer(folder, monkeypatch):
    words = [
        "run",
        folder.parent / "scenario.yaml",
        "--precision",
        "0.01",
        "--most",
        "300",
        "--out",
        folder.parent / "narrow",
    ]
    assert CliRunner().invoke(cli, [*map(str, words), "--quiet"]).exit_code == 0
    return folder.parent / "narrow"


def other_rules(folder, monkeypatch):
    monkeypatch.setattr(identity, "rules_hash", lambda: "0" * 64)
    return folder


def other_processor(folder, monkeypatch):
    here = identity.kind_of_machine()
    monkeypatch.setattr(identity, "kind_of_machine", lambda: {**here, "machine": "another"})
    return folder


def outdated(folder, monkeypatch):
    file = folder.parent / "scenario.yaml"
    file.write_text(dump(scenario(time={"rounds": 23})))
    return folder


def broken(folder, monkeypatch):
    (folder.parent / "scenario.yaml").write_text("parley: 1\n")
    return folder


CONDITIONS = {
    fewer: "fewer histories than asked for: intervals were to be ± 1 points, and the widest is ± ",
    other_rules: "the rules have changed since this was played, and by those of today it may come out otherwise",
    other_processor: "played on another kind of machine (",
    outdated: "scenario.yaml has changed since this was played: this is of the scenario as it was",
    broken: "scenario.yaml has changed since this was played, and cannot be played as it is",
}


def printed(*words):
    """The first line that a command prints, on either stream."""
    done = CliRunner().invoke(cli, [*map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()[0]


def of_the_terminal(command):
    def first_line(folder):
        return printed(*command, folder)

    return first_line


def of_a_figure(folder):
    printed("plot", folder, "--kind", "outcomes")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", (folder / "figures/outcomes.svg").read_text())
    said = html.unescape(" ".join(texts))
    first = said.partition("The most frequent end")[0]  # the title; marks of the axes stand before it in the file
    return said[first.find(BEGINS) :] if BEGINS in first else said


def of_the_brief(folder):
    printed("brief", folder, "--format", "html")
    body = (folder / "brief.html").read_text().partition("<header>")[2]
    return html.unescape(re.sub("<[^>]*>", "", body)).strip().splitlines()[0]


def of_the_codebook(folder):
    printed("export", folder, "--csv")
    return (folder / "histories.codebook.csv").read_text().splitlines()[1].lstrip(',"')


def of_python(folder):
    return repr(parley.open(folder))


def of_a_notebook(folder):
    return html.unescape(re.sub("<[^>]*>", "", parley.open(folder)._repr_html_())).strip()


OUTPUTS = {
    "plot": of_the_terminal(["plot", "--kind", "outcomes"]),
    "brief": of_the_terminal(["brief", "--format", "html"]),
    "export": of_the_terminal(["export", "--csv"]),
    "figure": of_a_figure,
    "page of the brief": of_the_brief,
    "codebook": of_the_codebook,
    "python": of_python,
    "notebook": of_a_notebook,
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return played(tmp_path_factory.mktemp("kept"), scenario(), 300)


@pytest.fixture
def kept(run, tmp_path):
    """A copy of a run, whose scenario's file lies beside it."""
    import shutil

    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    shutil.copy(run.parent / "scenario.yaml", tmp_path / "scenario.yaml")
    Results(folder).note({"scenario": str(tmp_path / "scenario.yaml")})
    return folder


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: condition.__name__)
def test_what_is_to_be_known_stands_in_the_first_line(kept, monkeypatch, condition, output):
    line = OUTPUTS[output](condition(kept, monkeypatch))
    assert line.startswith(BEGINS), line
    assert CONDITIONS[condition] in line


def test_a_run_itself_says_first_that_its_histories_are_fewer_than_asked_for(kept):
    words = [
        "run",
        kept.parent / "scenario.yaml",
        "--precision",
        "0.01",
        "--most",
        "300",
        "--out",
        kept.parent / "narrow",
    ]
    assert printed(*words, "--quiet").startswith(f"{BEGINS}{CONDITIONS[fewer]}")


def test_a_comparison_says_so_too(kept):
    base, out = kept.parent / "scenario.yaml", kept.parent / "compared"
    (kept.parent / "other.yaml").write_text(dump(scenario(time={"rounds": 20})))
    words = [
        "compare",
        base,
        kept.parent / "other.yaml",
        "--precision",
        "0.0001",
        "--most",
        "512",
        "--out",
        out,
        "--quiet",
    ]
    assert CliRunner().invoke(cli, [*map(str, words)]).exit_code == 0
    assert line_of(out).startswith(f"{BEGINS}fewer histories than asked for: intervals were to be ± 0.01 points")
    assert printed("plot", out).startswith(BEGINS)


@pytest.mark.parametrize("output", [name for name in OUTPUTS if "brief" not in name])
def test_of_a_run_as_it_should_be_nothing_is_reserved(kept, output):
    assert BEGINS not in OUTPUTS[output](kept)


def test_a_brief_without_a_doubt_says_that_the_defaults_are_as_given(kept):
    assert of_the_brief(kept) == f"{BEGINS}{AS_GIVEN}."


def test_several_reservations_are_one_line(kept, monkeypatch):
    other_rules(kept, monkeypatch)
    outdated(kept, monkeypatch)
    assert line_of(kept).count(BEGINS) == 1
    assert CONDITIONS[other_rules] in line_of(kept)
    assert CONDITIONS[outdated] in line_of(kept)


def test_points_that_failed_are_told_of_a_sweep(tmp_path):
    (tmp_path / "s.yaml").write_text(dump(scenario()))
    (tmp_path / "e.yaml").write_text(dump({
        "parley_experiment": 1, "title": "T", "scenario": "s.yaml", "design": "grid", "histories": 64,
        "factors": {
            "ideal": {"path": "parties.rebels.positions.pie.ideal", "values": [0, 1]},
            "least": {"path": "parties.rebels.positions.pie.red_line", "values": [[0, 1], [0.5, 1]]},
        },
    }))  # fmt: skip
    done = CliRunner().invoke(cli, ["sweep", str(tmp_path / "e.yaml"), "--out", str(tmp_path / "sw"), "--quiet"])
    assert done.exit_code in {0, 3}, done.output
    told = "1 of 4 points could not be played and are left out"
    assert done.output.startswith(f"{BEGINS}{told}")
    assert printed("plot", tmp_path / "sw").startswith(f"{BEGINS}{told}")
    assert repr(parley.open(tmp_path / "sw")).startswith(f"{BEGINS}{told}")
    drawn = next((tmp_path / "sw" / "figures").glob("*.svg")).read_text()
    assert told in html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn)))
