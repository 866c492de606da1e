"""The command line in a process of its own, as a user starts it."""

import os
import subprocess
import sys

from tests.places import ROOT


def parley(*arguments, cwd=ROOT, **options):
    """Run the command; its exit status, output and messages."""
    command = [sys.executable, "-m", "experiments.cli", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, env=environment, timeout=300, check=False, **options
    )
