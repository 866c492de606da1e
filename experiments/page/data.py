"""All that a page is made of but its scripts: the base and its variants, what can be moved in each, and their words."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

from experiments.compare.parts import WORDS
from experiments.describe.evidence import Item, evidence_of, kind_of, words_of
from experiments.estimates.asked import goal_of
from experiments.estimates.questions import questions_by_name
from experiments.page.controls import Control, controls, paths_of
from experiments.page.telling import TellingData, telling_data
from experiments.page.worlds import Image, Scale, Spot, image_of, spots_of
from experiments.runs.doubts import kept_doubt
from experiments.words.demands import demand_title
from experiments.words.names import asked_title, outcome_title, readable, rung_title, source_title, title_of
from experiments.words.sentences import begin
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.calendar import Rounds
from sim.scenario.data import scenario_hash
from sim.scenario.load import Loaded
from sim.scenario.vocabulary import Scenario
from sim.world.codes import BLOCKS
from sim.world.state import SCALARS

SEED, HISTORIES = 1, 20_000
"""What a page plays, and how far it goes: the histories of `parley compare` with this seed and number."""


SET = "--set "


class Written(NamedTuple):
    """A scenario's file, as it was given, and what was read from it."""

    file: Path
    loaded: Loaded


class NamesTold(TypedDict):
    """Names in the order of the arrays."""

    parties: list[str]
    issues: list[str]
    tables: list[str]
    outcomes: list[str]
    rungs: dict[str, list[str]]
    goals: dict[str, str]
    """Of each table the step short of which it is counted who blocked."""


class Titles(TypedDict):
    """What a reader sees in place of names; `asked` of what may be asked, and by TABLE.RUNG of a rung alone."""

    parties: dict[str, str]
    issues: dict[str, str]
    tables: dict[str, str]
    outcomes: dict[str, str]
    rungs: dict[str, str]
    demands: dict[str, str]
    asked: dict[str, str]


class Support(TypedDict):
    """What a number rests on: `quoted`, `inferred`, `assumed`, `default` or `none`; in whose words."""

    kind: str
    source: str
    text: str


class WorldTold(TypedDict):
    """A scenario: as it is played, what can be moved in it, and words."""

    file: str
    title: str
    hash: str
    changes: list[str]
    sets: list[str]
    names: NamesTold
    titles: Titles
    within: list[int]
    """Of each of its rounds, from 0 on, the round of the page in which it ends; 0 if it ends after them all."""
    image: Image
    spots: dict[str, list[Spot]]
    levels: dict[str, "Level"]
    controls: list[int]
    answers: str | None
    questions: dict[str, list[str]]
    telling: TellingData


class Level(TypedDict):
    """An issue, by its place, whose level in force a path sets, and its scale."""

    issue: int
    scale: Scale


class PageData(TypedDict):
    """What a page carries; controls and their support are kept once for all scenarios that have them."""

    title: str
    question: str
    as_of: str
    seed: int
    histories: int
    scalars: int
    rounds: list[str]
    worlds: list[WorldTold]
    controls: list[Control]
    support: dict[str, list[Support]]
    manners: list[str]
    doubt: dict[str, float] | None


def page_data(base: Written, variants: Sequence[Written]) -> PageData:
    """The data of a page of a base and its variants."""
    compiled = [compile_scenario(each.loaded.scenario) for each in (base, *variants)]
    kept = _Kept()
    rounds = compiled[0].rounds
    worlds = [_world(written, each, kept, rounds) for written, each in zip((base, *variants), compiled, strict=True)]
    scenario = compiled[0].scenario
    return {
        "title": scenario.title,
        "question": scenario.question or "",
        "as_of": scenario.as_of.isoformat(),
        "seed": SEED,
        "histories": HISTORIES,
        "scalars": len(SCALARS),
        "rounds": list(_rounds(compiled[0])),
        "worlds": worlds,
        "controls": kept.controls,
        "support": _support(base, compiled[0]),
        "manners": [readable(block) for block in BLOCKS],
        "doubt": _doubt(scenario),
    }


class _Kept:
    """Controls, each once."""

    def __init__(self) -> None:
        self.controls: list[Control] = []

    def place(self, control: Control) -> int:
        """Where a control is kept."""
        if control not in self.controls:
            self.controls.append(control)
        return self.controls.index(control)


