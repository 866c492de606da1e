"""Commands killed at random moments and given again: in the end there are the bytes of one that nobody disturbed.

Each is played once undisturbed, which says how long it takes; then it is begun, killed (SIGKILL) somewhere in that time, some
of the time twice, and given again until it is done. `run` and `sweep` go on with `--resume`; the others begin anew.
"""

import json
import os
import random
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.nightly.judged import FINE, REFUSED
from tests.nightly.samples import MADE, written
from tests.nightly.watched import end, obey, start

PATIENCE = 300  # seconds
TWICE = 0.3  # the share of trials in which the second attempt is killed too


class Killed(NamedTuple):
    """A command that is killed."""

    words: tuple[str, ...]
    again: tuple[str, ...] = ()
    """What is added to it when it is given again."""
    out: str = "out"
    """The file or folder that it leaves."""
    needs: tuple[str, ...] = ()
    """What must be there before it, of the samples."""


COMMANDS = {
    "run": Killed(("run", "talks.yaml", "--histories", "60000", "--out", "out", "--quiet"), ("--resume",)),
    "sweep": Killed(("sweep", "experiment.yaml", "--histories", "6000", "--out", "out", "--quiet"), ("--resume",)),
    "merge": Killed(("merge", "shard_1", "shard_2", "--out", "out"), needs=("shard_1", "shard_2")),
    "doubt": Killed(("doubt", "talks.yaml", "--points", "64", "--histories", "100", "--out", "out", "--quiet")),
    "report": Killed(("report", "talks.yaml", "--minutes", "0.1", "--out", "out", "--quiet")),
    "page": Killed(("page", "talks.yaml", "-o", "out.html", "--force"), out="out.html"),
    "brief": Killed(("brief", "run"), out="run", needs=("run",)),
}
SHARES = {"run": 0.2, "sweep": 0.2, "merge": 0.15, "doubt": 0.12, "report": 0.05, "page": 0.13, "brief": 0.15}
CHANGES = {"seconds", "command", "out", "experiment", "scenario"}
"""What a manifest says of one particular playing: when, how, and of a file where."""
REPORTED = ("out/base/", "out/why/")
"""What a report plays in full, however fast the machine is just then; the size of the rest depends on it."""


def kills(total: int, first: int, say: Callable[[str], None], only: str = "") -> dict[str, object]:
    """Kill so many commands, and say of each that left other bytes how to see it again; the counts for the record."""
    began, rows, harmed = time.monotonic(), {}, []
    with tempfile.TemporaryDirectory(prefix="kills") as room:
        samples = _samples(Path(room) / "samples")
        for name, count in _counts(total).items() if not only else [(only, 1)]:
            whole, seconds = _undisturbed(COMMANDS[name], samples, Path(room) / f"whole_{name}")
            row = {"killed": 0, "too late": 0, "harmed": 0}
            for seed in range(first, first + count):
                rng = random.Random(f"{name} {seed}")
                struck, wrong = _trial(COMMANDS[name], samples, whole, seconds, rng, Path(room) / f"{name}_{seed}")
                row["killed"] += struck
                row["too late"] += not struck
                row["harmed"] += bool(wrong)
                for each in wrong:
                    say(f"{name} {seed}: {each}\n  python -m tests.nightly killed {name} {seed}")
                harmed += [f"{name} {seed}"] * bool(wrong)
            rows[name] = row
    return {"first": first, "rows": rows, "harmed": harmed, "seconds": time.monotonic() - began}


def _counts(total: int) -> dict[str, int]:
    return {name: max(1, round(total * share)) for name, share in SHARES.items() if total * share >= 0.25}


def _samples(folder: Path) -> Path:
    written(folder)
    for name in ("run", "shard_1", "shard_2"):
        words = ["12000" if word == "60" else word for word in MADE[name]]
        done = obey([*words, "--quiet"], folder, patience=PATIENCE)
        assert done.status == 0, done.messages
    return folder


def _room(command: Killed, samples: Path, folder: Path) -> Path:
    """A folder with what a command needs."""
    written(folder)
    for name in command.needs:
        shutil.copytree(samples / name, folder / name)
    return folder


def _undisturbed(command: Killed, samples: Path, folder: Path) -> tuple[dict[str, bytes], float]:
    """What a command leaves, and how long it takes, in seconds."""
    _room(command, samples, folder)
    began = time.monotonic()
    done = obey([*command.words], folder, patience=PATIENCE)
    assert done.status == 0, done.messages
    return left(folder / command.out), time.monotonic() - began


def _trial(
    command: Killed, samples: Path, whole: dict[str, bytes], seconds: float, rng: random.Random, folder: Path
) -> tuple[int, list[str]]:
    """How often a command was killed in the middle, and what is wrong with what it left in the end."""
    _room(command, samples, folder)
    struck = 0
    words = [*command.words]
    for _ in range(2 if rng.random() < TWICE else 1):
        struck += _kill(words, folder, rng.uniform(0, seconds))
        words = [*command.words, *command.again]
    wrong = [f"{name} was there before all of it was" for name in _half(folder / command.out, whole)]
    done = obey(words, folder, patience=PATIENCE)
    found = [*_differences(left(folder / command.out), whole)]
    if done.status != FINE and (found or done.status != REFUSED):  # what is there, and whole, may be left alone
        return struck, [*wrong, f"given again, it ended with {done.status}: {done.messages[-300:]}"]
    return struck, [*wrong, *found]


def _kill(words: list[str], folder: Path, after: float) -> int:
    """Begin a command and kill it after so many seconds; 1 if it had not ended before, 0 if it had."""
    child = start(words, folder)
    time.sleep(after)
    end(child)
    _, status, _ = os.wait4(child, 0)
    return int(os.waitstatus_to_exitcode(status) == -signal.SIGKILL)


def left(path: Path) -> dict[str, bytes]:
    """The bytes of every file that a command left, but for what says when and how it was played."""
    paths = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    found = {str(each.relative_to(path.parent)): _lasting(each) for each in paths}
    if "out/report.json" in found:
        return {name: data for name, data in found.items() if name.startswith(REPORTED)}
    return found


def _lasting(path: Path) -> bytes:
    data = path.read_bytes()
    if path.name == "manifest.json" and data:
        said = json.loads(data)
        return json.dumps(_without(said)).encode()
    return data


def _without(said: object) -> object:
    if isinstance(said, dict):
        return {key: _without(value) for key, value in said.items() if key not in CHANGES}
    return [_without(each) for each in said] if isinstance(said, list) else said


def _differences(here: dict[str, bytes], whole: dict[str, bytes]) -> Iterator[str]:
    for name in sorted({*here, *whole}):
        if name not in whole:
            yield f"{name} was left behind"
        elif name not in here:
            yield f"{name} is lacking"
        elif here[name] != whole[name] and not _varies(name):
            yield f"{name} has other bytes"


def _varies(name: str) -> bool:
    """Whether a file says what depends on the moment: how long pieces took, in the order in which they were done."""
    return Path(name).name in {"pieces.jsonl", "SHA256SUMS"}


def _half(path: Path, whole: dict[str, bytes]) -> list[str]:
    """Figures, tables and pages that a killed command left under their own names, yet not whole."""
    kinds = {".parquet", ".svg", ".html", ".pdf", ".csv"}
    here = left(path) if path.exists() else {}
    return [name for name, data in here.items() if Path(name).suffix in kinds and not Path(name).name.startswith(".") and name in whole and data != whole[name]]  # fmt: skip
