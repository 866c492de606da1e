"""What is served, as its files have it: read anew when one of them changes on the disk."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple, Self

from experiments.ladders.loading import load
from experiments.serve.files import chain, marks, told
from sim.scenario.document import ScenarioError
from sim.scenario.load import Loaded

OFTEN = 0.5
"""Seconds between two looks at the files."""


class Scene(NamedTuple):
    """A scenario and its variants as they were read."""

    file: Path
    loaded: Loaded
    variants: tuple[tuple[Path, Loaded], ...]

    @classmethod
    def read(cls, file: Path, variants: Sequence[Path]) -> Self:
        """Read and check them; ScenarioError with every problem of the first that cannot be run."""
        loaded = load(file, to_run=True)
        return cls(file, loaded, tuple((each, load(each, to_run=True)) for each in variants))

    @property
    def files(self) -> tuple[Path, ...]:
        """The scenario's own file and those of its variants: world 0, 1, …"""
        return (self.file, *(file for file, _ in self.variants))


class State(NamedTuple):
    """How things stand: `number` grows with every change, `good` is its value when the scene was read."""

    number: int
    good: int
    scene: Scene
    broken: str
    """The first problem of the files as they are now; empty if they load well."""


class Watch:
    """Looks at the files of a scene, those that they extend among them."""

    def __init__(self, file: Path, variants: Sequence[Path] = ()):
        self._given = (file, *variants)
        self._files = {path for each in self._given for path in chain(each)}
        self._known = self._before = marks(self._files)  # taken first, so that no change falls between
        self.state = State(1, 1, Scene.read(file, variants), "")
        self._over = Event()

    def begin(self) -> None:
        """Look about twice a second from now on, until `end` or the end of the program."""
        Thread(target=self._keep_looking, name="watch", daemon=True).start()

    def end(self) -> None:
        """Look no more."""
        self._over.set()

    def look(self) -> None:
        """Read all anew if a file has changed and is as it was at the last look: one that is being written is left alone."""
        now = marks(self._files)
        if now == self._before != self._known:
            self._known = now
            self._read()
            self._files |= {path for each in self._given for path in chain(each)}
            self._known |= marks(self._files - self._known.keys())
            now = self._known
        self._before = now

    def _keep_looking(self) -> None:
        while not self._over.wait(OFTEN):
            self.look()

    def _read(self) -> None:
        number = self.state.number + 1
        try:
            self.state = State(number, number, Scene.read(self._given[0], self._given[1:]), "")
        except ScenarioError as error:
            self.state = self.state._replace(number=number, broken=told(error.problems[0], self._given[0]))
