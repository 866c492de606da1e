"""Every kind of figure of a results folder: what it reads, and the figure that it makes of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from experiments import figures
from experiments.compare.results import ComparisonResult
from experiments.discover.results import DiscoveryResult
from experiments.doubt.results import DoubtResult
from experiments.estimates import final_states
from experiments.estimates.asked import goal_of
from experiments.estimates.course_results import BeliefByRound, ViolenceByRound
from experiments.figures.blame_matrix import ABSENT
from experiments.forecast.results import ScoreReport
from experiments.lever.results import LeverResult
from experiments.plots.source import Columns, Folder, LeftOutError, Rungs
from experiments.runs import figures as run_figures

if TYPE_CHECKING:
    from experiments.plots.pair_zone import Frontier, Pair

SAMPLES = (0, 1, 2)
"""Histories that the figure of the war draws, by number."""


def outcomes(folder: Folder) -> Figure:
    """How it ends."""
    return run_figures.outcomes(folder.summary, folder.compiled.scenario, folder.about)


def rungs_over_time(folder: Folder) -> Figure:
    """How far each table gets, and when: one curve a rung."""
    rounds = len(folder.rounds)
    reached = {
        table: folder.total(
            [f"{table}.{rung}.reached" for rung in rungs],
            partial(first_reached, table=table, rungs=rungs, rounds=rounds),
        )
        for table, rungs in folder.tables  # tables may have different numbers of rungs
    }
    return run_figures.rungs_over_time(folder.compiled, reached, folder.about)


def first_reached(columns: Columns, table: str, rungs: Rungs, rounds: int) -> list[np.ndarray]:
    """Histories by the round in which each rung or a later one was first reached."""
    return [np.bincount(first, minlength=rounds + 1) for first in final_states.reached(columns, table, rungs)]


def states_over_time(folder: Folder) -> Figure:
    """Where each table stands by month: states that add up to all histories."""
    rounds = len(folder.rounds)
    found = folder.by_table(
        final_states.table_columns, lambda c, table, rungs: final_states.states(c, table, rungs, rounds)
    )
    drawn = [
        figures.TableStates(
            folder.title("tables", table),
            *final_states.States(*of_it),
            [folder.rung_title(table, rung) for rung in rungs],
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
    found = folder.by_table(final_states.table_columns, lambda c, table, rungs: [final_states.fates(c, table, rungs)])
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
        kinds = list(final_states.FATES)
        if i == 0:
            kinds[-1] = "not met"
        if i == len(names) - 1:
            kinds[1], kinds[-1] = "undone", "stands"
        stages.append(figures.Stage(name, count, [*zip(kinds, fates[i].tolist(), strict=True)]))
    return stages


def levels(folder: Folder) -> Figure:
    """What is agreed and what comes of it, in real units; of a sweep, what each level of a factor moves."""
    if folder.is_sweep:
        return of_sweep(folder, "levels")
    from experiments.plots.issue_levels import level_of, start_of

    scenario, names = folder.compiled.scenario, folder.compiled.names.issues

    def count(columns: Columns) -> list[np.ndarray]:
        counted = []
        for name in names:
            bins = final_states.bins_of(scenario.issues[name].steps)
            counted.append(final_states.agreed_levels(columns, name, bins))
            counted.append(final_states.levels_in_force(columns, name, bins, start_of(scenario.issues[name])))
        return counted

    found = folder.total([column for name in names for column in final_states.level_columns(name)], count)
    parties = {party: folder.title("parties", party) for party in folder.compiled.names.parties}
    drawn = [
        level_of(scenario, name, folder.title("issues", name), agreed, in_force, parties)
        for name, agreed, in_force in zip(names, found[::2], found[1::2], strict=True)
    ]
    return figures.levels(drawn, folder.about)


def blame(folder: Folder) -> Figure:
    """Who blocks each table last, and on what."""
    drawn = []
    for table, _ in folder.tables:
        shares: dict[tuple[str | None, str | None], float] = {}
        for row in folder.summary["blame"]:
            if row["table"] == table:
                who = folder.title("parties", row["party"]) if row["party"] else None
                absent = ABSENT if row["how"] == "did_not_come" else None
                what = folder.title("issues", row["issue"]) if row["issue"] else absent
                shares[who, what] = shares.get((who, what), 0.0) + row["share"]  # two may have one title
        goal = goal_of(folder.compiled.scenario, table)
        success = folder.summary["tables"][table]["rungs"][goal]["p"]
        drawn.append(figures.Blame(folder.title("tables", table), folder.rung_title(table, goal), success, shares))
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
            quantiles_of(found[name]),
            [(f"history {i}", of_it[names.index(name)]) for i, of_it in series.items()],
        )
        for name in shown
    ]
    return figures.war(drawn, folder.course["unit"] or "", folder.rounds, folder.about, note)


def quantiles_of(found: ViolenceByRound | BeliefByRound) -> dict[str, list[float | None]]:
    """The quantiles of a course, by name."""
    return {
        "q05": found["q05"], "q25": found["q25"], "q50": found["q50"], "q75": found["q75"], "q95": found["q95"],
    }  # fmt: skip


def replayed(folder: Folder) -> tuple[dict[int, np.ndarray], str]:
    """Incidents [parties + 1, rounds] of a few histories, played again; or none, and why."""
    from experiments.runs.blocks import CompiledEngine, Engine, play_block
    from sim.engine.identity import rules_hash
    from sim.engine.kernel import is_ready

    manifest = folder.results.manifest
    if manifest.get("agents"):
        return {}, "No single history is drawn: this run had agents of its own."
    if manifest.get("rules_sha256") != rules_hash():
        return {}, "No single history is drawn: the rule book has changed since."
    engine: Engine
    if is_ready():
        engine = CompiledEngine()
    else:  # plain Python plays three histories sooner than the rules are compiled, with the same bits
        from sim.engine.mesa_model import MesaEngine

        engine = MesaEngine()
    engine.prepare()
    numbers = [i for i in SAMPLES if i < folder.about.histories]
    seed = folder.about.seed
    return {i: play_block(folder.compiled, seed, i, 1, engine).course.incidents for i in numbers}, ""


def beliefs(folder: Folder) -> Figure:
    """How far the others believe each party, by whether it does mean to settle."""
    drawn = [
        figures.Believed(folder.title("parties", name), {kind: quantiles_of(of_it) for kind, of_it in by_type.items()})
        for name, by_type in folder.course["beliefs"].items()
    ]
    return figures.beliefs(drawn, folder.rounds, folder.about)


def zone(folder: Folder) -> Figure:
    """What the two parties of a table could agree on, and where histories landed."""
    from experiments.plots.pair_zone import frontier_of, pair_of

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
    counts = folder.total(columns, lambda c: [final_states.packages(pair.worth(np.array([c[k] for k in columns])))])[0]
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
        cells / final_states.GRID,
        counts[tuple(cells.T)],
    )


def dots(folder: Folder) -> Figure:
    """What each variant moves, with its paired interval."""
    from experiments.compare.figure import differences

    told: ComparisonResult = folder.json(ANSWERS["dots"], ComparisonResult)
    return differences(told, folder.compiled.scenario.as_of.isoformat())


def levers(folder: Folder) -> Figure:
    """What each party could do alone to lift a chance to a target."""
    from experiments.lever.figure import least_changes

    return least_changes(folder.json(ANSWERS["levers"], LeverResult))


def doubt(folder: Folder) -> Figure:
    """How far the answers could move, when the rule book's numbers are not sure."""
    from experiments.doubt.figure import whiskers

    return whiskers(folder.json(ANSWERS["doubt"], DoubtResult))


