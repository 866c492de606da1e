"""From a results folder to its figures: each kind reads what it needs from the folder, and nothing else."""

import json
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from experiments import figures, landings
from experiments.figures.page import About, Format, readable
from experiments.store import Results, StoreError, write_whole
from sim.compiled import Compiled, compile_scenario

if TYPE_CHECKING:
    from experiments.pair_zone import Frontier, Pair

SAMPLES = (0, 1, 2)
"""Histories that the figure of the war draws, by number."""


Columns = Mapping[str, np.ndarray]
Rungs = tuple[str, ...]
Count = Callable[[Columns], Sequence[np.ndarray]]
TableCount = Callable[[Columns, str, Rungs], Sequence[np.ndarray]]


class LeftOutError(Exception):
    """The folder lacks what a kind of figure is drawn from; the message says what."""


class Folder:
    """A results folder, read as it is asked for."""

    def __init__(self, path: Path):
        self.path = path
        self.results = Results(path)

    def json(self, name: str) -> Any:
        """The content of a JSON file; LeftOutError if it is not there, StoreError if it is damaged."""
        try:
            return json.loads((self.path / name).read_bytes())
        except FileNotFoundError:
            raise LeftOutError(f"there is no {name}") from None
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.path / name} cannot be read: {error}") from None

    @cached_property
    def told(self) -> dict[str, Any]:
        """What the run or the sweep says."""
        found: dict[str, Any] = self.json("summary.json")
        return found

    @property
    def summary(self) -> dict[str, Any]:
        """What the histories of a run say."""
        if "experiment" in self.told:
            raise LeftOutError("this is a sweep, not a run")
        return self.told

    @cached_property
    def course(self) -> dict[str, Any]:
        """The course of the histories by round."""
        found: dict[str, Any] = self.json("course.json")
        return found

    @cached_property
    def compiled(self) -> Compiled:
        """The scenario as it ran."""
        from sim.documents import ScenarioError
        from sim.loading import load

        path = self.path / "scenario.yaml"
        if not path.exists():
            raise LeftOutError("there is no scenario.yaml")
        try:
            return compile_scenario(load(path, (), to_run=True).scenario)
        except ScenarioError as error:
            raise StoreError(f"{path} cannot be used: {error}") from None

    @cached_property
    def about(self) -> About:
        """What stands on every figure."""
        run, scenario = self.summary, self.compiled.scenario
        return About(run["scenario"], run["histories"], run["seed"], scenario.as_of.isoformat())

    @cached_property
    def rounds(self) -> list[str]:
        """The rounds for a reader."""
        return [self.compiled.rounds.label(t) for t in range(1, self.compiled.rounds.rounds + 1)]

    def total(self, names: Iterable[str], count: Count) -> list[np.ndarray]:
        """What is counted in some columns, part by part, added up; LeftOutError if a part is missing."""
        sums: list[np.ndarray] = []
        _ = self.summary  # without one there are no parts to rely on
        try:
            for columns in self.results.columns(list(dict.fromkeys(names))):
                found = count(columns)
                sums = [a + b for a, b in zip(sums, found, strict=True)] if sums else list(found)
        except StoreError as error:
            raise LeftOutError(str(error).replace(f"{self.path}/", "")) from None
        return sums

    def by_table(self, names: Callable[[str, Rungs], Iterable[str]], count: TableCount) -> list[list[np.ndarray]]:
        """The same for every table, in one reading: what each needs, and what is counted for it."""
        tables = self.tables
        found = self.total(
            [name for table, rungs in tables for name in names(table, rungs)],
            lambda columns: [part for table, rungs in tables for part in count(columns, table, rungs)],
        )
        size = len(found) // len(tables)
        return [found[i * size : (i + 1) * size] for i in range(len(tables))]

    def title(self, kind: str, name: str) -> str:
        """The title of a table, party or issue, or else its name in words."""
        found = getattr(self.compiled.scenario, kind).get(name)
        return (found.title if found is not None else None) or readable(name, None)

    def rung_title(self, table: str, name: str) -> str:
        """The title of a rung, or else its name in words."""
        rungs = self.compiled.scenario.tables[table].rungs
        return next(rung.title for rung in rungs if rung.name == name) or readable(name, None)

    @property
    def tables(self) -> list[tuple[str, Rungs]]:
        """Tables with their rungs."""
        return [(table, self.compiled.names.rungs[table]) for table in self.compiled.names.tables]


