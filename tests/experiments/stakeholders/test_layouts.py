"""One table in every layout that people have is one scenario: the same numbers, each with its place, the same predictions."""

import io
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from experiments.cli import cli
from experiments.rivals.run import compare
from experiments.stakeholders.read import read_stakeholders
from experiments.stakeholders.table import StakeholderError
from sim.scenario.load import load

Cells = Sequence[Sequence[object]]
ISSUES = ("Tax", "Trade rules")
ACTORS = {
    "France": (29.0, (40.0, 90.0), (0.0, 30.0)),
    "Österreich": (10.5, (70.25, 100.0), None),
    "Malta": (3.0, (60.0, 20.0), (100.0, 10.0)),
}
BY_ACTOR = [(name, weight, pairs) for name, (weight, *pairs) in ACTORS.items()]


def part(which: int, corner: str = "Actor") -> list[list[object]]:
    """Positions (0) or saliences (1), with actors in rows and issues in columns."""
    return [
        [corner, *ISSUES],
        *([name, *(pair[which] if pair else None for pair in pairs)] for name, _, pairs in BY_ACTOR),
    ]


def weights(head: str = "Capability", actor: str = "Actor") -> list[list[object]]:
    return [[actor, head], *([name, weight] for name, weight, _ in BY_ACTOR)]


def across(rows: Cells, corner: object = None) -> list[list[object]]:
    """Rows as columns; the first cell as given."""
    found = [list(column) for column in zip(*rows, strict=True)]
    found[0][0] = found[0][0] if corner is None else corner
    return found


def wide(*heads: str) -> list[list[object]]:
    first, second = heads or ("position", "salience")
    rows = [
        [name, weight, *(value for pair in pairs for value in (pair or (None, None)))]
        for name, weight, pairs in BY_ACTOR
    ]
    return [["Actor", "Power", *(f"{issue} {each}" for issue in ISSUES for each in (first, second))], *rows]


def long() -> list[list[object]]:
    return [
        [name, issue, *pair, weight]
        for name, weight, pairs in BY_ACTOR
        for issue, pair in zip(ISSUES, pairs, strict=True)
        if pair
    ]


def of_issue(number: int) -> list[list[object]]:
    found = [[name, *pairs[number], weight] for name, weight, pairs in BY_ACTOR if pairs[number]]
    return [["Actor", "Position", "Salience", "Power"], *found]


def measured() -> list[list[object]]:
    """Issues and what is measured in rows, actors in columns."""
    rows: list[list[object]] = [["Issue", "Measure", *ACTORS]]
    for i, issue in enumerate(ISSUES):
        for which, name in enumerate(("Position", "Salience")):
            rows.append([issue if which == 0 else "", name, *(p[i][which] if p[i] else None for _, _, p in BY_ACTOR)])
    return [*rows, ["", "Capability", *(weight for _, weight, _ in BY_ACTOR)]]


def tidy() -> list[list[object]]:
    names = ("position", "salience", "capability")
    return [
        ["actor", "issue", "variable", "value"],
        *([row[0], row[1], name, value] for row in long() for name, value in zip(names, row[2:], strict=True)),
    ]


def by_prefix() -> list[list[object]]:
    """Issues in rows; a column of positions, then one of saliences, for each actor."""
    heads = [f"{each}_{name}" for each in ("pos", "sal") for name in ACTORS]
    rows = [
        [issue, *(p[i][which] if p[i] else None for which in (0, 1) for _, _, p in BY_ACTOR)]
        for i, issue in enumerate(ISSUES)
    ]
    return [["Issue", *heads], *rows]


def beside() -> list[list[object]]:
    """Positions and saliences side by side, with the actors in another order."""
    saliences = [part(1)[0], *reversed(part(1)[1:])]
    return [
        ["Positions", "", "", "", "Saliences", "", ""],
        *([*a, "", *b] for a, b in zip(part(0), saliences, strict=True)),
    ]


def under_parts() -> list[list[object]]:
    """`Positions` and `Saliences` over the issues, as in merged cells."""
    rows = [[n, w, *(p[0] if p else None for p in ps), *(p[1] if p else None for p in ps)] for n, w, ps in BY_ACTOR]
    return [["", "", "Positions", "", "Saliences", ""], ["Actor", "Power", *ISSUES, *ISSUES], *rows]


