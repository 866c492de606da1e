"""One run of one scenario: from a loaded file to a results folder with its summary and figures."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from experiments.describe.written import stated
from experiments.estimates import tally
from experiments.estimates.results import RunSummary
from experiments.estimates.statistics import Tally
from experiments.runs.blocks import BLOCK, Engine, Finished, block_count, block_size, play_blocks
from experiments.runs.engines import agents_hash, machine, make_engine
from experiments.runs.figure_paths import figure_paths
from experiments.runs.precision import Stopped, run_until
from experiments.runs.progress import Progress
from experiments.runs.results import RunOutput, ShardOutput
from experiments.runs.resume import begin_folder, telling_how_to_go_on
from experiments.runs.workers.choose import workers_of
from experiments.runs.workers.threads import Backend, processors
from experiments.store.folder import Results
from experiments.store.manifest import Manifest, changed_of
from experiments.store.reading import check_shape
from experiments.store.shards import Shard
from experiments.store.sums import FILE as HASHES
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.data import scenario_hash
from sim.scenario.load import Loaded

if TYPE_CHECKING:
    from experiments.runs.precision import Precision, Stopped
    from experiments.runs.reservations import HashOf


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
    command: tuple[str, ...] | None = None
    """What was typed to ask for it; if absent, the command line that asks for the same."""
    figures: bool = True
    """Whether its figures are drawn into its folder."""
    hash_of: "HashOf | None" = None
    """What tells the hash of the scenario's file as it is now, if that is known already."""

    def words(self) -> list[str]:
        """The command line that repeats it, word by word, but for where it is kept and who plays."""
        words = ["parley", "run", str(self.file), *how_many(self), "--seed", str(self.seed)]
        for change in self.overrides:
            words += ["--set", change]
        if self.engine != "compiled":
            words += ["--engine", self.engine]
        return words + (["--agents", self.agents] if self.agents else [])


class Answer(NamedTuple):
    """What a run gave."""

    summary: RunSummary
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

    def full_object(self) -> RunOutput:
        """The object that `run --json` prints."""
        said = self.summary
        printed: RunOutput = {
            "scenario": said["scenario"], "scenario_sha256": said["scenario_sha256"], "seed": said["seed"],
            "histories": said["histories"], "engine": self.engine, "progress": said["progress"],
            "outcomes": said["outcomes"], "tables": said["tables"], "issues": said["issues"], "blame": said["blame"],
            "answer": said["answer"], "changed": said["changed"], "war": said["war"], "why": said["why"],
            "outside": said["outside"],
            "simulate_seconds": self.seconds, "histories_per_second": self.rate, "out": str(self.folder),
        }  # fmt: skip
        if self.request.precision is not None and self.stopped is not None:
            printed["precision"] = {**self.request.precision.about(), "stopped": self.stopped.told()}
        return printed


class Begun(NamedTuple):
    """A run that may play: everything is checked, and its folder is there."""

    request: Request
    compiled: Compiled
    engine: Engine
    backend: Backend
    results: Results
    progress: Progress
    fingerprint: str

    def play(self, blocks: range) -> Finished:
        """Play what is missing of some blocks in the folder; what came of it."""
        seed, histories = self.request.seed, self.request.histories
        size = block_size(histories)
        with self.progress as progress:
            finished = play_blocks(
                self.compiled, seed, histories, blocks, self.engine, self.results, self.backend, progress.advance,
                self.meanwhile(len(blocks)), size,
            )  # fmt: skip
        self._tell_changed()
        return finished

    def _tell_changed(self) -> None:
        """Say which files were there, and not as the run left them."""
        for path in self.results.changed:
            self.progress.say(f"{path} was not the file that this run left there: its histories were played again")

    def play_until_narrow(self, precision: "Precision") -> "tuple[Finished, Stopped]":
        """Play as many histories as a precision takes; what came of it, and where it stopped."""
        with self.progress as progress:
            found = run_until(
                self.compiled, self.request.seed, precision, self.engine, self.results, self.backend, progress.advance,
                self.meanwhile(1),
            )  # fmt: skip
        self._tell_changed()
        return found

    def meanwhile(self, pieces: int) -> Callable[[], object]:
        """What to do while workers play so many pieces: get ready for the end, if that takes no processor from them."""
        return warm_up if min(pieces, self.backend.workers) < processors() else nothing


@contextmanager
def begun(request: Request, shard: Shard | None = None) -> Iterator[Begun]:
    """A run ready to play, all of it or a shard of it.

    StoreError if the folder cannot be used, AgentsError if the agents cannot, BackendError if the workers cannot,
    Interrupted if the user stops it; what can be known before is raised before anything is written.
    """
    compiled = compile_scenario(request.loaded.scenario)
    first, after = span(request.histories, shard)
    progress = Progress(after - first, request.quiet)
    with workers_of(request.scheduler, request.workers) as backend:
        engine = make_engine(request.engine, request.agents, request.scheduler is not None, compiled, progress.say)
        fingerprint = scenario_hash(compiled.scenario)
        about = manifest(request, fingerprint) | {"shard": str(shard) if shard else None}
        results = begin_folder(request.out, request.file.stem, shard, about, compiled.scenario, request.resume)
        with telling_how_to_go_on(resume_line(request, results.folder, shard), results.folder):
            try:
                yield Begun(request, compiled, engine, backend, results, progress, fingerprint)
            finally:
                progress.stop()


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
        run.results.note({"stopped": stopped.told()})
    summary, figures = conclude(
        run.results, finished.sums, run.compiled, run.fingerprint, request.seed, request.figures, request.hash_of
    )
    folder = run.results.folder
    return Answer(summary, request.engine, finished.seconds, finished.played, folder, figures, request, stopped)


