"""What there is to discover in: inputs and outcome of many histories, or of the points of a sweep."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np

from experiments.discover.results import Of
from experiments.estimates.questions import Question, answers, questions_by_name
from experiments.estimates.results import Share
from experiments.runs.blocks import BLOCK, block_count, block_length, play_block, read_block
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Backend, Beat
from experiments.sensitivity.numbers import number_title, unit_of
from experiments.store.folder import Results, histories_of
from experiments.sweep.summary import FactorAbout, PointPlayed, SweepSummary
from experiments.sweep.words import level_words, played
from experiments.words.numbers import figure
from sim.engine.arrays import Compiled, Uncertain, compile_scenario
from sim.engine.fixed import shares_drawn
from sim.scenario.load import load
from sim.scenario.phrases import shown, suggest
from sim.scenario.quantiles import choice_table, continuous_at
from sim.scenario.vocabulary import Scenario


class DiscoveryError(Exception):
    """Nothing can be discovered in what was given; the message says why."""


class Input(NamedTuple):
    """Something that differs from point to point: its title, and how limits on it read."""

    title: str
    words: Callable[[float, float], str]


class Sample(NamedTuple):
    """Inputs (points, inputs) and outcome (points,) of many points, and what these are called."""

    inputs: list[Input]
    x: np.ndarray
    y: np.ndarray
    scenario: str
    as_of: str
    seed: int
    points: Of


def outcome_question(name: str, scenario: Scenario) -> Question:
    """What is asked of a history; DiscoveryError if the scenario has no such outcome."""
    known = questions_by_name(scenario)
    known |= {f"{table}.collapsed": ("tables", table, "collapsed") for table in scenario.tables}
    if name not in known:
        raise DiscoveryError(
            f"{shown(name)} is no outcome, TABLE.RUNG or TABLE.collapsed of the scenario{suggest(name, known)}; "
            f"there are {', '.join(known)}"
        )
    return known[name]


# ------------------------------------------------------------------------------
# Histories


def of_run(folder: Path, outcome: str) -> Sample:
    """The histories of a run: what each drew is worked out anew from its number."""
    results = Results(folder)
    about = results.manifest
    compiled = compile_scenario(load(folder / "scenario.yaml", (), to_run=True).scenario)
    question = outcome_question(outcome, compiled.scenario)
    found = []
    histories = histories_of(about)
    if histories is None:
        raise DiscoveryError(f"{folder} holds no finished run")
    for block in range(block_count(histories, about["block"])):
        length = block_length(block, histories, about["block"])
        kept = read_block(results, block, length, compiled)
        if kept is None:
            raise DiscoveryError(f"{folder} holds no finished run: block {block} is missing")
        found.append(answers(kept.columns, compiled)[question])
    return _histories(compiled, about["seed"], np.concatenate(found))


def of_scenario(scenario: Scenario, outcome: str, histories: int, seed: int, backend: Backend, quiet: bool) -> Sample:
    """Histories played for the purpose, and not kept."""
    compiled = compile_scenario(scenario)
    question = outcome_question(outcome, compiled.scenario)
    if not compiled.uncertain:
        raise DiscoveryError("no number of this scenario is uncertain: there are no ranges to discover")
    progress = Progress(histories, quiet)
    engine = compiled_engine(progress.say)
    yes = np.zeros(histories, bool)

    def play(block: int, beat: Beat) -> np.ndarray:
        length = block_length(block, histories)
        played = play_block(compiled, seed, block * BLOCK, length, engine, beat)
        return answers(played.columns, compiled)[question]

    def keep(block: int, given: np.ndarray) -> None:
        yes[block * BLOCK :][: len(given)] = given

    with progress:
        for _ in backend.each(play, keep, range(block_count(histories)), progress.advance):
            pass
    return _histories(compiled, seed, yes)


def _histories(compiled: Compiled, seed: int, yes: np.ndarray) -> Sample:
    if not compiled.uncertain:
        raise DiscoveryError("no number of this scenario is uncertain: there are no ranges to discover")
    scenario = compiled.scenario
    x = shares_drawn(compiled, seed, 0, len(yes))
    inputs = []
    for i, uncertain in enumerate(compiled.uncertain):
        title, unit = number_title(uncertain.path, scenario), unit_of(uncertain.path, scenario)
        if uncertain.number.choice is not None:
            x[:, i] = np.searchsorted(choice_table(uncertain.number)[0], x[:, i], side="right")
            inputs.append(Input(title, _of_choice(uncertain, unit)))
        else:
            inputs.append(Input(title, _of_shares(uncertain, unit)))
    return Sample(inputs, x, yes.astype(float), scenario.title, scenario.as_of.isoformat(), seed, "histories")


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


def of_sweep(folder: Path, outcome: str) -> Sample:
    """The points of a sweep, each with the share of its histories; factors that are no numbers do not count."""
    try:
        found = json.loads((folder / "summary.json").read_bytes())
    except (OSError, ValueError):
        raise DiscoveryError(f"{folder} holds no finished sweep: it has no summary.json") from None
    if "points" not in found:
        raise DiscoveryError(f"{folder} holds an analysis of sensitivity: run its scenario, and discover in that")
    told = cast(SweepSummary, found)
    points = played(told)
    names = [name for name in told["factors"] if all(_is_number(point["values"].get(name)) for point in points)]
    if not names or len(points) < 2:
        raise DiscoveryError(f"{folder} has no factor of numbers: there are no ranges to discover")
    x = np.array([[point["values"][name] for name in names] for point in points], dtype=float)
    y = np.array([_share_at(point, outcome) for point in points])
    inputs = [_factor_input(told["factors"][name]) for name in names]
    return Sample(inputs, x, y, told["scenario"], told["as_of"], told["seed"], "points")


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
    known: dict[str, Share] = {"progress": point["progress"], "headline": point["headline"], **point["outcomes"]}
    for table, of_it in point["tables"].items():
        for rung, share in of_it["rungs"].items():
            known[f"{table}.{rung}"] = share
        known[f"{table}.collapsed"] = of_it["collapsed"]
    if outcome not in known:
        raise DiscoveryError(
            f"{shown(outcome)} was not counted in this sweep{suggest(outcome, known)}; there are {', '.join(known)}"
        )
    return float(known[outcome]["p"])


def of_folder(folder: Path, outcome: str) -> Sample:
    """What a results folder holds; StoreError or DiscoveryError if nothing can be read there."""
    if not (folder / "manifest.json").is_file():
        raise DiscoveryError(f"{folder} is no results folder: it has no manifest.json")
    found = of_sweep if "experiment_sha256" in Results(folder).manifest else of_run
    return found(folder, outcome)


def names_of(sample: Sample) -> Sequence[str]:
    """Titles of all inputs."""
    return [each.title for each in sample.inputs]
