"""How often talks led where, counted from published data, and the same rates of simulated histories.

Counted up to 13 September 2018 from UCDP Peace Agreements 22.1 and PA-X 9 [Pettersson et al. 2019; Bell & Badanjak
2019]: processes from their first pre-negotiation agreement on. A simulated history starts there too: its table is
`talks`, its rungs `partial_agreement` and `comprehensive_agreement`.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from experiments.estimates.statistics import first_of

Columns = Mapping[str, np.ndarray]
MONTHS = 120  # a history must be this long: signed within five years, watched for five more
FIVE_YEARS = 60
PAX, UCDP = "PA-X 9, 1990 – September 2018", "UCDP Peace Agreements 22.1, 1975 – September 2018"
TABLE, PARTIAL, FULL = "talks", "partial_agreement", "comprehensive_agreement"


class Counted(NamedTuple):
    """How many of how many histories, or of their agreements."""

    numerator: int
    denominator: int


class Rate(NamedTuple):
    """A published rate, and how a set of histories shows it."""

    name: str
    title: str
    numerator: int
    denominator: int
    source: str
    held_out: bool
    measure: Callable[[Columns], Counted]

    @property
    def share(self) -> float:
        """The published share."""
        return self.numerator / self.denominator


def signed_within(months: int, *rungs: str) -> Callable[[Columns], Counted]:
    """The histories in which one of these rungs' agreements was signed within so many months."""

    def measure(columns: Columns) -> Counted:
        first = first_of([columns[f"{TABLE}.{rung}.signed"] for rung in rungs])
        return Counted(int(((first > 0) & (first <= months)).sum()), len(first))

    return measure


def full_after_partial(columns: Columns) -> Counted:
    """Of histories whose partial agreement came first, within five years: those with a full one within five more."""
    partial, full = columns[f"{TABLE}.{PARTIAL}.signed"], columns[f"{TABLE}.{FULL}.signed"]
    first = (partial > 0) & (partial <= FIVE_YEARS) & ((full == 0) | (full > partial))
    return Counted(int((first & (full > 0) & (full - partial <= FIVE_YEARS)).sum()), int(first.sum()))


def ended(rung: str) -> Callable[[Columns], Counted]:
    """Of agreements signed within five years, those that ended within five more."""

    def measure(columns: Columns) -> Counted:
        signed, end = columns[f"{TABLE}.{rung}.signed"], columns[f"{TABLE}.{rung}.ended"]
        watched = (signed > 0) & (signed <= FIVE_YEARS)
        return Counted(int((watched & (end > 0) & (end - signed <= FIVE_YEARS)).sum()), int(watched.sum()))

    return measure


BASE_RATES = (
    Rate("any_12", "any substantive agreement signed within 1 year", 19, 61, PAX, False, signed_within(12, PARTIAL, FULL)),
    Rate("any_24", "… within 2 years", 31, 57, PAX, False, signed_within(24, PARTIAL, FULL)),
    Rate("any_60", "… within 5 years", 39, 53, PAX, True, signed_within(60, PARTIAL, FULL)),
    Rate("full_12", "comprehensive agreement signed within 1 year", 6, 61, PAX, False, signed_within(12, FULL)),
    Rate("full_24", "… within 2 years", 9, 57, PAX, False, signed_within(24, FULL)),
    Rate("full_60", "… within 5 years", 16, 53, PAX, True, signed_within(60, FULL)),
    Rate("partial_to_full", "first partial → comprehensive within 5 years", 15, 75, PAX, True, full_after_partial),
    Rate("partial_ended", "partial agreement ended within 5 years", 60, 187, UCDP, False, ended(PARTIAL)),
    Rate("full_ended", "full agreement ended within 5 years", 14, 65, UCDP, False, ended(FULL)),
)  # fmt: skip
"""The rates that the generic case is held against; those held out play no part in fitting."""


def published(name: str) -> Rate:
    """The rate of a name."""
    return next(rate for rate in BASE_RATES if rate.name == name)


FITTED = np.array([not rate.held_out for rate in BASE_RATES])
"""Which of the rates play a part in fitting."""


def counted(columns: Columns) -> np.ndarray:
    """Every rate of these histories as counts: (rates, 2), how many of how many, in the order of `BASE_RATES`."""
    return np.array([rate.measure(columns) for rate in BASE_RATES])


def shares_of(counts: np.ndarray) -> np.ndarray:
    """Shares from counts (…, 2); 0 where nothing was counted."""
    return np.asarray(counts[..., 0] / np.maximum(counts[..., 1], 1))


def log_likelihood(shares: np.ndarray) -> np.ndarray:
    """Binomial log-likelihood of the published counts that are not held out, given shares (points × rates).

    Rates of one source overlap (a process signed within one year is also signed within two), so treating them as
    independent counts some evidence twice; the posterior is a little too narrow for that.
    """
    p = np.clip(shares, 1e-4, 1 - 1e-4)
    count, of = (np.array([getattr(rate, key) for rate in BASE_RATES]) for key in ("numerator", "denominator"))
    terms = count * np.log(p) + (of - count) * np.log(1 - p)
    return np.asarray(terms[:, FITTED].sum(axis=1))
