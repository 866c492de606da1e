"""What a cell means as a day: 2018-12-31, and the forms that spreadsheets make of it."""

import datetime
import re

from sim.scenario.phrases import shown

DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\. ?([0-9]{4})")
SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T]00:00(?::00)?)?")


class NotADay(ValueError):
    """A cell that holds no day; the message says why."""


def day_in(text: str) -> datetime.date:
    """The day that a cell's text means: 2018-12-31, 31.12.2018, or 12/31/2018 where no other reading is a day.

    NotADay if it is none, or may be two (03/04/2018).
    """
    bare = text.strip()
    if found := YEAR_FIRST.fullmatch(bare):
        days = _possible((found[1], found[2], found[3]))
    elif found := DOTTED.fullmatch(bare):
        days = _possible((found[3], found[2], found[1]))
    elif found := SLASHED.fullmatch(bare):
        days = _possible((found[3], found[2], found[1]), (found[3], found[1], found[2]))
    else:
        days = set()
    if len(days) > 1:
        first, second = sorted(days)
        raise NotADay(f"{shown(bare)} may be {first} or {second}; write it so")
    if not days:
        raise NotADay(f"expected a date such as 2018-12-31, got {shown(bare)}")
    return days.pop()


def _possible(*readings: tuple[str, str, str]) -> set[datetime.date]:
    """The days among readings as year, month and day."""
    days = set()
    for reading in readings:
        try:
            days.add(datetime.date(*map(int, reading)))
        except ValueError:
            continue
    return days
