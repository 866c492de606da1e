"""Bad weather: no room on the disk, no right to write, rival writers, no home, a wrong clock, the smallest of terminals.

What a command does then is refused or done, never half done: the bytes it leaves are those of a fair day, or none.
"""

import codecs
import os
import pty
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.nightly.judged import FINE, REFUSED, contents, harm
from tests.nightly.kills import left
from tests.nightly.samples import MADE, made
from tests.nightly.watched import Ending, obey
from tests.places import ROOT

NOBODY = 65534
UNHEARD = 1  # the exit status where what was asked for cannot be printed
COMMANDS = {
    **{name: MADE[name] for name in ("run", "sweep", "why", "comparison", "rivals", "doubt", "sealed")},
    "page": ("page", "talks.yaml", "-o", "talks.html"),
    "export": ("export", "run", "--csv"),
    "brief": ("brief", "run", "--format", "html"),
    "plot": ("plot", "run", "--kind", "war", "--format", "png"),
    "merge": ("merge", "shard_1", "shard_2", "--out", "merged"),
}
READS = {"export": ("run",), "brief": ("run",), "plot": ("run",), "merge": ("shard_1", "shard_2")}
SIZES = (0, 1, 100, 1000, 4096, 10_000, 30_000, 100_000)
TERMINALS = ((1, 1), (5, 2), (20, 5), (39, 1), (80, 24), (500, 200))
CLOCKS = (0.0, 86400.0, 2**31 + 5.0, 4e9)

Say = Callable[[str], None]
Trial = tuple[str, Callable[[Path, Path], list[str]]]
"""What it is called, and what is wrong with how it ends, in an empty folder, by the samples."""


def weather(share: float, say: Say) -> dict[str, object]:
    """Try every kind of weather, or a share of each, and say what did harm; the counts for the record."""
    began, rows, harmed = time.monotonic(), {}, []
    with tempfile.TemporaryDirectory(prefix="weather") as room:
        os.chmod(room, 0o755)
        samples = made(Path(room) / "samples")
        for kind, trials in KINDS.items():
            chosen = [*trials()]
            chosen = chosen[:: max(1, round(1 / share))]
            rows[kind] = {"tried": len(chosen), "harmed": 0}
            for i, (name, trial) in enumerate(chosen):
                folder = Path(room) / f"{len(rows)}_{i}"
                folder.mkdir()
                wrong = trial(folder, samples)
                rows[kind]["harmed"] += bool(wrong)
                for each in wrong:
                    say(f"{kind}: {name}: {each}")
                harmed += [f"{kind}: {name}: {each}" for each in wrong]
    return {"rows": rows, "harmed": harmed, "seconds": time.monotonic() - began}


def _ready(folder: Path, samples: Path, command: str) -> None:
    """Put what a command needs into a folder."""
    for name in ("talks.yaml", "experiment.yaml", "questions.yaml"):
        shutil.copy(samples / name, folder)
    for name in READS.get(command, ()):
        shutil.copytree(samples / name, folder / name)


def _judged(
    command: str, folder: Path, samples: Path, before: Callable[[], None], quiet: bool = True
) -> tuple[Ending, list[str]]:
    """Have a command obeyed after `before`; how it ended and what is wrong with that."""
    _ready(folder, samples, command)
    found = contents(folder)
    words = [*COMMANDS[command], *(("--quiet",) if quiet and command in MADE and command != "rivals" else ())]
    ending = obey(words, folder, before)
    return ending, harm(ending, found, contents(folder))


# ----------------------------------------------------------------------------- no room


def _file_sizes() -> Iterator[Trial]:
    """Files that may not be larger than so many bytes: as on a disk that is full."""
    for command in COMMANDS:
        for size in SIZES:

            def trial(folder: Path, samples: Path, command: str = command, size: int = size) -> list[str]:
                def before() -> None:
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

                ending, wrong = _judged(command, folder, samples, before)
                return _kept(wrong) + _unfinished(folder, samples) + _done_after(command, ending, folder)

            yield f"{command}, files of {size:,} bytes at most", trial


def _small_disks() -> Iterator[Trial]:
    """A disk of its own, with so many bytes; none where this may not be made."""
    if not _may_mount():
        return
    for command, words in COMMANDS.items():
        for room in (0, 8_000, 60_000):

            def trial(
                folder: Path, samples: Path, command: str = command, words: tuple[str, ...] = words, room: int = room
            ) -> list[str]:
                _mounted(folder, "4m")
                try:
                    _ready(folder, samples, command)
                    _filled(folder, room)
                    found = contents(folder)
                    ending = obey([*words], folder)
                    wrong = _kept(harm(ending, found, contents(folder))) + _unfinished(folder, samples)
                    (folder / "ballast").unlink()
                    return wrong + _done_after(command, ending, folder)
                finally:
                    subprocess.run(["umount", "--lazy", str(folder)], check=False)

            yield f"{command}, with {room:,} bytes left", trial


