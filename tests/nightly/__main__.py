"""Try to break parley, for an hour or so: `python -m tests.nightly [--share X] [--only PART …]`; `… again KIND SEED`."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: a fork has one thread

import gc
from pathlib import Path

import click

from tests.command_line.warm import warm_up


@click.group(invoke_without_command=True)
@click.option("--total", default=20000)
@click.option("--first", default=0)
@click.option("--workers", default=2)
@click.pass_context
def main(ctx, total, first, workers):
    if ctx.invoked_subcommand:
        return
    from tests.nightly.trials import mutations

    warm_up()
    gc.freeze()
    import json

    print(json.dumps(mutations(total, first, workers, print), indent=1))


@main.command()
@click.argument("kind")
@click.argument("seed", type=int)
@click.option("--keep", type=click.Path(path_type=Path))
def again(kind, seed, keep):
    from tests.nightly.trials import again as once_more

    warm_up()
    raise SystemExit(not once_more(kind, seed, keep, print))


if __name__ == "__main__":
    main()
