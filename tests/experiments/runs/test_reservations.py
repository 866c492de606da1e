"""What is to be known first of results that were kept stands in the first line of everything that is made of them."""

import html
import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

import parley
from experiments.cli import cli
from experiments.commands.common import hashed_once
from experiments.figures.page import Heading
from experiments.runs import reservations
from experiments.runs.reservations import AS_GIVEN, _of_scenario, hash_now, in_a_line, line_of, reserved_of
from experiments.store.folder import Results, StoreError
from experiments.store.manifest import answer_manifest
from sim.engine import identity
from sim.scenario.load import load
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
    return of_svg((folder / "figures/outcomes.svg").read_text(), "The most frequent end")


def of_svg(drawn, title):
    """What a figure says from its first line on, if something stands above its title."""
    said = html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn)))
    first = said.partition(title)[0]  # marks of the axes stand before the title in the file
    return said[first.find(BEGINS) :] if BEGINS in first else said


def of_the_brief(folder):
    printed("brief", folder, "--format", "html")
    body = (folder / "brief.html").read_text().partition("<header>")[2]
    return html.unescape(re.sub("<[^>]*>", "", body)).strip().splitlines()[0]


def of_the_codebook(folder):
    printed("export", folder, "--csv")
    return (folder / "histories.codebook.csv").read_text().splitlines()[1].lstrip(',"')


def of_a_figure_in_the_brief(folder):
    printed("brief", folder, "--format", "html")
    drawn = (folder / "brief.html").read_text().partition("<svg")[2]
    return of_svg(drawn, "How 300 simulated histories end")


def of_a_table(kind):
    def first_row(folder):
        out = folder.parent / f"table.{kind}"
        printed("export", folder, "-o", out)
        found = duckdb.execute(f"SELECT * FROM '{out}'").fetchnumpy()
        if "reservations" not in found:
            return ""
        assert list(found)[-1] == "reservations"
        [said] = set(found["reservations"])
        return said

    return first_row


def of_the_list(folder):
    [said] = [each for each in listed(folder.parent) if each["folder"] == folder.name]
    return in_a_line(said["reserved"])


def listed(results):
    return json.loads(CliRunner().invoke(cli, ["runs", str(results), "--json"]).stdout)["runs"]


def of_python(folder):
    return repr(parley.open(folder))


def of_outcomes(folder):
    return repr(parley.open(folder).outcomes)


def of_pandas(folder):
    return parley.open(folder).frame.attrs.get("reservations", "")


def of_arrow(folder):
    return ((parley.open(folder).to_arrow().schema.metadata or {}).get(b"reservations", b"")).decode()


def of_a_story(folder):
    return str(parley.open(folder).trace(0)).splitlines()[0]


def of_a_notebook(folder):
    return html.unescape(re.sub("<[^>]*>", "", parley.open(folder)._repr_html_())).strip()


OUTPUTS = {
    "plot": of_the_terminal(["plot", "--kind", "outcomes"]),
    "brief": of_the_terminal(["brief", "--format", "html"]),
    "export": of_the_terminal(["export", "--csv"]),
    "figure": of_a_figure,
    "page of the brief": of_the_brief,
    "codebook": of_the_codebook,
    "figure of the brief": of_a_figure_in_the_brief,
    "csv": of_a_table("csv"),
    "parquet": of_a_table("parquet"),
    "list": of_the_list,
    "python": of_python,
    "outcomes": of_outcomes,
    "pandas": of_pandas,
    "arrow": of_arrow,
    "story": of_a_story,
    "notebook": of_a_notebook,
}


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return played(tmp_path_factory.mktemp("kept"), scenario(), 300)


