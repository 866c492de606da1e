"""A table of stakeholders from the rows of a spreadsheet: a row an actor (wide), or a row an actor and issue (long).

Above the headings may stand a line as KTAB's tables have it: title, description, number of actors, number of issues.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from experiments.sheets.sheet import Cell, NotANumber, Row, Sheet
from experiments.stakeholders.headings import Columns, HeadingsError, columns_of, is_header, under
from experiments.stakeholders.table import Actor, StakeholderError, Stakeholders, Topic, Wanted, letter
from sim.scenario.phrases import listed, shown

SOUGHT = 20  # rows in which headings are looked for


class Reader:
    """Reads rows, gathering what is wrong with them."""

    def __init__(self, sheet: Sheet, columns: Columns, headings: Row) -> None:
        self.sheet, self.columns, self.headings = sheet, columns, headings
        self.problems: list[str] = []
        self.first: dict[str, Row] = {}
        """The row in which each actor stands first."""

    def wrong(self, row: Row, column: int, said: str) -> None:
        """Note what is wrong with a cell."""
        where = f"column {letter(column)} ({shown(cell_of(self.headings, column).text)})"
        self.problems.append(str(self.sheet.problem(cell_of(row, column), said, where)))

    def number(self, row: Row, column: int | None, what: str, least: float | None = None) -> float | None:
        """The number in a cell, of one in per cent without its sign; None where it is empty or wrong, which is noted."""
        cell = cell_of(row, column)
        if column is None or not cell.text:
            return None
        try:
            value = self.sheet.number(cell._replace(text=cell.text.removesuffix("%").strip()))
        except NotANumber as error:
            self.wrong(row, column, f"{what}: {error}")
            return None
        if value is not None and least is not None and value < least:
            self.wrong(row, column, f"{what} may not be below {least:g}, got {value:g}")
            return None
        return None if value is None else float(value)

    def wanted(self, row: Row, position: int, salience: int | None) -> Wanted | None:
        """What a row says of an issue; None where it says nothing, or something wrong, which is noted."""
        have, care = cell_of(row, position).text, cell_of(row, salience).text
        if not have and not care:
            return None
        if not have:
            self.wrong(
                row,
                position,
                "the position is missing, and there is a salience; leave both out where there is no stake",
            )
            return None
        if salience is not None and not care:
            self.wrong(
                row,
                salience,
                "the salience is missing, and there is a position; leave both out where there is no stake",
            )
            return None
        value, weight = self.number(row, position, "position"), self.number(row, salience, "salience", 0)
        if value is None or (salience is not None and weight is None):
            return None
        place = f"row {row.line}: position in column {letter(position)}"
        if salience is None or weight is None:
            return Wanted(value, NO_SALIENCE, f"{place}; the table gives no saliences")
        return Wanted(value, weight, f"{place}, salience in column {letter(salience)}")

    def capability(self, row: Row) -> tuple[float | None, str]:
        """An actor's weight, and where it stands."""
        column = self.columns.capability
        value = self.number(row, column, "capability", 0)
        return value, "" if value is None or column is None else f"row {row.line}, column {letter(column)}"

    def actor(self, row: Row) -> str:
        """The actor's name; nothing where it is missing, which is noted."""
        name = cell_of(row, self.columns.actor).text
        if name:
            self.first.setdefault(name, row)
        else:
            self.wrong(row, self.columns.actor, "the actor is missing")
        return name

    def all_weighed(self, actors: Sequence[Actor]) -> None:
        """Note which actors have no capability, where others have one."""
        column, lacking = self.columns.capability, [actor for actor in actors if actor.capability is None]
        if column is None or len(lacking) == len(actors) or self.problems:
            return
        for actor in lacking:
            self.wrong(self.first[actor.title], column, f"the capability of {shown(actor.title)} is missing")


def cell_of(row: Row, column: int | None) -> Cell:
    """What stands in a column, the first 0; an empty cell where there is no such column."""
    if column is None or column >= len(row.cells):
        return Cell("", row.line, 1 if column is None else column + 1)
    return row.cells[column]


NO_SALIENCE = 50.0
"""Salience where a table gives none: only the ratios between an actor's issues matter."""


def stakeholders_of(sheet: Sheet, title: str) -> Stakeholders:
    """The table in a sheet; StakeholderError names file, row and column of each mistake."""
    at = next((i for i, row in enumerate(sheet.rows[:SOUGHT]) if is_header(texts(row))), None)
    if at is None:
        raise StakeholderError(_no_header(sheet))
    headings, body = sheet.rows[at], sheet.rows[at + 1 :]
    heads = under(texts(sheet.rows[at - 1]), texts(headings)) if at > 0 else texts(headings)
    try:
        columns = columns_of(heads)
    except HeadingsError as error:
        raise StakeholderError(str(sheet.problem(headings.cells[0], str(error)))) from None
    if not body:
        raise StakeholderError(str(sheet.problem(headings.cells[0], "no row follows the headings")))
    two_rows = heads != texts(headings)
    reader, above = Reader(sheet, columns, headings), _above(sheet.rows[: at - 1 if two_rows else at])
    issues, actors = _long(reader, body) if columns.issue is not None else _wide(reader, body, above.issue or title)
    reader.all_weighed(actors)
    if reader.problems:
        raise StakeholderError(*reader.problems)
    notes = [*_notes(columns, actors), *above.differs(len(actors), len(issues))]
    return Stakeholders(above.title or title, above.about, issues, actors, notes, hundred=above.actors is not None)