def _world(written: Written, compiled: Compiled, kept: _Kept, rounds: Rounds) -> WorldTold:
    scenario, names = compiled.scenario, compiled.names
    every = controls(compiled)
    paths = paths_of(every)
    return {
        "file": str(written.file),
        "title": written.loaded.scenario.title,
        "hash": scenario_hash(scenario),
        "sets": sets_of(written.loaded),
        "changes": [str(change.path) for change in written.loaded.changes if not WORDS & set(change.path.split("."))],
        "names": {
            "parties": list(names.parties),
            "issues": list(names.issues),
            "tables": list(names.tables),
            "outcomes": list(names.outcomes),
            "rungs": {table: list(rungs) for table, rungs in names.rungs.items()},
            "goals": {table: goal_of(scenario, table) for table in names.tables},
        },
        "titles": titles_of(scenario, compiled),
        "within": list(_within(compiled.rounds, rounds)),
        "image": image_of(compiled),
        "spots": spots_of(compiled, paths),
        "levels": {path: _level(path, compiled) for path in paths if _is_level(path)},
        "controls": [kept.place(control) for control in every],
        "answers": scenario.answers,
        "questions": {name: list(question) for name, question in questions_by_name(scenario).items()},
        "telling": telling_data(compiled),
    }


def sets_of(loaded: Loaded) -> list[str]:
    """What was set in a scenario beside its file, as `--set` takes it."""
    given = (change.by.removeprefix(SET) for change in loaded.changes if change.by.startswith(SET))
    return list(dict.fromkeys(given))


def titles_of(scenario: Scenario, compiled: Compiled) -> Titles:
    """What a reader sees in place of names."""
    return {
        "parties": {name: begin(title_of(scenario.parties, name)) for name in scenario.parties},
        "issues": {name: begin(title_of(scenario.issues, name)) for name in scenario.issues},
        "tables": {name: begin(title_of(scenario.tables, name)) for name in scenario.tables},
        "outcomes": {name: outcome_title(scenario, name) for name in scenario.outcomes},
        "rungs": {
            f"{name}.{rung.name}": begin(rung_title(table, rung.name))
            for name, table in scenario.tables.items()
            for rung in table.rungs
        },
        "demands": {name: begin(demand_title(name, scenario)) for name in compiled.names.demands},
        "asked": {name: begin(asked_title(name, scenario)) for name in questions_by_name(scenario)},
    }


def _is_level(path: str) -> bool:
    """Whether what is in force stands at a path; a party may have this name."""
    match path.split("."):
        case ["issues", _, "in_force"]:
            return True
    return False


def _level(path: str, compiled: Compiled) -> Level:
    name = path.split(".")[1]
    start, end = compiled.scenario.issues[name].range
    return {"issue": compiled.names.issues.index(name), "scale": {"of": "share", "start": start, "end": end}}


def _rounds(compiled: Compiled) -> Iterator[str]:
    """The end of each round for a reader: `Sep 2018`."""
    for t in range(compiled.rounds.rounds + 1):
        day = compiled.rounds.end(t)
        yield f"{day:%b %Y}" if compiled.scenario.time.step == "month" else f"{day.day} {day:%b %Y}"


def _within(own: Rounds, page: Rounds) -> Iterator[int]:
    """In which round of the page each round ends: a variant may be longer, begin later or go by weeks."""
    yield 0
    for t in range(1, own.rounds + 1):
        found = max(1, page.round_of(own.end(t)))
        yield found if found <= page.rounds else 0


def _support(written: Written, compiled: Compiled) -> dict[str, list[Support]]:
    """What each number rests on, by its path: all pieces of evidence, or why the default."""
    scenario = written.loaded.scenario
    return {
        item.path: list(_pieces(item, scenario))
        for item in evidence_of(scenario, written.loaded.changes)
        if item.is_number
    }


def _pieces(item: Item, scenario: Scenario) -> Iterator[Support]:
    if not item.pieces:
        yield {"kind": item.kind, "source": "", "text": item.text}
    for piece in item.pieces:
        name: Any = piece.quoted or piece.inferred
        source = source_title(scenario.sources[name]) if name in scenario.sources else ""
        yield {"kind": kind_of(piece), "source": source, "text": words_of(piece)}


def _doubt(scenario: Scenario) -> dict[str, float] | None:
    """How far the answer may be from what is computed, where `parley doubt` has found it."""
    if scenario.answers is None:
        return None
    found = kept_doubt(scenario_hash(scenario), scenario.answers)
    return None if found is None else {"lo": found.lo, "hi": found.hi}