# ------------------------------------------------------------------------------
# The kinds


def outcomes(folder: Folder) -> Figure:
    """How it ends."""
    return figures.outcomes(folder.summary, **known(folder))


def rungs_over_time(folder: Folder) -> Figure:
    """How far each table gets, and when: one curve a rung."""
    rounds, total, scenario = len(folder.rounds), folder.about.histories, folder.compiled.scenario
    curves = []
    for table, rungs in folder.tables:  # tables may have different numbers of rungs
        found = folder.total(
            [f"{table}.{rung}.reached" for rung in rungs],
            partial(first_reached, table=table, rungs=rungs, rounds=rounds),
        )
        named = [(rung, *figures.cumulative(counts, total)) for rung, counts in zip(rungs, found, strict=True)]
        curves.append(figures.TableCurve(scenario.tables[table].title or table, named))
    return figures.rungs_over_time(
        curves, folder.rounds, title=scenario.title, histories=total, seed=folder.about.seed, **known(folder)
    )


def first_reached(columns: Columns, table: str, rungs: Rungs, rounds: int) -> list[np.ndarray]:
    """Histories by the round in which each rung or a later one was first reached."""
    return [np.bincount(first, minlength=rounds + 1) for first in landings.reached(columns, table, rungs)]


def known(folder: Folder) -> dict[str, Any]:
    """What the figures of a run say of its scenario."""
    return {"as_of": folder.about.as_of, "question": folder.compiled.scenario.question or ""}


def states_over_time(folder: Folder) -> Figure:
    """Where each table stands by month: states that add up to all histories."""
    rounds = len(folder.rounds)
    found = folder.by_table(landings.table_columns, lambda c, table, rungs: landings.states(c, table, rungs, rounds))
    drawn = [
        figures.TableStates(
            folder.title("tables", table), *landings.States(*of_it), [folder.rung_title(table, rung) for rung in rungs]
        )
        for (table, rungs), of_it in zip(folder.tables, found, strict=True)
    ]
    return figures.states_over_time(drawn, folder.rounds, folder.about)


def first_meeting(folder: Folder) -> Figure:
    """When the parties of each table first meet."""
    rounds = len(folder.rounds)
    found = folder.by_table(
        lambda table, _: [f"{table}.first_meeting"],
        lambda c, table, _: [np.bincount(c[f"{table}.first_meeting"], minlength=rounds + 1)],
    )
    drawn = [
        (folder.title("tables", table), counts) for (table, _), (counts,) in zip(folder.tables, found, strict=True)
    ]
    return figures.first_meeting(drawn, folder.rounds, folder.about)


def flow(folder: Folder) -> Figure:
    """How histories flow through the rungs of each table, and where they leave."""
    found = folder.by_table(landings.table_columns, lambda c, table, rungs: [landings.fates(c, table, rungs)])
    drawn = []
    for (table, rungs), (counts,) in zip(folder.tables, found, strict=True):
        names = ["All histories", "Meet", *(folder.rung_title(table, rung) for rung in rungs)]
        drawn.append(figures.Flow(folder.title("tables", table), stages_of(names, counts)))
    return figures.flow(drawn, folder.about)


def stages_of(names: Sequence[str], fates: np.ndarray) -> list[figures.Stage]:
    """Stages from counts of histories by how far they came and how they stand, [stages, fates]."""
    came = fates.sum(axis=1)[::-1].cumsum()[::-1].tolist()
    stages = []
    for i, (name, count) in enumerate(zip(names, came, strict=True)):
        kinds = list(landings.FATES)
        if i == 0:
            kinds[-1] = "not met"
        if i == len(names) - 1:
            kinds[1], kinds[-1] = "undone", "stands"
        stages.append(figures.Stage(name, count, [*zip(kinds, fates[i].tolist(), strict=True)]))
    return stages


def levels(folder: Folder) -> Figure:
    """What is agreed and what comes of it, in real units; of a sweep, what each level of a factor moves."""
    if "experiment" in folder.told:
        return of_sweep(folder, "levels")
    from experiments.issue_levels import level_of, start_of

    scenario, names = folder.compiled.scenario, folder.compiled.names.issues

    def count(columns: Columns) -> list[np.ndarray]:
        counted = []
        for name in names:
            bins = landings.bins_of(scenario.issues[name].steps)
            counted.append(landings.agreed_levels(columns, name, bins))
            counted.append(landings.levels_in_force(columns, name, bins, start_of(scenario.issues[name])))
        return counted

    found = folder.total([column for name in names for column in landings.level_columns(name)], count)
    parties = {party: folder.title("parties", party) for party in folder.compiled.names.parties}
    drawn = [
        level_of(scenario, name, folder.title("issues", name), agreed, in_force, parties)
        for name, agreed, in_force in zip(names, found[::2], found[1::2], strict=True)
    ]
    return figures.levels(drawn, folder.about)


