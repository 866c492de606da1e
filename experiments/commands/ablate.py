"""`parley ablate`."""

from pathlib import Path

import click

from experiments.commands.common import (
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


@click.command(short_help="Switch each mechanism off, and change the ladder: which conclusions survive?")
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option("--histories", type=Whole(256, 10**7), default=4000, show_default=True, help="Histories of each.")
@seed_option
@overrides
@workers_option
@click.option(
    "--out", type=PATH, metavar="DIR", help="Folder for ablation.json.  [default: results/SCENARIO-ablation-n]"
)
@output_options
@scenario_errors
def ablate(
    scenario: Path, variants: tuple[Path, ...], histories: int, seed: int, overrides: tuple[str, ...],
    workers: int | None, out: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Switch each mechanism off in turn, and put the same positions on other ladders: which conclusions survive?

    Those too that are about what variants would change.
    """
    from experiments.ablate.run import ablate as play
    from experiments.ablate.run import keep
    from experiments.ladders.loading import load
    from experiments.runs.answers import Asked
    from experiments.store.folder import StoreError

    loaded = load(scenario, overrides, to_run=True)
    warn(loaded)
    others = {file.stem: load(file, overrides, to_run=True).scenario for file in variants}
    study = Asked("ablation", scenario, loaded.changes, [each.title for each in others.values()])
    try:
        with study.folder(out) as folder:
            told = play(loaded.scenario, others, histories, seed, workers, quiet or as_json)
            keep(told, folder)
            study.note(folder, seed, histories)
    except StoreError as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json({**told, "out": str(folder)})
    else:
        from experiments.ablate.tables import print_ablation

        print_ablation(told, console())
        tell_where(folder)
