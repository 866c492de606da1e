"""Tables as spreadsheets write them: whatever is written one way or another is the same table, or one message."""

import codecs
import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.sheets.dates import NotADay, day_in
from experiments.sheets.numbers import NotANumber, decimal_mark, number_in
from experiments.sheets.sheet import SheetError, headed, read_table

ROWS = [["who", "share", "count"], ["Café; the “old”", "0.25", "4"], ["a, b", "12.5", "-9"]]
ENCODINGS = [
    ("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-16-le", b""), ("utf-16-be", b""), ("cp1252", b""),
]  # fmt: skip


def table(path):
    """Headings, and each row with its numbers as numbers."""
    found = headed(read_table(path))
    read = found.sheet.number
    return list(found.headings), [[row["who"].text, read(row["share"]), read(row["count"])] for row in found.rows]


def written(delimiter, ending="\n", decimal=".", quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    rows = [[cell.replace(".", decimal) if i else cell for i, cell in enumerate(row)] for row in ROWS]
    csv.writer(out, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize(("encoding", "mark"), ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_delimiter_and_decimal_mark_are_found(tmp_path, encoding, mark, delimiter):
    for decimal in ".,":
        for ending in ("\n", "\r\n", "\r"):
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
                (tmp_path / "t.csv").write_bytes(mark + written(delimiter, ending, decimal, quoting).encode(encoding))
                assert table(tmp_path / "t.csv") == (ROWS[0], [["Café; the “old”", 0.25, 4], ["a, b", 12.5, -9]])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "sep=,\n" + text, lambda text: text + "\n\n,,\n , ,\n", lambda text: "\n" + text,
        lambda text: "".join(line + ",,\n" for line in text.splitlines()),
        lambda text: text.replace(",", ", "), lambda text: text.replace("\n", " \n"),
    ],
    ids=["sep=", "empty rows", "an empty first line", "trailing commas", "spaces before", "spaces after"],
)  # fmt: skip
def test_what_a_spreadsheet_adds_is_no_part_of_the_table(tmp_path, change):
    plain = 'who,share,count\nx,0.25,4\n"y",12.5,-9\n'
    (tmp_path / "t.csv").write_text(change(plain))
    assert table(tmp_path / "t.csv") == (ROWS[0], [["x", 0.25, 4], ["y", 12.5, -9]])


def test_a_cell_knows_its_place_in_the_file(tmp_path):
    (tmp_path / "t.csv").write_text('sep=;\na;b\n\n"two\nlines";1\nx;2\n')
    sheet = read_table(tmp_path / "t.csv")
    assert [(row.line, [cell.text for cell in row.cells]) for row in sheet.rows] == [
        (2, ["a", "b"]), (4, ["two\nlines", "1"]), (6, ["x", "2"]),
    ]  # fmt: skip
    assert str(sheet.problem(sheet.rows[2].cells[1], "is 2", "b")) == f"{tmp_path / 't.csv'}:6:2: b: is 2"


def test_a_table_may_stand_below_a_title(tmp_path):
    (tmp_path / "t.csv").write_text("A title, of two actors,\nActor,Power,\n a , 102.5,\nb,53\n")
    found = headed(read_table(tmp_path / "t.csv"), at=1)
    assert [(row["Actor"].text, found.sheet.number(row["Power"])) for row in found.rows] == [("a", 102.5), ("b", 53)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", ":1:1: the file is empty"), (b"\n,,\n", ":1:1: the file is empty"), (b"PK\x03\x04...", ":1:1: this is a workbook"),
        (b"a,b\nx,\0y\n", ":2:1: not a text"), (b"a,a\n1,2\n", ':1:2: the column "a" is there twice, as column 1 too'),
        (b"a,\n1,2\n", ":1:2: this column has no heading"), (b"a,b\n0,3,4\n", ":2:3: 3 cells under 2 headings; a number with a decimal"),
        (b'a,b\n1,2\n"x,3\n4,5\n', ":3:1: a quotation mark opens in this row and is never closed"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_one_line_with_its_place(tmp_path, data, message):
    (tmp_path / "t.csv").write_bytes(data)
    with pytest.raises(SheetError) as error:
        headed(read_table(tmp_path / "t.csv"))
    assert str(error.value).startswith(f"{tmp_path / 't.csv'}{message}")
    assert "\n" not in str(error.value)


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(SheetError, match=":1:1: there is no such file"):
        read_table(tmp_path / "t.csv")


# ------------------------------------------------------------------------------
# Numbers and days


@given(
    st.integers(-(10**9), 10**9), st.integers(0, 9999), st.sampled_from(["", ",", " ", "\u202f", "'"]), st.booleans()
)
def test_a_number_is_read_back_however_it_is_written(whole, part, thousands, swapped):
    text = f"{whole:,}".replace(",", thousands) + f".{part:04}"
    expected = float(f"{whole}.{part:04}")
    if swapped:
        text = text.translate(str.maketrans(".,", ",."))
    assert number_in(text, None) == expected
    assert number_in(text, ",") == number_in(text, ".") == expected


@pytest.mark.parametrize(
    ("text", "point", "comma"),
    [("1,234", 1234, 1.234), ("1.234", 1.234, 1234), ("0,234", 0.234, 0.234), ("1,2345", 1.2345, 1.2345), ("12", 12, 12),
     ("−3", -3, -3), ("1e3", 1000.0, 1000.0), ("1.234e2", 123.4, 123.4), (".5", 0.5, 0.5), ("5.", 5.0, 5.0)],
)  # fmt: skip
def test_the_mark_of_a_table_settles_what_thousands_are(text, point, comma):
    assert (number_in(text, "."), number_in(text, ",")) == (point, comma)
    assert type(number_in(text, ".")) is type(point)


@pytest.mark.parametrize(
    ("texts", "usual", "mark"),
    [(["0.3", "1,234"], ".", "."), (["0,3", "1.234"], ".", ","), (["1,234"], ".", None), (["1.234"], ".", "."),
     (["1.234"], ",", None), (["1,234"], ",", ","), (["0.3", "0,3"], ".", None), (["1.234.567"], ".", ","), (["x"], ",", ",")],
)  # fmt: skip
def test_the_decimal_mark_is_told_by_cells_that_leave_no_doubt(texts, usual, mark):
    assert decimal_mark(texts, usual) == mark


@pytest.mark.parametrize(
    ("text", "message"),
    [("30%", "write 0.3 for a share, 30 where"), ("1/3", "such as 0.3333"), ("#N/A", "is no value"), ("nan", "is no value"),
     ("inf", "is no value"), ("1,234", "write 1234 if it is thousands, 1.2340 if not")],
)  # fmt: skip
def test_a_number_in_doubt_is_refused_with_what_to_write(text, message):
    with pytest.raises(NotANumber, match=message) as error:
        number_in(text, None)
    assert error.value.meant


@pytest.mark.parametrize("text", ["", "x", "1_000", "12 months", "1.2.3", "1,23,456", "0x10", "٣", "1" * 50])
def test_text_is_no_number(text):
    with pytest.raises(NotANumber, match="got the text") as error:
        number_in(text, ".")
    assert not error.value.meant


@pytest.mark.parametrize(
    "text", ["2018-12-31", "31.12.2018", "12/31/2018", "31/12/2018", "2018/12/31", "2018-12-31 00:00:00"]
)
def test_a_day_is_read_however_it_is_written(text):
    assert day_in(text) == datetime.date(2018, 12, 31)


@pytest.mark.parametrize(
    ("text", "message"),
    [("03/04/2018", "may be 2018-03-04 or 2018-04-03"), ("2018-02-30", "expected a date"), ("soon", "expected a date")],
)
def test_a_day_in_doubt_is_refused(text, message):
    with pytest.raises(NotADay, match=message):
        day_in(text)


@pytest.mark.parametrize("text", ["1e400", "-41e399", "9e999"])
def test_what_is_larger_than_any_number_is_refused(text):
    with pytest.raises(NotANumber, match="larger than any number") as error:
        number_in(text, None)
    assert error.value.meant
