"""`parley doubt`."""

from pathlib import Path

import click

from experiments.commands.common import (
    PATH,
    SCENARIO,
    Complaint,
    console,
    echo_json,
    offer,
    output_options,
    overrides,
    scenario_errors,
    seed_option,
    tell_where,
    warn_all,
    workers_option,
)
from experiments.commands.numbers import Whole


@click.command(short_help="How sure is an answer, when the rule book's own numbers are not?")
@click.argument("scenario", type=SCENARIO)
@click.argument("variants", nargs=-1, type=SCENARIO, metavar="[VARIANT]...")
@click.option(
    "--points", type=Whole(8, 100_000), default=512, show_default=True,
    help="Points of defaults, at most those of the table.",
)  # fmt: skip
@click.option("--histories", type=Whole(2, 10**6), default=400, show_default=True, help="Histories a point.")
@click.option(
    "--headline",
    metavar="NAME",
    shell_complete=offer("questions"),
    help="What the largest causes are told of.  [default: what answers the question, or the least sure]",
)
@seed_option
@overrides
@workers_option
@click.option(
    "--out", type=PATH, metavar="DIR", help="Folder for doubt.json and its figure.  [default: results/SCENARIO-doubt-n]"
)
@output_options
@scenario_errors
def doubt(
    scenario: Path, variants: tuple[Path, ...], points: int, histories: int, headline: str | None, seed: int,
    overrides: tuple[str, ...], workers: int | None, out: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """How sure is an answer, when the rule book's own numbers are not? Also: which effects of variants are settled."""
    from experiments.defaults.table import TableError
    from experiments.doubt.run import doubt as play
    from experiments.doubt.run import keep
    from experiments.estimates.questions import HeadlineError
    from experiments.ladders.loading import load
    from experiments.runs.answers import Asked
    from experiments.store.folder import StoreError

    loaded = load(scenario, overrides, to_run=True)
    written = {file.stem: load(file, overrides, to_run=True) for file in variants}
    warn_all(loaded, written.values())
    others = {name: each.scenario for name, each in written.items()}
    study = Asked("doubt", scenario, loaded.changes, [each.title for each in others.values()])
    try:
        with study.folder(out) as folder:
            told = play(
                loaded.scenario,
                others,
                points,
                histories,
                seed,
                headline=headline,
                workers=workers,
                quiet=quiet or as_json,
                changed=overrides,
            )
            keep(told, folder)
            study.note(folder, seed, histories)
    except HeadlineError as error:
        raise Complaint(f"--headline: {error}") from None
    except (StoreError, TableError) as problem:
        raise Complaint(str(problem)) from None
    if as_json:
        echo_json({**told, "out": str(folder)})
    else:
        from experiments.doubt.tables import print_doubt

        print_doubt(told, console())
        tell_where(folder)
