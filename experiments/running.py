"""One run of one scenario: from a loaded file to a results folder with its summary and figures."""

import hashlib
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from experiments import store
from experiments.progress import Progress
from sim.loading import Loaded

RESULTS = Path("results")


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


class Answer(NamedTuple):
    """What a run gave."""

    summary: dict[str, Any]
    engine: str
    seconds: float
    folder: Path
    figures: list[Path]
    request: Request

    def full_object(self) -> dict[str, Any]:
        """The object that `run --json` prints."""
        histories = self.summary["histories"]
        rate = histories / self.seconds if self.seconds > 0 else 0.0
        front = {key: self.summary[key] for key in ("scenario", "scenario_sha256", "seed", "histories")}
        return front | {"engine": self.engine} | self.summary | {
            "simulate_seconds": self.seconds, "histories_per_second": rate, "out": str(self.folder),
        }  # fmt: skip


def run_scenario(request: Request) -> Answer:
    """Run all that is asked, keep it, and draw its figures; StoreError if the folder cannot be used."""
    from experiments import runner, tally
    from sim.compiled import compile_scenario

    compiled = compile_scenario(request.loaded.scenario)
    fingerprint = store.scenario_hash(compiled.scenario)
    folder = request.out or store.free_folder(RESULTS, request.file.stem)
    results = store.Results.begin(folder, manifest(request, fingerprint), compiled.scenario, request.resume)
    results.sweep()
    progress = Progress(request.histories, request.quiet)
    engine = make_engine(request, progress.say)
    workers = request.workers or runner.default_workers()
    with progress:
        try:
            finished = runner.run(
                compiled, request.seed, request.histories, engine, results, workers, progress.advance, warm_up
            )
        except KeyboardInterrupt:
            progress.stop()
            raise Interrupted(resume_line(request, folder)) from None
    summary = tally.run_object(finished.sums, compiled, fingerprint, request.seed)
    figures = draw(results, summary, finished.sums, compiled)
    results.write_summary(summary)
    return Answer(summary, request.engine, finished.seconds, folder, figures, request)


class Interrupted(KeyboardInterrupt):
    """The user stopped a run; the message says how to go on."""


def resume_line(request: Request, folder: Path) -> str:
    """The command that finishes an interrupted run."""
    words = ["parley run", str(request.file), f"--histories {request.histories}", f"--seed {request.seed}"]
    words += [f"--set {change}" for change in getattr(request.loaded, "overrides", ())]
    return "interrupted; finished blocks are kept. To go on: " + " ".join([*words, f"--out {folder} --resume"])


def make_engine(request: Request, say: Callable[[str], None]) -> Any:
    """The engine asked for, ready to play."""
    from experiments.runner import CompiledEngine

    if request.engine == "mesa":
        from sim.mesa_model import MesaEngine

        engine: Any = MesaEngine(request.agents)
    else:
        from sim.kernel import is_compiled

        engine = CompiledEngine()
        if not is_compiled():
            say("Compiling the rules for this machine (once; about 20 seconds) …")
    engine.prepare()
    return engine


def warm_up() -> None:
    """Import what the end of a run needs while the workers play."""
    import duckdb  # noqa: F401

    import experiments.figures  # noqa: F401


def manifest(request: Request, fingerprint: str) -> dict[str, Any]:
    """What determines the histories, and what they were made with."""
    from experiments.runner import BLOCK
    from sim.identity import rules_hash, versions

    return {
        "scenario": str(request.file),
        "scenario_sha256": fingerprint,
        "seed": request.seed,
        "histories": request.histories,
        "block": BLOCK,
        "rules_sha256": rules_hash(),
        "engine": request.engine,
        "agents": agents_hash(request.agents),
        "changes": [change._asdict() for change in request.loaded.changes],
        "versions": versions(),
        "platform": {"machine": platform.machine(), "libc": " ".join(platform.libc_ver()), "python": platform.python_version()},
        "command": ["parley", *sys.argv[1:]],
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
    paths = []
    for name, figure in figures.of_run(summary, sums, compiled).items():
        path = folder / f"{name}.svg"
        store.write_whole(path, figures.render(figure, "svg"))
        paths.append(path)
    return paths
