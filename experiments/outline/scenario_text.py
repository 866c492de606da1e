"""Answers as a commented scenario: what nobody answered is guessed, and says so where it stands."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from experiments.outline.answers import MEDIATOR, Answers, Issue, Party, Rung, Table
from experiments.stakeholders.scenario_text import figure, names_of, quoted

SALIENCE = (30, 70)
"""Of every party on every issue, until somebody says who cares more about what."""
GUESS = "a guess"
WHO = "who is there, and as what, was answered; its numbers are the defaults of its role"
TALKS = "who talks was answered, and so were the steps; what is settled on each, where no comment says otherwise"


class _Ladder(NamedTuple):
    """A table with the names of its rungs and what is settled on each."""

    name: str
    table: Table
    rungs: list[tuple[str, Rung, list[str]]]

    @property
    def last(self) -> str:
        return self.rungs[-1][0]


class Outline:
    """The parts of a scenario that is being written."""

    def __init__(self, answers: Answers, path: str) -> None:
        self.answers, self.path = answers, path
        self.parties = _by_title([party.title for party in answers.parties], "party")
        self.issues = _by_title([issue.title for issue in answers.issues], "issue")
        self.ladders = list(self._ladders())

    def text(self) -> str:
        """The scenario as YAML."""
        parts = (self._head(), self._issues(), self._parties(), self._tables(), self._outcomes())
        return "".join(f"{line}\n" for part in parts for line in part)

    def _ladders(self) -> Iterator[_Ladder]:
        tables = self.answers.tables
        left = [issue.title for issue in self.answers.issues]
        for rung in (rung for table in tables for rung in table.rungs):
            left = [title for title in left if title not in (rung.issues or ())]
        for name, table in zip(names_of((table.title for table in tables), "table"), tables, strict=True):
            here = [title for title in left if len(tables) == 1 or self._deliverer(title) in table.parties]
            left = [title for title in left if title not in here]
            if table is tables[-1]:
                here, left = here + left, []
            rungs = names_of((rung.title for rung in table.rungs), "step")
            settled = _shared(table.rungs, here)
            yield _Ladder(name, table, list(zip(rungs, table.rungs, settled, strict=True)))

    def _deliverer(self, title: str) -> str:
        return next(issue.deliverer for issue in self.answers.issues if issue.title == title)

    def _head(self) -> Iterator[str]:
        first = self.ladders[0]
        aim = first.rungs[-1][1].title
        yield "# A first scenario. What you answered stands as you answered it; the rest is a guess, and says so: look for"
        yield '# "guess", replace each by what you know, and write what it rests on: {quoted: SOURCE, text: exact words},'
        yield "# {inferred: SOURCE, how: …} or {assumed: why}. Every key is in docs/scenario_reference.md."
        yield f"# Check it with `parley validate {self.path}`, read it with `parley show {self.path}`, play it with"
        yield f"# `parley run {self.path}`."
        yield "parley: 1"
        yield f"title: {quoted(self.answers.title)}"
        yield f"question: {quoted(f'Do they get to “{aim}” within three years?')}    # {GUESS}: put what you want to know"
        yield f"answers: {first.name}.{first.last}"
        yield f"as_of: {self.answers.as_of.isoformat()}    # what is known: nothing later may enter"
        yield f"time: {{step: month, rounds: 36}}    # {GUESS}: three years"
        yield ""

    def _issues(self) -> Iterator[str]:
        yield "# What is at stake. The first end of a range is how things stand today."
        yield "issues:"
        for issue in self.answers.issues:
            yield f"  {self.issues[issue.title]}:"
            yield f"    title: {quoted(issue.title)}"
            if issue.unit:
                yield f"    unit: {quoted(issue.unit)}"
            yield f"    range: [{figure(issue.low)}, {figure(issue.high)}]"
            if issue.kind != "continuous":
                yield f"    kind: {issue.kind}"
            yield f"    delivered_by: {self.parties[issue.deliverer]}"
            yield f"    evidence: {{assumed: {quoted(_why_range(issue))}}}"
        yield ""

    def _parties(self) -> Iterator[str]:
        yield "# Who wants what. `ideal`: the level that it would have; `salience`: 0–100, how much it cares. What a party"
        yield "# never accepts is beyond its red line (red_line: [30, 100]). No fighting is simulated: it takes `violence`"
        yield "# here, incidents a month, and a section `war`."
        yield "parties:"
        for party in self.answers.parties:
            yield f"  {self.parties[party.title]}:"
            yield f"    role: {party.role}"
            yield f"    title: {quoted(party.title)}"
            yield f"    evidence: {{assumed: {quoted(WHO)}}}"
            if party.role != MEDIATOR:
                yield "    positions:"
                for issue in self.answers.issues:
                    yield from self._position(party, issue)
        yield ""

    def _position(self, party: Party, issue: Issue) -> Iterator[str]:
        delivers = party.title == issue.deliverer
        ideal = issue.low if delivers else issue.high
        why = (
            "whoever delivers it would leave things as they are"
            if delivers
            else "who does not deliver it wants all of it"
        )
        low, high = SALIENCE
        yield f"      {self.issues[issue.title]}:"
        yield f"        ideal: {{value: {figure(ideal)}, evidence: {{assumed: {quoted(f'{GUESS}: {why}')}}}}}"
        care = quoted(f"{GUESS}: nobody said how much this party cares")
        yield f"        salience: {{uniform: [{low}, {high}], evidence: {{assumed: {care}}}}}"

    def _tables(self) -> Iterator[str]:
        yield "# Where they talk. Steps are climbed one after another; each has what is settled on it."
        yield "tables:"
        for name, table, rungs in self.ladders:
            mediators = [p.title for p in self.answers.parties if p.role == MEDIATOR and p.title in table.parties]
            seats = [title for title in table.parties if title not in mediators]
            yield f"  {name}:"
            yield f"    title: {quoted(table.title)}"
            yield f"    parties: [{self._names(seats)}]"
            if mediators:
                yield f"    mediators: [{self._names(mediators)}]"
            yield "    rungs:"
            for rung, about, settled in rungs:
                last = rung == rungs[-1][0]
                agenda = ", ".join(self.issues[title] for title in settled)
                guessed = f"    # {GUESS}: what is settled on this step" if about.issues is None else ""
                yield f"      - name: {rung}"
                yield f"        title: {quoted(about.title)}"
                yield f"        agenda: [{agenda}]{guessed}"
                if last:
                    yield f"        binding: true    # {GUESS}: the last step is signed and ratified"
            yield f"    evidence: {{assumed: {quoted(TALKS)}}}"
        yield ""

    def _names(self, titles: Sequence[str]) -> str:
        return ", ".join(self.parties[title] for title in titles)

    def _outcomes(self) -> Iterator[str]:
        yield "# How a history ends: the first that holds. The last one always does."
        yield "outcomes:"
        many = len(self.ladders) > 1
        for name, table, rungs in self.ladders:
            before = f"{table.title}: " if many else ""
            for rung, about, _ in reversed(rungs):
                more = "" if rung == rungs[-1][0] else ", and no further"
                title = quoted(f"{before}{about.title}{more}")
                key = f"{name}_{rung}" if many else f"got_to_{rung}"
                yield f"  {key}: {{title: {title}, table: {name}, reached: {rung}}}"
        for name, table, _ in self.ladders:
            title = quoted(f"{table.title}: broken off for good")
            yield f"  {name}_broken_off: {{title: {title}, table: {name}, collapsed: true}}"
        yield "  nothing: {title: Nothing agreed, otherwise: true}"


def _by_title(titles: Sequence[str], kind: str) -> dict[str, str]:
    return dict(zip(titles, names_of(titles, kind), strict=True))


def _shared(rungs: Sequence[Rung], left: Sequence[str]) -> list[list[str]]:
    """What is settled on each step: what was said, and on steps of which nothing was said the rest in equal shares.

    If something was said of every step, the rest is settled on the last.
    """
    open_ = [i for i, rung in enumerate(rungs) if rung.issues is None] or [len(rungs) - 1]
    found = [list(rung.issues or ()) for rung in rungs]
    for place, i in enumerate(open_):
        found[i] += left[place * len(left) // len(open_) : (place + 1) * len(left) // len(open_)]
    return found


def _why_range(issue: Issue) -> str:
    return (
        f"{GUESS}: the range; who delivers it was answered"
        if issue.guessed
        else "range and who delivers it were answered"
    )
