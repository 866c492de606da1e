"""What the columns of a table are: which names the rows, and of whom or what the numbers of the others are."""

from collections.abc import Sequence
from typing import NamedTuple

from experiments.sheets.sheet import Cell
from experiments.stakeholders.blocks import Block
from experiments.stakeholders.cells import is_nothing, is_numeric
from experiments.stakeholders.headings import Kind, Said, kind_of, named_in, plain, said_by, weight_by, without_units
from experiments.stakeholders.page import words_of
from experiments.stakeholders.words import SCALE_WORDS, Part


class Numbers(NamedTuple):
    """A column of numbers: of what (None: a cell of each row says it), of whom or which issue, and who stands in its rows."""

    column: int
    part: Part | None
    name: str
    key: int | None
    """The column with the row's actor, where the table repeats it; None where that is the usual one."""


class Columns(NamedTuple):
    """The columns of a table by number, the first 0."""

    actor: int | None
    issue: int | None
    measure: int | None
    about: int | None
    numbers: Sequence[Numbers]
    unread: Sequence[str]
    """Headings that say nothing that is known."""
    guessed: Cell | None = None
    """The heading of the actors, if they were taken to be there because nothing else may be."""


def columns_of(block: Block) -> Columns:
    """What the columns of a table are."""
    heads = block.heads
    kinds = _kinds(block)
    actor, guessed = _actor(block, kinds)
    issue = next(
        (i for i, kind in enumerate(kinds) if kind == "issue" and i != actor), 0 if block.issues_in_rows else None
    )
    measure = next((i for i, kind in enumerate(kinds) if kind == "measure" and _holds_parts(block, i)), None)
    if measure is None:
        measure = next(
            (i for i in range(min(3, len(heads))) if i not in {actor, issue} and _holds_parts(block, i)), None
        )
    if measure is not None and actor is None and issue is None:
        issue = next((i for i in range(measure) if not heads[i].text), None)
    about = next((i for i, kind in enumerate(kinds) if kind == "about"), None)
    taken = {actor, issue, measure, about}
    numbers, unread = _numbers(
        block, kinds, taken, both=actor is not None and issue is not None, measured=measure is not None
    )
    return Columns(actor, issue, measure, about, numbers, unread, guessed)


def _kinds(block: Block) -> list[Kind | None]:
    """What plain columns are; a heading that is a part, such as `Preferred outcome`, is none."""
    return [None if said_by(cell.text) else kind_of(cell.text) for cell in block.heads]


def _actor(block: Block, kinds: Sequence[Kind | None]) -> tuple[int | None, Cell | None]:
    """The column of the actors: so called, or the first where nothing names it; in a turned table always the first."""
    if block.turned:
        return 0, None
    if "actor" in kinds:
        return kinds.index("actor"), None
    if "issue" in kinds or block.issues_in_rows or any(_holds_parts(block, i) for i in range(min(2, len(kinds)))):
        return None, None
    return 0, block.heads[0]


def _holds_parts(block: Block, column: int) -> bool:
    """Whether the cells of a column say `position`, `salience`, and so on."""
    texts = [row[column].text for row in block.body if row[column].text]
    said = [said_by(text) for text in texts]
    return bool(said) and all(each is not None and not each.name for each in said)


def _numbers(
    block: Block, kinds: Sequence[Kind | None], taken: set[int | None], *, both: bool, measured: bool
) -> tuple[list[Numbers], list[str]]:
    """The columns of numbers, and the headings of those that are not read."""
    heads = block.heads
    said = _said(heads, taken)
    own = any(each is not None and each.part != "capability" for each in said)
    part = None if own else block.part
    bare = {each.name for each in said if each is not None and each.part == "salience"}
    bare -= {each.name for each in said if each is not None and each.part == "position"}
    found, unread = [], []
    for i, cell in enumerate(heads):
        here, key = said[i], _repeated(block, kinds, i)
        if i in taken or not cell.text or (kinds[i] == "actor" and cell.text == heads[kinds.index("actor")].text):
            continue
        if here is None and (kinds[i] not in {None, "value"} or _is_no_number(block, i, taken)):
            unread.append(words_of(cell.text))
            continue
        if here is not None:
            name = "" if both else named_in(here.name, without_units(cell.text) if _cut(heads, here) else cell.text)
            found.append(Numbers(i, here.part, name, key))
        elif part is not None or measured:
            name = "" if both or kinds[i] == "value" else words_of(cell.text)
            found.append(Numbers(i, None if measured else part, name, key))
        elif plain(cell.text) in bare:
            found.append(Numbers(i, "position", words_of(cell.text), key))
        else:
            unread.append(words_of(cell.text))
    return _paired(found), unread


def _said(heads: Sequence[Cell], taken: set[int | None]) -> list[Said | None]:
    """What each heading says of numbers, without units where positions and saliences then go together."""
    as_is = [None if i in taken else said_by(cell.text) for i, cell in enumerate(heads)]
    bare = [None if i in taken else said_by(without_units(cell.text)) for i, cell in enumerate(heads)]
    found = bare if not _go_together(as_is) and _go_together(bare) else as_is
    if not any(each is not None and each.part == "capability" for each in found):
        issues = {each.name for each in found if each is not None and each.name}
        weights = [None if i in taken or found[i] else weight_by(cell.text) for i, cell in enumerate(heads)]
        sure = [w if w is not None and w.name in issues else None for w in weights]
        if not any(sure) and sum(w is not None for w in weights) == 1:
            sure = [None if w is None else Said("capability", "") for w in weights]
        found = [each or w for each, w in zip(found, sure, strict=True)]
    return found


def _go_together(said: Sequence[Said | None]) -> bool:
    """Whether saliences are of the issues that positions are of, each once."""
    positions, saliences = (
        [each.name for each in said if each is not None and each.part == part] for part in ("position", "salience")
    )
    return sorted(set(positions)) == sorted(saliences) and len(set(positions)) == len(positions)


def _cut(heads: Sequence[Cell], said: Said) -> bool:
    """Whether a name was read without units."""
    return all((found := said_by(cell.text)) is None or found.name != said.name for cell in heads)


def _repeated(block: Block, kinds: Sequence[Kind | None], column: int) -> int | None:
    """The actors' column next to the left, where the headings have the same one again; None where they do not."""
    actors = [i for i, kind in enumerate(kinds) if kind == "actor"]
    same = [i for i in actors if actors and block.heads[i].text == block.heads[actors[0]].text]
    return max((i for i in same if i < column), default=None) if len(same) > 1 else None


def _paired(found: list[Numbers]) -> list[Numbers]:
    """One position and one salience go together, whatever they are called."""
    positions, saliences = ([each for each in found if each.part == part] for part in ("position", "salience"))
    if len(positions) == len(saliences) == 1 and positions[0].name != saliences[0].name:
        name = positions[0].name or saliences[0].name
        return [each._replace(name=name) if each.part in {"position", "salience"} else each for each in found]
    return found


def _is_no_number(block: Block, column: int, taken: set[int | None]) -> bool:
    """Whether a column without a part of its own stands before the names of the rows, or has words only."""
    texts = [row[column].text for row in block.body if not is_nothing(row[column].text)]
    worded = bool(texts) and not any(is_numeric(text) or text.startswith("=") for text in texts)
    ranked = bool(texts) and all(plain(text) in SCALE_WORDS for text in texts)
    return column < max((each for each in taken if each is not None), default=0) or (worded and not ranked)
