"""How a file of cells is written: its encoding, and what separates the cells."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

DELIMITERS = ("\t", ";", ",", "|")
"""What may separate cells; of several that fit equally well, the first."""
NAMES = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}
BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods, and .xls, begin."""


class DialectError(Exception):
    """A file that is no table of text; the message says why, `line` where (from 1)."""

    def __init__(self, message: str, line: int = 1):
        super().__init__(message)
        self.line = line


class Dialect(NamedTuple):
    """How a file is written."""

    encoding: str
    delimiter: str

    def __str__(self) -> str:
        """In words: `utf-8, cells separated by semicolons`."""
        return f"{self.encoding}, cells separated by {NAMES.get(self.delimiter, repr(self.delimiter))}"


Record = tuple[int, list[str]]
"""The number of its first line, from 1, and its cells, without spaces around them."""


def records_of(data: bytes) -> tuple[Dialect, list[Record]]:
    """How a file's bytes are to be read, and its records, those without any text left out; DialectError if not at all."""
    encoding, text = _decoded(data)
    delimiter, text, skipped = _named_delimiter(text)
    if delimiter is None:
        delimiter = _likeliest(text)
    return Dialect(encoding, delimiter), [(line + skipped, cells) for line, cells in _records(text, delimiter)]


def _decoded(data: bytes) -> tuple[str, str]:
    """The encoding and text of bytes: by their byte order mark, as UTF-16 or UTF-8 without, or else Windows-1252."""
    if data.startswith(WORKBOOKS):
        raise DialectError("this is a workbook, not a table of text; save the sheet as CSV (UTF-8)")
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return encoding, _text(data[len(mark) :], encoding)
    for encoding, zeros in (("utf-16-le", data[1:200:2]), ("utf-16-be", data[:200:2])):
        if zeros and zeros.count(0) > len(zeros) * 0.7:  # letters of most alphabets in use, digits and separators
            return encoding, _text(data, encoding)
    try:
        return "utf-8", _text(data, "utf-8")
    except DialectError:
        return "windows-1252", _text(data, "cp1252")


def _text(data: bytes, encoding: str) -> str:
    line = None
    try:
        text = data.decode(encoding)
        line = 1 + text.count("\n", 0, text.index("\0")) if "\0" in text else None
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
    if line is not None:
        raise DialectError("not a text that can be read; save the file as CSV (UTF-8)", line)
    return text


def _named_delimiter(text: str) -> tuple[str | None, str, int]:
    """The delimiter that a first line `sep=;` names, or None; the text below it, and how many lines that leaves out."""
    first, _, rest = text.partition("\n")
    line = first.rstrip("\r").strip('"')
    if line[:4].lower() == "sep=" and len(line) == 5:
        return line[4], rest, 1
    return None, text, 0


def _likeliest(text: str) -> str:
    """The delimiter by which most lines have one number of cells, two or more; of equals the one that makes more."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[float, int]:
    """The share of records with the commonest number of cells above one, and that number."""
    try:
        lengths = Counter(_length(cells) for _, cells in _records(text, delimiter))
    except DialectError:
        return (-1.0, text.count(delimiter))
    many = [(count, length) for length, count in lengths.items() if length > 1]
    count, length = max(many, default=(0, 1 if delimiter == "," else 0))  # one column alone is separated by nothing
    return (count / max(lengths.total(), 1), length)


def _length(cells: Sequence[str]) -> int:
    """The number of cells up to the last with any text."""
    return max((i + 1 for i, cell in enumerate(cells) if cell), default=0)


def _records(text: str, delimiter: str) -> list[Record]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True
    )
    found, before = [], 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            bare = [cell.strip() for cell in cells]
            if any(bare):
                found.append((line, bare))
    except csv.Error as error:
        unclosed = "end of data" in str(error)
        message = (
            "a quotation mark opens in this row and is never closed" if unclosed else f"not a row of cells: {error}"
        )
        raise DialectError(message, before + 1) from None
    return found
