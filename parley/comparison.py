"""A base and its variants on the same histories: who flipped, and by how much shares differ."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.compare.results import ComparisonResult, Differences, PairedDifference, VariantResult
from experiments.estimates.results import RunSummary
from experiments.runs.answers import Asked, carry_over
from experiments.runs.reservations import line_of, line_of_answer
from experiments.words.places import change_title
from experiments.words.sentences import begin
from parley.errors import ParleyError, in_own_words
from parley.page import Page
from parley.rooms import Room, new_room
from parley.showing import Picture, page, shortened
from parley.table import Table
from parley.written import Written

if TYPE_CHECKING:
    from experiments.compare.play import Base
    from sim.scenario.load import Loaded
    from sim.scenario.vocabulary import Scenario

KIND = "comparison"  # of an answer

Variation = Mapping[str, Any] | str | Path
"""What makes a variant: numbers changed by their paths, or the file of a variant."""


class Difference(NamedTuple):
    """A difference of shares, variant less base, with its 95 % paired interval, and the histories that flipped each way."""

    d: float
    lo: float
    hi: float
    gained: int
    lost: int
    verdict: str

    def __repr__(self) -> str:
        return f"{100 * self.d:+.1f} points ({100 * self.lo:+.1f} to {100 * self.hi:+.1f}), {self.verdict}"


@dataclass(frozen=True, repr=False)
class Comparison:
    """What a base and its variants differ in, history by history."""

    base: "Scenario"
    told: ComparisonResult
    """What `compare --json` prints."""
    command: str
    """The command lines that repeat it: one, or one for each variant that changes numbers of its own."""
    written: tuple[Written, ...] = ()
    """The base and the variants as they were written; nothing where it was opened from a folder, which has not kept them."""
    opened: Path | None = None
    """The folder that it was opened from; nothing if it was made here."""

    def __len__(self) -> int:
        return int(self.told["base"]["histories"])

    @cached_property
    def reserved(self) -> str:
        """What is to be known first of one that was kept: other rules, an outdated scenario …; empty if nothing is."""
        with in_own_words():
            return line_of(self.opened) if self.opened else ""

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants, in their order."""
        return tuple(variant["name"] for variant in self.told["variants"])

    def differences(self, variant: str | None = None) -> Mapping[str, Difference]:
        """Differences by what is asked (progress, an outcome, TABLE.RUNG.reached …) of a variant, or of the only one."""
        return dict(_differences(self._of(variant)["difference"]))

    @property
    def gained(self) -> Mapping[str, int]:
        """How many histories the only variant brought to each outcome, rung or other thing that is asked."""
        return {name: each.gained for name, each in self.differences().items()}

    @property
    def lost(self) -> Mapping[str, int]:
        """How many histories it kept from each."""
        return {name: each.lost for name, each in self.differences().items()}

    def _of(self, variant: str | None) -> VariantResult:
        if variant is None and len(self.variants) > 1:
            raise ParleyError(f"there are several variants: say which of {', '.join(self.variants)}")
        found = [each for each in self.told["variants"] if variant in (None, each["name"])]
        if not found:
            raise ParleyError(f"there is no variant {variant!r}; there are {', '.join(self.variants)}")
        return found[0]

    def table(self) -> Table:
        """A row for each variant and what is asked: shares of both, their difference, and who flipped."""
        rows = []
        for variant in self.told["variants"]:
            shares = [dict(_shares(result)) for result in (self.told["base"], variant["result"])]
            for name, each in _differences(variant["difference"]):
                rows.append((variant["name"], name, shares[0].get(name), shares[1].get(name), *each))
        heading = ("variant", "asked", "base", "with_it", "difference", "lo", "hi", "gained", "lost", "verdict")
        return Table(f"What would change: {self.told['base']['scenario']}", heading, tuple(rows), self.reserved)

    def plot(self) -> Picture:
        """The differences, a panel for each variant."""
        from experiments.compare.figure import differences
        from experiments.figures.page import reserved

        with in_own_words(), reserved(line_of(self.opened) if self.opened else line_of_answer(self.told)):
            return Picture("differences", differences(self.told, self.base.as_of.isoformat()))

    def page(self) -> Page:
        """The what-if page of the base, with the variants as what a reader may start from.

        ParleyError if the comparison was opened from a folder.
        """
        if not self.written:
            raise ParleyError(
                "a comparison that was opened has not kept its variants: parley.load(BASE).page(VARIANT, …) makes the page"
            )
        base, *variants = self.written
        return Page.of(base.file, base.loaded, starts(base, variants))

    @cached_property
    def room(self) -> Room:
        """A folder that holds it."""
        room = new_room()
        self._keep(room.folder)
        return room

    def save(self, folder: str | Path) -> Path:
        """Keep it in a new folder, where `parley brief` and `parley plot` find it."""
        folder = Path(folder)
        if folder.exists():
            raise ParleyError(f"{folder} exists already: choose another folder")
        self._keep(folder)
        return folder

    def _keep(self, folder: Path) -> None:
        from experiments.compare.run import keep

        command = shlex.split(self.command)
        with in_own_words():
            keep(self.told, self.base, folder, command)
            if self.opened:
                carry_over(KIND, self.opened, folder)
            elif self.written:
                base, *variants = self.written
                study = Asked(KIND, base.file, base.loaded.changes, [each.loaded.scenario.title for each in variants])
                study.note(folder, self.told["base"]["seed"], len(self), command)

    def __repr__(self) -> str:
        said = "; ".join(f"{name}: progress {self.differences(name)['progress']!r}" for name in self.variants)
        first = f"{self.reserved} " if self.reserved else ""
        return first + shortened(f"<parley comparison: {len(self):,} histories; {said}>")

    def _repr_html_(self) -> str:
        return page(self.table()._repr_html_(), self.plot().svg)


