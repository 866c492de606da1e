"""What whoever reads results that were kept must know first: of which histories, rules and scenario they are, and which not.

Everything that is made from a folder says it in its first line: the terminal, figures, briefs, tables, notebooks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.runs.doubts import is_doubted
from experiments.runs.resume import RESULTS
from experiments.store.folder import Results, StoreError
from experiments.store.manifest import AnswerManifest, answer_manifest, changed_of
from experiments.store.reading import believed, kept_object
from experiments.store.shape import misfit_of_present
from experiments.words.overrides import assigned
from sim.scenario.phrases import printable

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

AS_GIVEN = (
    "numbers that nobody has measured stand at their defaults, and how far that may move the answer is not said here"
)
"""What is reserved about results beside which no doubt stands."""
AT_DEFAULTS = ("comparison", "lever", "why")
"""Answers that are played with the defaults as they stand. Others move them, or are about something else."""


HashOf = Callable[[Path, tuple[str, ...]], str]
"""Says the hash of a scenario as its file stands, with what `--set` changes; empty if it cannot be played."""


class Reservation(NamedTuple):
    """What is reserved: as a clause of the first line, and in a word or two for a list."""

    clause: str
    brief: str


def reservations(folder: Path) -> tuple[str, ...]:
    """What is to be said first of whatever a folder holds, a clause each; nothing of most.

    StoreError if its manifest cannot be used.
    """
    return tuple(each.clause for each in reserved_of(folder))


def reserved_of(
    folder: Path, hash_of: HashOf | None = None, summary: Mapping[str, object] | None = None
) -> tuple[Reservation, ...]:
    """The same, each with its short form; StoreError if a manifest cannot be used. `summary` is its summary, if known."""
    hash_of, results = hash_of or hash_now, Results(folder)
    there = results.manifest_path.is_file()
    found = [*_of_manifest(results.manifest, hash_of), *_of_points(folder, summary)] if there else []
    for path in sorted(folder.glob(answer_manifest("*"))):
        found += _of_answer(path, hash_of)
    if (folder / "comparison.json").is_file():
        found += of_comparison(kept_object(folder / "comparison.json"))
    return tuple(dict.fromkeys(found))


def for_a_list() -> Callable[[Path], tuple[Reservation, ...]]:
    """The same for many folders, of which many are of one scenario: what reads each once.

    One of them may be damaged: that it cannot be checked, then.
    """
    hash_of = lru_cache(hash_now)

    def of(folder: Path) -> tuple[Reservation, ...]:
        try:
            with believed(folder):
                return reserved_of(folder, hash_of)
        except StoreError as error:
            return (Reservation(f"what is to be known of it cannot be found out: {error}", "cannot be checked"),)

    return of


def in_a_line(clauses: Iterable[str]) -> str:
    """Reservations as one line; nothing if there are none."""
    said = "; ".join(dict.fromkeys(clauses))
    return f"With reservations: {said}." if said else ""


def line_of(*folders: Path) -> str:
    """What is made of some folders begins with this line; nothing if nothing is reserved. StoreError as `reservations`."""
    return in_a_line((*_clauses(folders), *as_given(folders)))


def fresh_line(folder: Path, summary: Mapping[str, object] | None = None, hash_of: HashOf | None = None) -> str:
    """The same of what was just played: that prints itself what nobody knows, and what works that out.

    `summary` is what is in its `summary.json`, if that is known: of thousands of points, it takes long to read.
    """
    return in_a_line(each.clause for each in reserved_of(folder, hash_of, summary)) if folder.is_dir() else ""


def _clauses(folders: Sequence[Path]) -> Iterator[str]:
    for folder in folders:
        if folder.is_dir():
            yield from reservations(folder)


def as_given(folders: Sequence[Path]) -> tuple[str, ...]:
    """That defaults stand as they are, where folders hold answers by them, of which no doubt is kept in or beside them."""
    for folder in filter(Path.is_dir, folders):
        for sha256 in _played_at_defaults(folder):
            if said := unless_doubted(sha256, *folders, folder.parent):
                return said
    return ()


def unless_doubted(scenario_sha256: str, *places: Path) -> tuple[str, ...]:
    """The same of a scenario, of which a doubt may be kept in some folders, or in `results`."""
    return () if is_doubted(scenario_sha256, *places, RESULTS) else (AS_GIVEN,)


def _played_at_defaults(folder: Path) -> Iterator[str]:
    """Hashes of the scenarios of which a folder holds answers with the defaults as they stand; empty where unknown."""
    manifest = folder / "manifest.json"
    if manifest.is_file() and "numbers" not in _told(folder, "summary"):  # a sensitivity analysis moves them
        about = Results(folder).manifest
        yield "" if about.get("agents") else str(about.get("scenario_sha256", ""))
    for kind in AT_DEFAULTS:
        if told := _told(folder, kind):
            yield scenario_of(told)


def scenario_of(told: Mapping[str, Any]) -> str:
    """The hash of the scenario that an answer is of: of a comparison, of its base; empty if it does not say."""
    base = told.get("base")
    return str(told.get("scenario_sha256") or (base.get("scenario_sha256", "") if isinstance(base, dict) else ""))


def _told(folder: Path, kind: str) -> Mapping[str, Any]:
    """What an answer says; nothing if there is none."""
    try:
        return kept_object(folder / f"{kind}.json")
    except FileNotFoundError:
        return {}


def _of_manifest(manifest: Mapping[str, Any], hash_of: HashOf) -> Iterator[Reservation]:
    yield from _of_precision(manifest)
    yield from _of_machine(manifest)
    if "scenario_sha256" in manifest:
        yield from _of_scenario(manifest, str(manifest["scenario_sha256"]), hash_of)


def _of_answer(path: Path, hash_of: HashOf) -> Iterator[Reservation]:
    """Of an answer, by its manifest: other rules, another machine, a scenario that has changed."""
    manifest = kept_object(path)
    if trouble := misfit_of_present(manifest, AnswerManifest):
        raise StoreError(f"{path} is not as parley writes it: {trouble}")
    yield from _of_machine(manifest)
    if sha256 := scenario_of(_told(path.parent, path.name.removesuffix(answer_manifest("")))):
        yield from _of_scenario(manifest, sha256, hash_of)


def of_comparison(told: Mapping[str, Any]) -> Iterator[Reservation]:
    """Of a comparison (or another answer) by what it says: whether it has fewer histories than were asked for."""
    precision = told.get("precision") or {}
    if not isinstance(precision, dict):
        raise StoreError("comparison.json is not as parley writes it: precision is no object")
    yield from _of_precision({"precision": precision, "stopped": precision.get("stopped")})


def line_of_new(folder: Path, points: object = None, hash_of: HashOf | None = None) -> str:
    """What the figures begin with that a run or a sweep draws itself, before it has a summary; `points` are a sweep's."""
    about = Results(folder).manifest
    sha256 = "" if about.get("agents") else str(about.get("scenario_sha256", ""))
    clauses = [each.clause for each in (*_of_manifest(about, hash_of or hash_now), *of_points(points))]
    return in_a_line((*clauses, *unless_doubted(sha256, folder, folder.parent)))


