"""Numbers of options: what is whole is read however it is written, and what people write instead is told how to write."""

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.commands.numbers import Figure, Whole
from sim.scenario.yaml_text import dump
from tests.conftest import scenario


@pytest.mark.parametrize(
    ("text", "number"), [("1e4", 10_000), ("2.5e3", 2500), ("300.0", 300), ("300", 300), (" 300", 300), ("1E2", 100)]
)
def test_whole_numbers_however_they_are_written(text, number):
    found = Whole(1, 10**6).convert(text, None, None)
    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        (
            "--histories",
            "10,000",
            'expected a whole number, got "10,000"; write 10000, without a separator of thousands',
        ),
        ("--histories", "10 000", "; write 10000, without a separator of thousands"),
        ("--histories", "10_000", "; write 10000, without a separator of thousands"),
        ("--histories", "10.000", "; write 10000 if the point parts thousands, 10 if not"),
        ("--histories", "10k", "; write 10000"),
        ("--histories", "1e2.5", 'expected a whole number, got "1e2.5"'),
        ("--histories", "0.5", 'expected a whole number, got "0.5"'),
        ("--histories", "ten", 'expected a whole number, got "ten"'),
        ("--histories", "0", "0 is not in the range"),
        ("--precision", "0,01", 'expected a number, got "0,01"; this is a decimal comma: write 0.01'),
        ("--precision", "1%", "; write 0.01 where a share is wanted"),
        ("--seed", "1e99", 'expected a whole number, got "1e99"'),
    ],
)
def test_a_number_that_is_none_says_what_to_write(tmp_path, monkeypatch, option, value, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.yaml").write_text(dump(scenario()))
    done = CliRunner().invoke(cli, ["run", "s.yaml", option, value])
    assert done.exit_code == 2
    assert message in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["s.yaml"]


def test_every_number_of_every_command_is_read_so():
    from experiments.cli import COMMANDS

    def options(command):
        yield from getattr(command, "params", ())
        for each in getattr(command, "commands", {}).values():
            yield from options(each)

    kinds = {type(param.type) for name in COMMANDS for param in options(cli.get_command(None, name))}
    plain = {
        kind.__name__ for kind in kinds if kind.__name__ in {"IntRange", "FloatRange", "IntParamType", "FloatParamType"}
    }
    assert not plain
    assert {Whole, Figure} <= kinds
