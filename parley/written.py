"""A scenario as it is written: a file, and numbers changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from experiments.ladders.loading import load
from experiments.words.overrides import assigned as as_set
from parley.errors import in_own_words

if TYPE_CHECKING:
    from sim.scenario.load import Loaded

Changes = Mapping[str, Any]
"""What `--set` changes: a path and its value, in real units."""


def assigned(changes: Changes) -> tuple[str, ...]:
    """Changes as `--set` takes them."""
    return tuple(as_set(changes))


@dataclass(frozen=True, repr=False)
class Written:
    """Its file, what was changed in it, as `--set` takes it, and what was read."""

    file: Path
    changes: tuple[str, ...]
    loaded: "Loaded"

    @classmethod
    def of(cls, file: Path, changes: tuple[str, ...]) -> Self:
        """Read and check it; ParleyError with every mistake, each with its place."""
        with in_own_words():
            return cls(file, changes, load(file, changes, to_run=True))
