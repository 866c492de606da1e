"""The pages of commands, result columns and Python are up to date, and leave nothing out that can be used."""

import inspect

import click
import pytest

import parley
from experiments.cli import COMMANDS
from experiments.export.frame import fields
from experiments.site import columns_page, commands_page, python_page, reference
from sim.engine.arrays import compile_scenario
from sim.scenario.load import load
from tests.places import CASES, ROOT

ON_DISK = {path: (ROOT / path).read_text(encoding="utf-8") for path in reference.pages()}
COMMAND = {context.command_path: (context, command) for context, command in commands_page.commands()}
INTERNAL = {"of"}
"""How the face makes these objects; readers are given them."""
OWN = [name for name in parley.__all__ if inspect.isclass(getattr(parley, name))]


@pytest.mark.parametrize("path", ON_DISK, ids=str)
def test_pages_are_up_to_date(path):
    assert ON_DISK[path] == reference.pages()[path](), "run `make docs` (python -m experiments.site.reference)"


def test_every_command_is_on_the_page():
    assert {path.split()[1] for path in COMMAND} == set(COMMANDS)
    assert all(f"\n## {path}\n" in ON_DISK[commands_page_path()] for path in COMMAND)


def commands_page_path():
    return next(path for path in ON_DISK if path.stem == "commands")


@pytest.mark.parametrize("path", COMMAND)
def test_every_command_and_option_says_what_it_does(path):
    _, command = COMMAND[path]
    assert command.help
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    assert [option.name for option in options if not option.help] == []
    [section] = [part for part in ON_DISK[commands_page_path()].split("\n## ") if part.startswith(f"{path}\n")]
    assert [
        flag for option in options for flag in option.opts if f"`{flag}" not in section and f", {flag}" not in section
    ] == []


def test_every_column_of_a_scenario_with_every_key_is_on_the_page():
    scenario = load(CASES / "valid" / "rich.yaml").scenario
    compiled = compile_scenario(scenario)
    drawn = {each.path for each in compiled.uncertain}
    page = ON_DISK[next(path for path in ON_DISK if path.stem == "columns")]
    names = {columns_page.general_name(field.name, scenario, drawn) for field in fields(compiled)}
    assert len(names) > 30
    assert [name for name in names if f"| `{name}` |" not in page] == []


def test_what_the_sources_say_is_public_is():
    assert python_page.public_names() == parley.__all__


def test_every_public_name_of_python_says_what_it_is():
    entries = python_page.entries()
    silent = [entry.name for entry in entries if not entry.meaning]
    silent += [f"{entry.name}.{member.name}" for entry in entries for member in entry.inside if not member.meaning]
    assert silent == []


@pytest.mark.parametrize("name", OWN)
def test_every_public_method_is_on_the_page(name):
    """Also those that a class has from another: what a reader sees when completing `run.`."""
    kind = getattr(parley, name)
    [entry] = [each for each in python_page.entries() if each.name == name]
    told = {member.name for member in entry.inside}
    fields_of = set(getattr(kind, "__dataclass_fields__", ()))
    known = set(dir(Exception)) if issubclass(kind, Exception) else set()
    usable = {each for each in dir(kind) if not each.startswith("_")} - fields_of - known - INTERNAL
    assert usable - told == set()
