"""`parley lever`: the least change of each lever, the best bundle of concessions, and where both are kept."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import headline_of, headline_title
from experiments.estimates.results import Share
from experiments.estimates.shares import share_of
from experiments.estimates.statistics import anytime_verdict, paired
from experiments.lever.bundle import best_bundle, cost_of
from experiments.lever.levers import Lever, called, levers
from experiments.lever.player import Player, Setting, Table, name_of
from experiments.lever.results import BundleStep, BundleTold, LeverDifference, LeverResult, LeverRow, TargetTold
from experiments.lever.search import GRID, least_step
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Backend, Beat
from experiments.store.folder import StoreError, write_answer, write_whole
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Scenario


class Target(NamedTuple):
    """A headline by its names (any of them), and the chance that it is to have."""

    names: tuple[str, ...]
    chance: float

    def told(self, scenario: Scenario) -> TargetTold:
        """As plain data, with its title for a reader."""
        notes = [note for name in self.names if (note := _note(name, scenario))]
        return {
            "headline": list(self.names),
            "title": headline_title(self.names, scenario),
            "p": self.chance,
            "notes": notes,
        }


def _note(name: str, scenario: Scenario) -> str | None:
    """What to know of an outcome that a history leaves behind when it goes further."""
    condition = scenario.outcomes.get(name)
    if condition is None or condition.table is None or condition.reached is None:
        return None
    rung = f"{condition.table}.{condition.reached}"
    return f"{name} leaves out histories that count as an earlier outcome; {rung} counts all that came so far"


class Request(NamedTuple):
    """What was asked for."""

    scenario: Scenario
    target: Target
    parties: tuple[str, ...]
    budget: float
    histories: int
    seed: int
    quiet: bool
    changed: tuple[str, ...] = ()
    """What was set in the scenario."""


def find_levers(request: Request, backend: Backend) -> LeverResult:
    """What `lever --json` prints."""
    found = [lever for lever in levers(request.scenario) if not request.parties or lever.party in request.parties]
    progress = Progress(request.histories * (2 * GRID * len(found) + 2), request.quiet)
    engine = compiled_engine(progress.say)
    headline = headline_of(request.target.names, request.scenario)
    table = Table(request.scenario, headline, request.histories, request.seed)
    player = Player(table, found, engine)
    with progress:
        base = player.play((), progress.advance)
        rows: list[LeverRow] = []
        bundle = None
        if float(base.mean()) < request.target.chance:
            rows = _least_changes(found, player, base, request.target.chance, backend, progress.advance)
            bundle = _bundle(found, rows, player, request, backend, progress.advance)
    told: LeverResult = {
        "scenario": request.scenario.title,
        "scenario_sha256": scenario_hash(resolve(request.scenario)),
        "as_of": request.scenario.as_of.isoformat(),
        "seed": request.seed,
        "histories": request.histories,
        "target": request.target.told(request.scenario),
        "base": _share(base),
        "base_again": _share(player.play((), fresh=True)),
        "parties": {row["party"]: called(request.scenario.parties[row["party"]], row["party"]) for row in rows},
        "levers": rows,
        "bundle": bundle,
    }
    if request.changed:
        told["changed"] = list(request.changed)
    return told


def _least_changes(
    found: Sequence[Lever], player: Player, base: np.ndarray, target: float, backend: Backend, advance: Beat
) -> list[LeverRow]:
    """A row for each lever, in their order."""

    def play(lever: Lever, beat: Beat) -> LeverRow:
        return _row(lever, player, base, target, beat)

    rows = dict(backend.each(play, lambda lever, row: (name_of(lever), row), found, advance))
    return [rows[name_of(lever)] for lever in found]


def _row(lever: Lever, player: Player, base: np.ndarray, target: float, beat: Beat) -> LeverRow:
    response = player.of(lever, beat)
    least = least_step(lever.steps, response, target)
    step = least.best if least.step is None else least.step
    setting = ((name_of(lever), step),) if step else ()
    fresh = player.play(setting, beat, fresh=True) if least.step else None
    return {
        "party": lever.party,
        "lever": lever.key,
        "title": lever.title,
        "unit": lever.unit,
        "now": lever.value(0),
        "end": lever.value(lever.steps),
        "enough": least.step is not None,
        "value": lever.value(step),
        "way": step / lever.steps,
        "set": player.assigned(setting),
        "chance": _share(response(step)),
        "difference": _difference(base, response(step)),
        "again": _share(fresh) if fresh is not None else None,
        "shape": least.shape,
        "moves": bool((response(lever.steps) != base).any()),
    }


def _bundle(
    found: Sequence[Lever], rows: Sequence[LeverRow], player: Player, request: Request, backend: Backend,
    advance: Beat,
) -> BundleTold:  # fmt: skip
    """The best bundle of the concessions that move anything at all."""
    concessions = [lever for lever, row in zip(found, rows, strict=True) if lever.issue is not None and row["moves"]]

    def ask(settings: Sequence[Setting], rough: bool) -> list[np.ndarray]:
        def play(setting: Setting, beat: Beat) -> np.ndarray:
            return player.play(setting, beat, rough)

        given = dict(backend.each(play, lambda setting, yes: (setting, yes), settings, advance))
        return [given[setting] for setting in settings]

    bundle = best_bundle(concessions, request.budget, ask)
    steps: list[BundleStep] = []
    done: Setting = ()
    before = player.play(done)
    for name, step in bundle.steps:
        lever = player.levers[name]
        done = (*done, (name, step))
        after = player.play(done)
        steps.append({
            "party": lever.party, "lever": lever.key, "title": lever.title, "unit": lever.unit,
            "now": lever.value(0), "value": lever.value(step), "way": step / lever.steps,
            "set": player.assigned(((name, step),)), "cost": cost_of(done, player.levers),
            "chance": _share(after), "difference": _difference(before, after),
        })  # fmt: skip
        before = after
    return {
        "budget": request.budget,
        "cost": bundle.cost,
        "enough": bool(steps) and float(before.mean()) >= request.target.chance,
        "steps": steps,
        "again": _share(player.play(done, fresh=True)) if done else None,
    }


def _share(yes: np.ndarray) -> Share:
    return share_of(int(yes.sum()), len(yes))


def _difference(base: np.ndarray, variant: np.ndarray) -> LeverDifference:
    found = paired(base, variant)
    return {
        "d": found.d, "lo": found.lo, "hi": found.hi, "gained": found.gained, "lost": found.lost,
        "verdict": anytime_verdict(found.gained, found.lost),
    }  # fmt: skip


def keep(told: LeverResult, out: Path) -> list[Path]:
    """Write what was found and its figure into a folder; StoreError if it cannot be used."""
    from experiments.figures import render
    from experiments.lever.figure import least_changes

    try:
        (out / "figures").mkdir(parents=True)
        write_answer(out, "lever", told)
        write_whole(out / "figures" / "levers.svg", render(least_changes(told), "svg"))
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return [out / "lever.json", out / "figures" / "levers.svg"]
