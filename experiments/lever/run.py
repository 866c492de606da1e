"""`parley lever`: the least change of each lever, the best bundle of concessions, and where both are kept."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from experiments.estimates.questions import headline_of, headline_title
from experiments.estimates.results import Share
from experiments.estimates.shares import share_of
from experiments.estimates.statistics import anytime_verdict, paired
from experiments.lever.bundle import ORDERED, PATIENCE, PLAYED, WIDTH, best_bundle, cost_of
from experiments.lever.lever import Lever, name_of
from experiments.lever.levers import levers
from experiments.lever.player import Player, Setting, Table
from experiments.lever.results import (
    BundleStep,
    BundleTold,
    LeverDifference,
    LeverResult,
    LeverRow,
    RedLines,
    TargetTold,
)
from experiments.lever.search import GRID, least_step
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Backend, Beat
from experiments.store.files import folder_within, write_whole
from experiments.store.folder import StoreError, write_answer
from experiments.words.names import title_of
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
    """What was asked for, and the command line of which a run is made that plays what was found."""

    scenario: Scenario
    target: Target
    parties: tuple[str, ...]
    budget: float
    histories: int
    seed: int
    quiet: bool
    cross_red_lines: bool = False
    run: tuple[str, ...] = ("parley", "run", "SCENARIO")
    options: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """What was set in the scenario."""

    def command(self, sets: Sequence[str]) -> str:
        """What to type to play what is set; nothing where nothing is."""
        words = [*self.run, *(word for each in sets for word in ("--set", each)), *self.options]
        return shlex.join(words) if sets else ""

    def red_lines(self) -> RedLines:
        """Whether parties have red lines, and whether concessions keep to them."""
        lines = [
            position.red_line for each in self.scenario.principals.values() for position in each.positions.values()
        ]
        return ("may be crossed" if self.cross_red_lines else "kept") if any(lines) else "none"


class Work(NamedTuple):
    """Who plays what was asked for, on which workers, and how far the work is."""

    request: Request
    player: Player
    backend: Backend
    progress: Progress

    @property
    def looked_at(self) -> int:
        """Histories that a search looks at."""
        return self.player.table.looked_at

    def expect(self, more: int) -> None:
        """So many histories more are to be played."""
        self.progress.expect(self.progress.done + more)


def find_levers(request: Request, backend: Backend) -> LeverResult:
    """What `lever --json` prints."""
    every = levers(request.scenario, request.cross_red_lines)
    found = [lever for lever in every if not request.parties or lever.party in request.parties]
    progress = Progress(2 * request.histories, request.quiet)
    engine = compiled_engine(progress.say)
    headline = headline_of(request.target.names, request.scenario)
    player = Player(Table(request.scenario, headline, request.histories, request.seed), found, engine)
    work = Work(request, player, backend, progress)
    with progress:
        base = player.play((), progress.advance)
        rows: list[LeverRow] = []
        bundle = None
        if float(base.mean()) < request.target.chance:
            rows = _least_changes(found, base, work)
            bundle = _bundle(found, rows, work)
        again = player.again((), progress.advance)
    told: LeverResult = {
        "scenario": request.scenario.title,
        "scenario_sha256": scenario_hash(resolve(request.scenario)),
        "as_of": request.scenario.as_of.isoformat(),
        "seed": request.seed,
        "histories": request.histories,
        "looked_at": work.looked_at,
        "red_lines": request.red_lines(),
        "target": request.target.told(request.scenario),
        "base": _share(base),
        "base_again": _share(again),
        "parties": {row["party"]: title_of(request.scenario.parties, row["party"]) for row in rows},
        "levers": rows,
        "bundle": bundle,
    }
    if request.changed:
        told["changed"] = list(request.changed)
    return told


def _least_changes(found: Sequence[Lever], base: np.ndarray, work: Work) -> list[LeverRow]:
    """A row for each lever, in their order."""
    concessions = sum(lever.issue is not None for lever in found)
    work.expect(len(found) * (GRID * work.looked_at + work.request.histories) + _of_bundle(concessions, work))

    def play(lever: Lever, beat: Beat) -> LeverRow:
        return _row(lever, work, base, beat)

    rows = dict(work.backend.each(play, lambda lever, row: (name_of(lever), row), found, work.progress.advance))
    return [rows[name_of(lever)] for lever in found]


def _of_bundle(concessions: int, work: Work) -> int:
    """Histories that the search for a bundle takes, more or less."""
    sizes = 2 + PATIENCE
    return sizes * WIDTH * concessions * work.looked_at + (PLAYED + 2 * ORDERED) * work.request.histories


def _row(lever: Lever, work: Work, base: np.ndarray, beat: Beat) -> LeverRow:
    player, request = work.player, work.request
    look, play = player.of(lever, beat, rough=True), player.of(lever, beat)
    least = least_step(lever.steps, look, play, request.target.chance)
    step = least.best if least.step is None else least.step
    setting = ((name_of(lever), step),) if step else ()
    sets = player.assigned(setting)
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
        "set": sets,
        "crosses_red_line": lever.crosses(step),
        "chance": _share(play(step)),
        "difference": _difference(base, play(step)),
        "again": _share(player.again(setting, beat)) if least.step else None,
        "command": request.command(sets),
        "shape": least.shape,
        "moves": bool((look(lever.steps) != look(0)).any()),
    }


def _bundle(found: Sequence[Lever], rows: Sequence[LeverRow], work: Work) -> BundleTold:
    """The best bundle of the concessions that move anything at all."""
    player, request, advance = work.player, work.request, work.progress.advance
    concessions = [lever for lever, row in zip(found, rows, strict=True) if lever.issue is not None and row["moves"]]
    work.expect(_of_bundle(len(concessions), work))

    def ask(settings: Sequence[Setting], rough: bool) -> list[np.ndarray]:
        def play(setting: Setting, beat: Beat) -> np.ndarray:
            return player.play(setting, beat, rough)

        given = dict(work.backend.each(play, lambda setting, yes: (setting, yes), settings, advance))
        return [given[setting] for setting in settings]

    bundle = best_bundle(concessions, request.budget, ask, request.target.chance)
    steps: list[BundleStep] = []
    done: Setting = ()
    before = player.play(done, advance)
    for name, step in bundle.steps:
        lever = player.levers[name]
        done = (*done, (name, step))
        after = player.play(done, advance)
        steps.append({
            "party": lever.party, "lever": lever.key, "title": lever.title, "unit": lever.unit,
            "now": lever.value(0), "value": lever.value(step), "way": step / lever.steps,
            "set": player.assigned(((name, step),)), "crosses_red_line": lever.crosses(step),
            "cost": cost_of(done, player.levers), "chance": _share(after), "difference": _difference(before, after),
        })  # fmt: skip
        before = after
    return {
        "budget": request.budget,
        "cost": bundle.cost,
        "enough": bool(steps) and float(before.mean()) >= request.target.chance,
        "steps": steps,
        "again": _share(player.again(done, advance)) if done else None,
        "command": request.command(player.assigned(done)),
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
    from experiments.figures.page import reserved
    from experiments.lever.figure import least_changes
    from experiments.runs.reservations import line_of_answer

    try:
        out.mkdir(parents=True, exist_ok=True)
        folder_within(out, "figures")
        write_answer(out, "lever", told)
        with reserved(line_of_answer(told, out, out.parent)):
            figure = least_changes(told)
        write_whole(out / "figures" / "levers.svg", render(figure, "svg"))
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return [out / "lever.json", out / "figures" / "levers.svg"]
