"""ES modules run by Node, as tests in Python ask them."""

import subprocess
from pathlib import Path

from tests.page.tools import WEB, node


def run_node(script: str | Path, *args: object, folder: Path = WEB) -> str:
    """What a module prints: a file, or its text, which imports `./…` from `folder`.

    It finds `args` as text in `process.argv.slice(2)`. What it throws fails the test in Node's own words.
    """
    named = isinstance(script, Path)
    words = [script.resolve()] if named else ["--input-type=module", "-"]
    done = subprocess.run(
        [node(), *map(str, (*words, *args))],
        input=None if named else script,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