def _differences(nested: Differences) -> Iterator[tuple[str, Difference]]:
    """Differences by a name in one piece."""
    yield "progress", _difference(nested["progress"])
    yield from ((name, _difference(each)) for name, each in nested["outcomes"].items())
    for table, of_it in nested["tables"].items():
        yield f"{table}.collapsed", _difference(of_it["collapsed"])
        for rung, each in of_it["rungs"].items():
            yield f"{table}.{rung}.reached", _difference(each)
            yield f"{table}.{rung}.signed", _difference(each["signed"])
            yield f"{table}.{rung}.ended", _difference(each["ended"])


def _shares(run: RunSummary) -> Iterator[tuple[str, float]]:
    """Shares of a run by the same names."""
    yield "progress", run["progress"]["p"]
    yield from ((name, share["p"]) for name, share in run["outcomes"].items())
    for table, of_it in run["tables"].items():
        yield f"{table}.collapsed", of_it["collapsed"]["p"]
        for rung, share in of_it["rungs"].items():
            yield f"{table}.{rung}.reached", share["p"]
            yield f"{table}.{rung}.signed", share["signed"]["p"]
            yield f"{table}.{rung}.ended", share["ended"]["p"]


def _difference(d: PairedDifference) -> Difference:
    return Difference(d["d"], d["lo"], d["hi"], d["gained"], d["lost"], d["verdict"])


def compared(
    base: Written,
    variants: Sequence[Written],
    histories: int,
    seed: int,
    workers: int | None,
    quiet: bool,
    kept: "Base",
) -> Comparison:
    """Play a base and its variants on the same histories; `kept` is the base as it was compared before."""
    from experiments.compare.run import run_comparison

    if not variants:
        raise ParleyError("name at least one variant: changes, a file, or a scenario")
    named = [(name_of(variant, base), own_changes(variant, base), variant.loaded.scenario) for variant in variants]
    with in_own_words():
        found = run_comparison(
            base.loaded.scenario, named, histories, seed, workers, quiet, shared=base.changes, kept=kept
        )
    return Comparison(base.loaded.scenario, found.told, _command(base, variants, histories, seed), (base, *variants))


def own_changes(variant: Written, base: Written) -> tuple[str, ...]:
    """What a variant changes besides what is changed in its base."""
    shared = variant.changes[: len(base.changes)] == base.changes
    return variant.changes[len(base.changes) :] if shared else variant.changes


def name_of(variant: Written, base: Written) -> str:
    """What the command line calls it: its changes if it is the base's file, else the name of its own."""
    return ", ".join(own_changes(variant, base)) or variant.file.stem


def starts(base: Written, variants: Sequence[Written]) -> list[tuple[Path, "Loaded"]]:
    """Variants as a page takes them; one of changes alone, which has its base's title, has its changes in words for one."""
    return [(variant.file, _titled(variant, base)) for variant in variants]


def _titled(variant: Written, base: Written) -> "Loaded":
    scenario, changes = variant.loaded.scenario, own_changes(variant, base)
    if not changes:
        return variant.loaded
    title = begin("; ".join(change_title(change, scenario) for change in changes))
    if variant.file != base.file:
        title = f"{scenario.title} {title}"
    return variant.loaded._replace(scenario=scenario.model_copy(update={"title": title}))


def _command(base: Written, variants: Sequence[Written], histories: int, seed: int) -> str:
    """The command lines that repeat a comparison: files go together, each set of changes needs one of its own."""
    end = ["--histories", str(histories), "--seed", str(seed)]
    both = [word for change in base.changes for word in ("--set-all", change)]
    files = [str(variant.file) for variant in variants if not own_changes(variant, base)]
    changed = [variant for variant in variants if own_changes(variant, base)]
    lines = [["parley", "compare", str(base.file), *files, *both, *end]] if files else []
    for variant in changed:
        own = [word for change in own_changes(variant, base) for word in ("--set", change)]
        lines.append(["parley", "compare", str(base.file), *both, *own, *end])
    return "\n".join(map(shlex.join, lines))
