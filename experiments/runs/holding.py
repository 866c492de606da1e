"""The kernel on a copy of a scenario's arrays in which numbers are held or set, again and again."""

from collections.abc import Mapping

from sim.engine.arrays import Compiled
from sim.engine.fixed import Holding
from sim.engine.patch import set_numbers
from sim.engine.records import Records
from sim.world.state import copy_of


class HoldingEngine:
    """The kernel with some numbers held or set, again and again, in one copy of the arrays: for one thread."""

    def __init__(self, compiled: Compiled):
        from sim.engine.slots import directory

        self.compiled, self.arrays = compiled, copy_of(compiled.arrays)
        self.slots = directory(self.arrays)
        self._holding = Holding(compiled)

    def prepare(self) -> None:
        """Load or make the machine code."""
        from sim.engine.kernel import has_many_seats, make_ready

        make_ready(has_many_seats(self.arrays))

    def hold(self, shares: Mapping[str, float]) -> None:
        """Hold these numbers from now on."""
        self._holding.hold(self.arrays, shares)

    def set(self, numbers: Mapping[str, float]) -> None:
        """Set these numbers (see `sim.engine.patch`) from now on, and none that were set or held before."""
        self._restore()
        set_numbers(self.arrays, self.compiled, numbers)

    def _restore(self) -> None:
        """Put back what was set or held: of the tables of quantiles, half a megabyte, that is one column."""
        before = self.compiled.arrays
        for name in ("given", "choices"):
            self.arrays[name][...] = before[name]
        self.arrays["quantiles"][:, 1] = before["quantiles"][:, 1]

    def play(self, compiled: Compiled, seed: int, first: int, records: Records) -> None:
        """Play histories, compiled, without holding the interpreter."""
        from sim.engine.kernel import play_histories

        rounds = compiled.scenario.time.rounds
        play_histories(self.arrays, compiled.sizes, rounds, seed, first, records, self.slots)
