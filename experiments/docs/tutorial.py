"""The tutorial's pages: what its commands print, the files that it shows and its figures, put in anew (`make tutorial`).

In the pages of docs/tutorial, taken in the order of their names:

- a block ```` ```console ```` holds commands, each after `$ ` and before `# ` and how long it takes; what stands under a
  command is replaced by what it prints. All are run by a shell in one folder, a copy of docs/tutorial/steps beside the
  scenarios, as a reader has it.
- the block after `<!-- steps/FILE -->` holds that file, or of `<!-- steps/FILE: key -->` what stands under that key.

Nothing else in a page is touched: blocks ```` ```sh ```` are for the reader's own machine.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial"
STEPS, FIGURES = TUTORIAL / "steps", TUTORIAL / "figures"
WORK = "my_talks"  # what the pages call the reader's folder

DRAWN = {
    "rungs_over_time.svg": "results/2_three_rungs-1/figures/rungs_over_time.svg",
    "what_is_not_known.svg": "results/4_two_tables-doubt-1/figures/doubt.svg",
}
"""Figure of the pages → where the commands leave it."""
BRIEF = ("results/4_two_tables-1", "results/office", "results/4_two_tables-doubt-1")
PICTURE, PPI = "brief.png", 80  # the brief's first page

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
SHOWN = re.compile(r"^<!-- steps/([^\s:]+)(?:: (\w+))? -->\n```(\w+)\n.*?^```$", re.S | re.M)
COMMAND = re.compile(r"^\$ (?P<words>.*?) +# (?P<time>\d+) (?P<unit>seconds?|minutes?)$")
UNSTEADY = re.compile(r"Played in [\d.]+ s, [\d,]+ histories a second|\(\d+ kB\)| +$", re.M)
"""What differs from one time to the next, or with the machine."""

Shell = Callable[[str], str]
"""What a command prints, run in the reader's folder."""


def main() -> None:
    """Make all pages and figures anew, and say how long each command took."""
    with TemporaryDirectory() as place:
        folder = reader_folder(Path(place))
        for page in pages():
            text = page.read_text(encoding="utf-8")
            page.write_text(renewed(text, timed(shell(folder, programs()))), encoding="utf-8")
        FIGURES.mkdir(exist_ok=True)
        for name, made in DRAWN.items():
            shutil.copy(folder / made, FIGURES / name)
        (FIGURES / PICTURE).write_bytes(first_page([folder / name for name in BRIEF]))


def pages() -> list[Path]:
    """The pages in the order in which they are read."""
    return sorted(TUTORIAL.glob("*.md"), key=lambda page: "" if page.stem == "README" else page.stem)


def reader_folder(place: Path) -> Path:
    """What a reader works in: a copy of the steps, beside the scenarios."""
    (place / "scenarios").symlink_to(ROOT / "scenarios")
    return Path(shutil.copytree(STEPS, place / WORK))


# ------------------------------------------------------------------------------
# Pages


def renewed(page: str, run: Shell) -> str:
    """A page with the files as they are and what its commands print."""
    page = SHOWN.sub(lambda found: shown(*found.groups()), page)
    return CONSOLE.sub(lambda found: f"```console\n{played(found[1], run)}```", page)


def shown(file: str, key: str | None, language: str) -> str:
    """The marked block of a step's file, or of what stands under the first key of that name, at the left.

    Raises:
        ValueError: if the file has no such key.
    """
    text = (STEPS / file).read_text(encoding="utf-8")
    if key:
        found = re.search(rf"^( *){key}:.*\n(?:(?:\1 .*)?\n)*", text, re.M)
        if not found:
            raise ValueError(f"{file} has no key {key}")
        text = dedent(found[0]).rstrip() + "\n"
    return f"<!-- steps/{file}{f': {key}' if key else ''} -->\n```{language}\n{text}```"


def commands(block: str) -> Iterator[tuple[str, str, int]]:
    """The commands of a console block: the line, the words for a shell, and how many seconds the page says.

    Raises:
        ValueError: if a command does not say how long it takes.
    """
    for line in block.splitlines():
        if line.startswith("$ "):
            found = COMMAND.match(line)
            if not found:
                raise ValueError(f"{line}: does not end with '# 2 seconds' or the like")
            yield line, found["words"], int(found["time"]) * (60 if found["unit"].startswith("minute") else 1)


def played(block: str, run: Shell) -> str:
    """A console block with what its commands print; unchanged where only what is unsteady differs."""
    new = ""
    for line, words, _ in commands(block):
        printed = "\n".join(row.rstrip() for row in run(words).strip("\n").splitlines())
        new += f"{line}\n{printed}\n\n"
    new = new.rstrip("\n") + "\n"
    return block if steady(block) == steady(new) else new


def steady(text: str) -> str:
    """A text without what differs from one time to the next."""
    return UNSTEADY.sub("", text)


# ------------------------------------------------------------------------------
# Commands and pictures


def programs() -> str:
    """Where a shell finds `parley`: beside this interpreter first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


def shell(folder: Path, path: str) -> Shell:
    """Runs commands in `folder`, with programs found on `path`, as wide as a page.

    Raises:
        ValueError: by the shell, if a command fails.
    """
    variables = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}

    def run(command: str) -> str:
        words = ["sh", "-c", command]
        done = subprocess.run(words, cwd=folder, env=variables, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ValueError(f"{command}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    return run


def timed(run: Shell) -> Shell:
    """Says of each command how long it took."""

    def measured(command: str) -> str:
        begin = time.perf_counter()
        printed = run(command)
        print(f"{time.perf_counter() - begin:5.1f} s  {command}")
        return printed

    return measured


def first_page(folders: list[Path]) -> bytes:
    """A picture (PNG) of the first page of the brief that is made of these folders."""
    from experiments.brief.content import content
    from experiments.brief.typst_page import pictures

    return pictures(content(folders), PPI)[0]


if __name__ == "__main__":
    main()