@pytest.fixture
def kept(run, tmp_path):
    """A copy of a run, whose scenario's file lies beside it."""
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
    told = f"{BEGINS}fewer histories than asked for: intervals were to be ± 0.01 points"
    assert printed(*words).startswith(told)
    assert line_of(out).startswith(told)
    assert of_svg((out / "figures" / "differences.svg").read_text(), "other").startswith(told)
    assert printed("plot", out).startswith(BEGINS)
    opened = parley.open(out)
    assert repr(opened).startswith(told)
    assert repr(opened.table()).startswith(told)
    assert told in html.unescape(opened._repr_html_())
    assert of_svg(opened.plot().svg, "other").startswith(told)
    assert repr(parley.open(opened.save(kept.parent / "again"))).startswith(told)


@pytest.fixture
def compared(kept):
    """A comparison made in Python and saved."""
    base = parley.load(kept.parent / "scenario.yaml")
    folder = kept.parent / "compared"
    base.compare({"parties.rebels.patience": 9}, histories=100, quiet=True).save(folder)
    return folder


COMPARED = {
    "plot": of_the_terminal(["plot"]),
    "figure": lambda folder: of_svg(parley.open(folder).plot().svg, "Patience"),
    "python": of_python,
    "table": lambda folder: repr(parley.open(folder).table()),
    "pandas": lambda folder: parley.open(folder).table().to_pandas().attrs.get("reservations", ""),
    "notebook": of_a_notebook,
    "list": of_the_list,
    "saved again": lambda folder: repr(parley.open(parley.open(folder).save(folder.parent / "again"))),
}


@pytest.mark.parametrize("output", COMPARED)
@pytest.mark.parametrize("condition", [other_rules, other_processor, outdated, broken], ids=lambda each: each.__name__)
def test_a_comparison_that_was_kept_says_what_has_changed_since(compared, monkeypatch, condition, output):
    line = COMPARED[output](condition(compared, monkeypatch))
    assert line.startswith(BEGINS), line
    assert CONDITIONS[condition] in line


def test_a_fresh_comparison_says_how_to_find_out_what_nobody_knows(kept):
    words = ["compare", kept.parent / "scenario.yaml", "--set", "parties.rebels.patience=9", "--histories", 100]
    done = CliRunner().invoke(cli, [*map(str, words), "--out", str(kept.parent / "fresh"), "--quiet"])
    assert "What nobody knows is not in them: parley doubt" in done.stdout
    assert not done.stderr


def test_a_figure_of_what_is_discovered_in_a_folder_says_what_is_reserved_of_that(kept, monkeypatch):
    from experiments.commands import discover as command

    drawn = []
    monkeypatch.setattr(command, "sample_of", lambda *_: (None, ()))
    monkeypatch.setattr("experiments.discover.run.discoveries", lambda *_: {"boxes": [], "seed": 1, "points": 1})
    monkeypatch.setattr("experiments.discover.run.keep", lambda *_: drawn.append(next(iter(Heading("T").parts()))[0]))
    monkeypatch.setattr("experiments.discover.tables.print_discoveries", lambda *_: None)
    printed("discover", outdated(kept, monkeypatch), "--out", kept.parent / "found", "--quiet")
    assert " ".join(drawn[0]).startswith(BEGINS)


@pytest.fixture
def doubted(kept):
    """The same, with its doubt beside it."""
    doubt = {"scenario_sha256": Results(kept).manifest["scenario_sha256"], "rules_sha256": identity.rules_hash()}
    (kept.parent / "doubt").mkdir()
    (kept.parent / "doubt" / "doubt.json").write_text(json.dumps(doubt))
    return kept


@pytest.mark.parametrize("output", [name for name in OUTPUTS if "brief" not in name])
def test_of_a_run_beside_its_doubt_nothing_is_reserved(doubted, output):
    assert BEGINS not in OUTPUTS[output](doubted)


@pytest.mark.parametrize("output", [name for name in OUTPUTS if name != "list"])
def test_what_is_made_without_a_doubt_says_that_the_defaults_are_as_given(kept, output):
    assert OUTPUTS[output](kept).startswith(f"{BEGINS}{AS_GIVEN}.")