def csv(*blocks: Cells, separator: str = ",", mark: str = ".") -> bytes:
    def shown(value: object) -> str:
        return "" if value is None else f"{value:g}".replace(".", mark) if isinstance(value, float) else str(value)

    return "\n\n".join("\n".join(separator.join(map(shown, row)) for row in rows) for rows in blocks).encode()


def book(sheets: Mapping[str, Cells], merged: Sequence[str] = (), at: tuple[int, int] = (1, 1)) -> bytes:
    """A workbook; of its first sheet areas are merged, and all begin at a cell."""
    from openpyxl import Workbook

    found = Workbook()
    found.remove(found.active)
    for title, rows in sheets.items():
        page = found.create_sheet(title)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                page.cell(at[0] + i, at[1] + j, value)
    for area in merged:
        found.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


HEAD = ["Actor", "Issue", "Position", "Salience", "Capability"]
MATRICES = {"Positions": part(0), "Saliences": part(1), "Capabilities": weights()}
LAYOUTS: dict[str, dict[str, bytes]] = {
    "sheets": {"t.xlsx": book(MATRICES)},
    "sheets, not at A1": {"t.xlsx": book(MATRICES, at=(5, 4))},
    "sheets, in French": {"t.xlsx": book({"Lisez-moi": [["x"]], "Positions": part(0, "Acteur"), "Saillances": part(1, "Acteur"), "Pouvoir": weights("Poids", "Acteur")})},
    "sheets, issues in rows": {"t.xlsx": book({"Positions": across(part(0), "Issue"), "Saliences": across(part(1), "Issue"), "Power": weights()})},
    "sheets, nothing in the corner, issues in rows": {"t.xlsx": book({"Positions": across(part(0), ""), "Saliences": across(part(1), ""), "Power": weights()})},
    "files": {"positions.csv": csv(part(0)), "saliences.csv": csv(part(1)), "votes.csv": csv(weights("Votes"))},
    "files of an issue each": {f"{issue}.csv": csv(of_issue(i)) for i, issue in enumerate(ISSUES)},
    "blocks": {"t.csv": csv([["Positions"], *part(0)], [["Saliences"], *part(1)], [["Power"], *weights()])},
    "blocks, in German": {"t.csv": csv([["Positionen"], *part(0, "Akteur")], [["Salienz"], *part(1, "Akteur")], [["Macht"], *weights("Stimmen", "Akteur")], separator=";", mark=",")},
    "blocks, with a corner": {"t.csv": csv(part(0, "Position"), part(1, "Salience"), weights())},
    "blocks, then weights": {"t.csv": csv([[row[0], *row[2:]] for row in wide()], weights("Voting weight", "Country"))},
    "blocks of an issue each": {"t.csv": csv([["Tax"], *of_issue(0)], [["Trade rules"], *of_issue(1)])},
    "side by side": {"t.xlsx": book({"S": beside(), "Power": weights()})},
    "parts over issues": {"t.csv": csv(under_parts())},
    "parts over issues, merged": {"t.xlsx": book({"S": under_parts()}, ["C1:D1", "E1:F1"])},
    "actors in columns": {"t.csv": csv(across(wide()))},
    "actors in columns, measures in rows": {"t.csv": csv(measured())},
    "a column a country": {"t.xlsx": book({"Data": by_prefix(), "Voting weights": weights("Votes", "Country")})},
    "a number a row": {"t.csv": csv(tidy())},
    "long, in Spanish": {"t.csv": csv([["Actor", "Tema", "Posición", "Importancia", "Poder"], *long()], separator=";")},
    "long, headings again": {"t.csv": csv([HEAD, *long()[:2], HEAD, *long()[2:]])},
    "long, actors once": {"t.csv": csv([HEAD, *([row[0] if row[1] == "Tax" else "", *row[1:]] for row in long())])},
    "wide, with units": {"t.csv": csv(wide("position (0–100; 0 = none)", "salience [%]"))},
    "wide, a row of units": {"t.csv": csv([wide()[0], ["", "(votes)", "0-100", "0-100", "0-100", "0-100"], *wide()[1:]])},
    "wide, with a total": {"t.csv": csv([*wide(), ["Total", 42.5, None, None, None, None], ["Mean", 14.167, 56.75, 70.0, 50.0, 20.0]])},
    "wide, with words around": {"t.csv": csv([["# by me"], ["The dispute"], *wide()[:2], ["Small ones"], *wide()[2:]], [["Source: own interviews"]])},
    "wide, with marks": {"t.csv": csv(wide()).replace(b"Malta,3", "Malta†,3*".encode()).replace(b",,", b",n/a,-")},
    "sheets, names written otherwise": {"t.xlsx": book({**MATRICES, "Saliences": [[str(row[0]).upper(), *row[1:]] for row in part(1)]})},
    "wide, no stake as 0": {"t.csv": csv(wide()).replace(b"100,,", b"100,,0")},
    "wide, as Markdown": {"t.md": csv([[*wide()[0]], ["---"] * 6, *wide()[1:]], separator="|")},
    "wide, KTAB's names": {"t.csv": csv([[cell.replace(" position", "") if isinstance(cell, str) else cell for cell in row] for row in wide()])},
}  # fmt: skip