def boxes(folder: Folder) -> Figure:
    """Ranges of what is not known in which something happens far more often."""
    from experiments.discover.figure import ranges

    told = folder.json(ANSWERS["boxes"], DiscoveryResult)
    if not told["boxes"]:
        raise LeftOutError("no box was found")
    return ranges(told)


def reliability(folder: Folder) -> Figure:
    """How often what was forecast came true."""
    from experiments.estimates import proper_scores

    report: ScoreReport = folder.json(ANSWERS["reliability"])
    events = [
        event
        for question in report["questions"]
        for given in [question["probabilities"]["forecast"]]
        for event in proper_scores.events(list(given.values()), list(given).index(question["answer"]))
    ]
    if not events:
        raise LeftOutError("no question of score.json is answered")
    return figures.reliability(
        [proper_scores.Bin(**cell) for cell in report["reliability"]],
        events,
        plotted="How often what was forecast came true",
        of=report["title"],
        caution=report["caution"],
        histories=report["histories"],
        seed=report["seed"],
        as_of=report["as_of"],
    )


def heat_map(folder: Folder) -> Figure:
    """A sweep over two factors in all combinations."""
    return of_sweep(folder, "heat_map")


def response(folder: Folder) -> Figure:
    """How the share answers to one number of a sweep, or to several that were drawn."""
    return of_sweep(folder, "response")


def ranking(folder: Folder) -> Figure:
    """The points of a sweep, the best first."""
    return of_sweep(folder, "ranking")


def tornado(folder: Folder) -> Figure:
    """How far each uncertain number swings the answer, with Sobol's totals beside it."""
    return of_sweep(folder, "tornado")


def evidence(folder: Folder) -> Figure:
    """How much of the doubt rests on which kind of evidence."""
    return of_sweep(folder, "evidence")


def effects(folder: Folder) -> Figure:
    """Morris's elementary effects."""
    return of_sweep(folder, "effects")


def of_sweep(folder: Folder, name: str) -> Figure:
    """A figure of a sweep or of a sensitivity analysis, where its points make one."""
    from experiments.sensitivity import figure as of_analyses
    from experiments.sweep import figure as of_points

    told = folder.experiment
    if told["design"] == "sobol_indices" or told["design"] == "morris":
        drawn = of_analyses.figures_of(told)
    else:
        drawn = of_points.figures_of(told)
    found = drawn.get(name)
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
    "response": response,
    "ranking": ranking,
    "tornado": tornado,
    "evidence": evidence,
    "effects": effects,
    "dots": dots,
    "levers": levers,
    "doubt": doubt,
    "boxes": boxes,
    "reliability": reliability,
}
"""Every kind of figure by the name that `--kind` takes and that its file has."""
ANSWERS = {
    "dots": "comparison.json",
    "levers": "lever.json",
    "doubt": "doubt.json",
    "boxes": "discovery.json",
    "reliability": "score.json",
}
"""The file from which a kind is drawn; all others are drawn from a run or a sweep, which has a `summary.json`."""
