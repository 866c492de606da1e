"""The page of commands: every command, argument and option, from the command line itself."""

from collections.abc import Iterator

import click

from experiments.cli import cli
from experiments.docs.markdown import table

INTRODUCTION = """\
# Commands

Every command of parley, with all that may be given to it ([by example](at_a_glance.md); [what words
mean](glossary.md)). `parley COMMAND --help` prints the same. The PATH of `--set` is made of the keys of [the scenario
reference](scenario_reference.md), joined by dots. Exit status 0 is success, 1 a fault of parley's or of the machine, 2
bad input, after which nothing has been written.

This page is written by `python -m experiments.site.reference`.
"""


def page() -> str:
    """The page, as Markdown."""
    return "\n\n".join(part.strip() for part in (INTRODUCTION, _overview(), *_sections())) + "\n"


def commands() -> Iterator[tuple[click.Context, click.Command]]:
    """Every command that can be given, those inside groups too, in the order of the work."""
    yield from _within(click.Context(cli, info_name="parley"))


def _within(above: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    group = above.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        if command.hidden:
            continue
        context = click.Context(command, info_name=name, parent=above)
        if isinstance(command, click.Group):
            yield from _within(context)
        else:
            yield context, command


def _overview() -> str:
    rows = [
        [f"[`{context.command_path}`](#{context.command_path.replace(' ', '-')})", command.get_short_help_str(200)]
        for context, command in commands()
    ]
    return table(["command", "what it does"], rows)


def _sections() -> Iterator[str]:
    for context, command in commands():
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        yield f"## {context.command_path}\n\n{_flowing(command.help or '')}\n\n```text\n{usage}\n```"
        rows = [
            _row(context, option) for option in command.params if isinstance(option, click.Option) and not option.hidden
        ]
        if rows:
            yield table(["option", "meaning"], rows)


def _row(context: click.Context, option: click.Option) -> list[str]:
    """An option as its help prints it: how it is written, and what it does."""
    record = option.get_help_record(context)
    assert record is not None
    return [f"`{record[0]}`", _flowing(record[1])]


def _flowing(text: str) -> str:
    """Text without the line breaks of its source; what Markdown would take for a tag is written so that it does not."""
    paragraphs = (" ".join(part.split()) for part in text.replace("\b", "").split("\n\n"))
    return "\n\n".join(paragraphs).replace("<", "&lt;").replace("*", "\\*")
