"""The vocabulary of an experiment file, and what it must keep to."""

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from experiments.estimates.questions import PROGRESS, HeadlineError, headline_of
from experiments.ladders.loading import load
from experiments.ladders.titles import bad_titles
from experiments.sweep.constraints import ConstraintError, parse
from experiments.sweep.whole import takes_whole_only
from experiments.words.files import EXPERIMENT, foreign, mistaken, no_regular_file
from experiments.words.overrides import assigned
from sim.scenario.document import Document, Loc, Problem, ScenarioError
from sim.scenario.extends import examine
from sim.scenario.load import Loaded, beyond, check, located, run_on
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Model, Name, Number, Whole

PointDesign = Literal["grid", "zip", "list", "one_at_a_time", "latin_hypercube", "sobol"]
"""Designs whose points are what is asked about."""
AnalysisDesign = Literal["sobol_indices", "morris"]
"""Designs that say how much rests on which number: their points are a means (`experiments.sensitivity`)."""
Design = Literal[PointDesign, AnalysisDesign]
SAMPLED = ("latin_hypercube", "sobol")
"""Designs whose points are drawn from within the factors' ranges."""
ANALYSES: tuple[AnalysisDesign, ...] = ("sobol_indices", "morris")
ALL_UNCERTAIN = "all_uncertain"
MOST_POINTS = 100_000
KINDS = ("values", "range", "distribution", "levels", "permutations")
ONE_KIND = "a factor has one of values, range, distribution, levels and permutations"
MOST_ORDERED = 6  # items whose orders are all tried: 720


class Factor(Model):
    """Something that an experiment varies: one or more numbers of the scenario, or named changes to it.

    The rows of a list bring its values, and need only its `path`; elsewhere one key says which values it takes.
    """

    title: str | None = None
    """What a reader sees on an axis; if absent, its name."""
    unit: str | None = None
    """Unit of its values."""
    path: str | None = None
    """What it sets, by the path that `--set` takes, in real units."""
    paths: tuple[str, ...] = ()
    """Several places that it sets to the same value; with `permutations`, one for each place in the order."""
    values: tuple[Any, ...] | None = Field(default=None, min_length=1)
    """Values to try, as they would stand in the scenario."""
    range: tuple[float, float] | None = None
    """Least and greatest value: tried in `steps` even steps, or drawn from evenly where the design draws."""
    steps: Annotated[int, Whole, Field(ge=2, le=1000)] | None = None
    """Number of values in the range."""
    distribution: Number | None = None
    """What values are drawn from, where the design draws: a form that an uncertain number may have."""
    levels: dict[str, dict[str, Any]] | None = Field(default=None, min_length=1)
    """Named changes: name → path → value; an empty one leaves the scenario as it is."""
    permutations: tuple[Any, ...] | None = Field(default=None, min_length=2, max_length=MOST_ORDERED)
    """Items tried in every order: the list at `path`, or one item at each of `paths`."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if len(self.kinds) > 1:
            raise ValueError(ONE_KIND)
        places = bool(self.path) + bool(self.paths)
        if places != (self.levels is None):
            raise ValueError("a factor needs a path, or several paths; named levels bring their own")
        if self.steps is not None and self.range is None:
            raise ValueError("steps divide a range")
        if len(set(self.paths)) < len(self.paths):
            raise ValueError("paths are several places: each of them is there once")
        if self.permutations is not None and self.paths and len(self.paths) != len(self.permutations):
            raise ValueError("with several paths, permutations need one path for each item")
        return self

    @property
    def kinds(self) -> list[str]:
        """What says which values it takes; nothing where the rows of a list do."""
        return [kind for kind in KINDS if getattr(self, kind) is not None]

    @property
    def places(self) -> tuple[str, ...]:
        """Every path that it sets, but those of named levels."""
        return (self.path,) if self.path is not None else self.paths


class Experiment(Model):
    """An experiment file: a scenario, what is varied in it, and what is asked."""

    parley_experiment: Literal[1]
    """Version of the format."""
    title: str
    """What a reader sees first."""
    question: str | None = None
    """What it is meant to answer."""
    note: str | None = None
    """Whatever else a reader should know."""
    scenario: str
    """Path of the scenario, from the folder of this file."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Changes to the scenario at every point: path → value."""
    design: Design
    """How points are made from factors."""
    factors: dict[Name, Factor] = Field(default_factory=dict)
    """What is varied; in place of a list `all_uncertain`, with sobol_indices and morris."""
    all_uncertain: bool = False
    """Whether every uncertain number of the scenario is varied, over its own distribution."""
    rows: tuple[dict[str, Any], ...] | None = Field(default=None, min_length=1)
    """With `list`: the points, each with its value for every factor, or for any path of the scenario."""
    csv: str | None = None
    """With `list`: a file of rows, its heading naming factors or paths, from the folder of this file."""
    points: Annotated[int, Whole, Field(ge=1, le=MOST_POINTS)] | None = None
    """Number of points, where the design draws them: base points of sobol_indices, trajectories of morris."""
    where: str | tuple[str, ...] = ()
    """What points must satisfy to be played, as comparisons of factors: `relief + 0.1 * released <= 200`."""
    histories: Annotated[int, Whole, Field(ge=1, le=2**32 - 1)] = 1000
    """Histories at each point: the same ones at every point."""
    seed: Annotated[int, Whole, Field(ge=0, lt=2**63)] = 1
    """Seed of all random draws, those of the design too."""
    headline: str | tuple[str, ...] | None = None
    """What is asked: an outcome, TABLE.RUNG, progress, or a list of them, any of which will do.

    Left out, it is what answers the scenario's question (`answers`), or else progress.
    """

    @model_validator(mode="before")
    @classmethod
    def _all_uncertain(cls, given: Any) -> Any:
        """`factors: all_uncertain` stands for a list of all."""
        if isinstance(given, dict) and given.get("factors") == ALL_UNCERTAIN:
            return {**given, "factors": {}, "all_uncertain": True}
        return given

    @property
    def conditions(self) -> tuple[str, ...]:
        """What points must satisfy."""
        return (self.where,) if isinstance(self.where, str) else self.where

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of the headline."""
        return (self.headline or PROGRESS,) if not isinstance(self.headline, tuple) else self.headline


class LoadedExperiment(NamedTuple):
    """An experiment that can be played, its file and scenario, and what was asked for instead of what the file says."""

    experiment: Experiment
    document: Document
    file: Path
    base: Loaded
    asked_for: Mapping[str, int] = {}

    @property
    def scenario_file(self) -> Path:
        """The file of its scenario."""
        return self.file.parent / self.experiment.scenario

    def with_changes(self, histories: int | None, seed: int | None, points: int | None = None) -> "LoadedExperiment":
        """The same with another number of histories or drawn points, or another seed, where one is given.

        ScenarioError if its design cannot have that many points.
        """
        given = {"histories": histories, "seed": seed, "points": points}
        changed = {key: value for key, value in given.items() if value is not None}
        experiment = self.experiment.model_copy(update=changed)
        if points is not None and (wrong := [message for _, message in _of_points(experiment)]):
            raise ScenarioError([self.document.problem(("design",), f"--points {points}: {wrong[0]}")])
        return self._replace(experiment=experiment, asked_for=changed)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What the author of the experiment, or of its scenario, may want to know."""
        return (*run_on(self.document), *self.base.warnings)


