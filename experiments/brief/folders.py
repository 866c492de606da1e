"""What the named folders hold, recognised by their files: runs, comparisons, doubts, reasons, sweeps, …."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from experiments.ablate.results import AblationResult
from experiments.compare.results import ComparisonResult
from experiments.doubt.results import DoubtResult
from experiments.estimates.results import RunSummary
from experiments.lever.results import LeverResult
from experiments.rivals.results import RivalsResult
from experiments.sensitivity.summary import AnalysisSummary
from experiments.store.folder import Results, StoreError, check_of, json_object
from experiments.store.manifest import Manifest
from experiments.store.reading import check_shape, kept_text
from experiments.sweep.summary import SweepSummary
from experiments.why.results import ForcedResult
from experiments.words.files import no_results
from sim.scenario.vocabulary import Scenario

Told = Mapping[str, Any]
"""What a file holds, as long as nothing vouches for it."""
KINDS: dict[str, frozenset[str]] = {
    "comparison": frozenset({"base", "variants"}),
    "ablation": frozenset({"conclusions", "rows", "ladders"}),
    "rivals": frozenset({"issues", "challenge_rounds", "condorcet"}),
    "sweep": frozenset({"experiment", "points", "findings"}),
    "sensitivity": frozenset({"experiment", "design", "numbers", "evidence"}),
    "lever": frozenset({"target", "base", "levers", "bundle"}),
    "doubt": frozenset({"points", "answers", "moves", "holds"}),
    "why": frozenset({"forced", "why", "answers"}),
}
"""What a JSON file of each kind has, besides other things; a folder holds it as KIND.json, an experiment as summary.json."""
SHAPES: dict[str, Any] = {
    "comparison": ComparisonResult, "ablation": AblationResult, "rivals": RivalsResult, "sweep": SweepSummary,
    "sensitivity": AnalysisSummary, "lever": LeverResult, "doubt": DoubtResult, "why": ForcedResult,
}  # fmt: skip
"""What a JSON file of each kind holds."""


class BriefError(Exception):
    """The folders cannot make a brief; the message says why."""


class Run(NamedTuple):
    """A run that is complete: its folder, what it says, how it was made, and the scenario as it ran."""

    folder: Path
    summary: RunSummary
    manifest: Manifest
    scenario: Scenario

    @property
    def results(self) -> Results:
        """Its parts."""
        return Results(self.folder)


class Found(NamedTuple):
    """Everything that the folders hold, in the order in which they were named."""

    runs: tuple[Run, ...]
    commands: tuple[str, ...]
    comparisons: tuple[ComparisonResult, ...]
    ablations: tuple[AblationResult, ...]
    rivals: tuple[RivalsResult, ...]
    sweeps: tuple[SweepSummary, ...]
    sensitivities: tuple[AnalysisSummary, ...]
    levers: tuple[LeverResult, ...]
    doubts: tuple[DoubtResult, ...]
    whys: tuple[ForcedResult, ...]
    folders: tuple[Path, ...] = ()
    """The folders and files themselves."""

    @property
    def base(self) -> Run:
        """The run that the brief is about: the first."""
        return self.runs[0]


def read(paths: Sequence[Path]) -> Found:
    """What the folders (or JSON files) hold; BriefError if there is no run, or nothing of use in one of them."""
    runs: list[Run] = []
    commands: list[str] = []
    told: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for path in paths:
        found, run = _told_in(path), _run_in(path)
        if run is None and not found:
            if path.is_file() and path.name in {"summary.json", "manifest.json"}:
                raise BriefError(no_results(path))
            raise BriefError(
                f"{path} holds nothing that a brief can use: no run, comparison, doubt, reasons, sweep, lever, ablation or "
                "rivals"
            )
        runs += [run] if run is not None else []
        for kind, each in found:
            told[kind].append(each)
        commands += _commands_in(path, [kind for kind, _ in found])
    if not runs:
        raise BriefError("no run among these: name the folder of a finished `parley run` first")
    for kind in ("comparison", "ablation", "sweep", "sensitivity", "lever", "doubt", "why"):
        for each in told[kind]:
            _of_the_same(each.get("base", each) if kind == "comparison" else each, runs[0], kind)
    known = set(runs[0].scenario.issues)
    if any(set(each["issues"]) - known for each in told["rivals"]):
        raise BriefError("the rivals' answers are of another scenario than the first run")
    return Found(tuple(runs), tuple(commands), *(tuple(told[kind]) for kind in KINDS))._replace(folders=tuple(paths))


def _of_the_same(told: Told, run: Run, what: str) -> None:
    """Refuse what was computed for another scenario."""
    if told.get("scenario_sha256") == run.summary["scenario_sha256"]:
        return
    if told.get("scenario") == run.summary["scenario"]:
        raise BriefError(
            f"the {what} is of “{run.summary['scenario']}” as it was before or after {run.folder}: play one of them again"
        )
    raise BriefError(
        f"the {what} is of another scenario (“{told.get('scenario')}”) than {run.folder} (“{run.summary['scenario']}”)"
    )


def _told_in(path: Path) -> list[tuple[str, Told]]:
    """What a folder or file holds besides a run, by kind."""
    if path.is_file():
        data = _json(path)
        kind = _kind(data)
        if kind is not None:
            _shaped(path, data, SHAPES[kind])
        return [(kind, data)] if kind else []
    found = [(kind, _json(path / f"{kind}.json")) for kind in KINDS if (path / f"{kind}.json").is_file()]
    if "experiment" in _manifest(path):
        data = _finished(path, "experiment")
        found.append((_kind(data) or "sweep", data))
    for kind, data in found:
        if not set(data) >= KINDS[kind]:
            raise BriefError(f"{path}: its {kind} is not as parley writes it")
        _shaped(path, data, SHAPES[kind])
    return found


def _commands_in(path: Path, kinds: Sequence[str]) -> list[str]:
    """The commands that made what a folder or file holds, as far as it is written there."""
    if path.is_file():
        notes = [path.with_suffix(".command")]
        made = _manifest(path.parent).get("command") if path.name == "summary.json" else None
    else:
        notes = [path / f"{kind}.command" for kind in kinds]
        made = _manifest(path).get("command")
    return [*([shlex.join(made)] if made else []), *(_text(note).strip() for note in notes if note.is_file())]


def _kind(data: Told) -> str | None:
    return next((kind for kind, keys in KINDS.items() if keys <= set(data)), None)


def _run_in(path: Path) -> Run | None:
    manifest = {} if path.is_file() else _manifest(path)
    if "scenario" not in manifest or "experiment" in manifest:
        return None
    summary = _finished(path, "run")
    _shaped(path / "summary.json", summary, RunSummary)
    return Run(path, cast(RunSummary, summary), cast(Manifest, manifest), _scenario(path / "scenario.yaml"))


def _manifest(path: Path) -> Told:
    """How a folder was made; nothing where it does not say."""
    if not path.exists():
        raise BriefError(f"{path} does not exist")
    if not (path / "manifest.json").is_file():
        return {}
    try:
        return cast(Told, Results(path).manifest)
    except StoreError as error:
        raise BriefError(str(error)) from None


def _finished(path: Path, what: str) -> Told:
    if not (path / "summary.json").is_file():
        raise BriefError(
            f"{path} is an unfinished {what}: go on with --resume, or put its shards together with parley merge"
        )
    summary = _json(path / "summary.json")
    try:
        check_of(path / "summary.json", summary, _manifest(path))
    except StoreError as error:
        raise BriefError(str(error)) from None
    return summary


def _shaped(path: Path, data: Told, shape: Any) -> None:
    """Refuse what is not as parley writes it."""
    try:
        check_shape(path, data, shape)
    except StoreError as error:
        raise BriefError(str(error)) from None


def _text(path: Path) -> str:
    try:
        return kept_text(path)
    except StoreError as error:
        raise BriefError(str(error)) from None
    except OSError as error:
        raise BriefError(f"{path} cannot be read: {error.strerror or error}") from None


def _json(path: Path) -> Told:
    try:
        return json_object(_text(path).encode())
    except ValueError as error:
        raise BriefError(no_results(path) if path.suffix != ".json" else f"{path} cannot be read: {error}") from None


def _scenario(path: Path) -> Scenario:
    from sim.scenario.document import ScenarioError
    from sim.scenario.load import load

    _ = _text(path)  # as it was left
    try:
        return load(path, (), to_run=True).scenario
    except (OSError, ScenarioError) as error:
        raise BriefError(f"{path} cannot be used: {str(error).splitlines()[0]}") from None