def _kept(wrong: list[str]) -> list[str]:
    """What is wrong, but for files that stay: where there was no room for all, those that are whole may."""
    return [each for each in wrong if not each.startswith("it was refused, yet changed")]


def _done_after(command: str, ending: Ending, folder: Path) -> list[str]:
    """What is wrong with the same command once there is room: it goes on, or begins anew, and is done."""
    if ending.status == FINE:
        return []
    begun = command in {"run", "sweep"} and (folder / command / "manifest.json").exists()
    done = obey([*COMMANDS[command], *(("--resume",) if begun else ())], folder)
    return (
        [] if done.status == FINE else [f"with room again, it ended with {done.status}: {done.messages[-200:].strip()}"]
    )


def _filled(folder: Path, left: int) -> None:
    """Leave so many bytes of a disk free."""
    with suppress(OSError), open(folder / "ballast", "wb") as file:
        free = os.statvfs(folder)
        file.write(bytes(max(0, free.f_bavail * free.f_bsize - left)))


def _may_mount() -> bool:
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    with tempfile.TemporaryDirectory() as folder:
        try:
            _mounted(Path(folder), "1m")
        except subprocess.CalledProcessError:
            return False
        subprocess.run(["umount", folder], check=False)
    return True


def _mounted(folder: Path, size: str) -> None:
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True, capture_output=True
    )


def _unfinished(folder: Path, samples: Path) -> list[str]:
    """Files of a name that a sample has, with other bytes: written in part; and temporary ones that stay."""
    wrong = []
    for name in ("run", "why", "rivals", "doubt"):
        if (folder / name).is_dir():
            whole, here = left(samples / name), left(folder / name)
            wrong += [f"{each} is not whole" for each, data in here.items() if Path(each).suffix in {".parquet", ".svg"} and each in whole and data != whole[each]]  # fmt: skip
    return wrong + [f"{path.relative_to(folder)} stays" for path in folder.rglob(".*.tmp")]


# ----------------------------------------------------------------------------- no right


def _read_only() -> Iterator[Trial]:
    """A folder in which one who is nobody may not write; only root can become nobody."""
    if os.geteuid() != 0:
        return
    for command in COMMANDS:

        def trial(folder: Path, samples: Path, command: str = command) -> list[str]:
            def before() -> None:
                for name in (
                    "utf-8-sig",
                    "utf-16",
                    "utf-16-be",
                    "utf-32",
                    "utf-32-be",
                    "utf-32-le",
                    "latin-1",
                    "cp1252",
                ):
                    codecs.lookup(name)  # one who is nobody may not be able to read where Python is

                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)

            ending, wrong = _judged(command, folder, samples, before)
            if ending.status != REFUSED:
                wrong.append(f"exit status {ending.status} where nothing can be written: {ending.messages[-300:]}")
            return wrong

        yield command, trial


# ----------------------------------------------------------------------------- two writers


def _rivals() -> Iterator[Trial]:
    """Two of the same command into one folder at once."""
    for command in ("run", "sweep", "why", "comparison", "doubt", "page", "sealed"):
        for pause in (0.0, 0.05, 0.2):
            yield f"{command}, {pause} s apart", _two(command, pause)


def _two(command: str, pause: float) -> Callable[[Path, Path], list[str]]:
    def trial(folder: Path, samples: Path) -> list[str]:
        from tests.nightly.watched import start

        _ready(folder, samples, command)
        words = [*COMMANDS[command]]
        first = start(words, folder)
        time.sleep(pause)
        second = start(words, folder)
        statuses = [os.waitstatus_to_exitcode(os.wait4(child, 0)[1]) for child in (first, second)]
        wrong = [] if set(statuses) <= {FINE, REFUSED} and FINE in statuses else [f"they ended with {statuses}"]
        return wrong + _unfinished(folder, samples)

    return trial


# ----------------------------------------------------------------------------- home, clock, terminals


def _homes() -> Iterator[Trial]:
    """No home, one that is not there, one that is a file or nobody's, in interpreters of their own."""
    for name, changes in {
        "none": {"HOME": None}, "one that is not there": {"HOME": "/nonexistent"}, "a file": {"HOME": "/etc/passwd"},
        "a device": {"HOME": "/dev/null"}, "empty": {"HOME": ""}, "caches in a file": {"XDG_CACHE_HOME": "/etc/passwd/x"},
        "no language": {"LANG": None, "LC_ALL": "C", "PYTHONUTF8": "0"}, "no path": {"PATH": ""},
    }.items():  # fmt: skip

        def trial(folder: Path, samples: Path, changes: dict[str, str | None] = changes) -> list[str]:
            _ready(folder, samples, "run")
            found = contents(folder)
            known = {**os.environ, "PYTHONPATH": str(ROOT), **changes}
            done = subprocess.run(
                [sys.executable, "-m", "experiments.cli", *COMMANDS["run"], "--quiet"], cwd=folder, capture_output=True, check=False,
                timeout=300, env={key: value for key, value in known.items() if value is not None},
            )  # fmt: skip
            ending = Ending(
                done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), 0
            )
            wrong = harm(ending, found, contents(folder)) + _unfinished(folder, samples)
            return wrong + (
                [] if done.returncode == 0 else [f"exit status {done.returncode}: {ending.messages[-300:]}"]
            )

        yield name, trial


