"""What whoever reads results that were kept must know first: of which histories, rules and scenario they are, and which not.

Everything that is made from a folder says it in its first line: the terminal, figures, briefs, tables, notebooks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from experiments.store.folder import Results
from experiments.store.manifest import changed_of
from experiments.store.reading import kept_object
from experiments.words.overrides import assigned
from sim.scenario.phrases import printable

AS_GIVEN = (
    "numbers that nobody has measured stand at their defaults; how far that moves the answer has not been worked out"
)
"""What is reserved about results beside which no doubt stands."""


def reservations(folder: Path) -> tuple[str, ...]:
    """What is to be said first of whatever a folder holds, a clause each; nothing of most.

    StoreError if its manifest cannot be used.
    """
    results = Results(folder)
    found = [] if not results.manifest_path.is_file() else [*_of_manifest(results.manifest), *_of_points(folder)]
    for path in sorted(folder.glob("*.manifest.json")):
        found += _of_machine(kept_object(path))
    if (folder / "comparison.json").is_file():
        precision = kept_object(folder / "comparison.json").get("precision") or {}
        found += _of_precision({"precision": precision, "stopped": precision.get("stopped")})
    return tuple(dict.fromkeys(found))


def in_a_line(clauses: Iterable[str]) -> str:
    """Reservations as one line; nothing if there are none."""
    said = "; ".join(clauses)
    return f"With reservations: {said}." if said else ""


def line_of(*folders: Path) -> str:
    """The reservations about some folders in a line; nothing if there are none."""
    return in_a_line(dict.fromkeys(clause for folder in folders if folder.is_dir() for clause in reservations(folder)))


def _of_manifest(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield from _of_precision(manifest)
    yield from _of_machine(manifest)
    yield from _of_scenario(manifest)


def _of_precision(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Fewer histories than the precision that was asked for takes."""
    asked, stopped = manifest.get("precision"), manifest.get("stopped")
    if asked and stopped and not stopped.get("narrow", True):
        yield (
            f"fewer histories than asked for: intervals were to be ± {100 * asked['half_width']:.2g} points, and the "
            f"widest is ± {100 * stopped['widest']:.2g} after {stopped['histories']:,}"
        )


def _of_machine(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Other rules, or another processor, than here and now."""
    from sim.engine.identity import kind_of_machine, rules_hash

    if manifest.get("rules_sha256") not in {None, rules_hash()}:
        yield "the rules have changed since this was played, and by those of today it may come out otherwise"
    played, here = manifest.get("platform") or {}, kind_of_machine()
    if any(key in played and played[key] != here[key] for key in ("machine", "libc")):
        what = ", ".join(printable(str(played[key])) for key in ("machine", "libc") if key in played)
        yield f"played on another kind of machine ({what}), so that single histories may be others here"


def _of_scenario(manifest: Mapping[str, Any]) -> Iterator[str]:
    """A scenario's file that says something else by now. Of one that is not there any more, nothing can be said."""
    from sim.scenario.data import scenario_hash
    from sim.scenario.defaults import resolve
    from sim.scenario.document import ScenarioError
    from sim.scenario.load import load

    file = Path(str(manifest.get("scenario", "")))
    if not file.is_file() or "scenario_sha256" not in manifest:
        return
    name = printable(file.name)
    try:
        scenario = load(file, _set_in(manifest), to_run=True).scenario
    except (ScenarioError, OSError):
        yield f"{name} has changed since this was played, and cannot be played as it is"
        return
    if scenario_hash(resolve(scenario)) != manifest["scenario_sha256"]:
        yield f"{name} has changed since this was played: this is of the scenario as it was"


def _set_in(manifest: Mapping[str, Any]) -> list[str]:
    """What was set in the scenario by the command line, or by the experiment."""
    from sim.scenario.extends import examine

    if "experiment" not in manifest:
        return changed_of(manifest)
    document, _ = examine(str(manifest["experiment"]))
    given = document.data.get("set") if document is not None else None
    return assigned(given) if isinstance(given, dict) else []


def _of_points(folder: Path) -> Iterator[str]:
    """Points of a sweep that could not be played."""
    try:
        points = kept_object(folder / "summary.json").get("points")
    except FileNotFoundError:
        return
    if isinstance(points, list):
        failed = sum(isinstance(point, dict) and point.get("error") is not None for point in points)
        if failed:
            yield f"{failed:,} of {len(points):,} points could not be played and are left out"
