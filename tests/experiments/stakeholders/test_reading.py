"""Tables of stakeholders as people have them: whatever the file, the same numbers, and each mistake at its row and column."""

import io
import json
import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.cli import cli
from experiments.rivals.points import weighted_mean, weighted_median
from experiments.rivals.run import compare
from experiments.stakeholders.blocks import blocks_in
from experiments.stakeholders.columns import columns_of
from experiments.stakeholders.page import page_of_records
from experiments.stakeholders.read import read_stakeholders
from experiments.stakeholders.table import StakeholderError, letter
from sim.scenario.load import load
from tests.places import SHARED

ACTORS = [("Upstream", 100.0, (40.0, 90.0), (0.0, 30.0)), ("Downstream", 80.5, (70.25, 100.0), (100.0, 60.0)),
          ("Bank", 30.0, (60.0, 20.0), None)]  # fmt: skip
ISSUES = ("Flow", "Staff")
NUMBERS = {name: (weight, *pairs) for name, weight, *pairs in ACTORS}


def wide(mark=".", separator=",", ktab=False, end="\n", trailing="") -> str:
    """The table with a row an actor."""

    def figure(x):
        return f"{x:g}".replace(".", mark)

    heads = ["Actor", "Description", "Influence", *(f"{i} {part}" for i in ISSUES for part in ("Position", "Salience"))]
    lines = [heads]
    for name, weight, *pairs in ACTORS:
        cells = [figure(x) for pair in pairs for x in (pair or ())] + [""] * (4 - 2 * sum(map(bool, pairs)))
        lines.append([name, "somebody", figure(weight), *cells])
    if ktab:
        lines.insert(0, ["Water", "A river in two states", "3", "2"])
    return end.join(separator.join(line) + trailing for line in lines) + end


def long(separator=",") -> str:
    """The table with a row an actor and issue; a capability stands once."""
    lines = [["Issue", "Party", "Salience", "Power", "Position"]]
    for name, weight, *pairs in ACTORS:
        for issue, pair in zip(ISSUES, pairs, strict=True):
            if pair:
                lines.append([issue, name, f"{pair[1]:g}", f"{weight:g}" if issue == "Flow" else "", f"{pair[0]:g}"])
    return "\n".join(separator.join(line) for line in lines)


def ktab_xml() -> str:
    def actor(name, weight, *pairs):
        pairs = [pair or (0.0, 0.0) for pair in pairs]
        positions = "".join(f"<dCoord>{p:g}</dCoord>" for p, _ in pairs)
        saliences = "".join(f"<dSal>{s:g}</dSal>" for _, s in pairs)
        return (
            f"<Actor><name>{name}</name><description>somebody</description><capability>{weight:g}</capability>"
            f"<Position>{positions}</Position><Salience>{saliences}</Salience></Actor>"
        )

    names = "".join(f"<dName>{issue} Position</dName>" for issue in ISSUES)
    actors = "".join(actor(*each) for each in ACTORS)
    return (
        f'<?xml version="1.0"?><Scenario><name>Water</name><desc>A river</desc><Dimensions>{names}</Dimensions>'
        f"<Actors>{actors}</Actors></Scenario>"
    )


def workbook(rows, formats=None) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Written by nobody"])
    page = book.create_sheet("Who wants what")
    for row in rows:
        page.append(row)
    for place, shown in (formats or {}).items():
        page[place].number_format = shown
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows_of(text: str) -> list[list[str | float]]:
    def cell(word):
        try:
            return float(word)
        except ValueError:
            return word or None

    return [[cell(word) for word in line.split(",")] for line in text.splitlines()]


def two_rows() -> str:
    """Issues stand over the first of their two columns, as in merged cells."""
    above = ",,,Flow,,Staff,"
    below = "Actor,Description,Influence,Position,Salience,Position,Salience"
    return "\n".join(["The river,,,,,,", above, below, *wide().splitlines()[1:]])


