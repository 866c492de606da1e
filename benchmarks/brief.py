"""What a brief costs beside the run that it tells of: `python benchmarks/brief.py`."""

import argparse
import tempfile
import time
from pathlib import Path

from experiments.brief import typst_page
from experiments.brief.content import content
from experiments.brief.html_page import html
from experiments.runs import run
from sim.scenario.load import load

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--histories", type=int, default=100_000)
    parser.add_argument("--scenario", type=Path, default=ROOT / "scenarios" / "afghan_peace_2018.yaml")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        run.run_scenario(
            run.Request(
                loaded=load(asked.scenario, to_run=True),
                file=asked.scenario,
                seed=1,
                histories=asked.histories,
                out=Path(folder) / "run",
                engine="compiled",
                agents=None,
                workers=None,
                resume=False,
                quiet=True,
            )
        )
        played = time.perf_counter() - began
        began = time.perf_counter()
        brief = content([Path(folder) / "run"])
        typst_page.pdf(brief)
        html(brief)
        told = time.perf_counter() - began
    print(f"run: {played:.1f} s; brief: {told:.1f} s, {100 * told / played:.0f} % of that")


if __name__ == "__main__":
    main()
