"""`parley compare`: base and variants, what they differ in, kept where a brief finds it."""

from collections.abc import Sequence
from functools import partial
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from experiments.compare.parts import Part
from experiments.compare.play import Base, Pairs, Variant, as_object, compare, never, with_parts
from experiments.compare.results import ComparisonResult
from experiments.estimates.questions import PROGRESS, HeadlineError, questions_by_name
from experiments.runs.engines import compiled_engine
from experiments.runs.precision import Precision, Stopped, looks, words
from experiments.runs.progress import Progress
from experiments.runs.reservations import line_of_answer
from experiments.runs.workers.threads import Threads
from experiments.store.files import folder_within, write_whole
from experiments.store.folder import StoreError, write_answer
from sim.engine.arrays import Compiled, compile_scenario
from sim.scenario.data import scenario_data
from sim.scenario.defaults import resolve
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Scenario
from sim.scenario.yaml_text import dump

if TYPE_CHECKING:
    from rich.console import Console


class Comparison(NamedTuple):
    """What was compared, and what it says."""

    base: Compiled
    variants: list[Variant]
    told: ComparisonResult

    def tell(self, seed: int, console: "Console") -> None:
        """For each variant, one history whose outcome changed, told both ways side by side."""
        from experiments.compare.tables import first_flip, tell

        for variant, of_it in zip(self.variants, self.told["variants"], strict=True):
            history = first_flip(of_it["flipped"])
            if history is not None:
                tell(self.base, variant.compiled, variant.name, seed, history, console)


def run_comparison(
    base: Scenario, variants: Sequence[tuple[str, tuple[str, ...], Scenario]], histories: int, seed: int,
    workers: int | None, quiet: bool, precision: Precision | None = None, parts: Sequence[Sequence[Part]] | None = None,
    shared: Sequence[str] = (), kept: Base | None = None,
) -> Comparison:  # fmt: skip
    """Play a base and its variants (name, what was set, scenario) on the same histories; as many as a precision takes.

    `parts` are the changes of each variant, to be played by themselves too; `shared` is what was set in all of them;
    `kept` is the base as it was compared before. HeadlineError if a variant shares no outcome and no step with the base.
    """
    for name, _, scenario in variants:
        if not (questions_by_name(base).keys() & questions_by_name(scenario).keys()) - {PROGRESS}:
            raise HeadlineError(
                f"{shown(name)} shares no outcome and no step with the base: there is nothing to compare"
            )
    kept = kept or Base(compile_scenario(base))
    others = [
        Variant(name, changes, compile_scenario(scenario), tuple(map(_alone, alone)))
        for (name, changes, scenario), alone in zip(variants, parts or repeat(()), strict=False)
    ]
    histories = histories if precision is None else precision.most
    progress = Progress(histories * (1 + len(with_parts(others))), quiet)
    engine = compiled_engine(progress.say, kept.compiled, *(other.compiled for other in others))
    schedule = () if precision is None else looks(precision.most)
    enough = never if precision is None else partial(narrow, base=base, precision=precision)
    with progress:
        compared = compare(kept, others, histories, seed, engine, Threads(workers), progress.advance, schedule, enough)
    told = as_object(compared, others)
    told["base"]["changed"] = list(shared)
    for variant in told["variants"]:
        variant["result"]["changed"] = [*shared, *variant["set"]]
    if precision is not None:
        stopped = look(compared.flips[: len(others)], base, precision)
        told["precision"] = {
            **precision.about(), "stopped": stopped.told(), "says": words(stopped, precision),
        }  # fmt: skip
    return Comparison(kept.compiled, others, told)


def _alone(part: Part) -> Variant:
    return Variant(part.change, (part.change,), compile_scenario(part.scenario))


def look(pairs: Pairs, base: Scenario, precision: Precision) -> Stopped:
    """The widest of the differences that are to be narrow; a variant that lacks a question does not count."""
    known = questions_by_name(base)
    found = [(name, of_it[known[name]]) for of_it in pairs for name in precision.headline if known[name] in of_it]
    widths = [((flips.difference.hi - flips.difference.lo) / 2, name) for name, flips in found]
    widest, name = max(widths, default=(0.0, ""))
    return Stopped(int(pairs[0]["progress",].counts.sum()), widest, name, widest <= precision.half_width)


def narrow(pairs: Pairs, base: Scenario, precision: Precision) -> bool:
    """Whether every difference is as narrow as it is to be."""
    return look(pairs, base, precision).narrow


def keep(told: ComparisonResult, base: Scenario, out: Path, command: Sequence[str] = ()) -> list[Path]:
    """Write the comparison, its base and its figure into a folder; StoreError if it cannot be used."""
    from experiments.compare.figure import differences
    from experiments.figures import render
    from experiments.figures.page import reserved

    try:
        out.mkdir(parents=True, exist_ok=True)
        folder_within(out, "figures")
        write_whole(out / "scenario.yaml", dump(scenario_data(resolve(base))).encode())
        write_answer(out, "comparison", told, command)
        with reserved(line_of_answer(told, out, out.parent)):
            figure = differences(told, base.as_of.isoformat())
        write_whole(out / "figures" / "differences.svg", render(figure, "svg"))
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return [out / "comparison.json", out / "figures" / "differences.svg"]
