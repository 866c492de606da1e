"""A table's rows as claims: each number with its actor, its issue, and what it is of."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import mean, median

from experiments.sheets.sheet import Cell, NotANumber
from experiments.stakeholders.blocks import Block
from experiments.stakeholders.cells import FORMULA, is_nothing, is_numeric, name_in, number_of
from experiments.stakeholders.claims import Claim, Told
from experiments.stakeholders.columns import Columns, Numbers, columns_of
from experiments.stakeholders.headings import plain, said_by
from experiments.stakeholders.page import Fault, words_of
from experiments.stakeholders.words import TOTALS, Part
from sim.scenario.phrases import listed, shown

LISTED = 8  # names in one note
MARKS_BETWEEN = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}


class _Rows:
    """Reads the rows of a table, gathering what is wrong and what is odd."""

    def __init__(self, block: Block, columns: Columns) -> None:
        self.block, self.columns = block, columns
        self.claims: list[Claim] = []
        self.about: dict[str, str] = {}
        self.notes: list[str] = []
        self.problems: list[Fault] = []

    def wrong(self, cell: Cell, said: str, head: Cell) -> None:
        self.problems.append(self.block.page.problem(cell, said, head))

    def read(self) -> Told:
        """All claims of the table."""
        rows = self._without_totals(self._without_bare_names(self.block.body))
        self._leave_out_total_columns(rows)
        above: Sequence[Cell] | None = None
        for row in rows:
            above = self._row(row, above)
        guessed = self.columns.guessed
        matrix = guessed is not None and all(each.part == self.block.part for each in self.columns.numbers)
        if guessed is not None and not matrix and guessed.text:
            self.notes.append(f"Column {shown(words_of(guessed.text))} was taken as that of the actors.")
        if self.columns.unread:
            many = len(self.columns.unread) > 1
            names = listed([shown(each) for each in self.columns.unread])
            self.notes.append(f"Column{'s' if many else ''} {names} {'were' if many else 'was'} not read.")
        return Told(
            self.claims, self.about, self.notes, self.problems, self.block.title, self._guess() if matrix else ""
        )

    def _guess(self) -> str:
        """That nothing says that rows are actors."""
        place = self.block.page.place(self.columns.guessed or self.block.heads[0])
        return (
            f"In the table at {place} rows were taken as actors, columns as issues: its first cell does not say; write "
            '"issue" there where rows are issues.'
        )

    def _row(self, row: Sequence[Cell], above: Sequence[Cell] | None) -> Sequence[Cell]:
        """Read a row; what it was read as, with names that stand in a row above only, as in cells that are merged."""
        columns, heads = self.columns, self.block.heads
        if self._shifted(row):
            return row
        keys = [each for each in (columns.actor, columns.issue) if each is not None]
        grouped = len(keys) > 1 or columns.measure is not None
        if grouped and above is not None and any(row[key].text for key in [*keys, columns.measure or 0]):
            row = [above[i] if i in keys and not cell.text else cell for i, cell in enumerate(row)]
        for key, what in ((columns.actor, "actor"), (columns.issue, "issue")):
            if key is not None and not self._repeats(key):
                self._named(row[key], what, heads[key])
        if any(not row[key].text or row[key].text.startswith("=") for key in keys if not self._repeats(key)):
            return row
        for each in columns.numbers:
            self._claim(row, each)
        if columns.about is not None and columns.actor is not None and row[columns.about].text:
            self.about.setdefault(_name(row[columns.actor]), row[columns.about].text)
        return row

    def _shifted(self, row: Sequence[Cell]) -> bool:
        """Whether a row has more cells than headings, and words where numbers belong: told as what it most likely is."""
        full, headed = (
            max((cell.column for cell in cells if cell.text), default=0) for cells in (row, self.block.heads)
        )
        if self.block.page.workbook or full <= headed:
            return False
        wordy = [cell for cell in self._numbers_of(row) if not (is_nothing(cell.text) or is_numeric(cell.text))]
        if wordy:
            mark = MARKS_BETWEEN.get(self.block.page.sheet.dialect.delimiter, "the mark between cells")
            said = (
                f"row {row[0].line} has {full} cells, and {headed} have a heading: a text with {mark} in it needs quotation "
                "marks around it"
            )
            self.problems.append(self.block.page.problem(wordy[0], said))
        return bool(wordy)

    def _repeats(self, key: int) -> bool:
        return any(each.key is not None for each in self.columns.numbers) and key == self.columns.actor

    def _named(self, cell: Cell, what: str, head: Cell) -> None:
        if not cell.text:
            self.wrong(cell, f"the {what} is missing", head)
        elif cell.text.startswith("="):
            self.wrong(cell, FORMULA, head)

    def _claim(self, row: Sequence[Cell], numbers: Numbers) -> None:
        """What a cell of numbers says; a cell of a table that repeats its actors may be beside another actor."""
        columns, cell, head = self.columns, row[numbers.column], self.block.heads[numbers.column]
        at = columns.actor if numbers.key is None else numbers.key
        actor = numbers.name if at is None else _name(row[at])
        issue = _name(row[columns.issue]) if columns.issue is not None else ("" if at is None else numbers.name)
        part = numbers.part or self._measured(row)
        if part is None or (numbers.key is not None and not actor and is_nothing(cell.text)):
            return
        if part == "capability" and columns.issue is not None and said_by(issue) is not None:
            issue = ""
        if not actor:
            if numbers.name or columns.issue is None or at is not None:
                self.wrong(row[at or 0], "the actor is missing", self.block.heads[at or 0])
            elif not self.problems:
                self.wrong(head, "no column names the actors, and this one names none either", head)
            return
        self.claims.append(
            Claim(
                part,
                actor,
                issue,
                cell,
                head,
                row[at if at is not None else columns.issue or 0],
                self.block.page,
                columns.issue is not None,
            )
        )

    def _measured(self, row: Sequence[Cell]) -> Part | None:
        """What the numbers of a row are, by the cell that says it, or by the name of a row of capabilities."""
        columns = self.columns
        for key in (columns.measure, columns.issue):
            if key is not None and (said := said_by(row[key].text)) is not None:
                return said.part
        at = columns.measure or 0
        self.wrong(row[at], "expected position, salience or capability here", self.block.heads[at])
        return None

    def _numbers_of(self, row: Sequence[Cell]) -> Iterator[Cell]:
        return (row[each.column] for each in self.columns.numbers)

    def _keys(self, row: Sequence[Cell]) -> list[Cell]:
        return [row[key] for key in (self.columns.actor, self.columns.issue) if key is not None]

    def _without_bare_names(self, rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
        """Rows but those with one text only, which head a group or stand as a note below the table."""
        kept, bare = [], []
        for i, row in enumerate(rows):
            texts = [cell for cell in row if cell.text]
            if (
                i == 0
                and not any(cell.text for cell in self._keys(row))
                and not any(is_numeric(cell.text) for cell in row)
            ):
                continue  # a row of units
            name = words_of(texts[0].text) if len({cell.text for cell in texts}) == 1 else ""
            if name and not any(cell.text for cell in self._numbers_of(row)) and self.columns.measure is None:
                bare.append(texts[0])
            else:
                kept.append(row)
        if bare:
            names = ", ".join(f"{shown(words_of(cell.text))} ({self.block.page.place(cell)})" for cell in bare[:LISTED])
            more = f" and {len(bare) - LISTED} more" if len(bare) > LISTED else ""
            self.notes.append(f"With no number beside it, this was not read as an actor: {names}{more}.")
        return kept

    def _without_totals(self, rows: list[Sequence[Cell]]) -> list[Sequence[Cell]]:
        """Rows but those at the end that sum up the others; whether they do is looked up where their name says so."""
        if self.columns.actor is None or self.columns.issue is not None:
            return rows
        end = len(rows)
        while end > 1 and plain(rows[end - 1][self.columns.actor].text) in TOTALS:
            end -= 1
        for row in rows[end:]:
            cell = row[self.columns.actor]
            if self._sums_up(row, rows[:end]):
                self.notes.append(
                    f"{shown(cell.text)} ({self.block.page.place(cell)}) sums up the others, and was not read."
                )
            else:
                said = (
                    f"is {shown(cell.text)} an actor? Its numbers are neither sums nor means of those above; take the row "
                    'out, or name the actor so that it can be told, such as "Total (company)"'
                )
                self.wrong(cell, said, self.block.heads[self.columns.actor])
        return rows[:end]

    def _leave_out_total_columns(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Read no columns at the end that sum up those of issues or actors before them."""
        numbers = list(self.columns.numbers)
        while len(numbers) > 1 and plain(numbers[-1].name) in TOTALS:
            last = numbers.pop()
            others = [each.column for each in numbers if each.part == last.part]
            if not others or not self._all_sum_up((row[last.column], [row[i] for i in others]) for row in rows):
                return
            self.columns = self.columns._replace(numbers=numbers)
            self.notes.append(f"Column {shown(last.name)} sums up the others, and was not read.")

    def _sums_up(self, row: Sequence[Cell], others: Sequence[Sequence[Cell]]) -> bool:
        """Whether a row has statistics of those above."""
        return self._all_sum_up(
            (row[each.column], [other[each.column] for other in others]) for each in self.columns.numbers
        )

    def _all_sum_up(self, pairs: Iterable[tuple[Cell, Sequence[Cell]]]) -> bool:
        """Whether most cells are statistics of their others, as far as their decimals go."""
        hits = []
        for cell, others in pairs:
            mine, theirs = self._value(cell), [value for other in others if (value := self._value(other)) is not None]
            if mine is None or not theirs:
                continue
            decimals = len(cell.text.replace(",", ".").partition(".")[2].rstrip("%"))
            close = 0.51 * 10.0**-decimals + 1e-9 * abs(mine)
            told = (sum(theirs), mean(theirs), median(theirs), min(theirs), max(theirs), float(len(theirs)))
            hits.append(any(abs(mine - value) <= close for value in told))
        return not hits or sum(hits) * 2 > len(hits)

    def _value(self, cell: Cell) -> float | None:
        try:
            return None if is_nothing(cell.text) else number_of(self.block.page, cell).value
        except NotANumber:
            return None


def _name(cell: Cell) -> str:
    return words_of(name_in(cell.text))


def told_by(block: Block) -> Told:
    """All that a table says."""
    return _Rows(block, columns_of(block)).read()
