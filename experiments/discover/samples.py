"""What there is to discover in: inputs and outcome of many histories, or of the points of a sweep."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from experiments.discover.results import Of
from experiments.estimates.questions import PROGRESS, Question, answers, questions_by_name
from experiments.estimates.results import Share
from experiments.runs.blocks import BLOCK, block_count, block_length, play_block, read_block
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Backend, Beat
from experiments.sensitivity.numbers import unit_of
from experiments.store.folder import Results, histories_of
from experiments.store.manifest import changed_of
from experiments.store.reading import believed, check_shape, kept_bytes, kept_object
from experiments.sweep.summary import FactorAbout, PointPlayed, SweepSummary
from experiments.sweep.words import level_words, played
from experiments.words.names import asked_title, title_of
from experiments.words.numbers import figure
from experiments.words.places import place_title
from experiments.words.sentences import begin
from sim.engine.arrays import Compiled, Uncertain, compile_scenario
from sim.engine.fixed import shares_drawn
from sim.scenario.load import load
from sim.scenario.phrases import shown, suggest
from sim.scenario.quantiles import choice_table, continuous_at
from sim.scenario.vocabulary import Scenario

COLLAPSED, HEADLINE = "collapsed", "headline"


class DiscoveryError(Exception):
    """Nothing can be discovered in what was given; the message says why."""


class Input(NamedTuple):
    """Something that differs from point to point: its title, and how limits on it read."""

    title: str
    words: Callable[[float, float], str]


class Sample(NamedTuple):
    """Inputs (points, inputs) and outcome (points,) of many points, and what these are called; `title` is the outcome's."""

    inputs: list[Input]
    x: np.ndarray
    y: np.ndarray
    outcome: str
    title: str
    scenario: str
    as_of: str
    seed: int
    points: Of
    changed: Sequence[str] = ()
    """What `--set` or an experiment changed in the scenario."""


class Looked(NamedTuple):
    """What is looked for: its name, what is asked of a history, and its title for a reader."""

    name: str
    question: Question
    title: str


def looked_for(name: str | None, scenario: Scenario) -> Looked:
    """An outcome by name, else what answers the scenario's question, else progress; DiscoveryError if there is none such."""
    name = name or scenario.answers or PROGRESS
    known = questions_by_name(scenario)
    known |= {f"{table}.{COLLAPSED}": ("tables", table, COLLAPSED) for table in scenario.tables}
    if name not in known:
        raise DiscoveryError(
            f"{shown(name)} is no outcome, TABLE.RUNG or TABLE.collapsed of the scenario{suggest(name, known)}; "
            f"there are {', '.join(known)}"
        )
    return Looked(name, known[name], title_of_outcome(name, scenario))


def title_of_outcome(name: str, scenario: Scenario) -> str:
    """What is looked for, for a reader."""
    table, _, last = name.partition(".")
    if last == COLLAPSED:
        return f"Collapse of {title_of(scenario.tables, table)}"
    return begin(asked_title(name, scenario))


# ------------------------------------------------------------------------------
# Histories


def of_run(folder: Path, outcome: str | None) -> Sample:
    """The histories of a run: what each drew is worked out anew from its number."""
    results = Results(folder)
    about = results.manifest
    compiled = compile_scenario(scenario_in(folder))
    looked = looked_for(outcome, compiled.scenario)
    found = []
    histories = histories_of(about)
    if histories is None:
        raise DiscoveryError(f"{folder} holds no finished run")
    for block in range(block_count(histories, about["block"])):
        length = block_length(block, histories, about["block"])
        kept = read_block(results, block, length, compiled)
        if kept is None:
            results.refuse_changed(block)
            raise DiscoveryError(f"{folder} holds no finished run: block {block} is missing")
        found.append(answers(kept.columns, compiled)[looked.question])
    return _histories(compiled, looked, about["seed"], np.concatenate(found))._replace(changed=changed_of(about))


def scenario_in(folder: Path) -> Scenario:
    """The scenario of a folder, as its run left it; StoreError or ScenarioError if it cannot be read."""
    try:
        kept_bytes(folder / "scenario.yaml")
    except FileNotFoundError:
        raise DiscoveryError(f"{folder} has no scenario.yaml") from None
    return load(folder / "scenario.yaml", ()).scenario


def of_scenario(
    scenario: Scenario, outcome: str | None, histories: int, seed: int, backend: Backend, quiet: bool
) -> Sample:
    """Histories played for the purpose, and not kept."""
    compiled = compile_scenario(scenario)
    looked = looked_for(outcome, compiled.scenario)
    if not compiled.uncertain:
        raise DiscoveryError("no number of this scenario is uncertain: there are no ranges to discover")
    progress = Progress(histories, quiet)
    engine = compiled_engine(progress.say, compiled)
    yes = np.zeros(histories, bool)

    def play(block: int, beat: Beat) -> np.ndarray:
        length = block_length(block, histories)
        played = play_block(compiled, seed, block * BLOCK, length, engine, beat)
        return answers(played.columns, compiled)[looked.question]

    def keep(block: int, given: np.ndarray) -> None:
        yes[block * BLOCK :][: len(given)] = given

    with progress:
        for _ in backend.each(play, keep, range(block_count(histories)), progress.advance):
            pass
    return _histories(compiled, looked, seed, yes)


