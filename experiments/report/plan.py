"""What a report plays, piece by piece, and how much of each a time budget allows.

Each piece is a command of parley with a folder of its own. What costs little is played in full; the rest share the time that
is left, each by a fixed part of it, down to the least that says something: below that, a piece is left out.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from experiments.why.run import combinations
from sim.scenario.yaml_text import dump

HISTORIES = 10_000
"""Of the base, of its variants, and for each set of parties that mean it."""
RIVALS = 2_000
STARTING = 1.5
"""Seconds that a piece takes besides playing."""
LEVER_STEPS = 8
"""Points at which a lever is tried, on average."""
MECHANISMS = 36
"""Times that an ablation plays the scenario."""


POINTS = 512
"""Of the doubt: sets of values of what nobody knows."""
DESIGNS = 2.5
"""How often the doubt plays as many: for the rule book's numbers, for the scenario's at half as many, and for both."""
TRAJECTORIES = 16
"""Of the sensitivity analysis: screening by Morris's method."""
EXPERIMENT = "sensitivity.yaml"


class Piece(NamedTuple):
    """A command of a report: its name, which is that of its folder, what it does, its words, and what it plays."""

    name: str
    title: str
    words: tuple[str, ...]
    histories: float
    answer: str
    """The file in its folder that is there once it is done."""


class Subject(NamedTuple):
    """What a report is about: the scenario's file, its variants' files, and what the size of pieces depends on."""

    file: Path
    variants: tuple[Path, ...]
    seated: tuple[str, ...]
    """Who sits at the table in question; empty where nothing is asked."""
    chance: float | None
    """A rough chance of what is asked; None where nothing is."""
    levers: int
    """How many levers the parties have."""
    uncertain: int
    """How many numbers the scenario leaves open."""


class Scaled(NamedTuple):
    """A piece whose size is chosen: what part of the time left it may have, and its sizes from the least to the full one."""

    name: str
    title: str
    words: tuple[str, ...]
    option: str
    part: float
    each: float
    """Histories played for one more of the option's number."""
    least: int
    full: int
    answer: str


class Plan(NamedTuple):
    """The pieces that are played, in their order, and the titles of those for which there is no time."""

    pieces: tuple[Piece, ...]
    left_out: tuple[str, ...]


def planned(subject: Subject, out: Path, seed: int, seconds: float, rate: float) -> Plan:
    """The pieces for a budget in seconds, at `rate` histories a second."""
    fixed = list(in_full(subject, out, seed))
    left = seconds * rate - sum(piece.histories + STARTING * rate for piece in fixed)
    pieces, left_out = list(fixed), []
    scaled = list(by_time(subject, out, seed))
    for each in scaled:
        size = min(each.full, int((left * each.part - STARTING * rate) / each.each))
        if size < each.least:
            left_out.append(each.title)
            continue
        words = (*each.words, each.option, str(size))
        pieces.append(Piece(each.name, each.title, words, size * each.each, each.answer))
    return Plan(tuple(pieces), tuple(left_out))


def in_full(subject: Subject, out: Path, seed: int) -> Iterator[Piece]:
    """What is played whatever the time: the base, rivals, who must mean it, and the variants."""
    file, fate = str(subject.file), ("--seed", str(seed))
    many = ("--histories", str(HISTORIES))
    yield Piece(
        "base", "the scenario as it stands", ("run", file, *many, *fate, "--out", str(out / "base")),
        HISTORIES, "summary.json",
    )  # fmt: skip
    if subject.seated:
        sets = len(list(combinations(subject.seated)))
        yield Piece(
            "why", "who must mean it", ("why", file, *many, *fate, "--out", str(out / "why")),
            HISTORIES * (1 + sets), "why.json",
        )  # fmt: skip
    if subject.variants:
        yield Piece(
            "variants", "the variants beside it",
            ("compare", file, *map(str, subject.variants), *many, *fate, "--out", str(out / "variants")),
            2 * HISTORIES * (1 + len(subject.variants)), "comparison.json",
        )  # fmt: skip
    yield Piece(
        "rivals", "classical predictions",
        ("rivals", file, "--histories", str(RIVALS), *fate, "--out", str(out / "rivals")), RIVALS, "rivals.json",
    )  # fmt: skip


def by_time(subject: Subject, out: Path, seed: int) -> Iterator[Scaled]:
    """What takes as much as there is time for: doubt, ablation, levers, and what the answer rests on."""
    file, fate = str(subject.file), ("--seed", str(seed))
    yield Scaled(
        "doubt", "the doubt over what nobody knows",
        ("doubt", file, "--points", str(POINTS), *fate, "--out", str(out / "doubt")), "--histories", 0.4,
        POINTS * DESIGNS, 20, 400, "doubt.json",
    )  # fmt: skip
    yield Scaled(
        "ablation", "which conclusions survive", ("ablate", file, *fate, "--out", str(out / "ablation")), "--histories",
        0.25, MECHANISMS, 500, 4000, "ablation.json",
    )  # fmt: skip
    if subject.chance is not None and subject.levers:
        target = min(0.95, round(subject.chance + 0.15, 2))
        yield Scaled(
            "levers", "what each party could do",
            ("lever", file, "--target", str(target), *fate, "--out", str(out / "levers")), "--histories", 0.2,
            LEVER_STEPS * subject.levers, 300, HISTORIES, "lever.json",
        )  # fmt: skip
    if subject.chance is not None and subject.uncertain:
        yield Scaled(
            "sensitivity", "what the answer rests on",
            ("sweep", str(out / EXPERIMENT), "--out", str(out / "sensitivity")), "--histories", 0.15,
            TRAJECTORIES * (1 + subject.uncertain), 20, 400, "summary.json",
        )  # fmt: skip


def experiment(subject: Subject, out: Path, asked: str, seed: int) -> str:
    """The experiment of the sensitivity analysis, as its file."""
    return dump(
        {
            "parley_experiment": 1,
            "title": "What the answer rests on",
            "scenario": os.path.relpath(subject.file, out),
            "design": "morris",
            "factors": "all_uncertain",
            "points": TRAJECTORIES,
            "histories": 400,
            "headline": asked,
            "seed": seed,
        }
    )
