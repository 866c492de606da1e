"""One run of one scenario: from a loaded file to a results folder with its summary and figures."""

import hashlib
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from experiments import store
from experiments.backends import Backend
from experiments.progress import Progress
from experiments.sharding import Shard
from sim.scenario.data import scenario_hash
from sim.scenario.load import Loaded
from sim.scenario.vocabulary import Scenario

if TYPE_CHECKING:
    from experiments.precision import Precision, Stopped

RESULTS = Path("results")
FIGURES = ("outcomes", "rungs_over_time")
FORMAT: Literal["svg"] = "svg"


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
    scheduler: str | None = None
    precision: "Precision | None" = None
    """If given, `histories` is the most that it may take."""


class Answer(NamedTuple):
    """What a run gave."""

    summary: dict[str, Any]
    engine: str
    seconds: float
    played: int
    folder: Path
    figures: list[Path]
    request: Request
    stopped: "Stopped | None" = None

    @property
    def rate(self) -> float:
        """Histories played per second of playing."""
        return self.played / self.seconds if self.seconds > 0 else 0.0

    def full_object(self) -> dict[str, Any]:
        """The object that `run --json` prints."""
        front = {key: self.summary[key] for key in ("scenario", "scenario_sha256", "seed", "histories")}
        return front | {"engine": self.engine} | self.summary | {
            "simulate_seconds": self.seconds, "histories_per_second": self.rate, "out": str(self.folder),
        } | self._precision()  # fmt: skip

    def _precision(self) -> dict[str, Any]:
        """What was asked to be narrow, and what came out; nothing where nobody asked."""
        if self.request.precision is None or self.stopped is None:
            return {}
        return {"precision": self.request.precision.about() | {"stopped": self.stopped._asdict()}}


class Begun(NamedTuple):
    """A run that may play: everything is checked, and its folder is there."""

    request: Request
    compiled: Any
    engine: Any
    backend: Backend
    results: store.Results
    progress: Progress
    fingerprint: str

    def play(self, blocks: range) -> Any:
        """Play what is missing of some blocks in the folder; what came of it."""
        from experiments import runner

        self.results.sweep()
        seed, histories = self.request.seed, self.request.histories
        size = runner.block_size(histories)
        with self.progress as progress:
            return runner.play_blocks(
                self.compiled, seed, histories, blocks, self.engine, self.results, self.backend, progress.advance, warm_up,
                size,
            )  # fmt: skip

    def play_until_narrow(self, precision: "Precision") -> "tuple[Any, Stopped]":
        """Play as many histories as a precision takes; what came of it, and where it stopped."""
        from experiments.precision import run_until

        self.results.sweep()
        with self.progress as progress:
            return run_until(
                self.compiled, self.request.seed, precision, self.engine, self.results, self.backend, progress.advance,
                warm_up,
            )  # fmt: skip


@contextmanager
def begun(request: Request, shard: Shard | None = None) -> Iterator[Begun]:
    """A run ready to play, all of it or a shard of it.

    StoreError if the folder cannot be used, AgentsError if the agents cannot, BackendError if the workers cannot,
    Interrupted if the user stops it; what can be known before is raised before anything is written.
    """
    from experiments.workers import workers_of
    from sim.engine.arrays import compile_scenario

    compiled = compile_scenario(request.loaded.scenario)
    first, after = span(request.histories, shard)
    progress = Progress(after - first, request.quiet)
    with workers_of(request.scheduler, request.workers) as backend:
        engine = make_engine(request, compiled, progress.say)
        fingerprint = scenario_hash(compiled.scenario)
        about = manifest(request, fingerprint) | {"shard": str(shard) if shard else None}
        results = begin_folder(request.out, request.file.stem, shard, about, compiled.scenario, request.resume)
        with telling_how_to_go_on(resume_line(request, results.folder, shard), results.folder):
            try:
                yield Begun(request, compiled, engine, backend, results, progress, fingerprint)
            finally:
                progress.stop()


