"""`parley completion`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from experiments.commands.common import Complaint, OneOf, say

if TYPE_CHECKING:
    from experiments.completion.installing import Installation


@click.command(short_help="Let the shell complete commands, options, files and names.")
@click.argument("shell", type=OneOf(["bash", "zsh", "fish"]), required=False)
@click.option("--install", is_flag=True, help="Keep the script where the shell will look, and say what else it needs.")
@click.pass_context
def completion(ctx: click.Context, shell: str | None, install: bool) -> None:
    """Print the script that lets a shell complete what you type with the Tab key; of the login shell if none is named."""
    from experiments.completion.installing import installation, shell_of_user
    from experiments.completion.shells import script

    name = shell or shell_of_user()
    if name is None:
        raise click.UsageError("which shell? say bash, zsh or fish")
    text = script(name, ctx.find_root().command)
    if not install:
        say(text.rstrip("\n"))
        return
    found = installation(name)
    if found is None:
        raise Complaint("there is no home folder to install it in: parley completion prints the script")
    keep(found.script, text)
    say(f"{found.script}: completion for {name}")
    tell(found)


def keep(path: Path, text: str) -> None:
    """Write the script, in place of an older one."""
    from experiments.store.files import write_whole

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    except OSError as error:
        raise Complaint(f"{path} cannot be written: {error.strerror or error}") from None


def tell(found: "Installation") -> None:
    """What is left to do: nothing of the user's own is edited."""
    if found.own is None:
        say("It works in every new shell.")
    else:
        say(f"Put this at the end of {found.own}; it works in every new shell then:\n\n{found.line}")
