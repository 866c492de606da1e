"""Which engine plays, and what it is made of."""

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.runs.blocks import CompiledEngine, Engine
from experiments.runs.modules import found_here
from experiments.store.manifest import Machine
from sim.engine.agents_error import AgentsError
from sim.engine.arrays import Compiled
from sim.scenario.phrases import suggest

if TYPE_CHECKING:
    from sim.engine.mesa_model import MesaEngine


def make_engine(kind: str, agents: str | None, far: bool, compiled: Compiled, say: Callable[[str], None]) -> Engine:
    """The engine of a kind (`compiled` or `mesa`), ready to play, or to be made ready by machines far away."""
    if kind != "mesa":
        return far_engine() if far else compiled_engine(say, compiled)
    return mesa_engine(agents, compiled)


def compiled_engine(say: Callable[[str], None], *played: Compiled) -> CompiledEngine:
    """The compiled engine, ready to play; says so if the rules must be compiled first.

    `played`: the scenarios that are played first, if they are known: then no more is compiled than they need.
    """
    from sim.engine.kernel import has_many_seats, is_ready

    engine = CompiledEngine()
    many = not played or any(has_many_seats(each.arrays) for each in played)
    if not is_ready(many):
        say("Compiling the rules for this machine: once, about a minute …")
    engine.prepare(many)
    return engine


def far_engine() -> CompiledEngine:
    """The compiled engine, to be made ready by other machines."""
    return CompiledEngine()


def mesa_engine(module: str | None, compiled: Compiled) -> "MesaEngine":
    """The Mesa model, with a module's agents in place of its own; AgentsError if the module is no such thing.

    The module, and what it imports as it is imported, may stand in the current folder; without one, nothing is
    looked for there.
    """
    from sim.engine.mesa_model import MesaEngine

    try:
        with found_here(module) if module is not None else nullcontext():
            engine = MesaEngine(module)
        engine.check(compiled)
    except (Exception, SystemExit) as error:  # whatever a user's module does on import
        guess = (
            _like_module(module or "")
            if isinstance(error, ModuleNotFoundError) and error.name in _names(module)
            else ""
        )
        raise AgentsError(f"--agents {module}: {type(error).__name__}: {error}{guess}") from error
    return engine


def _names(module: str | None) -> tuple[str, ...]:
    """By which names a module may be missed: its own, and its package's."""
    return () if module is None else (module, module.partition(".")[0])


def _like_module(module: str) -> str:
    """What may have been meant by a module that is not there: of those in the current folder."""
    try:
        return suggest(module, sorted(path.stem for path in Path().glob("*.py")))
    except OSError:
        return ""


def machine() -> Machine:
    """What histories are made with: the bits hold for these."""
    from sim.engine.identity import kind_of_machine, rules_hash, versions

    return {
        "rules_sha256": rules_hash(),
        "versions": versions(),
        "platform": kind_of_machine(),
    }


def agents_hash(module: str | None) -> str | None:
    """A module of agents by name and content, since it is part of what determines the histories."""
    if module is None:
        return None
    import importlib.util

    spec = importlib.util.find_spec(module)
    source = Path(spec.origin).read_bytes() if spec and spec.origin else b""
    return f"{module} {hashlib.sha256(source).hexdigest()}"
