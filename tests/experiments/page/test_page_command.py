"""`parley page`: one file that holds all that it needs, or one message."""

import re

import pytest

from experiments.page.write import PAGE, POLICY, WORKER, bundle, digest, needed
from sim.engine.ahead import wasm
from tests.command_line.commands import parley
from tests.places import ROOT

SCENARIO = ROOT / "scenarios" / "second_meeting_2018_09.yaml"
VARIANT = ROOT / "scenarios" / "what_if_talks_leak.yaml"
DECLARED = re.compile(r"^(?:async )?(?:function\*?|class|const|let) (\w+|\[[^\]]*\])", re.MULTILINE)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "talks.html"
    done = parley("page", SCENARIO, VARIANT, "-o", file)
    assert done.returncode == 0, done.stderr
    return file.read_text("utf-8"), done.stdout


def test_it_says_what_was_written(written):
    assert re.fullmatch(
        r"Written: .*talks\.html \(\d+ kB\)\. Open it in a browser; .*\n", written[1].replace("\n", " ").strip() + "\n"
    )


def test_one_file_below_a_megabyte(written):
    assert len(written[0].encode()) <= 1_000_000
    assert "{{" not in written[0].split("<script")[0]


def test_nothing_is_asked_of_anybody(written):
    head = written[0].split("<script")[0]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', head)[1]
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    script = re.search(r'<script type="module">(.*)</script>', written[0], re.DOTALL)[1]
    assert digest(script) in policy
    assert not re.search(r'(?:src|href)="(?!#)', head)


def test_a_policy_without_holes():
    assert "*" not in POLICY
    assert "http" not in POLICY


@pytest.mark.parametrize("entry", [PAGE, WORKER], ids=lambda entry: entry.stem)
def test_names_are_unique_in_what_is_put_together(entry):
    names = [
        name for file in needed(entry) for name in DECLARED.findall(file.read_text("utf-8").replace("export ", ""))
    ]
    assert len(names) == len(set(names)), sorted(name for name in names if names.count(name) > 1)


@pytest.mark.parametrize("entry", [PAGE, WORKER], ids=lambda entry: entry.stem)
def test_no_import_is_left_and_no_script_ends_early(entry):
    text = bundle(entry)
    assert not re.search(r"^\s*(import|export) ", text, re.MULTILINE)
    assert "</script" not in text


def test_a_file_that_is_there_stays(tmp_path):
    file = tmp_path / "talks.html"
    file.write_text("mine")
    done = parley("page", SCENARIO, "-o", file)
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert file.read_text() == "mine"
    assert parley("page", SCENARIO, "-o", file, "--force").returncode == 0
    assert file.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.yaml"], "there is no such file"),
        ([SCENARIO, "-o", "talks.txt"], "a page's name ends in .html"),
        ([SCENARIO, "-o", "no_folder/talks.html"], "cannot be written"),
    ],
)
def test_bad_input_is_one_message_and_nothing_written(words, said, tmp_path):
    done = parley("page", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_kernel_of_these_rules_one_line_says_how_to_make_it(monkeypatch, tmp_path):
    from click.testing import CliRunner

    from experiments.cli import cli

    monkeypatch.setattr(wasm, "find", lambda: None)
    done = CliRunner().invoke(cli, ["page", str(SCENARIO), "-o", str(tmp_path / "talks.html")])
    assert done.exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_the_same_bytes_again(written, tmp_path):
    file = tmp_path / "again.html"
    parley("page", SCENARIO, VARIANT, "-o", file)
    assert file.read_text("utf-8") == written[0]
