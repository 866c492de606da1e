"""The command line: find the command, obey, and leave with an exit status. Heavy imports wait until they are needed."""

from experiments.runs import interrupts  # isort: split

interrupts.leave_at_once()  # importing what follows takes a tenth of a second

import atexit
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from io import StringIO
from typing import NoReturn

import click

from experiments.words import streams

FINE, OUR_FAULT, REFUSED, UNSAID = 0, 1, 1, 1
COMPLETING = "_PARLEY_COMPLETE"
"""A variable by which a shell asks what may stand next on a line."""
COMMANDS = (
    "init",
    "validate",
    "show",
    "evidence",
    "report",
    "page",
    "run",
    "why",
    "merge",
    "trace",
    "forecast",
    "rivals",
    "compare",
    "lever",
    "sweep",
    "discover",
    "ablate",
    "doubt",
    "brief",
    "serve",
    "calibrate",
    "plot",
    "runs",
    "export",
    "schema",
    "completion",
    "doctor",
)
"""In the order of the work; each is a function of this name in a module of this name in `experiments.commands`."""
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""Linear algebra takes one thread: the last digits of a sum would depend on how many processors there are, and more only
wait for each other on matrices as small as ours."""
MANY = 200_000
"""New objects before dead ones are looked for: about as many as imports make, nearly all of which live until the end."""


class Parley(click.Group):
    """The command group: a command's module is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"experiments.commands.{cmd_name}"), cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a complaint with what may have been meant if there is none."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing and not args[0].startswith("-"):
            from sim.scenario.phrases import shown, suggest

            ctx.fail(f"there is no command {shown(args[0])}{suggest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=Parley, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="parley", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show a traceback if parley itself fails.")
def cli(debug: bool) -> None:
    """Simulate peace talks: how likely they are to progress, who blocks them, on what, and what would change that."""


def main() -> NoReturn:
    """Run the command line and end the program with its exit status."""
    end(commanded())


def commanded() -> int:
    """Obey the command line of this program; its exit status. All that it printed is out, and no signal stops it any more."""
    os.environ.setdefault(*ONE_THREAD)  # before anything imports numpy
    interrupts.notice()
    try:
        streams.prepare()
        status = obey(sys.argv[1:])
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        from experiments.words.letters import visible

        interrupts.leave(visible(stop))
    except (BrokenPipeError, SystemExit):  # whoever read our output has seen enough
        streams.lead_nowhere()
        status = FINE
    except streams.UnsaidError as error:
        streams.lead_nowhere()
        click.echo(error, err=True)
        status = UNSAID
    interrupts.ignore()
    return status


def end(status: int) -> NoReturn:
    """End the program, once what was put off until its end is done. Taking all modules apart would take a fifth longer."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


def obey(words: list[str]) -> int:
    """Do what the command line says; the exit status."""
    gc.set_threshold(MANY)
    arguments = [word for word in words if word != "--debug"]  # wherever it stands
    try:
        if COMPLETING in os.environ:
            from experiments.completion.shells import register

            register()
        cli.main(arguments, prog_name="parley", standalone_mode=False)
    except click.exceptions.Abort as stop:
        raise KeyboardInterrupt(stop.__cause__ or "") from None
    except (BrokenPipeError, streams.UnsaidError):
        raise
    except Exception as error:
        if interrupts.noticed():
            raise KeyboardInterrupt from None
        return explained(with_two_dashes(error, arguments), "--debug" in words)
    return FINE


def with_two_dashes(error: Exception, words: Sequence[str]) -> Exception:
    """A complaint of an option that is there once it begins with two dashes (`-seed 3`) says so; any other is as it is."""
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        options = {name for param in error.ctx.command.params for name in param.opts if name.startswith("--")}
        for word in words:
            bare = word.partition("=")[0]
            if not bare.startswith("--") and f"-{bare}" in options:
                return click.NoSuchOption(bare, possibilities=[f"-{bare}"], ctx=error.ctx)
    return error


def explained(error: Exception, debug: bool) -> int:
    """Say what went wrong, whoever is at fault; the exit status."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        from experiments.words.letters import visible

        said = StringIO()
        error.show(said)
        click.echo(visible(said.getvalue()), err=True, nl=False)
        return error.exit_code
    if isinstance(error, OSError) and error.errno and not debug:
        return refused(error)
    return failed(error, debug)


def refused(error: OSError) -> int:
    """Say what the machine refused (a full disk, a folder that may not be entered …): neither bad input nor our fault."""
    from experiments.words.letters import visible

    where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    click.echo(visible(f"{where}{error.strerror or error}"), err=True)
    return REFUSED


def failed(error: Exception, debug: bool) -> int:
    """Say that parley itself failed."""
    from experiments.words.letters import visible

    if debug:
        click.echo(visible("".join(traceback.format_exception(error))), err=True, nl=False)
    else:
        click.echo(visible(f"parley failed: {type(error).__name__}: {error}"), err=True)
        click.echo(
            "This is a fault of parley's. Please report it with the scenario and the output of --debug.", err=True
        )
    return OUR_FAULT


interrupts.as_before()

if __name__ == "__main__":
    main()
