"""`parley report`."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import (
    PATH,
    SCENARIO,
    Complaint,
    console,
    echo_json,
    output_options,
    scenario_errors,
    seed_option,
    warn_all,
)
from experiments.commands.numbers import Figure

if TYPE_CHECKING:
    from experiments.report.results import ReportResult


@click.command(short_help="The whole chain: from a scenario to a brief with its doubt, within some minutes.")
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option(
    "--minutes", type=Figure(0, 10_000, min_open=True), default=5.0, show_default=True,
    help="How long it may take: what takes longer is played with fewer histories, or left out.",
)  # fmt: skip
@seed_option
@click.option("--out", type=PATH, metavar="DIR", help="Folder for all of it.  [default: results/SCENARIO-report-n]")
@output_options
@scenario_errors
def report(
    scenario: Path, variants: tuple[Path, ...], minutes: float, seed: int, out: Path | None, as_json: bool, quiet: bool
) -> None:
    """Run a scenario and all that can be said beside it, and write the brief.

    The scenario as it stands; who must mean it; its variants (those named, or the files what_if_* beside it that extend
    it); classical predictions; the doubt over what nobody knows; which conclusions survive; what each party could do;
    what the answer rests on. Stopped, the same command goes on.
    """
    from experiments.brief.folders import BriefError
    from experiments.ladders.loading import load
    from experiments.report.run import Request
    from experiments.report.run import report as play
    from experiments.report.subject import beside
    from experiments.store.folder import StoreError

    loaded = load(scenario, to_run=True)
    warn_all(loaded, [load(variant, to_run=True) for variant in variants])
    request = Request(
        scenario, loaded.scenario, variants or beside(scenario), minutes, seed, out, quiet=quiet or as_json
    )
    try:
        found = play(request, obey_quietly if request.quiet else obey)
    except (StoreError, BriefError) as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json(found)
    else:
        tell(found)


def obey(words: Sequence[str]) -> str | None:
    """Carry out a command as if it had been typed; in a line why it could not be, if so."""
    command: click.Command = getattr(import_module(f"experiments.commands.{words[0]}"), words[0])
    with typed(words):
        try:
            command.main(list(words[1:]), prog_name=f"parley {words[0]}", standalone_mode=False)
        except click.ClickException as problem:
            return problem.format_message().splitlines()[0]
    return None


def obey_quietly(words: Sequence[str]) -> str | None:
    """The same without progress."""
    return obey([*words, "--quiet"])


@contextmanager
def typed(words: Sequence[str]) -> Iterator[None]:
    """What is kept notes this command, and not the one that asked for it."""
    before = sys.argv
    sys.argv = [before[0], *words]
    try:
        yield
    finally:
        sys.argv = before


def tell(found: "ReportResult") -> None:
    """Where the brief is, and what is not in it."""
    from rich.text import Text

    screen = console()
    for what in found["left_out"]:
        screen.print(Text(f"No time for {what}: give more --minutes."))
    for name, problem in found["failed"].items():
        screen.print(Text(f"Not in it: {name}: {problem}"))
    if found["trouble"]:
        screen.print(Text(found["trouble"]))
    for brief in found["briefs"]:
        screen.print(Text(brief), soft_wrap=True)
