"""`parley ablate`: play the scenario without each mechanism in turn, and see which conclusions stand."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from experiments.ablate.conclusions import Run, conclusions, differences, survivors
from experiments.ablate.mechanisms import MECHANISMS, READINGS, Mechanism
from experiments.ablate.results import AblationResult, MechanismRow
from experiments.estimates.results import RunSummary
from experiments.estimates.tally import run_object, tally
from experiments.runs.blocks import CompiledEngine, play_block
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Beat, Threads
from experiments.store.folder import StoreError, write_answer
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.data import scenario_hash
from sim.scenario.defaults import resolve
from sim.scenario.vocabulary import Scenario

BASE = Mechanism("everything on", "the model as it is", lambda scenario: scenario)


def ablate(
    scenario: Scenario, variants: Mapping[str, Scenario], histories: int, seed: int, workers: int | None, quiet: bool
) -> AblationResult:
    """Play base and variants with everything on and without each mechanism; verdicts on every conclusion, as plain data."""
    cases = (BASE, *MECHANISMS, *READINGS)
    scenarios = {"": resolve(scenario)} | {name: resolve(variant) for name, variant in variants.items()}
    progress = Progress(len(cases) * len(scenarios) * histories, quiet)
    engine = compiled_engine(progress.say)

    def play(case: Mechanism, beat: Beat) -> Run | None:
        changed = {name: case.off(each) for name, each in scenarios.items()}
        if case is not BASE and all(changed[name] == scenarios[name] for name in scenarios):
            beat(len(scenarios) * histories)
            return None
        return _run(changed, histories, seed, engine, beat)

    with progress:
        played = dict(Threads(workers).each(play, lambda case, given: (case, given), cases, progress.advance))
    base = played[BASE]
    assert base is not None
    return _told(cases, base, [played[case] for case in cases], scenario, histories, seed)


def _run(scenarios: Mapping[str, Scenario], histories: int, seed: int, engine: CompiledEngine, beat: Beat) -> Run:
    compiled = {name: compile_scenario(scenario) for name, scenario in scenarios.items()}
    base, told = _play(compiled[""], histories, seed, engine, beat)
    moves = {
        name: differences(base, _play(compiled[name], histories, seed, engine, beat)[0], compiled[""].names)
        for name in scenarios
        if name
    }
    return Run(told, moves)


def _play(
    compiled: Compiled, histories: int, seed: int, engine: CompiledEngine, beat: Beat
) -> tuple[dict[str, np.ndarray], RunSummary]:
    played = play_block(compiled, seed, 0, histories, engine, beat)
    told = run_object(tally(played.columns, played.course, compiled), compiled, "", seed)
    return played.columns, told


def _told(
    cases: Sequence[Mechanism], base: Run, played: Sequence[Run | None], scenario: Scenario, histories: int, seed: int
) -> AblationResult:
    drawn = conclusions(base)
    rows: list[MechanismRow] = []
    for case, run in zip(cases, played, strict=True):
        shown = base if run is None else run
        rows.append({
            "name": case.name, "reading": case in READINGS, "means": case.without, "absent": run is None,
            "outcomes": {name: value["p"] for name, value in shown.told["outcomes"].items()},
            "verdicts": [conclusion.test(shown) for conclusion in drawn],
        })  # fmt: skip
    stand = survivors([row["verdicts"] for row in rows])
    return {
        "scenario": scenario.title,
        "scenario_sha256": scenario_hash(resolve(scenario)),
        "seed": seed,
        "histories": histories,
        "conclusions": [{"text": c.text, "survives": ok} for c, ok in zip(drawn, stand, strict=True)],
        "rows": rows,
    }


def keep(told: AblationResult, out: Path) -> Path:
    """Write the table where a brief finds it; StoreError if the folder cannot be used."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_answer(out, "ablation", told)
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return out / "ablation.json"
