"""One mistake, one message: what is wrong only because something else is, is left out; what is meant once is said once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Self

from sim.scenario.document import Document, Loc, Problem, in_order
from sim.scenario.phrases import listed

FEW = 6  # lines that are listed one by one

Found = tuple[Loc, str]


class Unknown(str):
    """That there is nothing of some name, in words, with what it would be (`party`) and the name."""

    __slots__ = ("kind", "name")
    kind: str
    name: str

    def __new__(cls, words: str, kind: str, name: str) -> Self:
        """Keep the words, and what they are about."""
        made = super().__new__(cls, words)
        made.kind, made.name = kind, name
        return made


def causes(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what was found, without what is unknown only because what it would be part of is (`PARTY.DEMAND`)."""
    everything = list(found)
    absent = {message.name for _, message in everything if isinstance(message, Unknown) and "." not in message.name}
    for loc, message in everything:
        if not (isinstance(message, Unknown) and message.name.partition(".")[0] in absent - {message.name}):
            yield loc, message


def told_once(document: Document, found: Iterable[Found]) -> tuple[Problem, ...]:
    """Return what was found as problems at their places, in order; a name that is unknown, once for all its places."""
    given = [(document.problem(loc, message, key=getattr(loc, "is_key", False)), message) for loc, message in found]
    whole = [problem for problem, message in given if not isinstance(message, Unknown)]
    unknown = sorted((problem.message, problem) for problem, message in given if isinstance(message, Unknown))
    for _, group in groupby(unknown, key=itemgetter(0)):
        whole.append(_first([problem for _, problem in group]))
    return in_order(whole)


def _first(problems: Sequence[Problem]) -> Problem:
    """The first of problems that say the same, with the lines of the others, as far as they stand in the same file."""
    first = problems[0]
    lines = sorted({each.mark.line for each in problems[1:] if each.mark.file == first.mark.file} - {first.mark.line})
    if not lines:
        return first
    others = listed(map(str, lines)) if len(lines) <= FEW else f"{', '.join(map(str, lines[:FEW]))} …"
    return first._replace(message=f"{first.message} (also on line{'s' if len(lines) > 1 else ''} {others})")
