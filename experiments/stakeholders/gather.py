"""From all that tables say, cell by cell, to actors, issues, and what each actor wants; and what is missing or twice."""

from collections.abc import Iterator, Sequence
from itertools import chain

from experiments.sheets.sheet import Cell, NotANumber
from experiments.stakeholders.capabilities import MEAN, Weighing
from experiments.stakeholders.cells import Read, is_nothing, number_of
from experiments.stakeholders.claims import Claim, Told
from experiments.stakeholders.headings import plain
from experiments.stakeholders.names import Names
from experiments.stakeholders.page import Fault, Page
from experiments.stakeholders.table import Actor, StakeholderError, Topic, Wanted, letter
from experiments.stakeholders.words import PARTS, STATUS_QUO, Part
from experiments.words.sentences import counted
from sim.scenario.phrases import listed, shown, suggest

NO_SALIENCE = 50.0
"""Salience where a table gives none: only the ratios between an actor's issues matter."""
LISTED = 8  # names in one note
LEAVE_OUT = "leave both out where there is no stake"


class Gathering:
    """Puts the claims of tables together, noting what is wrong with them, and what their reader should know."""

    def __init__(self, told: Sequence[Told], alone: str) -> None:
        self.problems = [problem for each in told for problem in each.problems]
        self.notes = list(dict.fromkeys(note for each in told for note in each.notes))
        self.actors, self.issues = Names(), Names()
        self.claims: dict[tuple[str, str, Part], Claim] = {}
        """By actor, issue and part."""
        self.weights: dict[str, list[Claim]] = {}
        """Capabilities by actor."""
        self.about: dict[str, str] = {}
        self._first: dict[tuple[str, str], Claim] = {}
        self._twice: set[tuple[int, str, int, int]] = set()
        self._read: dict[int, Read | None] = {}
        titles = bare_issues(told, alone)
        for table, each in enumerate(told):
            for claim in each.claims:
                self._take(claim, table, titles[table])
            named = {claim.actor for claim in each.claims}
            for name, words in each.about.items():
                if name in named:
                    self.about.setdefault(self.actors.of(name, table), words)

        self._leave_out_status_quo()

    def _leave_out_status_quo(self) -> None:
        """Leave out positions that are nobody's, but how things stand, or where it ended."""
        for actor in [name for name in self.actors.titles if plain(name) in STATUS_QUO]:
            stakes = [claim for key, claim in self.claims.items() if key[0] == actor and key[2] == "salience"]
            if all(is_nothing(claim.cell.text) for claim in [*stakes, *self.weights.get(actor, ())]):
                del self.actors.titles[actor]
                self.weights.pop(actor, None)
                for key in [key for key in self.claims if key[0] == actor]:
                    del self.claims[key]
                self.notes.append(
                    f"{shown(actor)} has positions only, and is no actor: how things stand is the first end of a range."
                )

    def _take(self, claim: Claim, table: int, alone: str) -> None:
        actor = self.actors.of(claim.actor, table)
        self._seen("actor", actor, self.actors, claim)
        if claim.part == "capability":
            self.weights.setdefault(actor, []).append(claim)
            return
        issue = self.issues.of(claim.issue or alone, table)
        self._seen("issue", issue, self.issues, claim)
        before = self.claims.setdefault((actor, issue, claim.part), claim)
        row = (claim.page.number, claim.page.title, claim.row.line, claim.row.column)
        if before is not claim and row not in self._twice:
            self._twice.add(row)
            self.problems.append(_stands_twice(claim, before, actor, issue))

    def _seen(self, what: str, title: str, names: Names, claim: Claim) -> None:
        """Note where an actor or issue stands first, and where it is like another but for its capitals."""
        if (what, title) in self._first:
            return
        self._first[what, title] = claim
        like = names.but_for_capitals(title)
        if like is not None and (what, like) in self._first:
            there = self._first[what, like]
            said = f"the {what} is {shown(title)} here and {shown(like)} in {there.page.place(there.row)}: write both alike"
            self.problems.append(claim.page.problem(claim.row, f"{said}, or so that they differ"))

    def read(self, claim: Claim | None) -> Read | None:
        """The number of a claim; None where there is none, or a wrong one, which is noted once."""
        if claim is None or is_nothing(claim.cell.text):
            return None
        if id(claim) not in self._read:
            self._read[id(claim)] = self._number(claim)
        return self._read[id(claim)]

    def _number(self, claim: Claim) -> Read | None:
        try:
            found = number_of(claim.page, claim.cell)
        except NotANumber as error:
            self.wrong(claim, f"{claim.part}: {error}")
            return None
        if claim.part != "position" and found.value < 0:
            self.wrong(claim, f"{claim.part} may not be below 0, got {found.value:g}")
            return None
        return found

    def wrong(self, claim: Claim, said: str) -> None:
        """Note what is wrong with a cell."""
        self.problems.append(claim.page.problem(claim.cell, said, claim.head))

    def marked(self) -> int:
        """How many numbers had marks of footnotes."""
        return sum(found is not None and found.marked for found in self._read.values())

    def first(self, actor: str) -> Claim:
        """The first cell about an actor."""
        return self._first["actor", actor]

    def has(self, part: Part) -> bool:
        """Whether anything is said of a part."""
        return bool(self.weights) if part == "capability" else any(key[2] == part for key in self.claims)

    def wanted(self, actor: str, issue: str) -> Wanted | None:
        """What an actor wants on an issue; None where it says nothing, or something wrong, which is noted."""
        have, care = (self.claims.get((actor, issue, part)) for part in ("position", "salience"))
        position, salience = self.read(have), self.read(care)
        unreadable = any(
            claim is not None and value is None and not is_nothing(claim.cell.text)
            for claim, value in ((have, position), (care, salience))
        )
        if unreadable or (position is None and (salience is None or salience.value == 0)):
            return None
        if have is None or position is None:
            if have is not None:
                self.wrong(have, f"the position is missing, and there is a salience; {LEAVE_OUT}")
            return None
        if care is None and not self.has("salience"):
            return Wanted(
                position.value,
                NO_SALIENCE,
                f"position in {_place(have)}; the table gives no saliences",
                have.page.number,
                (have.page.mark(have.cell), ""),
            )
        if care is None or salience is None:
            if care is not None:
                self.wrong(care, f"the salience is missing, and there is a position; {LEAVE_OUT}")
            return None
        places = have.page.mark(have.cell), care.page.mark(care.cell)
        return Wanted(position.value, salience.value, _where(have, care), have.page.number, places)

    def topics(self) -> list[Topic]:
        """All issues, in order."""
        found = []
        for title in self.issues.titles:
            claim = self._first["issue", title]
            across = claim.head.column == claim.cell.column and not claim.in_row
            where = f"column {letter(claim.head.column - 1)}" if across else f"first in row {claim.cell.line}"
            where = claim.page.place(claim.head if across else claim.cell) if claim.page.workbook else where
            found.append(Topic(title, _of_page(claim, where), source=claim.page.number))
        return found

    def unmatched(self) -> None:
        """Note who or what has positions and no saliences, or the reverse: each once, with what may be meant."""
        if not self.has("salience"):
            return
        for at, names, what in ((1, self.issues, "issue"), (0, self.actors, "actor")):
            said = {part: {key[at] for key in self.claims if key[2] == part} for part in ("position", "salience")}
            positions = [name for name in names.titles if name in said["position"] - said["salience"]]
            saliences = [name for name in names.titles if name in said["salience"] - said["position"]]
            for name in saliences:
                like = suggest(name, positions)
                positions = [each for each in positions if not like or f"mean {shown(each)}?" not in like]
                self._unmatched(
                    what, at, name, "salience", f"there are saliences for {shown(name)}, and no positions{like}"
                )
            for name in positions:
                self._unmatched(what, at, name, "position", f"there are positions for {shown(name)}, and no saliences")

    def _unmatched(self, what: str, at: int, name: str, part: str, said: str) -> None:
        claim = next(claim for key, claim in self.claims.items() if key[at] == name and key[2] == part)
        names_column = (what == "issue") != claim.in_row
        cell = claim.head if names_column else claim.row
        self.problems.append(claim.page.problem(cell, said))

    def mixed_percent(self) -> None:
        """Note a number without a sign for per cent, where others of its kind have one, or the reverse."""
        kinds: dict[tuple[str, str], list[tuple[Claim, Read]]] = {}
        weights = ((actor, "", "capability", claim) for actor, claims in self.weights.items() for claim in claims)
        for _, issue, part, claim in chain(((*key, claim) for key, claim in self.claims.items()), weights):
            found = self.read(claim)
            if found is not None and found.value != 0:
                kinds.setdefault((part, issue if part == "position" else ""), []).append((claim, found))
        for (kind, _), given in kinds.items():
            signed = sum(found.percent for _, found in given)
            if 0 < signed < len(given):
                rare = signed * 2 <= len(given)
                claim = next(claim for claim, found in given if found.percent == rare)
                self.wrong(
                    claim, f"{kind}: {shown(claim.cell.text)} is {_signed(rare)}, and others are {_signed(not rare)}"
                )


def _signed(percent: bool) -> str:
    return "in per cent" if percent else "not in per cent"


def bare_issues(told: Sequence[Told], alone: str) -> list[str]:
    """What an issue is called that its table does not name, by table: as the table or its page where there are several."""
    named = {c.issue for each in told for c in each.claims if c.issue and c.part == "position"}
    titles = [each.title or next((c.page.title for c in each.claims), "") for each in told]
    stances = [
        title
        for title, each in zip(titles, told, strict=True)
        if any(c.part == "position" and not c.issue for c in each.claims)
    ]
    if len(named) == 1 and not stances:
        return [named.pop()] * len(told)
    return titles if len(set(stances)) > 1 else [alone] * len(told)


def _stands_twice(claim: Claim, before: Claim, actor: str, issue: str) -> Fault:
    if claim.row == before.row and claim.page == before.page:
        columns = f"{letter(before.head.column - 1)} and {letter(claim.head.column - 1)}"
        return claim.page.problem(claim.head, f"two {claim.part} columns for {shown(issue)}: {columns}")
    said = f"the {claim.part} of {shown(actor)} on {shown(issue)} stands in {_place(before)} already"
    return claim.page.problem(claim.row, said)


def _place(claim: Claim) -> str:
    return _of_page(claim, claim.page.place(claim.cell))


def _of_page(claim: Claim, where: str) -> str:
    """A place with its file, where several were given."""
    return f"{where} of {claim.page.file.name}" if claim.page.several else where


def _where(have: Claim, care: Claim) -> str:
    """Where a position and a salience stand."""
    if have.cell.line == care.cell.line and have.page == care.page and not have.page.workbook:
        columns = [letter(claim.cell.column - 1) for claim in (have, care)]
        return _of_page(have, f"row {have.cell.line}: position in column {columns[0]}, salience in column {columns[1]}")
    return f"position in {_place(have)}; salience in {_place(care)}"


def actors_of(gathering: Gathering, weighing: Weighing) -> list[Actor]:
    """All actors, with what each wants; what is wrong is noted."""
    issues = list(gathering.issues.titles)
    gathering.unmatched()
    found = []
    for name in gathering.actors.titles:
        wanted = {i: each for i, issue in enumerate(issues) if (each := gathering.wanted(name, issue)) is not None}
        value, where, source = weighing.of(name, gathering.first(name))
        found.append(Actor(name, gathering.about.get(name, ""), value, where, wanted, source))
    gathering.mixed_percent()
    return found


def missing(gathering: Gathering, actors: Sequence[Actor]) -> Iterator[str]:
    """What tables do not say, in sentences."""
    if not gathering.has("salience"):
        yield f"The table gives no saliences: each is set to {NO_SALIENCE:g} of 100."
    if all(actor.capability is None for actor in actors):
        yield "The table gives no capabilities: all actors are given the same, 1."
    means = [actor.title for actor in actors if actor.where.startswith(MEAN)]
    if means:
        yield (
            f"Capabilities differ by issue: the mean was taken for {listed([shown(each) for each in means[:LISTED]])}"
            + (f" and {len(means) - LISTED} more." if len(means) > LISTED else ".")
        )
    idle = [actor.title for actor in actors if not actor.wanted]
    if idle:
        yield f"No position is given for {listed(map(shown, idle))}."
    if marked := gathering.marked():
        yield f"Marks of footnotes were left out beside {counted(marked, 'number')}."


def must_have_positions(gathering: Gathering, page: Page, head: Cell) -> None:
    """StakeholderError where no table gives positions."""
    if not gathering.has("position") and not gathering.problems:
        words = listed(PARTS["position"][:9], "or")
        said = f"no actor has a position; headings or titles should have one of the words {words}, with numbers below"
        raise StakeholderError(page.problem(head, said).said)
