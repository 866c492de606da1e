"""A test fails for what its page did wrong, even if it did not look."""

import subprocess
import sys

import pytest

from tests.page import tools
from tests.places import ROOT

pytestmark = pytest.mark.slow

TESTS = """\
from tests.page.conftest import browser, page
from tests.page.samples import page_of


def test_sound(page, tmp_path):
    visit(page, tmp_path, page_of())


def test_complains(page, tmp_path):
    visit(page, tmp_path, page_of('console.error("told so")'))


def test_asks(page, tmp_path):
    visit(page, tmp_path, "<!doctype html><title>A frame</title><iframe src='http://127.0.0.1:9/'></iframe>")


def visit(page, folder, html):
    (folder / "page.html").write_text(html, encoding="utf-8")
    page(folder / "page.html")
"""
AFTERWARDS = """\
import asyncio


def test_event_loop():
    asyncio.run(asyncio.sleep(0))
"""


def test_pages_are_judged_after_each_test_and_leave_no_event_loop_behind(tmp_path):
    tools.chromium()
    (tmp_path / "test_1_pages.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "test_2_afterwards.py").write_text(AFTERWARDS, encoding="utf-8")
    settings = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT), "-p", "no:cacheprovider", "-rA"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    told = {(line.split()[0], line.split("::")[1].split()[0]) for line in done.stdout.splitlines() if "::test_" in line}
    assert told >= {("PASSED", "test_sound"), ("PASSED", "test_event_loop")}, done.stdout
    assert {test for result, test in told if result == "ERROR"} == {"test_complains", "test_asks"}, done.stdout
    assert "told so" in done.stdout
    assert "http://127.0.0.1:9/" in done.stdout
