"""What is answered, as texts say it (`Rebels:insurgent`), and what is wrong with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from sim.scenario.phrases import listed, printable, shown, suggest
from sim.scenario.vocabulary import SEATS

ROLES = ("insurgent", "government", "patron", "mediator", "party")
MEDIATOR = "mediator"
SCENARIO = "a scenario"
BETWEEN = (",", ":", "+", "=")
NUMBER = r"([+-]?\d+(?:[.,]\d+)?)"
RANGE = re.compile(rf"{NUMBER}\s*(?:-|–|\.\.|\bto\b)\s*{NUMBER}\s*(.*)", re.DOTALL)
LARGEST = 1e12


class AnswerError(Exception):
    """An answer that cannot be used; the message says why, a line a mistake."""


class Party(NamedTuple):
    """Who is there."""

    title: str
    role: str


class Issue(NamedTuple):
    """What is at stake: who delivers it, and from where to where it goes; `guessed` if nobody said that."""

    title: str
    deliverer: str
    low: float = 0.0
    high: float = 100.0
    unit: str = "per cent"
    kind: Literal["continuous", "steps", "binary"] = "continuous"
    guessed: bool = True


class Rung(NamedTuple):
    """A step of talks, and the titles of what is settled on it; None if nobody said."""

    title: str
    issues: tuple[str, ...] | None = None


class Table(NamedTuple):
    """Who talks to whom, by title, and in which steps."""

    title: str
    parties: tuple[str, ...]
    rungs: tuple[Rung, ...]


class Answers(NamedTuple):
    """Everything that is answered. Titles refer to each other as they stand in parties and issues."""

    title: str
    as_of: date
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    tables: tuple[Table, ...]


def party_of(text: str) -> Party:
    """`NAME:ROLE`; without a role, one with the defaults of none."""
    title, colon, role = (part.strip() for part in text.rpartition(":"))
    if not colon:
        return Party(named(role, "a party"), "party")
    if role not in ROLES:
        guess = suggest(role, ROLES) or f"; there are {listed(ROLES)}"
        raise AnswerError(f"{shown(role)} is no role{guess}")
    return Party(named(title, "a party"), role)


def issue_of(text: str, parties: Sequence[Party]) -> Issue:
    """`TITLE:WHO DELIVERS IT:LOW-HIGH UNIT`, or `yes/no` in place of a range; without one, 0 to 100 per cent."""
    title, *rest = (part.strip() for part in text.split(":"))
    if len(rest) not in {1, 2} or not rest[0]:
        raise AnswerError(f"{shown(text)}: write TITLE:WHO DELIVERS IT, or TITLE:WHO DELIVERS IT:0-500 prisoners")
    who = one_of(rest[0], bargaining(parties), "party that bargains")
    return ranged(Issue(named(title, "an issue"), who), rest[1] if len(rest) > 1 else "")


def ranged(issue: Issue, text: str) -> Issue:
    """An issue with the range that a text gives it."""
    if not text:
        return issue
    if re.fullmatch(r"yes\s*/\s*no|yes or no", text, re.IGNORECASE):
        return issue._replace(low=0.0, high=1.0, unit="", kind="binary", guessed=False)
    found = RANGE.fullmatch(text)
    if found is None:
        raise AnswerError(f"{shown(text)} is no range: write 0-500 prisoners, 0-100 per cent, or yes/no")
    low, high = (float(number.replace(",", ".")) for number in found.groups()[:2])
    if low == high or max(abs(low), abs(high)) > LARGEST:
        raise AnswerError(f"{shown(text)}: the ends of a range differ, and are no larger than {LARGEST:g}")
    return issue._replace(low=low, high=high, unit=" ".join(found[3].split()), guessed=False)


def table_of(text: str, parties: Sequence[Party], issues: Sequence[Issue]) -> Table:
    """`TITLE:PARTY,PARTY:STEP,STEP`, a step perhaps with what is settled on it: `truce=Ceasefire+Prisoners`."""
    title, *rest = (part.strip() for part in text.split(":"))
    if len(rest) not in {1, 2}:
        raise AnswerError(f"{shown(text)}: write TITLE:PARTY,PARTY, or TITLE:PARTY,PARTY:STEP,STEP")
    seats = seats_of(rest[0], parties)
    return Table(named(title, "a table"), seats, rungs_of(rest[1] if len(rest) > 1 else "", issues))


def seats_of(text: str, parties: Sequence[Party]) -> tuple[str, ...]:
    """Who is at a table, mediators too, with commas between."""
    titles = [party.title for party in parties]
    found = tuple(dict.fromkeys(one_of(each, titles, "party") for each in parted(text)))
    seats = [title for title in found if title in bargaining(parties)]
    if not 2 <= len(seats) <= SEATS:
        raise AnswerError(f"{shown(text)}: 2 to {SEATS} parties bargain at a table, mediators not counted")
    return found


def rungs_of(text: str, issues: Sequence[Issue]) -> tuple[Rung, ...]:
    """Steps with commas between, from the first to the last; of none, one: an agreement."""
    found = tuple(_rung(each, [issue.title for issue in issues]) for each in parted(text)) or (Rung("agreement"),)
    titles = [rung.title.lower() for rung in found]
    if len({*titles}) < len(titles):
        raise AnswerError(f"{shown(text)}: two steps have one name")
    return found


def _rung(text: str, issues: Sequence[str]) -> Rung:
    title, equals, inside = text.partition("=")
    settled = tuple(one_of(each, issues, "issue") for each in parted(inside, "+")) if equals else None
    return Rung(named(title.strip(), "a step"), settled)


def parted(text: str, by: str = ",") -> list[str]:
    """The parts of a text that are not empty."""
    return [part.strip() for part in text.split(by) if part.strip()]


def named(title: str, kind: str) -> str:
    """A title on one line; AnswerError if it is empty, or has in it what stands between answers."""
    title = " ".join(title.split())
    if not title:
        raise AnswerError(f"{kind} has a name")
    if printable(title) != title:
        raise AnswerError(f"{shown(title)} has characters that cannot be seen")
    if kind != SCENARIO and (found := [each for each in BETWEEN if each in title]):
        raise AnswerError(f"{shown(title)}: leave out {listed(found)}, which would stand between answers")
    return title


def bargaining(parties: Iterable[Party]) -> list[str]:
    """Titles of those who bargain."""
    return [party.title for party in parties if party.role != MEDIATOR]


def one_of(word: str, titles: Sequence[str], kind: str) -> str:
    """The title that is meant, whatever its capitals; AnswerError, with what may be meant, if it is none."""
    found = next((title for title in titles if title.lower() == word.lower()), None)
    if not word:
        raise AnswerError(f"name one: {listed(titles, 'or')}")
    if found is None:
        guess = suggest(word, titles) or (f"; there are {listed(titles)}" if titles else "")
        raise AnswerError(f"{shown(word)} is no {kind}{guess}")
    return found


def mistakes(answers: Answers) -> Iterator[str]:
    """What is wrong with answers that are fine one by one."""
    if len(bargaining(answers.parties)) < 2:
        yield "it takes two parties that bargain (--party NAME:ROLE)"
    if not answers.issues:
        yield "it takes an issue that they disagree about (--issue TITLE:WHO DELIVERS IT)"
    for kind, titles in (("parties", answers.parties), ("issues", answers.issues), ("tables", answers.tables)):
        names = [each.title.lower() for each in titles]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            yield f"two {kind} are called {shown(name)}"
