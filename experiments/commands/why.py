"""`parley why`."""

from pathlib import Path

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    SCENARIO,
    Complaint,
    console,
    echo_json,
    output_options,
    overrides,
    scenario_errors,
    seed_option,
    tell_where,
    warn,
    workers_option,
)
from experiments.commands.numbers import Whole


@click.command(short_help="Why an answer comes about: who must mean it, and where histories part.")
@click.argument("scenario", type=SCENARIO)
@click.option(
    "--histories", type=Whole(1, 2**32 - 1), default=DEFAULT_HISTORIES, show_default=True,
    help="Histories as things stand, and for each set of parties that mean it.",
)  # fmt: skip
@seed_option
@overrides
@workers_option
@click.option("--out", type=PATH, metavar="DIR", help="Folder for why.json.  [default: results/SCENARIO-why-n]")
@output_options
@scenario_errors
def why(
    scenario: Path, histories: int, seed: int, overrides: tuple[str, ...], workers: int | None, out: Path | None,
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Say why what is asked comes about or does not: with each party made to mean it or not, on the same luck."""
    from experiments.ladders.loading import load
    from experiments.runs.answers import Asked
    from experiments.store.folder import StoreError
    from experiments.why.run import NothingAskedError, keep, reasons
    from experiments.why.tables import print_reasons

    loaded = load(scenario, overrides, to_run=True)
    warn(loaded)
    study = Asked("why", scenario, loaded.changes)
    try:
        with study.folder(out) as folder:
            found = reasons(loaded.scenario, histories, seed, workers, quiet or as_json)
            keep(found, folder)
            study.note(folder, seed, histories)
    except NothingAskedError:
        raise Complaint(f"{scenario}: does not say what answers its question; add answers: TABLE.RUNG") from None
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json({**found, "out": str(folder)})
    else:
        print_reasons(found, loaded.scenario, console())
        tell_where(folder)
