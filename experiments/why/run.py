"""Play a scenario with the parties' types forced, on the same histories, and say what that does to the answer."""

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from experiments.compare.play import Base, Variant, compare, told
from experiments.estimates.asked import Asked, asked_of
from experiments.estimates.questions import questions_by_name
from experiments.estimates.results import Who
from experiments.estimates.shares import share_of
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Threads
from experiments.store.folder import StoreError, write_answer
from experiments.why.results import ForcedResult, ForcedShare
from experiments.words.names import asked_title
from sim.engine.arrays import compile_scenario
from sim.scenario.vocabulary import Number, Principal, Scenario

FEW = 4
"""At a table of so many every combination of types is played; at a larger one all, each alone, and none."""


class NothingAskedError(Exception):
    """The scenario does not say what answers its question, so that there is nothing to give reasons for."""


def reasons(scenario: Scenario, histories: int, seed: int, workers: int | None, quiet: bool) -> ForcedResult:
    """What the answer is if the parties mean it and if not; NothingAskedError where nothing is asked."""
    asked = asked_of(scenario)
    if asked is None:
        raise NothingAskedError
    types = list(combinations(asked.parties))
    variants = [Variant(", ".join(settle), (), compile_scenario(forced(scenario, asked, settle))) for settle in types]
    progress = Progress(histories * (1 + len(variants)), quiet)
    engine = compiled_engine(progress.say, *(variant.compiled for variant in variants))
    with progress:
        found = compare(
            Base(compile_scenario(scenario)), variants, histories, seed, engine, Threads(workers), progress.advance
        )
    question = questions_by_name(scenario)[asked.name]
    why, base = found.base["why"], found.base["answer"]
    assert why is not None
    assert base is not None
    rows: list[ForcedShare] = [
        {
            "who": who(settle, asked), "settle": list(settle),
            "stall": [party for party in asked.parties if party not in settle],
            "share": share_of(result["answer"]["n"], histories), "difference": told(flips[question].difference),
        }
        for settle, result, flips in zip(types, found.results, found.flips, strict=True)
        if result["answer"] is not None
    ]  # fmt: skip
    return {
        "scenario": found.base["scenario"], "scenario_sha256": found.base["scenario_sha256"], "seed": seed,
        "histories": histories, "as_of": scenario.as_of.isoformat(), "answers": asked.name,
        "title": asked_title(asked.name, scenario), "base": share_of(base["n"], histories), "forced": rows, "why": why,
    }  # fmt: skip


def combinations(parties: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Which parties mean to settle: all, then fewer and fewer, then none."""
    chosen = product((1, 0), repeat=len(parties))
    every = [tuple(party for party, yes in zip(parties, each, strict=True) if yes) for each in chosen]
    played = every if len(parties) <= FEW else [each for each in every if len(each) in {0, 1, len(parties)}]
    yield from sorted(played, key=lambda each: -len(each))


def who(settle: Sequence[str], asked: Asked) -> Who:
    """What to call those who mean it among those at the table."""
    if len(settle) in {0, len(asked.parties)}:
        return "all" if settle else "none"
    return "one" if len(settle) == 1 else "some"


def forced(scenario: Scenario, asked: Asked, settle: Sequence[str]) -> Scenario:
    """The scenario with the types of those at the table as given, and what others believe of them unchanged."""

    def typed(name: str, party: Principal) -> Principal:
        return party.model_copy(update={"truly_settles": Number(value=1.0 if name in settle else 0.0)})

    changed = {name: typed(name, scenario.principals[name]) for name in asked.parties}
    return scenario.model_copy(update={"parties": {**scenario.parties, **changed}})


def keep(found: ForcedResult, out: Path, command: Sequence[str] = ()) -> Path:
    """Write why.json into a folder; StoreError if it cannot be used."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_answer(out, "why", found, command)
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return out / "why.json"