SAME = {
    "two_rows.csv": two_rows().encode(),
    "two_rows.xlsx": workbook(rows_of(two_rows())),
    "wide.csv": wide().encode(),
    "ktab.csv": wide(ktab=True, trailing=", ").encode(),
    "bom.csv": b"\xef\xbb\xbf" + wide(end="\r\n").encode(),
    "semicolons.csv": wide(",", ";").encode(),
    "sep.csv": b"sep=;\r\n" + wide(",", ";", end="\r\n").encode(),
    "tabs.txt": wide(separator="\t").encode(),
    "utf16.csv": wide(separator="\t").encode("utf-16"),
    "empty_rows.csv": ("\n,,\n" + wide() + ",,,,,,\n\n").encode(),
    "long.csv": long().encode(),
    "long.tsv": long("\t").encode(),
    "wide.xlsx": workbook(rows_of(wide())),
    "titled.xlsx": workbook([["The river"], [], *rows_of(wide())]),
    "long.xlsx": workbook(rows_of(long())),
    "ktab.xml": ktab_xml().encode(),
}


def table(path: Path):
    """What a file says: by actor its weight, and by issue its position and salience."""
    found = read_stakeholders([path])
    titles = [issue.title for issue in found.issues]
    return {
        actor.title: (
            actor.capability,
            *(
                (w.position, w.salience) if (w := actor.wanted.get(titles.index(issue))) and w.salience else None
                for issue in ISSUES
            ),
        )
        for actor in found.actors
    }


