"""Play the pieces of a report one after the other, keep each, and write the brief from them."""

import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from experiments.brief.folders import read
from experiments.brief.run import FORMATS, write
from experiments.report.folder import begin
from experiments.report.plan import EXPERIMENT, STARTING, Piece, experiment, planned
from experiments.report.results import PiecePlanned, ReportAbout, ReportPlan, ReportResult
from experiments.report.subject import tried
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.resume import Interrupted
from experiments.runs.workers.threads import processors
from experiments.store.files import created, refuse_link, sha256_of, sweep, write_whole
from experiments.store.folder import StoreError
from experiments.store.manifest import answer_manifest
from experiments.words.regular import read_bytes
from sim.engine.identity import rules_hash
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Scenario

RESUMABLE = frozenset({"run", "sweep"})
"""Commands that go on where they were stopped in the middle."""

SUMMARY = "summary.json"
NO_TIME = "no time was left; the same command goes on"

Obey = Callable[[Sequence[str]], str | None]
"""Carries out a command of parley, given word by word; None, or in a line why it could not."""


class Request(NamedTuple):
    """What was asked for."""

    file: Path
    scenario: Scenario
    variants: tuple[Path, ...]
    minutes: float
    seed: int
    out: Path | None
    quiet: bool


def report(request: Request, obey: Obey) -> ReportResult:
    """Play what the time allows, going on where an earlier call for the same was stopped, and write the brief.

    StoreError if the folder cannot be used, BriefError if the brief cannot be made, Interrupted if the user stops it.
    """
    progress = Progress(0, request.quiet)
    compiled_engine(progress.say)  # made, if it must be, outside the time that is asked for
    began = time.monotonic()
    out, plan = begin(request.out, request.file, _about(request), lambda folder: _planned(request, folder))
    failed: dict[str, str] = {}
    for number, piece in enumerate(plan["pieces"], 1):
        if _is_done(out / piece["name"], piece["answer"]):
            continue
        left = max(0.0, 60 * request.minutes - (time.monotonic() - began))
        progress.say(
            f"{number} of {len(plan['pieces'])}: {piece['title']}, {span(piece['seconds'])}; {span(left)} left"
        )
        problem = NO_TIME if left < piece["seconds"] / 2 else _played(piece, out, obey)
        if problem is not None:
            failed[piece["name"]] = problem
            progress.say(f"  left out: {problem}")
    folders = [out / piece["name"] for piece in plan["pieces"] if piece["name"] not in failed]
    files, trouble = write(folders, FORMATS)
    return {
        **plan, "answer": read(folders[:1]).base.summary["answer"], "failed": failed, "trouble": trouble,
        "seconds": time.monotonic() - began, "out": str(out),
        "briefs": [str(copied(file, out / file.name)) for file in files],
    }  # fmt: skip


def _about(request: Request) -> ReportAbout:
    return {
        "scenario": request.scenario.title, "scenario_sha256": scenario_hash(resolve(request.scenario)),
        "rules_sha256": rules_hash(), "seed": request.seed, "minutes": request.minutes,
        "variants": [str(path) for path in request.variants],
    }  # fmt: skip


def _planned(request: Request, out: Path) -> ReportPlan:
    """The plan for the speed of this machine; the experiment of the sensitivity analysis is written for it."""
    engine = compiled_engine(lambda _: None)
    subject, rate = tried(request.file, request.scenario, request.variants, request.seed, engine)
    together = rate * processors()
    plan = planned(subject, out, request.seed, 60 * request.minutes, together)
    if request.scenario.answers is not None:
        text = experiment(subject, out, request.scenario.answers, request.seed)
        write_whole(out / EXPERIMENT, text.encode())
    return {
        **_about(request), "left_out": list(plan.left_out),
        "experiment_sha256": sha256_of(out / EXPERIMENT) if request.scenario.answers is not None else None,
        "pieces": [_told(piece, together) for piece in plan.pieces],
    }  # fmt: skip


def _told(piece: Piece, rate: float) -> PiecePlanned:
    return {
        "name": piece.name, "title": piece.title, "words": list(piece.words),
        "seconds": piece.histories / rate + STARTING, "answer": piece.answer,
    }  # fmt: skip


def _is_done(folder: Path, answer: str) -> bool:
    """Whether an answer is there, and what is noted beside it last."""
    noted = () if answer == SUMMARY else (answer_manifest(Path(answer).stem),)
    return all((folder / name).is_file() for name in (answer, *noted))


def _played(piece: PiecePlanned, out: Path, obey: Obey) -> str | None:
    """Carry a piece out, with what it prints in a file beside its folder; why it could not be."""
    words = list(piece["words"])
    if words[0] in RESUMABLE and (out / piece["name"]).exists():
        words.append("--resume")
    sweep(out / piece["name"])
    try:
        with _new_text(out, piece["name"]) as text, redirect_stdout(text):
            return obey(words)
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted. What is done is kept in {out}; the same command goes on.") from None


def _new_text(out: Path, name: str) -> TextIOWrapper:
    """A new file for what a piece prints, whatever stood there; StoreError if that or the piece's folder cannot be."""
    path = out / f"{name}.txt"
    try:
        refuse_link(out / name)
        path.unlink(missing_ok=True)
        return TextIOWrapper(created(path), "utf-8")
    except OSError as error:
        raise StoreError(f"{error.filename or path} cannot be written: {error.strerror or error}") from None


def copied(file: Path, to: Path) -> Path:
    """Copy a file over what stands there, not through it; where it is now."""
    write_whole(to, read_bytes(file))
    return to


def span(seconds: float) -> str:
    """A length of time, roughly: `40 s`, `3 min`."""
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