@contextmanager
def telling_how_to_go_on(line: str, folder: Path) -> Iterator[None]:
    """Whatever stops the work in a folder says what is kept there and how to go on: `line`."""
    from experiments.backends import BackendError

    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted. {line}") from None
    except BackendError as error:
        raise BackendError(f"{error}. {line}") from None
    except BrokenPipeError:
        raise
    except OSError as error:
        path = error.filename2 or error.filename or folder
        raise store.StoreError(f"{path} cannot be written: {error.strerror or error}") from None


def begin_folder(
    out: Path | None, stem: str, shard: Shard | None, about: dict[str, Any], scenario: Scenario, resume: bool
) -> store.Results:
    """The folder asked for, or a free one named after a file; of a shard, by its number too."""
    if out is not None:
        return store.Results.begin(out, about, scenario, resume)
    named = f"{stem}-shard-{shard.number}-of-{shard.of}" if shard else stem
    return store.begin_free(RESULTS, named, about, scenario)


def run_scenario(request: Request) -> Answer:
    """Run all that is asked, keep it, and draw its figures; raises what `begun` raises."""
    with begun(request) as run:
        return finished_before(run) or play_and_tell(run)


def play_and_tell(run: Begun) -> Answer:
    """Play what is missing in the folder, and write there what it says."""
    request, stopped = run.request, None
    if request.precision is None:
        finished = run.play(blocks_of(request.histories))
    else:
        finished, stopped = run.play_until_narrow(request.precision)
        run.results.note({"stopped": stopped._asdict()})
    summary, figures = conclude(run.results, finished.sums, run.compiled, run.fingerprint, request.seed)
    folder = run.results.folder
    return Answer(summary, request.engine, finished.seconds, finished.played, folder, figures, request, stopped)


def conclude(
    results: store.Results, sums: Any, compiled: Any, fingerprint: str, seed: int
) -> tuple[dict[str, Any], list[Path]]:
    """Write what all histories say into their folder, the summary last; the summary and the paths of the figures."""
    from experiments import tally

    summary = tally.run_object(sums, compiled, fingerprint, seed)
    figures = draw(results, summary, sums, compiled)
    results.write_summary(summary, tally.course_object(sums, compiled))
    return summary, figures


def finished_before(run: Begun) -> Answer | None:
    """The answer of a run that was complete already; None if anything is missing."""
    summary, request = run.results.summary, run.request
    figures = figure_paths(run.results.folder)
    stopped = stopped_before(run)
    blocks = blocks_of(request.histories) if request.precision is None else whole_blocks(stopped)
    if (
        not blocks
        or summary is None
        or not all(path.is_file() for path in figures)
        or len(run.results.kept(blocks)) < len(blocks)
    ):
        return None
    return Answer(summary, request.engine, 0.0, 0, run.results.folder, figures, request, stopped)


def stopped_before(run: Begun) -> "Stopped | None":
    """Where a run of a precision stopped, if its folder says so."""
    from experiments.precision import Stopped

    noted = run.results.manifest.get("stopped")
    return Stopped(**noted) if noted else None


def whole_blocks(stopped: "Stopped | None") -> range:
    """The blocks of a run of a precision that is done."""
    from experiments.runner import block_count

    return range(block_count(stopped.histories) if stopped else 0)


class ShardAnswer(NamedTuple):
    """What the run of a shard gave: histories `first` to `after` − 1, of which `played` were played now."""

    title: str
    fingerprint: str
    shard: Shard
    first: int
    after: int
    seconds: float
    played: int
    folder: Path
    request: Request

    def full_object(self) -> dict[str, Any]:
        """The object that `run --shard --json` prints: what was played, and no shares, since it is not the whole."""
        return {
            "scenario": self.title, "scenario_sha256": self.fingerprint, "seed": self.request.seed,
            "histories": self.request.histories, "engine": self.request.engine, "shard": str(self.shard),
            "first": self.first, "count": self.after - self.first, "simulate_seconds": self.seconds,
            "histories_per_second": self.played / self.seconds if self.seconds > 0 else 0.0, "out": str(self.folder),
        }  # fmt: skip


def blocks_of(histories: int, shard: Shard | None = None) -> range:
    """The blocks of a run, or of a shard of it."""
    from experiments.runner import block_count, block_size

    total = block_count(histories, block_size(histories))
    return shard.blocks(total) if shard else range(total)


