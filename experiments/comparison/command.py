"""`parley compare`: base and variants, what they differ in, kept where a brief finds it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from experiments import store
from experiments.backends import Threads
from experiments.comparison.compare import Variant, as_object, compare
from experiments.progress import Progress
from experiments.runner import CompiledEngine
from sim.compiled import Compiled, compile_scenario
from sim.defaults import resolve
from sim.scenario import Scenario


class Comparison(NamedTuple):
    """What was compared, and what it says."""

    base: Compiled
    variants: list[Variant]
    told: dict[str, Any]

    def tell(self, seed: int, console: Any) -> None:
        """For each variant, one history whose outcome changed, told both ways side by side."""
        from experiments.comparison.telling import first_flip, tell

        for variant, of_it in zip(self.variants, self.told["variants"], strict=True):
            history = first_flip(of_it["flipped"])
            if history is not None:
                tell(self.base, variant.compiled, variant.name, seed, history, console)


def run_comparison(
    base: Scenario, variants: Sequence[tuple[str, tuple[str, ...], Scenario]], histories: int, seed: int,
    workers: int | None, quiet: bool,
) -> Comparison:  # fmt: skip
    """Play a base and its variants (name, what was set, scenario) on the same histories."""
    from sim.kernel import is_compiled

    compiled = compile_scenario(base)
    others = [Variant(name, changes, compile_scenario(scenario)) for name, changes, scenario in variants]
    progress = Progress(histories * (1 + len(others)), quiet)
    if not is_compiled():
        progress.say("Compiling the rules for this machine: once, about 20 seconds …")
    engine = CompiledEngine()
    engine.prepare()
    with progress:
        compared = compare(compiled, others, histories, seed, engine, Threads(workers), progress.advance)
    return Comparison(compiled, others, as_object(compared, others))


def keep(told: dict[str, Any], base: Scenario, out: Path) -> list[Path]:
    """Write the comparison, its base and its figure into a folder; StoreError if it cannot be used."""
    from experiments.comparison.figure import differences
    from experiments.figures import render
    from sim.documents import dump

    try:
        (out / "figures").mkdir(parents=True, exist_ok=True)
        store.write_whole(out / "scenario.yaml", dump(store.scenario_data(resolve(base))).encode())
        store.write_whole(out / "comparison.json", store.as_json(told))
        store.write_whole(out / "figures" / "differences.svg", render(differences(told, base.as_of.isoformat()), "svg"))
    except OSError as error:
        raise store.StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return [out / "comparison.json", out / "figures" / "differences.svg"]
