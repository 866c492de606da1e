"""A table of stakeholders, whatever file it came from: actors, issues, and what each actor wants on each."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class StakeholderError(Exception):
    """A file that cannot be read as a table of stakeholders: a line for each mistake."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Wanted(NamedTuple):
    """What an actor wants on an issue, how much it cares (on the file's own scale), and where that stands in the file."""

    position: float
    salience: float
    where: str
    """`row 3: position in column D, salience in column E`."""
    source: int = 0
    """In which of the files that were given, the first 0."""
    places: tuple[str, str] = ("", "")
    """Where the position and the salience stand, as messages begin: `list.csv:3:4`."""


class Topic(NamedTuple):
    """An issue as a file has it."""

    title: str
    where: str
    """`column D`."""
    ends: tuple[float, float] | None = None
    """The two ends of its range, where the file says so."""
    options: tuple[str, ...] = ()
    """What its whole levels mean, the first 0: an issue of single options."""
    source: int = 0


class Actor(NamedTuple):
    """An actor: its title, more words about it, its weight, where that stands, and what it wants by number of the issue."""

    title: str
    about: str
    capability: float | None
    where: str
    """Where its capability stands; empty where the file gives none."""
    wanted: Mapping[int, Wanted]
    source: int = 0


class Stakeholders(NamedTuple):
    """A whole table, with what its reader should know of what did not fit, in sentences."""

    title: str
    about: str
    issues: Sequence[Topic]
    actors: Sequence[Actor]
    notes: Sequence[str] = ()
    hundred: bool = False
    """Whether positions are known to be points from 0 to 100, by the kind of file."""
    shares: bool = False
    """Whether saliences are known to be what they should be, points of 100."""
    seated: bool = False
    """Whether it is a negotiation, at which all actors sit."""


def letter(column: int) -> str:
    """A spreadsheet's name of a column, the first 0: `A`, `Z`, `AA`."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
