"""The answers that came true, from a table as any spreadsheet saves it, and what is doubtful about them."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from experiments.forecast.questions import NO, YES
from experiments.forecast.sealed_file import Asked, Forecast
from experiments.sheets.dates import NotADay, day_in
from experiments.sheets.headings import COMMENTS, as_name
from experiments.sheets.sheet import Cell, Headed, Sheet, SheetError, headed, read_table
from experiments.words.names import readable
from experiments.words.sentences import day
from sim.scenario.document import Problem
from sim.scenario.phrases import listed, shown, suggest

COLUMNS = ("question", "answer", "resolved_on", "source")
REQUIRED = COLUMNS[:2]
ANNULLED = ("annulled", "void")
"""How an answer says that its question was given up: it cannot be told, or lost its sense."""
WORDS = {"y": YES, "true": YES, "n": NO, "false": NO}
"""Other words for yes and no."""

Row = Mapping[str, Cell | None]
"""The cells of a row by the name of their column; None where there is no such column."""


class Resolution(NamedTuple):
    """The answer to a question: position of its category (None: annulled), when it was known and who says so."""

    answer: int | None
    on: date | None
    source: str | None


def read_answers(path: Path, forecast: Forecast) -> dict[str, Resolution]:
    """Question → answer, of those that a table answers or annuls; SheetError with everything that is wrong with it.

    Columns `question` (its name, or its title) and `answer`, and perhaps `resolved_on` (a date) and `source`. An empty
    answer, or no row, leaves a question open.
    """
    table = headed(read_table(path))
    columns = _columns(table)
    found: dict[str, Resolution] = {}
    problems: list[Problem] = []
    seen: dict[str, Cell] = {}
    for row in table.rows:
        cells: Row = {name: row[columns[name]] if name in columns else None for name in COLUMNS}
        try:
            question = _question(table.sheet, cells, forecast, seen)
        except SheetError as error:
            problems += error.problems
            continue
        resolution, wrong = _resolution(table.sheet, cells, question, forecast)
        problems += wrong
        if resolution is not None:
            found[question.name] = resolution
    if problems:
        raise SheetError(problems)
    if all(each.answer is None for each in found.values()):
        raise SheetError([table.sheet.problem(table.sheet.rows[0].cells[0], _nothing(len(found)))])
    return found


def _nothing(annulled: int) -> str:
    return (
        f"{'all answers are annulled' if annulled else 'no question has an answer yet'}, so there is nothing to score"
    )


def _columns(table: Headed) -> dict[str, str]:
    """The heading of each known column; SheetError if one is missing, unknown or there twice."""
    found: dict[str, str] = {}
    problems = []
    for heading, cell in table.headings.items():
        name = as_name(heading)
        if name in found:
            problems.append(table.sheet.problem(cell, f"the column {shown(name)} is there twice; take one out"))
        elif name in COLUMNS:
            found[name] = heading
        elif name not in COMMENTS:
            problems.append(table.sheet.problem(cell, f"not a known column: {shown(heading)}{suggest(name, COLUMNS)}"))
    first = table.sheet.rows[0].cells[0]
    for name in REQUIRED:
        if name not in found:
            message = f"there is no column {shown(name)}; the first line names the columns, question,answer"
            problems.append(table.sheet.problem(first, message))
    if problems:
        raise SheetError(problems)
    return found


def _question(sheet: Sheet, row: Row, forecast: Forecast, seen: dict[str, Cell]) -> Asked:
    """The question that a row is about; SheetError if there is none, or an earlier row (in `seen`) was about it."""
    cell = row["question"]
    assert cell is not None
    called = cell.text.casefold()
    same = [each for each in forecast.questions if called in {each.name.casefold(), each.title.casefold()}]
    if len(same) != 1:
        names = [question.name for question in forecast.questions]
        message = f"there is no question {shown(cell.text)}{suggest(cell.text, names)}" if cell.text else "is empty"
        raise SheetError([sheet.problem(cell, message, "question")])
    name = same[0].name
    if name in seen:
        message = f"{shown(name)} was answered on line {seen[name].line} already"
        raise SheetError([sheet.problem(cell, message, "question")])
    seen[name] = cell
    return same[0]


def _resolution(sheet: Sheet, row: Row, question: Asked, forecast: Forecast) -> tuple[Resolution | None, list[Problem]]:
    """What a row says of its question, None if that is left open; and what is wrong with it."""
    problems = []
    answer, on = row["answer"], row["resolved_on"]
    assert answer is not None
    position, known = None, None
    try:
        position = _position(answer.text, question) if answer.text else None
    except ValueError as error:
        problems.append(sheet.problem(answer, str(error), "answer"))
    if on is not None and on.text:
        try:
            known = _known_on(on.text, forecast)
        except ValueError as error:
            problems.append(sheet.problem(on, str(error), "resolved_on"))
    if problems or not answer.text:
        return None, problems
    source = row["source"]
    return Resolution(position, known, (source.text or None) if source is not None else None), []


def _position(text: str, question: Asked) -> int | None:
    """Which category an answer names, whatever its capitals; None if it annuls; ValueError if it is no answer."""
    names = [name.casefold() for name in question.answers]
    for said in (text.casefold(), as_name(text), WORDS.get(text.casefold(), "")):
        if said in names:
            return names.index(said)
    if text.casefold() in ANNULLED:
        return None
    wanted = listed([*question.answers, ANNULLED[0]], "or")
    raise ValueError(f"must be {wanted}, got {shown(text)}{suggest(text, [*question.answers, *ANNULLED])}")


def _known_on(text: str, forecast: Forecast) -> date:
    """When an answer was known; ValueError if that is no day, or a day on which it was still a question."""
    try:
        found = day_in(text)
    except NotADay as error:
        raise ValueError(str(error)) from None
    if found < forecast.as_of:
        raise ValueError(f"{found} is before as_of ({forecast.as_of}), when it was still a question")
    return found


# ------------------------------------------------------------------------------
# What is doubtful


def doubtful(forecast: Forecast, answers: Mapping[str, Resolution]) -> Iterator[str]:
    """What to ask whoever answered, a sentence each.

    What was to come about by a day, and is known from later, may have come too late; what had not come about by then may
    still come, as long as the day is not over.
    """
    for question in forecast.questions:
        found = answers.get(question.name)
        if found is None or found.on is None or found.answer is None:
            continue
        called = f"“{question.title}” is answered “{readable(question.answers[found.answer])}” as of {day(found.on)}"
        if found.on > question.by and found.answer < len(question.answers) - 1:
            yield f"{called}, after its day ({day(question.by)}): had it come about by then?"
        elif found.on < question.by and found.answer > 0:
            yield f"{called}, before its day ({day(question.by)}): could it not change until then?"


def known_when_sealed(forecast: Forecast, answers: Mapping[str, Resolution]) -> list[str]:
    """The questions whose day was past when the forecast was sealed, or whose answer was known by then."""
    sealed = forecast.sealed_at.date()
    on = {name: found.on for name, found in answers.items() if found.on is not None}
    return [each.name for each in forecast.questions if min(each.by, on.get(each.name, each.by)) < sealed]