def test_the_doubt_of_another_scenario_or_of_other_rules_is_none(doubted):
    file = doubted.parent / "doubt" / "doubt.json"
    of_this = json.loads(file.read_text())
    assert line_of(doubted) == ""
    for other in ("scenario_sha256", "rules_sha256"):
        file.write_text(json.dumps({**of_this, other: "0" * 64}))
        assert line_of(doubted) == f"{BEGINS}{AS_GIVEN}."


def test_a_figure_that_a_run_draws_says_so_from_the_start(kept, monkeypatch):
    drawn = (fewer(kept, monkeypatch) / "figures" / "outcomes.svg").read_text()
    said = of_svg(drawn, "The most frequent end")
    assert said.startswith(f"{BEGINS}{CONDITIONS[fewer]}")
    assert AS_GIVEN in said


def test_the_list_of_results_has_a_word_for_each_and_none_for_what_is_as_it_should_be(kept, monkeypatch):
    outdated(kept, monkeypatch)
    shutil.copytree(kept, kept.parent / "damaged")
    (kept.parent / "damaged" / "summary.json").write_text("[]")
    said = " ".join(CliRunner().invoke(cli, ["runs", str(kept.parent)]).output.split())
    assert "scenario changed since" in said
    assert "cannot be checked" in said
    (kept.parent / "scenario.yaml").unlink()
    shutil.rmtree(kept.parent / "damaged")
    said = " ".join(CliRunner().invoke(cli, ["runs", str(kept.parent)]).output.split())
    assert "scenario changed since" not in said


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
    for file in (tmp_path / "sw" / "figures").glob("*.svg"):
        assert told in html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", file.read_text())))
    assert printed("plot", tmp_path / "sw").startswith(f"{BEGINS}{told}")
    assert repr(parley.open(tmp_path / "sw")).startswith(f"{BEGINS}{told}")
    assert repr(parley.open(tmp_path / "sw").table()).startswith(f"{BEGINS}{told}")
    drawn = next((tmp_path / "sw" / "figures").glob("*.svg")).read_text()
    assert told in html.unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawn)))


@pytest.mark.parametrize("scenario", ["x" * 5000, "nul\x00here"], ids=["too long", "no path"])
def test_of_a_scenario_whose_path_leads_nowhere_nothing_is_said(kept, scenario):
    manifest = Results(kept).manifest | {"scenario": scenario}
    assert list(_of_scenario(manifest, manifest["scenario_sha256"], hash_now)) == []


def test_an_answer_whose_manifest_holds_what_it_never_does_is_refused(compared):
    path = compared / answer_manifest("comparison")
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"scenario": [{"value": "talks.yaml"}]}))
    with pytest.raises(StoreError, match=r"comparison\.manifest\.json is not as parley writes it: scenario: "):
        reserved_of(compared)


def test_what_was_loaded_is_read_again_only_where_its_files_have_changed(tmp_path, monkeypatch):
    """Of a scenario, what it extends, and what was set, the hash is what reading it anew gives."""
    base, variant = tmp_path / "base.yaml", tmp_path / "variant.yaml"
    base.write_text(dump(scenario()))
    variant.write_text("extends: base.yaml\ntime: {rounds: 9}\n")
    changes = ("parties.state.settles=0.25",)
    loaded = load(variant, changes, to_run=True)
    assert [Path(source.file).name for source in loaded.sources] == ["variant.yaml", "base.yaml"]
    before = hash_now(variant, changes)
    with monkeypatch.context() as unread:
        unread.setattr(reservations, "hash_now", None)
        assert hashed_once(variant, loaded)(variant, changes) == before
    assert hashed_once(variant, loaded)(variant, ()) == hash_now(variant, ()) != before
    assert hashed_once(variant, loaded)(base, changes) == hash_now(base, changes) != before
    base.write_text(dump(scenario(time={"rounds": 3, "step": "quarter"})))
    assert not loaded.is_as_read()
    assert hashed_once(variant, loaded)(variant, changes) == hash_now(variant, changes) != before
    base.unlink()
    assert hashed_once(variant, loaded)(variant, changes) == hash_now(variant, changes) == ""
