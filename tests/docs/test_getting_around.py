"""The page on getting around: its commands run as they are written, and print and write what it shows."""

import re
import shlex

import pytest

from tests.command_line.commands import parley
from tests.places import ROOT

PAGE = (ROOT / "docs" / "getting_around.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.S)
COMMANDS = [text.replace("\\\n", " ").strip() for kind, text in BLOCKS if kind == "sh"]
SHOWN = [text for kind, text in BLOCKS if kind == "yaml"]
TALKS = [text for kind, text in BLOCKS if kind == "console"]

pytestmark = pytest.mark.slow


def typed(line, folder):
    return parley(*shlex.split(line)[1:], cwd=folder, HOME=str(folder), XDG_DATA_HOME="", SHELL="/bin/bash")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a reader stands who has typed every command on the page."""
    found = tmp_path_factory.mktemp("reader")
    for line in COMMANDS:
        done = typed(line, found)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    return found


def test_what_is_shown_of_the_scenario_is_in_it(folder):
    written = (folder / "my_case.yaml").read_text(encoding="utf-8")
    assert SHOWN
    assert all(block in written for block in SHOWN)
    assert typed("parley run my_case.yaml --histories 50 --quiet", folder).returncode == 0
    assert "a guess" in typed("parley evidence my_case.yaml", folder).stdout


def test_what_is_misspelt_is_answered_as_shown(folder):
    [talk] = TALKS
    pairs = re.findall(r"^\$ (.*)\n(.*)$", talk, re.M)
    assert len(pairs) == 3
    for line, answer in pairs:
        done = typed(line, folder)
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == answer


def test_links_lead_somewhere():
    for target, heading in re.findall(r"\]\(([\w.]+)#?([^)]*)\)", PAGE):
        text = (ROOT / "docs" / target).read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.*)$", text, re.M)
        assert not heading or heading in {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def test_lines_are_no_longer_than_elsewhere():
    assert max(map(len, PAGE.splitlines())) <= 140