def load_experiment(file: Path) -> LoadedExperiment:
    """Read an experiment and its scenario; ScenarioError with every problem."""
    if device := no_regular_file(file):
        raise ScenarioError([device])
    document, problems = examine(file)
    if document is None:
        other = foreign(file, EXPERIMENT)
        raise ScenarioError([other] if other is not None else problems)
    if other := mistaken(document, EXPERIMENT) or (
        foreign(file, EXPERIMENT) if EXPERIMENT not in document.data else None
    ):
        raise ScenarioError([other])
    experiment, faults = check(document, Experiment)
    problems += beyond(problems, faults)
    if experiment is not None:
        problems += located(document, _of_design(experiment))
        problems += located(document, bad_titles(document.data))
    if experiment is None or problems:
        raise ScenarioError(problems)
    base = _base(experiment, document, file)
    if experiment.headline is None:
        experiment = experiment.model_copy(update={"headline": base.scenario.answers or PROGRESS})
    loaded = LoadedExperiment(experiment, document, file, base)
    problems = located(document, _headline(experiment, base))
    if problems:
        raise ScenarioError(problems)
    return loaded


def _base(experiment: Experiment, document: Document, file: Path) -> Loaded:
    """The scenario with what is set at every point."""
    scenario = file.parent / experiment.scenario
    if not scenario.is_file():
        message = f"there is no file {scenario}"
        raise ScenarioError([document.problem(("scenario",), message)])
    plain = load(scenario, (), to_run=True)  # what is wrong with the scenario itself is said of its own file
    if not experiment.set:
        return plain
    try:
        return load(scenario, assigned(experiment.set), to_run=True)
    except ScenarioError as error:
        raise ScenarioError(
            document.problem(("set",), f"{problem.path}: {problem.message}") for problem in error.problems
        ) from None


