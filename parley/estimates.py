"""Shares of histories with their intervals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from experiments.estimates.results import Share
from parley.showing import shortened, table_html


class Estimate(NamedTuple):
    """A share of simulated histories: how many of how many, and its 95 % Wilson interval."""

    n: int
    of: int
    p: float
    lo: float
    hi: float

    def __repr__(self) -> str:
        return f"{100 * self.p:.1f} % ({100 * self.lo:.1f}–{100 * self.hi:.1f}; {self.n:,} of {self.of:,})"


def estimate_of(share: Share, of: int) -> Estimate:
    """An estimate from its plain form in a summary."""
    return Estimate(share["n"], of, share["p"], share["lo"], share["hi"])


@dataclass(frozen=True, repr=False)
class Estimates(Mapping[str, Estimate]):
    """Estimates by name, with what a reader calls each."""

    title: str
    by_name: Mapping[str, Estimate]
    titles: Mapping[str, str] = field(default_factory=dict)
    reserved: str = ""
    """What is to be known first of them; empty if nothing is."""

    def __getitem__(self, name: str) -> Estimate:
        return self.by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name)

    def __len__(self) -> int:
        return len(self.by_name)

    def __repr__(self) -> str:
        first = f"{self.reserved} " if self.reserved else ""
        return first + shortened(", ".join(f"{name} {100 * each.p:.1f} %" for name, each in self.by_name.items()))

    def rows(self) -> list[tuple[str, str]]:
        """What a table says of them."""
        return [(self.titles.get(name) or name.replace("_", " "), repr(each)) for name, each in self.by_name.items()]

    def _repr_html_(self) -> str:
        return table_html(
            " ".join(filter(None, [self.reserved, self.title])),
            ("", "share of simulated histories (95 % interval)"),
            self.rows(),
        )