def conclude(
    results: Results,
    sums: Tally,
    compiled: Compiled,
    fingerprint: str,
    seed: int,
    figures: bool = True,
    hash_of: "HashOf | None" = None,
) -> tuple[RunSummary, list[Path]]:
    """Write what all histories say into their folder, the summary last; the summary and the paths of the figures."""
    from experiments.runs.figures import draw

    summary = tally.run_object(sums, compiled, fingerprint, seed, changed_of(results.manifest))
    drawn = draw(results, summary, sums, compiled, hash_of) if figures else []
    results.write_summary(summary, tally.course_object(sums, compiled))
    return summary, drawn


def finished_before(run: Begun) -> Answer | None:
    """The answer of a run that was complete already; None if anything is missing."""
    request = run.request
    summary: RunSummary | None = run.results.summary
    figures = figure_paths(run.results.folder)
    stopped = stopped_before(run)
    blocks = blocks_of(request.histories) if request.precision is None else whole_blocks(stopped)
    if (
        not blocks
        or summary is None
        or not all(path.is_file() for path in figures)
        or len(run.results.sound(blocks)) < len(blocks)
    ):
        return None
    check_shape(run.results.folder / "summary.json", summary, RunSummary)
    run.results.settle()
    return Answer(summary, request.engine, 0.0, 0, run.results.folder, figures, request, stopped)


def stopped_before(run: Begun) -> "Stopped | None":
    """Where a run of a precision stopped, if its folder says so."""
    noted = run.results.manifest.get("stopped")
    return Stopped(**noted) if noted else None


def whole_blocks(stopped: "Stopped | None") -> range:
    """The blocks of a run of a precision that is done."""
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

    def full_object(self) -> ShardOutput:
        """The object that `run --shard --json` prints: what was played, and no shares, since it is not the whole."""
        return {
            "scenario": self.title, "scenario_sha256": self.fingerprint, "seed": self.request.seed,
            "histories": self.request.histories, "engine": self.request.engine, "shard": str(self.shard),
            "first": self.first, "count": self.after - self.first, "simulate_seconds": self.seconds,
            "histories_per_second": self.played / self.seconds if self.seconds > 0 else 0.0, "out": str(self.folder),
        }  # fmt: skip


def blocks_of(histories: int, shard: Shard | None = None) -> range:
    """The blocks of a run, or of a shard of it."""
    total = block_count(histories, block_size(histories))
    return shard.blocks(total) if shard else range(total)


def span(histories: int, shard: Shard | None) -> tuple[int, int]:
    """The histories of a run, or of a shard of it: number of the first, and of the first after it."""
    blocks, size = blocks_of(histories, shard), block_size(histories)
    return min(blocks.start * size, histories), min(blocks.stop * size, histories)


def run_shard(request: Request, shard: Shard) -> ShardAnswer:
    """Run a shard's blocks and keep them; raises what `begun` raises."""
    blocks = blocks_of(request.histories, shard)
    first, after = span(request.histories, shard)
    with begun(request, shard) as run:
        complete = len(run.results.sound(blocks)) == len(blocks)
        seconds, played = (0.0, 0) if complete else run.play(blocks)[1:]
        run.results.settle()
        title = run.compiled.scenario.title
        return ShardAnswer(title, run.fingerprint, shard, first, after, seconds, played, run.results.folder, request)


def resume_line(request: Request, folder: Path, shard: Shard | None = None) -> str:
    """What to say of a run that was stopped: what is kept, and the command that finishes it."""
    words = request.words()
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


def manifest(request: Request, fingerprint: str) -> Manifest:
    """What determines the histories, and what they were made with."""
    precision, made_with = request.precision, machine()
    return {
        "scenario": str(request.file),
        "scenario_sha256": fingerprint,
        "seed": request.seed,
        "histories": request.histories if precision is None else None,
        "precision": precision.about() if precision else None,
        "block": block_size(request.histories) if precision is None else BLOCK,
        "engine": request.engine,
        "agents": agents_hash(request.agents),
        "changes": [{"path": c.path, "before": c.before, "after": c.after, "by": c.by} for c in request.loaded.changes],
        "stated": stated(request.loaded.scenario),
        "rules_sha256": made_with["rules_sha256"],
        "versions": made_with["versions"],
        "platform": made_with["platform"],
        "hashes": HASHES,
        "command": list(request.command or request.words()),
    }


def nothing() -> None:
    """What is done where every processor plays."""


def warm_up() -> None:
    """Import what the end of a run needs."""
    import duckdb  # noqa: F401
    import rich.table  # noqa: F401

    import experiments.runs.figures  # noqa: F401
