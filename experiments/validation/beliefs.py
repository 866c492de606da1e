"""Whether beliefs come true as often as they say, with leaders who may change and with leaders who never do.

    python -m experiments.validation.beliefs --write docs/belief_calibration.svg

Each principal's belief, at the end of every history, that another means to settle is held against whether it does. Only a
scenario in which all acts are public, and beliefs start from the chance by which types are drawn, should be calibrated.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from experiments import figures
from experiments.runs.blocks import CompiledEngine, play
from sim.engine.arrays import compile_scenario
from sim.scenario.load import Loaded, load

BINS = 20
SCENARIO = Path(__file__).resolve().parents[2] / "scenarios" / "generic_civil_war.yaml"
PLOTTED = "The generic civil war after {months} months: what each side believes of the other, and how often it is so"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print believed against true shares, bin by bin; with --write, also draw them."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.validation.beliefs", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--months", type=int, default=60, help="length of a history")
    parser.add_argument("--histories", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, help="an SVG to draw them into")
    asked = parser.parse_args(arguments)
    overrides = [f"time.rounds={asked.months}"]
    scenario = load(SCENARIO, overrides).scenario
    frozen = [*overrides, *(f"parties.{name}.turnover=0" for name in scenario.principals)]
    panels = [
        beliefs("Leaders may change", load(SCENARIO, overrides), asked.histories, asked.seed),
        beliefs("Leaders never change", load(SCENARIO, frozen), asked.histories, asked.seed),
    ]
    for panel in panels:
        print(table(panel))
    if asked.write:
        figure = figures.believed_and_true(
            panels, plotted=PLOTTED.format(months=asked.months), histories=asked.histories,
            seed=asked.seed, as_of=str(scenario.as_of),
        )  # fmt: skip
        asked.write.write_bytes(figures.render(figure, "svg"))
    return 0


def beliefs(name: str, loaded: Loaded, histories: int, seed: int) -> figures.Beliefs:
    """Final beliefs about all principals, in bins, and how many came true."""
    engine = CompiledEngine()
    engine.prepare()
    found = play(compile_scenario(loaded.scenario), seed, 0, histories, engine)
    return binned(name, found, list(loaded.scenario.principals))


def binned(name: str, found: Mapping[str, np.ndarray], parties: Sequence[str]) -> figures.Beliefs:
    """Beliefs about these parties in bins of equal width; a belief of 1 is in the last."""
    belief = np.concatenate([found[f"{party}.belief"] for party in parties])
    settles = np.concatenate([found[f"{party}.settles"] for party in parties])
    place = np.minimum((belief * BINS).astype(int), BINS - 1)
    count, true = (np.bincount(place, weights, BINS).astype(int) for weights in (None, settles))
    return figures.Beliefs(name, count, np.bincount(place, belief, BINS), true)


def table(panel: figures.Beliefs) -> str:
    """Believed and true shares of each bin, as text."""
    lines = [panel.name, " believed    true        n"]
    for n, believed, true in zip(panel.number, panel.believed, panel.true, strict=True):
        if n:
            lines.append(f"   {believed / n:6.3f}  {true / n:6.3f}  {n:7,}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
