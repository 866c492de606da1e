"""How to get the same histories again."""

from collections.abc import Iterator

from experiments.brief.document import Block, Code, Point, Points
from experiments.brief.folders import Found


def again(found: Found) -> Iterator[Block]:
    """The commands, and what fixes their results to the bit."""
    run = found.base
    yield Code(found.commands)
    versions, platform = run.manifest["versions"], run.manifest["platform"]
    yield Points((
        Point("Seed", f"{run.summary['seed']}; {run.summary['histories']:,} histories; engine {run.manifest['engine']}"),
        Point("Version", f"parley {versions['parley']}, numba {versions['numba']}, numpy {versions['numpy']}, Python "
              f"{platform['python']}, {platform['machine']}, {platform['libc']}"),
        Point("Scenario", f"SHA-256 {run.summary['scenario_sha256']}"),
        Point("Rule book", f"SHA-256 {run.manifest['rules_sha256']}"),
    ))  # fmt: skip
