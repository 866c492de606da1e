"""One mutant in a process of its own, forked from one that has imported all that is not the project's."""

import importlib.abc
import importlib.machinery
import importlib.util
import os
import pickle
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import pytest

from tests.mutation.plain import SCENARIOS, Plain, Rows
from tests.places import ROOT

OURS = ("agents", "sim", "experiments", "parley", "tests")
PROCESSOR, MEMORY = 240, 8 << 30  # seconds and bytes after which a child is ended from outside


class Fault(NamedTuple):
    """A file from the root, and its text with the fault."""

    file: str
    text: str

    @property
    def module(self) -> str:
        """The module that the file is."""
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class Found(NamedTuple):
    """What became of a fault: which test fails, empty if none; the processor's seconds; how long each test took."""

    failed: str
    seconds: float
    took: dict[str, float]
    rows: Rows
    modules: list[str]


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a file as if it had this text."""

    text = ""
    loaded = False

    def get_code(self, fullname: str) -> CodeType:
        self.loaded = True
        return compile(self.text, self.path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the module with the fault before anybody finds the one without."""

    def __init__(self, fault: Fault):
        self.module, self.loader = fault.module, _Loader(fault.module, str(ROOT / fault.file))
        self.loader.text = fault.text

    def find_spec(self, name: str, *_: Any) -> importlib.machinery.ModuleSpec | None:
        if name != self.module:
            return None
        return importlib.util.spec_from_file_location(name, self.loader.path, loader=self.loader)


def run(
    fault: Fault | None, tests: Sequence[str], plugin: Plain, scenarios: range = SCENARIOS, log: Path = Path(os.devnull)
) -> Found:
    """What the tests say of a fault (None: of the code as it is), in a child process, ended by the first that fails."""
    assert fault is None or not any(name.partition(".")[0] in ("agents", "sim") for name in sys.modules)
    reader, writer = os.pipe()
    began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    child = os.fork()
    if not child:
        os.close(reader)
        _in_child(fault, tests, plugin, scenarios, log, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began
    if not answer:
        return Found("the process ended", seconds, {}, {}, [])
    return pickle.loads(answer)._replace(seconds=seconds)  # what our own child wrote


def _in_child(
    fault: Fault | None, tests: Sequence[str], plugin: Plain, scenarios: range, log: Path, writer: int
) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(out, 1), os.dup2(out, 2)
    finder = _Finder(fault) if fault else None
    if finder:
        sys.meta_path.insert(0, finder)
    try:
        failed = plugin.differs(scenarios) or _by_pytest(bool(fault), tests, plugin)
    except BaseException as error:
        failed = f"{type(error).__name__} (import)"
    if finder and not finder.loader.loaded:
        failed = "NEVER RAN"
    known = [name for name in sys.modules if name.partition(".")[0] not in OURS]
    try:
        answer = Found(failed, 0.0, plugin.took, {} if fault else plugin.rows, [] if fault else known)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(pickle.dumps(answer))
    finally:  # whatever happens, the parent's code is not run twice
        os._exit(0)


def _by_pytest(is_fault: bool, tests: Sequence[str], plugin: Plain) -> str:
    """Which test fails; without a fault all are tried, and those that fail are noted by the plugin."""
    if not tests:
        return ""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # none of them is needed, and all take time
    status = pytest.main(
        ["-x"] * is_fault + ["-q", "-p", "no:cacheprovider", "--assert=plain", *tests], plugins=[plugin]
    )
    return plugin.failed or (f"pytest ends with {int(status)}" if is_fault and status != 0 else "")