@pytest.mark.parametrize("name", SAME)
def test_the_same_table_is_read_from_every_kind_of_file(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(SAME[name])
    assert table(path) == NUMBERS


@pytest.mark.parametrize("name", SAME)
def test_every_kind_becomes_a_scenario_with_classical_predictions(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(SAME[name])
    done = CliRunner().invoke(cli, ["init", "river", "--from", name])
    assert done.exit_code == 0, done.output
    assert "weighted" in done.stdout
    loaded = load(tmp_path / "river.yaml")
    assert {party.title for party in loaded.scenario.parties.values()} == set(NUMBERS)
    assert all("inferred" in line for line in (tmp_path / "river.yaml").read_text().splitlines() if "salience:" in line)
    found = compare(loaded.scenario).issues
    for i, issue in enumerate(loaded.scenario.issues):
        rows = [(weight, pairs[i]) for _, weight, *pairs in ACTORS if pairs[i] and pairs[i][1]]
        weights = np.array([weight * pair[1] for weight, pair in rows])
        positions = np.array([pair[0] for _, pair in rows])
        assert found[issue].weighted_mean == pytest.approx((weights * positions).sum() / weights.sum())
        assert found[issue].weighted_median in positions


@pytest.mark.parametrize("seed", range(20))
def test_weighted_mean_and_median_as_an_independent_count_has_them(seed):
    """Each actor stands as often as its whole weight says: then they are the plain mean and a plain median."""
    draw = random.Random(seed)
    positions = [float(draw.randint(0, 100)) for _ in range(draw.randint(1, 9))]
    weights = [draw.randint(1, 50) for _ in positions]
    crowd = np.repeat(positions, weights)
    assert weighted_mean(np.array(positions), np.array(weights, float)) == pytest.approx(crowd.mean())
    lower, upper = np.sort(crowd)[(len(crowd) - 1) // 2], np.sort(crowd)[len(crowd) // 2]
    assert lower <= weighted_median(np.array(positions), np.array(weights, float)) <= upper


@pytest.mark.parametrize(
    ("heads", "pairs"),
    [
        ("Actor,Description,Power,Pstn1,Sal1,Pstn2,Sal2,", {"Issue 1": (3, 4), "Issue 2": (5, 6)}),
        ("Actor,Influence,XYZ Position,XYZ Salience", {"XYZ": (2, 3)}),
        ("Name,Clout,position_of_bases,salience_of_bases", {"Bases": (2, 3)}),
        ("Stakeholder,Resources,Bases: position (0-100),Bases: salience (%)", {"Bases": (2, 3)}),
        ("Party,Power,Troops (Position),Troops (Salience)", {"Troops": (2, 3)}),
        ("Party,Power,Importance of the tax,Position on the tax", {"Tax": (3, 2)}),
        ("country,votes,positionOnTax,salienceOnTax", {"Tax": (2, 3)}),
        ("COUNTRY,POWER,POSITION,SALIENCE", {"": (2, 3)}),
    ],
)  # fmt: skip
def test_headings_are_understood_as_people_write_them(heads, pairs):
    [block] = blocks_in(page_of_records([(1, heads.split(","))], Path("t.csv"), 0, "T"))
    found = columns_of(block)
    assert found.actor == 0
    for part, at in (("position", 0), ("salience", 1)):
        assert {each.name: each.column for each in found.numbers if each.part == part} == {
            name: pair[at] for name, pair in pairs.items()
        }


WRONG = {
    "no headings": ("a,b\n1,2\n", "t.csv:1:1: no row has headings for actors and positions"),
    "nothing below": ("Actor,Position,Salience\n", "t.csv:1:1: no row follows the headings"),
    "empty": ("", "t.csv:1:1: the file is empty"),
    "a text for a number": ("Actor,Position,Salience\nA,often,3\n", 't.csv:2:2: column B ("Position"): position: expected a number'),
    "no value": ("Actor,Position,Salience\nA,#N/A,3\n", "t.csv:2:2"),
    "salience missing": ("Actor,Position,Salience\nA,3,\nB,4,5\n", 't.csv:2:3: column C ("Salience"): the salience is missing'),
    "position missing": ("Actor,Position,Salience\nA,,5\nB,4,5\n", 't.csv:2:2: column B ("Position"): the position is missing'),
    "actor missing": ("Actor,Position,Salience\n,4,5\n", "t.csv:2:1"),
    "actor twice": ("Actor,Position,Salience\nA,4,5\nB,1,2\nA,3,5\n", 't.csv:4:1: the position of "A" on "T" stands in row 2, column B already'),
    "negative salience": ("Actor,Position,Salience\nA,4,-5\n", "t.csv:2:3"),
    "negative weight": ("Actor,Power,Position,Salience\nA,-1,4,5\n", "t.csv:2:2"),
    "weight missing": ("Actor,Power,Position,Salience\nA,1,4,5\nB,,5,5\n", 't.csv:3:2: column B ("Power"): the capability of "B" is missing'),
    "two weights": ("Actor,Issue,Power,Position,Salience\nA,x,1,4,5\nA,y,2,4,5\n", "t.csv:3:3"),
    "issue missing": ("Actor,Issue,Position,Salience\nA,,4,5\n", "t.csv:2:2"),
    "pair twice": ("Actor,Issue,Position,Salience\nA,x,4,5\nA,x,4,5\n", "t.csv:3:1"),
    "no salience column": ("Actor,X Position,X Salience,Y Position\nA,1,2,3\n", 't.csv:1:4: there are positions for "Y", and no saliences'),
    "no position column": ("Actor,X Position,X Salience,Y Salience\nA,1,2,3\n", 't.csv:1:4: there are saliences for "Y", and no positions'),
    "nobody named": ("Power,Position,Salience\n1,2,3\n", "t.csv:1:1: no row has headings"),
    "too much": ("Actor,Position,Salience\nA,20,50\nB,40,150\n", 't.csv:3:3: the salience of "B" is 150'),
    "shares or points": ("Actor,Position,Salience\nA,20,.5\nB,40,1\n", "all 2 saliences lie between 0 and 1"),
    "positions of two kinds": ("Actor,Position,Salience\nA,0,50\nB,1,70\n", "--positions 0-1 or --positions 0-100"),
    "no range": ("Actor,Position,Salience\nA,7,50\nB,7,70\n", "its range cannot be told"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_each_mistake_is_told_at_its_place_and_nothing_is_written(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text, said = WRONG[case]
    Path("t.csv").write_text(text)
    done = CliRunner().invoke(cli, ["init", "x", "--from", "t.csv"])
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.csv"]


def test_all_mistakes_are_told_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("Actor,Power,Position,Salience\nA,x,4,5\n,1,4,5\nB,2,,5\nA,1,2,3\n")
    done = CliRunner().invoke(cli, ["init", "x", "--from", "t.csv"])
    places = [line.split(":")[1:3] for line in done.stderr.strip().splitlines()]
    assert places == [["2", "2"], ["3", "1"], ["4", "3"], ["5", "1"]]


@pytest.mark.parametrize(
    ("options", "salience", "ends"),
    [
        (("--saliences", "0-1", "--positions", "0-1"), 50, (0, 1)),
        (("--saliences", "0-100", "--positions", "0-100"), 0.5, (0, 100)),
        (("--saliences", "0-10", "--range", "T=1-0"), 5, (1, 0)),
    ],
)  # fmt: skip
def test_what_was_asked_about_scales_is_taken(options, salience, ends, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("Actor,Position,Salience\nA,0,0.5\nB,1,0.25\n")
    done = CliRunner().invoke(cli, ["init", "x", "--from", "t.csv", *options])
    assert done.exit_code == 0, done.output
    scenario = load("x.yaml").scenario
    assert scenario.parties["a"].positions["t"].salience.value == salience
    assert scenario.issues["t"].range == ends
    assert "gives no capabilities: all actors are given the same, 1." in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--saliences", "1-10"), "--saliences begins at 0"),
        (("--saliences", "often"), "is not two numbers"),
        (("--positions", "3-3"), "must differ"),
        (("--range", "Tea=0-1"), '--range: "Tea" is no issue'),
        (("--positions", "0-30"), "outside 0 to 30"),
        (("--seats", "A, C"), '--seats: "C" is no actor'),
        (("--seats", "A"), "it takes two"),
        (("--sheet", "1"), "is no workbook"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_are_refused(options, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("Actor,Position,Salience\nA,20,50\nB,40,25\n")
    done = CliRunner().invoke(cli, ["init", "x", "--from", "t.csv", *options])
    assert done.exit_code == 2
    assert said in done.stderr
    assert not Path("x.yaml").exists()


def test_options_of_a_table_need_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["init", "x", "--seats", "all"])
    assert done.exit_code == 2
    assert "--seats needs --from" in done.stderr


def test_who_sits_at_a_table_can_be_played(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(wide())
    assert CliRunner().invoke(cli, ["init", "x", "--from", "t.csv", "--seats", "Upstream, Downstream"]).exit_code == 0
    done = CliRunner().invoke(cli, ["run", "x.yaml", "--histories", "20", "--quiet", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["answer"]["name"] == "talks.agreement"
    scenario = load("x.yaml").scenario
    assert scenario.tables["talks"].parties == ("upstream", "downstream")
    assert scenario.issues["flow"].delivered_by == ("upstream",)  # at 40 of 100 nearer to how things stand than at 70
    assert set(scenario.parties) == {"upstream", "downstream", "bank"}


def test_what_is_not_read_or_does_not_fit_is_said_in_the_file_and_on_the_terminal(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = "Name,Words,9,2\nActor,Influence,T Position,T Salience,Colour\nA,1,30,50,red\nB,2,40,60,blue\nC,2,,,green\n"
    Path("t.csv").write_text(text)
    done = CliRunner().invoke(cli, ["init", "x", "--from", "t.csv"])
    for said in (
        'Column "Colour" was not read.',
        'No position is given for "C".',
        "The first line says 9 actors, and the table has 3.",
    ):
        assert said in done.stderr
        assert said in Path("x.yaml").read_text()


def test_nothing_is_written_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(wide())
    Path("x.yaml").write_text("mine")
    assert CliRunner().invoke(cli, ["init", "x", "--from", "t.csv"]).exit_code == 2
    assert Path("x.yaml").read_text() == "mine"


NAMES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12), min_size=2, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_names_of_any_letters_become_keys_that_differ(titles):
    from experiments.stakeholders.scenario_text import names_of

    names = names_of(titles, "actor")
    assert len(set(names)) == len(titles)
    assert all(name[0].isascii() and name[0].islower() and name.replace("_", "a").isalnum() for name in names)


@pytest.mark.parametrize(
    "name", ['A: "b" # c', "{x}", "é ☃ \u202e", "- [1]", "true", "null", "'", "\\u0041", "123", "平和"]
)
def test_names_are_text_whatever_is_in_them(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    quoted = name.replace('"', '""')
    Path("t.csv").write_text(f'Actor,Description,Power,Position,Salience\n"{quoted}","{quoted}",1,20,50\nB,,1,70,50\n')
    done = CliRunner().invoke(cli, ["init", "x", "--from", "t.csv"])
    assert done.exit_code == 0, done.output
    first = next(iter(load("x.yaml").scenario.parties.values()))
    assert first.title == name.replace("\u202e", "\\u202e")


def test_columns_are_named_as_spreadsheets_do():
    assert [letter(i) for i in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_percent_is_as_it_is_shown(tmp_path):
    path = tmp_path / "p.xlsx"
    path.write_bytes(
        workbook([["Actor", "Position", "Salience"], ["A", 20, 0.45], ["B", 30, 0.07]], {"C2": "0%", "C3": "0.0%"})
    )
    found = read_stakeholders([path])
    assert [actor.wanted[0].salience for actor in found.actors] == [45, 7]
    (tmp_path / "p.csv").write_text("Actor,Position,Salience\nA,20,45%\nB,30,7 %\n")
    assert [actor.wanted[0].salience for actor in read_stakeholders([tmp_path / "p.csv"]).actors] == [45, 7]


def test_what_a_workbook_can_have_wrong(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook([["Actor", "Position", "Salience"], ["A", "=1+1", 50], ["B", 3, 50]]))
    with pytest.raises(StakeholderError, match=r"cell B2 .*: a formula whose value is not stored"):
        read_stakeholders([path])
    path.write_bytes(workbook(rows_of(wide())))
    with pytest.raises(StakeholderError, match='no sheet "who wants"; did you mean "Who wants what"'):
        read_stakeholders([path], "who wants")
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(StakeholderError, match="no Excel workbook"):
        read_stakeholders([path])
    path.write_bytes(b"\xd0\xcf\x11\xe0 an old one")
    with pytest.raises(StakeholderError, match=r"save the table as \.xlsx"):
        read_stakeholders([path])


def test_a_workbook_with_flipped_bits_is_read_or_refused(tmp_path):
    path, sound, chance = tmp_path / "t.xlsx", workbook(rows_of(wide())), random.Random(1)
    refused = 0
    for _ in range(60):
        data = bytearray(sound)
        for _ in range(3):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        try:
            read_stakeholders([path])
        except StakeholderError:
            refused += 1
    assert refused > 10


@pytest.mark.slow
def test_a_workbook_whose_list_of_parts_is_damaged_is_read_or_refused(tmp_path):
    """A flipped bit there makes a name, a version, a method or a lock that is none: each is another error to who reads it."""
    path, sound = tmp_path / "t.xlsx", workbook(rows_of(wide()))
    refused = 0
    for i in range(sound.index(b"PK\x01\x02"), len(sound)):
        path.write_bytes(sound[:i] + bytes([sound[i] ^ 1 << i % 8]) + sound[i + 1 :])
        try:
            read_stakeholders([path])
        except StakeholderError:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize(("name", "actors", "issues"), [("ktab_7_actors", 7, 3), ("ktab_80_actors", 80, 1)])
def test_the_examples_of_ktab(name, actors, issues, tmp_path, monkeypatch):
    file = SHARED / "cases" / f"{name}.csv"
    if not file.is_file():
        pytest.skip(f"{file} is not there")
    found = read_stakeholders([file])
    assert (len(found.actors), len(found.issues)) == (actors, issues)
    assert not found.notes


@pytest.mark.parametrize("name", ["wide.csv", "wide.xlsx", "ktab.xml"])
@pytest.mark.parametrize("command", ["run", "rivals", "show"])
def test_a_table_given_for_a_scenario_is_told_which_command_takes_it(command, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(SAME[name])
    done = CliRunner().invoke(cli, [command, name])
    assert done.exit_code == 2
    assert f"{name}:1:1: this is a table, and a scenario is wanted here; parley init NAME --from {name}" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_of_many_actors_the_rivals_name_the_strongest(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = [f"Actor {i},{i + 1},{i},{50 + i % 7}" for i in range(60)]
    Path("t.csv").write_text("\n".join(["Actor,Power,Position,Salience", *rows]))
    assert CliRunner().invoke(cli, ["init", "x", "--from", "t.csv"]).exit_code == 0
    done = CliRunner().invoke(cli, ["rivals", "x.yaml"])
    assert "and 35 with less capability" in done.stdout
    assert "Actor 35 " in done.stdout
    assert "Actor 34 " not in done.stdout
