"""`parley doubt`: play a scenario at many values of the rule book's defaults, and say how sure its answers are."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from experiments.defaults.setting import Subject
from experiments.defaults.table import SHIPPED, read_table, resampled
from experiments.doubt.plan import KINDS, Design, Kind, Piece, designs, pieces
from experiments.doubt.player import Counted, Player
from experiments.doubt.results import DoubtResult
from experiments.doubt.summary import Asked, Seen, object_of, questions_of
from experiments.estimates.questions import HeadlineError
from experiments.runs.engines import compiled_engine
from experiments.runs.progress import Progress
from experiments.runs.workers.threads import Backend, Threads
from experiments.store.files import folder_within, write_whole
from experiments.store.folder import StoreError, write_answer
from experiments.words.near import meant
from sim.scenario.phrases import shown
from sim.scenario.vocabulary import Scenario

POINTS, HISTORIES = 512, 400


def doubt(
    scenario: Scenario, variants: Mapping[str, Scenario], points: int = POINTS, histories: int = HISTORIES, seed: int = 1,
    *, headline: str | None = None, workers: int | None = None, quiet: bool = False, table: Path = SHIPPED,
    changed: Sequence[str] = (),
) -> DoubtResult:  # fmt: skip
    """How sure a scenario's answers are, and what its variants do, over what the defaults may be.

    `points` (8 or more) of the table are taken, `histories` (2 or more) at each. HeadlineError if the scenario has no
    such answer, TableError if the table of points cannot be used. `changed` is what was set in scenario and variants.
    """
    questions = questions_of(scenario)
    if headline is not None and headline not in questions:
        raise HeadlineError(f"{shown(headline)} is no outcome and no TABLE.RUNG{meant(headline, questions)}")
    taken = resampled(read_table(table), points, seed)
    base = Subject.of(scenario)
    others = [(name, variant, Subject.of(variant)) for name, variant in variants.items()]
    planned = designs(taken, len(base.compiled.uncertain), histories, seed)
    player = Player(base, [each[2] for each in others], planned, list(questions.values()), histories, seed)
    counts = _play(player, planned, histories, len(others), Threads(workers), quiet)
    told = object_of(Asked(base, others, questions, histories, seed, headline), Seen(taken, planned, counts))
    if changed:
        told["changed"] = list(changed)
    return told


def _play(
    player: Player, planned: dict[Kind, Design], histories: int, variants: int, backend: Backend, quiet: bool
) -> dict[Kind, Counted]:
    """The counts of all points, by kind."""
    points = sum(design.points for design in planned.values())
    progress = Progress((points + variants * planned["defaults"].points) * histories, quiet, points=points)
    compiled_engine(progress.say)

    def take(piece: Piece, counted: Counted) -> tuple[Piece, Counted]:
        progress.finish(len(piece.points))
        return piece, counted

    with progress:
        done = list(backend.each(player, take, pieces(planned), progress.advance))
    return {kind: _in_order([each for each in done if each[0].kind == kind]) for kind in KINDS}


def _in_order(done: Sequence[tuple[Piece, Counted]]) -> Counted:
    """The pieces of one kind as one, whatever order they came in."""
    counted = [each for _, each in sorted(done, key=lambda each: each[0].points.start)]
    return Counted(
        np.concatenate([each.yes for each in counted]),
        np.concatenate([each.gained for each in counted], axis=1),
        np.concatenate([each.lost for each in counted], axis=1),
    )


def make_folder(out: Path) -> None:
    """Make the folder for what is kept; StoreError if it cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        folder_within(out, "figures")
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None


def keep(told: DoubtResult, out: Path, command: Sequence[str] = ()) -> list[Path]:
    """Write doubt.json and its figure into a folder; StoreError if it cannot be used."""
    from experiments.doubt.figure import whiskers
    from experiments.figures import render

    make_folder(out)
    try:
        write_answer(out, "doubt", told, command)
        write_whole(out / "figures" / "doubt.svg", render(whiskers(told), "svg"))
    except OSError as error:
        raise StoreError(f"{out} cannot be used: {error.strerror or error}") from None
    return [out / "doubt.json", out / "figures" / "doubt.svg"]
