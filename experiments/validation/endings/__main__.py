"""`python -m experiments.validation.endings`: play, count, and write the page."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.validation.endings.page import page
from experiments.validation.endings.published import contradictions
from experiments.validation.endings.study import study

PAGE, SCENARIOS = Path("docs/endings.md"), Path("scenarios")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page; 1 if a file of published counts says otherwise than what is restated."""
    parser = argparse.ArgumentParser(
        prog="python -m experiments.validation.endings",
        description="How simulated wars and talks end, beside real ones.",
    )
    parser.add_argument("--data", type=Path, help="a CSV of published endings, to hold what is restated against")
    parser.add_argument("--histories", type=int, default=10_000, help="of each scenario")
    parser.add_argument("--generic", type=int, default=12_000, help="of the generic case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", type=Path, default=PAGE, help="the page to write")
    asked = parser.parse_args(arguments)
    wrong = list(contradictions(asked.data)) if asked.data else []
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        return 1
    found = study(SCENARIOS, asked.histories, asked.generic, asked.seed)
    asked.write.write_text(page(found), encoding="utf-8")
    print(asked.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
