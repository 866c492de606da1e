"""How sure the answers of a scenario are: their ranges over what nobody knows, and what these come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from experiments.doubt.results import DoubtResult
from parley.comparison import name_of, own_changes
from parley.errors import ParleyError, in_own_words
from parley.showing import Picture, page, shortened
from parley.table import Table
from parley.written import Written


class Range(NamedTuple):
    """A chance on average, and nine tenths of what it may be: from inputs alone, from defaults alone, and from both."""

    p: float
    inputs: tuple[float, float]
    defaults: tuple[float, float]
    both: tuple[float, float]


@dataclass(frozen=True, repr=False)
class Doubt:
    """How sure answers are, when the rule book's own numbers are not."""

    told: DoubtResult
    """What `doubt --json` prints."""
    command: tuple[str, ...]
    """The command line that repeats it, word by word; of variants it names those that have files of their own."""

    @property
    def answers(self) -> Mapping[str, Range]:
        """Chances by name: an outcome, or TABLE.RUNG (reached, or a later one)."""
        return {
            name: Range(
                each["p"], (each["sampling_lo"], each["sampling_hi"]), (each["defaults_lo"], each["defaults_hi"]),
                (each["lo"], each["hi"]),
            )
            for name, each in self.told["answers"].items()
        }  # fmt: skip

    @property
    def holds(self) -> Mapping[str, float]:
        """Statements, and the share of sets of plausible numbers at which each is so."""
        return {each["what"]: each["share"] for each in self.told["holds"]}

    def table(self) -> Table:
        """A row for each answer: its chance and its ranges."""
        heading = ("answer", "p", "inputs_lo", "inputs_hi", "defaults_lo", "defaults_hi", "lo", "hi")
        rows = [(name, r.p, *r.inputs, *r.defaults, *r.both) for name, r in self.answers.items()]
        return Table(f"How sure is it? {self.told['scenario']}", heading, tuple(rows))

    def moves(self, name: str | None = None) -> Table:
        """The five numbers that most of an answer's variance comes from; of the headline unless another is named."""
        name = self.told["headline"] if name is None else name
        if name not in self.told["answers"]:
            raise ParleyError(f"there is no answer {name!r}; there are {', '.join(self.told['answers'])}")
        found = self.told["answers"][name]
        rows = [(each["path"], each["title"], each["kind"], each["share"]) for each in found["moves"]]
        return Table(f"What {found['title']} rests on", ("path", "title", "kind", "share"), tuple(rows))

    def plot(self) -> Picture:
        """Every chance with its three ranges."""
        from experiments.doubt.figure import whiskers

        return Picture("doubt", whiskers(self.told))

    def save(self, folder: str | Path) -> Path:
        """Keep doubt.json and its figure in a new folder."""
        from experiments.doubt.run import keep

        folder = Path(folder)
        if folder.exists():
            raise ParleyError(f"{folder} exists already: choose another folder")
        with in_own_words():
            keep(self.told, folder, self.command)
        return folder

    def __repr__(self) -> str:
        found = self.told["answers"][self.told["headline"]]
        ends = f"{100 * found['p']:.0f} % ({100 * found['lo']:.0f}–{100 * found['hi']:.0f})"
        return shortened(f"<parley doubt: {self.told['points']} points; {found['title']} in {ends} of histories>")

    def _repr_html_(self) -> str:
        return page(self.plot().svg, self.table()._repr_html_(), self.moves()._repr_html_())


def doubted(
    base: Written, variants: Sequence[Written], points: int, histories: int, seed: int, headline: str | None,
    workers: int | None, quiet: bool,
) -> Doubt:  # fmt: skip
    """Play a scenario and its variants at many values of the rule book's defaults."""
    from experiments.doubt.run import doubt

    if points < 8 or histories < 2:
        raise ParleyError("a doubt needs at least 8 points and 2 histories at each")
    named = {name_of(variant, base): variant.loaded.scenario for variant in variants}
    if len(named) < len(variants):
        raise ParleyError("two variants are the same")
    with in_own_words():
        told = doubt(
            base.loaded.scenario, named, points, histories, seed, headline=headline, workers=workers, quiet=quiet,
            changed=base.changes,
        )  # fmt: skip
    files = [str(variant.file) for variant in variants if not own_changes(variant, base)]
    sets = [word for change in base.changes for word in ("--set", change)]
    asked = ["--points", str(points), "--histories", str(histories), "--seed", str(seed)]
    asked += ["--headline", headline] if headline else []
    return Doubt(told, ("parley", "doubt", str(base.file), *files, *sets, *asked))