def _histories(compiled: Compiled, looked: Looked, seed: int, yes: np.ndarray) -> Sample:
    if not compiled.uncertain:
        raise DiscoveryError("no number of this scenario is uncertain: there are no ranges to discover")
    scenario = compiled.scenario
    x = shares_drawn(compiled, seed, 0, len(yes))
    inputs = []
    for i, uncertain in enumerate(compiled.uncertain):
        title, unit = place_title(uncertain.path, scenario), unit_of(uncertain.path, scenario)
        if uncertain.number.choice is not None:
            x[:, i] = np.searchsorted(choice_table(uncertain.number)[0], x[:, i], side="right")
            inputs.append(Input(title, _of_choice(uncertain, unit)))
        else:
            inputs.append(Input(title, _of_shares(uncertain, unit)))
    about = (looked.name, looked.title, scenario.title, scenario.as_of.isoformat(), seed)
    return Sample(inputs, x, yes.astype(float), *about, "histories")


def _of_shares(uncertain: Uncertain, unit: str | None) -> Callable[[float, float], str]:
    """How limits on shares of a distribution read: in real units."""

    def words(low: float, high: float) -> str:
        ends = np.clip([low, high], 0.0, 1.0)
        values = continuous_at(uncertain.number, uncertain.low, uncertain.high, ends)
        least, most = (float(value) if 0 < end < 1 else None for value, end in zip(values, ends, strict=True))
        return between(least, most, unit)

    return words


def _of_choice(uncertain: Uncertain, unit: str | None) -> Callable[[float, float], str]:
    """How limits on the place of a choice read: the values that are left."""
    values = choice_table(uncertain.number)[1]

    def words(low: float, high: float) -> str:
        left = [figure(value) for place, value in enumerate(values) if low <= place <= high]
        return " or ".join(left) + (f" {unit}" if unit else "")

    return words


def between(low: float | None, high: float | None, unit: str | None) -> str:
    """Limits for a reader: `above 4.2`, `below 300 prisoners`, `between 2 and 5`."""
    after = f" {unit}" if unit else ""
    ends = [figure(float(f"{end:.3g}")) for end in (low, high) if end is not None]
    if low is not None and high is not None:
        return f"between {ends[0]} and {ends[1]}{after}"
    return f"{'above' if low is not None else 'below'} {ends[0]}{after}" if ends else "anything"


# ------------------------------------------------------------------------------
# Points of a sweep


def of_sweep(folder: Path, outcome: str | None) -> Sample:
    """The points of a sweep, each with the share of its histories; factors that are no numbers do not count.

    Without an outcome it is what the sweep asks.
    """
    try:
        found = kept_object(folder / "summary.json")
    except FileNotFoundError:
        raise DiscoveryError(f"{folder} holds no finished sweep: it has no summary.json") from None
    if "points" not in found:
        raise DiscoveryError(f"{folder} holds an analysis of sensitivity: run its scenario, and discover in that")
    check_shape(folder / "summary.json", found, SweepSummary)
    told = cast(SweepSummary, found)
    points = played(told)
    names = [name for name in told["factors"] if all(_is_number(point["values"].get(name)) for point in points)]
    if not names or len(points) < 2:
        raise DiscoveryError(f"{folder} has no factor of numbers: there are no ranges to discover")
    x = np.array([[point["values"][name] for name in names] for point in points], dtype=float)
    y = np.array([_share_at(point, outcome or HEADLINE) for point in points])
    inputs = [_factor_input(told["factors"][name]) for name in names]
    called = (outcome or "+".join(told["headline"]), _title_in_sweep(outcome, told, folder))
    return Sample(
        inputs, x, y, *called, told["scenario"], told["as_of"], told["seed"], "points", told.get("changed", [])
    )


def _title_in_sweep(outcome: str | None, told: SweepSummary, folder: Path) -> str:
    """What is looked for in a sweep, for a reader."""
    if outcome in (None, HEADLINE):
        return begin(told["headline_title"])
    return title_of_outcome(outcome, scenario_in(folder))


def _factor_input(factor: FactorAbout) -> Input:
    title, unit = factor["title"].replace("_", " "), factor["unit"]

    def words(low: float, high: float) -> str:
        ends = [level_words(float(f"{end:.3g}"), None) if np.isfinite(end) else None for end in (low, high)]
        after = f" {unit}" if unit else ""
        if None not in ends:
            return f"between {ends[0]} and {ends[1]}{after}"
        return f"at least {ends[0]}{after}" if ends[1] is None else f"at most {ends[1]}{after}"

    return Input(title[:1].upper() + title[1:], words)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _share_at(point: PointPlayed, outcome: str) -> float:
    """The share of a point's histories with an outcome, from its run object."""
    known: dict[str, Share] = {"progress": point["progress"], HEADLINE: point["headline"], **point["outcomes"]}
    for table, of_it in point["tables"].items():
        for rung, share in of_it["rungs"].items():
            known[f"{table}.{rung}"] = share
        known[f"{table}.{COLLAPSED}"] = of_it["collapsed"]
    if outcome not in known:
        raise DiscoveryError(
            f"{shown(outcome)} was not counted in this sweep{suggest(outcome, known)}; there are {', '.join(known)}"
        )
    return float(known[outcome]["p"])


def of_folder(folder: Path, outcome: str | None = None) -> Sample:
    """What a results folder holds; StoreError or DiscoveryError if nothing can be read there.

    Without an outcome it is what answers the question of its scenario, or what its sweep asks.
    """
    if not (folder / "manifest.json").is_file():
        raise DiscoveryError(f"{folder} is no results folder: it has no manifest.json")
    found = of_sweep if "experiment_sha256" in Results(folder).manifest else of_run
    with believed(folder):
        return found(folder, outcome)


def names_of(sample: Sample) -> Sequence[str]:
    """Titles of all inputs."""
    return [each.title for each in sample.inputs]
