"""Names that may be one name written in two ways: nearly the same letters, and never beside each other in the table."""

from collections.abc import Iterator, Mapping, Set
from difflib import SequenceMatcher
from itertools import combinations

from experiments.stakeholders.table import Stakeholders
from sim.scenario.phrases import shown

NEAR = 0.85  # of the letters of both
MOST = 100  # names that are compared


def alike(table: Stakeholders) -> Iterator[str]:
    """A sentence for each two actors, or two issues, that may be one."""
    issues_of = {actor.title: frozenset(actor.wanted) for actor in table.actors}
    actors_of = {
        issue.title: frozenset(actor.title for actor in table.actors if i in actor.wanted)
        for i, issue in enumerate(table.issues)
    }
    yield from _pairs("actors", "issue", issues_of)
    yield from _pairs("issues", "actor", actors_of)


def _pairs(kind: str, beside: str, found: Mapping[str, Set[object]]) -> Iterator[str]:
    """Two of a kind that are written nearly alike and share nothing."""
    names = [name for name, shared in found.items() if shared][:MOST]
    for one, other in combinations(names, 2):
        if not found[one] & found[other] and _near(one, other):
            yield (
                f"{shown(one)} and {shown(other)} were read as two {kind}, which have no {beside} in common: if they are "
                "one, write it in one way."
            )


def _near(one: str, other: str) -> bool:
    """Whether two names differ in a letter or two, and in no number."""
    if [c for c in one if c.isdigit()] != [c for c in other if c.isdigit()]:
        return False
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR
