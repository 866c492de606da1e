"""Pages of cells, each with one table or several, to one table of stakeholders."""

from collections.abc import Sequence
from typing import NamedTuple

from experiments.stakeholders.above import Above, above
from experiments.stakeholders.blocks import Block, alone, blocks_in
from experiments.stakeholders.capabilities import Choice, Weighing
from experiments.stakeholders.claims import Told
from experiments.stakeholders.gather import Gathering, actors_of, missing, must_have_positions
from experiments.stakeholders.page import Page, turned
from experiments.stakeholders.rows import told_by
from experiments.stakeholders.table import StakeholderError, Stakeholders
from experiments.stakeholders.words import Part
from experiments.words.sentences import counted
from sim.scenario.phrases import listed, shown
from sim.scenario.yaml_text import MAX_BYTES

MOST_POSITIONS = MAX_BYTES // 100
"""A position takes a hundred letters and more with its salience and its evidence."""


class Tables(NamedTuple):
    """The tables of a page, and what they say."""

    page: Page
    blocks: Sequence[Block]
    told: Sequence[Told]

    def parts(self) -> set[Part]:
        """Of what there are numbers."""
        return {claim.part for each in self.told for claim in each.claims}

    def whole(self) -> bool:
        """Whether headings say of themselves what are positions, without a title."""
        return any(
            block.part is None and any(claim.part == "position" for claim in told.claims)
            for block, told in zip(self.blocks, self.told, strict=True)
        )


def stakeholders_in(pages: Sequence[Page], title: str, choice: Choice, *, together: bool) -> Stakeholders:
    """The table that is on pages; StakeholderError names file and place of each mistake.

    `together`: all pages belong together. Else one with positions is read, and of the others what it does not have.
    """
    found = [tables for page in pages if (tables := tables_of(page)).told]
    narrow = next((page for page in pages if len(page.grid[0]) == 1), None)
    if narrow is not None and len(pages) == 1:
        said = "a row has one cell only; the cells of a row are separated by commas, semicolons, tabs or bars"
        raise StakeholderError(narrow.problem(narrow.grid[0][0], said).said)
    if not found:
        raise StakeholderError(_no_headings(pages))
    for empty in (block for tables in found for block in tables.blocks if not block.body):
        raise StakeholderError(empty.page.problem(empty.heads[0], "no row follows the headings").said)
    used = found if together else _chosen(found)
    used = _with_known_actors(used)
    notes = [told.guess for tables in used for told in tables.told if told.guess]
    notes += _not_read(pages, [tables.page for tables in used])
    head = next((above(tables.blocks[0].above) for tables in used if tables.blocks[0].above), Above())
    gathering = Gathering([told for tables in used for told in tables.told], head.about or head.title or title)
    first = used[0].blocks[0]
    must_have_positions(gathering, first.page, next(cell for cell in first.heads if cell.text))
    _not_too_many(gathering, pages)
    actors = actors_of(gathering, Weighing(gathering.weights, gathering.read, gathering.wrong, choice))
    if gathering.problems:
        raise StakeholderError(*dict.fromkeys(fault.said for fault in sorted(gathering.problems)))
    issues = gathering.topics()
    notes = [
        *gathering.notes,
        *notes,
        *missing(gathering, actors),
        *head.differs(len(actors), len(issues)),
        *_encodings(used),
    ]
    return Stakeholders(head.title or title, head.about, issues, actors, notes, hundred=head.actors is not None)


def _not_too_many(gathering: Gathering, pages: Sequence[Page]) -> None:
    """StakeholderError, before all numbers are read, where no scenario can hold them."""
    many = sum(part == "position" for _, _, part in gathering.claims)
    if many > MOST_POSITIONS:
        actors, issues = len(gathering.actors.titles), len(gathering.issues.titles)
        raise StakeholderError(
            f"{pages[0].file}: {counted(actors, 'actor')} and {counted(issues, 'issue')} have {many:,} positions, and a "
            f"scenario of {MAX_BYTES:,} bytes has room for {MOST_POSITIONS:,} at most: take those that count"
        )


def tables_of(page: Page) -> Tables:
    """The tables of a page, with actors in rows or in columns; none where there are no headings of either."""
    straight = _tables(page, page, across=False)
    if straight.whole():
        return straight
    first = next((i for i, row in enumerate(page.grid) if not alone(row)), 0)
    aside = _tables(page, turned(page._replace(grid=page.grid[first:])), across=True)
    aside = aside._replace(blocks=[block._replace(above=page.grid[:first]) for block in aside.blocks])
    return aside if aside.whole() or not straight.told else straight


def _tables(page: Page, read: Page, *, across: bool) -> Tables:
    blocks = blocks_in(read, turned=across)
    return Tables(page, blocks, [told_by(block) for block in blocks])


def _chosen(found: Sequence[Tables]) -> Sequence[Tables]:
    """The first page with positions, and others that say what is not said yet."""
    main = next((tables for tables in found if "position" in tables.parts()), found[0])
    used, have, left = [main], main.parts(), []
    for tables in found:
        if tables is main:
            continue
        if tables.parts() & have:
            left.append(tables)
        else:
            used.append(tables)
            have |= tables.parts()
    again = [tables for tables in left if "position" in tables.parts()]
    if again and all(_one_issue(tables) for tables in [main, *again]):
        titles = [shown(tables.page.title) for tables in [main, *again]]
        raise StakeholderError(
            f"{main.page.file}: the sheets {listed(titles)} each have a whole table of one issue: --sheet all reads each "
            f"sheet as an issue, --sheet {titles[0]} reads that one only"
        )
    return used


def _not_read(pages: Sequence[Page], read: Sequence[Page]) -> list[str]:
    """A sentence about the sheets that are not read."""
    used = {(page.number, page.title) for page in read}
    titles = [page.title for page in pages if (page.number, page.title) not in used]
    titles += dict.fromkeys(title for page in pages for title in page.hidden)
    if not titles:
        return []
    many = len(titles) > 1
    names = listed([shown(title) for title in titles])
    return [f"Sheet{'s' if many else ''} {names} {'were' if many else 'was'} not read; --sheet names one."]


def _with_known_actors(used: Sequence[Tables]) -> list[Tables]:
    """Tables with issues in rows, where nothing says so but that other tables have their columns as actors."""
    sure = {claim.actor for tables in used for told in tables.told if not told.guess for claim in told.claims}
    return [
        tables._replace(
            told=[_across(block, told, sure) for block, told in zip(tables.blocks, tables.told, strict=True)]
        )
        for tables in used
    ]


def _across(block: Block, told: Told, actors: set[str]) -> Told:
    """What a table says, with issues in rows where its columns are known actors; no guess where its rows are."""
    if not told.guess:
        return told
    if _is_across(told, actors):
        return told_by(block._replace(issues_in_rows=True))
    return told._replace(guess="") if any(claim.actor in actors for claim in told.claims) else told


def _is_across(told: Told, actors: set[str]) -> bool:
    """Whether what was taken as issues are known actors, and what was taken as actors are none."""
    issues, taken = {claim.issue for claim in told.claims}, {claim.actor for claim in told.claims}
    return len(issues & actors) * 2 > len(issues) and not taken & actors


def _one_issue(tables: Tables) -> bool:
    return all(not claim.issue for told in tables.told for claim in told.claims)


def _encodings(used: Sequence[Tables]) -> list[str]:
    """What to look at where a file's letters are those of one half of the world, for want of a mark."""
    return [
        f"{tables.page.file.name} is not UTF-8 and was read as Windows-1252: if letters look wrong, save it as CSV (UTF-8)."
        for tables in used
        if tables.page.sheet.dialect.encoding == "windows-1252"
    ]


def _no_headings(pages: Sequence[Page]) -> str:
    page = pages[0]
    cells = [cell for row in page.grid[:1] for cell in row if cell.text]
    has = listed([shown(cell.text) for cell in cells][:8])
    said = (
        "no row has headings for actors and positions; expected are actor, issue, position, salience and capability, or "
        "actor, capability and a position and a salience for each issue, or tables called positions, saliences and "
        f"capabilities, each with actors in rows and issues in columns; the first row has {has}"
    )
    hidden = (
        f"; hidden sheets were not read: {listed(map(shown, page.hidden))}, --sheet names one" if page.hidden else ""
    )
    return page.problem(page.grid[0][0], said + hidden).said
