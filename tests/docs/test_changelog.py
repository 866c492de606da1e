"""The list of changes begins with what is not out yet, knows the present version, and its table of moved modules is right."""

import re

import pytest

from tests.copies import SETTINGS
from tests.places import ROOT

PAGE = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:3] for line in PAGE.splitlines() if re.match(r"\| `", line)]
MOVED = [tuple(tuple(re.findall(r"`([\w.]+)`", cell)) for cell in row) for row in ROWS]


def file(module):
    return ROOT / f"{module.replace('.', '/')}.py"


def folder(module):
    return ROOT / module.replace(".", "/") / "__init__.py"


def test_versions():
    versions = re.findall(r"^## (.*)$", PAGE, re.M)
    assert versions[0] == "Unreleased"
    assert SETTINGS["project"]["version"] in versions


@pytest.mark.parametrize(("old", "new"), MOVED, ids=lambda names: names[0])
def test_modules_are_where_the_table_says(old, new):
    assert len(old) == len(new) or len(old) == 1
    for module in old:
        assert not file(module).exists(), f"{module} has not moved"
    for module in new:
        assert file(module).exists() or folder(module).exists(), f"{module} is not there"


def test_no_module_is_listed_twice():
    listed = [module for old, _ in MOVED for module in old]
    assert len(listed) == len(set(listed)) > 50
