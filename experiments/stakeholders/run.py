"""`parley init --from`: files to a scenario's text, read back once before anybody sees it."""

import datetime
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from experiments.ladders.loading import load
from experiments.stakeholders.alike import alike
from experiments.stakeholders.capabilities import Choice
from experiments.stakeholders.read import read_stakeholders
from experiments.stakeholders.scales import Scales, scaled
from experiments.stakeholders.scenario_text import Written, text
from experiments.stakeholders.table import StakeholderError, Stakeholders
from experiments.words.sentences import counted
from sim.scenario.document import ScenarioError
from sim.scenario.load import Loaded
from sim.scenario.yaml_text import MAX_BYTES


class Request(NamedTuple):
    """What was asked for."""

    files: Sequence[Path]
    sheet: str | None
    scales: Scales
    seats: Sequence[str]
    """Who sits at a table, by title; several may stand in one text, with commas between. `all`: everybody."""
    as_of: datetime.date
    path: Path
    """Where the scenario will stand."""
    capabilities: Choice = "one"


class Drafted(NamedTuple):
    """A scenario's text, what it says, and what its reader should know, in sentences."""

    text: str
    loaded: Loaded
    notes: Sequence[str]


def draft(request: Request) -> Drafted:
    """The scenario of the files; StakeholderError, a line a mistake, if there is none."""
    table = read_stakeholders(request.files, request.sheet, request.capabilities)
    file = ", ".join(map(str, request.files))
    scales = scaled(table, request.scales, file)
    seats = seated(table, request.seats)
    written = Written(table, scales, [each.name for each in request.files], request.as_of, seats)
    found = text(written, str(request.path))
    if (size := len(found.encode())) > MAX_BYTES:
        many = f"{counted(len(table.actors), 'actor')} and {counted(len(table.issues), 'issue')}"
        raise StakeholderError(
            f"{file}: {many} make a scenario of {size:,} bytes, and {MAX_BYTES:,} are read; take fewer issues or actors"
        )
    return Drafted(
        found, _read_back(found, request.path, to_run=bool(seats)), [*table.notes, *scales.notes, *alike(table)]
    )


def seated(table: Stakeholders, asked: Sequence[str]) -> list[str]:
    """Who sits at the table, by title: of a negotiation everybody, else who was asked for."""
    titles = [actor.title for actor in table.actors]
    if list(asked) == ["all"] or (table.seated and not asked):
        return titles
    return [seat for each in asked for seat in ([each] if each in titles else map(str.strip, each.split(",")))]


def _read_back(found: str, path: Path, to_run: bool) -> Loaded:
    """The scenario as its file will be read; StakeholderError if it would not be."""
    with tempfile.TemporaryDirectory() as folder:
        draft_file = Path(folder) / path.name
        draft_file.write_text(found, encoding="utf-8")
        try:
            return load(draft_file, (), to_run=to_run)
        except ScenarioError as error:
            said = [str(problem).replace(str(draft_file), "as a scenario") for problem in error.problems]
            raise StakeholderError(*said) from None
