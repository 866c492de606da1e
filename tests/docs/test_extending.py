"""The worked examples of docs/extending.md work: its edits are made in a copy of the project, then its commands are run."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.copies import SOURCES, copied, run_in
from tests.places import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"^(?:New file|In) `(?P<path>[^`]+)`(?:, (?P<where>after|instead of) the line `(?P<line>[^`]+)`)?:\n\n"
    r"```\w+\n(?P<block>.*?)^```$",
    re.M | re.S,
)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.S) for line in block.splitlines()]


def take_step(project: Path, path: str, where: str | None, line: str | None, block: str) -> None:
    """Make one edit of the page: a new file, or a block after or instead of the only line that reads as the page says."""
    file = project / path
    if where is None:
        assert not file.exists(), f"{path} is no new file"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block, encoding="utf-8")
        return
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    found = [i for i, each in enumerate(lines) if each.strip() == line]
    assert len(found) == 1, f"{path} has {len(found)} lines that read {line!r}"
    first = found[0] + (where == "after")
    lines[first : found[0] + 1] = [block]
    file.write_text("".join(lines), encoding="utf-8")


def warm_mypy(project: Path) -> None:
    """Give mypy what it learnt here of files that are the same in the copy, libraries above all; it checks that they are."""
    if (ROOT / ".mypy_cache").is_dir():
        shutil.copytree(ROOT / ".mypy_cache", project / ".mypy_cache")


def run(command: str, project: Path) -> None:
    """Run a command of the page as in an activated environment, in the copy."""
    words = shlex.split(command)
    if words[0] == "parley":
        words = ["python", "-m", "experiments.cli", *words[1:]]
    done = run_in(project, words, PARLEY_CACHE=str(project / ".compiled"))
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def rows(results: Path) -> dict[str, bytes]:
    """Everything that a run keeps of its histories."""
    return {file.name: file.read_bytes() for file in results.rglob("*.parquet")}


def test_every_block_of_code_is_a_step_or_a_command():
    assert PAGE.count("```") == 2 * (len(STEP.findall(PAGE)) + PAGE.count("```sh"))


def test_tests_that_the_page_names_are_there():
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for name in re.findall(r"`(test_\w+)`", PAGE):
        assert f"def {name}(" in tests, name


def test_the_page_does_what_it_says(tmp_path):
    copied(tmp_path, (*SOURCES, "scenarios", "docs"))
    warm_mypy(tmp_path)
    for step in STEP.finditer(PAGE):
        take_step(tmp_path, **step.groupdict())
    for command in COMMANDS:
        run(command, tmp_path)
    reference = (tmp_path / "docs" / "scenario_reference.md").read_text(encoding="utf-8")
    assert "`cost` of the role regional_power" in reference
    assert rows(tmp_path / "results" / "compiled") == rows(tmp_path / "results" / "mesa") != {}
