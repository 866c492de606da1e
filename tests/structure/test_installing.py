"""What `make` installs goes with every Python that parley says it goes with, the oldest release of it as well."""

import re
import tomllib
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.places import ROOT

LOWEST = re.compile(r">=(\d+\.\d+)")


def oldest_python():
    """The first release of the lowest Python that pyproject.toml names: `3.11.0`."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    return Version(f"{LOWEST.fullmatch(stated)[1]}.0")


def pinned():
    """Name → the one version that constraints.txt has of it."""
    lines = (ROOT / "constraints.txt").read_text().split()
    pins = map(Requirement, lines)
    return {canonicalize_name(pin.name): Version(str(pin.specifier).removeprefix("==")) for pin in pins}


def wanting(found, python):
    """Of (name, version, Pythons that it goes with): those that do not go with this one."""
    return [(name, str(version), needs) for name, version, needs in found if python not in SpecifierSet(needs)]


def test_no_pinned_version_wants_a_newer_python():
    pins = pinned()
    here = {
        canonicalize_name(each.metadata["Name"]): (Version(each.version), each.metadata.get("Requires-Python") or "")
        for each in distributions()
    }
    known = [(name, pins[name], needs) for name, (version, needs) in here.items() if pins.get(name) == version]
    if len(known) < 20:
        pytest.skip("not installed from constraints.txt")
    assert wanting(known, oldest_python()) == []


def test_a_version_that_wants_a_newer_python_is_found():
    found = [("x", Version("13.1.2"), ">=3.11.5"), ("y", Version("1"), ">=3.10"), ("z", Version("2"), "")]
    assert wanting(found, Version("3.11.0")) == [("x", "13.1.2", ">=3.11.5")]
