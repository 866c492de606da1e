"""One run of one scenario: from a loaded file to a results folder with its summary and figures."""

import hashlib
import platform
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

from experiments import store
from experiments.progress import Progress
from sim.loading import Loaded

RESULTS = Path("results")
FORMATS: tuple[Literal["svg"], ...] = ("svg",)


class Request(NamedTuple):
    """What was asked for."""

    loaded: Loaded
    file: Path
    seed: int
    histories: int
    out: Path | None
    engine: str
    agents: str | None
    workers: int | None
    resume: bool
    quiet: bool
    overrides: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What a run gave."""

    summary: dict[str, Any]
    engine: str
    seconds: float
    played: int
    folder: Path
    figures: list[Path]
    request: Request

    @property
    def rate(self) -> float:
        """Histories played per second of playing."""
        return self.played / self.seconds if self.seconds > 0 else 0.0

    def full_object(self) -> dict[str, Any]:
        """The object that `run --json` prints."""
        front = {key: self.summary[key] for key in ("scenario", "scenario_sha256", "seed", "histories")}
        return front | {"engine": self.engine} | self.summary | {
            "simulate_seconds": self.seconds, "histories_per_second": self.rate, "out": str(self.folder),
        }  # fmt: skip


def run_scenario(request: Request) -> Answer:
    """Run all that is asked, keep it, and draw its figures.

    StoreError if the folder cannot be used, AgentsError if the agents cannot, Interrupted if the user stops it.
    """
    from sim.compiled import compile_scenario

    compiled = compile_scenario(request.loaded.scenario)
    progress = Progress(request.histories, request.quiet)
    engine = make_engine(request, compiled, progress.say)
    fingerprint = store.scenario_hash(compiled.scenario)
    about = manifest(request, fingerprint)
    if request.out is None:
        results = store.begin_free(RESULTS, request.file.stem, about, compiled.scenario)
    else:
        results = store.Results.begin(request.out, about, compiled.scenario, request.resume)
    try:
        return play_and_tell(request, compiled, engine, results, fingerprint, progress)
    except KeyboardInterrupt:
        progress.stop()
        raise Interrupted(resume_line(request, results.folder)) from None
    except BrokenPipeError:
        raise
    except OSError as error:
        path = error.filename2 or error.filename or results.folder
        raise store.StoreError(f"{path} cannot be written: {error.strerror or error}") from None


def play_and_tell(
    request: Request, compiled: Any, engine: Any, results: store.Results, fingerprint: str, progress: Progress
) -> Answer:
    """Play what is missing in the folder, and write there what it says."""
    from experiments import runner, tally
    from experiments.backends import Threads

    results.sweep()
    with progress:
        finished = runner.run(
            compiled,
            request.seed,
            request.histories,
            engine,
            results,
            Threads(request.workers),
            progress.advance,
            warm_up,
        )
    summary = tally.run_object(finished.sums, compiled, fingerprint, request.seed)
    figures = draw(results, summary, finished.sums, compiled)
    results.write_summary(summary, tally.course_object(finished.sums, compiled))
    return Answer(summary, request.engine, finished.seconds, finished.played, results.folder, figures, request)


class Interrupted(KeyboardInterrupt):
    """The user stopped a run; the message says what was kept and how to go on."""


def resume_line(request: Request, folder: Path) -> str:
    """What to say of an interrupted run: what is kept, and the command that finishes it."""
    words = ["parley", "run", str(request.file), "--histories", str(request.histories), "--seed", str(request.seed)]
    for change in request.overrides:
        words += ["--set", change]
    if request.agents:
        words += ["--engine", request.engine, "--agents", request.agents]
    words += ["--out", str(folder), "--resume"]
    return f"Interrupted. Finished blocks are kept in {folder}; to go on:\n  {shlex.join(words)}"


def make_engine(request: Request, compiled: Any, say: Callable[[str], None]) -> Any:
    """The engine asked for, ready to play."""
    if request.engine != "mesa":
        return compiled_engine(say)
    engine = mesa_engine(request.agents, compiled)
    engine.prepare()
    return engine


def compiled_engine(say: Callable[[str], None]) -> Any:
    """The compiled engine, ready to play; says so if the rules must be compiled first."""
    from experiments.runner import CompiledEngine
    from sim.kernel import is_compiled

    engine = CompiledEngine()
    if not is_compiled():
        say("Compiling the rules for this machine: once, about 20 seconds …")
    engine.prepare()
    return engine


class AgentsError(Exception):
    """The module of agents cannot be used; the message says why."""


def mesa_engine(module: str | None, compiled: Any) -> Any:
    """The Mesa model, with a module's agents in place of its own; AgentsError if the module is no such thing."""
    from sim.mesa_model import MesaEngine

    folder = str(Path.cwd())
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        engine = MesaEngine(module)
        engine.check(compiled)
    except (Exception, SystemExit) as error:  # whatever a user's module does on import
        raise AgentsError(f"--agents {module}: {type(error).__name__}: {error}") from error
    return engine


def warm_up() -> None:
    """Import what the end of a run needs while the workers play."""
    import duckdb  # noqa: F401

    import experiments.figures  # noqa: F401


def manifest(request: Request, fingerprint: str) -> dict[str, Any]:
    """What determines the histories, and what they were made with."""
    from experiments.runner import BLOCK

    return {
        "scenario": str(request.file),
        "scenario_sha256": fingerprint,
        "seed": request.seed,
        "histories": request.histories,
        "block": BLOCK,
        "engine": request.engine,
        "agents": agents_hash(request.agents),
        "changes": [change._asdict() for change in request.loaded.changes],
        **machine(),
        "command": ["parley", *sys.argv[1:]],
    }


def machine() -> dict[str, Any]:
    """What histories are made with: the bits hold for these."""
    from sim.identity import rules_hash, versions

    return {
        "rules_sha256": rules_hash(),
        "versions": versions(),
        "platform": {
            "machine": platform.machine(),
            "libc": " ".join(platform.libc_ver()),
            "python": platform.python_version(),
        },
    }


def agents_hash(module: str | None) -> str | None:
    """A module of agents by name and content, since it is part of what determines the histories."""
    if module is None:
        return None
    import importlib.util

    spec = importlib.util.find_spec(module)
    source = Path(spec.origin).read_bytes() if spec and spec.origin else b""
    return f"{module} {hashlib.sha256(source).hexdigest()}"


def draw(results: store.Results, summary: dict[str, Any], sums: Any, compiled: Any) -> list[Path]:
    """Draw the figures of a run into its folder; their paths."""
    from experiments import figures

    folder = results.folder / "figures"
    folder.mkdir(exist_ok=True)
    scenario, names, total = compiled.scenario, compiled.names, summary["histories"]
    known = {"as_of": scenario.as_of.isoformat(), "question": scenario.question or ""}
    curves = [
        figures.TableCurve(
            scenario.tables[table].title or table,
            [(rung, *figures.cumulative(sums[f"{table}.{rung}.reached"], total)) for rung in names.rungs[table]],
        )
        for table in names.tables
    ]
    rounds = [compiled.rounds.label(t) for t in range(1, compiled.rounds.rounds + 1)]
    drawn = {
        "outcomes": figures.outcomes(summary, **known),
        "rungs_over_time": figures.rungs_over_time(
            curves, rounds, title=scenario.title, histories=total, seed=summary["seed"], **known
        ),
    }
    paths = []
    for name, figure in drawn.items():
        for kind in FORMATS:
            path = folder / f"{name}.{kind}"
            store.write_whole(path, figures.render(figure, kind))
            paths.append(path)
    return paths
