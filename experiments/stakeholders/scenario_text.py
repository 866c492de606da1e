"""A table of stakeholders as a commented scenario: every number says in which row and column it stands."""

import datetime
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from experiments.stakeholders.scales import Scaled
from experiments.stakeholders.table import Actor, StakeholderError, Stakeholders, Topic, Wanted
from experiments.words.sentences import counted
from sim.scenario.phrases import listed, printable, shown, suggest
from sim.scenario.vocabulary import SEATS

LONGEST = 48  # letters of a name
NO_NAMES = frozenset(("all", "true", "false", "null", "yes", "no", "on", "off", "y", "n"))
"""What YAML takes for something else than text, or a scenario for something else than a name."""
ALIKE = "the table gives no weights, so all weigh the same"


class Written(NamedTuple):
    """What is written: a table on its scales, the files that it came from, the day of its knowledge, and who sits."""

    table: Stakeholders
    scales: Scaled
    files: Sequence[str]
    as_of: datetime.date
    seats: Sequence[str]
    """Titles of the actors at the table; nobody where talks are not to be simulated."""


def names_of(titles: Iterable[str], kind: str) -> list[str]:
    """A name for each title, as a scenario's keys are: small letters, digits and underscores; no two alike."""
    found: list[str] = []
    for i, title in enumerate(titles, start=1):
        letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        name = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:LONGEST].strip("_") or f"{kind}_{i}"
        name = f"{kind}_{name}" if name in NO_NAMES or not name[0].isalpha() else name
        bare, again = name, 2
        while name in found:
            name, again = f"{bare}_{again}", again + 1
        found.append(name)
    return found


def text(written: Written, path: str) -> str:
    """The scenario as YAML with comments; `path` is where it will stand. StakeholderError if a seat is nobody's."""
    return "\n".join(_Text(written, path).lines()) + "\n"


