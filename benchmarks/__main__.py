"""Measure, print and keep: `python -m benchmarks [--quick] [--only PART …]`; `… compare A.json B.json`."""

import json
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import click
from rich.console import Console

from benchmarks.measure import Grid, figure
from benchmarks.showing import WIDTH, compare, markdown, show
from benchmarks.sizes import LONG, ORDINARY, QUICK, Size, shipped

PARTS = ("throughput", "phases", "counts", "slopes", "starts", "memory", "overhead", "pieces", "brief", "slider")
"""What is measured, each by the module of its name, in this order."""
RESULTS = Path(__file__).parent / "results"
File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--quick", is_flag=True, help="A look at everything that needs no compiling anew: some seconds, no more.")
@click.option(
    "--long", "long", is_flag=True, help="Ten million histories where the ordinary measurement has a million."
)
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Measure this part only; repeatable.")
@click.option("--scenario", type=File, multiple=True, help="Measure this scenario in place of the shipped; repeatable.")
@click.option("--json", "out", type=click.Path(dir_okay=False, path_type=Path), help="Where to keep the figures.")
@click.pass_context
def main(
    context: click.Context, quick: bool, long: bool, only: tuple[str, ...], scenario: tuple[Path, ...], out: Path | None
) -> None:
    """Measure how fast parley is and where its time goes; print it, and keep it as JSON."""
    if context.invoked_subcommand is not None:
        return
    if quick and long:
        raise click.UsageError("--quick or --long, not both")
    size = QUICK if quick else LONG if long else ORDINARY
    console = Console(width=WIDTH)
    path = out or RESULTS / f"{time.strftime('%Y-%m-%dT%H-%M-%S')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    for told in measured(size, only or PARTS, [file.resolve() for file in scenario] or shipped(), console):
        path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(f"\nKept in {path}")


@main.command("compare")
@click.argument("before", type=File)
@click.argument("after", type=File)
def compare_files(before: Path, after: Path) -> None:
    """Print AFTER over BEFORE, figure by figure, with the calibration loop of each taken out of times and speeds."""
    earlier, later = (json.loads(path.read_text(encoding="utf-8")) for path in (before, after))
    compare(earlier, later, Console(width=WIDTH))


@main.command("markdown")
@click.argument("file", type=File)
@click.option("--only", multiple=True, help="Print the table of this title only; repeatable.")
def markdown_of(file: Path, only: tuple[str, ...]) -> None:
    """Print the tables of a measurement for a page."""
    told = json.loads(file.read_text(encoding="utf-8"))
    for grid in (grid for grids in told["parts"].values() for grid in grids):
        if not only or grid["title"] in only:
            click.echo(markdown(grid))


@main.command("page")
@click.argument("file", type=File)
def page_of(file: Path) -> None:
    """Write docs/speed.md from a measurement."""
    from benchmarks.page import write

    click.echo(write(json.loads(file.read_text(encoding="utf-8")), file))


def measured(size: Size, parts: Sequence[str], files: Sequence[Path], console: Console) -> Iterator[dict[str, Any]]:
    """All that is measured so far, after each part, which is shown; the calibration loop is timed between them."""
    from benchmarks.machine import kind, loop_seconds

    machine = kind()
    loops = [loop_seconds() for _ in range(size.repeats)]
    told: dict[str, list[Grid]] = {}
    for part in parts:
        told[part] = import_module(f"benchmarks.{part}").grids(size, files)
        for grid in told[part]:
            show(grid, console)
        loops += [loop_seconds() for _ in range(size.repeats)]
        yield {"machine": machine, "calibration": figure(loops, "s"), "parts": told}
    spread = 100 * (max(loops) / min(loops) - 1)
    console.print(
        f"\n{machine['processor'] or machine['machine']}, {machine['processors']} processors, load {machine['load']:.1f}. "
        f"Calibration loop: {1e3 * median(loops):.1f} ms, the slowest {spread:.0f} % above the fastest."
    )


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
