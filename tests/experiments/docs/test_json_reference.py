"""The JSON reference says something of every key, and what commands print has these keys and no others."""

import json
import re
from types import UnionType
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints

import pytest
import yaml
from click.testing import CliRunner

from experiments.cli import cli
from experiments.docs import json_reference
from experiments.docs import json_reference_text as text
from experiments.docs.json_keys import is_shape, keys_of, meaning_of
from tests.conftest import PLAIN, merged

SHAPES = json_reference.shapes()
UNCERTAIN = {"parties": {"rebels": {"patience": {"uniform": [2, 12]}}}}
EXPERIMENT = {
    "parley_experiment": 1, "title": "Pies", "scenario": "pie.yaml", "histories": 20,
    "factors": {"patience": {"path": "parties.state.patience", "values": [3, 9]}}, "design": "grid",
}  # fmt: skip
ANALYSIS = {**EXPERIMENT, "design": "morris", "factors": "all_uncertain", "points": 2}


def misfits(hint, value, at=""):
    """Where a value is not what its type says."""
    form, inner = get_origin(hint), get_args(hint)
    if form in (NotRequired, Annotated):
        yield from misfits(inner[0], value, at)
    elif form in (Union, UnionType):
        yield from min((list(misfits(each, value, at)) for each in inner), key=len)
    elif form is Literal:
        yield from () if value in inner else (f"{at} is none of {inner}: {value}",)
    elif not isinstance(value, python_type(hint)) or (isinstance(value, bool) and hint in (int, float)):
        yield f"{at} is no {hint}: {value}"
    else:
        yield from misfits_inside(hint, value, at)


def python_type(hint):
    """What a value of a type is when it has been read."""
    if is_shape(hint):
        return dict
    return {float: (int, float), Any: object}.get(hint, get_origin(hint) or hint)


def misfits_inside(hint, value, at):
    """Where what is inside a value is not what its type says."""
    form, inner = get_origin(hint), get_args(hint)
    if is_shape(hint):
        hints = get_type_hints(hint, include_extras=True)
        needed = {key for key, of_it in hints.items() if get_origin(of_it) is not NotRequired}
        if not needed <= value.keys() <= hints.keys():
            yield f"{at} has the keys {sorted(value)}"
        for key in value.keys() & hints.keys():
            yield from misfits(hints[key], value[key], f"{at}.{key}")
    elif form is list:
        for each in value:
            yield from misfits(inner[0], each, f"{at}[]")
    elif form is dict:
        for key, each in value.items():
            yield from misfits(inner[0], key, f"{at} has the key")
            yield from misfits(inner[1], each, f"{at}.{key}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("pies")
    for name, data in (("pie", merged(PLAIN, UNCERTAIN)), ("grid", EXPERIMENT), ("morris", ANALYSIS)):
        (found / f"{name}.yaml").write_text(yaml.safe_dump(data))
    return found


CALLS = {
    text.RunOutput: ("run", "pie.yaml", "--histories", "30", "--out", "run"),
    text.ShardOutput: ("run", "pie.yaml", "--histories", "30", "--shard", "1/2", "--out", "shard"),
    text.ComparisonResult: ("compare", "pie.yaml", "--set", "parties.state.patience=9", "--histories", "30"),
    text.SweepOutput: ("sweep", "grid.yaml", "--out", "sweep"),
    text.SweepShardOutput: ("sweep", "grid.yaml", "--shard", "1/2", "--out", "half"),
    text.LeverResult: ("lever", "pie.yaml", "--target", "deal=1", "--party", "rebels", "--histories", "10"),
    text.DiscoveryResult: ("discover", "pie.yaml", "--outcome", "deal", "--histories", "400"),
    text.AblationResult: ("ablate", "pie.yaml", "--histories", "256", "--out", "ablation"),
    text.TraceResult: ("trace", "pie.yaml", "--history", "1"),
    text.EvidenceResult: ("evidence", "pie.yaml"),
    text.RunsOutput: ("runs", "."),
    text.DoctorOutput: ("doctor",),
}


KEPT = {text.ComparisonResult, text.LeverResult, text.DiscoveryResult, text.AblationResult}


@pytest.mark.parametrize("shape", CALLS, ids=lambda shape: shape.__name__)
def test_commands_print_what_is_documented(shape, folder, monkeypatch):
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(cli, [*CALLS[shape], "--json"])
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    if shape in KEPT:  # said once for all of them, in the section on what stands beside each
        assert (folder / told.pop("out")).is_dir()
    assert list(misfits(shape, told, shape.__name__)) == []


def test_kept_files_hold_what_is_documented(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for words in (("run", "pie.yaml", "--histories", "30"), ("sweep", "grid.yaml"), ("sweep", "morris.yaml")):
        assert CliRunner().invoke(cli, [*words, "--out", f"kept-{words[1]}"]).exit_code == 0
    assert CliRunner().invoke(cli, [*CALLS[text.LeverResult], "--out", "kept-lever"]).exit_code == 0
    held = {
        "kept-pie.yaml/summary.json": text.RunSummary,
        "kept-pie.yaml/course.json": text.CourseSummary,
        "kept-pie.yaml/manifest.json": text.Manifest,
        "kept-grid.yaml/summary.json": text.SweepSummary,
        "kept-grid.yaml/manifest.json": text.Manifest,
        "kept-morris.yaml/summary.json": text.MorrisSummary,
        "kept-lever/lever.json": text.LeverResult,
        "kept-lever/lever.manifest.json": text.AnswerManifest,
    }
    for name, shape in held.items():
        assert list(misfits(shape, json.loads((folder / name).read_text()), name)) == []


def test_every_key_and_every_object_says_what_it_is():
    assert [shape.__name__ for shape in SHAPES if not meaning_of(shape)] == []
    assert [f"{shape.__name__}.{key.name}" for shape in SHAPES for key in keys_of(shape) if not key.meaning] == []


def test_links_of_the_page_lead_somewhere():
    page = json_reference.page()
    headings = re.findall(r"^### (\w+)$", page, re.M)
    assert len(headings) == len(set(headings)) == len(SHAPES)
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= {heading.lower() for heading in headings}