def _of_design(experiment: Experiment) -> Iterator[tuple[Loc, str]]:
    """What a design cannot do with what it is given."""
    yield from _of_keys(experiment)
    yield from _of_points(experiment)
    yield from _of_factors(experiment)
    yield from _conditions(experiment)


def _of_keys(experiment: Experiment) -> Iterator[tuple[Loc, str]]:
    """Keys that do not go together."""
    design, listed = experiment.design, experiment.rows is not None or experiment.csv is not None
    if experiment.all_uncertain and (design not in ANALYSES or experiment.factors):
        yield ("factors",), "all_uncertain stands for a list of factors, with sobol_indices and morris alone"
    if design in ANALYSES and experiment.conditions:
        yield ("where",), f"{design} varies each factor on its own: where does not go with it"
    if design == "list" and (experiment.rows is None) == (experiment.csv is None):
        yield ("design",), "a list has either rows or a csv"
    if design != "list" and listed:
        yield ("rows" if experiment.rows is not None else "csv",), f"belongs to the design list, not to {design}"
    if design != "list" and not listed and not experiment.factors and not experiment.all_uncertain:
        yield ("factors",), "needs at least one factor"


def _of_points(experiment: Experiment) -> Iterator[tuple[Loc, str]]:
    """How many points are to be drawn."""
    design, points = experiment.design, experiment.points
    if points is None:
        if design in (*SAMPLED, *ANALYSES):
            yield ("design",), f"{design} needs points: how many to draw"
    elif design not in (*SAMPLED, *ANALYSES):
        yield ("points",), "says how many are drawn, with latin_hypercube, sobol, sobol_indices and morris alone"
    elif design == "sobol_indices" and points & (points - 1):
        near = 1 << (points.bit_length() - 1)
        yield ("points",), f"sobol_indices needs a power of two, such as {near} or {2 * near}, got {points}"
    elif design == "morris" and points == 1:
        yield ("points",), "morris needs at least 2 trajectories, to see how far they differ"


def _of_factors(experiment: Experiment) -> Iterator[tuple[Loc, str]]:
    for name, factor in experiment.factors.items():
        at: Loc = ("factors", name)
        drawn = experiment.design in (*SAMPLED, *ANALYSES)
        if not factor.kinds and experiment.design != "list":
            yield at, ONE_KIND
        if factor.distribution is not None and not drawn:
            yield (*at, "distribution"), f"{experiment.design} draws nothing: give values, or a range with steps"
        if factor.range is not None and factor.steps is None and not drawn and experiment.design != "list":
            yield (*at, "range"), f"{experiment.design} needs steps: into how many values the range is divided"
        if factor.range is not None:
            yield from _range((*at, "range"), factor.range, factor.places)
        for level in factor.levels or ():
            if not level.strip():
                yield (*at, "levels"), "a level needs a name"
    yield from _titles(experiment)


def _range(at: Loc, ends: tuple[float, float], places: Iterable[str]) -> Iterator[tuple[Loc, str]]:
    low, high = ends
    if not low < high:
        yield at, "the first must be less than the second"
    elif math.isinf(low) or math.isinf(high):
        yield at, "a range ends at two numbers; .inf is none: list values in place of it"
    elif math.ceil(low) > high and any(map(takes_whole_only, places)):
        yield at, f"there is no whole number from {low:g} to {high:g}, and only whole ones may stand there"


def _titles(experiment: Experiment) -> Iterator[tuple[Loc, str]]:
    """Two factors that a reader could not tell apart."""
    seen: dict[str, str] = {}
    for name, factor in experiment.factors.items():
        title = " ".join((factor.title or name).replace("_", " ").split())
        if title.casefold() in seen:
            place: Loc = ("factors", name, "title") if factor.title else ("factors", name)
            yield place, f"{shown(title)} is what a reader sees of {seen[title.casefold()]} too: give them two titles"
        seen.setdefault(title.casefold(), name)


def _conditions(experiment: Experiment) -> Iterator[tuple[Loc, str]]:
    names = set(experiment.factors) | {name for row in experiment.rows or () for name in row}
    for i, text in enumerate(experiment.conditions):
        at: Loc = ("where",) if isinstance(experiment.where, str) else ("where", i)
        try:
            parse(text, names if experiment.csv is None else None)
        except ConstraintError as error:
            yield at, str(error)


def _headline(experiment: Experiment, base: Loaded) -> Iterator[tuple[Loc, str]]:
    for i, name in enumerate(experiment.asked):
        try:
            headline_of([name], base.scenario)
        except HeadlineError as error:
            yield (("headline",) if isinstance(experiment.headline, str) else ("headline", i)), str(error)
