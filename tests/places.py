"""Where things are, said once: tests mirror the rooms of the source, and move with them."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SCENARIOS = ROOT / "scenarios"
SHARED = ROOT.parent / "shared"  # texts, data and files of others, which may be absent
CASES = ROOT / "tests" / "scenarios"  # files that are valid, invalid, or warned of, each for one reason