def blame(folder: Folder) -> Figure:
    """Who blocks each table last, and on what."""
    drawn = []
    for table, rungs in folder.tables:
        shares: dict[tuple[str | None, str | None], float] = {}
        for row in folder.summary["blame"]:
            if row["table"] == table:
                who = folder.title("parties", row["party"]) if row["party"] else None
                what = folder.title("issues", row["issue"]) if row["issue"] else None
                shares[who, what] = shares.get((who, what), 0.0) + row["share"]  # two may have one title
        success = folder.summary["tables"][table]["rungs"][rungs[-1]]["p"]
        last = folder.rung_title(table, rungs[-1])
        drawn.append(figures.Blame(folder.title("tables", table), last, success, shares))
    return figures.blame(drawn, folder.about)


def war(folder: Folder) -> Figure:
    """How violent it gets, with three histories played once more."""
    found = folder.course["violence"]
    if not found:
        raise LeftOutError("the scenario has no war")
    parties = folder.compiled.names.parties
    shown = ["all", *(name for name in parties if max(found[name]["mean"]) > 0)]
    shown = shown if len(shown) > 2 else shown[:1]
    series, note = replayed(folder)
    names = [*parties, "all"]
    drawn = [
        figures.Violence(
            "All parties together" if name == "all" else folder.title("parties", name),
            {q: found[name][q] for q in found[name] if q.startswith("q")},
            [(f"history {i}", of_it[names.index(name)]) for i, of_it in series.items()],
        )
        for name in shown
    ]
    return figures.war(drawn, folder.course["unit"], folder.rounds, folder.about, note)


def replayed(folder: Folder) -> tuple[dict[int, np.ndarray], str]:
    """Incidents [parties + 1, rounds] of a few histories, played again; or none, and why."""
    from experiments.runner import CompiledEngine, Engine, play_block
    from sim.identity import rules_hash
    from sim.kernel import is_compiled

    manifest = folder.results.manifest
    if manifest.get("agents"):
        return {}, "No single history is drawn: this run had agents of its own."
    if manifest.get("rules_sha256") != rules_hash():
        return {}, "No single history is drawn: the rule book has changed since."
    engine: Engine
    if is_compiled():
        engine = CompiledEngine()
    else:  # plain Python plays three histories sooner than the rules are compiled, with the same bits
        from sim.mesa_model import MesaEngine

        engine = MesaEngine()
    engine.prepare()
    numbers = [i for i in SAMPLES if i < folder.about.histories]
    seed = folder.about.seed
    return {i: play_block(folder.compiled, seed, i, 1, engine).course.incidents for i in numbers}, ""


def beliefs(folder: Folder) -> Figure:
    """How far the others believe each party, by whether it does mean to settle."""
    drawn = [
        figures.Believed(folder.title("parties", name), by_type) for name, by_type in folder.course["beliefs"].items()
    ]
    return figures.beliefs(drawn, folder.rounds, folder.about)


def zone(folder: Folder) -> Figure:
    """What the two parties of a table could agree on, and where histories landed."""
    from experiments.pair_zone import frontier_of, pair_of

    drawn = []
    for table, _ in folder.tables:
        pair = pair_of(folder.compiled.scenario, table)
        frontier = frontier_of(pair) if pair is not None else None
        if pair is not None and frontier is not None:
            drawn.append(zone_of(folder, table, pair, frontier))
    if not drawn:
        raise LeftOutError("no table has two parties with something to bargain over")
    return figures.zone(drawn, folder.about)


def zone_of(folder: Folder, table: str, pair: "Pair", frontier: "Frontier") -> figures.Zone:
    """A table of two, with where its histories landed."""
    columns = [f"{issue}.level" for issue in pair.issues]
    counts = folder.total(columns, lambda c: [landings.packages(pair.worth(np.array([c[k] for k in columns])))])[0]
    cells = np.argwhere(counts)
    first, second = (folder.title("parties", name) for name in folder.compiled.scenario.tables[table].parties)
    walk_away, start = pair.walk_away, pair.worth(pair.start[:, None])[:, 0]
    return figures.Zone(
        folder.title("tables", table),
        (first, second),
        frontier.points,
        (float(walk_away[0]), float(walk_away[1])),
        frontier.nash,
        (float(start[0]), float(start[1])),
        cells / landings.GRID,
        counts[tuple(cells.T)],
    )


