"""Slips of the pen in a table of stakeholders are told as what they are."""

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.stakeholders.alike import alike
from experiments.stakeholders.read import read_stakeholders
from tests.places import ROOT

RIVER = (ROOT / "docs" / "tutorial" / "steps" / "river.csv").read_text()


@pytest.fixture
def init(tmp_path, monkeypatch):
    """`parley init` of a table, with other options."""
    monkeypatch.chdir(tmp_path)

    def made(table, *options):
        (tmp_path / "table.csv").write_text(table)
        return CliRunner().invoke(cli, ["init", "case", "--from", "table.csv", *options])

    return made


@pytest.mark.parametrize(("mark", "name"), [(",", "a comma"), (";", "a semicolon")])
def test_a_comma_in_a_text_without_quotation_marks(init, mark, name):
    done = init(RIVER.replace(",", mark).replace(f"{mark}Flood warning{mark}0", f"{mark}Flood{mark} warning{mark}0"))
    assert done.exit_code == 2
    assert done.output == (
        f"table.csv:3:3: row 3 has 6 cells, and 5 have a heading: a text with {name} in it needs quotation marks around it\n"
    )


def test_what_stands_to_the_right_of_a_table_is_no_slip(init):
    assert init(RIVER.replace("100,80,60", "100,80,60,as they say")).exit_code == 0


def notes(tmp_path, table):
    path = tmp_path / "table.csv"
    path.write_text(table)
    return list(alike(read_stakeholders([path])))


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("Cities' union,Flood", "Citie's union,Flood", 'and "Citie\'s union" were read as two actors'),
        ("Downstream,Flood warning", "Downstream,Flood warnings", 'and "Flood warnings" were read as two issues'),
    ],
)
def test_one_name_in_two_spellings(tmp_path, right, wrong, said):
    assert right in RIVER
    [note] = notes(tmp_path, RIVER.replace(right, wrong))
    assert said in note


def test_names_that_stand_beside_each_other_are_two(tmp_path):
    assert notes(tmp_path, RIVER) == []
    assert notes(tmp_path, RIVER.replace("Upstream", "Town A").replace("Downstream", "Town B")) == []
    assert notes(tmp_path, RIVER.replace("Downstream,Flood warning", "Downstream,Bridge 2 of 10")) == []


def test_numbers_tell_names_apart(tmp_path):
    apart = RIVER.replace("Upstream,Flood", "Upstream 2,Flood").replace("Upstream,Water", "Upstream 1,Water")
    assert notes(tmp_path, apart) == []


def test_who_talks_is_asked_for_where_nobody_does(init):
    assert "--seats" in init(RIVER).output


def test_what_is_assumed_of_talks_is_said(init):
    said = init(RIVER, "--seats", "all").output
    assert "who delivers what" in said
    assert "--seats" not in said


def test_a_column_of_what_was_not_simulated_is_left_out(init):
    assert "simulated" not in init(RIVER).output


@pytest.mark.parametrize(
    ("day", "hint"), [("13.9.2018", "; write 2018-09-13"), ("2018-09-31", "; there is no such day"), ("soon", "")]
)
def test_a_day_that_is_none_says_what_to_write(init, tmp_path, day, hint):
    done = init(RIVER, "--as-of", day)
    assert done.exit_code == 2
    assert f'expected a date such as 2018-09-13, got "{day}"{hint}\n' in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]
