"""What the README shows works as it is written there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.S)


def commands() -> list[str]:
    lines = [line.split("  #")[0].strip() for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line.startswith("parley ")]


def run(command: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a command of the README in `folder`, with fewer histories than a reader would."""
    words = shlex.split(command.split(">", maxsplit=1)[0])[1:]
    if words[0] == "run":
        words += ["--histories", "60"]
    words = [str(path) for word in words for path in (sorted(folder.glob(word)) if "*" in word else [word])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command_line = [sys.executable, "-m", "experiments.cli", *words]
    return subprocess.run(
        command_line, cwd=folder, capture_output=True, text=True, env=environment, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reader")
    (folder / "scenarios").symlink_to(ROOT / "scenarios")
    (folder / "my_agents.py").write_text(blocks("python")[0])
    (folder / "pie.yaml").write_text(blocks("yaml")[0])
    return folder


@pytest.mark.parametrize("command", commands())
def test_commands_run(command, folder):
    done = run(command, folder)
    assert done.returncode == 0, done.stderr


def test_the_first_scenario_runs(folder):
    assert run("parley validate pie.yaml", folder).returncode == 0
    assert run("parley run pie.yaml", folder).returncode == 0


def test_links_lead_somewhere():
    for target in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / target).exists(), target
