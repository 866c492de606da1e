"""How real wars and talks ended: figures restated from published counts, and a file to hold them against.

Intrastate dyad episodes, 1990–2017, and dyad-years in which they were active: counted from UCDP Conflict Termination, dyad
level (3-2021) [Kreutz 2010, Journal of Peace Research 47], CC BY 4.0. Episodes that ended after 2017 are left out.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from experiments.estimates.statistics import Estimate, estimate

SOURCE = "UCDP Conflict Termination, dyad level, 3-2021; CC BY 4.0"
KINDS = (
    "peace agreement", "ceasefire agreement", "government victory", "rebel victory", "low activity",
    "actor ceases to exist",
)  # fmt: skip
LONG = "in its fifth year or later"


class Subset(NamedTuple):
    """Some of the wars: years in which a pair of enemies was fighting, and how many ended in each of the ways."""

    title: str
    dyad_years: int
    endings: tuple[int, ...]  # in the order of `KINDS`

    def yearly(self, *kinds: str) -> Estimate:
        """Share of years that ended in one of these ways, with its 95 % Wilson interval."""
        return estimate(sum(self.endings[KINDS.index(kind)] for kind in kinds), self.dyad_years)


SUBSETS = {
    "all": Subset("all wars", 1430, (66, 65, 51, 24, 214, 47)),
    "government": Subset("over the government", 787, (50, 25, 33, 20, 93, 27)),
    "internationalised": Subset("with foreign troops", 253, (12, 6, 5, 6, 25, 12)),
    LONG: Subset("in their fifth year or later", 502, (16, 16, 4, 4, 31, 9)),
}
FITTING = SUBSETS[LONG]  # the Afghan war of 2018 and the generic one are old wars; so young ones say little of them

AFGHAN_ATTEMPTS = (
    3,
    3,
)  # broken off within months, of those made before the scenarios: Qatar 2012, Doha 2013, Murree 2015
PROCESSES = {12: (6, 61), 24: (9, 57), 60: (16, 53)}
"""Processes that signed a comprehensive agreement within so many months of their first pre-negotiation agreement: PA-X 9,
1990 to September 2018 [Bell & Badanjak 2019], as in docs/calibration.md."""


def contradictions(path: Path) -> Iterator[str]:
    """Every figure restated above that the file gives otherwise, or does not give."""
    with open(path, newline="", encoding="utf-8") as file:
        given = {
            (row["subset"], row["ending"]): (int(row["endings"]), int(row["dyad_years"]))
            for row in csv.DictReader(file)
        }
    for name, subset in SUBSETS.items():
        for kind, count in zip(KINDS, subset.endings, strict=True):
            if given.get((name, kind)) != (count, subset.dyad_years):
                yield f"{name}, {kind}: {given.get((name, kind))}, restated as {(count, subset.dyad_years)}"