def texts(row: Row) -> list[str]:
    """The texts of a row's cells."""
    return [cell.text for cell in row.cells]


def _no_header(sheet: Sheet) -> str:
    first = sheet.rows[0]
    found = listed([shown(text) for text in texts(first) if text][:8])
    problem = sheet.problem(
        first.cells[0],
        "no row has headings for actors and positions; expected are actor, issue, position, salience and capability, or "
        f"actor, capability and a position and a salience for each issue; the first row has {found}",
    )
    return str(problem)


class Above(NamedTuple):
    """What stands above the headings: title, description, and how many actors and issues there should be."""

    title: str = ""
    about: str = ""
    actors: int | None = None
    issues: int | None = None

    @property
    def issue(self) -> str:
        """What a single issue is called."""
        return self.about or self.title

    def differs(self, actors: int, issues: int) -> Iterator[str]:
        """What is said above and is not so, in sentences."""
        for said, found, what in ((self.actors, actors, "actor"), (self.issues, issues, "issue")):
            if said is not None and said != found:
                yield f"The first line says {said} {what}{'' if said == 1 else 's'}, and the table has {found}."


def _above(rows: Sequence[Row]) -> Above:
    """The last line above the headings, if it is as KTAB has it; of others, the first text is the title."""
    if not rows:
        return Above()
    words = [text for text in texts(rows[-1]) if text]
    counts = [word for word in words[-2:] if word.isdigit()]
    if len(words) >= 3 and len(counts) == 2:
        return Above(words[0], ", ".join(words[1:-2]), int(counts[0]), int(counts[1]))
    return Above(next(text for text in texts(rows[0]) if text))


def _wide(reader: Reader, rows: Sequence[Row], alone: str) -> tuple[list[Topic], list[Actor]]:
    """Issues and actors of a table with a row for each actor."""
    pairs = reader.columns.pairs
    issues = [Topic(title or alone, f"column {letter(position)}") for title, (position, _) in pairs.items()]
    actors = []
    for row in rows:
        name = reader.actor(row)
        if not name:
            continue
        if reader.first[name] is not row:
            reader.wrong(row, reader.columns.actor, f"{shown(name)} stands in row {reader.first[name].line} already")
            continue
        wanted = {i: found for i, pair in enumerate(pairs.values()) if (found := reader.wanted(row, *pair)) is not None}
        actors.append(Actor(name, cell_of(row, reader.columns.about).text, *reader.capability(row), wanted))
    return issues, actors


def _long(reader: Reader, rows: Sequence[Row]) -> tuple[list[Topic], list[Actor]]:
    """Issues and actors of a table with a row for each actor and issue."""
    columns = reader.columns
    position, salience = next(iter(columns.pairs.values()))
    issues: dict[str, Row] = {}
    actors: dict[str, Actor] = {}
    wanted: dict[str, dict[int, Wanted]] = {}
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        name, issue = reader.actor(row), cell_of(row, columns.issue).text
        if not issue and columns.issue is not None:
            reader.wrong(row, columns.issue, "the issue is missing")
        if not name or not issue:
            continue
        if (name, issue) in seen:
            said = f"{shown(name)} and {shown(issue)} stand together in row {seen[name, issue].line} already"
            reader.wrong(row, columns.actor, said)
            continue
        seen[name, issue] = row
        issues.setdefault(issue, row)
        actors[name] = _weighed(reader, row, actors.get(name), name)
        found = reader.wanted(row, position, salience)
        if found is not None:
            wanted.setdefault(name, {})[list(issues).index(issue)] = found
    told = [Topic(title, f"first in row {row.line}") for title, row in issues.items()]
    return told, [actor._replace(wanted=wanted.get(name, {})) for name, actor in actors.items()]


def _weighed(reader: Reader, row: Row, known: Actor | None, name: str) -> Actor:
    """An actor with its capability, which may stand in any of its rows, and is the same in all of them."""
    value, where = reader.capability(row)
    if known is None:
        return Actor(name, cell_of(row, reader.columns.about).text, value, where, {})
    if value is not None and known.capability is not None and value != known.capability:
        said = f"the capability of {shown(name)} is {value:g} here and {known.capability:g} in {known.where}"
        reader.wrong(row, reader.columns.capability or 0, said)
    if known.capability is None:
        return known._replace(capability=value, where=where)
    return known


def _notes(columns: Columns, actors: Sequence[Actor]) -> Iterator[str]:
    """What the table does not say, or says and was not read, in sentences."""
    if columns.unread:
        many = len(columns.unread) > 1
        yield f"Column{'s' if many else ''} {listed(map(shown, columns.unread))} {'were' if many else 'was'} not read."
    if any(salience is None for _, salience in columns.pairs.values()):
        yield f"The table gives no saliences: each is set to {NO_SALIENCE:g} of 100."
    missing = [actor.title for actor in actors if actor.capability is None]
    if missing and len(missing) == len(actors):
        yield "The table gives no capabilities: all actors are given the same, 1."
    idle = [actor.title for actor in actors if not actor.wanted]
    if idle:
        yield f"No position is given for {listed(map(shown, idle))}."