def line_of_answer(told: Mapping[str, Any], *places: Path) -> str:
    """The same of a comparison or another answer by what it says; its doubt may be kept in some folders."""
    return in_a_line((*(each.clause for each in of_comparison(told)), *unless_doubted(scenario_of(told), *places)))


def _of_precision(manifest: Mapping[str, Any]) -> Iterator[Reservation]:
    """Fewer histories than the precision that was asked for takes."""
    asked, stopped = manifest.get("precision"), manifest.get("stopped")
    if asked and stopped and not stopped.get("narrow", True):
        yield Reservation(
            f"fewer histories than asked for: intervals were to be ± {100 * asked['half_width']:.2g} points, and the "
            f"widest is ± {100 * stopped['widest']:.2g} after {stopped['histories']:,}",
            "fewer histories than asked for",
        )


def _of_machine(manifest: Mapping[str, Any]) -> Iterator[Reservation]:
    """Other rules, or another processor, than here and now."""
    from sim.engine.identity import kind_of_machine, rules_hash

    if manifest.get("rules_sha256") not in {None, rules_hash()}:
        yield Reservation(
            "the rules have changed since this was played, and by those of today it may come out otherwise",
            "other rules",
        )
    played, here = manifest.get("platform") or {}, kind_of_machine()
    if any(key in played and played[key] != here[key] for key in ("machine", "libc")):
        what = ", ".join(printable(str(played[key])) for key in ("machine", "libc") if key in played)
        yield Reservation(
            f"played on another kind of machine ({what}), so that single histories may be others here",
            "another kind of machine",
        )


def _of_scenario(manifest: Mapping[str, Any], sha256: str, hash_of: HashOf) -> Iterator[Reservation]:
    """A scenario's file that says something else by now. Of one that is not there any more, nothing can be said."""
    file = Path(str(manifest.get("scenario", "")))
    if not _is_there(file):
        return
    now, changed = hash_of(file, tuple(_set_in(manifest))), f"{printable(file.name)} has changed since this was played"
    if not now:
        yield Reservation(f"{changed}, and cannot be played as it is", "scenario changed since")
    elif now != sha256:
        yield Reservation(f"{changed}: this is of the scenario as it was", "scenario changed since")


def _is_there(file: Path) -> bool:
    """Whether a path that a manifest names leads to a file here; of one that can lead nowhere, it does not."""
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False


def hash_now(file: Path, changes: tuple[str, ...]) -> str:
    """The hash of a scenario as its file stands, with what `--set` changes; empty if it cannot be played."""
    from sim.scenario.data import scenario_hash
    from sim.scenario.defaults import resolve
    from sim.scenario.document import ScenarioError
    from sim.scenario.extends import examine
    from sim.scenario.load import sound

    try:
        _, scenario = sound(examine(file, changes), to_run=True)
        return scenario_hash(resolve(scenario))
    except (ScenarioError, OSError):
        return ""


def hash_of_loaded(loaded: Loaded) -> str:
    """The same of one that has been read."""
    from sim.scenario.data import scenario_hash
    from sim.scenario.defaults import resolve

    return scenario_hash(resolve(loaded.scenario))


def _set_in(manifest: Mapping[str, Any]) -> list[str]:
    """What was set in the scenario by the command line, or by the experiment."""
    from sim.scenario.extends import examine

    if "experiment" not in manifest:
        return changed_of(manifest)
    document, _ = examine(str(manifest["experiment"]))
    given = document.data.get("set") if document is not None else None
    return assigned(given) if isinstance(given, dict) else []


def _of_points(folder: Path, summary: Mapping[str, object] | None) -> Iterator[Reservation]:
    """Points of a sweep that could not be played."""
    told = _told(folder, "summary") if summary is None else summary
    yield from of_points(told.get("points"))


def of_points(points: object) -> Iterator[Reservation]:
    """The same of the points themselves, as a summary has them; nothing of what is no list."""
    if isinstance(points, list):
        failed = sum(isinstance(point, dict) and point.get("error") is not None for point in points)
        if failed:
            yield Reservation(
                f"{failed:,} of {len(points):,} points could not be played and are left out",
                f"{failed:,} of {len(points):,} points failed",
            )
