"""Which machine code plays histories, and where what is compiled here is kept."""

import os
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from experiments.doctor.findings import Finding
from sim.engine import cache
from sim.engine.ahead import shipped

KIND = "doctor"
"""A name under which nothing is ever kept: looking at its folder tells of all."""
ROOM = 50_000_000
"""Bytes that must be free to keep machine code, with room to spare."""
COMPILING = "compiled at the first use, about a minute, then kept"


def machine_code() -> Iterator[Finding]:
    """What will play the next run."""
    file = shipped.find()
    if file is not None and shipped.load() is not None:
        yield Finding("machine code", "ok", f"comes with parley, for {target(file)}: nothing is compiled")
        return
    why = reason(file)
    with redirect_stderr(StringIO()):
        from sim.engine.jit.block import is_compiled

        ready = is_compiled()
    if ready:
        yield Finding("machine code", "ok", f"compiled here before, and kept ({why})")
    else:
        yield Finding("machine code", "note", f"{COMPILING} ({why})")


def target(file: Path) -> str:
    """For which processors a shipped file is, by its name."""
    return file.stem.split("-", 2)[-1]


def reason(file: Path | None) -> str:
    """Why what is shipped is not used."""
    if os.environ.get(shipped.UNWANTED):
        return f"{shipped.UNWANTED} is set"
    if file is not None:
        return f"this system cannot load {file.name}"
    return "none comes with parley for this processor, or a rule was edited"


def compile_cache() -> Iterator[Finding]:
    """Where machine code is kept that is made here: whether the place is ours, can be written and has room."""
    said = StringIO()
    with redirect_stderr(said), cache._folder(KIND) as found:
        where = None if found is None else found[1].parent
        if where is not None:
            (where / KIND).rmdir()
    if where is None:
        reasons = said.getvalue().strip().partition("(")[2].rpartition(")")[0] or "there is no folder for it"
        do = f"make a folder of your own with mode 700, and name it in {cache.PLACE}"
        yield Finding("compile cache", "note" if shipped.find() else "problem", f"cannot be used: {reasons}", do)
    elif (free := shutil.disk_usage(where).free) < ROOM:
        do = f"free some space, or name a folder on another disk in {cache.PLACE}"
        yield Finding("compile cache", "problem", f"{where}: only {free // 1_000_000} MB free", do)
    elif where != (wanted := next(cache.places(KIND)).path.parent):
        do = f"mend {wanted}, or name another folder in {cache.PLACE}"
        yield Finding("compile cache", "note", f"{where}, since {wanted} cannot be written", do)
    else:
        yield Finding("compile cache", "ok", f"{where}: yours alone, can be written")
