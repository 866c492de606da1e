"""`parley doctor`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from experiments.commands.common import console, echo_json, json_option, say

if TYPE_CHECKING:
    from experiments.doctor.findings import Finding

PROBLEM = 1
"""The exit status if something is to be mended."""
WIDEST = 100  # columns that a line of text may have
STYLES = {"ok": "green", "note": "yellow", "problem": "red"}


@click.command(short_help="Say what parley finds on this machine, and what to do about what is amiss.")
@json_option
@click.pass_context
def doctor(ctx: click.Context, as_json: bool) -> None:
    """Look at this machine: versions, processor, machine code, folders, fonts, extras, terminal; exit status 1 if any of
    them is a problem. A note is of something that you may not need.
    """
    from experiments.doctor.examination import examined
    from experiments.doctor.findings import told

    found = list(examined())
    if as_json:
        echo_json(told(found))
    else:
        tell(found)
    ctx.exit(PROBLEM if any(each.state == "problem" for each in found) else 0)


def tell(found: "Sequence[Finding]") -> None:
    """A line a finding, wrapped under itself, and below it what to do."""
    import textwrap

    from rich.text import Text

    screen = console()
    width = min(screen.width, WIDEST)
    for about, state, words, do in found:
        begin = f"{state:<7}  {about}: "
        lines = textwrap.wrap(begin + words, width, subsequent_indent=" " * 9) or [begin]
        if do:
            lines += textwrap.wrap(f"→ {do}", width, initial_indent=" " * 9, subsequent_indent=" " * 11)
        shown = Text("\n".join(lines))
        shown.stylize(STYLES[state], 0, len(state))
        screen.print(shown, soft_wrap=True)
    problems = sum(each.state == "problem" for each in found)
    notes = sum(each.state == "note" for each in found)
    say(f"\n{problems or 'No'} problem{'' if problems == 1 else 's'}, {notes} note{'' if notes == 1 else 's'}.")
