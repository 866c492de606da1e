"""An actor's one capability, from all the cells that give it: they agree, or it is said what is made of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from experiments.stakeholders.cells import Read, is_nothing
from experiments.stakeholders.claims import Claim
from sim.scenario.phrases import shown, suggest

Choice = Literal["one", "mean"]
"""What is made of capabilities that differ by issue: they may not, or their mean is taken."""
LISTED = 4  # places in one piece of evidence
MEAN = "mean of "
"""How evidence of a mean begins."""


class Weighing(NamedTuple):
    """Capabilities by actor, how they are read, what is made of them, and what notes a mistake."""

    claims: Mapping[str, Sequence[Claim]]
    read: Callable[[Claim], Read | None]
    wrong: Callable[[Claim, str], None]
    choice: Choice

    def of(self, actor: str, at: Claim) -> tuple[float | None, str, int]:
        """An actor's capability, where it stands, and in which file; None where it has none, which is noted if others do."""
        given = [
            (claim, found.value) for claim in self.claims.get(actor, ()) if (found := self.read(claim)) is not None
        ]
        if not given:
            self._lacking(actor, at)
            return None, "", 0
        first, value = given[0]
        other = next(((claim, each) for claim, each in given if each != value), None)
        if other is None:
            return value, first.page.place(first.cell), first.page.number
        by_issue = len({claim.issue or claim.cell for claim, _ in given}) == len(given)
        if self.choice == "mean" and by_issue:
            places = ", ".join(claim.page.place(claim.cell) for claim, _ in given[:LISTED])
            more = f" and {len(given) - LISTED} more" if len(given) > LISTED else ""
            return sum(each for _, each in given) / len(given), f"{MEAN}{places}{more}", first.page.number
        said = f"the capability of {shown(actor)} is {other[1]:g} here and {value:g} in {first.page.place(first.cell)}"
        ask = (
            "; parley has one for each actor: --capabilities mean takes the mean, or give each issue a file of its own"
        )
        self.wrong(other[0], said + ask)
        return value, "", 0

    def _lacking(self, actor: str, at: Claim) -> None:
        claims = self.claims.get(actor, ())
        if any(not is_nothing(claim.cell.text) for claim in claims) or not self._anybody():
            return
        said = f"the capability of {shown(actor)} is missing"
        if claims:
            self.wrong(claims[0], said)
        else:
            unused = [each for each in self.claims if each != actor]
            self.wrong(at._replace(cell=at.row, head=at.row), said + suggest(actor, unused))

    def _anybody(self) -> bool:
        return any(not is_nothing(claim.cell.text) for claims in self.claims.values() for claim in claims)
