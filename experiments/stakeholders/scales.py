"""On which scales a table's numbers are: what is plain is taken, what may be two things is asked, and nothing is guessed."""

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from experiments.stakeholders.table import StakeholderError, Stakeholders, Topic, Wanted
from sim.scenario.phrases import listed, shown, suggest

HUNDRED = (0.0, 100.0)
CODES = frozenset((-999.0, -99.0, -98.0, -9.0, -8.0, 999.0, 998.0, 9999.0, -9999.0))
"""What tables write for a number that is missing."""
TENTH = 10.0  # positions on a scale to 100 reach beyond this
ENDS = re.compile(r"([-+]?[0-9.]+(?:e[-+]?[0-9]+)?)\s*(?:-|–|,|to|\.\.)\s*([-+]?[0-9.]+(?:e[-+]?[0-9]+)?)")


class Scales(NamedTuple):
    """What the user said of the scales: of saliences the top, of positions the two ends, for all issues or by title."""

    saliences: float | None = None
    positions: tuple[float, float] | None = None
    ranges: Mapping[str, tuple[float, float]] = {}


class Scaled(NamedTuple):
    """By what saliences are multiplied to be points of 100, the ends of each issue's range, and why those."""

    factor: float
    ends: Sequence[tuple[float, float]]
    why: Sequence[str]
    notes: Sequence[str]


def ends_of(text: str) -> tuple[float, float]:
    """`0-100`, `0,1`, `4..10` as two numbers; ValueError if it is not."""
    found = ENDS.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{shown(text)} is not two numbers such as 0-100")
    low, high = float(found[1]), float(found[2])
    if low == high:
        raise ValueError(f"{shown(text)}: the two ends must differ")
    return low, high


def scaled(table: Stakeholders, said: Scales, file: str) -> Scaled:
    """The scales of a table; StakeholderError asks what may be two things, or names what does not fit what was said."""
    factor, notes = _factor(table, said, file)
    unknown = [name for name in said.ranges if name not in {issue.title for issue in table.issues}]
    if unknown:
        titles = [issue.title for issue in table.issues]
        raise StakeholderError(
            f"--range: {shown(unknown[0])} is no issue of {file}{suggest(unknown[0], titles)}; "
            f"there are {listed(map(shown, titles))}"
        )
    asked: list[str] = []
    found = []
    for i in range(len(table.issues)):
        try:
            found.append(_ends(table, i, said, file))
        except StakeholderError as error:
            asked += error.problems
    if asked:
        raise StakeholderError(*asked)
    return Scaled(factor, [ends for ends, _ in found], [why for _, why in found], notes)


def _factor(table: Stakeholders, said: Scales, file: str) -> tuple[float, list[str]]:
    """By what saliences are multiplied."""
    given = [(actor.title, wanted) for actor in table.actors for wanted in actor.wanted.values()]
    most = max((wanted.salience for _, wanted in given), default=0.0)
    if table.shares:
        return 1.0, []
    top = said.saliences
    if top is not None:
        problems = [
            f"{_place(wanted, 1, file)}: the salience of {shown(name)} is {wanted.salience:g}, above {top:g}"
            for name, wanted in given
            if wanted.salience > top
        ]
        if problems:
            raise StakeholderError(*problems)
        return 100 / top, []
    if most > 100:
        name, worst = next(each for each in given if each[1].salience == most)
        raise StakeholderError(
            f"{_place(worst, 1, file)}: the salience of {shown(name)} is {most:g}; saliences are points from 0 to 100; "
            f"if they go to another number, say so: --saliences 0-{most:g}"
        )
    if given and most <= 1:
        raise StakeholderError(
            f"{file}: all {len(given)} saliences lie between 0 and 1: are they shares, or points of 100? "
            "Say which: --saliences 0-1 or --saliences 0-100"
        )
    few = f"Saliences go up to {most:g} only and are taken as points of 100; if they go to 10, say --saliences 0-10."
    return 1.0, [few] if 0 < most <= TENTH else []


def _ends(table: Stakeholders, number: int, said: Scales, file: str) -> tuple[tuple[float, float], str]:
    """The ends of an issue's range, and why those."""
    issue: Topic = table.issues[number]
    held = [(actor.title, actor.wanted[number]) for actor in table.actors if number in actor.wanted]
    told = said.ranges.get(issue.title) or said.positions
    if told is None and issue.ends is not None:
        return issue.ends, "as the file says"
    if told is not None:
        low, high = sorted(told)
        problems = [
            f"{_place(wanted, 0, file)}: the position of {shown(name)} on {shown(issue.title)} is {wanted.position:g}, "
            f"outside {low:g} to {high:g}"
            for name, wanted in held
            if not low <= wanted.position <= high
        ]
        if problems:
            raise StakeholderError(*problems)
        return told, "said when the table was read"
    positions = [wanted.position for _, wanted in held]
    if not positions:
        raise StakeholderError(f"{file}: no actor has a position on {shown(issue.title)} ({issue.where})")
    least, most = min(positions), max(positions)
    _no_codes(issue, held, file)
    if table.hundred and least >= 0 and most <= HUNDRED[1]:
        return HUNDRED, "tables of this kind have positions from 0 to 100"
    if least >= 0 and most <= 1:
        options = ["0-1", "0-100"] if len(table.issues) == 1 else [f"{issue.title}=0-1", f"{issue.title}=0-100"]
        one, hundred = (
            f"--{'positions' if len(table.issues) == 1 else 'range'} {shlex.quote(each)}" for each in options
        )
        raise StakeholderError(
            f"{file}: all positions on {shown(issue.title)} lie between 0 and 1: is that the whole range, or are they points "
            f"of 100? Say which: {one} or {hundred}"
        )
    if least >= 0 and TENTH < most <= HUNDRED[1]:
        return HUNDRED, "all positions lie between 0 and 100"
    if least == most:
        raise StakeholderError(
            f"{file}: all positions on {shown(issue.title)} are {least:g}, so that its range cannot be told; "
            f"say it: --range {shlex.quote(f'{issue.title}=LOW-HIGH')}"
        )
    return (least, most), "from the lowest to the highest position"


def _place(wanted: Wanted, part: int, file: str) -> str:
    """Where a position (0) or a salience (1) stands, as messages begin."""
    return wanted.places[part] or f"{file}: {wanted.where}"


def _no_codes(issue: Topic, held: Sequence[tuple[str, Wanted]], file: str) -> None:
    """StakeholderError where a position may be a code for a missing one: 999 among positions from 0 to 100."""
    codes = [(name, wanted) for name, wanted in held if wanted.position in CODES]
    others = [wanted.position for _, wanted in held if wanted.position not in CODES]
    if codes and others and all(0 <= position <= HUNDRED[1] for position in others):
        name, wanted = codes[0]
        raise StakeholderError(
            f"{_place(wanted, 0, file)}: the position of {shown(name)} on {shown(issue.title)} is {wanted.position:g}, "
            "and all others lie between 0 and 100: if that is a code for no position, leave both cells empty; if it is a "
            f"position, say the range: --range {shlex.quote(f'{issue.title}=LOW-HIGH')}"
        )
