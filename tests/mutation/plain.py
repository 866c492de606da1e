"""A plugin of pytest: histories are played by the rules as Python, the cheapest tests first, until one fails.

What the kernel has compiled does not know of a mutant; the Mesa engine calls the mutated functions themselves.
"""

import math
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

SECONDS, TIMES, FIRST = 3.0, 10.0, 3.0
"""A test hangs after so many seconds of processor time, and so many times what it takes without a fault; in the first run, which
also makes the rows of the second coding, so many times what it may take."""
AGAIN = 0.5  # seconds until it is stopped once more, if something has caught that it was
CODED = "tests/theory/test_second_coding.py"
SCENARIOS = range(200)
Rows = dict[str, Any]


class Hangs(BaseException):
    """A test takes far longer than it takes without a fault."""


class Plain:
    """`usual`: seconds of processor time by test; tests that take more than `most`, or fail without a fault, are left out.

    Tests that stand in `near` come first. Nothing usual: this is found out, by a run in which nothing has a fault.
    `rows` are those of the second coding that are known already: no mutant changes them. New ones are added.
    """

    def __init__(self, usual: dict[str, float], rows: Rows, most: float, near: str = ""):
        self.usual, self.rows, self.most, self.near = usual, rows, most, near
        self.ready = False
        self.took: dict[str, float] = {}
        self.prepared: dict[str, float] = {}
        """Seconds that the dearest preparation took, by module."""
        self.failed = ""
        """The test that failed, or what else went wrong; empty while all is well."""

    def differs(self, scenarios: range) -> str:
        """Which of the second coding's scenarios comes out otherwise by the rules with the fault; empty if none does.

        They are those of tests/theory/test_second_coding.py, played here one by one, without waiting for twenty to be over.
        """
        self.pytest_configure()
        from sim.engine.mesa_model import MesaEngine
        from tests.theory import test_second_coding as coded

        signal.signal(signal.SIGVTALRM, _stop)
        for seed in scenarios:
            place = f"{CODED} (scenario {seed})"
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, AGAIN)
            try:
                if any(not doubts for _, doubts in coded.disagreements(seed, MesaEngine()).values()):
                    return place
            except Hangs:
                return f"{place} (hangs)"
            except Exception as error:
                return f"{place} ({type(error).__name__})"
            finally:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        return ""

    def pytest_configure(self) -> None:
        """Have the Mesa engine play whatever the kernel would, and the second coding play nothing twice."""
        import hypothesis

        import experiments.runs.blocks
        from sim.engine.mesa_model import MesaEngine
        from tests.theory import second_coding

        experiments.runs.blocks.CompiledEngine = MesaEngine  # type: ignore[assignment,misc]
        found = [
            hypothesis.Phase.explicit,
            hypothesis.Phase.generate,
        ]  # one failure is enough: it need not be the simplest
        hypothesis.settings.register_profile("mutants", phases=found, derandomize=True, database=None, deadline=None)
        hypothesis.settings.load_profile("mutants")
        if not self.ready:
            second_coding.history = _remembered(second_coding.history, self.rows)
        self.ready = True

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Those near the fault, then the others; the cheapest first."""
        chosen = [item for item in items if not self.usual or self._is_worth_it(item.nodeid)]
        chosen.sort(key=lambda item: (not item.nodeid.startswith(self.near), self.usual.get(item.nodeid, 0.0)))
        items[:] = chosen

    def _is_worth_it(self, test: str) -> bool:
        """Whether a test is quick enough, and not one whose scenarios were played already."""
        return self.usual.get(test, math.inf) <= self.most and not test.startswith(f"{CODED}::test_the_engine_does")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Stop what hangs before its test begins. A module's dearest preparation is counted with each of its tests."""
        before = self.took.get(item.nodeid, 0.0)
        try:
            return (yield from self.pytest_runtest_call(item))
        finally:
            module = item.nodeid.partition("::")[0]
            self.prepared[module] = max(self.prepared.get(module, 0.0), self.took.pop(item.nodeid, 0.0) - before)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Stop a test that hangs."""
        signal.signal(signal.SIGVTALRM, _stop)
        patience = max(SECONDS, TIMES * self.usual[item.nodeid]) if self.usual else FIRST * self.most
        signal.setitimer(signal.ITIMER_VIRTUAL, patience, AGAIN)
        began = time.process_time()
        try:
            return (yield)
        except Hangs:
            pytest.fail("hangs")
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self.took[item.nodeid] = time.process_time() - began

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the first failure."""
        if report.failed and not self.usual:
            self.took[report.nodeid] = math.inf
        elif report.failed:
            self.failed = self.failed or report.nodeid + (" (hangs)" if "hangs" in str(report.longrepr)[-200:] else "")

    def pytest_sessionfinish(self) -> None:
        """Add what tests wait for to what they take."""
        self.took = {test: took + self.prepared.get(test.partition("::")[0], 0.0) for test, took in self.took.items()}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note tests that cannot even be read."""
        if report.failed:
            self.failed = self.failed or f"{report.nodeid} (import)"


def _stop(*_: Any) -> None:
    raise Hangs


def _remembered(history: Callable[..., Any], rows: Rows) -> Callable[..., Any]:
    def remembering(scenario: Any, seed: int, number: int) -> Any:
        key = f"{scenario!r} {seed} {number}"
        if key not in rows:
            rows[key] = history(scenario, seed, number)
        return rows[key]

    return remembering
