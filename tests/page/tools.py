"""Programs that tests of the page use, and what to do where one is missing."""

import os
import shutil
import sys
from pathlib import Path

import playwright
import pytest

from tests.places import ROOT

WEB = ROOT / "experiments" / "page" / "web"
PACKAGES = Path(sys.prefix) / "node" / "node_modules"  # where `make tools` puts what package.json names
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """The browser on this machine; without one the test is skipped, or fails where `CI` is set."""
    found = next((path for path in map(shutil.which, CHROMIUM) if path), None)
    if found is None:
        why = "no Chromium on this machine: on Debian, apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    return found


def node() -> str:
    """The machine's Node, else the one that Playwright brings along."""
    return shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")


def package(path: str) -> Path:
    """A file of the packages from npm, such as `axe-core/axe.min.js`; the test fails without it."""
    file = PACKAGES / path
    if not file.exists():
        pytest.fail(f"{path} is not installed: make tools")
    return file
