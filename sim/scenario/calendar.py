"""Rounds and dates: round 1 is what remains of `as_of`'s month (or week), round t ends with the t-th."""

from calendar import monthrange
from datetime import date, timedelta

DAYS_A_MONTH = 365.25 / 12


class Rounds:
    """The calendar of a scenario."""

    def __init__(self, as_of: date, step: str, rounds: int):
        self.as_of, self.step, self.rounds = as_of, step, rounds

    def end(self, t: int) -> date:
        """The last day of round t (1 … rounds); of round 0, the day before `as_of`."""
        if t <= 0:
            return self.as_of - timedelta(days=1)
        if self.step == "week":
            return self.as_of + timedelta(days=6 - self.as_of.weekday() + 7 * (t - 1))
        month = self.as_of.month - 1 + t - 1
        year, month = self.as_of.year + month // 12, month % 12 + 1
        return date(year, month, monthrange(year, month)[1])

    def round_of(self, day: date) -> int:
        """The round in which a day falls: 1 or more; days before `as_of` give 0, later ones may exceed `rounds`."""
        if day < self.as_of:
            return 0
        if self.step == "week":
            return (day - (self.as_of - timedelta(days=self.as_of.weekday()))).days // 7 + 1
        return (day.year - self.as_of.year) * 12 + day.month - self.as_of.month + 1

    def months(self, t: int) -> float:
        """Length of round t in months; round 0 stands for a whole step before the start."""
        whole = 1.0 if self.step == "month" else 7 / DAYS_A_MONTH
        if t != 1:
            return whole
        if self.step == "week":
            return whole * (7 - self.as_of.weekday()) / 7
        days = monthrange(self.as_of.year, self.as_of.month)[1]
        return (days - self.as_of.day + 1) / days

    def month_index(self, t: int) -> int:
        """Calendar month of round t, 0 for January … 11."""
        return (self.end(t).month if t > 0 else self.end(0).month) - 1

    def label(self, t: int) -> str:
        """Round t for a reader: `Sep 2018`, or the week's last day."""
        day = self.end(t)
        return f"{day:%b %Y}" if self.step == "month" else f"{day:%d %b %Y}"
