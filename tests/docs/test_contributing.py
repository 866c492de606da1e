"""What a contributor is told is so: rooms and their order, files, commands, links."""

import re

import pytest

from tests.copies import SETTINGS
from tests.places import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]
FOLDERS = (*SETTINGS["tool"]["importlinter"]["root_packages"], "tests")
MADE_UP = re.compile(r"NAME|FILE")  # stands for a name of the reader's choice


def rooms(package):
    """The rooms of a package line by line, as the table has them."""
    lines = [re.findall(rf"`{package}/(\w+)/`", line.split("|")[1]) for line in PAGE.splitlines() if line[:3] == "| `"]
    return [set(line) for line in lines if line]


def layers(package):
    """The same as its contract has them, without single modules."""
    [contract] = [c for c in CONTRACTS if c.get("containers") == [package]]
    found = [{name for name in layer.split(" | ") if (ROOT / package / name).is_dir()} for layer in contract["layers"]]
    return [layer for layer in found if layer]


@pytest.mark.parametrize("package", ["sim", "experiments"])
def test_the_table_has_every_room_in_the_order_of_imports(package):
    assert rooms(package) == layers(package)


def test_the_table_has_every_package_in_the_order_of_imports():
    [order] = [c["layers"] for c in CONTRACTS if c["type"] == "layers" and "containers" not in c]
    assert list(dict.fromkeys(re.findall(r"^\| `(\w+)/", PAGE, re.M))) == order


def test_files_and_folders_that_are_named_are_there():
    for path in re.findall(r"`([\w./]+/[\w.]*|\w+\.(?:py|toml))`", PAGE):
        if not MADE_UP.search(path):
            assert any(any((ROOT / folder).glob(f"**/{path}")) for folder in FOLDERS) or (ROOT / path).exists(), path


def test_commands_of_make_are_there():
    targets = re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    named = re.findall(r"\bmake (\w[\w-]*)$|`make ([\w-]+)`|^make ([\w-]+)", PAGE, re.M)
    assert {a or b or c for a, b, c in named} - set(targets) == set()
    assert named


def test_the_example_of_a_check_is_one():
    [expected] = re.findall(r"^# expect .*$", PAGE, re.M)
    files = (ROOT / "tests" / "scenarios" / "invalid" / "checks").glob("*.yaml")
    assert any(expected in path.read_text(encoding="utf-8") for path in files)


def test_it_is_short():
    assert len(PAGE.splitlines()) <= 125


@pytest.mark.parametrize("name", ["CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target, heading in re.findall(r"\]\((?!http)([^)#]+)#?([^)]*)\)", text):
        assert (ROOT / target).exists(), target
        assert not heading or heading in anchors(target), f"{target}#{heading}"


def anchors(target):
    """What a link into a page may name: its headings as they stand in an address."""
    headings = re.findall(r"^#+ (.*)$", (ROOT / target).read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
