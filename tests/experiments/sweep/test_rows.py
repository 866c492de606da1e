"""Lists of points: rows of an experiment, and tables beside it as spreadsheets write them."""

import pytest

from experiments.sheets.sheet import SheetError
from experiments.sweep.designs import points_of
from experiments.sweep.experiment import Experiment
from experiments.sweep.points import DesignError
from sim.scenario.document import Mark

FACTORS = {
    "trust": {"title": "Chance that they mean it", "path": "parties.rebels.settles"},
    "patience": {"paths": ["parties.rebels.patience", "parties.state.patience"]},
    "how": {"levels": {"none": {}, "Some": {"parties.state.violence": 3}, "30%": {"parties.state.violence": 30}}},
}
ROWS = [{"trust": 0.3, "patience": 4, "how": "none"}, {"trust": 0.7, "patience": 9, "how": "Some"}]


def laid(folder=None, factors=("trust", "patience"), **keys):
    about = {"parley_experiment": 1, "title": "T", "scenario": "s.yaml", "design": "list"}
    of = {name: FACTORS[name] for name in factors}
    return points_of(Experiment.model_validate(about | {"factors": of} | keys), folder)


def from_table(folder, text, **keys):
    (folder / "rows.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return laid(folder, csv="rows.csv", **keys)


def plainly(layout):
    return [(point.number, dict(point.values), dict(point.sets)) for point in layout.points]


@pytest.mark.parametrize(
    "text",
    [
        "trust,patience,how\n0.3,4,none\n0.7,9,Some\n",
        "Trust, PATIENCE ,How\n0.3,4,NONE\n0.7,9.0,some\n",
        "how;trust;patience\r\nnone;0,3;4\r\nSome;0,7;9\r\n",
        "sep=;\nhow;trust;patience\nnone;0,3;4\nSome;0,7;9\n",
        "Chance that they mean it (0 to 1),patience,how\n0.3,4,none\n\n0.7,9,Some\n,,\n",
        "parties.rebels.settles\tpatience\thow\n0.3\t4\tnone\n0.7\t9\tSome\n",
        "trust,patience,how,Comment\n0.3,4,none,\n0.7,9,Some,caf\u00e9\n".encode("cp1252"),
        "trust,patience,how,\n0.3,4,none,\n0.7,9,Some,\n".encode("utf-16"),
        'trust,patience,how\n"0,3","4",none\n"0,7",9,Some\n',
    ],
)
def test_a_table_is_the_rows_that_it_means(tmp_path, text):
    found = from_table(tmp_path, text, factors=FACTORS)
    written = laid(factors=FACTORS, rows=ROWS)
    for (_, values, sets), (_, own_values, own_sets) in zip(plainly(found), plainly(written), strict=True):
        assert (values, sets) == (own_values, own_sets)
    assert bool(found.notes) == (b"Comment" in text if isinstance(text, bytes) else False)


def test_a_row_may_set_paths_and_truths_and_texts(tmp_path):
    found = from_table(tmp_path, "parties.a.cost,tables.t.secret,tables.t.convener\n0.5,TRUE,us\n", factors=())
    assert found.points[0].sets == {"parties.a.cost": 0.5, "tables.t.secret": True, "tables.t.convener": "us"}


def test_a_point_knows_in_which_cell_it_was_given(tmp_path):
    found = from_table(tmp_path, "\npatience,trust\n\n4,0.3\n")
    file = str(tmp_path / "rows.csv")
    assert found.points[0].places == {
        "parties.rebels.settles": Mark(file, 4, 2), "parties.rebels.patience": Mark(file, 4, 1),
        "parties.state.patience": Mark(file, 4, 1),
    }  # fmt: skip
    assert laid(rows=[{"trust": 1, "patience": 2}]).points[0].places["parties.rebels.settles"] == ("rows", 0, "trust")


@pytest.mark.parametrize("rows", [2, 400])
@pytest.mark.parametrize(
    ("cell", "message"),
    [("", "patience: is empty; give a value"), ("30%", "patience: .*write 0.3 for a share, 30 where"),
     ("#N/A", "patience: .*is no value"), ("1/3", "patience: .*such as 0.3333"), ("n/a", "patience: .*is no value")],
)  # fmt: skip
def test_a_bad_cell_is_named_by_row_and_column_however_long_the_table(tmp_path, rows, cell, message):
    text = "trust,patience\n" + "".join(f"0.{i + 100},4\n" for i in range(rows)) + f"0.5,{cell}\n"
    with pytest.raises(SheetError, match=f"rows.csv:{rows + 2}:2: {message}") as error:
        from_table(tmp_path, text)
    assert len(error.value.problems) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("trust,patience,tust\n1,2,3\n", ':1:3: the column "tust" is no factor and no path; did you mean "trust"'),
        ("trust,patience,extra\n1,2,3\n", "a column for readers is called comment or note"),
        ("trust,parties.rebels.settles,patience\n1,1,2\n", ':1:2: gives trust, which the column "trust" gives too'),
        ("trust\n1\n", ':1:1: there is no column for factor "patience"'),
        ("trust,patience\n", ":1:1: there is no row below the headings"),
        ("trust,patience\n0,3,4\n", ":2:3: 3 cells under 2 headings; a number with a decimal comma needs quotes"),
    ],
)
def test_a_bad_table_is_one_message_with_its_place(tmp_path, text, message):
    with pytest.raises(SheetError) as error:
        from_table(tmp_path, text)
    assert f"rows.csv{message}" in str(error.value) or message in str(error.value)
    assert len(error.value.problems) == 1


def test_of_many_mistakes_as_many_are_told_as_can_be_read(tmp_path):
    with pytest.raises(SheetError) as error:
        from_table(tmp_path, "trust,patience\n" + "0.5,30%\n" * 40)
    assert len(error.value.problems) == 10
    assert "(and 30 more of this table)" in error.value.problems[-1].message


def test_a_level_is_called_by_its_name_whatever_it_looks_like(tmp_path):
    found = from_table(tmp_path, "how\n30%\nsome\n", factors=["how"])
    assert [point.values["how"] for point in found.points] == ["30%", "Some"]
    with pytest.raises(SheetError, match='2:1: how: there is no level "Sme"; did you mean "Some"'):
        from_table(tmp_path, "how\nSme\n", factors=["how"])


@pytest.mark.parametrize(
    ("rows", "message", "loc"),
    [
        ([{"trust": 1, "patience": 2}, {"trust": 1}], "other columns than the first row", ("rows", 1)),
        ([{"trust": 1}], "no column for factor", ("rows", 0)),
        ([{"trust": 1, "patience": 2, "typo": 3}], "no factor and no path", ("rows", 0, "typo")),
        (
            [{"trust": 1, "patience": 2, "parties.rebels.settles": 3}],
            "a second time",
            ("rows", 0, "parties.rebels.settles"),
        ),
    ],
)
def test_a_bad_row_of_the_experiment_is_named_by_its_place(rows, message, loc):
    with pytest.raises(DesignError, match=message) as error:
        laid(rows=rows)
    assert error.value.loc == loc
