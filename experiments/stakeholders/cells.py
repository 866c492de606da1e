"""What a cell of a table says: nothing, or a number, which may have a sign for per cent and a mark of a footnote."""

import re
from typing import NamedTuple

from experiments.sheets.numbers import ABSENT
from experiments.sheets.sheet import Cell, NotANumber
from experiments.stakeholders.headings import plain
from experiments.stakeholders.page import Page
from experiments.stakeholders.words import SCALE_WORDS
from sim.scenario.phrases import shown

NOTHING = (ABSENT | {"", ".", "..", "...", "n.a.", "n.a", "k.a.", "s/o", "s.o.", "—"}) - {
    "?",
    "inf",
    "-inf",
    "infinity",
}
"""What people write where there is nothing to write. Not "?", which says that there is something."""
MARKS = re.compile(r"(?<=[\w%.)])\s*(?:[*†‡§¶]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\w{1,2}\]|\([a-z]\))$")
FORMULA = (
    "a formula whose value is not stored; open the workbook in a spreadsheet program and save it, or save it as CSV"
)


class Read(NamedTuple):
    """A number, whether it is written with a sign for per cent, and whether a footnote's mark was left out."""

    value: float
    percent: bool = False
    marked: bool = False


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing."""
    return text.strip().lower() in NOTHING


def is_numeric(text: str) -> bool:
    """Whether a text is a number, whatever else it may be."""
    return re.fullmatch(r"[-+−]?[\d.,\s'’]*\d[\d.,\s'’]*%?", text.strip()) is not None


def unmarked(text: str) -> str:
    """A text without the mark of a footnote at its end."""
    return MARKS.sub("", text.strip())


def name_in(text: str) -> str:
    """A name without the star or dagger of a footnote at its end; brackets belong to it."""
    return text.strip().rstrip("*†‡§¶").strip() or text.strip()


def number_of(page: Page, cell: Cell) -> Read:
    """The number in a cell that is not empty; NotANumber says why there is none, and what to write."""
    if cell.text.startswith("="):
        raise NotANumber(FORMULA, meant=True)
    bare = cell.text if is_numeric(cell.text) else unmarked(cell.text)
    percent = bare.endswith("%")
    text = bare.removesuffix("%").strip()
    if not is_numeric(text) and plain(text) in SCALE_WORDS:
        raise NotANumber(
            f"{shown(text)} is a word, and how much it is in numbers is for you to say: write numbers, such as 25 for low, "
            "50 for medium and 75 for high",
            meant=True,
        )
    value = page.sheet.number(cell._replace(text=text))
    return Read(float(value or 0.0), percent, bare != cell.text)