class _Text:
    """The parts of a scenario that is being written."""

    def __init__(self, written: Written, path: str) -> None:
        self.written, self.path = written, path
        self.table = written.table
        self.issues = names_of((issue.title for issue in self.table.issues), "issue")
        self.actors = names_of((actor.title for actor in self.table.actors), "actor")
        self.seated = self._seated()

    def _seated(self) -> list[int]:
        """Who sits at the table, by number."""
        titles = [actor.title for actor in self.table.actors]
        for seat in self.written.seats:
            if seat not in titles:
                raise StakeholderError(f"--seats: {shown(seat)} is no actor of the table{suggest(seat, titles)}")
        seated = [i for i, title in enumerate(titles) if title in self.written.seats]
        if self.written.seats and len(seated) < 2:
            raise StakeholderError("--seats: it takes two actors to talk")
        if len(seated) > SEATS:
            raise StakeholderError(
                f"--seats: {len(seated)} actors are more than the {SEATS} that a table has room for; name those who talk"
            )
        return seated

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._issues()
        yield from self._parties()
        yield from self._talks()

    def _head(self) -> Iterator[str]:
        files = listed(map(printable, self.written.files))
        many = f"{counted(len(self.table.actors), 'actor')}, {counted(len(self.table.issues), 'issue')}"
        yield f"# Read from {files}: {many}. Every number says where it stands there."
        yield f"# Where it all ends by classical models: `parley rivals {self.path}`."
        if self.seated:
            yield f"# Talks: `parley run {self.path}`. What the table cannot say of them is assumed: change it to your case."
        else:
            yield "# To simulate talks, parley must know who delivers each issue, who sits where, and what counts as an end:"
            yield '# `parley init NAME --from FILE --seats "A, B"` writes a start of that for those who sit at a table.'
        for note in self.table.notes:
            yield f"# {printable(note)}"
        for note in self.written.scales.notes:
            yield f"# {note}"
        yield "parley: 1"
        yield f"title: {quoted(self.table.title)}"
        if self.seated:
            yield "question: Do they agree?"
            yield "answers: talks.agreement"
        day = self.written.as_of.isoformat()
        yield f"as_of: {day}                  # what is known: put the day of the table's knowledge here"
        about = f", note: {quoted(self.table.about)}" if self.table.about else ""
        yield "sources:"
        for name, file in zip(self.sources(), self.written.files, strict=True):
            yield f"  {name}: {{title: {quoted(file)}, date: {day}{about}}}"
        yield ""

    def sources(self) -> list[str]:
        """A name for each file."""
        many = len(self.written.files)
        return ["table"] if many == 1 else [f"table_{i}" for i in range(1, many + 1)]

    def _issues(self) -> Iterator[str]:
        yield "# What is at stake. The first end of a range is how things stand: turn it round where that is the other end."
        yield "issues:"
        for i, issue in enumerate(self.table.issues):
            yield from self._issue(i, issue)
        yield ""

    def _issue(self, i: int, issue: Topic) -> Iterator[str]:
        low, high = self.written.scales.ends[i]
        yield f"  {self.issues[i]}:"
        yield f"    title: {quoted(issue.title)}"
        yield f"    range: [{figure(low)}, {figure(high)}]"
        if issue.options:
            yield f"    kind: {'binary' if len(issue.options) == 2 else 'steps'}"
            yield f"    note: {quoted(', '.join(f'{level} {option}' for level, option in enumerate(issue.options)))}"
        why = f"the range ({issue.where}): {self.written.scales.why[i]}"
        told = f"inferred: {self.sources()[issue.source]}, how:" if issue.ends else "assumed:"
        yield f"    evidence: {{{told} {quoted(why)}}}"
        if self.seated:
            yield f"    delivered_by: {self._deliverer(i)}    # assumed: of those at the table, nearest to how things stand"

    def _deliverer(self, issue: int) -> str:
        """Who delivers an issue: of those at the table who care, the one that is nearest to how things stand."""
        start = self.written.scales.ends[issue][0]

        def distance(i: int) -> tuple[float, float]:
            wanted = self.table.actors[i].wanted[issue]
            return abs(wanted.position - start), -wanted.salience

        holders = (i for i in self.seated if issue in self.table.actors[i].wanted)
        return self.actors[min(holders, key=distance, default=self.seated[0])]

    def _parties(self) -> Iterator[str]:
        yield "# Who wants what. `ideal`: what it would have; `salience`: 0-100, how much it cares; `capability`: its weight,"
        yield "# which classical models know and talks do not."
        yield "parties:"
        for i, actor in enumerate(self.table.actors):
            yield from self._party(i, actor)
        yield ""

    def _party(self, i: int, actor: Actor) -> Iterator[str]:
        yield f"  {self.actors[i]}:"
        yield "    role: party"
        yield f"    title: {quoted(actor.title)}"
        if actor.about:
            yield f"    note: {quoted(actor.about)}"
        weight = 1.0 if actor.capability is None else actor.capability
        because = (
            f"inferred: {self.sources()[actor.source]}, how: {quoted(actor.where)}"
            if actor.where
            else f"assumed: {quoted(ALIKE)}"
        )
        yield f"    capability: {{value: {figure(weight)}, evidence: {{{because}}}}}"
        if not actor.wanted:
            return
        yield "    positions:"
        for issue, wanted in actor.wanted.items():
            yield f"      {self.issues[issue]}: {self._position(wanted)}"

    def _position(self, wanted: Wanted) -> str:
        factor = self.written.scales.factor
        where = wanted.where + ("" if factor == 1 else f", times {figure(factor)}")
        salience = float(f"{wanted.salience * factor:.12g}")
        return (
            f"{{ideal: {figure(wanted.position)}, salience: {figure(salience)}, "
            f"evidence: {{inferred: {self.sources()[wanted.source]}, how: {quoted(where)}}}}}"
        )

    def _talks(self) -> Iterator[str]:
        if not self.seated:
            return
        held = {issue for i in self.seated for issue in self.table.actors[i].wanted}
        agenda = ", ".join(self.issues[issue] for issue in sorted(held))
        yield "# Where they talk: one step that settles all. Talks that build up have several: docs/scenario_reference.md."
        yield "tables:"
        yield "  talks:"
        yield "    title: Talks"
        yield f"    parties: [{', '.join(self.actors[i] for i in self.seated)}]"
        yield "    rungs:"
        yield f"      - {{name: agreement, agenda: [{agenda}], binding: true}}"
        yield '    evidence: {assumed: "who sits, and that all is settled at once: the table says nothing of talks"}'
        yield ""
        yield "# How a history ends: the first that holds."
        yield "outcomes:"
        yield "  agreement: {title: An agreement, table: talks, reached: agreement}"
        yield "  none: {title: No agreement, otherwise: true}"


def figure(value: float) -> str:
    """A number as a file has it: `75.79`, `100`."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def quoted(words: str) -> str:
    """A text as YAML, whatever is in it."""
    return json.dumps(printable(" ".join(words.split())), ensure_ascii=False)