def write(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def from_words(paths: Sequence[Path]) -> list[str]:
    return [word for path in paths for word in ("--from", str(path))]


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_is_the_same_scenario_with_the_same_predictions(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["init", "eu", *from_words(write(tmp_path, LAYOUTS[name]))])
    assert done.exit_code == 0, done.output
    loaded = load(tmp_path / "eu.yaml")
    assert loaded.warnings == ()
    if name.startswith("blocks"):
        assert not done.stderr
    scenario = loaded.scenario
    assert [issue.title for issue in scenario.issues.values()] == list(ISSUES)
    found = {
        party.title: (
            party.capability.value,
            *(
                (p.ideal.value, p.salience.value) if (p := party.positions.get(issue)) else None
                for issue in scenario.issues
            ),
        )
        for party in scenario.parties.values()
    }
    assert found == ACTORS
    numbers = [line for line in Path("eu.yaml").read_text().splitlines() if "ideal:" in line or "capability: {" in line]
    assert len(numbers) == 3 + 5
    assert all("inferred:" in line and ("row " in line or "!" in line) for line in numbers)
    for i, prediction in enumerate(compare(scenario).issues.values()):
        rows = [(weight * pairs[i][1], pairs[i][0]) for _, weight, pairs in BY_ACTOR if pairs[i]]
        total = sum(weight for weight, _ in rows)
        assert prediction.weighted_mean == pytest.approx(sum(weight * position for weight, position in rows) / total)
        below = [position for _, position in rows if 2 * sum(w for w, p in rows if p <= position) >= total]
        assert prediction.weighted_median == min(below)


@pytest.mark.parametrize("seed", range(5))
def test_a_table_turned_round_and_cut_up_is_the_same(seed, tmp_path):
    """Whatever the numbers, how many actors, and in which order they stand."""
    draw = random.Random(seed)
    actors = [f"A{i}" for i in range(draw.randint(2, 7))]
    issues = [f"Theme {chr(65 + i)}" for i in range(draw.randint(2, 5))]
    value = {(a, i, p): draw.randint(0, 100) for a in actors for i in issues for p in ("position", "salience")}
    weight = {a: float(draw.randint(1, 50)) for a in actors}
    rows = [["Actor", "Power", *(f"{i} {p}" for i in issues for p in ("position", "salience"))]]
    rows += [[a, weight[a], *(value[a, i, p] for i in issues for p in ("position", "salience"))] for a in actors]

    def block(kind: str) -> list[list[object]]:
        shuffled = draw.sample(actors, len(actors))
        return [
            [f"{kind.title()}s"],
            ["Actor", *issues],
            *([a, *(value[a, i, kind] for i in issues)] for a in shuffled),
        ]

    cut = [[["Actor", "Power"], *([a, weight[a]] for a in actors)], block("position"), block("salience")]
    files = {"a.csv": csv(rows), "b.csv": csv(across(rows)), "c.csv": csv(*cut)}
    read = [read_stakeholders([path]) for path in write(tmp_path, files)]

    def said(table) -> dict[object, object]:
        titles = [issue.title for issue in table.issues]
        return {
            actor.title: (actor.capability, {titles[i]: (w.position, w.salience) for i, w in actor.wanted.items()})
            for actor in table.actors
        }

    assert said(read[0]) == said(read[1]) == said(read[2])
    assert said(read[0])[actors[0]][0] == weight[actors[0]]


DIFFERS = [HEAD, ["A", "x", 10.0, 50.0, 1.0], ["A", "y", 30.0, 20.0, 3.0], ["B", "x", 50.0, 60.0, 2.0]]


def test_capabilities_that_differ_by_issue_are_asked_about(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["init", "t", *from_words(write(tmp_path, {"t.csv": csv(DIFFERS)}))]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    assert 't.csv:3:5: column E ("Capability"): the capability of "A" is 3 here and 1 in row 2, column E' in done.stderr
    assert "--capabilities mean" in done.stderr
    assert not Path("t.yaml").exists()
    done = CliRunner().invoke(cli, [*words, "--capabilities", "mean"])
    assert 'the mean was taken for "A".' in done.stderr
    assert load("t.yaml").scenario.parties["a"].capability.value == 2
    assert "mean of row 2, column E, row 3, column E" in Path("t.yaml").read_text()


def test_sheets_of_an_issue_each_are_asked_about(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sheets = {issue: of_issue(i) for i, issue in enumerate(ISSUES)}
    words = ["init", "t", *from_words(write(tmp_path, {"t.xlsx": book(sheets)}))]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    assert "--sheet all reads each sheet as an issue" in done.stderr
    done = CliRunner().invoke(cli, [*words, "--sheet", "all"])
    assert done.exit_code == 0, done.output
    assert [issue.title for issue in load("t.yaml").scenario.issues.values()] == list(ISSUES)


ONE = "Actor,Position,Salience\nA,20,50\nB,70,30\n"
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a PDF": ("t.csv", b"%PDF-1.4\n%\xe2\xe3", "t.csv: this is a PDF"),
    "a picture": ("t.png", b"\x89PNG\r\n\x1a\n\0", "t.png: this is a picture"),
    "a web page": ("t.xls", b"<html><table><tr><td>Actor</td></tr></table></html>", "t.xls: this is a web page"),
    "an old workbook": ("t.xls", b"\xd0\xcf\x11\xe0\0\0", "t.xls: this is an old workbook"),
    "an archive": ("t.csv", b"\x1f\x8b\x08\0", "t.csv: this is compressed"),
    "other JSON": ("t.json", b'[{"actor": "A"}]', "Tables are read from CSV and .xlsx"),
    "a scenario": ("t.yaml", b"parley: 1\ntitle: x\n", "t.yaml: this is a scenario already"),
    "no cells": ("t.txt", b"Actor  Position\nA  3\n", "t.txt:1:1: a row has one cell only"),
    "words": ("t.csv", ONE.replace("50", "high").encode(), 't.csv:2:3: column C ("Salience"): salience: "high" is a word'),
    "per cent and not": ("t.csv", ONE.replace("30", "30%").encode(), 't.csv:3:3: column C ("Salience"): salience: "30%" is in per cent'),
    "weights in per cent and not": ("t.csv", b"Actor,Position,Salience,Power\nA,20,50,5\nB,70,30,40%\n", 't.csv:3:4: column D ("Power"): capability: "40%" is in per cent'),
    "a code": ("t.csv", (ONE + "C,999,10\n").encode(), 't.csv:4:2: the position of "C" on "T" is 999'),
    "a total of something else": ("t.csv", (ONE + "Total,7,9\n").encode(), 't.csv:4:1: column A ("Actor"): is "Total" an actor?'),
    "capitals": ("t.csv", (ONE + "a,30,9\n").encode(), 't.csv:4:1: the actor is "a" here and "A" in row 2, column A'),
    "numbers nowhere": ("t.csv", b"Actor,Position,Salience\nA,,\n", "t.csv:1:1: no actor has a position"),
    "a name misspelt": ("t.csv", csv([["Positions"], *part(0)], [["Saliences"], *part(1)]).replace(b"Malta,20", b"Matla,20"), 't.csv:11:1: there are saliences for "Matla", and no positions; did you mean "Malta"?'),
    "a weight missing": ("t.csv", csv(part(0, "Position"), weights()[:-1]), 't.csv:4:1: the capability of "Malta" is missing'),
    "a cell in Excel": ("t.xlsx", book({"Positions": [["Actor", "Tax"], ["A", "much"]]}), 't.xlsx: sheet "Positions", cell B2 ("Tax"): position: "much" is a word'),
    "too much": ("t.csv", csv([["Positions"], ["Actor", *(f"I{i}" for i in range(150))], *([f"A{a}", *([5.0] * 150)] for a in range(80))]), "80 actors and 150 issues have 12,000 positions"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_read_is_told_once_with_what_to_do(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name, content, said = REFUSED[case]
    write(tmp_path, {name: content})
    done = CliRunner().invoke(cli, ["init", "x", "--from", name])
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_pipes_and_folders_are_not_waited_for(tmp_path):
    import os

    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StakeholderError, match="no plain file"):
        read_stakeholders([tmp_path / "pipe"])
    with pytest.raises(StakeholderError, match="a folder"):
        read_stakeholders([tmp_path])


NOTED = {
    "a code page": (ONE.replace("A,", "Ä,").encode("cp1252"), "t.csv is not UTF-8 and was read as Windows-1252"),
    "the status quo": ((ONE + "Status quo,10,\n").encode(), '"Status quo" has positions only'),
    "a name alone": ((ONE + "NGOs,,\n").encode(), 'not read as an actor: "NGOs" (row 4, column A)'),
    "an unknown heading": (
        ONE.replace("Actor", "Ministry").encode(),
        'Column "Ministry" was taken as that of the actors.',
    ),
    "no corner": (b"Positions\n,Tax,Trade\nA,20,30\nB,70,90\n", "rows were taken as actors"),
}


@pytest.mark.parametrize("case", NOTED)
def test_what_was_made_of_a_table_is_said(case, tmp_path):
    content, said = NOTED[case]
    [path] = write(tmp_path, {"t.csv": content})
    found = read_stakeholders([path])
    assert [actor.title[0] for actor in found.actors] == ["Ä" if case == "a code page" else "A", "B"]
    assert any(said in note for note in found.notes)


def test_of_a_workbook_what_is_hidden_or_another_version_is_said(tmp_path):
    [path] = write(tmp_path, {"t.xlsx": book({"2019": wide(), "2020": wide()})})
    assert any('Sheet "2020" was not read' in note for note in read_stakeholders([path]).notes)
    from openpyxl import load_workbook

    found = load_workbook(path)
    found["2019"].sheet_state = "hidden"
    found["2020"]["A1"] = found["2020"]["C1"] = None
    found.save(path)
    assert read_stakeholders([path], "2019").actors[0].title == "France"


def test_a_table_takes_twelve(tmp_path):
    rows = [["Actor", "Position", "Salience"], *([f"A{i}", float(5 * i), 50.0] for i in range(13))]
    [path] = write(tmp_path, {"t.csv": csv(rows)})
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "x"), "--from", str(path), "--seats", "all"])
    assert done.exit_code == 2
    assert "--seats: 13 actors are more than the 12 that a table has room for" in done.stderr


def test_cells_that_are_merged_are_read_for_each_row(tmp_path):
    rows = [["Actor", "Position", "Salience"], ["A", 20, 50], ["B", None, 60]]
    [path] = write(tmp_path, {"t.xlsx": book({"S": rows}, ["B2:B3"])})
    assert [actor.wanted[0].position for actor in read_stakeholders([path]).actors] == [20, 20]


def test_the_title_over_actors_in_columns_names_the_issue(tmp_path):
    [path] = write(tmp_path, {"t.csv": b"The tax,,\nActor,A,B\nPosition,20,70\nSalience,50,60\n"})
    found = read_stakeholders([path])
    assert [issue.title for issue in found.issues] == ["The tax"]
    assert found.title == "The tax"


WORDS = ("Actor", "Issue", "Position", "Salience", "Capability", "Measure", "Value", "Description", "pos_A", "sal_B", "Tax",
         "Tax position", "Tax salience", "Positions", "Saliences", "Votes", "Total", "SQ", "A", "B", "", "", "10", "50",
         "45%", "n/a", "high", "=A1", "12*", "1,234", "---")  # fmt: skip


@pytest.mark.parametrize("seed", range(10))
def test_any_cells_are_read_or_refused(seed, tmp_path):
    """Whatever stands where: a table, or a sentence for each mistake, and nothing else."""
    draw = random.Random(seed)
    for _ in range(30):
        width = draw.randint(1, 6)
        rows = [[draw.choice(WORDS) for _ in range(width)] for _ in range(draw.randint(1, 7))]
        rows[0] = draw.sample(WORDS[:14], width)
        (tmp_path / "t.csv").write_bytes(csv(rows, separator="|"))
        with suppress(StakeholderError):
            found = read_stakeholders([tmp_path / "t.csv"], choice=draw.choice(["one", "mean"]))
            assert found.actors
            assert found.issues


def test_brackets_belong_to_a_name_and_stars_do_not(tmp_path):
    [path] = write(tmp_path, {"t.csv": ONE.replace("A,", "Parliament [EU],").replace("B,", "Group (b)*,").encode()})
    assert [actor.title for actor in read_stakeholders([path]).actors] == ["Parliament [EU]", "Group (b)"]
