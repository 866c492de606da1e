"""A Dask scheduler with workers in processes of their own, on 127.0.0.1, as the page of examples brings it up."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import NamedTuple

from tests.places import ROOT

COMMAND = "python -m experiments.runs.workers.local_cluster"


class Cluster(NamedTuple):
    process: subprocess.Popen
    address: str


@contextmanager
def local_cluster(workers=2, root=ROOT):
    """The cluster of that page's command, on any free port, with the sources of `root`."""
    words = [sys.executable, *COMMAND.split()[1:], "--port", "0", "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    process = subprocess.Popen(
        words, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield Cluster(process, re.search(r"--scheduler (\S+)", process.stdout.readline())[1])
    finally:
        process.terminate()
        process.wait(timeout=60)
