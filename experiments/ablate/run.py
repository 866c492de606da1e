"""`parley ablate`: play the scenario without each mechanism in turn and on other ladders, and see which conclusions stand."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from experiments.ablate.conclusions import Conclusion, Run, Rung, conclusions, differences, survivors
from experiments.ablate.mechanisms import MECHANISMS, READINGS
from experiments.ablate.results import AblationResult, CaseRow, LadderRow, MechanismRow
from experiments.ablate.words import on_other_ladders
from experiments.estimates.results import RunSummary
from experiments.estimates.tally import run_object, tally
from experiments.ladders.cutting import stands_for
from experiments.ladders.others import other_ladders
from experiments.runs.blocks import CompiledEngine, play_block
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Beat, Threads
from experiments.store.folder import StoreError, write_answer
from experiments.words.names import asked_title, readable
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Scenario

BASE = ""
"""The name of the scenario itself, among its variants."""


class Case(NamedTuple):
    """A way to play the scenario and its variants: what kind it is, its name, what it means, and what it makes of one."""

    kind: Literal["as it is", "mechanism", "reading", "ladder"]
    name: str
    means: str
    change: Callable[[Scenario], Scenario]


AS_IT_IS = Case("as it is", "everything on", "the model as it is", lambda scenario: scenario)
SWITCHES = (
    *(Case("mechanism", *mechanism) for mechanism in MECHANISMS),
    *(Case("reading", *reading) for reading in READINGS),
)


def ablate(
    scenario: Scenario, variants: Mapping[str, Scenario], histories: int, seed: int, workers: int | None, quiet: bool
) -> AblationResult:
    """Play base and variants as they are, without each mechanism and on other ladders; verdicts on every conclusion."""
    scenarios = {BASE: resolve(scenario)} | {name: resolve(variant) for name, variant in variants.items()}
    ladders = tuple(Case("ladder", *ladder) for ladder in other_ladders(scenarios[BASE]))
    cases = (AS_IT_IS, *SWITCHES, *ladders)
    progress = Progress(len(cases) * len(scenarios) * histories, quiet)
    engine = compiled_engine(progress.say)

    def play(case: Case, beat: Beat) -> Run | None:
        changed = {name: case.change(each) for name, each in scenarios.items()}
        if case is not AS_IT_IS and changed == scenarios:
            beat(len(scenarios) * histories)
            return None
        return _run(scenarios[BASE], changed, histories, seed, engine, beat)

    with progress:
        played = dict(Threads(workers).each(play, lambda case, given: (case, given), cases, progress.advance))
    base = played[AS_IT_IS]
    assert base is not None
    drawn = conclusions(base, scenarios[BASE], _titles(scenario, variants))
    rows = [_mechanism_row(case, played[case], base, drawn) for case in (AS_IT_IS, *SWITCHES)]
    on_ladders = [_ladder_row(case, played[case] or base, scenarios[BASE], drawn) for case in ladders]
    return _told(scenario, histories, seed, drawn, rows, on_ladders)


def _titles(scenario: Scenario, variants: Mapping[str, Scenario]) -> dict[str, str]:
    """What variants are called: by their titles, where these are not the base's own."""
    return {
        name: readable(name) if variant.title == scenario.title else variant.title for name, variant in variants.items()
    }


def _run(
    asked: Scenario, scenarios: Mapping[str, Scenario], histories: int, seed: int, engine: CompiledEngine, beat: Beat
) -> Run:
    compiled = {name: compile_scenario(scenario) for name, scenario in scenarios.items()}
    base, told = _play(compiled[BASE], histories, seed, engine, beat)
    stands = {
        (name, rung): by
        for name, table in asked.tables.items()
        for rung, by in stands_for(table, scenarios[BASE].tables[name]).items()
    }
    ladders = compiled[BASE].names.rungs
    moves = {
        name: differences(base, _play(compiled[name], histories, seed, engine, beat)[0], ladders, stands)
        for name in scenarios
        if name != BASE
    }
    return Run(_as_asked(told, stands), moves)


def _as_asked(told: RunSummary, stands: Mapping[Rung, str]) -> RunSummary:
    """What a run says of the rungs that are asked about, each by the one that stands for it."""
    asked = told.copy()
    asked["tables"] = {name: table.copy() for name, table in told["tables"].items()}
    for name, table in asked["tables"].items():
        played = table["rungs"]
        table["rungs"] = {rung: played[by] for (of_table, rung), by in stands.items() if of_table == name}
    return asked


def _play(
    compiled: Compiled, histories: int, seed: int, engine: CompiledEngine, beat: Beat
) -> tuple[dict[str, np.ndarray], RunSummary]:
    played = play_block(compiled, seed, 0, histories, engine, beat)
    told = run_object(tally(played.columns, played.course, compiled), compiled, "", seed)
    return played.columns, told


def _row(case: Case, run: Run, drawn: Sequence[Conclusion]) -> CaseRow:
    answer = run.told["answer"]
    return {
        "name": case.name, "means": case.means,
        "outcomes": {name: value["p"] for name, value in run.told["outcomes"].items()},
        "answer": answer["p"] if answer is not None else None,
        "verdicts": [conclusion.test(run) for conclusion in drawn],
    }  # fmt: skip


def _mechanism_row(case: Case, run: Run | None, base: Run, drawn: Sequence[Conclusion]) -> MechanismRow:
    return {**_row(case, run or base, drawn), "reading": case.kind == "reading", "absent": run is None}


def _ladder_row(case: Case, run: Run, scenario: Scenario, drawn: Sequence[Conclusion]) -> LadderRow:
    tables = case.change(scenario).tables
    return {
        **_row(case, run, drawn),
        "tables": {name: {rung.name: list(rung.agenda) for rung in table.rungs} for name, table in tables.items()},
        "together": {
            name: {rung: by for rung, by in stands_for(scenario.tables[name], table).items() if by != rung}
            for name, table in tables.items()
        },
    }


def _told(
    scenario: Scenario, histories: int, seed: int, drawn: Sequence[Conclusion], rows: list[MechanismRow],
    ladders: list[LadderRow],
) -> AblationResult:  # fmt: skip
    survives, on_ladders = (survivors([row["verdicts"] for row in each], len(drawn)) for each in (rows, ladders))
    told: AblationResult = {
        "scenario": scenario.title,
        "scenario_sha256": scenario_hash(resolve(scenario)),
        "seed": seed,
        "histories": histories,
        "asked": asked_title(scenario.answers, scenario) if scenario.answers else None,
        "conclusions": [
            {"text": c.text, "table": c.table, "survives": alone, "survives_ladders": cut}
            for c, alone, cut in zip(drawn, survives, on_ladders, strict=True)
        ],
        "rows": rows,
        "ladders": ladders,
        "ladders_say": "",
    }
    return {**told, "ladders_say": on_other_ladders(told)}


def keep(told: AblationResult, out: Path) -> Path:
    """Write the table where a brief finds it; StoreError if the folder cannot be used."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_answer(out, "ablation", told)
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return out / "ablation.json"
