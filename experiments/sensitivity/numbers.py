"""Which numbers an analysis varies: every uncertain one of a scenario, or those that are listed with a range."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from experiments.describe.evidence import Kind, evidence_of
from experiments.sweep.clashes import Setting, clash_among, steps_of
from experiments.sweep.experiment import Factor, LoadedExperiment
from experiments.sweep.levels import tried
from experiments.words.numbers import number_words
from experiments.words.overrides import assigned
from experiments.words.places import place_title
from sim.engine.arrays import Compiled, Uncertain, compile_scenario
from sim.scenario.document import ScenarioError
from sim.scenario.extends import read
from sim.scenario.load import load
from sim.scenario.phrases import shown, suggest
from sim.scenario.vocabulary import Scenario

NO_REASON: Kind = "none"  # as `experiments.describe.evidence` calls a number without evidence


class Varied(NamedTuple):
    """A number that is varied: how it is called, where it stands, what it may be, and what it rests on."""

    name: str
    title: str
    unit: str | None
    paths: tuple[str, ...]
    uncertain: Uncertain
    kind: Kind

    @property
    def words(self) -> str:
        """What it may be, for a reader."""
        return number_words(self.uncertain.number, self.uncertain.low, self.uncertain.high, self.unit or "")


class Subject(NamedTuple):
    """What is analysed: a scenario ready to run, and the numbers of it that are varied."""

    compiled: Compiled
    numbers: tuple[Varied, ...]


def subject_of(loaded: LoadedExperiment) -> Subject:
    """The scenario and numbers of an experiment; ScenarioError with every factor that cannot be varied so."""
    if loaded.experiment.all_uncertain:
        compiled = compile_scenario(loaded.base.scenario)
        if not compiled.uncertain:
            at = ("all_uncertain",) if loaded.document.has(("all_uncertain",)) else ("factors",)
            raise ScenarioError([loaded.document.problem(at, "no number of this scenario is uncertain")])
        return Subject(compiled, tuple(all_of(compiled, kinds_of(loaded))))
    return _listed(loaded)


def all_of(compiled: Compiled, kinds: Mapping[str, Kind]) -> Iterator[Varied]:
    """Every uncertain number, by path."""
    for each in compiled.uncertain:
        title = place_title(each.path, compiled.scenario)
        unit = unit_of(each.path, compiled.scenario)
        yield Varied(each.path, title, unit, (each.path,), each, kind_at(each.path, kinds))


def kinds_of(loaded: LoadedExperiment) -> dict[str, Kind]:
    """What each number of the scenario rests on, by path."""
    return {item.path: item.kind for item in evidence_of(loaded.base.scenario, loaded.base.changes)}


def kind_at(path: str, kinds: Mapping[str, Kind]) -> Kind:
    """What the number at a path rests on; an event's effect has its number one step further down."""
    below = (kind for place, kind in kinds.items() if place.startswith(f"{path}."))
    return kinds[path] if path in kinds else next(below, NO_REASON)


def unit_of(path: str, scenario: Scenario) -> str | None:
    """The unit of a level; of other numbers their name says it."""
    steps = path.split(".")
    if steps[2:3] == ["positions"] and {"ideal", "red_line"} & set(steps[4:]):
        return scenario.issues[steps[3]].unit
    return None


# ------------------------------------------------------------------------------
# Factors that are listed


def _listed(loaded: LoadedExperiment) -> Subject:
    forms, problems = {}, []
    for name, factor in loaded.experiment.factors.items():
        try:
            forms[name] = _form(factor)
        except ValueError as error:
            problems.append(loaded.document.problem(("factors", name), str(error)))
    base = read(loaded.scenario_file, assigned(loaded.experiment.set)).data
    settings = (
        Setting(name, place, steps_of(place, base))
        for name, factor in loaded.experiment.factors.items()
        for place in factor.places
    )
    if clash := clash_among(tuple(settings)):
        problems.append(loaded.document.problem(("factors", clash.second.owner), clash.words()))
    if problems:
        raise ScenarioError(problems)
    sets = {place: forms[name] for name, factor in loaded.experiment.factors.items() for place in factor.places}
    try:
        scenario = load(loaded.scenario_file, [*assigned(loaded.experiment.set), *assigned(sets)], to_run=True).scenario
    except ScenarioError as error:
        raise ScenarioError(
            loaded.document.problem(("factors",), f"{problem.path}: {problem.message}") for problem in error.problems
        ) from None
    compiled, kinds = compile_scenario(scenario), kinds_of(loaded)
    return Subject(compiled, tuple(_varied(loaded, compiled, kinds)))


def _form(factor: Factor) -> dict[str, object]:
    """What a factor may be, as a number of a scenario; ValueError if it is none."""
    if factor.distribution is not None:
        form = factor.distribution.form
        value = getattr(factor.distribution, form)
        if form == "value":
            raise ValueError("a number that is known does not vary")
        return {form: dict(value) if isinstance(value, dict) else list(value)}
    if factor.range is not None and factor.steps is None:
        return {"uniform": list(factor.range)}
    values = [] if factor.levels or factor.permutations else [level.shown for level in tried(factor)]
    if not values or not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        raise ValueError("this design varies numbers: give a range, a distribution or a list of numbers")
    return {"choice": values}


def _varied(loaded: LoadedExperiment, compiled: Compiled, kinds: Mapping[str, Kind]) -> Iterator[Varied]:
    known = {each.path: each for each in compiled.uncertain}
    for name, factor in loaded.experiment.factors.items():
        paths = tuple(_drawn(loaded, name, place, known) for place in factor.places)
        title = factor.title or name.replace("_", " ")
        yield Varied(name, title, factor.unit, paths, known[paths[0]], kind_at(paths[0], kinds))


def _drawn(loaded: LoadedExperiment, name: str, place: str, known: Mapping[str, Uncertain]) -> str:
    """The path of the draw that a place of the scenario gives rise to: itself, or the event's effect around it."""
    for path in (place, place.rpartition(".")[0]):
        if path in known:
            return path
    message = f"{shown(place)} is no number that a history draws{suggest(place, known)}"
    raise ScenarioError([loaded.document.problem(("factors", name), message)])
