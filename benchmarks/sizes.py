"""How much is measured: a quick look, the ordinary measurement, or the long one."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"


@dataclass(frozen=True)
class Size:
    """Seconds, repeats and numbers of histories of a measurement; `compiles` if it may compile the rules anew."""

    seconds: float
    repeats: int
    mesa: int
    counted: int
    series: tuple[int, ...]
    memory: int
    kept: int
    compiles: bool


QUICK = Size(0.05, 1, 4, 4, (100, 1_000), 1_000, 5_000, False)
ORDINARY = Size(0.5, 5, 200, 200, (1_000, 10_000, 100_000, 1_000_000), 1_000_000, 100_000, True)
LONG = Size(2.0, 9, 500, 1_000, (1_000, 10_000, 100_000, 1_000_000, 10_000_000), 10_000_000, 100_000, True)


def shipped() -> list[Path]:
    """The shipped scenarios, without those that ask what would be if."""
    return sorted(path for path in SCENARIOS.glob("*.yaml") if not path.stem.startswith("what_if_"))