def _clocks() -> Iterator[Trial]:
    """A clock that stands wrong, and goes back a minute whenever it is asked."""
    for command in ("run", "sweep", "why", "doubt"):
        for at in CLOCKS:

            def trial(folder: Path, samples: Path, command: str = command, at: float = at) -> list[str]:
                def before() -> None:
                    now = [at + 1e6]

                    def back() -> float:
                        now[0] -= 60
                        return max(0.0, now[0])

                    time.time = back
                    time.time_ns = lambda: int(back() * 1e9)

                ending, wrong = _judged(command, folder, samples, before)
                if ending.status != FINE:
                    return [*wrong, f"exit status {ending.status}: {ending.messages[-300:]}"]
                name = COMMANDS[command][-1]
                here, whole = left(folder / name), left(samples / name)
                return wrong + [
                    f"{each} has other bytes"
                    for each in whole
                    if here.get(each) != whole[each] and Path(each).name not in ORDER
                ]

            yield f"{command}, from {at:.0f}", trial


def _terminals() -> Iterator[Trial]:
    """Terminals of every size, with progress and tables on them."""
    for command in ("run", "sweep", "why", "comparison", "doubt", "brief", "rivals"):
        for columns, lines in TERMINALS:
            yield f"{command}, {columns} by {lines}", _shown(command, columns, lines)


def _shown(command: str, columns: int, lines: int) -> Callable[[Path, Path], list[str]]:
    def trial(folder: Path, samples: Path) -> list[str]:
        _ready(folder, samples, command)
        master, slave = pty.openpty()
        import fcntl
        import termios

        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

        def before() -> None:
            for number in (0, 1, 2):
                os.dup2(slave, number)
            os.environ.update(COLUMNS=str(columns), LINES=str(lines), TERM="xterm")
            sys.stdout = os.fdopen(1, "w", closefd=False, encoding="utf-8")
            sys.stderr = os.fdopen(2, "w", closefd=False, encoding="utf-8")

        said = bytearray()
        from threading import Event, Thread

        over = Event()

        def read() -> None:
            import select

            while not over.is_set() or select.select([master], [], [], 0)[0]:
                if select.select([master], [], [], 0.1)[0]:
                    with suppress(OSError):
                        said.extend(os.read(master, 65536))

        reader = Thread(target=read)
        reader.start()
        ending = obey([*COMMANDS[command]], folder, before)
        over.set()
        reader.join()
        os.close(master)
        os.close(slave)
        text = said.decode("utf-8", "replace")
        wrong = [] if ending.status == FINE else [f"exit status {ending.status}: {text[-300:]}"]
        return wrong + [f"it said {word}" for word in ("Traceback", "parley failed") if word in text]

    return trial


def _full_streams() -> Iterator[Trial]:
    """Nowhere to print to: a full device, a closed pipe, no descriptor at all."""
    for command in ("run", "rivals", "why", "comparison"):
        for kind in ("full", "closed pipe", "closed", "messages full"):
            yield f"{command}, {kind}", _printed(command, kind)


def _printed(command: str, kind: str) -> Callable[[Path, Path], list[str]]:
    def trial(folder: Path, samples: Path) -> list[str]:
        def before() -> None:
            number = 2 if kind == "messages full" else 1
            if kind == "closed":
                os.close(1)
            elif kind == "closed pipe":
                read, write = os.pipe()
                os.close(read)
                os.dup2(write, 1)
            else:
                os.dup2(os.open("/dev/full", os.O_WRONLY), number)

        ending, wrong = _judged(command, folder, samples, before)
        said = ending.output + ending.messages
        if kind == "full" and ending.status == UNHEARD and "parley failed" not in said:
            wrong = [each for each in wrong if not each.startswith("exit status")]  # it says that it cannot say it
        return [each for each in wrong if "refused" not in each] + (["a traceback"] if "Traceback" in said else [])

    return trial


ORDER = {"SHA256SUMS", "pieces.jsonl"}
"""Files of which the lines stand as workers were done."""
KINDS: dict[str, Callable[[], Iterator[Trial]]] = {
    "files that may not grow": _file_sizes,
    "a small disk": _small_disks,
    "a folder that is read only": _read_only,
    "two writers in one folder": _rivals,
    "no home, no language": _homes,
    "a clock that goes back": _clocks,
    "terminals of every size": _terminals,
    "streams that are full or closed": _full_streams,
}