def span(histories: int, shard: Shard | None) -> tuple[int, int]:
    """The histories of a run, or of a shard of it: number of the first, and of the first after it."""
    from experiments.runner import block_size

    blocks, size = blocks_of(histories, shard), block_size(histories)
    return min(blocks.start * size, histories), min(blocks.stop * size, histories)


def run_shard(request: Request, shard: Shard) -> ShardAnswer:
    """Run a shard's blocks and keep them; raises what `begun` raises."""
    blocks = blocks_of(request.histories, shard)
    first, after = span(request.histories, shard)
    with begun(request, shard) as run:
        complete = len(run.results.kept(blocks)) == len(blocks)
        seconds, played = (0.0, 0) if complete else run.play(blocks)[1:]
        title = run.compiled.scenario.title
        return ShardAnswer(title, run.fingerprint, shard, first, after, seconds, played, run.results.folder, request)


class Interrupted(KeyboardInterrupt):
    """The user stopped a run; the message says what was kept and how to go on."""


def resume_line(request: Request, folder: Path, shard: Shard | None = None) -> str:
    """What to say of a run that was stopped: what is kept, and the command that finishes it."""
    words = ["parley", "run", str(request.file), *how_many(request), "--seed", str(request.seed)]
    for change in request.overrides:
        words += ["--set", change]
    if request.engine != "compiled":
        words += ["--engine", request.engine]
    if request.agents:
        words += ["--agents", request.agents]
    if request.scheduler:
        words += ["--scheduler", request.scheduler]
    if shard:
        words += ["--shard", str(shard)]
    words += ["--out", str(folder), "--resume"]
    return f"Finished blocks are kept in {folder}; to go on:\n  {shlex.join(words)}"


def how_many(request: Request) -> list[str]:
    """The options that say how many histories there are to be."""
    if request.precision is None:
        return ["--histories", str(request.histories)]
    named = [word for name in request.precision.headline for word in ("--headline", name)]
    return ["--precision", repr(request.precision.half_width), *named, "--most", str(request.precision.most)]


def make_engine(request: Request, compiled: Any, say: Callable[[str], None]) -> Any:
    """The engine asked for, ready to play."""
    if request.engine != "mesa":
        return far_engine() if request.scheduler else compiled_engine(say)
    engine = mesa_engine(request.agents, compiled)
    engine.prepare()
    return engine


def compiled_engine(say: Callable[[str], None]) -> Any:
    """The compiled engine, ready to play; says so if the rules must be compiled first."""
    from experiments.runner import CompiledEngine
    from sim.engine.kernel import is_compiled

    engine = CompiledEngine()
    if not is_compiled():
        say("Compiling the rules for this machine: once, about 20 seconds …")
    engine.prepare()
    return engine


def far_engine() -> Any:
    """The compiled engine, to be made ready by other machines."""
    from experiments.runner import CompiledEngine

    return CompiledEngine()


class AgentsError(Exception):
    """The module of agents cannot be used; the message says why."""


def mesa_engine(module: str | None, compiled: Any) -> Any:
    """The Mesa model, with a module's agents in place of its own; AgentsError if the module is no such thing."""
    from sim.engine.mesa_model import MesaEngine

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
    from experiments.runner import BLOCK, block_size

    precision = request.precision
    return {
        "scenario": str(request.file),
        "scenario_sha256": fingerprint,
        "seed": request.seed,
        "histories": request.histories if precision is None else None,
        "precision": precision.about() if precision else None,
        "block": block_size(request.histories) if precision is None else BLOCK,
        "engine": request.engine,
        "agents": agents_hash(request.agents),
        "changes": [change._asdict() for change in request.loaded.changes],
        **machine(),
        "command": store.command_line(),
    }


def machine() -> dict[str, Any]:
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
    paths = figure_paths(results.folder)
    for path in paths:
        store.write_whole(path, figures.render(drawn[path.stem], FORMAT))
    return paths


def figure_paths(folder: Path) -> list[Path]:
    """Where the figures of a run are."""
    return [folder / "figures" / f"{name}.{FORMAT}" for name in FIGURES]
