"""`parley compare`."""

from pathlib import Path
from typing import Any

import click

from experiments.commands.common import (
    DEFAULT_HISTORIES,
    PATH,
    Complaint,
    console,
    echo_json,
    output_options,
    overrides,
    precision_asked,
    precision_options,
    scenario_errors,
    seed_option,
    warn,
    workers_option,
)


@click.command(short_help="Compare a scenario with its variants on the same histories.")
@click.argument("scenario", type=PATH)
@click.argument("variants", nargs=-1, type=PATH, metavar="[VARIANT]...")
@click.option(
    "--histories",
    type=click.IntRange(1, 2**32 - 1),
    help=f"Histories of each.  [default: {DEFAULT_HISTORIES}]",
)
@precision_options
@seed_option
@overrides
@click.option(
    "--set-all", "shared", multiple=True, metavar="PATH=VALUE",
    help="Change a number in the base and in every variant. Repeatable.",
)  # fmt: skip
@click.option("--tell", is_flag=True, help="Tell one history whose outcome changed, both ways side by side.")
@workers_option
@click.option("--out", type=PATH, metavar="DIR", help="Folder for comparison.json, its base and its figure.")
@output_options
@scenario_errors
def compare(scenario: Path, variants: tuple[Path, ...], **options: Any) -> None:
    """Compare a scenario with variants of it on the same histories; all --set together are one variant more."""
    from experiments.compare.run import keep, run_comparison
    from experiments.store.folder import StoreError
    from sim.scenario.load import load

    if options["precision"] is not None and options["histories"] is not None:
        raise click.UsageError(
            "--precision and --histories do not go together: it decides how many histories there are"
        )
    loaded = load(scenario, options["shared"], to_run=True)
    precision = precision_asked(loaded.scenario, options)
    warn(loaded)
    others = [(file.stem, (), load(file, options["shared"], to_run=True).scenario) for file in variants]
    if options["overrides"]:
        changed = load(scenario, (*options["shared"], *options["overrides"]), to_run=True).scenario
        others.append((", ".join(options["overrides"]), options["overrides"], changed))
    if not others:
        raise click.UsageError("name at least one VARIANT, or --set what differs")
    quiet = options["quiet"] or options["as_json"]
    histories = options["histories"] or DEFAULT_HISTORIES
    workers = options["workers"]
    found = run_comparison(loaded.scenario, others, histories, options["seed"], workers, quiet, precision)
    if options["as_json"]:
        echo_json(found.told)
    else:
        from experiments.compare.tables import print_comparison

        print_comparison(found.told, console())
        if options["tell"]:
            found.tell(options["seed"], console())
    if options["out"]:
        try:
            keep(found.told, loaded.scenario, options["out"])
        except StoreError as problem:
            raise Complaint(str(problem)) from None
