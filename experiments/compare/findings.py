"""What a comparison shows, in a sentence: which variant moves what was asked, and how far.

A difference whose paired 95 % interval reaches 0 is no clear one; of two whose intervals overlap, neither is said to be
larger.
"""

from collections.abc import Sequence
from typing import NamedTuple

from experiments.estimates.results import FlipDifference, Share
from experiments.figures.findings import from_to, of_all, quoted
from experiments.words.sentences import begin, small


class Moved(NamedTuple):
    """What a variant, by its title, does to one question: the shares without and with it, and their difference."""

    variant: str
    before: Share
    after: Share
    difference: FlipDifference

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.difference["lo"] > 0 or self.difference["hi"] < 0

    @property
    def size(self) -> float:
        """The difference without its sign."""
        return abs(self.difference["d"])

    @property
    def least(self) -> float:
        """The end of the interval next to 0, without its sign; 0 if that is inside."""
        return max(self.difference["lo"], -self.difference["hi"], 0.0)

    @property
    def most(self) -> float:
        """The end of the interval away from 0, without its sign."""
        return max(self.difference["hi"], -self.difference["lo"])


def of_comparison(asked: str, moved: Sequence[Moved], total: int) -> str:
    """Which variant moves what was asked; `asked` as a sentence begins."""
    order = sorted(moved, key=lambda each: -each.size)
    clear = [each for each in order if each.clear]
    if not clear:
        if len(moved) == 1:
            return f"No clear difference in “{asked}”: {shares_words(order[0], total)}"
        return f"No variant makes a clear difference to “{asked}”"
    first = clear[0]
    said = f"{asked} in {shares_words(first, total)}"
    if len(moved) == 1:
        return said
    alike = [each for each in clear if each.most >= first.least]
    if len(alike) == 1:
        return f"{said} with {quoted([first.variant])}, which moves it most"
    far = f"{small(len(alike))} variants move “{asked}” about as far"
    return begin(f"{far}, most of all {quoted([first.variant])}: {shares_words(first, total)}")


def shares_words(moved: Moved, total: int) -> str:
    """`59 instead of 55 of 100 simulated histories`."""
    before, after = moved.before["n"], moved.after["n"]
    if before == after:
        return f"{of_all(before, total)} simulated histories both ways"
    without, with_it = from_to(before, after, total)
    return f"{with_it.removesuffix(' of 100')} instead of {without} simulated histories"


def unmoved_words(titles: Sequence[str]) -> str:
    """What no variant clearly moves; nothing if there is none."""
    return f"No clear difference in: {'; '.join(titles)}." if titles else ""
