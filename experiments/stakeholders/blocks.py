"""The tables of a page: a page may have several under each other, each with headings in one row or two.

Headings in two rows have the issues over `Position` and `Salience`, or `Positions` and `Saliences` over the issues.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from experiments.sheets.sheet import Cell
from experiments.stakeholders.cells import is_numeric
from experiments.stakeholders.headings import kind_of, part_of_title, said_by, weight_by
from experiments.stakeholders.page import Grid, Page, words_of
from experiments.stakeholders.words import Part

SOUGHT = 20  # rows in which the first headings are looked for


class Block(NamedTuple):
    """A table: its headings and the cells that they stand in, the rows below, and what its title says its numbers are."""

    page: Page
    heads: Sequence[Cell]
    """By column: the text is the whole heading, the place is that of the lowest of its cells."""
    body: Grid
    part: Part | None
    above: Grid
    """The rows over its headings."""
    turned: bool = False
    issues_in_rows: bool = False
    """Whether rows without a heading are known to be issues."""

    @property
    def title(self) -> str:
        """The text that stands alone over the headings; nothing where there is none."""
        return alone(self.above[-1]) if self.above else ""


class Heading(NamedTuple):
    """Where headings were found: first and last row, the first column with anything in it, texts, and a title's part."""

    first: int
    last: int
    left: int
    cells: Sequence[Cell]
    part: Part | None


def blocks_in(page: Page, *, turned: bool = False) -> list[Block]:
    """All tables of a page, in their order."""
    found = list(_headings(page, turned))
    blocks = []
    for i, heading in enumerate(found):
        between = page.grid[found[i - 1].last + 1 if i else 0 : heading.first]
        end = len(page.grid)
        if i + 1 < len(found):
            end = found[i + 1].first - len(_titles(page.grid[heading.last + 1 : found[i + 1].first]))
        body = [row[heading.left :] for row in page.grid[heading.last + 1 : end]]
        body = [row for row in body if any(cell.text for cell in row)]
        above = _titles(between) if i else between
        blocks.append(Block(page, heading.cells, body, heading.part, above, turned))
    return blocks


def _titles(rows: Grid) -> Grid:
    """The rows at the end that have one text only."""
    count = 0
    while count < len(rows) and alone(rows[-1 - count]):
        count += 1
    return rows[len(rows) - count :]


def alone(row: Sequence[Cell]) -> str:
    """The one text of a row, as of cells that are merged; nothing where it has several."""
    texts = {cell.text for cell in row if cell.text}
    return words_of(next(iter(texts))) if len(texts) == 1 else ""


def _headings(page: Page, turned: bool) -> Iterator[Heading]:
    """Rows of headings from the top: by their words; or by a title that says what the numbers below it are."""
    grid, last = page.grid, -1
    for i in range(len(grid)):
        if i > last and (last >= 0 or i <= SOUGHT):
            found = _heading(page, i, last, turned)
            if found is not None:
                yield found
                last = found.last


def _heading(page: Page, i: int, last: int, turned: bool) -> Heading | None:
    """The headings in a row, if it has any; `last` is the last row of those before, -1 for none."""
    left = _left(page.grid[i : i + 3])
    row = page.grid[i][left:]
    below = page.grid[i + 1][left:] if i + 1 < len(page.grid) else ()
    if (last >= 0 and _any_number(row)) or _is_over(row, below, turned):
        return None
    over = page.grid[i - 1] if i - 1 > last else None
    title = part_of_title(alone(over)) if over is not None and alone(over) else None
    of_page = part_of_title(page.title)
    joined = None if over is None or _any_number(over) else _joined(over[left:], row)
    if joined is not None and _says_all(joined, turned):
        return Heading(i - 1, i, left, joined, of_page)
    if any(kind_of(cell.text) is not None for cell in row) and _measures(below):
        return Heading(i, i, left, row, None)
    if _says_all(row, turned):
        return Heading(i, i, left, row, title or of_page)
    part = title or _corner(row) or (of_page if last < 0 else None)
    return Heading(i, i, left, row, part) if part is not None and _is_matrix(row) else None


def _measures(below: Sequence[Cell]) -> bool:
    """Whether the first row below says in a cell what its numbers are."""
    bare = [(said := said_by(cell.text)) is not None and not said.name for cell in below]
    return sum(bare) == 1 and any(bare[:3]) and _any_number(below)


def _is_over(row: Sequence[Cell], below: Sequence[Cell], turned: bool) -> bool:
    """Whether a row is the upper one of two rows of headings."""
    if not below or _any_number(below):
        return False
    joined = _joined(row, below)
    return joined is not None and _says_all(joined, turned)


def _left(rows: Grid) -> int:
    """The first column with any text."""
    return next((i for i, column in enumerate(zip(*rows, strict=True)) if any(cell.text for cell in column)), 0)


def _any_number(row: Sequence[Cell]) -> bool:
    return any(is_numeric(cell.text) for cell in row)


def _says_all(row: Sequence[Cell], turned: bool) -> bool:
    """Whether a row names what stands in the rows below, and of what its numbers are."""
    texts = [cell.text for cell in row]
    used = [text for text in texts if text]
    said = [found for text in used if (found := said_by(text) or weight_by(text)) is not None]
    if len(used) < 2 or not said:
        return False
    if any(kind_of(text) in {"actor", "issue"} for text in used):
        return True
    unnamed = not texts[0] or turned
    named = not unnamed and said_by(texts[0]) is None and not is_numeric(texts[0])
    sure = unnamed or (named and len(said) > 1)
    return sure and not _any_number(row) and any(each.part == "position" for each in said)


def _is_matrix(row: Sequence[Cell]) -> bool:
    """Whether a row may name issues or actors: a corner, and names that are no numbers, if the corner does not say what."""
    names = [cell.text for cell in row[1:] if cell.text]
    says = any(kind_of(cell.text) in {"actor", "issue"} for cell in row)
    if any(said is not None and not said.name for said in map(said_by, names)):
        return False
    return bool(names) and (says or ((not row[0].text or _corner(row) is not None) and not any(map(is_numeric, names))))


def _corner(row: Sequence[Cell]) -> Part | None:
    said = said_by(row[0].text)
    return said.part if said is not None and not said.name else None


def _joined(over: Sequence[Cell], row: Sequence[Cell]) -> list[Cell] | None:
    """Two rows of headings as one; None where the upper one adds nothing.

    A name may stand over the first of its columns only, as in cells that are merged.
    """
    said = [said_by(cell.text) for cell in row]
    filled: list[str] = []
    for cell in over:
        filled.append(cell.text or (filled[-1] if filled else ""))
    if sum(each == ("position", "") for each in said) > 1 and not alone(over):
        names = [text if each is not None and not each.name else "" for text, each in zip(filled, said, strict=True)]
    elif any(said_by(text) in {("position", ""), ("salience", "")} for text in filled):
        names = [
            text if cell.text and each is None and kind_of(cell.text) is None and said_by(text) is not None else ""
            for text, each, cell in zip(filled, said, row, strict=True)
        ]
        runs = [sum(map(bool, run)) for _, run in groupby(names)]
        names = names if max(runs) > 1 else []
    else:
        return None
    if not any(names):
        return None
    return [
        cell._replace(text=f"{name} {cell.text}" if name and name != cell.text else cell.text or top.text)
        for name, cell, top in zip(names, row, over, strict=True)
    ]
