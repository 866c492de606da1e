"""What a table says, cell by cell: of whom, on which issue, of what, and where that stands."""

from collections.abc import Sequence
from typing import NamedTuple

from experiments.sheets.sheet import Cell
from experiments.stakeholders.page import Fault, Page
from experiments.stakeholders.words import Part


class Claim(NamedTuple):
    """A cell that should hold a number, which may be empty."""

    part: Part
    actor: str
    issue: str
    """Nothing where the table has one issue that it does not name, and of a capability on all."""
    cell: Cell
    head: Cell
    """What heads its column, or its row in a table that is turned."""
    row: Cell
    """What its row begins with, or what heads its column."""
    page: Page
    in_row: bool = False
    """Whether its row names its issue, not the heading."""


class Told(NamedTuple):
    """All that a table says: its claims, what is said of actors in words, what is odd in sentences, and what is wrong."""

    claims: Sequence[Claim]
    about: dict[str, str]
    notes: Sequence[str]
    problems: Sequence[Fault]
    title: str = ""
    """What stands over the table."""
    guess: str = ""
    """A sentence, where nothing says that its rows are actors; else nothing."""