def dots(folder: Folder) -> Figure:
    """What each variant moves, with its paired interval."""
    from experiments.comparison.figure import differences

    told = folder.json("comparison.json")
    return differences(told, folder.compiled.scenario.as_of.isoformat())


def reliability(folder: Folder) -> Figure:
    """How often what was forecast came true."""
    from experiments import scores

    report = folder.json("score.json")
    events = [
        event
        for question in report["questions"]
        for given in [question["probabilities"]["forecast"]]
        for event in scores.events(list(given.values()), list(given).index(question["answer"]))
    ]
    if not events:
        raise LeftOutError("no question of score.json is answered")
    return figures.reliability(
        [scores.Bin(**cell) for cell in report["reliability"]],
        events,
        title="How often what was forecast came true",
        caution=report["caution"],
        histories=report["histories"],
        seed=report["seed"],
        as_of=report["as_of"],
        question=report["title"],
    )


def heat_map(folder: Folder) -> Figure:
    """A sweep over two factors in all combinations."""
    return of_sweep(folder, "heat_map")


def ranking(folder: Folder) -> Figure:
    """The points of a sweep, the best first."""
    return of_sweep(folder, "ranking")


def of_sweep(folder: Folder, name: str) -> Figure:
    """A figure of a sweep, where its points make one."""
    from experiments.sweep.figures import figures_of

    if "experiment" not in folder.told:
        raise LeftOutError("this is a run, not a sweep")
    found = figures_of(folder.told).get(name)
    if found is None:
        raise LeftOutError("the points of this sweep do not make one")
    return found


KINDS: dict[str, Callable[[Folder], Figure]] = {
    "outcomes": outcomes,
    "rungs_over_time": rungs_over_time,
    "states_over_time": states_over_time,
    "first_meeting": first_meeting,
    "flow": flow,
    "blame": blame,
    "levels": levels,
    "war": war,
    "beliefs": beliefs,
    "zone": zone,
    "heat_map": heat_map,
    "ranking": ranking,
    "dots": dots,
    "reliability": reliability,
}
"""Every kind of figure by the name that `--kind` takes and that its file has."""


# ------------------------------------------------------------------------------
# Drawing


class Plotted(NamedTuple):
    """The files that were written, why each other kind was left out, and whether the font lacks letters that they need."""

    files: list[Path]
    left_out: dict[str, str]
    letters_lacking: bool


def plot(path: Path, kinds: Sequence[str], format: Format) -> Plotted:
    """Draw these kinds (none: all that there is data for) into the folder's `figures`; StoreError if that cannot be.

    A kind that was asked for by name and cannot be drawn is a StoreError too, and then nothing is written.
    """
    if not path.is_dir():
        raise StoreError(f"{path}: there is no such folder")
    if not any((path / name).exists() for name in ("summary.json", "comparison.json", "score.json")):
        raise StoreError(f"{path} holds no finished run: there is no summary.json in it")
    folder = Folder(path)
    drawn: dict[str, bytes] = {}
    left_out: dict[str, str] = {}
    with warnings.catch_warnings(record=True) as heard:
        warnings.filterwarnings("always", message="Glyph", category=UserWarning)
        for kind in dict.fromkeys(kinds or KINDS):
            try:
                drawn[kind] = figures.render(KINDS[kind](folder), format)
            except LeftOutError as reason:
                left_out[kind] = str(reason)
    if kinds and left_out:
        raise StoreError("\n".join(f"{path}: {kind} cannot be drawn: {why}" for kind, why in left_out.items()))
    return Plotted(write(path / "figures", drawn, format), left_out, bool(heard))


def write(into: Path, drawn: Mapping[str, bytes], format: Format) -> list[Path]:
    """Write the figures; StoreError if they cannot be."""
    try:
        into.mkdir(exist_ok=True)
        for kind, data in drawn.items():
            write_whole(into / f"{kind}.{format}", data)
    except OSError as error:
        raise StoreError(f"{into} cannot be written: {error.strerror or error}") from None
    return [into / f"{kind}.{format}" for kind in drawn]
