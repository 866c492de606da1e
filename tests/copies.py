"""Copies of the project, to change what must not be changed here and see what says so."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("agents", "sim", "experiments", "pyproject.toml")
SCRIPTS = Path(sys.executable).parent  # where the commands of an activated environment are


def copied(folder: Path, names: tuple[str, ...] = SOURCES) -> Path:
    """Copy files and folders of the project into `folder`."""
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


def run_in(project: Path, words: list[str], **variables: str) -> subprocess.CompletedProcess:
    """Run a command in a copy, which comes first where modules are looked for."""
    environment = {**os.environ, "PYTHONPATH": str(project), "COLUMNS": "400", **variables}
    command = [str(SCRIPTS / words[0]), *words[1:]]
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=600, check=False
    )
